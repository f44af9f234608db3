import Filings
import Quantities

/// Steps through rows of one table and reads their cells by column name.
///
/// A cell that cannot be read gives a diagnostic at its place and no value; the row goes on, so that all
/// of its faults are found at once.
struct CSVRows {
  private var scanner: CSVScanner
  let header: CSVHeader
  let path: String
  /// What was found wrong so far.
  private(set) var diagnostics: [Diagnostic] = []
  private var soundCount = 0
  private var isAtEnd = false
  /// Whose rows these are, for the diagnostics.
  var uscc = ""
  /// What the current row is about, as far as it is known.
  var subject = Diagnostic.Subject()

  init(_ scanner: CSVScanner, header: CSVHeader, path: String) {
    self.scanner = scanner
    self.header = header
    self.path = path
  }

  /// Steps to the next row; false at the end. Broken rows are reported where the file is indexed; a
  /// reader that has no index sees them here.
  mutating func next() -> Bool {
    while true {
      guard diagnostics.count < ReadResult.problemsMax else {
        if !isAtEnd { reportEnd() }
        return false
      }
      do {
        guard try scanner.nextFilled() else { return false }
      } catch {
        let place = scanner.place(of: error.offset)
        add(
          CSVMessages.fault(
            error, file: path, line: place.line, column: place.column,
            text: scanner.excerpt(at: error.offset)))
        continue
      }
      subject = Diagnostic.Subject()
      soundCount = diagnostics.count
      if scanner.fields.count == header.fieldCount { return true }
      add(CSVMessages.fieldCount(scanner, header, file: path))
    }
  }

  /// Reads no further: more problems than anybody works through.
  private mutating func reportEnd() {
    isAtEnd = true
    subject = Diagnostic.Subject()
    add(ReaderLimits.diagnostic(.brokenRows, ReadResult.problemsMax, path: path, line: line, column: 1))
  }

  /// Whether nothing was found wrong with the current row so far.
  var isSound: Bool { diagnostics.count == soundCount }

  /// The line of the current row.
  var line: Int { scanner.recordLine }

  // MARK: Cells

  /// A cell that is not empty. An empty one is reported where the table wants a value.
  @inline(__always)
  private mutating func cell(_ column: CSVColumnName) -> CSVField? {
    guard let position = header[column] else { return nil }
    let field = scanner.fields[position]
    if !field.isEmpty { return field }
    if header.definition.requiresValue(column) { reportMissing(column, field) }
    return nil
  }

  private mutating func reportMissing(_ column: CSVColumnName, _ field: CSVField) {
    guard let definition = header.definition.column(column) else { return }
    let place = scanner.place(of: field)
    add(CSVMessages.missingValue(definition, file: path, line: place.line, column: place.column))
  }

  /// The bytes of a cell as they stand in the file; none where it is empty or the file has no such column.
  func bytes(of column: CSVColumnName) -> UnsafeRawBufferPointer {
    guard let position = header[column] else { return UnsafeRawBufferPointer(start: nil, count: 0) }
    return scanner.raw(scanner.fields[position])
  }

  mutating func code<Entry>(_ column: CSVColumnName, _ index: CSVCodeIndex<Entry>) -> Entry? {
    guard let field = cell(column) else { return nil }
    if let code = index[scanner.raw(field)] { return code }
    report(column, field, CSVMessages.code)
    return nil
  }

  mutating func number(_ column: CSVColumnName) -> FixedDecimal? {
    guard let field = cell(column) else { return nil }
    if let number = FixedDecimal(short: scanner.raw(field)) { return number }
    do {
      return try FixedDecimal(utf8: scanner.raw(field))
    } catch {
      report(column, field) { text, definition, file, line, place in
        CSVMessages.number(text, because: error, definition, file: file, line: line, column: place)
      }
      return nil
    }
  }

  /// A number, and where there is something that is none, what stands in for it.
  mutating func number(_ column: CSVColumnName, unreadableAs standIn: FixedDecimal?) -> FixedDecimal? {
    let found = diagnostics.count
    return number(column) ?? (diagnostics.count > found || header.mayHide(column) ? standIn : nil)
  }

  /// A number that is not below zero.
  mutating func amount(_ column: CSVColumnName) -> FixedDecimal? {
    guard let number = number(column) else { return nil }
    guard number.isNegative, let field = cell(column) else { return number }
    report(column, field, CSVMessages.negative)
    return nil
  }

