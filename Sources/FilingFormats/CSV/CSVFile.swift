import Filings
import Foundation

/// A CSV file whose encoding and header row have been looked at, ready for the tables' readers.
///
/// Its bytes stay as they were given, mapped or in memory; only a file in GB18030 is copied, as UTF-8.
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
  /// Whether the file could not be read as text at all or is empty (an export that failed), so that
  /// nobody can say whom it concerns.
  let isOpaque: Bool

  /// Which table the file is, if its header says so.
  package var table: RecognisedTable? { header?.table }

  /// A file with this content.
  package init(path: String, bytes: Data) {
    switch CSVEncoding.decode(bytes) {
    case .utf8(let content, let start):
      self.init(path: path, content: content, start: start)
    case .unreadable(let fault):
      self.init(
        path: path, diagnostic: CSVMessages.encoding(fault, file: path), content: bytes,
        isOpaque: {
          if case .otherKind = fault { true } else { false }
        }())
    }
  }

  /// A file that may shrink while it is read is no danger up to this size: it is copied. Larger ones are
  /// mapped, so that a nation's tables need not fit into memory.
  private static let copiedBytes = 64 << 20

  /// A file of the disk; `path` is what diagnostics show.
  package init(mapping file: String, path: String? = nil) {
    let path = path ?? file
    do {
      let attributes = try FileManager.default.attributesOfItem(atPath: file)
      let size = (attributes[.size] as? NSNumber)?.intValue ?? 0
      let url = URL(fileURLWithPath: file)
      self.init(
        path: path, bytes: try Data(contentsOf: url, options: size > Self.copiedBytes ? .alwaysMapped : []))
    } catch {
      let reason = (error as? CocoaError)?.localizedDescription ?? "\(error)"
      self.init(
        path: path, diagnostic: CSVMessages.unreadable(file: path, reason: reason), content: Data(),
        isOpaque: true)
    }
  }

  private init(path: String, diagnostic: Diagnostic, content: Data, isOpaque: Bool) {
    self.path = path
    diagnostics = [diagnostic]
    self.content = content
    header = nil
    rowsStart = content.count
    rowsLine = 1
    self.isOpaque = isOpaque
  }

  private init(path: String, content: Data, start: Int) {
    var diagnostics: [Diagnostic] = []
    let (header, rowsStart, rowsLine) = content.withUnsafeBytes { bytes in
      Self.readHeader(bytes, start: start, path: path, into: &diagnostics)
    }
    self.path = path
    self.content = content
    self.header = header
    self.rowsStart = rowsStart
    self.rowsLine = rowsLine
    self.diagnostics = diagnostics
    isOpaque = diagnostics.contains { $0.code == .emptyFile }
  }

  private static func readHeader(
    _ bytes: UnsafeRawBufferPointer, start: Int, path: String, into diagnostics: inout [Diagnostic]
  ) -> (CSVHeader?, start: Int, line: Int) {
    var scanner = CSVScanner(bytes, range: start..<bytes.count)
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
    let names = scanner.fields.prefix(CSVLimits.headerColumns + 1).map { field in
      let place = scanner.place(of: field)
      return CSVHeader.Name(text: scanner.text(field), line: place.line, column: place.column)
    }
    let header = CSVHeader.recognise(names, file: path, into: &diagnostics)
    return (header, scanner.position, scanner.line)
  }

  /// Calls the body with a scanner that stands before a range of rows.
  func scanning<Result>(
    _ range: Range<Int>, line: Int, _ body: (inout CSVScanner) throws -> Result
  ) rethrows -> Result {
    try content.withUnsafeBytes { bytes in
      var scanner = CSVScanner(bytes, range: range, line: line)
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
