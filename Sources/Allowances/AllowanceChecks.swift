import Accounting
import Filings
import Quantities
import Rulebook

/// What the allowance inputs claim against what the filing shows (Q03, Q04 of the catalogue).
package struct AllowanceChecks {
  let filing: Filing
  let statement: EmissionStatement
  let rules: YearRules

  package init(filing: Filing, statement: EmissionStatement, rules: YearRules) {
    self.filing = filing
    self.statement = statement
    self.rules = rules
  }

  /// - Parameters:
  ///   - specialCases: those decided for this entity.
  ///   - preallocations: those of this entity, by unit.
  package func findings(
    specialCases: [SpecialCaseInput], preallocations: [String: Preallocation]
  ) throws(ArithmeticError) -> [Finding] {
    var findings: [Finding] = []
    for input in specialCases { if let finding = try claim(input) { findings.append(finding) } }
    for (unit, preallocation) in preallocations.sorted(by: { $0.key < $1.key }) {
      if let finding = ratio(preallocation, of: unit) { findings.append(finding) }
    }
    return findings
  }

  /// Q03: a special case gives A = E, and the filing has to show it.
  private func claim(_ input: SpecialCaseInput) throws(ArithmeticError) -> Finding? {
    let isEntity = input.facility == Facility.enterpriseID
    let facilities = filing.facilities.filter { isEntity || $0.id == input.facility }
    guard !facilities.isEmpty else { return nil }
    var isShown = false
    for facility in facilities where try shows(facility, input.specialCase) { isShown = true }
    if isShown { return nil }
    return finding(
      "Q03", facility: input.facility, reported: input.specialCase.rawValue,
      message: Label(
        zh: "特殊情形“\(input.specialCase.label.zh)”在填报数据中没有体现",
        en: "nothing in the filing shows the special case “\(input.specialCase.label.en)”"),
      question: Label(
        zh: "请提供该特殊情形的认定依据。", en: "Please supply what the special case was decided on."))
  }

  private func shows(_ facility: Facility, _ specialCase: SpecialCase) throws(ArithmeticError) -> Bool {
    switch specialCase {
    case .whitePortland: return facility.clinkerCategory == .whitePortland
    case .gypsumAcid: return facility.isMarked(.gypsumAcidLine)
    case .hydrogenRichOxygenFurnace: return facility.isMarked(.hydrogenRichOxygenFurnace)
    case .newlyCommissioned: return facility.startedOn?.year == filing.year
    case .closed: return facility.stoppedOn != nil
    case .belowThreshold:
      guard let threshold = try? rules.number("allocation.threshold").value else { return true }
      return statement.total < threshold
    case .carbideSlag:
      guard let substitution = try? CarbideSlagSubstitution(line: facility, rules: rules) else {
        return false
      }
      return try substitution.isAboveLimit
    // Decided on what no filing shows.
    case .outsideAllocation, .noOutput: return true
    }
  }

  /// Q04: the ratio within the plan's limit.
  private func ratio(_ preallocation: Preallocation, of unit: String) -> Finding? {
    guard let limit = try? rules.number("allocation.preallocationRatioLimit"),
      preallocation.ratioPercent > limit.value
    else { return nil }
    return finding(
      "Q04", facility: unit, reported: "\(preallocation.ratioPercent) %",
      expected: "≤ \(limit.entry.valueText) %", limit: limit.entry.id,
      message: Label(
        zh: "预分配比例超过上限\(limit.entry.valueText)%",
        en: "the pre-allocation ratio is above the limit of \(limit.entry.valueText) %"),
      question: Label(zh: "请省级生态环境部门核对预分配比例。", en: "For the province to check the ratio."))
  }

  private func finding(
    _ check: String, facility: String, reported: String, expected: String = "", limit: String = "",
    message: Label, question: Label
  ) -> Finding {
    var finding = Finding(
      check: check, severity: .s2, facility: facility, reported: reported, expected: expected,
      file: filing.files.first ?? "", line: Int(filing.location.line), message: message)
    finding.limit = limit
    finding.question = question
    return finding
  }
}
