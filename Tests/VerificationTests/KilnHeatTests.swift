import Filings
import Testing

@testable import Verification

@Suite("Heat per tonne of clinker (C10, C12) where a fuel's carbon content is filed")
struct KilnHeatTests {
  private func checks(coal: String = "1500", heat: String?) throws -> [String] {
    var filing = try emptyFiling(.cement)
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "10000")
    try line.add(.fuelIn, .bituminousCoal, coal)
    try line.add(.fuelIn, .bituminousCoal, "0.6", .carbonContent)
    if let heat { try line.add(.fuelIn, .bituminousCoal, heat, .netCalorificValue) }
    filing.facilities = [line]
    return try verify(filing).findings.map(\.check).filter { ["C10", "C12"].contains($0) }
  }

  @Test("nothing can be said where no NCV is filed beside the carbon content")
  func withoutHeat() throws {
    #expect(try checks(heat: nil) == [])
  }

  // 1500 t × 22 GJ/t / 10000 t = 3.3 GJ/t, 112.6 kgce/t; with 10 GJ/t 1.5 GJ/t, 51 kgce/t.
  @Test("the filed NCV counts where there is one")
  func withHeat() throws {
    #expect(try checks(heat: "22") == [])
    #expect(try checks(heat: "10") == ["C10", "C12"])
  }
}
