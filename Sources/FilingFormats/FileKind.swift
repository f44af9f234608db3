import Filings
import Foundation

/// Files of other kinds that come with the name of a filing.
package enum FileKind {
  /// Whether bytes without a name are to be read as a table: whatever does not begin with `<`. UTF-16 is XML's
  /// affair.
  package static func isTable(_ bytes: [UInt8]) -> Bool {
    let head = bytes.starts(with: [0xEF, 0xBB, 0xBF]) ? bytes.dropFirst(3) : bytes[...]
    if head.starts(with: [0xFE, 0xFF]) || head.starts(with: [0xFF, 0xFE]) { return false }
    guard let first = head.first(where: { !$0.isXMLSpace && $0 != 0 }) else { return false }
    return first != UInt8(ascii: "<")
  }

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
  ]

  /// An archive or document by its first bytes; nil for what may be XML.
  static func archive(_ bytes: [UInt8]) -> Label? {
    guard let found = signatures.first(where: { bytes.starts(with: $0.bytes) }) else { return nil }
    let head = Array(bytes.prefix(4096))
    let isWorkbook =
      found.bytes.starts(with: [0x50, 0x4B])
      && (contains("xl/", in: head) || contains("[Content_Types].xml", in: head))
    return isWorkbook
      ? Label(zh: "Excel工作簿（.xlsx，请将工作表另存为CSV）", en: "an Excel workbook (.xlsx; save its sheets as CSV)")
      : found.kind
  }

  /// What a file that is no table really is, by its first bytes; nil for what may be a table.
  static func notTable(_ head: [UInt8]) -> Label? {
    if let kind = archive(head) { return kind }
    if head.starts(with: [0xFF, 0xFE]) || head.starts(with: [0xFE, 0xFF]) {
      return Label(zh: "UTF-16文本", en: "text in UTF-16")
    }
    if head.contains(0) { return Label(zh: "二进制文件", en: "a binary file") }
    if head.starts(with: Array("<?xml".utf8)) { return Label(zh: "XML文件", en: "an XML file") }
    if isUTF7(head) { return Label(zh: "UTF-7文本", en: "text in UTF-7") }
    return nil
  }

  /// Whether text in ASCII alone spells two Han characters or more as UTF-7 does (RFC 2152): `+bDRs5Q-`.
  private static func isUTF7(_ head: [UInt8]) -> Bool {
    guard head.allSatisfy({ $0 < 0x80 }) else { return false }
    var rest = head[...]
    while let plus = rest.firstIndex(of: UInt8(ascii: "+")) {
      let word = rest[(plus + 1)...].prefix { isBase64($0) }
      rest = rest[word.endIndex...]
      guard word.count >= 6, rest.first == UInt8(ascii: "-") else { continue }
      let padded =
        String(decoding: word, as: UTF8.self) + String(repeating: "=", count: (4 - word.count % 4) % 4)
      guard let units = Data(base64Encoded: padded), units.count >= 4, units.count % 2 == 0 else { continue }
      let areHan = stride(from: 0, to: units.count, by: 2).allSatisfy { (0x4E...0x9F).contains(units[$0]) }
      if areHan { return true }
    }
    return false
  }

  private static func isBase64(_ byte: UInt8) -> Bool {
    switch byte {
    case UInt8(ascii: "A")...UInt8(ascii: "Z"), UInt8(ascii: "a")...UInt8(ascii: "z"),
      UInt8(ascii: "0")...UInt8(ascii: "9"), UInt8(ascii: "+"), UInt8(ascii: "/"):
      true
    default: false
    }
  }

  private static func contains(_ word: String, in bytes: [UInt8]) -> Bool {
    let word = Array(word.utf8)
    guard bytes.count >= word.count else { return false }
    return (0...(bytes.count - word.count)).contains { bytes[$0..<($0 + word.count)].elementsEqual(word) }
  }
}
