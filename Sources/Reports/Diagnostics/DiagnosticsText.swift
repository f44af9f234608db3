import Filings

/// Diagnostics for a person at a terminal.
package enum DiagnosticsText {
  /// - Parameter colour: with ANSI colours.
  package static func render(_ diagnostics: [Diagnostic], language: Language, colour: Bool) -> String {
    diagnostics.map { text(of: $0, language, colour) }.joined()
  }

  private static func text(of diagnostic: Diagnostic, _ language: Language, _ colour: Bool) -> String {
    let place = [diagnostic.file] + [diagnostic.line, diagnostic.column].prefix { $0 > 0 }.map(String.init)
    let severity = Self.severity(diagnostic.severity).text(in: language)
    var lines = [
      "\(place.joined(separator: ":")): \(painted(severity, diagnostic.severity, colour)) \(diagnostic.code.rawValue): \(clean(diagnostic.message.text(in: language)))"
    ]
    if !diagnostic.text.isEmpty {
      let field = diagnostic.field.isEmpty ? "" : "\(diagnostic.field): "
      lines.append("    \(language == .zh ? "填报" : "found")     \(field)\(clean(diagnostic.text))")
    }
    if !diagnostic.expected.isEmpty {
      lines.append("    \(language == .zh ? "应为" : "expected")  \(clean(diagnostic.expected))")
    }
    lines.append("    \(language == .zh ? "修正" : "remedy")    \(diagnostic.remedy.text(in: language))")
    return lines.joined(separator: "\n") + "\n"
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

  /// A filing's text on a terminal: control characters could move the cursor or ring the bell.
  private static func clean(_ text: String) -> String {
    String(
      String.UnicodeScalarView(
        text.unicodeScalars.map { $0.properties.generalCategory == .control ? "\u{FFFD}" : $0 }))
  }
}
