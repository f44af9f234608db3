import Accounting
import Filings
import Quantities
import Reports
import Rulebook

/// Whom a verifier should visit first: the entities ranked by what is at stake in their findings times the
/// doubt. The weights are proposals and stand in the rulebook (`check.visit.…`).
struct VisitRanking {
  private let doubt: [Finding.Severity: FixedDecimal]
  private let fraud: FixedDecimal
  /// Per cent of a source's emissions that is taken to be at stake where a finding states no effect.
  private let share: FixedDecimal

  /// Nil where the rulebook lacks the weights.
  init?(_ rules: YearRules) {
    guard let s1 = try? rules.number("check.visit.doubt.S1").value,
      let s2 = try? rules.number("check.visit.doubt.S2").value,
      let s3 = try? rules.number("check.visit.doubt.S3").value,
      let fraud = try? rules.number("check.visit.doubt.fraud").value,
      let share = try? rules.number("check.visit.share").value
    else { return nil }
    doubt = [.s1: s1, .s2: s2, .s3: s3]
    self.fraud = fraud
    self.share = share
  }

  /// The first so many visits, most doubtful first.
  static func ranked(_ visits: [BatchSummary.Visit], first count: Int) -> [BatchSummary.Visit] {
    Array(visits.sorted { ($1.score, $0.uscc) < ($0.score, $1.uscc) }.prefix(count))
  }

  /// What makes up one entity's rank; nil for one without open findings. Several findings about one value do not add up: the weightiest counts.
  func visit(_ entity: AssessedEntity) -> BatchSummary.Visit? {
    struct Place: Hashable {
      let facility: String
      let item: Item?
      let parameter: Parameter?
    }
    var weightiest: [Place: (stake: FixedDecimal, score: FixedDecimal)] = [:]
    var checks: [String: FixedDecimal] = [:]
    for finding in entity.findings where finding.severity != .s4 && !finding.isDismissed {
      guard let weight = doubt[finding.severity], let stake = stake(of: finding, entity),
        let doubt = finding.isFraudIndicator ? try? weight + fraud : weight,
        let score = try? (stake * doubt).rounded(to: 2)
      else { continue }
      let place = Place(facility: finding.facility, item: finding.item, parameter: finding.parameter)
      if score >= weightiest[place]?.score ?? .zero { weightiest[place] = (stake, score) }
      checks[finding.check] = max(checks[finding.check] ?? .zero, score)
    }
    if weightiest.isEmpty { return nil }
    let reasons = checks.sorted { ($1.value, $0.key) < ($0.value, $1.key) }.prefix(4).map(\.key)
    return BatchSummary.Visit(
      uscc: entity.uscc, name: entity.name, sector: entity.sector, province: entity.province,
      stake: (try? .sum(weightiest.values.map(\.stake))) ?? .zero,
      score: (try? .sum(weightiest.values.map(\.score))) ?? .zero, checks: Array(reasons),
      findings: entity.findings.count { $0.severity != .s4 && !$0.isDismissed },
      fraudIndicators: entity.findings.count { $0.isFraudIndicator && !$0.isDismissed })
  }

  /// The stated effect; or a share of what the finding's source, facility or entity emits.
  private func stake(of finding: Finding, _ entity: AssessedEntity) -> FixedDecimal? {
    if let effect = finding.effect, !effect.isZero { return effect.isNegative ? try? -effect : effect }
    let own = entity.emissionRows.filter { $0.facility == finding.facility }
    let suffix = finding.item.map { ".\($0.rawValue)" }
    let row =
      suffix.flatMap { ending in own.first { $0.source.hasSuffix(ending) } }
      ?? own.first { $0.source == "total" }
    guard let amount = row?.verified ?? Optional(entity.total) else { return nil }
    let size = amount.isNegative ? (try? -amount) ?? amount : amount
    return try? (size * share.percent()).rounded(to: 2)
  }
}
