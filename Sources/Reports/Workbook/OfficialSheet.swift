import Filings
import Quantities

/// One of the official tables, or a table of a statement: bilingual heads with the official marks, rows, a total
/// for each province.
struct OfficialSheet {
  let number: String
  let title: Label
  let columns: [OfficialColumn]
  let rows: [OfficialRow]
  /// What stands above the table instead of its official number.
  var heading: Label?
  /// Whether each province's rows end with their total.
  var hasTotals = true
  /// What a total of all provinces below them is called; nil for none.
  var grandTotal: String?

  /// The first row of the table's body, counted from 1 as formulas do.
  static let firstRow = 4

  func write(to book: XLSXWorkbook, year: Int) throws {
    let sheet = try book.addSheet(number)
    sheet.write(heading?.zh ?? "表\(number) \(title.zh)（\(year)年度）", row: 0, column: 0, .title)
    sheet.write(heading?.en ?? "Table \(number) \(title.en), \(year)", row: 1, column: 0, .note)
    for (index, column) in columns.enumerated() {
      sheet.setWidth(column.width, column: index)
      sheet.write(column.head, row: 2, column: index, .head)
    }
    sheet.setHeight(64, row: 2)
    sheet.setUpPages(headRow: 2, frozenColumns: 2)
    var line = Self.firstRow
    var ranges: [ClosedRange<Int>] = []
    for (province, group) in provinces() {
      let first = line
      for row in group {
        let texts = zip(row.cells, columns).map { (text: $0.text, width: $1.width) }
        sheet.setHeight(RowHeight.fitting(texts), row: line - 1)
        for (index, cell) in row.cells.enumerated() {
          write(cell, columns[index], to: sheet, line: line, index)
        }
        line += 1
      }
      guard hasTotals else { continue }
      let name = Province.label(of: province)
      writeTotal(
        name.zh == name.en ? "\(name.zh) 合计 total" : "\(name.zh)合计 \(name.en) total", group,
        of: [first...(line - 1)], to: sheet, line: line)
      ranges.append(first...(line - 1))
      line += 1
    }
    if let grandTotal, !ranges.isEmpty { writeTotal(grandTotal, rows, of: ranges, to: sheet, line: line) }
    if rows.isEmpty { sheet.write("无 none", row: Self.firstRow - 1, column: 0, .note) }
  }

  private func provinces() -> [(String, [OfficialRow])] {
    var groups: [(String, [OfficialRow])] = []
    for row in rows {
      if groups.last?.0 == row.province {
        groups[groups.count - 1].1.append(row)
      } else {
        groups.append((row.province, [row]))
      }
    }
    return groups
  }

  private func write(
    _ cell: OfficialCell, _ column: OfficialColumn, to sheet: XLSXSheet, line: Int, _ index: Int
  ) {
    switch cell {
    case .text(let text): sheet.write(text, row: line - 1, column: index, .text)
    case .number(let number):
      guard let number else { return sheet.writeBlank(row: line - 1, column: index, .text) }
      sheet.write(number, row: line - 1, column: index, .number(decimals: column.decimals))
    case .formula(let template, let value):
      guard let value else { return sheet.writeBlank(row: line - 1, column: index, .text) }
      sheet.write(
        formula: Self.formula(template, line: line), value: value, row: line - 1, column: index,
        .number(decimals: column.decimals))
    }
  }

  /// A template with its cells filled in: `{5}` stands for that of column 5 in the same row.
  static func formula(_ template: String, line: Int) -> String {
    var (formula, column) = ("", 0)
    var isInside = false
    for character in template {
      switch character {
      case "{": (isInside, column) = (true, 0)
      case "}":
        isInside = false
        formula += "\(letter(column))\(line)"
      case _ where isInside: column = column * 10 + (character.wholeNumberValue ?? 0)
      default: formula.append(character)
      }
    }
    return formula
  }

  private func writeTotal(
    _ name: String, _ group: [OfficialRow], of ranges: [ClosedRange<Int>], to sheet: XLSXSheet, line: Int
  ) {
    for (index, column) in columns.enumerated() {
      guard column.isSummed else {
        sheet.write(index == 1 ? name : "", row: line - 1, column: index, .totalText)
        continue
      }
      let sum = (try? FixedDecimal.sum(group.compactMap { $0.cells[index].value })) ?? .zero
      let letter = Self.letter(index)
      let cells = ranges.map { "\(letter)\($0.lowerBound):\(letter)\($0.upperBound)" }.joined(separator: ",")
      sheet.write(
        formula: "=SUM(\(cells))", value: sum, row: line - 1,
        column: index,
        .total(decimals: column.decimals))
    }
  }

  /// The letter of a column, 0 to 25: no official table is wider.
  static func letter(_ column: Int) -> String {
    String(UnicodeScalar(UInt8(65 + column)))
  }
}

struct OfficialColumn {
  let head: String
  let width: Double
  let decimals: Int
  let isSummed: Bool

  static func text(_ head: String, _ width: Double = 12) -> OfficialColumn {
    OfficialColumn(head: head, width: width, decimals: 0, isSummed: false)
  }

  static func number(_ head: String, _ decimals: Int = 0, summed: Bool = false, width: Double = 14)
    -> OfficialColumn
  {
    OfficialColumn(head: head, width: width, decimals: decimals, isSummed: summed)
  }
}

struct OfficialRow {
  let province: String
  let cells: [OfficialCell]
}

enum OfficialCell {
  case text(String)
  case number(FixedDecimal?)
  /// A formula over cells of the same row, with its exact result.
  case formula(String, FixedDecimal?)

  /// What may have to be wrapped.
  var text: String {
    switch self {
    case .text(let text): text
    case .number, .formula: ""
    }
  }

  var value: FixedDecimal? {
    switch self {
    case .text: nil
    case .number(let number), .formula(_, let number): number
    }
  }
}
