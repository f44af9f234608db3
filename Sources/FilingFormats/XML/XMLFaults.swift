import CLibXML2
import Filings

/// Says in our words what libxml2 found: its own are never shown.
enum XMLFaults {
  /// - Parameter decoderSpoke: whether the decoder has already said what breaks the schema; then the
  ///   schema engine's faults say the same again, in worse words.
  static func diagnostics(
    _ faults: [XMLFault], path: String, uscc: String, decoderSpoke: Bool
  ) -> [Diagnostic] {
    var diagnostics: [Diagnostic] = []
    // What follows the first fault of the parser are its consequences.
    if let first = faults.first(where: { $0.origin == .parser }) {
      let (code, message) = parserAccount(first)
      diagnostics.append(
        Diagnostic(
          code, file: path, line: first.place.line, column: first.place.column, text: first.shownDetail,
          message: message, uscc: uscc))
    }
    guard !decoderSpoke, diagnostics.isEmpty else { return diagnostics }
    for fault in faults where fault.origin == .schema {
      if diagnostics.contains(where: { $0.line == fault.place.line && $0.column == fault.place.column }) {
        continue
      }
      let (element, attribute) = names(in: fault.message)
      if let special = instanceAttribute(of: fault) {
        diagnostics.append(
          Diagnostic(
            .xmlSchema, file: path, line: fault.place.line, column: fault.place.column, field: special,
            text: special,
            message: Label(
              zh: "\(element)不允许有属性\(special)", en: "\(element) may not have the attribute \(special)"),
            expected: "<\(element) …>", uscc: uscc))
        continue
      }
      if let id = repeatedID(of: fault) {
        diagnostics.append(
          Diagnostic(
            .xmlDuplicate, file: path, line: fault.place.line, column: fault.place.column, text: id,
            message: Label(zh: "\(element) \(id) 重复", en: "\(element) \(id) stands twice"), uscc: uscc))
        continue
      }
      diagnostics.append(
        Diagnostic(
          .xmlSchema, file: path, line: fault.place.line, column: fault.place.column, field: attribute,
          text: attribute.isEmpty ? element : attribute,
          message: Label(
            zh: "元素\(element)\(attribute.isEmpty ? "" : "的属性\(attribute)")不符合schemas/filing.xsd",
            en: "\(attribute.isEmpty ? "" : "\(attribute) of ")\(element) is not valid by schemas/filing.xsd"),
          uscc: uscc))
    }
    return diagnostics
  }

  /// `… Duplicate key-sequence ['M1'] in …`
  private static func repeatedID(of fault: XMLFault) -> String? {
    guard xmlParserErrors(UInt32(clamping: fault.code)) == XML_SCHEMAV_CVC_IDC,
      let open = fault.message.firstRange(of: "['"), let close = fault.message.firstRange(of: "']")
    else { return nil }
    return open.upperBound <= close.lowerBound
      ? String(fault.message[open.upperBound..<close.lowerBound]) : nil
  }

  /// An attribute of the schema language itself, which no filing has.
  private static func instanceAttribute(of fault: XMLFault) -> String? {
    switch xmlParserErrors(UInt32(clamping: fault.code)) {
    case XML_SCHEMAV_CVC_ELT_3_1, XML_SCHEMAV_CVC_ELT_3_2_1, XML_SCHEMAV_CVC_ELT_3_2_2: "xsi:nil"
    case XML_SCHEMAV_CVC_ELT_4_1, XML_SCHEMAV_CVC_ELT_4_2, XML_SCHEMAV_CVC_ELT_4_3: "xsi:type"
    default: nil
    }
  }

  /// `Element '{urn:…}series', attribute 'item': …`
  private static func names(in message: String) -> (element: String, attribute: String) {
    func quoted(after word: String) -> String {
      guard let start = message.firstRange(of: "\(word) '") else { return "" }
      let name = message[start.upperBound...].prefix { $0 != "'" }
      return name.split(separator: "}").last.map(String.init) ?? String(name)
    }
    return (quoted(after: "Element"), quoted(after: "attribute"))
  }

