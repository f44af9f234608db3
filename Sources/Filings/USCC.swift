/// The unified social credit code (统一社会信用代码) of GB 32100: 18 characters, the last a check character.
package enum USCC {
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  private static let isOfAlphabet = (UInt8.min...UInt8.max).map { alphabet.contains($0) }

  /// Whether a text has 18 characters of the code's alphabet.
  package static func isWellFormed(_ code: String) -> Bool {
    guard code.utf8.count == 18 else { return false }
    for byte in code.utf8 where !isOfAlphabet[Int(byte)] { return false }
    return true
  }

  /// The check character that belongs to the first 17 characters (GB 32100, modulus 31), or nil if they
  /// are not well formed.
  package static func checkCharacter(for code: String) -> Character? {
    var sum = 0
    var weight = 1
    for byte in code.utf8.prefix(17) {
      guard let value = alphabet.firstIndex(of: byte) else { return nil }
      sum += value * weight
      weight = weight * 3 % 31
    }
    return Character(Unicode.Scalar(alphabet[(31 - sum % 31) % 31]))
  }

  /// Whether the code is well formed and its check character is right.
  package static func isValid(_ code: String) -> Bool {
    isWellFormed(code) && checkCharacter(for: code) == code.last
  }
}
