import Foundation

/// Names and numbers as they compare, whatever keyboard they were typed on: half-width capitals without spaces,
/// every dash the same, and accents one with their letters (NFC), so that equal texts are equal byte by byte.
enum NormalText {
  static func of(_ text: String) -> String {
    simple(text) ?? general(text)
  }

  /// Whether two texts compare as one.
  static func areOne(_ left: String, _ right: String) -> Bool {
    left == right || of(left) == of(right)
  }

  /// The common case, byte by byte: ASCII, and Han and what else needs no look at its scalars and is composed of
  /// nothing; nil for others.
  private static func simple(_ text: String) -> String? {
    var text = text
    return text.withUTF8 { bytes in
      if bytes.allSatisfy(isPlain) { return String(decoding: bytes, as: UTF8.self) }
      var isSimple = true
      let result = String(unsafeUninitializedCapacity: bytes.count) { buffer in
        var count = 0
        for (index, byte) in bytes.enumerated() {
          switch byte {
          case 0...32: continue
          case 97...122: buffer[count] = byte - 32
          // U+3000 is a blank, and kana up to U+30FF may carry marks.
          case 0xE3 where bytes[index + 1] < 0x84: isSimple = false
          // Behind the lead bytes of U+3100 to U+EFFF nothing has to change.
          case 0x80...0xBF, 0xE3...0xEE, 33...127: buffer[count] = byte
          default: isSimple = false
          }
          guard isSimple else { return 0 }
          count += 1
        }
        return count
      }
      return isSimple ? result : nil
    }
  }

  /// Whether a byte stands for itself: ASCII but blanks, controls and small letters.
  private static func isPlain(_ byte: UInt8) -> Bool { byte > 32 && byte < 97 || byte > 122 && byte < 128 }

  private static func general(_ text: String) -> String {
    var result = String.UnicodeScalarView()
    for scalar in text.unicodeScalars {
      switch scalar.value {
      case 0..<0x80: append(scalar, to: &result)
      // Full-width forms of ASCII, full-width hyphen included.
      case 0xFF01...0xFF5E:
        if let half = Unicode.Scalar(scalar.value - 0xFEE0) { append(half, to: &result) }
      case 0x2010...0x2015, 0x2212, 0xFE58, 0xFE63: result.append("-")
      case 0x200B...0x200D, 0xFEFF: continue
      // Han and what comes behind it has neither capitals nor blanks but one.
      case 0x2E80...: if scalar.value != 0x3000 { result.append(scalar) }
      default:
        if !scalar.properties.isWhitespace {
          result.append(contentsOf: scalar.properties.uppercaseMapping.unicodeScalars)
        }
      }
    }
    return String(result).precomposedStringWithCanonicalMapping
  }

  /// A character of ASCII as a capital; blanks and controls not at all.
  private static func append(_ scalar: Unicode.Scalar, to result: inout String.UnicodeScalarView) {
    guard scalar.value > 32 else { return }
    let isSmall = scalar.value >= 97 && scalar.value <= 122
    result.append(isSmall ? Unicode.Scalar(UInt8(scalar.value - 32)) : scalar)
  }
}
