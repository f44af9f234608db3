import Filings

/// A column of a table: the one description from which the reader's checks, the header recognition and
/// the published Table Schema all follow.
package struct CSVColumn: Sendable {
  package enum Presence: Sendable {
    /// The column must be there and every cell filled.
    case required
    /// The column must be there; a cell may be empty (a month that was not reported).
    case columnRequired
    /// The column may be left out.
    case optional
  }

  package let name: CSVColumnName
  package let form: CSVForm
  package let presence: Presence
  /// What the column holds, for people.
  package let label: Label

  init(
    _ name: CSVColumnName, _ form: CSVForm, _ presence: Presence = .required, zh: String, en: String
  ) {
    self.name = name
    self.form = form
    self.presence = presence
    label = Label(zh: zh, en: en)
  }
}

/// What a cell may hold.
package enum CSVForm: Sendable {
  /// A unified social credit code; its check character is a rule of its own (FIL-USCC).
  case uscc
  case integer(ClosedRange<Int>)
  /// Exactly so many digits: a GB/T code.
  case digits(ClosedRange<Int>)
  /// The id of a facility, meter or document.
  case identifier
  /// A facility's id, or `-` for the enterprise.
  case facility
  /// Ids separated by single spaces.
  case identifiers
  /// At most ``CSVLimits/textCharacters`` characters without control characters.
  case text
  case number
  /// A number that is not below zero.
  case amount
  case date
  case sha256
  case code(CSVCodeList)
}

/// A code list as a column's form names it.
package struct CSVCodeList: Sendable {
  /// Each code with all of its spellings, the code first.
  package let entries: [[String]]

  package init<Entry: Code>(_ entries: some Sequence<Entry>) {
    self.entries = entries.map(\.spellings)
  }

  package init(entries: [[String]]) {
    self.entries = entries
  }

  package var spellings: [String] { entries.flatMap { $0 } }
  package var codes: [String] { entries.compactMap(\.first) }
}

/// The limits of a filing's values, the same as those of the XML form.
package enum CSVLimits {
  package static let years = 2000...2099
  package static let submissions = 1...9999
  package static let lines = 1...999_999_999
  package static let textCharacters = 200
  /// A movement of the book.
  package static let tonnes = 1...999_999_999
  package static let identifierCharacters = 32
  package static let identifiersInCell = 256
}
