import Filings
import Quantities
import Testing

@testable import Verification

/// What is left out is held against the filing as what is filed is: leaving it out must not silence a check.
@Suite("Omissions")
struct OmissionTests {
  private func planned(
    _ facility: String, _ item: Item, _ parameter: Parameter, meter: String = ""
  ) -> PlannedParameter {
    var planned = PlannedParameter(version: "V1")
    (planned.facility, planned.direction, planned.item) = (facility, .fuelIn, item)
    (planned.parameter, planned.method, planned.meter) = (parameter, .measured, meter)
    return planned
  }

  @Test("a factor that the plan has measured and the filing leaves out of a fuel that was burned (F14)")
  func plannedFactor() throws {
    var filing = try emptyFiling(.cement)
    filing.facilities = [Facility(id: "L1", kind: .clinkerLine)]
    filing.qualityPlan = [planned("L1", .bituminousCoal, .netCalorificValue)]
    #expect(try verify(filing).findings(of: "F14").isEmpty)
    try filing.facilities[0].add(.fuelIn, .bituminousCoal, "100")
    #expect(try verify(filing).findings(of: "F14").map(\.severity) == [.s2])
    try filing.facilities[0].add(.fuelIn, .bituminousCoal, "23", .netCalorificValue)
    #expect(try verify(filing).findings(of: "F14").isEmpty)
  }

  @Test("a quantity that the plan has metered and the filing leaves out (E18)")
  func plannedMeter() throws {
    var filing = try emptyFiling(.cement)
    filing.facilities = [Facility(id: "L1", kind: .clinkerLine)]
    filing.qualityPlan = [planned("L1", .diesel, .quantity, meter: "M1")]
    #expect(try verify(filing).findings(of: "E18").map(\.expected) == ["M1"])
    try filing.facilities[0].add(.fuelIn, .diesel, "0", meter: "M1")
    #expect(try verify(filing).findings(of: "E18").isEmpty)
  }

  @Test(
    "a process that makes nothing without fuel, and files none or gas at nought (F16)",
    arguments: [(FacilityKind.pelletising, Item.pellets), (.sintering, .sinter), (.coking, .cokeProduct)])
  func fuel(kind: FacilityKind, product: Item) throws {
    var filing = try emptyFiling(.steel)
    var process = Facility(id: "P1", kind: kind)
    try process.add(.product, product, "1000")
    filing.facilities = [process]
    let found = try #require(try verify(filing).findings(of: "F16").first)
    #expect(found.months == Array(1...12))
    try filing.facilities[0].add(.fuelIn, .blastFurnaceGas, "10", months: 2...12)
    #expect(try verify(filing).findings(of: "F16").map(\.months) == [[1]])
  }

  @Test("what may run without fuel is not asked for any (F16)")
  func withoutFuel() throws {
    for (kind, product) in [(FacilityKind.converterSteelmaking, Item.crudeSteel)] {
      var filing = try emptyFiling(.steel)
      var process = Facility(id: "P1", kind: kind)
      try process.add(.product, product, "1000")
      filing.facilities = [process]
      #expect(try verify(filing).findings(of: "F16").isEmpty)
    }
  }

  @Test("iron of a furnace that no carbon entered (I03, I04)")
  func furnace() throws {
    var filing = try emptyFiling(.steel)
    var furnace = Facility(id: "BF1", kind: .ironmaking)
    try furnace.add(.product, .ironProduct, "1000")
    filing.facilities = [furnace]
    let found = try verify(filing)
    #expect(found.findings(of: "I03").map(\.severity) == [.s2])
    // All fuel and coke; a furnace may do without coal.
    #expect(found.findings(of: "I04").count == 2)
  }

  @Test("steel of a works that bought no scrap, iron or alloys: none filed is none bought (I06)")
  func scrap() throws {
    var filing = try emptyFiling(.steel)
    try filing.enterprise.add(.product, .crudeSteel, "1000")
    var furnace = Facility(id: "BF1", kind: .ironmaking)
    try furnace.add(.product, .ironProduct, "900")
    filing.facilities = [furnace]
    #expect(try verify(filing).findings(of: "I06").map(\.reported) == ["0.9000"])
    try filing.enterprise.add(.carbonMaterial, .scrap, "180")
    #expect(try verify(filing).findings(of: "I06").isEmpty)
  }

  @Test("aluminium without any anodes is below stoichiometry (A02)")
  func anodes() throws {
    var filing = try emptyFiling(.aluminium)
    var process = Facility(id: "D1", kind: .electrolysis)
    try process.add(.product, .liquidAluminium, "1000")
    filing.facilities = [process]
    let found = try verify(filing).findings(of: "A02")
    #expect(found.map(\.severity) == [.s2] && found.map(\.reported) == ["0.0000"])
  }
}

/// I02 (AG-STEEL): a net export has its document, of its month.
@Suite("Evidence of net exports")
struct ExportEvidenceTests {
  private func filing(evidence: [String]) throws -> Filing {
    var filing = try emptyFiling(.steel)
    var march = Evidence(id: "E3", kind: "检测报告")
    march.sampledOn = try day("2025-03-05")
    filing.evidence = [march, Evidence(id: "L1", kind: "台账")]
    try filing.enterprise.add(.fuelIn, .converterGas, "-10", months: 2...4, evidence: evidence)
    return filing
  }

  @Test("a ledger documents every month, a report its own")
  func months() throws {
    #expect(try verify(filing(evidence: ["L1"])).findings(of: "I02").isEmpty)
    let one = try #require(try verify(filing(evidence: ["E3"])).findings(of: "I02").first)
    #expect(one.months == [2, 4] && one.corrections.map(\.month) == [2, 4])
    #expect(try verify(filing(evidence: [])).findings(of: "I02").map(\.months) == [[2, 3, 4]])
    #expect(try verify(filing(evidence: ["E9"])).findings(of: "I02").map(\.months) == [[2, 3, 4]])
  }
}
