import Filings
import Foundation

/// A CSV file whose encoding and header row have been looked at, ready for the tables' readers.
///
/// Its bytes stay as they were given; only a file in GB18030 is copied, as UTF-8. Nothing is read from the
/// disk here: a file that another program changes meanwhile is no danger.
package struct CSVFile: Sendable {
  /// The path as diagnostics show it.
  package let path: String
  /// What is wrong with the file as a whole: its encoding, its header.
  package let diagnostics: [Diagnostic]
  let content: Data
  /// Nil where the header is that of no table, or there is none.
  let header: CSVHeader?
  /// Where the rows begin, and on which line.
  let rowsStart: Int
  let rowsLine: Int
  let limits: ReaderLimits
  /// Whether the file could not be read as text at all or is empty (an export that failed), so that
  /// nobody can say whom it concerns.
  let isOpaque: Bool

  /// Which table the file is, if its header says so.
  package var table: RecognisedTable? { header?.table }

  /// A file with this content.
  package init(path: String, bytes: Data, limits: ReaderLimits = ReaderLimits()) {
    switch CSVEncoding.decode(bytes) {
    case .utf8(let content, let start):
      self.init(path: path, content: content, start: start, limits: limits)
    case .unreadable(let fault):
      self.init(
        path: path, diagnostic: CSVMessages.encoding(fault, file: path), content: bytes, limits: limits,
        isOpaque: {
          if case .otherKind = fault { true } else { false }
        }())
    }
  }

  /// A file whose content could not be had: it is too large, or no file that can be read.
  package init(path: String, unreadable diagnostic: Diagnostic) {
    self.init(
      path: path, diagnostic: diagnostic, content: Data(), limits: ReaderLimits(), isOpaque: true)
  }

  /// What a file larger than ``largeBytes`` begins with, to tell whether it is worth reading.
  package static let headBytes = 2 << 20
  package static let largeBytes = 16 << 20

  /// A file by its beginning alone, if that shows that the rest is not worth reading: no table, a
  /// header that is wrong, or more filings than may be. Nil where the whole is to be read.
  package init?(path: String, hopelessHead head: Data, limits: ReaderLimits) {
    let file = CSVFile(path: path, bytes: head.prefix(through: Self.lastLineEnd(of: head)), limits: limits)
    let diagnostics = file.diagnostics.isEmpty ? file.excessOfFilings().map { [$0] } ?? [] : file.diagnostics
    if diagnostics.isEmpty { return nil }
    self.init(path: path, diagnostics: diagnostics, content: Data(), limits: limits, isOpaque: true)
  }

  /// What is said of a table with rows of more entities than a set may have filings; nil for others.
  private func excessOfFilings() -> Diagnostic? {
    guard case .filing = table, let uscc = header?[.uscc] else { return nil }
    return scanning(rowsStart..<content.count, line: rowsLine) { scanner in
      var entities: Set<PackedUSCC> = []
      // A broken row ends the look: the index tells of it.
      while let isThere = try? scanner.nextFilled(), isThere, scanner.fields.count == header?.fieldCount {
        if let code = PackedUSCC(scanner.raw(scanner.fields[uscc])) { entities.insert(code) }
        guard entities.count <= limits.filings else {
          return ReaderLimits.diagnostic(
            .filings, limits.filings, path: path, line: scanner.recordLine, column: 1)
        }
      }
      return nil
    }
  }

  /// The last line end of a beginning, so that no character is cut; its last byte where there is none.
  private static func lastLineEnd(of head: Data) -> Data.Index {
    head.lastIndex(of: 0x0A) ?? head.lastIndex(of: 0x0D) ?? head.endIndex - 1
  }

  private init(path: String, diagnostic: Diagnostic, content: Data, limits: ReaderLimits, isOpaque: Bool) {
    self.init(
      path: path, diagnostics: [diagnostic], content: content, limits: limits, isOpaque: isOpaque)
  }

  private init(
    path: String, diagnostics: [Diagnostic], content: Data, limits: ReaderLimits, isOpaque: Bool
  ) {
    self.path = path
    self.limits = limits
    self.diagnostics = diagnostics
    self.content = content
    header = nil
    rowsStart = content.count
    rowsLine = 1
    self.isOpaque = isOpaque
  }

  private init(path: String, content: Data, start: Int, limits: ReaderLimits) {
    var diagnostics: [Diagnostic] = []
    let (header, rowsStart, rowsLine) = content.withUnsafeBytes { bytes in
      Self.readHeader(bytes, start: start, limits: limits, path: path, into: &diagnostics)
    }
    self.path = path
    self.limits = limits
    self.content = content
    self.header = header
    self.rowsStart = rowsStart
    self.rowsLine = rowsLine
    self.diagnostics = diagnostics
    isOpaque = diagnostics.contains { $0.code == .emptyFile }
  }

  private static func readHeader(
    _ bytes: UnsafeRawBufferPointer, start: Int, limits: ReaderLimits, path: String,
    into diagnostics: inout [Diagnostic]
  ) -> (CSVHeader?, start: Int, line: Int) {
    var scanner = CSVScanner(bytes, range: start..<bytes.count, limits: limits)
    do {
      guard try scanner.nextFilled() else {
        diagnostics.append(CSVMessages.empty(file: path))
        return (nil, bytes.count, 1)
      }
    } catch {
      let place = scanner.place(of: error.offset)
      diagnostics.append(
        CSVMessages.fault(
          error, file: path, line: place.line, column: place.column, text: scanner.excerpt(at: error.offset)))
      return (nil, bytes.count, 1)
    }
    let names = Self.names(in: scanner)
    if let header = CSVHeader.recognise(names, file: path, into: &diagnostics) {
      return (header, scanner.position, scanner.line)
    }
    if let header = Self.headerBelow(&scanner) {
      diagnostics[diagnostics.count - 1] = CSVMessages.noTable(names, file: path, header: header)
    }
    return (nil, bytes.count, 1)
  }

  /// The header that stands further down, below a title or a line for a spreadsheet.
  private static func headerBelow(_ scanner: inout CSVScanner) -> (line: Int, table: RecognisedTable)? {
    for _ in 0..<Self.titleRows {
      guard let isThere = try? scanner.nextFilled(), isThere else { return nil }
      if let table = CSVHeader.table(of: Self.names(in: scanner)) { return (scanner.recordLine, table) }
    }
    return nil
  }

  /// How many rows a title has at most.
  private static let titleRows = 10

  private static func names(in scanner: CSVScanner) -> [CSVHeader.Name] {
    scanner.fields.map { field in
      let place = scanner.place(of: field)
      let text = String(scanner.text(field).prefix(Self.nameCharacters))
      return CSVHeader.Name(text: text, line: place.line, column: place.column)
    }
  }

  /// A longer name is that of no column.
  private static let nameCharacters = 80

  /// Calls the body with a reader that stands before a range of rows; nil for a file that is no table.
  func reading<Result>(
    _ range: Range<Int>, line: Int, _ body: (inout CSVRows) throws -> Result
  ) rethrows -> Result? {
    guard let header else { return nil }
    return try content.withUnsafeBytes { bytes in
      var rows = CSVRows(
        CSVScanner(bytes, range: range, line: line, limits: limits, fieldCount: header.fieldCount),
        header: header, path: path)
      return try body(&rows)
    }
  }

  /// Calls the body with a scanner that stands before a range of rows.
  func scanning<Result>(
    _ range: Range<Int>, line: Int, _ body: (inout CSVScanner) throws -> Result
  ) rethrows -> Result {
    try content.withUnsafeBytes { bytes in
      var scanner = CSVScanner(
        bytes, range: range, line: line, limits: limits, fieldCount: header?.fieldCount ?? 0)
      return try body(&scanner)
    }
  }
}

extension CSVScanner {
  /// What stands at a fault, to the end of its line, for a person to recognise.
  func excerpt(at offset: Int) -> String {
    let rest = bytes[offset..<min(offset + 400, bytes.count)]
    let line = rest.prefix { $0 != 0x0A && $0 != 0x0D }
    return String(decoding: line, as: UTF8.self)
  }
}
