import Accounting
import Filings
import Verification

/// What became of the lines of the decisions table, where it was not what their writers meant.
struct DecisionNotes {
  /// What the lines are held against.
  struct Subject {
    let findings: [Finding]
    let sector: Sector
    let submittedOn: CalendarDate
  }

  /// The day that the run's reports carry, if one was given.
  let asOf: CalendarDate?

  /// - Parameter subjects: by USCC.
  func notes(on allowances: AllowanceData, _ subjects: [String: Subject]) -> [Diagnostic] {
    var notes = allowances.strayDecisions
    for (uscc, decisions) in Dictionary(grouping: allowances.decisions, by: \.uscc) {
      let subject = subjects[uscc]
      let findings = subject?.findings ?? []
      let outcomes = DecisionOutcome.outcomes(
        of: decisions, in: findings, sector: subject?.sector ?? .cement)
      for (decision, outcome) in zip(decisions, outcomes) {
        if let message = Self.message(for: outcome, findings) {
          notes.append(note(.decision, decision, message.label, expected: message.expected))
        } else if let subject, let message = message(on: decision.decision.decidedOn, subject) {
          notes.append(
            note(
              .decisionDate, decision, message.label, text: "\(decision.decision.decidedOn)",
              expected: message.expected))
        }
      }
    }
    return notes.sorted()
  }

  private func note(
    _ code: DiagnosticCode, _ decision: DecisionInput, _ message: Label, text: String? = nil,
    expected: String
  ) -> Diagnostic {
    let what = [
      decision.check, decision.facility, decision.item?.rawValue ?? "", decision.parameter?.rawValue ?? "",
    ]
    return Diagnostic(
      code, file: decision.file, line: decision.line, field: code == .decision ? "check" : "decided_on",
      text: text ?? what.filter { !$0.isEmpty }.joined(separator: " "), message: message,
      expected: expected, uscc: decision.uscc,
      subject: Diagnostic.Subject(
        facility: decision.facility, item: decision.item, parameter: decision.parameter,
        month: decision.decision.month))
  }

  // MARK: Outcomes

  private static func message(
    for outcome: DecisionOutcome, _ findings: [Finding]
  ) -> (label: Label, expected: String)? {
    switch outcome {
    case .applies: nil
    case .unknown: (Label(zh: "没有这样的发现：可能已不存在", en: "there is no such finding, or no longer"), "")
    case .ambiguous(let places):
      (
        Label(
          zh: "有\(places.count)项发现符合这一行，须用document、reported或line列指明是哪一项",
          en:
            "\(places.count) findings fit this row: name one by the columns direction, document, reported or line"
        ), candidates(places.map { findings[$0] })
      )
    case .notCorrectable:
      (
        Label(
          zh: "该发现不涉及某个月的数值，无法更正", en: "the finding is about no monthly value that could be corrected"), ""
      )
    case .outOfRange(let range):
      (Label(zh: "更正值超出该参数的取值范围", en: "the corrected value is out of the parameter's range"), range)
    case .contradicted(let line):
      (
        Label(
          zh: "第\(line)行对同一发现已另有决定，两行均不生效", en: "line \(line) decides the same finding; neither takes effect"
        ), ""
      )
    }
  }

  /// How each of several findings would have to be named.
  private static func candidates(_ findings: [Finding]) -> String {
    let shown = findings.prefix(10).map { finding in
      [
        ("direction", finding.direction?.rawValue ?? ""), ("document", finding.document),
        ("reported", finding.reported), ("line", "\(finding.line)"),
      ].filter { !$0.1.isEmpty }.map { "\($0.0)=\($0.1)" }.joined(separator: " ")
    }
    return (shown + (findings.count > 10 ? ["…"] : [])).joined(separator: "; ")
  }

  // MARK: Dates

  private func message(
    on day: CalendarDate, _ subject: Subject
  ) -> (label: Label, expected: String)? {
    if day < subject.submittedOn {
      return (
        Label(zh: "决定日期早于报送日期", en: "the decision is dated before the filing was submitted"),
        "≥ \(subject.submittedOn)"
      )
    }
    if let asOf, day > asOf {
      return (
        Label(zh: "决定日期晚于报告日期", en: "the decision is dated after the day that the reports carry"),
        "≤ \(asOf)"
      )
    }
    return nil
  }
}

extension DecisionNotes.Subject {
  init(_ entity: AssessedEntity) {
    self.init(findings: entity.findings, sector: entity.sector, submittedOn: entity.submittedOn)
  }
}
