import Filings

/// A check of the verification catalogue, as data: what it compares, its limit as the catalogue words it,
/// its severity and where it comes from.
/// A class, as a rule's entry is: checks and findings only point at it.
package final class CheckEntry: Sendable {
  /// Who can decide it.
  package enum How: String, CaseIterable, Sendable {
    /// A check of the program decides it from the filing.
    case automatic
    /// It holds by the way the program reads, calculates and allocates.
    case calculation
    /// Only people on site can; the verifier's report asks them.
    case site
    /// It is about the verifier's own report: a blank to fill in.
    case report
    /// Left out for now.
    case later

    package var label: Label {
      switch self {
      case .automatic: Label(zh: "程序判定", en: "automatic")
      case .calculation: Label(zh: "由核算方法保证", en: "by calculation")
      case .site: Label(zh: "现场核查", en: "on site")
      case .report: Label(zh: "核查报告填写", en: "verifier's report")
      case .later: Label(zh: "暂未实现", en: "left out")
      }
    }
  }

  /// `I03`.
  package let id: String
  package let title: Label
  /// What it compares, in the catalogue's words.
  package let compares: String
  /// The limit in the catalogue's words.
  package let rule: String
  /// `S1` to `S4`.
  package let severity: String
  /// Whether a finding is also a fraud indicator (FR).
  package let isFraudIndicator: Bool
  /// Source tags of the catalogue: `VG26*` for a rule of power applied by analogy.
  package let source: String
  package let how: How
  /// Why it is left out, or what else a reader should know.
  package let note: String

  package init(
    id: String, title: Label, compares: String, rule: String, severity: String, isFraudIndicator: Bool,
    source: String,
    how: How, note: String
  ) {
    self.id = id
    self.title = title
    self.compares = compares
    self.rule = rule
    self.severity = severity
    self.isFraudIndicator = isFraudIndicator
    self.source = source
    self.how = how
    self.note = note
  }
}
