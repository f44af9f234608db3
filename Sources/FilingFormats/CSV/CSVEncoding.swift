import Filings
import Foundation

/// A file's bytes as UTF-8, or why they are no text.
enum CSVText {
  /// UTF-8, from this byte on (behind the byte order mark).
  case utf8(Data, from: Int)
  case unreadable(CSVEncodingFault)
}

/// Why the bytes of a file are not the text of a table.
enum CSVEncodingFault: Equatable {
  /// A file of another kind, `ZIP` for one.
  case otherKind(Label)
  /// Neither UTF-8 nor GB18030; the line and the offset at which it shows.
  case undecodable(line: Int, offset: Int)
  /// UTF-8 but for some bytes; the place of the first.
  case damagedUTF8(line: Int, offset: Int)

  static func == (left: CSVEncodingFault, right: CSVEncodingFault) -> Bool {
    switch (left, right) {
    case (.otherKind(let mine), .otherKind(let other)): mine == other
    case (.undecodable(let line, let offset), .undecodable(let otherLine, let otherOffset)),
      (.damagedUTF8(let line, let offset), .damagedUTF8(let otherLine, let otherOffset)):
      line == otherLine && offset == otherOffset
    default: false
    }
  }
}

enum CSVEncoding {
  /// UTF-8 with or without a byte order mark, else GB18030, else nothing.
  static func decode(_ data: Data) -> CSVText {
    if let kind = FileKind.notTable([UInt8](data.prefix(4096))) { return .unreadable(.otherKind(kind)) }
    let hasMark = data.starts(with: [0xEF, 0xBB, 0xBF])
    let survey = data.withUnsafeBytes { UTF8Survey($0) }
    guard let fault = survey.firstFault else { return .utf8(data, from: hasMark ? 3 : 0) }
    let line = data.withUnsafeBytes { bytes in 1 + bytes[..<fault].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } }
    // GB18030 accepts nearly any sequence of high bytes, so a UTF-8 file with one broken byte would come
    // out as nonsense without an error. Genuine GB18030 has hardly any three-byte sequence of UTF-8.
    if hasMark || survey.threeByteSequences > survey.faults || hasWholeLine(data) {
      return .unreadable(.damagedUTF8(line: line, offset: fault))
    }
    guard let converted = GB18030.utf8(of: data) else {
      return .unreadable(.undecodable(line: line, offset: fault))
    }
    return .utf8(converted, from: converted.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
  }

  /// Whether any line of a file that is not UTF-8 is so beyond doubt, as when two files were joined: four sequences of
  /// three bytes and no fault. By chance a line of GB18030 is that once in ten million.
  private static func hasWholeLine(_ data: Data) -> Bool {
    data.withUnsafeBytes { bytes in
      bytes.split(separator: 0x0A).contains { line in
        let survey = UTF8Survey(UnsafeRawBufferPointer(rebasing: line))
        return survey.firstFault == nil && survey.threeByteSequences >= 4
      }
    }
  }
}

/// What a look through the bytes says about their being UTF-8.
struct UTF8Survey {
  /// The first byte that is no part of a well-formed sequence.
  private(set) var firstFault: Int?
  private(set) var faults = 0
  /// Well-formed sequences of three bytes, as nearly all Chinese has in UTF-8.
  private(set) var threeByteSequences = 0

  init(_ bytes: UnsafeRawBufferPointer) {
    var here = 0
    while here < bytes.count {
      // Eight ASCII bytes at a time.
      while here + 8 <= bytes.count,
        bytes.loadUnaligned(fromByteOffset: here, as: UInt64.self) & 0x8080_8080_8080_8080 == 0
      {
        here += 8
      }
      guard here < bytes.count else { break }
      if bytes[here] < 0x80 {
        here += 1
        continue
      }
      // Chinese, in runs: of the first bytes that are sound with any second one.
      while here + 4 <= bytes.count, Self.isPlainThree(bytes, at: here) {
        threeByteSequences += 1
        here += 3
      }
      guard here < bytes.count, bytes[here] >= 0x80 else { continue }
      let length = Self.sequenceLength(bytes, at: here)
      if length == 0 {
        if firstFault == nil { firstFault = here }
        faults += 1
        here += 1
      } else {
        if length == 3 { threeByteSequences += 1 }
        here += length
      }
    }
  }

  /// Whether three bytes are a well-formed sequence beginning with E1 to EC; there are four to look at.
  @inline(__always)
  private static func isPlainThree(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
    let word = UInt32(littleEndian: bytes.loadUnaligned(fromByteOffset: start, as: UInt32.self))
    return word & 0x00C0_C0F0 == 0x0080_80E0 && (1...12).contains(word & 0x0F)
  }

  /// The length of the well-formed sequence of two to four bytes that begins here (Unicode, table 3-7);
  /// 0 if there is none.
  private static func sequenceLength(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Int {
    let length: Int
    var second: ClosedRange<UInt8> = 0x80...0xBF
    switch bytes[start] {
    case 0xC2...0xDF: length = 2
    case 0xE0: (length, second) = (3, 0xA0...0xBF)
    case 0xED: (length, second) = (3, 0x80...0x9F)
    case 0xE1...0xEF: length = 3
    case 0xF0: (length, second) = (4, 0x90...0xBF)
    case 0xF4: (length, second) = (4, 0x80...0x8F)
    case 0xF1...0xF3: length = 4
    default: return 0
    }
    guard start + length <= bytes.count, second.contains(bytes[start + 1]) else { return 0 }
    for offset in 2..<max(length, 2) where bytes[start + offset] & 0xC0 != 0x80 { return 0 }
    return length
  }
}

/// GB 18030, the encoding in which Excel writes CSV in China.
enum GB18030 {
  /// The bytes as UTF-8, or nil if any of them is not GB18030.
  static func utf8(of data: Data) -> Data? {
    Iconv.converted(data, from: "GB18030", to: "UTF-8").map { Data($0) }
  }

  /// The text in GB18030, or nil if it cannot be said in it; for tests and fixtures.
  static func encode(_ text: String) -> Data? {
    Iconv.converted(Array(text.utf8), from: "UTF-8", to: "GB18030").map { Data($0) }
  }
}