  mutating func integer(_ column: CSVColumnName, in range: ClosedRange<Int>) -> Int? {
    guard let field = cell(column) else { return nil }
    if let number = Int(csv: scanner.raw(field)), range.contains(number) { return number }
    report(column, field, CSVMessages.value)
    return nil
  }

  mutating func date(_ column: CSVColumnName) -> CalendarDate? {
    guard let field = cell(column) else { return nil }
    if let date = CalendarDate(utf8: scanner.raw(field)) { return date }
    report(column, field, CSVMessages.value)
    return nil
  }

  /// A free text, empty where there is none that can be read. An apostrophe that keeps spreadsheets from taking
  /// the text for a formula is not part of it; see ``CSVFormulaGuard``.
  mutating func text(_ column: CSVColumnName) -> String {
    guard let field = cell(column) else { return "" }
    if Self.isShortPlain(scanner.raw(field)), !isBlank(field) { return scanner.text(field) }
    let text = CSVFormulaGuard.unguarded(scanner.text(field))
    if isBlank(field) || text.unicodeScalars.count > CSVLimits.textCharacters
      || text.unicodeScalars.contains(where: Self.isForbidden)
    {
      report(column, field, CSVMessages.value)
      return ""
    }
    return text
  }

  /// Whether a template's blank was left in a cell of a filing: as a text it would be valid.
  private func isBlank(_ field: CSVField) -> Bool {
    guard case .filing = header.table else { return false }
    return scanner.raw(field).isSame(as: ToFill.bytes)
  }

  /// A free text of a column in which many rows say the same.
  mutating func text(_ column: CSVColumnName, _ recent: inout RecentCells<String>) -> String {
    let cell = bytes(of: column)
    if let known = recent.value(of: cell) { return known }
    let found = diagnostics.count
    let text = text(column)
    if !cell.isEmpty, diagnostics.count == found { recent.remember(cell, text) }
    return text
  }

  /// The id of a facility, meter or document; nil where there is none.
  mutating func identifier(_ column: CSVColumnName) -> String? {
    guard let field = cell(column) else { return nil }
    if Self.isIdentifier(scanner.raw(field)) { return scanner.text(field) }
    report(column, field, CSVMessages.value)
    return nil
  }

  /// A facility's id or `-`; nil where there is none.
  mutating func facility(_ column: CSVColumnName = .facility) -> String? {
    guard let field = cell(column) else { return nil }
    let bytes = scanner.raw(field)
    if Self.isIdentifier(bytes) || bytes.count == 1 && bytes[0] == UInt8(ascii: "-") {
      return scanner.text(field)
    }
    report(column, field, CSVMessages.value)
    return nil
  }

  /// Ids separated by single spaces.
  mutating func identifiers(_ column: CSVColumnName) -> [String] {
    guard let field = cell(column) else { return [] }
    let words = scanner.raw(field).split(separator: 0x20, omittingEmptySubsequences: false)
    guard words.count <= CSVLimits.identifiersInCell,
      words.allSatisfy({ Self.isIdentifier(UnsafeRawBufferPointer(rebasing: $0)) })
    else {
      report(column, field, CSVMessages.value)
      return []
    }
    return words.map { String(decoding: $0, as: UTF8.self) }
  }

  /// A credit code; empty where there is none.
  mutating func creditCode(_ column: CSVColumnName) -> String {
    guard let field = cell(column) else { return "" }
    if PackedUSCC(scanner.raw(field)) == nil { report(column, field, CSVMessages.value) }
    return scanner.text(field)
  }

  /// A code of digits; empty where there is none that can be read.
  mutating func digits(_ column: CSVColumnName, _ count: ClosedRange<Int>) -> String {
    guard let field = cell(column) else { return "" }
    let bytes = scanner.raw(field)
    if count.contains(bytes.count), bytes.allSatisfy({ $0 &- 48 < 10 }) { return scanner.text(field) }
    report(column, field, CSVMessages.value)
    return ""
  }

  mutating func sha256(_ column: CSVColumnName) -> String {
    guard let field = cell(column) else { return "" }
    let bytes = scanner.raw(field)
    if bytes.count != 64 || !bytes.isHexadecimal {
      report(column, field, CSVMessages.value)
    }
    return scanner.text(field)
  }

