import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// README, "Verification": a factor rests on tests by whatever method but the default the entity says it has it.
@Suite("Factors that are said to be calculated or designed")
struct OwnFindingTests {
  /// 100 t of coal a month at 20 GJ/t, which is less than the default 23.076 (AG-CEMENT), on the given documents.
  private func filing(
    _ method: AcquisitionMethod, heat: (Int) -> String = { "20.\($0 * 7 % 10)" }, evidence: [String]
  ) throws -> Filing {
    var filing = try reportedFiling(unaccredited: 5)
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "1000")
    try line.add(.fuelIn, .bituminousCoal, "100")
    try line.add(.fuelIn, .bituminousCoal, "20", .netCalorificValue, evidence: evidence)
    line.series[2].method = method
    line.series[2].months = MonthlyValues(try (1...12).map { try decimal(heat($0)) })
    filing.facilities = [line]
    return filing
  }

  private static let reports = (1...12).map { "E\($0)" }

  // Twelve months of 100 t at the default: 219.30 t each (100 × 23.076 × 0.02618 × 0.99 × 44/12 = 219.2991).
  @Test(
    "a ledger does not support one: the default counts (E01)",
    arguments: [AcquisitionMethod.measured, .calculated, .design])
  func onLedger(method: AcquisitionMethod) throws {
    let verified = try verify(try filing(method, evidence: ["L1"]))
    let finding = try #require(verified.findings(of: "E01").first)
    #expect(finding.parameter == .netCalorificValue && finding.corrections.count == 12)
    #expect(try verified.verified.facilities[0].annual(.combustion) == decimal("2631.60"))
  }

  @Test("what the filing calls the default needs no test")
  func ofDefault() throws {
    let verified = try verify(try filing(.defaultValue, heat: { _ in "23.076" }, evidence: []))
    #expect(verified.findings(of: "E01").isEmpty && verified.findings(of: "S05").isEmpty)
  }

  @Test(
    "a laboratory without accreditation costs its month (E03)",
    arguments: [AcquisitionMethod.measured, .calculated, .design])
  func accreditation(method: AcquisitionMethod) throws {
    let verified = try verify(try filing(method, evidence: Self.reports))
    let corrections = try #require(verified.findings(of: "E03").first).corrections
    #expect(corrections.map(\.month) == [5] && corrections.map(\.value) == [nil])
  }

  @Test(
    "the same value month after month is asked about (S05, S09)",
    arguments: [AcquisitionMethod.measured, .calculated, .design])
  func repeated(method: AcquisitionMethod) throws {
    let verified = try verify(try filing(method, heat: { _ in "21.350" }, evidence: Self.reports))
    #expect(verified.findings(of: "S05").count == 1 && verified.findings(of: "S09").count == 1)
  }

  @Test(
    "coal with less moisture than its dried sample loses the month's tests (E12), whatever its moisture is called",
    arguments: [AcquisitionMethod.measured, .defaultValue])
  func moisture(method: AcquisitionMethod) throws {
    var filing = try filing(.calculated, evidence: Self.reports)
    try filing.facilities[0].add(.fuelIn, .bituminousCoal, "8", .moisture)
    try filing.facilities[0].add(.fuelIn, .bituminousCoal, "2", .moistureAirDried)
    filing.facilities[0].series[3].months[7] = try decimal("1.2")
    filing.facilities[0].series[3].method = method
    let corrections = try #require(try verify(filing).findings(of: "E12").first).corrections
    #expect(corrections.map(\.month) == [7] && corrections.map(\.key.parameter) == [.netCalorificValue])
  }

  /// 100 t of soda a month with a purity that stands on the ledger.
  private func soda(_ purity: String) throws -> Filing {
    var filing = try emptyFiling(.aluminium)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    try filing.enterprise.add(.carbonate, .sodiumCarbonate, "100")
    try filing.enterprise.add(.carbonate, .sodiumCarbonate, purity, .purity)
    return filing
  }

  // 12 × 100 × 0.4149 = 497.88 pure (AG-ALUMINIUM).
  @Test("the purity of a carbonate needs a test: without one it counts as pure (E01)")
  func purity() throws {
    let verified = try verify(try soda("98.5"))
    #expect(verified.findings(of: "E01").map(\.parameter) == [.purity])
    #expect(try verified.verified.total == decimal("497.88"))
  }

  @Test("a purity filed as a fraction is a slip of units (R06): it counts as pure")
  func purityAsFraction() throws {
    let verified = try verify(try soda("0.985"))
    #expect(verified.findings(of: "R06").count == 1)
    #expect(try verified.verified.total == decimal("497.88"))
  }

  // cement.md: OF 99 % in a kiln.
  @Test("an oxidation rate without a document is the guideline's, as it was recomputed")
  func oxidation() throws {
    var filing = try filing(.measured, evidence: Self.reports)
    filing.evidence[5].accreditation = "CMA"
    try filing.facilities[0].add(.fuelIn, .bituminousCoal, "100", .oxidationRate, evidence: [])
    let verified = try verify(filing)
    #expect(verified.findings(of: "R07").count == 1)
    #expect(verified.verified.total == verified.recomputed.total)
  }
}
