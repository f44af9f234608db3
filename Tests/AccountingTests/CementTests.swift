import Filings
import Quantities
import Testing

@testable import Accounting

@Suite("Cement, AG-CEMENT")
struct CementTests {
  private func line(_ category: String = "portland") -> Facility {
    facility("L1", .clinkerLine, [.clinkerCategory: category])
  }

  private func total(_ line: Facility) throws -> FixedDecimal {
    var filing = try filing(.cement)
    filing.facilities = [line]
    return try statement(filing).total
  }

  @Test("test vector 1: bituminous coal with measured NCV gives 26,398.15")
  func vector1() throws {
    var line = line()
    try line.add(.fuelIn, .bituminousCoal, .quantity, "12345.67")
    try line.add(.fuelIn, .bituminousCoal, .netCalorificValue, "22.500")
    #expect(try total(line) == decimal("26398.15"))
  }

  @Test("test vector 2: bituminous coal at the default NCV gives 219,299.07")
  func vector2() throws {
    var line = line()
    try line.add(.fuelIn, .bituminousCoal, .quantity, "100000.00")
    #expect(try total(line) == decimal("219299.07"))
  }

  @Test("test vector 3: clinker less carbide and copper slag gives 51,994.00")
  func vector3() throws {
    var line = line()
    try line.add(.product, .clinker, .quantity, "100000.00")
    try line.add(.alternativeRawMaterial, .carbideSlag, .quantity, "3000.00")
    try line.add(.alternativeRawMaterial, .copperSlag, .quantity, "1200.00")
    #expect(try total(line) == decimal("51994.00"))
  }

  @Test(
    "each category of clinker has its own process factor",
    arguments: [
      ("portland", "535.00"), ("whitePortland", "550.00"), ("sulphoaluminate", "413.00"),
      ("aluminate", "292.00"),
    ])
  func categories(category: String, expected: String) throws {
    var line = line(category)
    try line.add(.product, .clinker, .quantity, "1000.00")
    #expect(try total(line) == decimal(expected))
  }

  @Test("the same coal burns less completely in a boiler than in a kiln (equipment table)")
  func oxidation() throws {
    var filing = try filing(.cement)
    for (id, kind) in [("L1", FacilityKind.clinkerLine), ("P1", .powerUnit), ("O1", .other)] {
      var place = facility(id, kind)
      try place.add(.fuelIn, .bituminousCoal, .quantity, "1000.00")
      filing.facilities.append(place)
    }
    // 1000 × 23.076 × 0.02618 × 44/12 = 2215.142…, × 0.99, 0.95, 0.85
    let totals = try statement(filing).facilities.map(\.total)
    #expect(totals == [try decimal("2192.99"), try decimal("2104.39"), try decimal("1882.87")])
  }

  // cement.md: OF 99 % in a kiln. 1000 × 23.076 × 0.02618 × 0.99 × 44/12 = 2192.99.
  @Test(
    "the oxidation rate is the guideline's whatever was filed, and the filing hears of it",
    arguments: ["85", "100", "0.99", "0"])
  func fixedOxidation(filed: String) throws {
    var line = line()
    try line.add(.fuelIn, .bituminousCoal, .quantity, "1000.00")
    try line.add(.fuelIn, .bituminousCoal, .oxidationRate, filed)
    var filing = try filing(.cement)
    filing.facilities = [line]
    let result = try statement(filing)
    #expect(try result.total == decimal("2192.99"))
    #expect(result.findings.map(\.check) == ["R07"] && result.findings.first?.expected == "99")
  }

  @Test("a month in which deductions exceed the clinker term rejects the filing, unclamped")
  func negativeProcess() throws {
    var line = line()
    try line.add(.product, .clinker, .quantity, "100.00")
    try line.add(.alternativeRawMaterial, .carbideSlag, .quantity, "200.00")
    var filing = try filing(.cement)
    filing.facilities = [line]
    let error = #expect(throws: AccountingError.self) { try statement(filing) }
    let diagnostic = error?.diagnostic(for: filing)
    #expect(diagnostic?.code == .negativeProcess)
    #expect(diagnostic?.text == "-42.50")
    #expect(diagnostic?.subject.month == 1)
  }

  @Test("the alternative fuel is calculated for information and not counted (boundaries)")
  func alternativeFuel() throws {
    var line = line()
    line.attributes.append(Attribute(name: .alternativeFuelBiomassShare, value: "40"))
    try line.add(.fuelIn, .alternativeFuel, .quantity, "1000.00")
    try line.add(.fuelIn, .alternativeFuel, .emissionFactor, "2.500")
    var filing = try filing(.cement)
    filing.facilities = [line]
    let result = try statement(filing)
    #expect(result.total == .zero)
    #expect(
      try result.facilities[0].annual("alternativeFuelInformation.alternativeFuel") == decimal("1500.00"))
  }

  @Test("a filed process factor other than the default is a finding and is not used (C01)")
  func processFactor() throws {
    var line = line()
    try line.add(.product, .clinker, .quantity, "1000.00")
    try line.add(.product, .clinker, .emissionFactor, "0.525")
    var filing = try filing(.cement)
    filing.facilities = [line]
    let result = try statement(filing)
    #expect(try result.total == decimal("535.00"))
    #expect(result.findings.map(\.check) == ["C01"])
  }

  @Test("a fuel without value and default is refused with the rule's name")
  func noDefault() throws {
    var line = line()
    try line.add(.fuelIn, .otherGas, .quantity, "10.00")
    var filing = try filing(.cement)
    filing.facilities = [line]
    let error = #expect(throws: AccountingError.self) { try statement(filing) }
    #expect(error?.diagnostic(for: filing).code == .noDefault)
  }

  @Test("a line without category is refused: nothing is guessed")
  func noCategory() throws {
    var line = facility("L1", .clinkerLine)
    try line.add(.product, .clinker, .quantity, "10.00")
    var filing = try filing(.cement)
    filing.facilities = [line]
    let error = #expect(throws: AccountingError.self) { try statement(filing) }
    #expect(error?.diagnostic(for: filing).code == .attributeValue)
  }
}
