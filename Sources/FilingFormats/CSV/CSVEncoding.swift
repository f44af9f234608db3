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
    if let kind = CSVFileKind.signature(of: data) { return .unreadable(.otherKind(kind)) }
    let hasMark = data.starts(with: [0xEF, 0xBB, 0xBF])
    let survey = data.withUnsafeBytes { UTF8Survey($0) }
    guard let fault = survey.firstFault else { return .utf8(data, from: hasMark ? 3 : 0) }
    let line = data.withUnsafeBytes { bytes in 1 + bytes[..<fault].reduce(0) { $1 == 0x0A ? $0 + 1 : $0 } }
    // GB18030 accepts nearly any sequence of high bytes, so a UTF-8 file with one broken byte would come
    // out as nonsense without an error. Genuine GB18030 has hardly any three-byte sequence of UTF-8.
    if hasMark || survey.threeByteSequences > survey.faults {
      return .unreadable(.damagedUTF8(line: line, offset: fault))
    }
    guard let converted = GB18030.utf8(of: data) else {
      return .unreadable(.undecodable(line: line, offset: fault))
    }
    return .utf8(converted, from: converted.starts(with: [0xEF, 0xBB, 0xBF]) ? 3 : 0)
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

/// GB 18030, the encoding in which Excel writes CSV in China, by the C library's iconv.
enum GB18030 {
  /// The bytes as UTF-8, or nil if any of them is not GB18030.
  static func utf8(of data: Data) -> Data? {
    guard let converter = iconv_open("UTF-8", "GB18030"), converter != iconv_t(bitPattern: -1) else {
      return nil
    }
    defer { iconv_close(converter) }
    var source = [UInt8](data)
    // At most two bytes become three, and four become four.
    var target = [UInt8](repeating: 0, count: source.count / 2 * 3 + 8)
    let written: Int? = source.withUnsafeMutableBytes { input in
      target.withUnsafeMutableBytes { output in
        var from = input.bindMemory(to: CChar.self).baseAddress
        var fromLeft = input.count
        var to = output.bindMemory(to: CChar.self).baseAddress
        var toLeft = output.count
        let irreversible = iconv(converter, &from, &fromLeft, &to, &toLeft)
        guard irreversible == 0, fromLeft == 0 else { return nil }
        return output.count - toLeft
      }
    }
    guard let written else { return nil }
    target.removeSubrange(written...)
    return Data(target)
  }

  /// The text in GB18030, or nil if it cannot be said in it; for tests and fixtures.
  static func encode(_ text: String) -> Data? {
    guard let converter = iconv_open("GB18030", "UTF-8"), converter != iconv_t(bitPattern: -1) else {
      return nil
    }
    defer { iconv_close(converter) }
    var source = Array(text.utf8)
    var target = [UInt8](repeating: 0, count: source.count * 2 + 8)
    let written: Int? = source.withUnsafeMutableBytes { input in
      target.withUnsafeMutableBytes { output in
        var from = input.bindMemory(to: CChar.self).baseAddress
        var fromLeft = input.count
        var to = output.bindMemory(to: CChar.self).baseAddress
        var toLeft = output.count
        guard iconv(converter, &from, &fromLeft, &to, &toLeft) == 0 else { return nil }
        return output.count - toLeft
      }
    }
    return written.map { Data(target[..<$0]) }
  }
}

/// Files of other kinds that come with a `.csv` name.
enum CSVFileKind {
  private static let signatures: [(bytes: [UInt8], kind: Label)] = [
    ([0x1F, 0x8B], Label(zh: "gzip压缩文件", en: "a gzip file")),
    ([0x50, 0x4B, 0x03, 0x04], Label(zh: "ZIP压缩文件", en: "a ZIP archive")),
    (
      [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1],
      Label(zh: "旧版Excel工作簿（.xls）", en: "an old Excel workbook (.xls)")
    ),
    (Array("%PDF-".utf8), Label(zh: "PDF文件", en: "a PDF file")),
    (Array("BZh".utf8), Label(zh: "bzip2压缩文件", en: "a bzip2 file")),
    ([0xFD, 0x37, 0x7A, 0x58, 0x5A], Label(zh: "xz压缩文件", en: "an xz file")),
    ([0x28, 0xB5, 0x2F, 0xFD], Label(zh: "Zstandard压缩文件", en: "a Zstandard file")),
    ([0x37, 0x7A, 0xBC, 0xAF], Label(zh: "7z压缩文件", en: "a 7z archive")),
    (Array("Rar!".utf8), Label(zh: "RAR压缩文件", en: "a RAR archive")),
    ([0xFF, 0xFE], Label(zh: "UTF-16文本", en: "text in UTF-16")),
    ([0xFE, 0xFF], Label(zh: "UTF-16文本", en: "text in UTF-16")),
  ]

  /// What the file really is, if its first bytes say so; nil for what may be text.
  static func signature(of data: Data) -> Label? {
    let head = [UInt8](data.prefix(4096))
    if let found = signatures.first(where: { head.starts(with: $0.bytes) }) {
      let isWorkbook =
        found.bytes.starts(with: [0x50, 0x4B])
        && (contains("xl/", in: head) || contains("[Content_Types].xml", in: head))
      return isWorkbook ? Label(zh: "Excel工作簿（.xlsx）", en: "an Excel workbook (.xlsx)") : found.kind
    }
    if head.contains(0) { return Label(zh: "二进制文件", en: "a binary file") }
    if head.starts(with: Array("<?xml".utf8)) { return Label(zh: "XML文件", en: "an XML file") }
    return nil
  }

  private static func contains(_ word: String, in bytes: [UInt8]) -> Bool {
    let word = Array(word.utf8)
    guard bytes.count >= word.count else { return false }
    return (0...(bytes.count - word.count)).contains { bytes[$0..<($0 + word.count)].elementsEqual(word) }
  }
}
