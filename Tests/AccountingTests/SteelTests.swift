import Filings
import Quantities
import Testing

@testable import Accounting

@Suite("Steel, AG-STEEL")
struct SteelTests {
  /// domain/steel.md, "Worked example: one entity's month, closes to the printed cent".
  static let example: [(Direction, Item, quantity: String, source: String, emissions: String)] = [
    (.fuelIn, .anthracite, "2317.68", "combustion.anthracite", "5845.97"),
    (.fuelIn, .bituminousCoal, "120188.43", "combustion.bituminousCoal", "273849.07"),
    (.fuelIn, .washedCoal, "300810.90", "combustion.washedCoal", "738331.47"),
    (.fuelIn, .coke, "66522.44", "combustion.coke", "204049.48"),
    (.fuelIn, .cokeOvenGas, "920.50", "combustion.cokeOvenGas", "7100.11"),
    (.carbonMaterial, .highCarbonFerrochrome, "312.00", "carbonMaterial.highCarbonFerrochrome", "108.58"),
    (
      .carbonMaterial, .microCarbonFerromanganese, "1256.54", "carbonMaterial.microCarbonFerromanganese",
      "5.03"
    ),
    (
      .carbonMaterial, .highCarbonFerromanganese, "1301.32", "carbonMaterial.highCarbonFerromanganese",
      "357.86"
    ),
    (.carbonMaterial, .silicomanganese, "6181.94", "carbonMaterial.silicomanganese", "568.74"),
    (.carbonMaterial, .ferrosilicon, "1798.22", "carbonMaterial.ferrosilicon", "12.59"),
    (.carbonMaterial, .ferromolybdenum, "20.54", "carbonMaterial.ferromolybdenum", "0.37"),
    (.carbonMaterial, .ferronickel, "0", "carbonMaterial.ferronickel", "0.00"),
    (.carbonMaterial, .scrap, "55461.56", "carbonMaterial.scrap", "2052.08"),
    (.carbonMaterial, .pigIron, "9867.76", "carbonMaterial.pigIron", "1697.25"),
    (.electrode, .electrode, "371.22", "electrode.electrode", "1359.78"),
    (.carbonate, .dolomite, "53361.58", "carbonate.dolomite", "25400.11"),
    (.carbonate, .limestone, "1891.38", "carbonate.limestone", "832.21"),
    (.product, .crudeSteel, "595279.00", "product.crudeSteel", "-22025.32"),
    (.soldProduct, .crudeBenzol, "1878.22", "product.crudeBenzol", "-6352.14"),
    (.soldProduct, .coalTar, "7089.94", "product.coalTar", "-19135.75"),
  ]

  static func worked() throws -> EmissionStatement {
    var filing = try filing(.steel)
    for (direction, item, quantity, _, _) in example {
      try filing.enterprise.add(direction, item, .quantity, quantity)
    }
    return try statement(filing)
  }

  @Test("every row of the worked example closes to the cent", arguments: example.indices)
  func row(index: Int) throws {
    let expected = Self.example[index]
    let result = try Self.worked().enterprise
    #expect(try result.annual(expected.source) == decimal(expected.emissions))
  }

  @Test("the worked example gives 1,214,057.49 tCO2 and 2.0395 tCO2/t")
  func total() throws {
    let result = try Self.worked()
    #expect(try result.total == decimal("1214057.49"))
    #expect(try result.enterprise.intensity == decimal("2.0395"))
  }

  @Test("a net export of converter gas is a negative row (boundaries: a row can be negative)")
  func negativeRow() throws {
    var filing = try filing(.steel)
    try filing.enterprise.add(.fuelIn, .converterGas, .quantity, "-1000.00")
    #expect(try statement(filing).enterprise.annual("combustion.converterGas") == decimal("-15276.80"))
  }

  @Test("a process is its fuel in minus its fuel out (2); the residual is the rest (4)")
  func residual() throws {
    var filing = try filing(.steel)
    try filing.enterprise.add(.fuelIn, .coke, .quantity, "1000.00")
    var furnace = facility("BF", .ironmaking)
    try furnace.add(.fuelIn, .coke, .quantity, "900.00")
    try furnace.add(.fuelOut, .blastFurnaceGas, .quantity, "100.00")
    try furnace.add(.product, .ironProduct, .quantity, "2000.00")
    filing.facilities = [furnace]
    let result = try statement(filing)
    // 900 × 3.06737823… = 2760.64; 100 × 8.56680 = 856.68.
    #expect(try result.facilities[0].total == decimal("1903.96"))
    #expect(try result.facilities[0].intensity == decimal("0.9520"))
    #expect(try result.residual?[0] == decimal("3067.38") - decimal("1903.96"))
  }

  @Test("a power unit oxidises its fuel (3)")
  func powerUnit() throws {
    var filing = try filing(.steel)
    var unit = facility("P1", .powerUnit)
    try unit.add(.fuelIn, .blastFurnaceGas, .quantity, "100.00")
    filing.facilities = [unit]
    // 100 × 33.000 × 0.07080 × 0.99 × 44/12 = 848.1132
    #expect(try statement(filing).facilities[0].total == decimal("848.11"))
  }

  @Test("a power unit in the power sector's market is left out of the boundary")
  func powerMarket() throws {
    var filing = try filing(.steel)
    var unit = facility("P1", .powerUnit, [.inPowerMarket: "true"])
    try unit.add(.fuelIn, .blastFurnaceGas, .quantity, "100.00")
    filing.facilities = [unit]
    #expect(try statement(filing).facilities.isEmpty)
  }

  @Test(
    "any other facility counts whatever it is marked",
    arguments: [FacilityKind.sintering, .ironmaking, .other])
  func powerMarketElsewhere(kind: FacilityKind) throws {
    var filing = try filing(.steel)
    var process = facility("S1", kind, [.inPowerMarket: "true"])
    try process.add(.fuelIn, .blastFurnaceGas, .quantity, "100.00")
    filing.facilities = [process]
    #expect(try statement(filing).facilities.map(\.facility) == ["S1"])
  }

  @Test("coke takes the default NCV even where another was filed, and the filing hears of it")
  func cokeDefault() throws {
    var filing = try filing(.steel)
    try filing.enterprise.add(.fuelIn, .coke, .quantity, "1000.00")
    try filing.enterprise.add(.fuelIn, .coke, .netCalorificValue, "29.000")
    let result = try statement(filing)
    #expect(try result.enterprise.annual("combustion.coke") == decimal("3067.38"))
    #expect(result.findings.map(\.check) == ["R07"])
    #expect(result.findings.first?.expected == "28.435")
  }

  @Test("a measured NCV of another fuel counts; a month without one takes the default")
  func measured() throws {
    var filing = try filing(.steel)
    try filing.enterprise.add(.fuelIn, .anthracite, .quantity, "1000.00")
    try filing.enterprise.add(.fuelIn, .anthracite, .netCalorificValue, "26.000")
    // 1000 × 26 × 0.02749 × 44/12 = 2620.713…
    #expect(try statement(filing).enterprise.annual("combustion.anthracite") == decimal("2620.71"))

    filing.enterprise.series[1].months[1] = nil
    let gapped = try statement(filing)
    #expect(try gapped.enterprise.annual("combustion.anthracite") == decimal("2522.34"))
    guard case .filedWithGaps(_, let rule, let months) = gapped.enterprise.rows[0].operands[1].origin else {
      Issue.record("the origin does not say that the default took the gap's place")
      return
    }
    #expect(rule.id == "steel.fuel.anthracite.netCalorificValue")
    #expect(months == [1])
  }
}
