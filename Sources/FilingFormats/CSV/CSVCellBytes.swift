import Foundation

/// What the readers ask of a cell's bytes.
extension UnsafeRawBufferPointer {
  func isSame(as other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count, let mine = baseAddress, let others = other.baseAddress else {
      return count == other.count
    }
    return memcmp(mine, others, count) == 0
  }

  func isSame(as text: StaticString) -> Bool {
    isSame(as: UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// Whether there are only the digits 0 to 9 and a to f, capital or small, a multiple of eight of them.
  var isHexadecimal: Bool {
    guard count % 8 == 0 else { return false }
    for offset in stride(from: 0, to: count, by: 8) {
      let word = EightBytes(loadUnaligned(fromByteOffset: offset, as: UInt64.self))
      guard word.areHexadecimal else { return false }
    }
    return true
  }
}

/// Eight bytes that are looked at together: the top bit of each says whether it is of a kind.
struct EightBytes {
  private let word: UInt64
  private static let topBits: UInt64 = 0x8080_8080_8080_8080
  private static let each: UInt64 = 0x0101_0101_0101_0101

  @inline(__always)
  init(_ word: UInt64) {
    self.word = word
  }

  /// Those from an offset on, of which there must be eight; the first is the lowest.
  @inline(__always)
  init(_ bytes: UnsafeRawBufferPointer, at offset: Int) {
    word = UInt64(littleEndian: bytes.loadUnaligned(fromByteOffset: offset, as: UInt64.self))
  }

  /// How many of the bytes are this one.
  @inline(__always)
  func count(of byte: UInt8) -> Int {
    let same = EightBytes(word ^ UInt64(byte) &* Self.each).upTo(0)
    // The product's highest byte is the sum of all bytes.
    return Int(((same >> 7) &* Self.each) >> 56)
  }

  /// The bytes that are at or below one of ASCII. None carries into the next, for the seven lower bits are
  /// added alone.
  @inline(__always)
  func upTo(_ last: UInt8) -> UInt64 {
    let above = (word & ~Self.topBits) &+ UInt64(0x7F - last) &* Self.each
    return ~(above | word) & Self.topBits
  }

  /// Whether all bytes are digits 0 to 9 or a to f, capital or small.
  var areHexadecimal: Bool {
    let small = EightBytes(word | 0x20 &* Self.each)
    let digits = upTo(UInt8(ascii: "9")) & ~upTo(UInt8(ascii: "0") - 1)
    let letters = small.upTo(UInt8(ascii: "f")) & ~small.upTo(UInt8(ascii: "a") - 1)
    return digits | letters == Self.topBits
  }
}

/// The length of a cell with its first and its last eight bytes, which overlap in a short one: all there is to
/// it up to ``wholeBytes``, and good to tell longer ones apart.
struct CellEnds: Equatable, Sendable {
  private let first: UInt64
  private let last: UInt64
  private let count: Int

  /// Up to here two cells with the same ends are the same.
  static let wholeBytes = 16

  init(_ bytes: UnsafeRawBufferPointer) {
    count = bytes.count
    if count >= 8 {
      first = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
      last = bytes.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
    } else if count >= 4 {
      first = UInt64(bytes.loadUnaligned(fromByteOffset: 0, as: UInt32.self))
      last = UInt64(bytes.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self))
    } else {
      first = bytes.reduce(0) { $0 << 8 | UInt64($1) }
      last = 0
    }
  }

  /// A number in which every bit of the ends has a part, to find a place in a table by.
  var mixed: Int {
    let product = (first ^ (last &* 0x9E37_79B9_7F4A_7C15) ^ UInt64(count)) &* 0xC2B2_AE3D_27D4_EB4F
    return Int(truncatingIfNeeded: product >> 32)
  }
}

/// The last two different cells of a column and what was made of them. The rows of a filing mostly say the
/// same of their facility, meter and documents as the rows before.
///
/// The bytes must outlive it: it is emptied before another file is read.
struct RecentCells<Value> {
  private var latest: (bytes: UnsafeRawBufferPointer, value: Value)?
  private var other: (bytes: UnsafeRawBufferPointer, value: Value)?

  /// What was made of a cell with the same bytes, if it is one of the two.
  mutating func value(of bytes: UnsafeRawBufferPointer) -> Value? {
    if let latest, latest.bytes.isSame(as: bytes) { return latest.value }
    guard let other, other.bytes.isSame(as: bytes) else { return nil }
    swap(&self.latest, &self.other)
    return other.value
  }

  mutating func forget() {
    if latest != nil { self = RecentCells() }
  }

  mutating func remember(_ bytes: UnsafeRawBufferPointer, _ value: Value) {
    other = latest
    latest = (bytes, value)
  }
}
