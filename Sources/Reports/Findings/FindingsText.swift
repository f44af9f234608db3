import Accounting
import Filings
import Quantities
import Rulebook
import Verification

/// The findings of one filing for a terminal: most severe first, each with its place, values, limit,
/// effect, and the question to the entity.
package struct FindingsText {
  let filing: Filing
  let statement: VerifiedStatement
  let rules: YearRules
  let facility: String?
  let language: Language
  let isColoured: Bool

  package init(
    filing: Filing, statement: VerifiedStatement, rules: YearRules, facility: String?, language: Language,
    isColoured: Bool
  ) {
    self.filing = filing
    self.statement = statement
    self.rules = rules
    self.facility = facility
    self.language = language
    self.isColoured = isColoured
  }

  package func render() -> String {
    let findings = statement.findings.filter { facility == nil || $0.facility == facility }
    var text = "\(filing.entity.name) (\(filing.entity.uscc)), \(filing.year)\n"
    for finding in findings.enumerated().sorted(by: {
      ($0.element.severity, $0.offset) < ($1.element.severity, $1.offset)
    }) {
      text += render(finding.element)
    }
    return text + summary(of: findings)
  }

  private func render(_ finding: Finding) -> String {
    let mark = finding.severity.rawValue + (finding.isFraudIndicator ? " FR" : "")
    let place = finding.line > 0 ? "\(finding.file):\(finding.line)" : finding.file
    let stream = [finding.facility, finding.item?.rawValue, finding.parameter?.rawValue].compactMap { $0 }
    let month = finding.month > 0 ? " m\(finding.month)" : ""
    let title = rules.check(finding.check)?.title.text(in: language) ?? ""
    var lines = [
      "\n\(paint(mark, finding.severity)) \(finding.check) \(title)  \(stream.joined(separator: " "))\(month)  \(place)",
      "   \(finding.message.text(in: language))",
    ]
    func add(_ zh: String, _ en: String, _ value: String) {
      if !value.isEmpty { lines.append("   \(language == .zh ? zh : en) \(value)") }
    }
    add("填报：", "reported:", finding.reported)
    add("应为：", "expected:", finding.expected)
    add("限值：", "limit:", FindingSource.text(of: finding, in: rules, language: language))
    let allowances = finding.effectOnAllowances.map { ", \(signed($0.description)) t A" } ?? ""
    add(
      "影响：", "effect:",
      finding.effect.map { "\(signed($0.description)) tCO2e\(allowances)\(condition(finding))" } ?? "")
    add("问题：", "question:", finding.question.text(in: language))
    for decision in finding.decisions {
      add("决定：", "decided:", FindingText.sentence(decision).text(in: language))
    }
    return lines.joined(separator: "\n") + "\n"
  }

  private func condition(_ finding: Finding) -> String {
    guard finding.isEffectConditional else { return "" }
    return language == .zh ? "（认定以另一来源为准时）" : " (if the other source counted)"
  }

  private func signed(_ number: String) -> String { number.hasPrefix("-") ? number : "+\(number)" }

  private func summary(of findings: [Finding]) -> String {
    let counts = Finding.Severity.allCases.map { severity in
      "\(severity.rawValue) \(findings.count { $0.severity == severity })"
    }
    let declared = filing.enterprise.declared.first { $0.quantity == .emissions }?.value.description ?? "–"
    let (recomputed, verified) = (statement.recomputed.total, statement.verified.total)
    let undecided = Set(UndecidedCheck.all(in: filing).map(\.check)).sorted().joined(separator: " ")
    let silent =
      undecided.isEmpty
      ? "" : language == .zh ? "因缺少数据未能判定：\(undecided)\n" : "Not decided for lack of data: \(undecided)\n"
    return numbers(findings.count, counts, declared, recomputed, verified) + silent
  }

  private func numbers(
    _ count: Int, _ counts: [String], _ declared: String, _ recomputed: FixedDecimal, _ verified: FixedDecimal
  ) -> String {
    language == .zh
      ? "\n发现\(count)项（\(counts.joined(separator: "，"))）。申报 \(declared)，重算 \(recomputed)，核定 \(verified) tCO2e\n"
      : "\n\(count) findings (\(counts.joined(separator: ", "))). Declared \(declared), recomputed \(recomputed), verified \(verified) tCO2e\n"
  }

  private func paint(_ text: String, _ severity: Finding.Severity) -> String {
    guard isColoured else { return text }
    let colour = severity <= .s2 ? "31" : severity == .s3 ? "33" : "2"
    return "\u{1B}[\(colour)m\(text)\u{1B}[0m"
  }
}

/// Where a finding's limit comes from: the rule and its standing, or the catalogue's source.
package enum FindingSource {
  package static func text(of finding: Finding, in rules: YearRules, language: Language) -> String {
    if let rule = rules.find(finding.limit) {
      return
        "\(rule.id) = \(rule.valueText) \(rule.unit) (\(rule.document), \(rule.standing.label.text(in: language)))"
    }
    guard let entry = rules.check(finding.check) else { return "" }
    return "\(entry.rule) (\(entry.source))"
  }
}
