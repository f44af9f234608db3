import Accounting
import Filings
import Quantities

/// What becomes of a line of the decisions table.
package enum DecisionOutcome: Sendable, Equatable {
  /// It takes effect on the finding at this place.
  case applies(to: Int)
  /// There is no such finding.
  case unknown
  /// It may be about several findings, at these places; it takes effect on none.
  case ambiguous([Int])
  /// The finding is about no monthly value that a corrected one could replace.
  case notCorrectable
  /// The corrected value lies outside the range that a filed one must keep.
  case outOfRange(String)
  /// Another line, the first of this number, decides the same finding; neither takes effect.
  case contradicted(line: Int)

  /// The outcome of each line, in their order. It rests on what the findings are about, not on what was
  /// decided before, so it is the same before and after.
  package static func outcomes(
    of decisions: [DecisionInput], in findings: [Finding], sector: Sector
  ) -> [DecisionOutcome] {
    var outcomes = decisions.map { outcome(of: $0, in: findings, sector) }
    var first: [Target: Int] = [:]
    var contradictions: [(Int, Int)] = []
    for (index, outcome) in outcomes.enumerated() {
      guard case .applies(let finding) = outcome else { continue }
      // A finding about the year may be corrected in several months.
      for target in targets(of: decisions[index], finding, decisions, outcomes) {
        if let other = first[target], other != index {
          contradictions.append((other, index))
        } else {
          first[target] = index
        }
      }
    }
    for (one, other) in contradictions {
      outcomes[one] = .contradicted(line: decisions[other].line)
      outcomes[other] = .contradicted(line: decisions[one].line)
    }
    return outcomes
  }

  package static func apply(_ decisions: [DecisionInput], to findings: inout [Finding], sector: Sector) {
    for (decision, outcome) in zip(decisions, outcomes(of: decisions, in: findings, sector: sector)) {
      if case .applies(let index) = outcome { decision.apply(to: &findings[index]) }
    }
  }

  private static func outcome(
    of decision: DecisionInput, in findings: [Finding], _ sector: Sector
  ) -> DecisionOutcome {
    let candidates = decision.candidates(among: findings)
    guard let index = candidates.first else { return .unknown }
    guard candidates.count == 1 else { return .ambiguous(candidates) }
    guard decision.isApplicable(to: findings[index]) else { return .notCorrectable }
    if let range = decision.permittedRange(for: findings[index], of: sector) { return .outOfRange(range) }
    return .applies(to: index)
  }

  /// A finding, or a month of it.
  private struct Target: Hashable {
    let finding: Int
    let month: Int
  }

  /// What a line decides: a corrected value its month, every other line the whole finding and with it each
  /// month that another line corrects.
  private static func targets(
    of decision: DecisionInput, _ finding: Int, _ all: [DecisionInput], _ outcomes: [DecisionOutcome]
  ) -> [Target] {
    if decision.decision.kind == .corrected {
      return [Target(finding: finding, month: decision.decision.month)]
    }
    let corrected = zip(all, outcomes).filter {
      $1 == .applies(to: finding) && $0.decision.kind == .corrected
    }
    return [Target(finding: finding, month: -1)]
      + corrected.map { Target(finding: finding, month: $0.0.decision.month) }
  }
}
