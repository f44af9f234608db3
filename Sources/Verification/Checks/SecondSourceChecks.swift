import Accounting
import Filings
import Quantities

/// A quantity against the same quantity from another source (交叉核对).
enum SecondSourceChecks {
  static let all = [
    check("F02", .statisticsForm), check("F03", .productionReport), check("F04", .invoice),
    Check("I25", [.steel]) { scope in try findings(scope, .statistics, items: [.crudeSteel]) },
  ]

  /// What a second source is, by what the filing calls it.
  private enum Kind: CaseIterable {
    /// Form 205-1 of the energy statistics.
    case statisticsForm
    /// Production and technical monthly reports.
    case productionReport
    /// Invoices and energy-use reports.
    case invoice
    /// Industrial statistics and output control.
    case statistics

    /// In lower case, as their parts are looked for.
    var names: [StaticString] {
      switch self {
      case .statisticsForm: ["205-1"]
      case .productionReport: ["productionreport", "生产月报", "技术月报"]
      case .invoice: ["invoice", "发票", "结算", "energyreport", "能源利用状况"]
      case .statistics: ["statistics", "统计", "产量调控"]
      }
    }

    func matches(_ source: String) -> Bool { names.contains { source.holds($0) } }
  }

  private static func check(_ id: String, _ kind: Kind) -> Check {
    Check(id) { scope in try findings(scope, kind, items: nil) }
  }

  private static func findings(_ scope: CheckScope, _ kind: Kind, items: [Item]?) throws -> [Finding] {
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
        findings.append(
          scope.finding(
            facility, series, reported: "\(own)", expected: "\(other)", limit: tolerance.entry,
            message: Label(
              zh: "\(series.item.label.zh)与\(source.source)相差超过\(tolerance.entry.valueText)%",
              en: "\(series.item.label.en) is more than \(tolerance.entry.valueText) % off \(source.source)"))
        )
      }
    }
    return findings
  }

  /// The year's two values, the source's as stated or as the sum of its months; over the months that both
  /// have, so that a month left out hides nothing.
  private static func totals(
    of series: Series, _ source: SecondSource
  ) throws(ArithmeticError) -> (own: FixedDecimal, other: FixedDecimal)? {
    let factor = source.unit.factor(to: source.item.quantityUnit) ?? .one
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
}
