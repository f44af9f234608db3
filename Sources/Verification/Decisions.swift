import Accounting
import Filings
import Quantities

/// A line of the decisions table: which finding, and what was decided.
package struct DecisionInput: Sendable, Encodable {
  package let uscc: String
  package let facility: String
  package let check: String
  package let item: Item?
  package let parameter: Parameter?
  /// What tells the finding from others of its check, place and month; nothing where nothing need.
  package let mark: Mark
  package let decision: FindingDecision
  package let file: String
  package let line: Int

  /// What a finding can depend on: not where the line stands.
  enum CodingKeys: CodingKey {
    case uscc, facility, check, item, parameter, mark, decision
  }

  /// Further columns of the line; an empty one leaves the matter open.
  package struct Mark: Sendable, Equatable, Encodable {
    package var direction: Direction?
    /// The id of a supporting document.
    package var document: String
    /// The reported value, as in `findings.csv`.
    package var reported: String
    /// The filing's line, as in `findings.csv`.
    package var line: Int?

    package init(
      direction: Direction? = nil, document: String = "", reported: String = "", line: Int? = nil
    ) {
      self.direction = direction
      self.document = document
      self.reported = reported
      self.line = line
    }

    func allows(_ finding: Finding) -> Bool {
      (direction == nil || finding.direction == direction)
        && (document.isEmpty || finding.document == document)
        && (reported.isEmpty || finding.reported == reported)
        && (line == nil || finding.line == line)
    }
  }

  package init(
    uscc: String, facility: String, check: String, item: Item?, parameter: Parameter?, mark: Mark = Mark(),
    decision: FindingDecision, file: String, line: Int
  ) {
    self.uscc = uscc
    self.facility = facility
    self.check = check
    self.item = item
    self.parameter = parameter
    self.mark = mark
    self.decision = decision
    self.file = file
    self.line = line
  }

  /// Whether the line may be about the finding. A corrected value's month may be one of those that a finding
  /// about the year concerns.
  package func concerns(_ finding: Finding) -> Bool {
    isOfPlace(finding)
      && (finding.month == decision.month || (finding.month == 0 && decision.kind == .corrected))
  }

  private func isOfPlace(_ finding: Finding) -> Bool {
    finding.check == check && finding.facility == facility && finding.item == item
      && finding.parameter == parameter && mark.allows(finding)
  }

  /// The places of the findings that the line may be about: those of its very month before those of the year.
  func candidates(among findings: [Finding]) -> [Int] {
    let all = findings.indices.filter { concerns(findings[$0]) }
    let exact = all.filter { findings[$0].month == decision.month }
    return exact.isEmpty ? all : exact
  }

  /// Whether a corrected value has a series and a month to stand in.
  package func isApplicable(to finding: Finding) -> Bool {
    decision.kind != .corrected
      || (finding.direction != nil && finding.item != nil && finding.parameter != nil && decision.month > 0)
  }

  /// What keeps a corrected value from being one of its series: as for filed values, FIL-NEGATIVE and
  /// FIL-PERCENTAGE. Nil for a value that may stand.
  func permittedRange(for finding: Finding, of sector: Sector) -> String? {
    guard let value = decision.value, let parameter = finding.parameter, let direction = finding.direction
    else { return nil }
    let isNet = sector.allowsNegative(parameter, in: direction, of: finding.facility)
    if parameter.isPercentage { return value.isNegative || value > FixedDecimal(100) ? "0–100" : nil }
    return value.isNegative && !isNet ? "≥ 0" : nil
  }

  func apply(to finding: inout Finding) {
    finding.decisions.append(decision)
    if decision.kind == .corrected { finding.corrections += corrections(of: finding) }
  }

  private func corrections(of finding: Finding) -> [Correction] {
    guard let value = decision.value, let direction = finding.direction, let item = finding.item,
      let parameter = finding.parameter
    else { return [] }
    let key = SeriesKey(facility: facility, direction: direction, item: item, parameter: parameter)
    let reason = Label(
      zh: "\(decision.decidedBy)依据\(decision.evidence)更正",
      en: "corrected by \(decision.decidedBy) on \(decision.evidence)")
    return [Correction.Side.emissions, .output].map {
      Correction(key: key, month: decision.month, side: $0, value: value, isDecided: true, reason: reason)
    }
  }
}
