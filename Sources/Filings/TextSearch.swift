extension String {
  /// Whether the text holds a part, byte by byte; ASCII letters count in either case.
  ///
  /// - Parameter part: in lower case, not empty.
  package func holds(_ part: StaticString) -> Bool {
    var text = self
    return text.withUTF8 { bytes in
      let length = part.utf8CodeUnitCount
      guard bytes.count >= length else { return false }
      for start in 0...(bytes.count - length) {
        var offset = 0
        while offset < length, bytes[start + offset].lowercased == part.utf8Start[offset] { offset += 1 }
        if offset == length { return true }
      }
      return false
    }
  }
}

extension UInt8 {
  fileprivate var lowercased: UInt8 { self &- 65 < 26 ? self | 0x20 : self }
}
