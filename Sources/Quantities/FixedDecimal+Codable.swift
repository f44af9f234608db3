/// As a text, `"23.070"`: a JSON number would be read as a binary one by most who read it.
extension FixedDecimal: Codable {
  /// Writes the plain decimal with its decimals.
  public func encode(to encoder: any Encoder) throws {
    var container = encoder.singleValueContainer()
    try container.encode(description)
  }

  /// Unlike a filed number, a calculated one may use every digit that a decimal holds.
  public init(from decoder: any Decoder) throws {
    let container = try decoder.singleValueContainer()
    let text = try container.decode(String.self)
    let parts = text.split(separator: ".", maxSplits: 1, omittingEmptySubsequences: false)
    let decimals = parts.count > 1 ? parts[1].utf8.count : 0
    guard decimals <= Self.maximumScale, let coefficient = Int128(parts.joined()) else {
      throw DecodingError.dataCorruptedError(in: container, debugDescription: "`\(text)` is no decimal")
    }
    self.init(coefficient: coefficient, scale: UInt8(decimals))
  }
}
