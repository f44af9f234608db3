import Filings
import Quantities
import Testing

@testable import Accounting

@Suite("Aluminium, AG-ALUMINIUM")
struct AluminiumTests {
  @Test("a tonne of net anode is 3.578667 tCO2; net consumption is rounded before use")
  func anodes() throws {
    var process = facility("E1", .electrolysis)
    try process.add(.anode, .anode, .quantity, "1000.00")
    var filing = try filing(.aluminium)
    filing.facilities = [process]
    // 1000 × (1 − 0.1518) = 848.20; × 0.976 × 44/12 = 3035.4250…
    #expect(try statement(filing).facilities[0].annual("anode") == decimal("3035.43"))

    filing.facilities[0].series[0].months[1] = try decimal("0.01")
    // 0.01 × 0.8482 = 0.008482 → 0.01 t → 0.0357… → 0.04, not 0.03
    #expect(try statement(filing).facilities[0].annual("anode") == decimal("0.04"))
  }

  @Test("anode effects are 0.14481 tCO2e a tonne: both gases in one row")
  func anodeEffects() throws {
    var process = facility("E1", .electrolysis)
    try process.add(.product, .liquidAluminium, .quantity, "100000.00")
    var filing = try filing(.aluminium)
    filing.facilities = [process]
    let row = try unwrapped(statement(filing).facilities[0].rows.first)
    #expect(try row.annual == decimal("14481.00"))
    #expect(row.gas == .perfluorocarbons)
  }

  @Test("the intensity counts anodes and anode effects only, the entity everything")
  func boundary() throws {
    var process = facility("E1", .electrolysis)
    try process.add(.product, .liquidAluminium, .quantity, "1000.00")
    try process.add(.fuelIn, .naturalGas, .quantity, "1.00")
    var filing = try filing(.aluminium)
    filing.facilities = [process]
    try filing.enterprise.add(.carbonate, .sodiumCarbonate, .quantity, "10.00")
    let result = try statement(filing)
    // Gas: 389.31 × 0.01532 × 0.99 × 44/12 = 21.65; soda 10 × 0.4149 = 4.149 → 4.15.
    #expect(try result.facilities[0].intensity == decimal("0.1448"))
    #expect(try result.total == decimal("144.81") + decimal("21.65") + decimal("4.15"))
  }

  /// aluminium.md: "a filing using them is a method nonconformity for 2024 and later".
  @Test(
    "the factors of the method until 2023 are recognised, whatever they are called, and the default counts",
    arguments: [AcquisitionMethod.measured, .calculated, .design, .defaultValue])
  func earlierDefaults(_ method: AcquisitionMethod) throws {
    var process = facility("E1", .electrolysis)
    try process.add(.product, .liquidAluminium, .quantity, "100000.00")
    try process.add(.product, .liquidAluminium, .cf4Factor, "0.034", method: method)
    try process.add(.product, .liquidAluminium, .c2f6Factor, "0.0034", method: method)
    var filing = try filing(.aluminium)
    filing.facilities = [process]
    let result = try statement(filing)
    #expect(try result.total == decimal("14481.00"))
    #expect(result.findings.map(\.check) == ["R08", "R08"])
  }

  @Test(
    "so are those that follow from anode-effect minutes by the old slope: 0.143 × 0.21 = 0.030, a tenth for C2F6"
  )
  func slopeMethod() throws {
    var process = facility("E1", .electrolysis)
    try process.add(.product, .liquidAluminium, .quantity, "100000.00")
    try process.add(.auxiliary, .liquidAluminium, .anodeEffectMinutes, "0.21")
    try process.add(.product, .liquidAluminium, .cf4Factor, "0.030")
    try process.add(.product, .liquidAluminium, .c2f6Factor, "0.0030")
    var filing = try filing(.aluminium)
    filing.facilities = [process]
    let result = try statement(filing)
    #expect(try result.total == decimal("14481.00"))
    #expect(result.findings.map(\.check) == ["A09", "A10"])
    // What was measured otherwise stays as filed: 100,000 × (0.031 × 6630 + 0.0011 × 11100) / 1000.
    filing.facilities[0].series.removeAll { $0.parameter == .c2f6Factor }
    for index in filing.facilities[0].series.indices
    where filing.facilities[0].series[index].parameter == .cf4Factor {
      filing.facilities[0].series[index].months[5] = try decimal("0.031")
    }
    #expect(try statement(filing).findings.isEmpty)
  }

  @Test("a carbonate counts by its purity")
  func purity() throws {
    var filing = try filing(.aluminium)
    try filing.enterprise.add(.carbonate, .calciumCarbonate, .quantity, "100.00")
    try filing.enterprise.add(.carbonate, .calciumCarbonate, .purity, "95.00")
    #expect(try statement(filing).total == decimal("41.80"))
  }

  // 100 × 0.4400: the factor is that of the pure substance.
  @Test("a purity that the filing itself calls a default is not one of the guideline's: it counts as pure")
  func purityByDefault() throws {
    var filing = try filing(.aluminium)
    try filing.enterprise.add(.carbonate, .calciumCarbonate, .quantity, "100.00")
    try filing.enterprise.add(.carbonate, .calciumCarbonate, .purity, "50.00", method: .defaultValue)
    let result = try statement(filing)
    #expect(try result.total == decimal("44.00"))
    #expect(result.findings.map(\.check) == ["R07"])
  }

  // aluminium.md: OF solid 98 %. 1000 × 23.076 × 0.02618 × 0.98 × 44/12 = 2170.84.
  @Test("the oxidation rate is the guideline's whatever was filed")
  func fixedOxidation() throws {
    var filing = try filing(.aluminium)
    try filing.enterprise.add(.fuelIn, .bituminousCoal, .quantity, "1000.00")
    try filing.enterprise.add(.fuelIn, .bituminousCoal, .oxidationRate, "85")
    let result = try statement(filing)
    #expect(try result.total == decimal("2170.84"))
    #expect(result.findings.map(\.check) == ["R07"])
  }
}
