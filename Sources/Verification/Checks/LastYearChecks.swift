import Accounting
import Filings
import Quantities
import Rulebook

/// What was verified of an entity last year.
package struct LastYearResult: Encodable, Sendable, Equatable {
  /// What it had declared then, tCO2e; nil where the results do not say.
  package let declared: FixedDecimal?
  /// tCO2e.
  package let verified: FixedDecimal

  package init(declared: FixedDecimal?, verified: FixedDecimal) {
    self.declared = declared
    self.verified = verified
  }
}

/// The year against the one before it (S01, S15).
enum LastYearChecks {
  static let all = [yearOnYear, corrected]

  /// S01 (VG26): change against last year.
  private static let yearOnYear = Check("S01") { scope in
    let change = try scope.limit("change")
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      guard let result = scope.result(of: facility) else { continue }
      for declared in facility.declared {
        guard let last = declared.previousYearValue, !last.isZero,
          let now = try DeclaredChecks.recomputed(declared.quantity, facility, result, scope.statement),
          try scope.differs(now, from: last, byMoreThan: change.value)
        else { continue }
        let percent = try Quotient((now - last) * FixedDecimal(100), over: last).rounded(to: 1)
        let name = declared.quantity.label
        findings.append(
          scope.finding(
            facility, reported: "\(now)", expected: "\(last) ± \(change.entry.valueText) %",
            limit: change.entry,
            at: declared.location,
            message: Label(
              zh: "\(name.zh)较上年变化\(percent)%", en: "\(name.en): \(percent) % against last year"),
            question: Label(
              zh: "请说明较上年变化的原因。", en: "Please explain the change against last year.")))
      }
    }
    return try findings + lastYearVerified(scope, change)
  }

  /// The same against last year's verified total, where last year's results are at hand: what the filing says
  /// of last year need not be it.
  private static func lastYearVerified(
    _ scope: CheckScope, _ change: Rule<FixedDecimal>
  ) throws -> [Finding] {
    guard let last = scope.surroundings.lastYear?.verified, !last.isZero else { return [] }
    let enterprise = scope.filing.enterprise
    let stated = enterprise.declared.first { $0.quantity == .emissions }
    let filed = stated?.previousYearValue
    if let filed, filed != last {
      return [
        scope.finding(
          enterprise, reported: "\(filed)", expected: "\(last)", at: stated?.location,
          message: Label(
            zh: "填报的上年排放量与上年核定结果不一致", en: "last year's emissions as filed are not those verified"),
          question: Label(
            zh: "请说明与上年核定结果的差异。", en: "Please explain the difference from last year's verified result."))
      ]
    }
    guard filed == nil, try scope.differs(scope.statement.total, from: last, byMoreThan: change.value) else {
      return []
    }
    let percent = try Quotient((scope.statement.total - last) * FixedDecimal(100), over: last).rounded(to: 1)
    return [
      scope.finding(
        enterprise, reported: "\(scope.statement.total)", expected: "\(last) ± \(change.entry.valueText) %",
        limit: change.entry, at: scope.filing.location,
        message: Label(
          zh: "排放量较上年核定结果变化\(percent)%", en: "emissions: \(percent) % against last year's verified result"),
        question: Label(
          zh: "请说明较上年变化的原因。", en: "Please explain the change against last year."))
    ]
  }

  /// S15 (Zhang 2019): how far last year's verification moved the total. A verifier expects of this year's
  /// declaration what he found in the last one.
  private static let corrected = Check("S15") { scope in
    let change = try scope.limit("change")
    guard let last = scope.surroundings.lastYear, let declared = last.declared, !declared.isZero,
      try scope.differs(last.verified, from: declared, byMoreThan: change.value)
    else { return [] }
    let percent = try Quotient((last.verified - declared) * FixedDecimal(100), over: declared).rounded(to: 1)
    return [
      scope.finding(
        scope.filing.enterprise, reported: "\(declared)", expected: "\(last.verified)", limit: change.entry,
        at: scope.filing.location,
        message: Label(
          zh: "上年核查使排放量变化\(percent)%（申报\(declared)，核定\(last.verified)）",
          en:
            "last year's verification changed the emissions by \(percent) %, from \(declared) as declared to \(last.verified)"
        ))
    ]
  }
}
