import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// G04 (VG26, AG): twelve months in each row; a month left out must not understate emissions.
@Suite("Missing months")
struct MissingMonthTests {
  /// A line with 1,000 t of clinker and 100 t of coal a month, but 150 t of coal in March and none reported in
  /// May.
  private func filing() throws -> Filing {
    var filing = try emptyFiling(.cement)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "1000")
    try line.add(.fuelIn, .bituminousCoal, "100")
    line.series[1].months[3] = try decimal("150")
    line.series[1].months[5] = nil
    filing.facilities = [line]
    return filing
  }

  private func verifiedMay(_ filing: Filing) throws -> FixedDecimal? {
    try verify(filing).correctedFiling.facilities[0].series(.fuelIn, .bituminousCoal, .quantity)?.value(in: 5)
  }

  // Highest use a tonne: March, 150 t / 1,000 t; May made 1,000 t of clinker.
  // 150 t × 23.076 GJ/t × 0.02618 tC/GJ × 99 % × 44/12 = 328.95 t.
  @Test("without another source the year's highest use a tonne of output counts, and the effect is stated")
  func specificUse() throws {
    let verified = try verify(try filing())
    let finding = try #require(verified.findings(of: "G04").first)
    #expect(finding.month == 5 && finding.severity == .s1)
    #expect(try verifiedMay(try filing()) == decimal("150"))
    #expect(try finding.effect == decimal("328.95"))
    #expect(verified.verified.total > verified.recomputed.total)
  }

  @Test("a facility without output takes the year's highest month")
  func highestMonth() throws {
    var filing = try filing()
    filing.facilities[0].series.removeFirst()
    #expect(try verifiedMay(filing) == decimal("150"))
  }

  @Test("the second source comes before the estimate, and the ledger before both")
  func sources() throws {
    var filing = try filing()
    filing.facilities[0].secondSources = [
      SecondSource(
        item: .bituminousCoal, parameter: .quantity, unit: .kilogram, source: "205-1",
        months: MonthlyValues((1...12).map { _ in FixedDecimal(98_000) }))
    ]
    #expect(try verifiedMay(filing) == decimal("98"))
    filing.facilities[0].stock = try ledger(purchased: "97")
    #expect(try verifiedMay(filing) == decimal("97"))
  }

  /// Stock 50 t throughout; so much bought a month.
  private func ledger(purchased: String) throws -> [StockRow] {
    func row(_ flow: StockFlow, _ value: String) throws -> StockRow {
      let amount = try decimal(value)
      return StockRow(
        item: .bituminousCoal, unit: .tonne, flow: flow, months: MonthlyValues((1...12).map { _ in amount }))
    }
    return [try row(.opening, "50"), try row(.purchased, purchased), try row(.closing, "50")]
  }

  @Test("a month left out of an output or of a deduction stays zero: that is conservative")
  func conservativeZero() throws {
    var filing = try filing()
    filing.facilities[0].series[1].months[5] = try decimal("100")
    try filing.facilities[0].add(.alternativeRawMaterial, .carbideSlag, "10")
    filing.facilities[0].series[2].months[7] = nil
    let verified = try verify(filing)
    let finding = try #require(verified.findings(of: "G04").first)
    #expect(finding.corrections.isEmpty)
    #expect(verified.corrections.filter { $0.check == "G04" }.isEmpty)
  }

  // Clinker: activity data takes the year's highest month, the output stays as filed.
  @Test("a month of clinker left out counts as activity data and not as output")
  func clinker() throws {
    var filing = try filing()
    filing.facilities[0].series[1].months[5] = try decimal("100")
    filing.facilities[0].series[0].months[2] = nil
    let verified = try verify(filing).verified.facilities[0]
    #expect(try verified.annualOutput == decimal("11000"))
    // 12 × 1,000 t × 0.535
    #expect(try verified.annual(.process) == decimal("6420.00"))
  }

  // Default 23.076 GJ/t (AG-CEMENT): with tests of 25 a month without one is taken as 25, with tests of 20
  // as the default.
  @Test("leaving out a test does not pay", arguments: [("25", "25"), ("20", nil)])
  func factor(tested: String, counted: String?) throws {
    var filing = try filing()
    filing.facilities[0].series[1].months[5] = try decimal("100")
    try filing.facilities[0].add(.fuelIn, .bituminousCoal, tested, .netCalorificValue)
    filing.facilities[0].series[2].months[9] = nil
    let finding = try #require(try verify(filing).findings(of: "G04").first)
    #expect(finding.month == 9 && finding.parameter == .netCalorificValue)
    #expect(try finding.corrections.first?.value == counted.map(decimal))
  }

  @Test("a facility that had not started has no missing months")
  func started() throws {
    var filing = try filing()
    filing.facilities[0].startedOn = try day("2025-06-01")
    for index in filing.facilities[0].series.indices {
      for month in 1...5 { filing.facilities[0].series[index].months[month] = nil }
    }
    #expect(try verify(filing).findings(of: "G04").isEmpty)
  }
}
