import Filings
import Quantities
import Testing

@testable import Verification

/// A18 and S05 (PROP) on measured values of anodes: one of them speaks, whatever the length of the run.
@Suite("Anode values that repeat")
struct AnodeRunTests {
  @Test(
    "a whole year of one value is A18's, a shorter run S05's, and two months are nobody's",
    arguments: [(12, ["A18"]), (11, ["S05"]), (3, ["S05"]), (2, [])])
  func runs(length: Int, expected: [String]) throws {
    var filing = try emptyFiling(.aluminium)
    var process = Facility(id: "D1", kind: .electrolysis)
    try process.add(.product, .liquidAluminium, "1000")
    try process.add(.anode, .anode, "480")
    try process.add(.anode, .anode, "2.0", .sulphur)
    for month in 1...12 where month > length {
      process.series[2].months[month] = try decimal("2.\(month)")
    }
    filing.facilities = [process]
    let found = try verify(filing).findings.filter {
      ["A18", "S05"].contains($0.check) && $0.parameter == .sulphur
    }
    #expect(found.map(\.check) == expected)
  }
}
