/// What is wrong with an input, where, and how to mend it: one shape for every reader and format.
package struct Diagnostic: Sendable, Equatable, Codable {
  package var code: DiagnosticCode
  package var severity: Severity
  /// The file as given on the command line.
  package var file: String
  /// From 1; 0 where the whole file is meant.
  package var line: Int
  /// From 1, in characters; 0 where unknown.
  package var column: Int
  /// The name of the CSV column or XML attribute, where there is one.
  package var field: String
  /// The offending text, cut to a readable length.
  package var text: String
  /// What this very case is about, in both languages.
  package var message: Label
  /// What would have been right, if it can be said shortly: a list of codes, a unit, a character.
  package var expected: String
  /// The entity concerned, where it is known.
  package var uscc: String
  /// The facility, item, parameter and month concerned, where they are known.
  package var subject: Subject
  /// The line of the file with the offending place, where it could be read again; not part of what the
  /// diagnostic says.
  package var excerpt: Excerpt?

  /// A line of a file, cut to a readable length, and a place in it.
  package struct Excerpt: Sendable, Equatable, Codable {
    package let text: String
    /// From 1, in characters of the text.
    package let column: Int
    /// In characters, at least 1.
    package let length: Int

    package init(text: String, column: Int, length: Int) {
      self.text = text
      self.column = column
      self.length = length
    }
  }

  package struct Subject: Sendable, Equatable, Codable {
    package var facility = ""
    package var item: Item?
    package var parameter: Parameter?
    /// 1 to 12, or 0.
    package var month = 0

    package init(facility: String = "", item: Item? = nil, parameter: Parameter? = nil, month: Int = 0) {
      self.facility = facility
      self.item = item
      self.parameter = parameter
      self.month = month
    }
  }

  package enum Severity: String, Sendable, CaseIterable, Codable {
    /// The filing is rejected.
    case error
    /// The filing is processed; a finding says what was found.
    case warning
    /// Something a person may want to know; nothing is wrong.
    case note
  }

  package init(
    _ code: DiagnosticCode, file: String, line: Int = 0, column: Int = 0, field: String = "",
    text: String = "", message: Label, expected: String = "", uscc: String = "", subject: Subject = Subject()
  ) {
    self.code = code
    severity = code.severity
    self.file = file
    self.line = line
    self.column = column
    self.field = field
    self.text = text.shortened(to: 80)
    self.message = message
    self.expected = expected
    self.uscc = uscc
    self.subject = subject
  }

  /// How to mend it.
  package var remedy: Label { code.remedy }

  /// What was probably meant, where `expected` is one such guess: `clinker?`.
  package var suggestion: String? {
    expected.hasSuffix("?") && expected.count > 1 ? String(expected.dropLast()) : nil
  }
}

extension String {
  /// The text if it has no more than so many characters, or its beginning and an ellipsis. Characters are those of
  /// Unicode, as JSON Schema counts them: of letters with accents, thousands may be piled up as one.
  package func shortened(to most: Int) -> String {
    // The text may be long: no more of it is looked at than is kept.
    guard utf8.count > most,
      unicodeScalars.index(startIndex, offsetBy: most + 1, limitedBy: endIndex) != nil
    else { return self }
    return String(String.UnicodeScalarView(unicodeScalars.prefix(most - 1))) + "…"
  }
}

extension Diagnostic: Comparable {
  /// By file, line, column, code and text: the order in which a person works through a file.
  package static func < (left: Diagnostic, right: Diagnostic) -> Bool {
    if left.file != right.file { return left.file < right.file }
    if left.line != right.line { return left.line < right.line }
    if left.column != right.column { return left.column < right.column }
    if left.code != right.code { return left.code.rawValue < right.code.rawValue }
    if left.field != right.field { return left.field < right.field }
    return (left.text, left.message.en) < (right.text, right.message.en)
  }
}
