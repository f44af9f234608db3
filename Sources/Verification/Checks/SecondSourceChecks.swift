import Accounting
import Filings
import Quantities

/// A quantity against the same quantity from another source (交叉核对).
enum SecondSourceChecks {
  static let all = [
    check("F02", .statisticsForm), check("F03", .productionReport), check("F04", .invoice),
    Check("I25", [.steel]) { scope in try findings(scope, .statistics, items: [.crudeSteel]) },
  ]

  private static func check(_ id: String, _ kind: SecondSourceKind) -> Check {
    Check(id) { scope in try findings(scope, kind, items: nil) }
  }

  private static func findings(_ scope: CheckScope, _ kind: SecondSourceKind, items: [Item]?) throws
    -> [Finding]
  {
    let tolerance = try scope.limit("tolerance")
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for source in facility.secondSources where source.parameter == .quantity && kind.matches(source.source)
      {
        guard items?.contains(source.item) ?? (kind != .statistics),
          let series = facility.series.first(where: {
            $0.item == source.item && $0.parameter == .quantity && $0.direction != .auxiliary
          }), let (own, other) = try totals(of: series, source)
        else { continue }
        guard try scope.differs(own, from: other, byMoreThan: tolerance.value) else { continue }
        var finding = scope.finding(
          facility, series, reported: "\(own)", expected: "\(other)", limit: tolerance.entry,
          message: Label(
            zh: "\(series.item.label.zh)与\(source.source)相差超过\(tolerance.entry.valueText)%",
            en: "\(series.item.label.en) is more than \(tolerance.entry.valueText) % off \(source.source)"))
        let months = try months(of: series, source, own, other, decimals: scope.decimals(of: .quantity) ?? 2)
        let reason = Label(zh: "第二来源（\(source.source)）", en: "second source (\(source.source))")
        // A nonconformity takes the conservative of the two; a prompt says what the other would come to.
        if finding.severity <= .s2 {
          finding.corrections = try Conservative.corrections(
            of: series, facility, scope.filing.sector, replacedBy: months, reason: reason)
        } else {
          finding.alternatives = Conservative.replacements(
            of: series, facility, scope.filing.sector, by: months, reason: reason)
        }
        findings.append(finding)
      }
    }
    return findings
  }

  /// The year's two values, the source's as stated or as the sum of its months; over the months that both
  /// have, so that a month left out hides nothing.
  private static func totals(
    of series: Series, _ source: SecondSource
  ) throws(ArithmeticError) -> (own: FixedDecimal, other: FixedDecimal)? {
    // The rules of filings reject a unit that cannot be converted (FIL-UNIT).
    guard let factor = source.unit.factor(to: source.item.quantityUnit) else { return nil }
    if let annual = source.annual { return (try series.annual(), try annual * factor) }
    var (own, other, count) = (FixedDecimal.zero, FixedDecimal.zero, 0)
    for month in 1...12 {
      guard let theirs = source.months[month], let ours = try series.value(in: month) else { continue }
      try own += ours
      try other += theirs * factor
      count += 1
    }
    return count == 0 ? nil : (own, other)
  }

  /// The source's months, in the unit of the formulas; where it states only the year, the filed months in
  /// proportion.
  private static func months(
    of series: Series, _ source: SecondSource, _ own: FixedDecimal, _ other: FixedDecimal, decimals: Int
  ) throws(ArithmeticError) -> [FixedDecimal?] {
    guard let factor = source.unit.factor(to: source.item.quantityUnit) else { return [] }
    var months: [FixedDecimal?] = []
    for month in 1...12 {
      if source.annual != nil, !own.isZero, let filed = try series.value(in: month) {
        months.append(try (filed * other).divided(by: own, decimals: decimals))
      } else if source.annual == nil, let stated = source.months[month] {
        months.append(try stated * factor)
      } else {
        months.append(nil)
      }
    }
    return months
  }
}
