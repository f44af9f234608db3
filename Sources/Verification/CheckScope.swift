import Accounting
import Filings
import Quantities
import Rulebook

/// What a check works with: the filing, what was recomputed from it, the year's rules, and its own entry in
/// the catalogue.
struct CheckScope {
  let filing: Filing
  /// The recomputed one; for checks of what counts the verified one.
  var statement: EmissionStatement
  let rules: YearRules
  let groundwork: Groundwork
  let surroundings: Surroundings
  /// Turned from check to check.
  var entry: CheckEntry

  /// What is known from beyond the filing.
  struct Surroundings {
    /// The other entities that filed the same report, by the id it has here; empty where only one filing is
    /// looked at.
    let sharedReports: [String: [String]]
    /// Where last year's results are at hand.
    let lastYear: LastYearResult?
  }

  var documents: DocumentIndex { groundwork.documents }

  // MARK: Limits

  /// A limit of the check: entry `check.<id>.<name>`.
  func limit(_ name: String) throws(RuleError) -> Rule<FixedDecimal> {
    try rules.limit(entry.id, name)
  }

  /// A range of the check: entries `check.<id>.<name>.low` and `.high`.
  func range(_ name: String) throws(RuleError) -> CheckRange {
    CheckRange(low: try limit("\(name).low"), high: try limit("\(name).high"))
  }

  /// The share of false alarms that a family of tests may have (Benjamini and Yekutieli); a statistic, so binary
  /// floating point.
  func falseDiscoveryLevel() throws(RuleError) -> Double {
    let rule = try rules.number("check.falseDiscoveryLevel")
    return Double(rule.value.description) ?? 0
  }

  // MARK: Facilities

  func facilities(_ kind: FacilityKind) -> [Facility] { filing.facilities.filter { $0.kind == kind } }

  func result(of facility: Facility) -> FacilityStatement? {
    let results = statement.allFacilities
    for index in results.indices where results[index].facility == facility.id { return results[index] }
    return nil
  }

  // MARK: Findings

  /// A finding of this check about a series, or about a facility as a whole.
  func finding(
    _ facility: Facility, _ series: Series? = nil, month: Int = 0, of months: [Int] = [],
    severity: Finding.Severity? = nil,
    fraud: Bool? = nil, reported: String = "", expected: String = "", limit: RuleEntry? = nil,
    at location: SourceLocation? = nil, about document: Evidence? = nil, corrections: [Correction] = [],
    message: Label, question: Label? = nil
  ) -> Finding {
    let level = severity ?? defaultSeverity
    let place = location ?? document?.location ?? series?.location ?? facility.location
    let ownLine = month > 0 ? series?.months.line(of: month) ?? 0 : 0
    let file = Int(place.file)
    var finding = Finding(
      check: entry.id, severity: level, facility: facility.id, direction: series?.direction,
      item: series?.item, parameter: series?.parameter, month: month, reported: reported, expected: expected,
      file: filing.files.indices.contains(file) ? filing.files[file] : filing.files.first ?? "",
      line: Int(ownLine > 0 && location == nil && document == nil ? ownLine : place.line), message: message)
    finding.months = months
    finding.document = document?.id ?? ""
    finding.isFraudIndicator = fraud ?? entry.isFraudIndicator
    finding.limit = limit?.id ?? ""
    finding.corrections = corrections
    finding.question = question ?? Self.question(for: level, isCorrected: !corrections.isEmpty)
    return finding
  }

  /// The catalogue's severity; the first where it has two.
  var defaultSeverity: Finding.Severity {
    Finding.Severity(rawValue: String(entry.severity.prefix(2))) ?? .s3
  }

  /// What is asked where a check has no question of its own.
  ///
  /// - Parameter isCorrected: whether the finding imposes a conservative value: only then may it say so.
  static func question(for severity: Finding.Severity, isCorrected: Bool) -> Label {
    switch severity {
    case .s1:
      Label(zh: "请核对并更正该数据，说明差异原因。", en: "Please check and correct the value, and explain the difference.")
    case .s2 where !isCorrected:
      Label(
        zh: "请提供符合指南和质量控制方案要求的证据；程序不知其保守值，未提供的由核查人员定值。",
        en:
          "Please supply evidence as the guideline and the plan require; without it a verifier has to set the conservative value, which the filing does not tell."
      )
    case .s2:
      Label(
        zh: "请提供符合指南和质量控制方案要求的证据；未提供的按保守值计。",
        en:
          "Please supply evidence as the guideline and the plan require; without it the conservative value counts."
      )
    case .s3:
      Label(
        zh: "该数据超出常见情形，请说明原因并提供支撑材料。",
        en: "The value is out of the ordinary: please explain it and supply supporting documents.")
    case .s4: Label(zh: "供参考，无需答复。", en: "For information; no answer is needed.")
    }
  }
}

/// A reference range with the rules it comes from.
struct CheckRange {
  let low: Rule<FixedDecimal>
  let high: Rule<FixedDecimal>

  /// The end of the range that a value passes; nil within.
  func passedEnd(_ value: Quotient) throws(ArithmeticError) -> RuleEntry? {
    if try value.compared(to: low.value) < 0 { return low.entry }
    if try value.compared(to: high.value) > 0 { return high.entry }
    return nil
  }

  var text: String { "\(low.entry.valueText)–\(high.entry.valueText) \(low.entry.unit)" }

  /// The name of what is ranged: the entry's without the end's.
  var name: Label {
    let label = low.entry.label
    return Label(
      zh: label.zh.hasSuffix("下限") ? String(label.zh.dropLast(2)) : label.zh,
      en: label.en.hasPrefix("lower end of ") ? String(label.en.dropFirst(13)) : label.en)
  }
}
