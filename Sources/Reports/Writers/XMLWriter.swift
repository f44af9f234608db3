import Quantities

/// XML text under construction: indentation and escaping.
struct XMLWriter {
  private(set) var bytes: [UInt8] = Array("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n".utf8)
  private var depth = 0

  /// An element with content; the closures write its attributes and what it contains.
  mutating func element(
    _ name: StaticString, _ attributes: (inout XMLWriter) -> Void = { _ in },
    content: (inout XMLWriter) -> Void
  ) {
    begin(name)
    attributes(&self)
    bytes.append(">\n")
    depth += 1
    content(&self)
    depth -= 1
    indent()
    bytes.append("</")
    bytes.append(name)
    bytes.append(">\n")
  }

  /// An element without content; the closure writes its attributes.
  mutating func empty(_ name: StaticString, _ attributes: (inout XMLWriter) -> Void) {
    begin(name)
    attributes(&self)
    bytes.append("/>\n")
  }

  // MARK: Attributes of the element that has begun; what is nil is left out

  mutating func attribute(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    bytes.append(" ")
    bytes.append(name)
    bytes.append("=\"")
    bytes.append(escaping: text)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func attribute(_ name: StaticString, _ number: FixedDecimal?) {
    guard let number else { return }
    bytes.append(" ")
    bytes.append(name)
    bytes.append("=\"")
    NumberFormat.write(number, into: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  mutating func attribute(_ name: StaticString, _ number: Int?) {
    attribute(name, number.map { FixedDecimal($0) })
  }

  private mutating func begin(_ name: StaticString) {
    indent()
    bytes.append("<")
    bytes.append(name)
  }

  private mutating func indent() {
    for _ in 0..<depth { bytes.append("  ") }
  }
}
