import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// F02 to F04, I25 (PROP): a quantity against another source, with what the other would come to.
@Suite("Second sources")
struct SecondSourceTests {
  /// 100 t of coal a month with default factors, 219.30 t CO2.
  private func filing(_ source: SecondSource) throws -> Filing {
    var filing = try emptyFiling(.cement)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.fuelIn, .bituminousCoal, "100")
    line.secondSources = [source]
    filing.facilities = [line]
    return filing
  }

  // 110 t: 110 × 23.076 × 0.02618 × 99 % × 44/12 = 241.23 t; 21.93 t more a month, whether the source states
  // months or the year.
  @Test("a prompt states the effect of the other source and changes nothing", arguments: [true, false])
  func prompt(isMonthly: Bool) throws {
    let amount = try decimal("110")
    let months = MonthlyValues((1...12).map { _ in isMonthly ? amount : nil })
    let verified = try verify(
      try filing(
        SecondSource(
          item: .bituminousCoal, parameter: .quantity, unit: .tonne, source: "205-1", months: months,
          annual: isMonthly ? nil : try decimal("1320"))))
    let finding = try #require(verified.findings(of: "F02").first)
    #expect(finding.severity == .s3 && finding.isEffectConditional)
    #expect(try finding.effect == decimal("263.16"))
    #expect(verified.verified.total == verified.recomputed.total)
  }

  @Test("steel output above the statistics counts as the statistics have it")
  func crudeSteel() throws {
    var filing = try emptyFiling(.steel)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    try filing.enterprise.add(.product, .crudeSteel, "1000")
    filing.enterprise.secondSources = [
      SecondSource(
        item: .crudeSteel, parameter: .quantity, unit: .tonne, source: "statistics",
        months: MonthlyValues((1...12).map { _ in FixedDecimal(900) }))
    ]
    let verified = try verify(filing)
    #expect(verified.findings(of: "I25").map(\.severity) == [.s2])
    #expect(try verified.verified.enterprise.annualOutput == decimal("10800"))
  }
}
