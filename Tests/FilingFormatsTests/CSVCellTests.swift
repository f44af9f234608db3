import Filings
import Testing

@testable import FilingFormats

@Suite struct CSVCellTests {
  @Test("eight bytes looked at together are what each of them is")
  func eightBytes() {
    for byte in UInt8.min...UInt8.max {
      let isHexadecimal = byte < 0x80 && Character(Unicode.Scalar(byte)).isHexDigit
      for place in 0..<16 {
        var bytes = [UInt8](repeating: UInt8(ascii: "7"), count: 16)
        bytes[place] = byte
        #expect(bytes.withUnsafeBytes(\.isHexadecimal) == isHexadecimal)
        let word = bytes.withUnsafeBytes { $0.loadUnaligned(fromByteOffset: 0, as: UInt64.self) }
        let found = EightBytes(UInt64(littleEndian: word)).upTo(UInt8(ascii: ","))
        #expect(found == (place < 8 && byte <= UInt8(ascii: ",") ? 0x80 << (8 * UInt64(place)) : 0))
      }
    }
  }

  @Test("a code is found by each of its spellings and by nothing that differs from them in a byte")
  func codes() {
    let spellings = Set(Item.allCases.flatMap(\.spellings))
    for item in Item.allCases {
      for spelling in item.spellings {
        var bytes = Array(spelling.utf8)
        #expect(bytes.withUnsafeBytes { CSVCodes.items[$0] } != nil)
        for place in bytes.indices {
          bytes[place] ^= 1
          let text = String(decoding: bytes, as: UTF8.self)
          if !spellings.contains(text) { #expect(bytes.withUnsafeBytes { CSVCodes.items[$0] } == nil) }
          bytes[place] ^= 1
        }
      }
    }
  }

  @Test("the first row of a key is found among few and among many")
  func seenRows() {
    var seen = SeenRows()
    for facility in -1..<300 {
      for text in ["", "205-1"] {
        let key = SeenRows.Key(facility, Item.diesel, Parameter.quantity, text: text)
        let location = SourceLocation(file: 0, line: UInt32(facility + 2))
        #expect(seen.firstOr(key, at: location) == nil)
        #expect(seen.firstOr(key, at: .none)?.line == location.line)
      }
    }
    let first = SeenRows.Key(-1, Item.diesel, Parameter.quantity, text: "")
    #expect(seen.firstOr(first, at: .none)?.line == 1)
    #expect(seen.firstOr(SeenRows.Key(-1, Item.clinker, Parameter.quantity), at: .none) == nil)
  }

  @Test("of a column's cells the last two are known")
  func recentCells() {
    let cells = ["L1", "L2", "L1", "L3", "L2"].map { Array($0.utf8) }
    var recent = RecentCells<Int>()
    var known: [Int?] = []
    for (index, cell) in cells.enumerated() {
      cell.withUnsafeBytes { bytes in
        known.append(recent.value(of: bytes))
        if known[index] == nil { recent.remember(bytes, index) }
      }
    }
    #expect(known == [nil, nil, 0, nil, nil])
  }
}
