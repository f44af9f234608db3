import Filings

/// Reads filings in the XML form, in one pass: libxml2's SAX2 events build the model while its schema
/// engine validates. One reader serves one thread; it compiles the schema once.
package final class XMLFilingReader {
  private let schema = XMLSchema(FilingSchema.bytes)

  package init() {}

  /// - Parameters:
  ///   - bytes: the whole file.
  ///   - path: how messages call the file.
  package func read(_ bytes: [UInt8], path: String) -> ReadResult {
    if bytes.isEmpty {
      return ReadResult(
        filing: nil,
        diagnostics: [Diagnostic(.emptyFile, file: path, message: Label(zh: "文件为空", en: "the file is empty"))]
      )
    }
    guard let schema else {
      let message = Label(zh: "无法编译XML模式", en: "the XML schema cannot be compiled")
      return ReadResult(filing: nil, diagnostics: [Diagnostic(.xmlSchema, file: path, message: message)])
    }
    let decoder = FilingDecoder(path: path)
    let isValid = XMLParse.run(bytes, schema: schema, handler: decoder)
    return decoder.result(isValid: isValid)
  }
}
