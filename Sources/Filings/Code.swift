/// A name in Chinese, as the official documents have it, and in English.
package struct Label: Sendable, Equatable, Codable {
  package let zh: String
  package let en: String

  package init(zh: String, en: String) {
    self.zh = zh
    self.en = en
  }

  package func text(in language: Language) -> String {
    language == .zh ? zh : en
  }
}

/// A language of reports and messages.
package enum Language: String, CaseIterable, Sendable {
  case en, zh
}

/// A code list: fixed codes in files, official Chinese terms as synonyms, labels for people.
package protocol Code: RawRepresentable, CaseIterable, Hashable, Codable, Sendable where RawValue == String {
  var label: Label { get }
  /// Further terms that a filing may use, besides the code and the official Chinese term.
  var synonyms: [String] { get }
}

extension Code {
  /// By the place in the list: by its text, as it would be otherwise, takes ten times as long. A code is an
  /// enumeration without payloads, one byte that differs from case to case.
  package func hash(into hasher: inout Hasher) {
    withUnsafeBytes(of: self) { hasher.combine(bytes: $0) }
  }

  /// A number of the case's own: its byte.
  package var ordinal: UInt8 { withUnsafeBytes(of: self) { $0[0] } }

  package var synonyms: [String] { [] }

  /// Every spelling a filing may use for the code: the code, the Chinese term, the synonyms.
  package var spellings: [String] {
    [rawValue] + ([label.zh] + synonyms).filter { $0 != rawValue }
  }
}

/// Finds codes by any of their spellings.
package struct CodeTable<Entry: Code>: Sendable {
  private let bySpelling: [String: Entry]

  package init() {
    var table: [String: Entry] = [:]
    for code in Entry.allCases {
      for spelling in code.spellings where table[spelling] == nil { table[spelling] = code }
    }
    bySpelling = table
  }

  package subscript(spelling: String) -> Entry? { bySpelling[spelling] }

  /// The spellings in the order of the list.
  package static var spellings: [String] { Entry.allCases.flatMap(\.spellings) }
}
