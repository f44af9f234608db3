import Accounting
import Filings
import Foundation
import Rulebook

/// The batch's findings for programs: JSON Lines and SARIF 2.1.0.
package enum FindingDocuments {
  /// One JSON object a finding, with both languages.
  package static func jsonLines(_ rows: [FindingResultRow], rules: YearRules) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    var bytes: [UInt8] = []
    for row in rows {
      let record = FindingRecord(row.finding, uscc: row.uscc, rules: rules)
      guard let line = try? encoder.encode(record) else { continue }
      bytes += line
      bytes.append(0x0A)
    }
    return bytes
  }

  /// The results of a SARIF log: each finding one, at its line, behind a comma.
  package static func sarifResults(_ rows: [FindingResultRow], language: Language) -> [UInt8] {
    let encoder = Self.sarifEncoder()
    var bytes: [UInt8] = []
    for row in rows {
      let finding = row.finding
      let text =
        "\(row.uscc) \(finding.facility): \(FindingText.line(of: finding, in: language)). "
        + finding.question.text(in: language)
      let result = SARIF.Result(
        ruleId: finding.check, level: level(of: finding), message: SARIF.Message(text: text),
        locations: [SARIF.Location(file: finding.file, line: finding.line)])
      guard let object = try? encoder.encode(result) else { continue }
      bytes += Array(",\n".utf8)
      for (index, line) in object.split(separator: 0x0A).enumerated() {
        if index > 0 { bytes.append(0x0A) }
        bytes += Array("        ".utf8)
        bytes += line
      }
    }
    return bytes
  }

  /// What stands around the results of a SARIF log: each check is a rule.
  package static func sarifFrame(
    checks: Set<String>, rules: YearRules, program: String, version: String, language: Language
  ) -> (head: [UInt8], tail: [UInt8]) {
    let driver = SARIF.Driver(
      name: program, version: version,
      rules: checks.sorted().map { id in
        let title = rules.check(id)?.title.text(in: language) ?? id
        let rule = rules.check(id).map { " (\($0.rule); \($0.source))" } ?? ""
        return SARIF.Rule(id: id, help: SARIF.Message(text: title + rule))
      })
    let log = SARIF(runs: [SARIF.Run(tool: SARIF.Tool(driver: driver), results: [])])
    let text = (try? sarifEncoder().encode(log)).map { String(decoding: $0, as: UTF8.self) } ?? ""
    // An empty list of results, as the encoder writes it, is where they belong.
    let halves = text.split(separator: "\"results\" : [\n\n      ]", maxSplits: 1)
    guard halves.count == 2 else { return ([], []) }
    return (Array("\(halves[0])\"results\" : [\n".utf8), Array("\n      ]\(halves[1])\n".utf8))
  }

  private static func sarifEncoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    return encoder
  }

  private static func level(of finding: Finding) -> String {
    if finding.isDismissed { return "none" }
    return switch finding.severity {
    case .s1, .s2: "error"
    case .s3: "warning"
    case .s4: "note"
    }
  }
}
