/// Texts appended as UTF-8 to a document under construction.
extension [UInt8] {
  /// A text of the program, as it stands.
  mutating func append(_ text: StaticString) {
    text.withUTF8Buffer { append(contentsOf: $0) }
  }

  /// A text as it stands.
  mutating func append(text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ append(contentsOf: $0) }) == nil {
      append(contentsOf: text.utf8)
    }
  }

  /// A text with what HTML and XML take for markup escaped, for the content of elements and for quoted attributes.
  mutating func append(escaping text: String) {
    if text.utf8.withContiguousStorageIfAvailable({ append(escaping: $0) }) == nil {
      Array(text.utf8).withUnsafeBufferPointer { append(escaping: $0) }
    }
  }

  private mutating func append(escaping text: UnsafeBufferPointer<UInt8>) {
    // Hardly any text has something to escape. Without branches the compiler looks at many bytes in one step.
    var markup: UInt8 = 0
    for byte in text { markup |= Self.isMarkup(byte) }
    if markup == 0 { return append(contentsOf: text) }
    for byte in text {
      switch byte {
      case UInt8(ascii: "&"): append("&amp;")
      case UInt8(ascii: "<"): append("&lt;")
      case UInt8(ascii: ">"): append("&gt;")
      case UInt8(ascii: "\""): append("&quot;")
      case UInt8(ascii: "'"): append("&#39;")
      default: append(byte)
      }
    }
  }

  /// 1 or 0.
  private static func isMarkup(_ byte: UInt8) -> UInt8 {
    (byte == UInt8(ascii: "&") ? 1 : 0) | (byte == UInt8(ascii: "<") ? 1 : 0)
      | (byte == UInt8(ascii: ">") ? 1 : 0) | (byte == UInt8(ascii: "\"") ? 1 : 0)
      | (byte == UInt8(ascii: "'") ? 1 : 0)
  }
}
