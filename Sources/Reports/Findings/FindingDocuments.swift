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

  /// A SARIF log: each check a rule, each finding a result at its line.
  package static func sarif(
    _ rows: [FindingResultRow], rules: YearRules, program: String, version: String, language: Language
  ) -> [UInt8] {
    let ids = Set(rows.map(\.finding.check)).sorted()
    let driver = SARIF.Driver(
      name: program, version: version,
      rules: ids.map { id in
        let title = rules.check(id)?.title.text(in: language) ?? id
        let rule = rules.check(id).map { " (\($0.rule); \($0.source))" } ?? ""
        return SARIF.Rule(id: id, help: SARIF.Message(text: title + rule))
      })
    let results = rows.map { row in
      let finding = row.finding
      let text =
        "\(row.uscc) \(finding.facility): \(FindingText.line(of: finding, in: language)). "
        + finding.question.text(in: language)
      return SARIF.Result(
        ruleId: finding.check, level: level(of: finding), message: SARIF.Message(text: text),
        locations: [SARIF.Location(file: finding.file, line: finding.line)])
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes, .prettyPrinted]
    let log = SARIF(runs: [SARIF.Run(tool: SARIF.Tool(driver: driver), results: results)])
    return ((try? encoder.encode(log)).map(Array.init) ?? []) + [0x0A]
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
