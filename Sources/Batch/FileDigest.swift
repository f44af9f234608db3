import Crypto

/// A SHA-256 in 32 bytes: as a text it takes four times the room, and a run keeps one of every file.
struct FileDigest: Hashable, Sendable {
  private let words: (UInt64, UInt64, UInt64, UInt64)

  /// Nil unless the text is a SHA-256 in lower-case hexadecimal.
  init?(_ text: String) {
    guard text.utf8.count == 64, text.utf8.allSatisfy({ Self.digits.contains($0) }) else { return nil }
    var words: [UInt64] = []
    var rest = text[...]
    for _ in 0..<4 {
      guard let word = UInt64(rest.prefix(16), radix: 16) else { return nil }
      words.append(word)
      rest = rest.dropFirst(16)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  init(_ digest: SHA256Digest) {
    words = digest.withUnsafeBytes { bytes in
      func word(_ index: Int) -> UInt64 {
        UInt64(bigEndian: bytes.loadUnaligned(fromByteOffset: 8 * index, as: UInt64.self))
      }
      return (word(0), word(1), word(2), word(3))
    }
  }

  private static let digits = Array("0123456789abcdef".utf8)

  /// The digest as the manifest prints it.
  var text: String {
    var bytes: [UInt8] = []
    bytes.reserveCapacity(64)
    for word in [words.0, words.1, words.2, words.3] {
      for shift in stride(from: 60, through: 0, by: -4) { bytes.append(Self.digits[Int(word >> shift & 15)]) }
    }
    return String(decoding: bytes, as: UTF8.self)
  }

  /// How many bytes it has.
  static let byteCount = SHA256Digest.byteCount

  var bytes: [UInt8] {
    [words.0, words.1, words.2, words.3].flatMap { word in
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: word >> $0) }
    }
  }

  /// - Parameter bytes: at least ``byteCount``; the first of them are taken.
  init(bytes: some Collection<UInt8>) {
    var words: [UInt64] = [0, 0, 0, 0]
    for (place, byte) in bytes.prefix(Self.byteCount).enumerated() {
      words[place / 8] = words[place / 8] << 8 | UInt64(byte)
    }
    self.words = (words[0], words[1], words[2], words[3])
  }

  static func == (left: FileDigest, right: FileDigest) -> Bool { left.words == right.words }

  func hash(into hasher: inout Hasher) { hasher.combine(words.0) }
}
