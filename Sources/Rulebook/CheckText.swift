import Filings

/// The catalogue of checks for people to read on a terminal.
package enum CheckText {
  /// A line a check: id, severity, who decides it, source, title.
  package static func list(_ checks: [CheckEntry], language: Language) -> String {
    TextTable.render(
      checks.map { check in
        [
          check.id, check.severity + (check.isFraudIndicator ? " FR" : ""),
          check.how.label.text(in: language), check.source, check.title.text(in: language),
        ]
      })
  }

  /// Everything about one check, with the limits that the rulebook sets for it.
  package static func show(_ check: CheckEntry, in rulebook: Rulebook) -> String {
    var lines = [
      "\(check.id)  \(check.title.zh)  \(check.title.en)",
      "  compares  \(check.compares)",
      "  rule      \(check.rule)",
      "  severity  \(check.severity)\(check.isFraudIndicator ? ", fraud indicator (FR)" : "")",
      "  source    \(check.source)",
      "  decided   \(check.how.label.en)  \(check.how.label.zh)",
    ]
    if !check.note.isEmpty { lines.append("  note      \(check.note)") }
    for limit in rulebook.limits(of: check.id) {
      lines.append(
        "  limit     \(limit.id) = \(limit.valueText) \(limit.unit)  \(limit.label.en) (\(limit.document), \(limit.standing.label.en))"
      )
    }
    return lines.joined(separator: "\n") + "\n"
  }

  /// The whole catalogue as a Markdown table, for `docs/checks.md`.
  package static func markdown(_ rulebook: Rulebook) -> String {
    var text = """
      # The 178 checks

      Written by `cets checks list --markdown`. *automatic*: decided by the program from the filing; \
      *by calculation*: holds by the way the program reads, calculates and allocates; *on site*: an open item \
      of the verifier's report; *verifier's report*: a blank of the report; *left out*: see the note.

      | id | check | 检查 | compares | rule | severity | source | decided | note |
      |---|---|---|---|---|---|---|---|---|

      """
    func cell(_ value: String) -> String { value.replacing("|", with: "\\|") }
    for check in rulebook.checks {
      let severity = check.severity + (check.isFraudIndicator ? " FR" : "")
      let cells = [
        check.id, check.title.en, check.title.zh, check.compares, check.rule, severity, check.source,
        check.how.label.en,
        check.note,
      ]
      text += "| " + cells.map(cell).joined(separator: " | ") + " |\n"
    }
    return text
  }
}

extension Rulebook {
  /// The limits that belong to a check: entries `check.<id>.…`.
  package func limits(of check: String) -> [RuleEntry] {
    entries.filter { $0.id.hasPrefix("check.\(check).") }
  }
}
