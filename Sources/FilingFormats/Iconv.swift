import Foundation

/// Text from one encoding to another, by the C library's iconv.
enum Iconv {
  /// The bytes in the other encoding; nil if any of them is not of the first, or cannot be said in the second.
  static func converted(_ bytes: some ContiguousBytes, from: String, to: String) -> [UInt8]? {
    guard let converter = iconv_open(to, from), converter != iconv_t(bitPattern: -1) else { return nil }
    defer { iconv_close(converter) }
    return bytes.withUnsafeBytes { input in
      // Two bytes become three at most, or four of GB18030; a mark of the byte order may be added.
      var target = [UInt8](repeating: 0, count: input.count * 2 + 8)
      let written: Int? = target.withUnsafeMutableBytes { output in
        // iconv only reads what it is given.
        var source = UnsafeMutablePointer(mutating: input.bindMemory(to: CChar.self).baseAddress)
        var sourceLeft = input.count
        var place = output.bindMemory(to: CChar.self).baseAddress
        var placeLeft = output.count
        let irreversible = iconv(converter, &source, &sourceLeft, &place, &placeLeft)
        guard irreversible == 0, sourceLeft == 0 else { return nil }
        return output.count - placeLeft
      }
      guard let written else { return nil }
      target.removeSubrange(written...)
      return target
    }
  }
}
