import CLibXML2
import FilingFormats

/// libxml2's schema engine as a judge of the reader: the document as a tree, validated as `xmllint
/// --schema` does it. It shares nothing with the reader but the schema's text.
package final class SchemaJudge {
  private let schema: xmlSchemaPtr

  /// libxml2 fills its global tables without a lock; see `XMLSchema`.
  private static let library: Void = {
    xmlInitParser()
    xmlSchemaInitTypes()
  }()

  /// Nil if libxml2 cannot compile the schema.
  package init?() {
    _ = Self.library
    let bytes = FilingSchema.bytes
    let compiled = bytes.withUnsafeBytes { buffer -> xmlSchemaPtr? in
      let text = buffer.bindMemory(to: CChar.self)
      guard let context = xmlSchemaNewMemParserCtxt(text.baseAddress, Int32(text.count)) else { return nil }
      defer { xmlSchemaFreeParserCtxt(context) }
      return xmlSchemaParse(context)
    }
    guard let compiled else { return nil }
    schema = compiled
  }

  deinit { xmlSchemaFree(schema) }

  /// Whether the document is well-formed and valid by the schema, and in its encoding to its end: where libxml2 stops
  /// decoding behind the root, it says so and calls what it has valid all the same.
  package func accepts(_ document: [UInt8]) -> Bool {
    let options = Int32(
      XML_PARSE_NONET.rawValue | XML_PARSE_NOERROR.rawValue | XML_PARSE_NOWARNING.rawValue)
    // What libxml2 says outside of a parser's context would go to the standard error.
    var isUndecodable = false
    let tree = withUnsafeMutablePointer(to: &isUndecodable) { flag in
      xmlSetStructuredErrorFunc(flag) { context, error in
        if error?.pointee.code == Int32(XML_I18N_CONV_FAILED.rawValue) {
          context?.assumingMemoryBound(to: Bool.self).pointee = true
        }
      }
      defer { xmlSetStructuredErrorFunc(nil, nil) }
      return document.withUnsafeBytes { buffer in
        xmlReadMemory(buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count), nil, nil, options)
      }
    }
    guard let tree, !isUndecodable else {
      xmlFreeDoc(tree)
      return false
    }
    // What it says of the validation likewise.
    xmlSetStructuredErrorFunc(nil, { _, _ in })
    defer { xmlSetStructuredErrorFunc(nil, nil) }
    defer { xmlFreeDoc(tree) }
    guard let validation = xmlSchemaNewValidCtxt(schema) else { return false }
    defer { xmlSchemaFreeValidCtxt(validation) }
    xmlSchemaSetValidStructuredErrors(validation, { _, _ in }, nil)
    return xmlSchemaValidateDoc(validation, tree) == 0
  }
}
