import Allowances
import Filings
import Quantities

/// The official tables 1-2 to 1-5 and 2-2 to 2-5 of the allocation plan, for one province or for all.
package struct OfficialTables: Sendable {
  package let year: Int
  /// Sorted by province, USCC, unit when written.
  package let allocations: [UnitAllocation]
  package let issues: [EntityIssue]
  /// The only province of the workbook, by GB/T 2260; nil for the whole country.
  package let province: String?

  package init(year: Int, allocations: [UnitAllocation], issues: [EntityIssue], province: String? = nil) {
    self.year = year
    self.province = province
    self.allocations = province == nil ? allocations : allocations.filter { $0.unit.province == province }
    self.issues = province == nil ? issues : issues.filter { $0.province == province }
  }

  /// Writes the workbook to a path.
  ///
  /// - Parameter created: the day in the document's properties.
  package func write(to path: String, created: CalendarDate) throws {
    let book = try XLSXWorkbook(
      path: path, title: "全国碳市场配额官方表格 Official allowance tables \(year)", created: created)
    // One at a time: a sheet of all units is large.
    let sheets: [() -> OfficialSheet] = [
      { preallocationSheet("1-2", .steel) }, { preallocationSheet("1-3", .cement) },
      { preallocationSheet("1-4", .aluminium) }, { preissuedSheet }, { steelSheet }, { cementSheet },
      { aluminiumSheet }, { issuedSheet },
    ]
    for sheet in sheets { try sheet().write(to: book, year: year) }
    try book.close()
  }
}
