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
    let month =
      decision.kind == .corrected
      ? Label(zh: "\(decision.month)月", en: " month \(decision.month)") : Label(zh: "", en: "")
    return Label(
      zh:
        "\(month.zh)\(decision.kind.label.zh)\(value)，\(decision.decidedBy)，\(decision.decidedOn)：\(decision.reason)\(evidence)",
      en:
        "\(decision.kind.label.en)\(month.en)\(value) by \(decision.decidedBy) on \(decision.decidedOn): \(decision.reason)\(evidence)"
    )
  }

  /// What the entity corrected, as persons recorded it; nil for nothing.
  package static func correctiveAction(_ finding: Finding) -> Label? {
    let corrected = finding.decisions.filter { $0.kind == .corrected }.map(sentence)
    if corrected.isEmpty { return nil }
    return Label(
      zh: corrected.map(\.zh).joined(separator: "；"), en: corrected.map(\.en).joined(separator: "; "))
  }

  /// Whether persons recorded a corrected value for every month that the finding moves: then it conforms. Of the rest
  /// only a person can say so.
  package static func isCorrectedThroughout(_ finding: Finding) -> Bool {
    let decided = finding.corrections.filter(\.isDecided)
    return !decided.isEmpty
      && finding.corrections.allSatisfy { step in
        decided.contains { $0.key == step.key && $0.month == step.month && $0.side == step.side }
      }
  }
}
