import Filings
import Foundation

/// Diagnostics for programs: JSON Lines, SARIF 2.1.0, JUnit XML, and the document of a rejected filing.
package enum DiagnosticsDocuments {
  /// One JSON object a line, with both languages.
  package static func jsonLines(_ diagnostics: [Diagnostic]) -> [UInt8] {
    diagnostics.flatMap { encode(Record($0), pretty: false) + [0x0A] }
  }

  /// Why a filing was rejected: `rejected/NAME.json`.
  package static func rejection(_ rejected: RejectedFiling) -> [UInt8] {
    encode(
      Rejection(
        name: rejected.name, files: rejected.files, uscc: rejected.uscc,
        diagnostics: rejected.diagnostics.map(Record.init)), pretty: true) + [0x0A]
  }

  /// A SARIF 2.1.0 log of one run.
  package static func sarif(_ diagnostics: [Diagnostic], program: String, version: String, language: Language)
    -> [UInt8]
  {
    let codes = Set(diagnostics.map(\.code)).sorted { $0.rawValue < $1.rawValue }
    let driver = SARIF.Driver(
      name: program, version: version,
      rules: codes.map {
        SARIF.Rule(
          id: $0.rawValue, help: SARIF.Message(text: $0.remedy.text(in: language)),
          shortDescription: SARIF.Message(text: $0.meaning.text(in: language)),
          defaultConfiguration: SARIF.Configuration(level: $0.severity.rawValue))
      })
    let results = diagnostics.map { diagnostic in
      SARIF.Result(
        ruleId: diagnostic.code.rawValue, level: diagnostic.severity.rawValue,
        message: SARIF.Message(text: sentence(diagnostic, language)),
        locations: [
          SARIF.Location(
            file: diagnostic.file, line: diagnostic.line, column: diagnostic.column,
            length: diagnostic.excerpt?.length ?? 0)
        ])
    }
    return encode(SARIF(runs: [SARIF.Run(tool: SARIF.Tool(driver: driver), results: results)]), pretty: true)
      + [0x0A]
  }

  /// JUnit XML: a test case a file, failed if it has an error; what is no error is its output.
  package static func junit(_ diagnostics: [Diagnostic], files: [String], language: Language) -> [UInt8] {
    let byFile = Dictionary(grouping: diagnostics, by: \.file)
    let names = Set(files).union(byFile.keys).sorted()
    let failures = names.count { byFile[$0]?.contains { $0.severity == .error } ?? false }
    let counts = "tests=\"\(names.count)\" failures=\"\(failures)\" errors=\"0\""
    var xml = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<testsuites \(counts)>\n"
    xml += "  <testsuite name=\"cets validate\" \(counts) skipped=\"0\">\n"
    for name in names {
      xml += "    <testcase classname=\"filing\" name=\"\(escaped(name))\" time=\"0\">\n"
      let found = byFile[name] ?? []
      let errors = found.filter { $0.severity == .error }
      if let first = errors.first {
        let more = errors.count == 1 ? "" : " (+\(errors.count - 1))"
        xml += "      <failure type=\"\(first.code.rawValue)\""
        xml += " message=\"\(escaped(first.message.text(in: language) + more))\">"
        xml += "\(lines(errors, language))</failure>\n"
      }
      let others = found.filter { $0.severity != .error }
      if !others.isEmpty { xml += "      <system-out>\(lines(others, language))</system-out>\n" }
      xml += "    </testcase>\n"
    }
    return Array((xml + "  </testsuite>\n</testsuites>\n").utf8)
  }

  private static func lines(_ diagnostics: [Diagnostic], _ language: Language) -> String {
    diagnostics.map { diagnostic in
      let place = diagnostic.line == 0 ? "" : "\(diagnostic.line):\(diagnostic.column) "
      return escaped("\(place)\(diagnostic.code.rawValue) \(sentence(diagnostic, language))")
    }.joined(separator: "\n")
  }

  private static func sentence(_ diagnostic: Diagnostic, _ language: Language) -> String {
    let found = diagnostic.text.isEmpty ? "" : " [\(diagnostic.text)]"
    let message = diagnostic.message.text(in: language)
    let isClosed = message.last.map { "。.？?".contains($0) } ?? false
    let said = found.isEmpty && isClosed ? message : "\(message)\(found)\(language == .zh ? "。" : ".")"
    return "\(said)\(language == .zh ? "" : " ")\(diagnostic.remedy.text(in: language))"
  }

  private static func encode(_ value: some Encodable, pretty: Bool) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting =
      pretty
      ? [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted] : [.sortedKeys, .withoutEscapingSlashes]
    return (try? encoder.encode(value)).map(Array.init) ?? []
  }

  private static func escaped(_ text: String) -> String {
    var result = ""
    for scalar in text.unicodeScalars {
      switch scalar {
      case "&": result += "&amp;"
      case "<": result += "&lt;"
      case ">": result += "&gt;"
      case "\"": result += "&quot;"
      case "\n", "\t": result.unicodeScalars.append(scalar)
      default:
        let isForbidden = scalar.value < 0x20 || scalar.value == 0xFFFE || scalar.value == 0xFFFF
        result.unicodeScalars.append(isForbidden ? "\u{FFFD}" : scalar)
      }
    }
    return result
  }

  private struct Record: Encodable {
    let code, severity, file, field, text, expected, uscc, facility: String
    let line, column, month: Int
    let item, parameter: String?
    let message, remedy: Text

    init(_ diagnostic: Diagnostic) {
      code = diagnostic.code.rawValue
      severity = diagnostic.severity.rawValue
      file = diagnostic.file
      line = diagnostic.line
      column = diagnostic.column
      field = diagnostic.field
      text = diagnostic.text
      expected = diagnostic.expected
      uscc = diagnostic.uscc
      facility = diagnostic.subject.facility
      item = diagnostic.subject.item?.rawValue
      parameter = diagnostic.subject.parameter?.rawValue
      month = diagnostic.subject.month
      message = Text(diagnostic.message)
      remedy = Text(diagnostic.remedy)
    }
  }

  private struct Text: Encodable {
    let zh, en: String

    init(_ label: Label) {
      zh = label.zh
      en = label.en
    }
  }

  private struct Rejection: Encodable {
    let name: String
    let files: [String]
    let uscc: String
    let diagnostics: [Record]
  }
}
