import Filings
import Foundation

/// A file's text, to show a person where it is wrong. Only files with a diagnostic are looked at.
package struct SourceText: Sendable {
  /// Larger files have their diagnostics without an excerpt.
  package static let bytesMax = 8 << 20

  let isXML: Bool
  private let bytes: Data
  /// Where lines begin: no file that is shown is longer than UInt32 counts.
  private let starts: [UInt32]

  /// Nil for a file that is too large or in no encoding that lines can be shown of.
  package init?(_ content: [UInt8]) {
    guard !content.isEmpty, content.count <= Self.bytesMax else { return nil }
    var bytes = XMLEncoding.utf8(of: content) ?? content
    if bytes.starts(with: [0xEF, 0xBB, 0xBF]) { bytes.removeFirst(3) }
    // UTF-16, and everything that is not text.
    guard !bytes.prefix(4096).contains(0) else { return nil }
    let isXML = Self.isXML(bytes)
    let isUTF8 = bytes.withUnsafeBytes { UTF8Survey($0).firstFault == nil }
    if !isXML, !isUTF8, case .utf8(let data, let start) = CSVEncoding.decode(Data(bytes)) {
      bytes = Array(data.dropFirst(start))
    }
    self.init(bytes: Data(bytes), isXML: isXML)
  }

  /// A table that was read already: it is not read once more. Nil for one that is too large, or no table.
  package init?(_ table: CSVFile) {
    guard table.table != nil, table.content.count <= Self.bytesMax else { return nil }
    let hasMark = table.content.starts(with: [0xEF, 0xBB, 0xBF])
    let bytes = table.content.dropFirst(hasMark ? 3 : 0)
    guard !bytes.prefix(4096).contains(0) else { return nil }
    self.init(bytes: bytes, isXML: Self.isXML(bytes))
  }

  private init(bytes: Data, isXML: Bool) {
    self.bytes = bytes
    self.isXML = isXML
    starts = bytes.withUnsafeBytes { isXML ? Self.lineStarts($0) : Self.tableLineStarts($0) }
  }

  private static func isXML(_ bytes: some Collection<UInt8>) -> Bool {
    bytes.first { !$0.isXMLSpace } == UInt8(ascii: "<")
  }

  /// In a table a lone CR ends a line too.
  private static func tableLineStarts(_ bytes: UnsafeRawBufferPointer) -> [UInt32] {
    guard let first = bytes.baseAddress, memchr(first, 0x0D, bytes.count) != nil else {
      return lineStarts(bytes)
    }
    var starts: [UInt32] = [0]
    for (index, byte) in bytes.enumerated() {
      let isBeforeFeed = index + 1 < bytes.count && bytes[index + 1] == 0x0A
      if byte == 0x0A || byte == 0x0D && !isBeforeFeed { starts.append(UInt32(index + 1)) }
    }
    return starts
  }

  private static func lineStarts(_ bytes: UnsafeRawBufferPointer) -> [UInt32] {
    var starts: [UInt32] = [0]
    guard let first = bytes.baseAddress else { return starts }
    while let start = starts.last.map(Int.init), let end = memchr(first + start, 0x0A, bytes.count - start) {
      starts.append(UInt32(UnsafeRawPointer(end) - first + 1))
    }
    return starts
  }

  var lineCount: Int { starts.count }

  /// The bytes of a line, from 1, without its end; nil beyond the file.
  func lineBytes(_ line: Int) -> Data? {
    guard starts.indices.contains(line - 1) else { return nil }
    let start = Int(starts[line - 1])
    let end = starts.indices.contains(line) ? Int(starts[line]) - 1 : bytes.count
    let content = bytes.dropFirst(start).prefix(max(0, end - start))
    return content.last == 0x0D ? content.dropLast() : content
  }

  /// A longer line is in no file that a person edits; its diagnostics have no excerpt.
  private static let lineBytesMax = 64 << 10

  /// A line as text. Bytes that are no UTF-8 become U+FFFD; columns before them are right.
  func line(_ line: Int) -> [Unicode.Scalar]? {
    lineBytes(line).flatMap {
      $0.count > Self.lineBytesMax ? nil : Array(String(decoding: $0, as: UTF8.self).unicodeScalars)
    }
  }

  /// How many characters around a place are shown of a long line.
  private static let shownBefore = 60
  private static let shownAfter = 100

  /// The line of a diagnostic's place, cut to what a terminal shows.
  func excerpt(line number: Int, column: Int, length: Int) -> Diagnostic.Excerpt? {
    guard let line = line(number), column >= 1, column <= line.count + 1 else { return nil }
    let place = column - 1
    let first = place > Self.shownBefore + 20 ? place - Self.shownBefore : 0
    let last = min(line.count, max(place, first) + Self.shownAfter)
    var shown = String.UnicodeScalarView(line[first..<last])
    if first > 0 { shown.insert("…", at: shown.startIndex) }
    if last < line.count { shown.append("…") }
    let length = max(1, min(length, last - place))
    return Diagnostic.Excerpt(
      text: String(shown), column: place - first + 1 + (first > 0 ? 1 : 0), length: length)
  }
}
