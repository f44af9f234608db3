import Accounting
import Filings
import Quantities
import Rulebook

/// From a recomputed statement to the verified one: findings, and the corrections they impose.
package struct Verification {
  let filing: Filing
  let rules: YearRules
  let options: CalculationOptions
  let documents: DocumentIndex

  /// - Parameter documents: the filing's; nil where nobody else has looked through them.
  package init(
    filing: Filing, documents: DocumentIndex? = nil, rules: YearRules,
    options: CalculationOptions = CalculationOptions()
  ) {
    self.filing = filing
    self.documents = documents ?? DocumentIndex(filing)
    self.rules = rules
    self.options = options
  }

  /// - Parameters:
  ///   - noticed: what the readers noticed in the filing without rejecting it.
  ///   - further: findings about the allowance inputs of the filing's entity.
  ///   - peers: what the comparison with other filings found.
  ///   - lastYear: if last year's results are at hand.
  ///   - decisions: what persons decided about findings of this filing.
  /// - Throws: ``AccountingError``, which rejects this filing.
  package func verify(
    _ statement: EmissionStatement, noticed: [Diagnostic], further: [Finding] = [],
    peers: PeerFindings = .none, lastYear: LastYearResult? = nil, decisions: [DecisionInput] = []
  ) throws(AccountingError) -> VerifiedStatement {
    var findings = noticed.compactMap(ReaderFindings.finding) + further + peers.findings
    findings += statement.findings
    do { findings += try DeclaredChecks.findings(filing, statement) } catch {
      throw AccountingError(.overflow(error), facility: Facility.enterpriseID)
    }
    var scope = scope(
      statement, CheckScope.Surroundings(sharedReports: peers.sharedReports, lastYear: lastYear))
    findings += checked(scope, isAboutVerified: false)
    settle(&findings, decisions)
    let variants = try effects(of: &findings, statement)
    let result = try Self.verified(
      statement, of: filing, by: findings, variants, rules: rules, tracing: options.tracing)
    scope?.statement = result.verified
    var late = checked(scope, isAboutVerified: true)
    settle(&late, decisions)
    return result.adding(late, isBefore: Self.isBefore)
  }

  // MARK: Findings

  /// Nil where the rulebook has none of the sector's checks.
  private func scope(
    _ statement: EmissionStatement, _ surroundings: CheckScope.Surroundings
  ) -> CheckScope? {
    let checks = CheckRegistry.checks(of: filing.sector)
    guard let first = checks.lazy.compactMap({ rules.check($0.id) }).first else { return nil }
    return CheckScope(
      filing: filing, statement: statement, rules: rules,
      groundwork: Groundwork(filing, statement, documents), surroundings: surroundings, entry: first)
  }

  /// What the checks of the sector find, in their order.
  private func checked(_ scope: CheckScope?, isAboutVerified: Bool) -> [Finding] {
    guard var turned = scope else { return [] }
    var findings: [Finding] = []
    for check in CheckRegistry.checks(of: filing.sector) where check.isAboutVerified == isAboutVerified {
      guard let entry = rules.check(check.id) else { continue }
      turned.entry = entry
      findings += outcome(of: check, turned)
    }
    return findings
  }

  /// Sorted, completed and decided.
  private func settle(_ findings: inout [Finding], _ decisions: [DecisionInput]) {
    findings.sort(by: Self.isBefore)
    for index in findings.indices { complete(&findings[index]) }
    DecisionOutcome.apply(decisions, to: &findings, sector: filing.sector)
  }

  private func outcome(of check: Check, _ scope: CheckScope) -> [Finding] {
    do { return try check.run(scope) } catch {
      // A check that cannot run says so: silence would look like a pass.
      return [
        scope.finding(
          filing.enterprise, severity: .s4, fraud: false, at: filing.location,
          message: Label(zh: "检查\(check.id)未能执行：\(error)", en: "check \(check.id) did not run: \(error)"))
      ]
    }
  }

  /// Findings made outside the registry carry no question of their own.
  private func complete(_ finding: inout Finding) {
    guard finding.question.en.isEmpty else { return }
    finding.question = CheckScope.question(
      for: finding.severity, isCorrected: !finding.corrections.isEmpty)
  }

  private static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
    if left.facility != right.facility { return left.facility < right.facility }
    if left.check != right.check { return left.check < right.check }
    let (leftItem, rightItem) = (left.item?.rawValue ?? "", right.item?.rawValue ?? "")
    if leftItem != rightItem { return leftItem < rightItem }
    let (leftName, rightName) = (left.parameter?.rawValue ?? "", right.parameter?.rawValue ?? "")
    if leftName != rightName { return leftName < rightName }
    if left.month != right.month { return left.month < right.month }
    return (left.line, left.message.en) < (right.line, right.message.en)
  }

  // MARK: Effects

  /// Recomputes with and without each finding that changes a number, or would by another source. A correction
  /// that the guideline has no default for cannot be made, is taken back, and the finding says so.
  private func effects(
    of findings: inout [Finding], _ statement: EmissionStatement
  ) throws(AccountingError) -> [VerifiedStatement.Variant] {
    var variants: [VerifiedStatement.Variant] = []
    do {
      for index in findings.indices {
        var trial = findings[index]
        if trial.isEffectConditional { trial.corrections = trial.alternatives }
        if !trial.corrections.isEmpty {
          let corrected = try CorrectedFiling(filing, findings: [trial], rules: rules)
          guard let result = try? corrected.statement(by: rules) else {
            Self.withdraw(&findings[index])
            continue
          }
          findings[index].effect = try result.total - statement.total
          variants.append(
            VerifiedStatement.Variant(
              finding: index, filing: corrected.emissions, statement: result, isCorrected: true))
        } else if let key = Self.replacedFactor(findings[index]) {
          let options = CalculationOptions(asFiled: key)
          guard let result = try? Accounting.statement(of: filing, by: rules, options: options) else {
            continue
          }
          findings[index].effect = try statement.total - result.total
          variants.append(
            VerifiedStatement.Variant(finding: index, filing: filing, statement: result, isCorrected: false))
        }
      }
    } catch {
      throw AccountingError(.overflow(error), facility: Facility.enterpriseID)
    }
    return variants
  }

  /// A person's value is never passed over: the calculation itself will say what is wrong with it.
  private static func withdraw(_ finding: inout Finding) {
    finding.alternatives = []
    guard finding.corrections.contains(where: { !$0.isDecided }) else { return }
    finding.corrections.removeAll { !$0.isDecided }
    if finding.question == CheckScope.question(for: finding.severity, isCorrected: true) {
      finding.question = CheckScope.question(for: finding.severity, isCorrected: false)
    }
    finding.message = Label(
      zh: "\(finding.message.zh)（指南没有可用的缺省值，未能作保守修正，须由核查人员定值）",
      en: "\(finding.message.en) (no correction: the guideline has no default; a person must set the value)")
  }

  /// The filed factor in whose place the calculation used the guideline's default.
  private static func replacedFactor(_ finding: Finding) -> SeriesKey? {
    guard finding.severity == .s1, ["R07", "R08", "C01", "C03", "A09", "A10"].contains(finding.check),
      let direction = finding.direction, let item = finding.item, let parameter = finding.parameter
    else { return nil }
    return SeriesKey(facility: finding.facility, direction: direction, item: item, parameter: parameter)
  }

  // MARK: The verified statement

  /// The verified statement of a filing whose findings are known: nothing is checked once more.
  ///
  /// - Parameter findings: as an earlier ``verify(_:noticed:further:peers:lastYear:decisions:)`` left them.
  package static func verified(
    _ statement: EmissionStatement, of filing: Filing, by findings: [Finding], rules: YearRules
  ) throws(AccountingError) -> VerifiedStatement {
    try verified(statement, of: filing, by: findings, [], rules: rules, tracing: false)
  }

  private static func verified(
    _ statement: EmissionStatement, of filing: Filing, by findings: [Finding],
    _ variants: [VerifiedStatement.Variant], rules: YearRules, tracing: Bool
  ) throws(AccountingError) -> VerifiedStatement {
    let inForce = findings.filter { !$0.isDismissed && !$0.corrections.isEmpty }
    guard !inForce.isEmpty else {
      return VerifiedStatement(
        recomputed: statement, verified: statement, findings: findings, correctedFiling: filing,
        decidedFiling: filing, variants: variants)
    }
    let corrected: CorrectedFiling
    let decided: CorrectedFiling
    do {
      corrected = try CorrectedFiling(filing, findings: inForce, rules: rules)
      decided = try CorrectedFiling(filing, findings: inForce.compactMap(Self.decided), rules: rules)
    } catch {
      throw AccountingError(.overflow(error), facility: Facility.enterpriseID)
    }
    return VerifiedStatement(
      recomputed: statement, verified: try corrected.statement(by: rules, tracing: tracing),
      findings: findings, correctedFiling: corrected.emissions, decidedFiling: decided.emissions,
      corrections: corrected.applied, variants: variants)
  }

  /// A finding with no correction but those that persons decided; nil without any.
  private static func decided(_ finding: Finding) -> Finding? {
    guard finding.corrections.contains(where: \.isDecided) else { return nil }
    var decided = finding
    decided.corrections.removeAll { !$0.isDecided }
    return decided
  }
}

extension CorrectedFiling {
  fileprivate func statement(
    by rules: YearRules, tracing: Bool = false
  ) throws(AccountingError) -> EmissionStatement {
    try Accounting.statement(
      of: emissions, by: rules, options: CalculationOptions(tracing: tracing, outputs: outputs))
  }
}
