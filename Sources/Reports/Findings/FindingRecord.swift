import Accounting
import Filings
import Rulebook

/// A finding as JSON: one line of `findings.jsonl`, by `schemas/findings.schema.json`. Decimals are strings.
struct FindingRecord: Encodable {
  let uscc, check, severity, facility, reported, expected, source, file: String
  let fraud: Bool
  /// Whether the effect holds only if a person decides for the other source.
  let effectIsConditional: Bool
  let month, line: Int
  let direction, item, parameter, document, effect, effectOnAllowances: String?
  let limit: Limit?
  let title, message, question: Words
  let corrections: [Step]
  let decisions: [Decided]

  init(_ finding: Finding, uscc: String, rules: YearRules) {
    self.uscc = uscc
    let entry = rules.check(finding.check)
    check = finding.check
    severity = finding.severity.rawValue
    fraud = finding.isFraudIndicator
    facility = finding.facility
    direction = finding.direction?.rawValue
    item = finding.item?.rawValue
    parameter = finding.parameter?.rawValue
    document = finding.document.isEmpty ? nil : finding.document
    month = finding.month
    reported = finding.reported
    expected = finding.expected
    source = entry?.source ?? ""
    limit = rules.find(finding.limit).map(Limit.init)
    effectIsConditional = finding.isEffectConditional
    effect = finding.effect?.description
    effectOnAllowances = finding.effectOnAllowances?.description
    file = finding.file
    line = finding.line
    title = Words(entry?.title ?? Label(zh: finding.check, en: finding.check))
    message = Words(finding.message)
    question = Words(finding.question)
    corrections = finding.corrections.map(Step.init)
    decisions = finding.decisions.map(Decided.init)
  }

  struct Words: Encodable {
    let zh, en: String

    init(_ label: Label) {
      zh = label.zh
      en = label.en
    }
  }

  /// The rule that sets the limit.
  struct Limit: Encodable {
    let id, value, unit, document, standing: String

    init(_ entry: RuleEntry) {
      id = entry.id
      value = entry.valueText
      unit = entry.unit
      document = entry.document
      standing = entry.standing.rawValue
    }
  }

  struct Step: Encodable {
    let facility, direction, item, parameter, side: String
    let month: Int
    /// Absent: the guideline's default.
    let value: String?
    let reason: Words

    init(_ correction: Correction) {
      facility = correction.key.facility
      direction = correction.key.direction.rawValue
      item = correction.key.item.rawValue
      parameter = correction.key.parameter.rawValue
      side = correction.side.rawValue
      month = correction.month
      value = correction.value?.description
      reason = Words(correction.reason)
    }
  }

  struct Decided: Encodable {
    let decision, reason, decidedBy, decidedOn, evidence: String
    let month: Int
    let value: String?

    init(_ decision: FindingDecision) {
      self.decision = decision.kind.rawValue
      reason = decision.reason
      decidedBy = decision.decidedBy
      decidedOn = decision.decidedOn.description
      evidence = decision.evidence
      month = decision.month
      value = decision.value?.description
    }
  }
}
