import Accounting
import Filings
import Quantities

/// A line of the decisions table: which finding, and what was decided.
package struct DecisionInput: Sendable {
  package let uscc: String
  package let facility: String
  package let check: String
  package let item: Item?
  package let parameter: Parameter?
  /// Nil: whichever direction the item goes in.
  package let direction: Direction?
  package let decision: FindingDecision
  package let file: String
  package let line: Int

  package init(
    uscc: String, facility: String, check: String, item: Item?, parameter: Parameter?,
    direction: Direction? = nil, decision: FindingDecision, file: String, line: Int
  ) {
    self.uscc = uscc
    self.facility = facility
    self.check = check
    self.item = item
    self.parameter = parameter
    self.direction = direction
    self.decision = decision
    self.file = file
    self.line = line
  }

  /// Whether the line is about the finding. A line with a month is about the findings of that month and
  /// about one that concerns the year.
  package func concerns(_ finding: Finding) -> Bool {
    finding.check == check && finding.facility == facility && finding.item == item
      && finding.parameter == parameter && (direction == nil || finding.direction == direction)
      && (finding.month == decision.month || (finding.month == 0 && decision.kind == .corrected))
  }

  /// Whether a corrected value has a series and a month to stand in.
  package func isApplicable(to finding: Finding) -> Bool {
    decision.kind != .corrected
      || (finding.direction != nil && finding.item != nil && finding.parameter != nil && decision.month > 0)
  }

  /// Whether a corrected value could stand in more than one series: an item that both enters and leaves.
  package func isAmbiguous(among findings: [Finding]) -> Bool {
    decision.kind == .corrected && Set(findings.filter(concerns).map(\.direction)).count > 1
  }

  package func apply(to findings: inout [Finding]) {
    if isAmbiguous(among: findings) { return }
    for index in findings.indices where concerns(findings[index]) && isApplicable(to: findings[index]) {
      findings[index].decisions.append(decision)
      if decision.kind == .corrected { findings[index].corrections += corrections(of: findings[index]) }
    }
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
