import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

@Suite("Decisions: each line is about one finding, and each finding is decided once")
struct DecisionTests {
  private func finding(
    _ check: String, document: String = "", month: Int = 0, reported: String = "", line: Int = 1,
    direction: Direction? = nil, item: Item? = nil, parameter: Parameter? = nil, facility: String = "-"
  ) -> Finding {
    var finding = Finding(
      check: check, severity: .s2, facility: facility, direction: direction, item: item,
      parameter: parameter, month: month, reported: reported, line: line, message: Label(zh: "", en: ""))
    finding.document = document
    return finding
  }

  private func decision(
    _ kind: FindingDecision.Kind, _ check: String, month: Int = 0, value: String? = nil,
    item: Item? = nil, parameter: Parameter? = nil, facility: String = "-",
    mark: DecisionInput.Mark = DecisionInput.Mark(), line: Int = 2
  ) throws -> DecisionInput {
    DecisionInput(
      uscc: "91340000MA00000000", facility: facility, check: check, item: item, parameter: parameter,
      mark: mark,
      decision: FindingDecision(
        kind: kind, month: month, value: try value.map(decimal), reason: "r", decidedBy: "x",
        decidedOn: try day("2026-05-01"), evidence: "D-1"),
      file: "decisions.csv", line: line)
  }

  private func outcomes(
    _ decisions: [DecisionInput], _ findings: [Finding], _ sector: Sector = .cement
  ) -> [DecisionOutcome] {
    DecisionOutcome.outcomes(of: decisions, in: findings, sector: sector)
  }

  @Test(
    "two reports of one month: the line that names neither has no effect, one that names it by document, value or line has"
  )
  func ambiguous() throws {
    let findings = [
      finding("E03", document: "E5", month: 5, reported: "a", line: 7),
      finding("E03", document: "E5b", month: 5, reported: "b", line: 8),
    ]
    #expect(outcomes([try decision(.dismissed, "E03", month: 5)], findings) == [.ambiguous([0, 1])])
    for mark in [
      DecisionInput.Mark(document: "E5b"), DecisionInput.Mark(reported: "b"), DecisionInput.Mark(line: 8),
    ] {
      #expect(
        outcomes([try decision(.dismissed, "E03", month: 5, mark: mark)], findings) == [.applies(to: 1)])
    }
    let none = DecisionInput.Mark(document: "E6")
    #expect(outcomes([try decision(.dismissed, "E03", month: 5, mark: none)], findings) == [.unknown])
  }

  @Test("a decision takes effect on its finding and on no other")
  func applied() throws {
    var findings = [
      finding("E03", document: "E5", month: 5), finding("E03", document: "E5b", month: 5),
    ]
    DecisionOutcome.apply(
      [try decision(.dismissed, "E03", month: 5, mark: DecisionInput.Mark(document: "E5"))], to: &findings,
      sector: .cement)
    #expect(findings.map(\.isDismissed) == [true, false])
  }

  private func coal(month: Int, direction: Direction = .fuelIn) -> Finding {
    finding(
      "E17", month: month, direction: direction, item: .bituminousCoal, parameter: .quantity, facility: "L1")
  }

  private func corrected(
    _ value: String, month: Int, mark: DecisionInput.Mark = DecisionInput.Mark(), line: Int = 2
  ) throws -> DecisionInput {
    try decision(
      .corrected, "E17", month: month, value: value, item: .bituminousCoal, parameter: .quantity,
      facility: "L1", mark: mark, line: line)
  }

  @Test(
    "a month's own finding goes before that of the year; an item that enters and leaves needs its direction")
  func months() throws {
    #expect(outcomes([try corrected("1", month: 3)], [coal(month: 0), coal(month: 3)]) == [.applies(to: 1)])
    let both = [coal(month: 0), coal(month: 0, direction: .fuelOut)]
    #expect(outcomes([try corrected("1", month: 3)], both) == [.ambiguous([0, 1])])
    let out = DecisionInput.Mark(direction: .fuelOut)
    #expect(outcomes([try corrected("1", month: 3, mark: out)], both) == [.applies(to: 1)])
  }

  @Test("two lines that decide one finding contradict each other; several months of it may be corrected")
  func contradiction() throws {
    let year = [coal(month: 0)]
    func other(_ kind: FindingDecision.Kind, line: Int) throws -> DecisionInput {
      try decision(
        kind, "E17", item: .bituminousCoal, parameter: .quantity, facility: "L1",
        mark: DecisionInput.Mark(line: kind == .accepted ? 1 : nil), line: line)
    }
    #expect(
      outcomes([try other(.dismissed, line: 2), try other(.accepted, line: 3)], year) == [
        .contradicted(line: 3), .contradicted(line: 2),
      ])
    #expect(
      outcomes([try corrected("1", month: 2), try corrected("2", month: 3, line: 3)], year) == [
        .applies(to: 0), .applies(to: 0),
      ])
    #expect(
      outcomes(
        [
          try corrected("1", month: 2),
          try corrected("2", month: 2, mark: DecisionInput.Mark(line: 1), line: 3),
        ],
        year) == [.contradicted(line: 3), .contradicted(line: 2)])
    #expect(
      outcomes([try corrected("1", month: 2), try other(.dismissed, line: 3)], year) == [
        .contradicted(line: 3), .contradicted(line: 2),
      ])
  }

  @Test("a corrected value keeps the range of a filed one (FIL-NEGATIVE, FIL-PERCENTAGE)")
  func range() throws {
    #expect(outcomes([try corrected("-1", month: 3)], [coal(month: 3)]) == [.outOfRange("≥ 0")])
    let purity = finding(
      "E17", month: 3, direction: .carbonate, item: .limestone, parameter: .purity, facility: "L1")
    func pure(_ value: String) throws -> [DecisionOutcome] {
      outcomes(
        [
          try decision(
            .corrected, "E17", month: 3, value: value, item: .limestone, parameter: .purity, facility: "L1")
        ], [purity])
    }
    #expect(try pure("100.1") == [.outOfRange("0–100")] && pure("-0.1") == [.outOfRange("0–100")])
    #expect(try pure("100") == [.applies(to: 0)])
    // A steelworks may send out more of a gas than it takes in.
    let net = finding(
      "E17", month: 3, direction: .fuelIn, item: .blastFurnaceGas, parameter: .quantity)
    let value = try decision(
      .corrected, "E17", month: 3, value: "-1", item: .blastFurnaceGas, parameter: .quantity)
    #expect(outcomes([value], [net], .steel) == [.applies(to: 0)])
    #expect(outcomes([value], [net], .cement) == [.outOfRange("≥ 0")])
  }
}
