import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// F07, F09 and R11 (VG26): what is measured on a fuel belongs together.
@Suite("Measured properties of fuels")
struct FuelPropertyTests {
  /// A line that burns 100 units of a fuel a month, with what was measured on it.
  private func filing(_ item: Item, _ values: [(Parameter, String)]) throws -> Filing {
    var filing = try emptyFiling(.cement)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "1000")
    try line.add(.fuelIn, item, "100")
    for (parameter, value) in values { try line.add(.fuelIn, item, value, parameter) }
    filing.facilities = [line]
    return filing
  }

  // 0.4905 / 22.5 = 0.0218 tC/GJ; the reference of bituminous coal is 26.18 tC/TJ ± 5 %.
  @Test(
    "carbon content over NCV is a carbon per heat (F07)", arguments: [("0.4905", "0.02180"), ("0.5890", nil)])
  func carbonOverHeat(carbon: String, reported: String?) throws {
    let verified = try verify(
      try filing(.bituminousCoal, [(.netCalorificValue, "22.5"), (.carbonContent, carbon)]))
    let findings = verified.findings(of: "F07")
    #expect(findings.map(\.reported) == [reported].compactMap { $0 })
    #expect(findings.allSatisfy { $0.parameter == .carbonContent && $0.months.count == 12 })
  }

  @Test("a carbon content beside a default NCV says nothing of the carbon per heat")
  func besideDefault() throws {
    var filing = try filing(.bituminousCoal, [(.netCalorificValue, "23.076"), (.carbonContent, "0.49")])
    filing.facilities[0].series[2].method = .defaultValue
    #expect(try verify(filing).findings(of: "F07").isEmpty)
  }

  // AG-CEMENT: diesel 0.02020, natural gas 0.01532 tC/GJ; ± 5 %.
  @Test(
    "a liquid or a gas has the guideline's carbon per heat, within the band (F07)",
    arguments: [
      (Item.diesel, "0.0190", 1), (.diesel, "0.0200", 0), (.naturalGas, "0.0145", 1),
      (.naturalGas, "0.0150", 0),
    ])
  func liquidsAndGases(item: Item, carbon: String, count: Int) throws {
    #expect(try verify(try filing(item, [(.carbonPerHeat, carbon)])).findings(of: "F07").count == count)
  }

  // 290 × 0.0148 = 4.292 and 390 × 0.0158 = 6.162 tC per 10⁴ Nm³ lie outside 4.37–6.10, each factor within its own range.
  @Test(
    "natural gas holds the carbon of natural gas (F09), by heat and carbon or as measured",
    arguments: [
      ([("290", Parameter.netCalorificValue), ("0.0148", .carbonPerHeat)], "4.2920"),
      ([("390", .netCalorificValue), ("0.0158", .carbonPerHeat)], "6.1620"),
      ([("0.0158", .carbonPerHeat)], "6.15109800"),
      ([("350", .netCalorificValue), ("0.0153", .carbonPerHeat)], nil),
      ([("4.1", .carbonContent)], "4.1"), ([("5.9", .carbonContent)], nil),
    ])
  func naturalGas(values: [(String, Parameter)], reported: String?) throws {
    let findings = try verify(try filing(.naturalGas, values.map { ($1, $0) })).findings(of: "F09")
    #expect(try findings.map { try decimal($0.reported) } == [reported].compactMap { try $0.map(decimal) })
  }

  // 0.6455 × (100 − 8) / (100 − 2) = 0.60598 → 0.6060.
  @Test(
    "fewer decimals do not hide a wrong conversion (R11)",
    arguments: [("0.6", 12), ("0.61", 12), ("0.606", 0)])
  func asReceived(filed: String, count: Int) throws {
    let filing = try filing(
      .bituminousCoal,
      [
        (.carbonContent, filed), (.carbonContentAirDried, "0.6455"), (.moisture, "8"),
        (.moistureAirDried, "2"),
      ])
    let findings = try verify(filing).findings(of: "R11")
    #expect(findings.count == count)
    #expect(findings.allSatisfy { $0.expected == "0.6060" })
  }
}
