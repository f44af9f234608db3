import Filings

/// The rows of a result table as they stand, each cell a text.
package struct ResultRows: Sendable {
  /// Headers, in the contract's order.
  package let columns: [String]
  package private(set) var rows: [[String]] = []
  /// What is wrong with the file, sorted.
  package private(set) var diagnostics: [Diagnostic] = []

  package init(_ file: CSVFile, _ table: CSVResultTable) {
    let names = table.definition.columns.map(\.name)
    columns = names.map(\.header)
    diagnostics = file.diagnostics
    guard file.table == .result(table) else { return }
    diagnostics += file.readRows { row in
      let cells = names.map { row.text($0) }
      rows.append(cells)
    }
    diagnostics.sort()
  }
}
