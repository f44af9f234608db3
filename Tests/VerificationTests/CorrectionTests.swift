import Accounting
import Filings
import Quantities
import Rulebook
import Testing

@testable import Verification

@Suite("Corrections, effects and decisions")
struct CorrectionTests {
  /// 100 t of coal a month with a measured NCV, 20 GJ/t where nothing else is said, each on a report of its month;
  /// May's laboratory has no accreditation. The default is 23.076 GJ/t (AG-CEMENT).
  private func filing(netCalorificValue: String = "20") throws -> Filing {
    var filing = try reportedFiling(unaccredited: 5)
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "1000")
    try line.add(.fuelIn, .bituminousCoal, "100")
    try line.add(
      .fuelIn, .bituminousCoal, netCalorificValue, .netCalorificValue, evidence: (1...12).map { "E\($0)" })
    filing.facilities = [line]
    return filing
  }

  // A month: 100 × 20 × 0.02618 × 0.99 × 44/12 = 190.0668 → 190.07; with the default 219.30.
  @Test("a failed test takes the guideline's default for its month, and says what that changes")
  func failedTest() throws {
    let verified = try verify(try filing())
    let finding = try #require(verified.findings(of: "E03").first)
    #expect(finding.corrections.map(\.month) == [5])
    #expect(try finding.effect == decimal("29.23"))
    let row = try #require(verified.verified.facilities[0].rows.first { $0.source.kind == .combustion })
    #expect(try row.months[4] == decimal("219.30") && row.months[3] == decimal("190.07"))
    guard case .filedWithGaps(_, let rule, let months) = row.operands[1].origin else {
      Issue.record("the gap is not in the trace")
      return
    }
    #expect(rule.id == "cement.fuel.bituminousCoal.netCalorificValue" && months == [5])
    #expect(verified.corrections.map(\.check) == ["E03"])
  }

  // 25 GJ/t emits more than the default 23.076: by the conservativeness principle (VG26) it stays.
  @Test("a failed test does not pay: where the default is lower the filed value stays, and that is said")
  func failedTestDoesNotPay() throws {
    let verified = try verify(try filing(netCalorificValue: "25"))
    let finding = try #require(verified.findings(of: "E03").first)
    #expect(finding.effect == .zero)
    #expect(verified.verified.total == verified.recomputed.total)
    let kept = try #require(verified.corrections.first)
    #expect(try kept.correction.value == decimal("25") && kept.before == kept.correction.value)
  }

  // Air-dried 0.66 tC/t at 8 and 2 % of water is 0.66 × 92 / 98 = 0.6196 as received: more than the default's
  // 23.076 × 0.02618 = 0.6041, which May's failed test alone would take. Filed is 0.55.
  @Test("a second nonconformity of a month never makes its value less conservative")
  func secondNonconformity() throws {
    var filing = try filing()
    filing.facilities[0].series.removeLast()
    let reports = (1...12).map { "E\($0)" }
    for (value, parameter) in [
      ("0.55", Parameter.carbonContent), ("0.66", .carbonContentAirDried), ("8", .moisture),
      ("2", .moistureAirDried),
    ] {
      try filing.facilities[0].add(.fuelIn, .bituminousCoal, value, parameter, evidence: reports)
    }
    let verified = try verify(filing)
    #expect(try verified.findings(of: "E03").first?.corrections.first?.value == decimal("0.60412968"))
    let counted = verified.correctedFiling.facilities[0].series(.fuelIn, .bituminousCoal, .carbonContent)
    #expect(try counted?.value(in: 5) == counted?.value(in: 4))
    #expect(try counted?.value(in: 5)?.rounded(to: 2) == decimal("0.62"))
  }

  @Test(
    "a lost value counts as its default beside a recomputed one",
    arguments: [("22.9", nil), ("23.2", "23.2")])
  func lostBesideRecomputed(recomputed: String, counted: String?) throws {
    let filing = try filing()
    let series = try #require(filing.facilities[0].series(.fuelIn, .bituminousCoal, .netCalorificValue))
    let key = SeriesKey(series, of: filing.facilities[0])
    func finding(_ check: String, _ value: FixedDecimal?) -> Finding {
      var finding = Finding(check: check, severity: .s2, facility: "L1", message: Label(zh: "", en: ""))
      finding.corrections = [
        Correction(key: key, month: 1, side: .emissions, value: value, reason: Label(zh: "", en: ""))
      ]
      return finding
    }
    let corrected = try CorrectedFiling(
      filing, findings: [finding("E03", nil), finding("R04", try decimal(recomputed))],
      rules: try Rulebook.embedded.get().rules(for: 2025))
    let after = corrected.emissions.facilities[0].series(.fuelIn, .bituminousCoal, .netCalorificValue)
    #expect(try after?.value(in: 1) == counted.map(decimal))
  }

  private func decision(
    _ kind: FindingDecision.Kind, check: String, value: String? = nil, month: Int = 0,
    item: Item? = nil, parameter: Parameter? = nil, facility: String = "-"
  ) throws -> DecisionInput {
    DecisionInput(
      uscc: "91340000MA00000000", facility: facility, check: check, item: item, parameter: parameter,
      decision: FindingDecision(
        kind: kind, month: month, value: try value.map(decimal), reason: "证书已补交", decidedBy: "核查员",
        decidedOn: try day("2026-05-01"), evidence: "D-1"),
      file: "decisions.csv", line: 2)
  }

  @Test("a dismissed finding loses its correction and stays visible with who and why")
  func dismissed() throws {
    let verified = try verify(try filing(), decisions: [decision(.dismissed, check: "E03", month: 5)])
    #expect(verified.corrections.isEmpty)
    #expect(verified.verified.total == verified.recomputed.total)
    let finding = try #require(verified.findings(of: "E03").first)
    #expect(finding.isDismissed && finding.decisions.first?.reason == "证书已补交")
    #expect(finding.corrections.count == 1 && finding.effect != nil)
  }

  @Test("an accepted finding keeps its correction")
  func accepted() throws {
    let verified = try verify(try filing(), decisions: [decision(.accepted, check: "E03", month: 5)])
    #expect(verified.corrections.map(\.check) == ["E03"])
  }

  @Test("a value corrected with evidence counts before every other correction")
  func corrected() throws {
    var filing = try filing()
    filing.meters.append(Meter(id: "M1", kind: "皮带秤", requiredAccuracy: try decimal("0.5")))
    filing.facilities[0].series[1].meter = "M1"
    let input = try decision(
      .corrected, check: "E17", value: "90", month: 2, item: .bituminousCoal, parameter: .quantity,
      facility: "L1")
    let verified = try verify(filing, decisions: [input])
    let coal = try #require(
      verified.correctedFiling.facilities[0].series(.fuelIn, .bituminousCoal, .quantity))
    #expect(try coal.value(in: 2) == decimal("90") && coal.value(in: 3) == decimal("100.5"))
    // What the person decided, and not what the meter's correction took, is the filing that special cases see.
    let decided = try #require(
      verified.decidedFiling.facilities[0].series(.fuelIn, .bituminousCoal, .quantity))
    #expect(try decided.value(in: 2) == decimal("90") && decided.value(in: 3) == decimal("100"))
  }

  @Test("a decision is about exactly one finding")
  func concerns() throws {
    let finding = try #require(try verify(try filing()).findings(of: "E03").first)
    #expect(try decision(.dismissed, check: "E03", month: 5).concerns(finding))
    #expect(try !decision(.dismissed, check: "E05", month: 5).concerns(finding))
    #expect(try !decision(.dismissed, check: "E03", month: 4).concerns(finding))
    #expect(try !decision(.dismissed, check: "E03", month: 5, facility: "L1").concerns(finding))
    #expect(try !decision(.corrected, check: "E03", value: "1", month: 5).isApplicable(to: finding))
  }

  // 23.076 GJ/t × 0.02618 tC/GJ = 0.60412968 tC/t (AG-CEMENT's defaults).
  @Test("carbon content falls back to the default heat times the default carbon per heat")
  func carbonDefault() throws {
    var filing = try filing()
    filing.facilities[0].series.removeAll { $0.item == .bituminousCoal }
    try filing.facilities[0].add(.fuelIn, .bituminousCoal, "100")
    try filing.facilities[0].add(.fuelIn, .bituminousCoal, "0.55", .carbonContent, evidence: ["E5"])
    let correction = try #require(try verify(filing).findings(of: "E03").first?.corrections.first)
    #expect(try correction.month == 5 && correction.value == decimal("0.60412968"))
  }

  // The widest accuracy of a weighing meter, 1.0 %: 101 t in each of the twelve months.
  @Test("a quantity without a document counts as one whose meter is not calibrated")
  func unsupportedQuantity() throws {
    var filing = try filing()
    filing.facilities[0].series[1].evidence = []
    let verified = try verify(filing)
    #expect(verified.findings(of: "E01").count == 1)
    #expect(verified.corrections.count { $0.check == "E01" } == 12)
    let coal = verified.correctedFiling.facilities[0].series(.fuelIn, .bituminousCoal, .quantity)
    #expect(try coal?.value(in: 4) == decimal("101"))
  }

  @Test("what would be subtracted without a document is not (VG26, conservativeness)")
  func unsupportedDeduction() throws {
    var filing = try emptyFiling(.steel)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    try filing.enterprise.add(.soldProduct, .coalTar, "100", months: 1...1, evidence: [])
    try filing.enterprise.add(.soldProduct, .crudeBenzol, "100", months: 1...1)
    let corrections = try verify(filing).corrections
    #expect(corrections.map(\.correction.key.item) == [.coalTar])
    #expect(corrections.first?.correction.value == .zero)
  }

  // The default of converter gas is 84.000 GJ/10⁴Nm³ (AG-STEEL A.1): sent out net, more heat means less.
  @Test("of what is sent out net, the lower carbon is the conservative one")
  func netExport() throws {
    var filing = try emptyFiling(.steel)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    try filing.enterprise.add(.fuelIn, .converterGas, "-10", months: 1...1)
    try filing.enterprise.add(
      .fuelIn, .converterGas, "90", .netCalorificValue, months: 1...1, evidence: [])
    let correction = try #require(try verify(filing).findings(of: "E01").first?.corrections.first)
    #expect(correction.value == nil && correction.month == 1)
  }

  @Test("of several corrections of one value the most conservative counts, and none counts twice")
  func once() throws {
    let series = try #require(try filing().facilities[0].series(.fuelIn, .bituminousCoal, .quantity))
    let key = SeriesKey(facility: "L1", direction: .fuelIn, item: series.item, parameter: .quantity)
    func finding(_ check: String, _ value: String) throws -> Finding {
      var finding = Finding(check: check, severity: .s2, facility: "L1", message: Label(zh: "", en: ""))
      finding.corrections = [
        Correction(
          key: key, month: 1, side: .emissions, value: try decimal(value), reason: Label(zh: "", en: ""))
      ]
      return finding
    }
    let corrected = try CorrectedFiling(
      try filing(), findings: [finding("E17", "100.5"), finding("R12", "103"), finding("F01", "99")],
      rules: try Rulebook.embedded.get().rules(for: 2025))
    #expect(corrected.applied.map(\.check) == ["R12"])
    let after = try #require(corrected.emissions.facilities[0].series(.fuelIn, .bituminousCoal, .quantity))
    #expect(try after.value(in: 1) == decimal("103"))
  }
}

@Suite("Statistics of the checks")
struct StatisticsTests {
  /// statistics.median and the median of absolute deviations, worked out by hand.
  @Test("median and MAD are exact")
  func centre() throws {
    let values = try ["22.1", "22.4", "22.6", "22.6", "23.0", "30.0"].map(decimal)
    let centre = try #require(try RobustCentre(values))
    #expect(try centre.median == decimal("22.6") && centre.deviation == decimal("0.3"))
    // 0.6745 × 7.4 / 0.3 = 16.64
    #expect(try RobustScore(try decimal("30.0"), from: centre).isAbove(try decimal("16.6")))
    #expect(try !RobustScore(try decimal("30.0"), from: centre).isAbove(try decimal("16.7")))
  }

  /// Benjamini and Yekutieli (2001): of m = 4 tests with c(m) = 25/12, the bounds are k × 0.006.
  @Test("false alarms are controlled over the family")
  func falseDiscovery() {
    #expect(FalseDiscovery.significant([0.005, 0.0119, 0.03], tests: 4, level: 0.05) == [true, true, false])
    #expect(FalseDiscovery.significant([0.007], tests: 4, level: 0.05) == [false])
    #expect(FalseDiscovery.significant([], tests: 0, level: 0.05) == [])
  }
}
