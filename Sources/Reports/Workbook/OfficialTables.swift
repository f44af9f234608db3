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
    self.allocations = allocations.filter { province == nil || $0.unit.province == province }
    self.issues = issues.filter { province == nil || $0.province == province }
  }
}
