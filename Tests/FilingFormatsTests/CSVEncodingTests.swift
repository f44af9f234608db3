import Filings
import Foundation
import SchemaJudge
import Testing

@testable import FilingFormats

@Suite struct CSVEncodingTests {
  static let text = "uscc,year,facility,kind,name\n\(csvExampleCode),2025,L1,熟料生产线,1号熟料线——“示例”\n"

  @Test("UTF-8, UTF-8 with a byte order mark and GB18030 read alike")
  func encodings() throws {
    let plain = CSVFile(path: "a.csv", bytes: Data(Self.text.utf8))
    let marked = CSVFile(path: "a.csv", bytes: Data([0xEF, 0xBB, 0xBF]) + Data(Self.text.utf8))
    let national = CSVFile(path: "a.csv", bytes: try #require(GB18030.encode(Self.text)))
    for file in [plain, marked, national] {
      #expect(file.diagnostics.isEmpty)
      #expect(file.table == .filing(.facilities))
      var names: [String] = []
      let faults = file.readRows { rows in names.append(rows.text(.name)) }
      #expect(faults.isEmpty)
      #expect(names == ["1号熟料线——“示例”"])
    }
  }

  @Test("the GB18030 bytes are those that Python's codec writes")
  func nationalBytes() throws {
    // '水泥𠮷€é'.encode('gb18030').hex()
    let bytes = Data([0xCB, 0xAE, 0xC4, 0xE0, 0x95, 0x34, 0xB2, 0x35, 0xA2, 0xE3, 0xA8, 0xA6])
    #expect(GB18030.encode("水泥𠮷€é") == bytes)
    #expect(GB18030.utf8(of: bytes) == Data("水泥𠮷€é".utf8))
    #expect(GB18030.utf8(of: Data([0xCB])) == nil)
    #expect(GB18030.utf8(of: Data([0xFF, 0x41])) == nil)
  }

  @Test("a GB18030 file's line and column are counted in its characters")
  func nationalPlaces() throws {
    let text = "uscc,year,facility,kind,name,capacity\n\(csvExampleCode),2025,L1,熟料生产线,水泥,五千\n"
    let file = CSVFile(path: "a.csv", bytes: try #require(GB18030.encode(text)))
    let found = file.readRows { rows in _ = rows.number(.capacity) }
    #expect(found.map(\.line) == [2])
    #expect(found.map(\.column) == [18 + 1 + 4 + 1 + 2 + 1 + 5 + 1 + 2 + 1 + 1])
  }

  @Test("UTF-8 with a broken byte is not taken for GB18030")
  func damaged() {
    var bytes = Data(Self.text.utf8)
    bytes.remove(at: bytes.count - 3)
    let file = CSVFile(path: "a.csv", bytes: bytes)
    #expect(file.diagnostics.map(\.code) == [.csvEncoding])
    #expect(file.diagnostics.map(\.line) == [2])
    #expect(file.diagnostics[0].message.en.contains("damaged"))
  }

  @Test("a GB18030 file with a line of UTF-8 in it is damaged, and without one is not")
  func mixed() throws {
    let line = "\(csvExampleCode),2025,L1,熟料生产线,水泥厂\n"
    let national = try #require(GB18030.encode(Self.text + String(repeating: line, count: 50)))
    #expect(CSVFile(path: "a.csv", bytes: national).diagnostics.isEmpty)
    let mixed = CSVFile(path: "a.csv", bytes: national + Data(line.utf8))
    #expect(mixed.diagnostics.map(\.code) == [.csvEncoding])
  }

  @Test("signs of arithmetic are not taken for UTF-7")
  func plus() {
    for text in ["1+2-3", "A+B-C", "name+abc-", "+AGEAYg-"] {
      let file = CSVFile(
        path: "a.csv", bytes: Data("uscc,year,facility,kind,name\n9,2025,L1,\(text),x\n".utf8))
      #expect(!file.diagnostics.contains { $0.message.en.contains("UTF-7") }, "\(text)")
    }
  }

  @Test(
    "a file of another kind is said to be one",
    arguments: [
      ([0x1F, 0x8B, 0x08, 0x00], "gzip"), (Array("PK\u{3}\u{4}....xl/workbook.xml".utf8), ".xlsx"),
      (Array("PK\u{3}\u{4}....a.csv".utf8), "ZIP"), (Array("%PDF-1.7".utf8), "PDF"),
      ([0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1], ".xls"), ([0xFF, 0xFE, 0x75, 0x00], "UTF-16"),
      (Array("<?xml version=\"1.0\"?>".utf8), "XML"),
      // '水泥,+1-x'.encode('utf-7') begins with +bDRs5Q-
      (Array("uscc,name\n9,+bDRs5Q-\n".utf8), "UTF-7"),
    ] as [([UInt8], String)])
  func otherKinds(bytes: [UInt8], kind: String) {
    let file = CSVFile(path: "a.csv", bytes: Data(bytes))
    #expect(file.diagnostics.map(\.code) == [.csvEncoding])
    #expect(file.diagnostics[0].message.en.contains(kind))
  }

  @Test("an empty file is empty, with or without a byte order mark or blank lines")
  func empty() {
    for bytes in [Data(), Data([0xEF, 0xBB, 0xBF]), Data("\r\n\r\n".utf8)] {
      #expect(CSVFile(path: "a.csv", bytes: bytes).diagnostics.map(\.code) == [.emptyFile])
    }
  }

  @Test("the survey agrees with the standard library on what is UTF-8", arguments: 0..<20)
  func survey(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    for _ in 0..<200 {
      let pool: [UInt8] = [
        0x41, 0x7F, 0x80, 0xBF, 0xC2, 0xE0, 0xA0, 0xED, 0x9F, 0xEF, 0xF0, 0x90, 0xF4, 0x8F, 0xF5,
      ]
      let bytes = (0..<random.below(12)).map { _ in pool[random.below(pool.count)] }
      let isValid = String(validating: bytes, as: UTF8.self) != nil
      #expect((bytes.withUnsafeBytes { UTF8Survey($0) }.firstFault == nil) == isValid, "\(bytes)")
    }
  }
}
