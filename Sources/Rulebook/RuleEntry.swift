import Filings
import Quantities

/// How far a rule's value can be relied on; printed beside it wherever it is used.
package enum Standing: String, CaseIterable, Sendable {
  /// The official document's own words.
  case official
  /// A consultation draft of an official document.
  case draft
  /// Transcriptions by third parties of an official document that was not at hand.
  case secondary
  /// Taken over from another sector's official rule.
  case analogue
  /// Follows by calculation from other rules.
  case derived
  /// General professional knowledge, to be confirmed.
  case general
  /// Proposed for this program; never cited as a rule.
  case proposal
  /// An assumption of a user about years for which there is no rule; never cited as one.
  case scenario

  package var label: Label {
    switch self {
    case .official: Label(zh: "官方", en: "official")
    case .draft: Label(zh: "官方征求意见稿", en: "official draft")
    case .secondary: Label(zh: "二手转录", en: "secondary")
    case .analogue: Label(zh: "类比", en: "analogue")
    case .derived: Label(zh: "推算", en: "derived")
    case .general: Label(zh: "行业常识（待确认）", en: "general knowledge, to be confirmed")
    case .proposal: Label(zh: "本程序建议", en: "proposal")
    case .scenario: Label(zh: "情景假设，并非规定", en: "scenario: an assumption, not law")
    }
  }
}

/// What a rule sets.
package enum RuleValue: Sendable, Equatable {
  case number(FixedDecimal)
  case date(CalendarDate)
  /// A switch or a method, by its code.
  case word(String)
}

/// A document that rules cite.
package struct RuleDocument: Sendable, Equatable {
  /// The tag by which entries cite it, `AG-STEEL` for example.
  package let tag: String
  package let title: Label
  /// Its official number, 环办气候函〔2025〕27号 for example; empty if it has none.
  package let number: String
  /// The day of issue as far as known, `2025-01-21` or `2025-11`; empty if unknown.
  package let issued: String

  package init(tag: String, title: Label, number: String, issued: String) {
    self.tag = tag
    self.title = title
    self.number = number
    self.issued = issued
  }
}

/// One parameter in force for a range of years. A class, because every calculated number points at the
/// entries it used and a reference is all it needs to keep.
package final class RuleEntry: Sendable {
  /// `steel.fuel.anthracite.netCalorificValue` for example.
  package let id: String
  package let label: Label
  package let value: RuleValue
  /// The unit as text, `GJ/t`; empty for words and dates.
  package let unit: String
  /// The decimals the guideline prints, nil for words and dates.
  package let decimals: Int?
  package let firstYear: Int
  /// Nil while no end is set.
  package let lastYear: Int?
  /// The tag of the document.
  package let document: String
  /// Section, table or article.
  package let clause: String
  package let standing: Standing
  /// What a user should know: disagreements, slips, switches. May be empty.
  package let note: String

  package init(
    id: String, label: Label, value: RuleValue, unit: String, decimals: Int?, firstYear: Int,
    lastYear: Int?, document: String, clause: String, standing: Standing, note: String
  ) {
    self.id = id
    self.label = label
    self.value = value
    self.unit = unit
    self.decimals = decimals
    self.firstYear = firstYear
    self.lastYear = lastYear
    self.document = document
    self.clause = clause
    self.standing = standing
    self.note = note
  }

  package func isInForce(in year: Int) -> Bool {
    year >= firstYear && year <= lastYear ?? Int.max
  }
}
