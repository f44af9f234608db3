import Filings
import Foundation

/// A table that came alone, without the entities table that says whose its rows are.
package enum CSVLoneTable {
  /// Whether bytes are to be read as a table: whatever does not begin with `<`. UTF-16 is XML's affair.
  package static func isTable(_ bytes: [UInt8]) -> Bool {
    let head = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) { return false }
    guard let first = head.first(where: { !$0.isXMLSpace && $0 != 0 }) else { return false }
    return first != UInt8(ascii: "<")
  }

  /// An entities table that stands in for the missing one: a row for every entity and year of the table.
  /// Nil where none is needed or the table cannot be read.
  package static func entities(for bytes: [UInt8]) -> [UInt8]? {
    let file = CSVFile(path: "-", bytes: Data(bytes))
    guard case .filing(let table) = file.table, table != .entities, let source = SourceText(bytes),
      let header = source.line(1)
    else { return nil }
    let names = cells(header)
    guard let uscc = names.firstIndex(of: "uscc"), let year = names.firstIndex(of: "year") else { return nil }
    var seen: Set<[String]> = []
    var rows = "uscc,year,name,sector,submission,submitted_on,province,industry_class\n"
    for number in stride(from: 2, through: source.lineCount, by: 1) {
      let row = source.line(number).map(cells) ?? []
      guard row.indices.contains(max(uscc, year)), USCC.isWellFormed(row[uscc]), Int(row[year]) != nil,
        seen.insert([row[uscc], row[year]]).inserted
      else { continue }
      rows += "\(row[uscc]),\(row[year]),-,cement,1,2000-01-01,000000,00\n"
    }
    return Array(rows.utf8)
  }

  private static func cells(_ line: [Unicode.Scalar]) -> [String] {
    line.split(separator: ",", omittingEmptySubsequences: false).map {
      String(String.UnicodeScalarView($0)).trimmingCharacters(in: CharacterSet(charactersIn: "\" "))
    }
  }
}
