import Filings
import Foundation

/// Reads filings in the XML form. One reader serves one thread; it compiles the schema once.
///
/// A plain file is read once, by a scanner of our own and a decoder that knows every rule of the schema, and
/// together they accept only what they have fully checked. A file that is not plain is read by libxml2's
/// parser for the same decoder; whatever the decoder doubts is read again with libxml2's schema engine in
/// the same pass, whose verdict counts. So a good file costs less than a parse, and a bad one is bad by the
/// schema and not by our reading of it.
package final class XMLFilingReader {
  /// Compiled when the first file is doubted.
  private lazy var schema = XMLSchema(FilingSchema.bytes)
  private let limits: ReaderLimits

  package init(limits: ReaderLimits = ReaderLimits()) {
    self.limits = limits
  }

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: how messages call the file.
  package func read(_ bytes: [UInt8], path: String) -> ReadResult {
    if bytes.count <= limits.xmlFileBytes, let text = XMLEncoding.utf8(of: bytes) {
      return readText(text, path: path)
    }
    return readText(bytes, path: path)
  }

  private func readText(_ bytes: [UInt8], path: String) -> ReadResult {
    var decoder = FilingDecoder(path: path, onlyDoubts: true)
    let verdict = bytes.withUnsafeBytes {
      $0.count > limits.xmlFileBytes ? .notPlain : XMLScanner.run($0, limits: limits, decoder: &decoder)
    }
    if case .good = verdict, let result = decoder.resultBeyondDoubt() { return result }
    if let diagnostic = refusal(of: bytes, path: path) {
      return ReadResult(filing: nil, diagnostics: [diagnostic])
    }
    if case .notPlain = verdict, let result = readUnplain(bytes, path: path) { return result }
    return readDoubtful(bytes, path: path)
  }

  /// Reads with libxml2's parser alone, from the beginning: another encoding, a prefix, a CDATA section;
  /// nil if the decoder doubts anything.
  func readUnplain(_ bytes: [UInt8], path: String) -> ReadResult? {
    var decoder = FilingDecoder(path: path)
    guard case .good = XMLParse.run(bytes, schema: nil, limits: limits, handler: &decoder) else { return nil }
    return decoder.resultBeyondDoubt()
  }

  /// Reads with the schema engine, from the beginning.
  private func readDoubtful(_ bytes: [UInt8], path: String) -> ReadResult {
    guard let schema else {
      let message = Label(zh: "无法编译XML模式", en: "the XML schema cannot be compiled")
      return ReadResult(filing: nil, diagnostics: [Diagnostic(.xmlSchema, file: path, message: message)])
    }
    var decoder = FilingDecoder(path: path)
    let verdict = XMLParse.run(bytes, schema: schema, limits: limits, handler: &decoder)
    return decoder.result(isValid: verdict == .good)
  }

  /// What makes a file not worth parsing: nothing in it, another kind of file, or more than the limits.
  private func refusal(of bytes: [UInt8], path: String) -> Diagnostic? {
    if bytes.isEmpty {
      return Diagnostic(.emptyFile, file: path, message: Label(zh: "文件为空", en: "the file is empty"))
    }
    if let kind = FileKind.archive(bytes) {
      return Diagnostic(
        .xmlSyntax, file: path, message: Label(zh: "文件是\(kind.zh)，不是XML", en: "it is \(kind.en), not XML"),
        expected: "XML")
    }
    if bytes.count <= limits.xmlFileBytes, FileKind.isTable(bytes),
      CSVFile(path: path, bytes: Data(bytes)).table != nil
    {
      return Diagnostic(
        .xmlSyntax, file: path,
        message: Label(zh: "文件是CSV表，不是XML：请把文件名改为.csv", en: "it is a CSV table, not XML: name it .csv"),
        expected: "XML")
    }
    if bytes.count > limits.xmlFileBytes {
      return limits.oversize(.xmlFile, path: path)
    }
    return bytes.withUnsafeBytes { LimitedParts.excess(in: $0, limits) }.map { kind, limit, place in
      ReaderLimits.diagnostic(kind, limit, path: path, line: place.line, column: place.column)
    }
  }
}

/// What no parser need look at: a tag or comment so long that it would take more than linear time for its
/// attributes, a text that is no number's, more elements than a filing has.
enum LimitedParts {
  /// The first thing beyond its limit, with the limit and its place; nil if there is none.
  static func excess(
    in bytes: UnsafeRawBufferPointer, _ limits: ReaderLimits
  ) -> (ReaderLimits.Kind, Int, XMLPlace)? {
    let limit = limits.tagBytes
    guard let start = bytes.baseAddress else { return nil }
    var here = 0
    var elements = 0
    while here < bytes.count {
      let open = memchr(start + here, 0x3C, bytes.count - here)
      let opening = open.map { $0 - UnsafeMutableRawPointer(mutating: start) } ?? bytes.count
      if opening - here > limit { return (.textLength, limit, place(of: here, in: bytes)) }
      guard let open else { return nil }
      let window = min(limit, bytes.count - opening)
      guard let close = memchr(open, 0x3E, window) else {
        // An unfinished tag at the end of the file is the parser's to report.
        return opening + limit > bytes.count ? nil : (.tagLength, limit, place(of: opening, in: bytes))
      }
      if opening + 1 < bytes.count, !Self.isNoStartTag(bytes[opening + 1]) {
        elements += 1
        if elements > limits.elements {
          return (.elements, limits.elements, place(of: opening, in: bytes))
        }
      }
      here = close - UnsafeMutableRawPointer(mutating: start) + 1
    }
    return nil
  }

  /// Whether `<` is followed by what begins an end tag, a comment or an instruction.
  private static func isNoStartTag(_ byte: UInt8) -> Bool {
    byte == UInt8(ascii: "/") || byte == UInt8(ascii: "!") || byte == UInt8(ascii: "?")
  }

  private static func place(of offset: Int, in bytes: UnsafeRawBufferPointer) -> XMLPlace {
    XMLPlace(line: 1 + bytes[..<offset].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }, column: 0)
  }
}
