import Testing

@testable import Reports

/// A row whose height the file does not say is one line high in LibreOffice, and its wrapped texts overlap.
@Suite("Row heights of workbooks")
struct RowHeightTests {
  @Test("a row is as high as its highest cell needs")
  func highest() {
    let one = RowHeight.fitting([("short", 20), ("", 5)])
    #expect(one == 16)
    #expect(RowHeight.fitting([("short", 20), ("a line\nand another", 30)]) == 31)
    #expect(RowHeight.fitting([(String(repeating: "word ", count: 30), 60)]) == 46)
  }

  @Test("a Han character counts twice")
  func han() {
    #expect(RowHeight.fitting([(String(repeating: "水", count: 20), 32)]) == 31)
    #expect(RowHeight.fitting([(String(repeating: "w", count: 20), 32)]) == 16)
  }

  @Test("a row is never higher than a sheet allows")
  func limit() {
    #expect(RowHeight.fitting([(String(repeating: "x", count: 10_000), 10)]) == 409)
  }
}
