extension FixedDecimal {
  /// Reads a plain decimal without a sign of at most 16 bytes, as nearly every filed number is, eight digits at a
  /// time. Nil for anything else, a number or not; ``init(utf8:)`` reads the one and says what the other is.
  public init?(short bytes: UnsafeRawBufferPointer) {
    let count = bytes.count
    guard count > 8 else {
      // A digit stands before the point and one behind it.
      guard let all = EightDigits(bytes), all.behindPoint != 0, all.behindPoint < all.count else {
        return nil
      }
      self.init(coefficient: Int128(all.value), scale: UInt8(max(all.behindPoint, 0)))
      return
    }
    guard count <= 16, let first = EightDigits(UnsafeRawBufferPointer(rebasing: bytes[..<(count - 8)])),
      let last = EightDigits(UnsafeRawBufferPointer(rebasing: bytes[(count - 8)...])),
      !first.hasPoint || !last.hasPoint, last.behindPoint != 0
    else { return nil }
    let decimals = first.hasPoint ? first.behindPoint + last.count : max(last.behindPoint, 0)
    guard first.behindPoint < first.count, decimals <= Self.maximumFiledDecimals else { return nil }
    let unit: UInt64 = last.hasPoint ? 10_000_000 : 100_000_000
    self.init(coefficient: Int128(first.value &* unit &+ last.value), scale: UInt8(decimals))
  }
}

/// Up to eight bytes that are digits, one point among them perhaps.
private struct EightDigits {
  let value: UInt64
  /// How many digits there are.
  let count: Int
  /// How many of them stand behind the point; -1 where there is none.
  let behindPoint: Int

  var hasPoint: Bool { behindPoint >= 0 }

  /// Nil for any other bytes, and for none.
  init?(_ bytes: UnsafeRawBufferPointer) {
    var word = Self.word(bytes)
    var (count, behindPoint) = (bytes.count, -1)
    let points = Self.zeroBytes(of: word ^ Self.each(UInt8(ascii: ".")))
    if points != 0 {
      let place = points.trailingZeroBitCount / 8
      let before: UInt64 = (1 << UInt64(8 * place)) - 1
      word = (word & before) | ((word >> 8) & ~before)
      count -= 1
      behindPoint = count - place
    }
    guard count > 0 else { return nil }
    // The digits go up to the last byte, the lowest of a number; zeros stand before them.
    let room = UInt64(8 * (8 - count))
    word = (word << room) | (Self.each(UInt8(ascii: "0")) & ((1 << room) - 1))
    let digits = word ^ Self.each(UInt8(ascii: "0"))
    guard (digits | (digits &+ Self.each(6))) & Self.each(0xF0) == 0 else { return nil }
    // Neighbours are put together: digits to pairs, pairs to fours, fours to eight.
    let pairs = ((digits &* (10 << 8 | 1)) >> 8) & 0x00FF_00FF_00FF_00FF
    let fours = ((pairs &* (100 << 16 | 1)) >> 16) & 0x0000_FFFF_0000_FFFF
    value = (fours &* (10_000 << 32 | 1)) >> 32
    self.count = count
    self.behindPoint = behindPoint
  }

  /// The bytes, the first the lowest, and zero bytes behind them; two halves that overlap where they are no eight.
  private static func word(_ bytes: UnsafeRawBufferPointer) -> UInt64 {
    let count = bytes.count
    if count == 8 { return UInt64(littleEndian: bytes.loadUnaligned(as: UInt64.self)) }
    if count >= 4 {
      let low = UInt32(littleEndian: bytes.loadUnaligned(as: UInt32.self))
      let high = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
      return UInt64(low) | UInt64(high) << UInt64(8 * (count - 4))
    }
    return bytes.reversed().reduce(0) { $0 << 8 | UInt64($1) }
  }

  private static func each(_ byte: UInt8) -> UInt64 { UInt64(byte) &* 0x0101_0101_0101_0101 }

  /// The top bit of each byte that is zero.
  private static func zeroBytes(of word: UInt64) -> UInt64 {
    let low = each(0x7F)
    return ~(((word & low) &+ low) | word | low)
  }
}
