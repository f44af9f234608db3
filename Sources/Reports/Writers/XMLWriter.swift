import Quantities

/// XML text under construction: indentation and escaping.
struct XMLWriter {
  private(set) var bytes: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
  private var open: [String] = []

  /// An element with content; the closure writes it.
  mutating func element(
    _ name: String, _ attributes: [(String, String?)] = [], _ content: (inout XMLWriter) -> Void
  ) {
    tag(name, attributes, end: ">\n")
    open.append(name)
    content(&self)
    open.removeLast()
    indent()
    bytes.append(contentsOf: "</\(name)>\n".utf8)
  }

  /// An element without content. Attributes that are nil are left out.
  mutating func empty(_ name: String, _ attributes: [(String, String?)]) {
    tag(name, attributes, end: "/>\n")
  }

  private mutating func tag(_ name: String, _ attributes: [(String, String?)], end: String) {
    indent()
    bytes.append(contentsOf: "<\(name)".utf8)
    for (name, value) in attributes {
      guard let value else { continue }
      bytes.append(contentsOf: " \(name)=\"".utf8)
      HTMLRenderer.escape(value, into: &bytes)
      bytes.append(UInt8(ascii: "\""))
    }
    bytes.append(contentsOf: end.utf8)
  }

  private mutating func indent() {
    for _ in open { bytes.append(contentsOf: "  ".utf8) }
  }
}