  /// The twelve months; an empty one was not reported.
  ///
  /// - Parameter standIn: the value of a month in which something stands that is no number.
  mutating func months(unreadableAs standIn: FixedDecimal?) -> MonthlyValues {
    if let months = plainMonths() { return months }
    let columns = CSVColumnName.months
    let months = MonthlyValues { month in
      subject.month = month
      return number(columns[month - 1], unreadableAs: standIn)
    }
    subject.month = 0
    return months
  }

  /// The twelve months where each is empty or a plain number, as in nearly every row.
  private func plainMonths() -> MonthlyValues? {
    guard let first = header.firstMonth else { return nil }
    var isPlain = true
    let months = MonthlyValues { month in
      let field = scanner.fields[first + month - 1]
      if field.isEmpty { return nil }
      let number = FixedDecimal(short: scanner.raw(field))
      if number == nil { isPlain = false }
      return number
    }
    return isPlain ? months : nil
  }

  // MARK: Diagnostics

  mutating func add(_ diagnostic: Diagnostic) {
    var diagnostic = diagnostic
    diagnostic.uscc = uscc
    diagnostic.subject = subject
    diagnostics.append(diagnostic)
  }

  /// The line and column of a cell of the current row.
  func place(of column: CSVColumnName) -> (line: Int, column: Int) {
    header[column].map { scanner.place(of: scanner.fields[$0]) } ?? (line, 1)
  }

  /// Reports that what a cell refers to is not there.
  mutating func addReference(
    _ id: String, to table: CSVFilingTable, _ column: CSVColumnName, expected: String
  ) {
    let place = place(of: column)
    add(
      CSVMessages.reference(
        id, to: table, column, expected: expected, file: path, line: place.line, column: place.column))
  }

  /// Reports that the row is the same entry as another one.
  mutating func addDuplicate(firstFile: String, firstLine: Int) {
    var key = header.definition.key.map { (column: $0, text: text(of: $0)) }.filter { !$0.text.isEmpty }
    // Every row of a filing has its code and year.
    if case .filing = header.table { key.removeAll { $0.column == .uscc || $0.column == .year } }
    let place = self.place(of: key.last?.column ?? .uscc)
    add(
      CSVMessages.duplicateRow(
        key: key, file: path, line: place.line, column: place.column,
        firstFile: firstFile, firstLine: firstLine))
  }

  /// A cell of the current row as it stands.
  private func text(of column: CSVColumnName) -> String {
    header[column].map { scanner.text(scanner.fields[$0]) } ?? ""
  }

  /// Reports that a cell names the same thing twice.
  mutating func addRepeatedReference(_ id: String, _ column: CSVColumnName) {
    let place = place(of: column)
    add(
      CSVMessages.repeatedReference(id, column, file: path, line: place.line, column: place.column))
  }

  private mutating func report(
    _ column: CSVColumnName, _ field: CSVField,
    _ message: (String, CSVColumn, String, Int, Int) -> Diagnostic
  ) {
    guard let definition = header.definition.column(column) else { return }
    let place = scanner.place(of: field)
    add(message(scanner.text(field), definition, path, place.line, place.column))
  }

  // MARK: Forms

  /// `[A-Za-z0-9][A-Za-z0-9._-]{0,31}`.
  static func isIdentifier(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard (1...CSVLimits.identifierCharacters).contains(bytes.count) else { return false }
    for (index, byte) in bytes.enumerated() {
      let isAlphanumeric = byte &- 48 < 10 || (byte | 0x20) &- 97 < 26
      let isMark = byte == UInt8(ascii: ".") || byte == UInt8(ascii: "_") || byte == UInt8(ascii: "-")
      guard isAlphanumeric || index > 0 && isMark else { return false }
    }
    return true
  }

  /// Whether a text is short and holds neither an apostrophe at its head nor a byte that might begin one of
  /// the forbidden characters: the usual case, by a look at its bytes.
  private static func isShortPlain(_ bytes: UnsafeRawBufferPointer) -> Bool {
    guard bytes.count <= CSVLimits.textCharacters, bytes.first != UInt8(ascii: "'") else { return false }
    for byte in bytes where byte &- 0x20 > 0x5E {
      if byte < 0x80 || byte == 0xC2 || byte == 0xEF { return false }
    }
    return true
  }

  /// Control characters, and what XML cannot hold.
  private static func isForbidden(_ scalar: Unicode.Scalar) -> Bool {
    scalar.value < 0x20 || (0x7F...0x9F).contains(scalar.value) || (0xFFFE...0xFFFF).contains(scalar.value)
  }
}
