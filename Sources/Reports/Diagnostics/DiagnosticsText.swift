import Filings

/// Diagnostics for a person at a terminal: the place first, as compilers write it, so that editors find
/// it; then the line with a mark under the place, what was expected, and how to mend it.
package enum DiagnosticsText {
  /// - Parameter colour: with ANSI colours.
  package static func render(_ diagnostics: [Diagnostic], language: Language, colour: Bool) -> String {
    var text = ""
    var file: String?
    for diagnostic in diagnostics {
      if let file, file != diagnostic.file { text += "\n" }
      file = diagnostic.file
      text += block(of: diagnostic, language, colour)
    }
    return text
  }

  /// The last line: how many of each severity in how many filings.
  ///
  /// - Parameters:
  ///   - isAtLeast: whether there may be more of them.
  ///   - inPart: of how many filings only single tables were checked.
  package static func count(
    _ totals: [Diagnostic.Severity: Int], isAtLeast: Bool = false, filings: Int, inPart: Int = 0,
    language: Language
  ) -> String {
    let (errors, warnings, notes) = (totals[.error] ?? 0, totals[.warning] ?? 0, totals[.note] ?? 0)
    func plural(_ count: Int, _ word: String) -> String { "\(count) \(word)\(count == 1 ? "" : "s")" }
    switch language {
    case .zh:
      let part = inPart > 0 ? "（其中\(inPart)份只校验了部分表格）" : ""
      let least = isAtLeast ? "至少" : ""
      return "\(filings)份填报\(part)：\(least)\(errors)个错误，\(warnings)个警告，\(notes)个提示\n"
    case .en:
      let part = inPart > 0 ? " (\(inPart) checked in part)" : ""
      let least = isAtLeast ? "at least " : ""
      let found = [plural(errors, "error"), plural(warnings, "warning"), plural(notes, "note")]
      return "\(plural(filings, "filing"))\(part): \(least)\(found.joined(separator: ", "))\n"
    }
  }

  private static func block(of diagnostic: Diagnostic, _ language: Language, _ colour: Bool) -> String {
    let place =
      [clean(diagnostic.file)] + [diagnostic.line, diagnostic.column].prefix { $0 > 0 }.map(String.init)
    let severity = painted(
      severity(diagnostic.severity).text(in: language), diagnostic.severity, colour)
    var lines = [
      "\(place.joined(separator: ":")): \(severity) \(diagnostic.code.rawValue): \(clean(diagnostic.message.text(in: language)))"
    ]
    if let excerpt = diagnostic.excerpt {
      lines += marked(excerpt, line: diagnostic.line, diagnostic.severity, colour)
    }
    if !diagnostic.text.isEmpty {
      let field = diagnostic.field.isEmpty ? "" : "\(clean(diagnostic.field)): "
      lines.append("    \(language == .zh ? "填报      " : "found     ")\(field)\(clean(diagnostic.text))")
    } else if !diagnostic.field.isEmpty {
      lines.append("    \(language == .zh ? "位置      " : "in        ")\(clean(diagnostic.field))")
    }
    if let meant = diagnostic.suggestion {
      lines.append("    \(language == .zh ? "是否为    " : "perhaps   ")\(clean(meant))")
    } else if !diagnostic.expected.isEmpty {
      lines.append("    \(language == .zh ? "应为      " : "expected  ")\(clean(diagnostic.expected))")
    }
    lines.append("    \(language == .zh ? "修正      " : "remedy    ")\(diagnostic.remedy.text(in: language))")
    return lines.joined(separator: "\n") + "\n"
  }

  /// The line with its number, and under it a mark as wide as the offending text.
  private static func marked(
    _ excerpt: Diagnostic.Excerpt, line: Int, _ severity: Diagnostic.Severity, _ colour: Bool
  ) -> [String] {
    // A tab has no width of its own: it is shown as blanks, so that the mark stands under its place.
    let shown = clean(excerpt.text.replacing("\t", with: "    "))
    let scalars = Array(excerpt.text.unicodeScalars)
    let before = scalars.prefix(excerpt.column - 1).reduce(0) { $0 + DisplayWidth.of($1) }
    let under = scalars.dropFirst(excerpt.column - 1).prefix(excerpt.length)
      .reduce(0) { $0 + DisplayWidth.of($1) }
    let number = String(line)
    let gutter = String(repeating: " ", count: max(0, 6 - number.count))
    let mark = String(repeating: "^", count: max(1, under))
    return [
      "\(gutter)\(number) | \(shown)",
      "       | \(String(repeating: " ", count: before))\(painted(mark, severity, colour))",
    ]
  }

  package static func severity(_ severity: Diagnostic.Severity) -> Label {
    switch severity {
    case .error: Label(zh: "错误", en: "error")
    case .warning: Label(zh: "警告", en: "warning")
    case .note: Label(zh: "提示", en: "note")
    }
  }

  private static func painted(_ text: String, _ severity: Diagnostic.Severity, _ colour: Bool) -> String {
    guard colour else { return text }
    let code =
      switch severity {
      case .error: "31"
      case .warning: "33"
      case .note: "36"
      }
    return "\u{1B}[1;\(code)m\(text)\u{1B}[0m"
  }

  /// A filing's text on a terminal: control characters could move the cursor or ring the bell, and
  /// characters that turn the direction of writing could hide what a line says.
  private static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { scalar in
          switch scalar.properties.generalCategory {
          case .control, .lineSeparator, .paragraphSeparator: "\u{FFFD}"
          case .format
          where (0x202A...0x202E).contains(scalar.value) || (0x2066...0x2069).contains(scalar.value):
            "\u{FFFD}"
          default: scalar
          }
        }))
  }
}

/// How many columns of a terminal a character takes.
enum DisplayWidth {
  static func of(_ scalar: Unicode.Scalar) -> Int {
    if scalar == "\t" { return 4 }
    switch scalar.properties.generalCategory {
    case .nonspacingMark, .enclosingMark, .format: return 0
    default: return isWide(scalar.value) ? 2 : 1
    }
  }

  /// East Asian Wide and Fullwidth (Unicode Standard Annex 11): the blocks that filings can hold.
  private static func isWide(_ value: UInt32) -> Bool {
    switch value {
    case 0x1100...0x115F, 0x2E80...0x303E, 0x3041...0x33FF, 0x3400...0x4DBF, 0x4E00...0x9FFF,
      0xA000...0xA4CF, 0xAC00...0xD7A3, 0xF900...0xFAFF, 0xFE30...0xFE6F, 0xFF00...0xFF60, 0xFFE0...0xFFE6,
      0x1F300...0x1F64F, 0x1F900...0x1F9FF, 0x20000...0x3FFFD:
      true
    default: false
    }
  }
}
