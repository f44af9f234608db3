import Filings
import Quantities
import Testing

@testable import Verification

/// C10 and C14 of the catalogue: what a kiln burns, and that a tonne of alternative fuel hides nothing.
@Suite("Fuel of the kiln")
struct KilnFuelTests {
  /// 1,000 t of clinker and so much coal a month, at the default 23.076 GJ/t: 100 t are 78.8 kgce/t, 140 t 110 and
  /// 200 t 158.
  private func findings(
    coal: String, months: ClosedRange<Int> = 1...12, alternative: String? = nil
  ) throws -> [String] {
    var filing = try emptyFiling(.cement)
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "1000")
    try line.add(.fuelIn, .bituminousCoal, coal, months: months)
    if let alternative { try line.add(.fuelIn, .alternativeFuel, alternative) }
    filing.facilities = [line]
    return try verify(filing).findings.map(\.check).filter { ["C10", "C14"].contains($0) }
  }

  @Test("a month of clinker without coal is found whether or not alternative fuel is burned (C14)")
  func noCoal() throws {
    #expect(try findings(coal: "140") == [])
    #expect(try findings(coal: "140", months: 2...12) == ["C14"])
    #expect(try findings(coal: "140", months: 2...12, alternative: "1") == ["C14"])
  }

  @Test("alternative fuel explains little coal a tonne, and never much (C10)")
  func coalRate() throws {
    #expect(try findings(coal: "100") == ["C10"])
    #expect(try findings(coal: "100", alternative: "50") == [])
    #expect(try findings(coal: "100", alternative: "0") == ["C10"])
    #expect(try findings(coal: "200", alternative: "1") == ["C10"])
  }
}
