import Accounting
import Filings
import Quantities

/// Arithmetic and units (R) beyond what the calculation itself compares.
enum ArithmeticChecks {
  static let all = [weightedMean, unitSlip]

  /// R03 (AG): the yearly NCV that the entity reports is the mean weighted by consumption. Another body's
  /// NCV, an invoice's for one, need not be.
  private static let weightedMean = Check("R03") { scope in
    let tolerance = try scope.limit("tolerance")
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for source in facility.secondSources
      where source.parameter == .netCalorificValue && SecondSourceKind.annualReport.matches(source.source) {
        guard let stated = source.annual,
          let series = facility.series.first(where: {
            $0.item == source.item && $0.parameter == source.parameter
          }),
          let quantity = facility.series(series.direction, series.item, .quantity),
          let mean = try weightedMean(of: series, by: quantity)
        else { continue }
        let unit = series.parameter.unit(of: series.item)
        guard let factor = source.unit.factor(to: unit) else { continue }
        let value = try stated * factor
        let shown = try mean.rounded(to: 4)
        guard try (shown - value).magnitude > tolerance.value else { continue }
        findings.append(
          scope.finding(
            facility, series, reported: "\(stated)", expected: "\(shown)", limit: tolerance.entry,
            at: source.location,
            message: Label(
              zh: "\(series.item.label.zh)\(series.parameter.label.zh)年均值与按消耗量加权的结果不一致",
              en:
                "the year's mean \(series.parameter.label.en) of \(series.item.label.en) is not weighted by use"
            )
          ))
      }
    }
    return findings
  }

  private static func weightedMean(of series: Series, by quantity: Series) throws -> Quotient? {
    var (sum, weight) = (FixedDecimal.zero, FixedDecimal.zero)
    for month in 1...12 {
      guard let value = try series.value(in: month), let used = try quantity.value(in: month) else {
        continue
      }
      try sum += value * used
      try weight += used
    }
    return weight.isZero ? nil : try Quotient(sum, over: weight)
  }

  /// R06: a factor ten times off the guideline's default is in another unit than it says, and one of zero for
  /// a fuel that was used is none. The default takes the place of such months.
  private static let unitSlip = Check("R06") { scope in
    let factor = try scope.limit("factor")
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series where series.method != .defaultValue {
        guard let typical = scope.typicalValue(of: series) else { continue }
        let slip = try scope.unitSlip(of: series)
        let months = try (1...12).filter { month in
          guard let value = try series.value(in: month) else { return false }
          return try slip.holds(for: value)
            || value.isZero && isNeeded(series, facility, month)
        }
        guard let first = months.first, let value = try series.value(in: first) else { continue }
        let list = MonthList.text(months)
        findings.append(
          scope.finding(
            facility, series, month: first, reported: "\(value)",
            expected: "≈ \(typical.entry.valueText) \(typical.entry.unit)", limit: factor.entry,
            corrections: months.map {
              Correction(
                key: SeriesKey(series, of: facility), month: $0, side: .emissions, value: nil,
                reason: Label(zh: "单位疑错，取指南缺省值", en: "a slip of units: the guideline's default"))
            },
            message: Label(
              zh: "\(series.item.label.zh)\(series.parameter.label.zh)在\(list)月为零或与典型值相差十倍以上，疑似单位错误",
              en:
                "\(series.parameter.label.en) of \(series.item.label.en) is zero or ten times off in months \(list): a slip of units?"
            )))
      }
    }
    return findings
  }

  /// Whether a fuel was used in a month in which its heat or carbon is filed.
  private static func isNeeded(_ series: Series, _ facility: Facility, _ month: Int) -> Bool {
    guard series.parameter == .netCalorificValue || series.parameter == .carbonPerHeat else { return false }
    let used = facility.series(series.direction, series.item, .quantity)?.months[month]
    return used.map { !$0.isZero } ?? false
  }
}
