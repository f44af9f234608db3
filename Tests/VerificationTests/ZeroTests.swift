import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// G04 (VG26: "zero needs stop record") and R06: neither a zero nor a slip of units lowers emissions below what leaving
/// the month out would give.
@Suite("Zeros and slips of units")
struct ZeroTests {
  /// A line with 1,000 t of clinker and 100 t of coal a month, and a factor of the coal.
  private func filing(_ parameter: Parameter, _ value: String) throws -> Filing {
    var filing = try reportedFiling()
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "1000")
    try line.add(.fuelIn, .bituminousCoal, "100")
    try line.add(.fuelIn, .bituminousCoal, value, parameter, evidence: (1...12).map { "E\($0)" })
    filing.facilities = [line]
    return filing
  }

  private func december(_ filing: Filing, _ value: String?) throws -> VerifiedStatement {
    var filing = filing
    filing.facilities[0].series[2].months[12] = try value.map(decimal)
    return try verify(filing)
  }

  private func counted(_ verified: VerifiedStatement, _ parameter: Parameter) throws -> FixedDecimal? {
    try verified.correctedFiling.facilities[0].series(.fuelIn, .bituminousCoal, parameter)?.value(in: 12)
  }

  // The default is 23.076 GJ/t (AG-CEMENT).
  @Test(
    "a heat of zero counts as a month left out", arguments: [("25", Optional("25")), ("20", nil)])
  func heat(tested: String, expected: String?) throws {
    let filing = try filing(.netCalorificValue, tested)
    let (zero, missing) = (try december(filing, "0"), try december(filing, nil))
    let finding = try #require(zero.findings(of: "G04").first)
    #expect(finding.severity == .s1 && finding.month == 12 && finding.corrections.count == 1)
    #expect(try counted(zero, .netCalorificValue) == expected.map(decimal))
    #expect(zero.verified.total == missing.verified.total)
    #expect(zero.findings(of: "R06").isEmpty)
  }

  // 23.076 × 0.02618 = 0.60412968 tC/t.
  @Test(
    "a carbon content of zero counts as the year's highest or the default, whichever is more",
    arguments: [("0.65", "0.65"), ("0.55", "0.60412968")])
  func carbon(tested: String, expected: String) throws {
    let zero = try december(try filing(.carbonContent, tested), "0")
    #expect(zero.findings(of: "G04").count == 1)
    #expect(try counted(zero, .carbonContent) == decimal(expected))
  }

  @Test("a zero without its month's document is asked for it too (E01)")
  func document() throws {
    var filing = try filing(.netCalorificValue, "20")
    filing.facilities[0].series[2].evidence.removeLast()
    let zero = try december(filing, "0")
    #expect(zero.findings(of: "E01").map(\.month) == [12])
    #expect(try counted(zero, .netCalorificValue) == nil)
  }

  // 1,000 t × 0.14481 tCO2e/t a month by the defaults (AG-ALUMINIUM).
  @Test("a year of zero anode effects is none reported: the defaults count")
  func anodeEffects() throws {
    var filing = try emptyFiling(.aluminium)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var process = Facility(id: "D1", kind: .electrolysis)
    try process.add(.product, .liquidAluminium, "1000")
    try process.add(.product, .liquidAluminium, "0", .cf4Factor)
    try process.add(.product, .liquidAluminium, "0", .c2f6Factor)
    filing.facilities = [process]
    let verified = try verify(filing)
    #expect(verified.findings(of: "G04").count == 24)
    #expect(try verified.verified.total == decimal("1737.72"))
  }

  @Test("sulphur, ash and the loss of anodes may be zero")
  func mayBeZero() throws {
    var filing = try emptyFiling(.aluminium)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var process = Facility(id: "D1", kind: .electrolysis)
    try process.add(.product, .liquidAluminium, "1000")
    try process.add(.anode, .anode, "480")
    for parameter in [Parameter.sulphur, .ash, .anodeLossRate] {
      try process.add(.anode, .anode, "0", parameter)
    }
    filing.facilities = [process]
    #expect(try verify(filing).findings(of: "G04").isEmpty)
  }

  @Test("of what is sent out a factor of zero stays: that is conservative")
  func sentOut() throws {
    var filing = try emptyFiling(.steel)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    try filing.enterprise.add(.fuelOut, .converterGas, "10")
    try filing.enterprise.add(.fuelOut, .converterGas, "0", .netCalorificValue)
    let findings = try verify(filing).findings(of: "G04")
    #expect(findings.count == 12 && findings.allSatisfy { $0.corrections.isEmpty })
  }

  // December in MJ/t instead of GJ/t. The default 23.076 counts where it is more, else December's own value or the year's
  // highest.
  @Test(
    "a slip of units costs at least what the value means without it, and what a missing month costs",
    arguments: [
      ("22", "22000", nil), ("24", "25000", "25"), ("26", "25000", "26"), ("22", "0.025", "25"),
    ])
  func slip(tested: String, filed: String, expected: String?) throws {
    let filing = try filing(.netCalorificValue, tested)
    let verified = try december(filing, filed)
    #expect(verified.findings(of: "R06").count == 1)
    #expect(try counted(verified, .netCalorificValue) == expected.map(decimal))
    #expect(verified.verified.total >= (try december(filing, nil)).verified.total)
  }

  @Test("twelve months in the wrong unit give no less than the right one")
  func wholeYear() throws {
    let right = try verify(try filing(.netCalorificValue, "26.3"))
    let wrong = try verify(try filing(.netCalorificValue, "26300"))
    #expect(right.verified.total == wrong.verified.total)
  }

  @Test("a failed test does not make a slip of units stand")
  func slipOnFailedTest() throws {
    var filing = try filing(.netCalorificValue, "22")
    filing.evidence[12].accreditation = ""
    let verified = try december(filing, "22000")
    #expect(!verified.findings(of: "E03").isEmpty)
    #expect(try counted(verified, .netCalorificValue) == nil)
  }

  @Test("the other months' slips of units do not fill a missing month")
  func missingBesideSlip() throws {
    var filing = try filing(.netCalorificValue, "22000")
    filing.facilities[0].series[2].months[12] = nil
    #expect(try verify(filing).findings(of: "G04").first?.corrections.isEmpty == true)
  }

  // MARK: Quantities

  /// A kiln that also burns 60 t of anthracite a month.
  private func twoFuels() throws -> Filing {
    var filing = try filing(.netCalorificValue, "22")
    try filing.facilities[0].add(.fuelIn, .anthracite, "60")
    return filing
  }

  @Test("a month of zero of a fuel that is burned all year asks for the record of the stop, changing nothing")
  func idle() throws {
    var filing = try twoFuels()
    filing.facilities[0].series[3].months[5] = .zero
    let verified = try verify(filing)
    let finding = try #require(verified.findings(of: "G04").first)
    #expect(finding.severity == .s3 && finding.month == 5 && finding.item == .anthracite)
    #expect(finding.corrections.isEmpty && finding.limit == "check.G04.share")
    #expect(verified.verified.total == verified.recomputed.total)
  }

  @Test("a month without output, a fuel used now and then and a small one are not asked about")
  func notIdle() throws {
    var stopped = try twoFuels()
    for index in [0, 1, 3] { stopped.facilities[0].series[index].months[5] = .zero }
    var rare = try twoFuels()
    for month in 1...4 { rare.facilities[0].series[3].months[month] = .zero }
    var small = try filing(.netCalorificValue, "22")
    try small.facilities[0].add(.fuelIn, .diesel, "1")
    small.facilities[0].series[3].months[5] = .zero
    for filing in [stopped, rare, small] { #expect(try verify(filing).findings(of: "G04").isEmpty) }
  }

  // 1,000 t of clinker in May too, and 150 t of coal in March: as for a month left out (G04).
  @Test("a kiln without coal in a month counts what a month left out counts (C14)")
  func coldKiln() throws {
    var filing = try filing(.netCalorificValue, "22")
    filing.facilities[0].series[1].months[3] = try decimal("150")
    filing.facilities[0].series[1].months[5] = .zero
    let verified = try verify(filing)
    let finding = try #require(verified.findings(of: "C14").first)
    #expect(finding.corrections.map(\.month) == [5])
    #expect(try finding.corrections.map(\.value) == [decimal("150")])
    filing.facilities[0].series[1].months[5] = nil
    #expect(try verify(filing).verified.total == verified.verified.total)
  }

  @Test("a ledger that says no coal was used does not heat a kiln (C14)")
  func coldLedger() throws {
    var filing = try filing(.netCalorificValue, "22")
    filing.facilities[0].series[1].months[5] = .zero
    filing.facilities[0].stock = try [
      (StockFlow.opening, "50", "50"), (.purchased, "100", "0"), (.closing, "50", "50"),
    ].map { flow, value, may in
      var months = MonthlyValues(try (1...12).map { _ in try decimal(value) })
      months[5] = try decimal(may)
      return StockRow(item: .bituminousCoal, unit: .tonne, flow: flow, months: months)
    }
    #expect(try verify(filing).findings(of: "C14").first?.corrections.map(\.value) == [decimal("100")])
  }

  @Test("output without fuel counts what a month left out counts (F16), fuel without output counts as filed")
  func coldSinter() throws {
    var filing = try emptyFiling(.steel)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var strand = Facility(id: "SI1", kind: .sintering)
    try strand.add(.product, .sinter, "1000")
    try strand.add(.fuelIn, .coke, "50")
    strand.series[1].months[5] = .zero
    strand.series[0].months[7] = .zero
    filing.facilities = [strand]
    let finding = try #require(try verify(filing).findings(of: "F16").first)
    #expect(finding.months == [5, 7] && finding.corrections.map(\.month) == [5])
    #expect(try finding.corrections.first?.value == decimal("50"))
  }

  @Test("a nonconformity without a known conservative value does not claim that it counts")
  func question() throws {
    var filing = try filing(.netCalorificValue, "22")
    filing.evidence[3].reportedOn = try day("2025-04-30")
    filing.evidence[4].accreditation = ""
    let verified = try verify(filing)
    let late = try #require(verified.findings(of: "E05").first)
    #expect(late.corrections.isEmpty && late.question.en.contains("a verifier has to set"))
    let report = try #require(verified.findings(of: "E03").first)
    #expect(!report.corrections.isEmpty && !report.question.en.contains("a verifier has to set"))
  }
}
