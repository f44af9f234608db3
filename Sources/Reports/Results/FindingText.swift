import Accounting
import Filings

/// How a finding is told in one line: what it is, and what persons decided about it.
package enum FindingText {
  package static func line(of finding: Finding, in language: Language) -> String {
    ([finding.message] + finding.decisions.map(sentence)).map { $0.text(in: language) }
      .joined(separator: language == .zh ? "；" : "; ")
  }

  /// `dismissed by … on …: reason (evidence)`.
  package static func sentence(_ decision: FindingDecision) -> Label {
    let evidence = decision.evidence.isEmpty ? "" : " (\(decision.evidence))"
    let value = decision.value.map { " = \($0)" } ?? ""
    return Label(
      zh:
        "\(decision.kind.label.zh)\(value)，\(decision.decidedBy)，\(decision.decidedOn)：\(decision.reason)\(evidence)",
      en:
        "\(decision.kind.label.en)\(value) by \(decision.decidedBy) on \(decision.decidedOn): \(decision.reason)\(evidence)"
    )
  }
}
