import Filings

/// A header row: which table it is, and in which field of a row each column stands. A class, because the rows of
/// every filing are read by it and a reference is all they need to keep.
final class CSVHeader: Sendable {
  let table: RecognisedTable
  let definition: CSVTable
  /// How many fields every row must have.
  let fieldCount: Int
  private let positions: [Int32]
  /// Whether nothing is wrong with it.
  private let isSound: Bool
  /// The field of January where the twelve months stand side by side in their order and each may be empty, as a
  /// table that has months has them.
  let firstMonth: Int?

  private init(
    table: RecognisedTable, definition: CSVTable, fieldCount: Int, positions: [Int32], isSound: Bool
  ) {
    self.table = table
    self.isSound = isSound
    self.definition = definition
    self.fieldCount = fieldCount
    self.positions = positions
    let months = CSVColumnName.months
    let first = positions[CSVColumnName.m01.rawValue]
    let isInOrder = months.enumerated().allSatisfy { positions[$1.rawValue] == first + Int32($0) }
    let mayBeEmpty = !months.contains(where: definition.requiresValue)
    firstMonth = first >= 0 && isInOrder && mayBeEmpty ? Int(first) : nil
  }

  /// The field of a column, or nil if the file has no such column.
  subscript(column: CSVColumnName) -> Int? {
    let position = Int(positions[column.rawValue])
    return position < 0 ? nil : position
  }

  /// Whether the column may be there under a name that nobody understands.
  func mayHide(_ column: CSVColumnName) -> Bool { !isSound && self[column] == nil }

  /// The column that stands in a field; nil beyond the last one.
  func column(at field: Int) -> CSVColumn? {
    definition.columns.first { self[$0.name] == field }
  }

  /// A name in the header with its place.
  struct Name {
    let text: String
    let line: Int
    let column: Int
  }

  /// Recognises a table by its header row, and says what is wrong with the row. Nil if it is the header
  /// of no table.
  static func recognise(_ names: [Name], file: String, into diagnostics: inout [Diagnostic]) -> CSVHeader? {
    guard let table = table(of: names) else {
      diagnostics.append(CSVMessages.noTable(names, file: file))
      return nil
    }
    let definition = table.definition
    let found = diagnostics.count
    var positions = [Int32](repeating: -1, count: CSVColumnName.allCases.count)
    let present = Set(names.map(\.text))
    var ambiguous: Set<CSVColumnName> = []
    // Columns that stand under their Chinese labels are told of once.
    var labelled: Set<CSVColumnName> = []
    for (index, name) in names.enumerated() {
      guard let column = definition.column(header: name.text) else {
        let free = definition.columns.map(\.name.header).filter { !present.contains($0) }
        let meant = definition.column(label: name.text)
        if let meant { labelled.insert(meant.name) }
        diagnostics.append(
          CSVMessages.unknownColumn(name, of: definition, labelled: meant, free: free, file: file))
        continue
      }
      if positions[column.name.rawValue] >= 0 {
        diagnostics.append(CSVMessages.duplicateColumn(name, of: definition, file: file))
        ambiguous.insert(column.name)
      } else {
        positions[column.name.rawValue] = Int32(clamping: index)
      }
    }
    for column in definition.requiredColumns
    where positions[column.name.rawValue] < 0 && !labelled.contains(column.name) {
      diagnostics.append(
        CSVMessages.missingColumn(column, of: definition, file: file, line: names.first?.line ?? 1))
    }
    // Nobody knows which of two columns of one name is meant: neither is read.
    for column in ambiguous { positions[column.rawValue] = -1 }
    return CSVHeader(
      table: table, definition: definition, fieldCount: names.count, positions: positions,
      isSound: diagnostics.count == found)
  }

  /// The table that a header is of, if need be by the labels of its columns.
  static func table(of names: [Name]) -> RecognisedTable? {
    let texts = Set(names.map(\.text))
    return bestMatch { _ in texts }
      ?? bestMatch { definition in Set(texts.map { definition.column(label: $0)?.name.header ?? $0 }) }
  }

  /// The table of which most columns are there, if it is most of the header and of what the table
  /// requires. A table that has all it requires goes before one that lacks something.
  private static func bestMatch(_ namesOf: (CSVTable) -> Set<String>) -> RecognisedTable? {
    var best: (isComplete: Bool, score: Int, table: RecognisedTable)?
    for table in RecognisedTable.all {
      let definition = table.definition
      let names = namesOf(definition)
      let known = definition.columns.count { names.contains($0.name.header) }
      let required = definition.requiredColumns
      let found = required.count { names.contains($0.name.header) }
      guard known * 2 > names.count, found * 2 > required.count else { continue }
      let isComplete = found == required.count
      let score = known - (required.count - found) - (names.count - known)
      if let best, (best.isComplete ? 1 : 0, best.score) >= (isComplete ? 1 : 0, score) { continue }
      best = (isComplete, score, table)
    }
    return best?.table
  }
}
