import Filings

/// How large a file and its parts may be before the readers refuse them. No honest filing comes near:
/// the largest real plant files some hundred kilobytes.
package struct ReaderLimits: Sendable, Equatable {
  /// Of one filing as XML.
  package var xmlFileBytes = 16 << 20
  /// Of one tag or comment of an XML file, with all its attributes.
  package var tagBytes = 64 << 10
  /// Attributes and namespace declarations of one element.
  package var attributes = 64
  /// Elements within one another.
  package var depth = 32

  package init() {}

  /// What is larger than its limit.
  enum Kind {
    case fileSize, tagLength, attributes, depth

    func message(_ limit: Int) -> Label {
      switch self {
      case .fileSize: Label(zh: "文件超过\(limit)字节", en: "the file has more than \(limit) bytes")
      case .tagLength:
        Label(zh: "标签或注释超过\(limit)字节", en: "a tag or comment has more than \(limit) bytes")
      case .attributes:
        Label(zh: "元素的属性超过\(limit)个", en: "an element has more than \(limit) attributes")
      case .depth: Label(zh: "元素嵌套超过\(limit)层", en: "elements are nested more than \(limit) deep")
      }
    }
  }

  func diagnostic(_ kind: Kind, _ limit: Int, path: String, place: XMLPlace? = nil) -> Diagnostic {
    Diagnostic(
      .limit, file: path, line: place?.line ?? 0, column: place?.column ?? 0, message: kind.message(limit),
      expected: "≤ \(limit)")
  }
}
