import Filings
import Foundation

/// Reads filings in the XML form. One reader serves one thread; it compiles the schema once.
///
/// A file is read once, by a decoder that knows every rule of the schema and accepts only what it has
/// fully checked. Whatever it doubts is read a second time with libxml2's schema engine in the same pass,
/// whose verdict counts. So a good file costs no more than a parse, and a bad one is bad by the schema and
/// not by our reading of it.
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
    if let diagnostic = refusal(of: bytes, path: path) {
      return ReadResult(filing: nil, diagnostics: [diagnostic])
    }
    let decoder = FilingDecoder(path: path)
    if case .good = XMLParse.run(bytes, schema: nil, limits: limits, handler: decoder),
      let result = decoder.resultBeyondDoubt()
    {
      return result
    }
    return readDoubtful(bytes, path: path)
  }

  /// Reads with the schema engine, from the beginning.
  private func readDoubtful(_ bytes: [UInt8], path: String) -> ReadResult {
    guard let schema else {
      let message = Label(zh: "无法编译XML模式", en: "the XML schema cannot be compiled")
      return ReadResult(filing: nil, diagnostics: [Diagnostic(.xmlSchema, file: path, message: message)])
    }
    let decoder = FilingDecoder(path: path)
    let verdict = XMLParse.run(bytes, schema: schema, limits: limits, handler: decoder)
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
    if bytes.count > limits.xmlFileBytes {
      return limits.oversize(.xmlFile, path: path)
    }
    if let (kind, place) = bytes.withUnsafeBytes({ LongPart.first(in: $0, over: limits.tagBytes) }) {
      return ReaderLimits.diagnostic(
        kind, limits.tagBytes, path: path, line: place.line, column: place.column)
    }
    return nil
  }
}

/// A tag or comment so long that a parser would take more than linear time for its attributes, or a text
/// that is no number's.
enum LongPart {
  /// What the first is and where; nil if there is none.
  static func first(
    in bytes: UnsafeRawBufferPointer, over limit: Int
  ) -> (ReaderLimits.Kind, XMLPlace)? {
    guard bytes.count > limit, let start = bytes.baseAddress else { return nil }
    var here = 0
    while here < bytes.count {
      let open = memchr(start + here, 0x3C, bytes.count - here)
      let opening = open.map { $0 - UnsafeMutableRawPointer(mutating: start) } ?? bytes.count
      if opening - here > limit { return (.textLength, place(of: here, in: bytes)) }
      guard let open else { return nil }
      let window = min(limit, bytes.count - opening)
      guard let close = memchr(open, 0x3E, window) else {
        // An unfinished tag at the end of the file is the parser's to report.
        return opening + limit > bytes.count ? nil : (.tagLength, place(of: opening, in: bytes))
      }
      here = close - UnsafeMutableRawPointer(mutating: start) + 1
    }
    return nil
  }

  private static func place(of offset: Int, in bytes: UnsafeRawBufferPointer) -> XMLPlace {
    XMLPlace(line: 1 + bytes[..<offset].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 }, column: 0)
  }
}
