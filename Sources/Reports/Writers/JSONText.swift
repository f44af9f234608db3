import Quantities

/// JSON text under construction, for documents of which there are many: an encoder that boxes every value takes ten
/// times as long. Members are written in the order of their names, as an encoder that sorts them would.
struct JSONText {
  private(set) var bytes: [UInt8] = []

  // MARK: Members of an object; what is nil is left out

  mutating func member(_ name: StaticString, _ text: String?) {
    guard let text else { return }
    key(name)
    quote(text)
  }

  /// As text, so that no reader makes a binary float of it.
  mutating func member(_ name: StaticString, _ number: FixedDecimal?) {
    guard let number else { return }
    key(name)
    quote(number)
  }

  mutating func member(_ name: StaticString, _ number: Int?) {
    guard let number else { return }
    key(name)
    NumberFormat.write(FixedDecimal(number), into: &bytes)
  }

  mutating func member(_ name: StaticString, _ isTrue: Bool) {
    key(name)
    bytes.append(isTrue ? "true" : "false")
  }

  mutating func array(_ name: StaticString, _ numbers: [FixedDecimal]) {
    array(name) { json in
      for number in numbers { json.element(number) }
    }
  }

  mutating func array(_ name: StaticString, _ elements: (inout JSONText) -> Void) {
    key(name)
    bytes.append(UInt8(ascii: "["))
    elements(&self)
    bytes.append(UInt8(ascii: "]"))
  }

  // MARK: Elements of an array, or the document itself

  mutating func object(_ members: (inout JSONText) -> Void) {
    separate()
    bytes.append(UInt8(ascii: "{"))
    members(&self)
    bytes.append(UInt8(ascii: "}"))
  }

  mutating func element(_ number: FixedDecimal?) {
    separate()
    if let number { quote(number) } else { bytes.append("null") }
  }

  mutating func endLine() {
    bytes.append(0x0A)
  }

  // MARK: Parts

  /// A comma, unless the object or array has just begun.
  private mutating func separate() {
    switch bytes.last {
    case nil, UInt8(ascii: "{"), UInt8(ascii: "["), UInt8(ascii: ":"): break
    default: bytes.append(UInt8(ascii: ","))
    }
  }

  private mutating func key(_ name: StaticString) {
    separate()
    bytes.append(UInt8(ascii: "\""))
    bytes.append(name)
    bytes.append("\":")
  }

  private mutating func quote(_ number: FixedDecimal) {
    bytes.append(UInt8(ascii: "\""))
    NumberFormat.write(number, into: &bytes)
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func quote(_ text: String) {
    bytes.append(UInt8(ascii: "\""))
    if text.utf8.contains(where: { $0 < 0x20 || $0 == UInt8(ascii: "\"") || $0 == UInt8(ascii: "\\") }) {
      for byte in text.utf8 { escape(byte) }
    } else {
      bytes.append(text: text)
    }
    bytes.append(UInt8(ascii: "\""))
  }

  private mutating func escape(_ byte: UInt8) {
    switch byte {
    case UInt8(ascii: "\""): bytes.append("\\\"")
    case UInt8(ascii: "\\"): bytes.append("\\\\")
    case 0x08: bytes.append("\\b")
    case 0x0C: bytes.append("\\f")
    case 0x0A: bytes.append("\\n")
    case 0x0D: bytes.append("\\r")
    case 0x09: bytes.append("\\t")
    case 0x00..<0x20: bytes.append(text: "\\u00" + (byte < 0x10 ? "0" : "") + String(byte, radix: 16))
    default: bytes.append(byte)
    }
  }
}
