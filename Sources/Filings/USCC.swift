/// The unified social credit code (统一社会信用代码) of GB 32100: 18 characters, the last a check character.
package enum USCC {
  private static let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY".utf8)

  /// The number that each byte stands for; nil for those outside the alphabet.
  private static let values = (UInt8.min...UInt8.max).map { alphabet.firstIndex(of: $0) }

  /// Whether a text has 18 characters of the code's alphabet.
  package static func isWellFormed(_ code: String) -> Bool {
    guard code.utf8.count == 18 else { return false }
    let values = values
    for byte in code.utf8 where values[Int(byte)] == nil { return false }
    return true
  }

  /// The check character that belongs to the first 17 characters (GB 32100, modulus 31), or nil if they
  /// are not well formed.
  package static func checkCharacter(for code: String) -> Character? {
    checkByte(for: code).map { Character(Unicode.Scalar($0)) }
  }

  private static func checkByte(for code: String) -> UInt8? {
    let values = values
    var sum = 0
    var weight = 1
    for byte in code.utf8.prefix(17) {
      guard let value = values[Int(byte)] else { return nil }
      sum += value * weight
      weight = weight * 3 % 31
    }
    return alphabet[(31 - sum % 31) % 31]
  }

  /// Whether the code is well formed and its check character is right.
  package static func isValid(_ code: String) -> Bool {
    isWellFormed(code) && checkByte(for: code) == code.utf8.last
  }
}