  private static func parserAccount(_ fault: XMLFault) -> (DiagnosticCode, Label) {
    if fault.isUndecodable {
      return (.xmlEncoding, Label(zh: "文件内容与其编码不符", en: "the bytes are not in the file's encoding"))
    }
    // One code of libxml2's for three slips.
    if xmlParserErrors(UInt32(clamping: fault.code)) == XML_ERR_NAME_REQUIRED, !fault.isReference {
      return (
        .xmlSyntax,
        fault.message.contains("attribute")
          ? Label(zh: "属性没有名称", en: "an attribute has no name")
          : Label(zh: "<之后不是元素名称；正文中的<应写作&lt;", en: "no name follows <; in a text, < is written &lt;")
      )
    }
    return switch xmlParserErrors(UInt32(clamping: fault.code)) {
    case XML_ERR_INVALID_ENCODING, XML_ERR_UNKNOWN_ENCODING, XML_ERR_UNSUPPORTED_ENCODING,
      XML_I18N_CONV_FAILED,
      XML_I18N_NO_OUTPUT, XML_I18N_NO_HANDLER, XML_I18N_EXCESS_HANDLER, XML_ERR_ENCODING_NAME:
      (.xmlEncoding, Label(zh: "文件内容与其编码不符", en: "the bytes are not in the file's encoding"))
    case XML_ERR_DOCUMENT_EMPTY, XML_ERR_DOCUMENT_START:
      (.xmlSyntax, Label(zh: "文件不是XML", en: "the file is not XML"))
    case XML_ERR_TAG_NAME_MISMATCH:
      (
        .xmlSyntax,
        Label(
          zh: "元素\(fault.detail)在此结束标签之前没有结束",
          en: "the element \(fault.detail) is not closed before this end tag")
      )
    case XML_ERR_TAG_NOT_FINISHED, XML_ERR_DOCUMENT_END, XML_ERR_LTSLASH_REQUIRED:
      (
        .xmlSyntax,
        Label(zh: "文件在元素结束之前中断，或根元素之后还有内容", en: "the file ends inside an element, or goes on behind its root")
      )
    case XML_ERR_ATTRIBUTE_NOT_FINISHED:
      (
        .xmlSyntax,
        Label(zh: "文件在属性值中中断，或缺少引号", en: "the file ends inside an attribute, or its quote is missing")
      )
    case XML_ERR_RESERVED_XML_NAME:
      (
        .xmlSyntax,
        Label(
          zh: "<?xml之前不能有任何内容，空行也不行；一个文件只能有一份填报",
          en: "nothing may stand before <?xml, not even a blank line, and a file holds one filing only")
      )
    case XML_ERR_ATTRIBUTE_REDEFINED:
      (.xmlSyntax, Label(zh: "属性\(fault.detail)重复", en: "the attribute \(fault.detail) stands twice"))
    case XML_ERR_UNDECLARED_ENTITY, XML_WAR_UNDECLARED_ENTITY, XML_ERR_ENTITYREF_SEMICOL_MISSING,
      XML_ERR_NAME_REQUIRED:
      (.xmlSyntax, Label(zh: "实体引用不允许；&应写作&amp;", en: "an entity is not allowed; & is written &amp;"))
    case XML_ERR_NAME_TOO_LONG: (.xmlSyntax, Label(zh: "名称过长", en: "a name is too long"))
    case XML_ERR_LT_IN_ATTRIBUTE:
      (.xmlSyntax, Label(zh: "属性值中的<应写作&lt;", en: "< in an attribute is written &lt;"))
    case XML_ERR_INVALID_CHAR:
      (.xmlSyntax, Label(zh: "含有XML不允许的字符", en: "a character that XML does not allow"))
    case XML_ERR_ATTRIBUTE_NOT_STARTED, XML_ERR_ATTRIBUTE_WITHOUT_VALUE, XML_ERR_GT_REQUIRED,
      XML_ERR_SPACE_REQUIRED:
      (.xmlSyntax, Label(zh: "标签写法有误：引号、空格或>缺失", en: "the tag is broken: a quote, a space or > is missing"))
    case XML_NS_ERR_UNDEFINED_NAMESPACE:
      (.xmlSyntax, Label(zh: "前缀没有声明命名空间", en: "a prefix has no namespace"))
    case XML_ERR_INTERNAL_ERROR: (.xmlSyntax, Label(zh: "嵌套过深或内容过长", en: "nested too deep, or too long"))
    default: (.xmlSyntax, Label(zh: "不是格式良好的XML", en: "not well-formed XML"))
    }
  }
}

extension XMLFault {
  /// What libxml2 puts before the bytes it cannot decode; the code that goes with it depends on its version.
  private static let bytesMark = "Bytes: "

  fileprivate var isUndecodable: Bool { detail.hasPrefix(Self.bytesMark) }

  /// Whether the fault lies in an `&`.
  fileprivate var isReference: Bool { message.contains("EntityRef") || message.contains("PEReference") }

  /// The offending text: a name, or the bytes.
  fileprivate var shownDetail: String {
    // Here libxml2 gives a word of its own.
    if xmlParserErrors(UInt32(clamping: code)) == XML_ERR_NAME_TOO_LONG { return "" }
    return (isUndecodable ? String(detail.dropFirst(Self.bytesMark.count)) : detail).trimmingXMLSpace
  }
}
