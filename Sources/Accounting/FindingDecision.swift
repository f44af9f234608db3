import Filings
import Quantities

/// What a person decided about a finding: a line of the decisions table.
package struct FindingDecision: Sendable, Equatable, Codable {
  package enum Kind: String, Code {
    /// The finding and its correction stand.
    case accepted
    /// The finding does not hold: its correction is removed, it stays visible.
    case dismissed
    /// The value was corrected with evidence: it replaces the filed one.
    case corrected

    package var label: Label {
      switch self {
      case .accepted: Label(zh: "认定", en: "accepted")
      case .dismissed: Label(zh: "不成立", en: "dismissed")
      case .corrected: Label(zh: "已更正", en: "corrected")
      }
    }
  }

  package let kind: Kind
  /// The month that is corrected, 1 to 12; 0 for the finding as a whole.
  package let month: Int
  /// The right value, in the unit of the formulas; only for `corrected`.
  package let value: FixedDecimal?
  package let reason: String
  package let decidedBy: String
  package let decidedOn: CalendarDate
  package let evidence: String

  package init(
    kind: Kind, month: Int, value: FixedDecimal?, reason: String, decidedBy: String, decidedOn: CalendarDate,
    evidence: String
  ) {
    self.kind = kind
    self.month = month
    self.value = value
    self.reason = reason
    self.decidedBy = decidedBy
    self.decidedOn = decidedOn
    self.evidence = evidence
  }
}
