import Filings

/// The 18 bytes of a credit code in three words, so that a row's entity is found without making a text.
struct PackedUSCC: Hashable, Sendable {
  private let first: UInt64
  private let second: UInt64
  private let rest: UInt16

  static let byteCount = 18

  /// Nil unless there are 18 bytes of the code's alphabet.
  init?(_ bytes: UnsafeRawBufferPointer) {
    guard bytes.count == Self.byteCount, bytes.allSatisfy(Self.isOfAlphabet) else { return nil }
    first = bytes.loadUnaligned(fromByteOffset: 0, as: UInt64.self)
    second = bytes.loadUnaligned(fromByteOffset: 8, as: UInt64.self)
    rest = bytes.loadUnaligned(fromByteOffset: 16, as: UInt16.self)
  }

  /// The code as text.
  var text: String {
    var bytes: [UInt8] = []
    withUnsafeBytes(of: first) { bytes += $0 }
    withUnsafeBytes(of: second) { bytes += $0 }
    withUnsafeBytes(of: rest) { bytes += $0 }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// Digits and capital letters but I, O, S, V and Z (GB 32100).
  static func isOfAlphabet(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "0")...UInt8(ascii: "9"): true
    case UInt8(ascii: "I"), UInt8(ascii: "O"), UInt8(ascii: "S"), UInt8(ascii: "V"), UInt8(ascii: "Z"): false
    case UInt8(ascii: "A")...UInt8(ascii: "Z"): true
    default: false
    }
  }

  /// Every well-formed code that stands by itself among the bytes: the entities that a broken row or an
  /// unusable file names.
  static func all(in bytes: UnsafeRawBufferPointer) -> Set<PackedUSCC> {
    var found: Set<PackedUSCC> = []
    var start = 0
    for here in 0...bytes.count {
      if here < bytes.count, isLetterOrDigit(bytes[here]) { continue }
      if here - start == byteCount,
        let code = PackedUSCC(UnsafeRawBufferPointer(rebasing: bytes[start..<here]))
      {
        found.insert(code)
      }
      start = here + 1
    }
    return found
  }

  private static func isLetterOrDigit(_ byte: UInt8) -> Bool {
    byte &- 48 < 10 || (byte | 0x20) &- 97 < 26
  }
}

/// Which filing of a table set: an entity and a year.
package struct CSVFilingKey: Hashable, Comparable, Sendable {
  package let uscc: String
  package let year: Int

  package init(uscc: String, year: Int) {
    self.uscc = uscc
    self.year = year
  }

  package static func < (left: CSVFilingKey, right: CSVFilingKey) -> Bool {
    (left.uscc, left.year) < (right.uscc, right.year)
  }
}
