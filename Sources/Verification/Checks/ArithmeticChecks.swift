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

  /// R06: a factor ten times off the guideline's default is in another unit than it says. What the value may mean
  /// takes the place of such months, or the default or another month where that is more conservative.
  private static let unitSlip = Check("R06") { scope in
    let factor = try scope.limit("factor")
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series where series.method != .defaultValue {
        guard let typical = scope.typicalValue(of: series) else { continue }
        let slip = try scope.unitSlip(of: series)
        let months = try (1...12).filter { month in
          try series.value(in: month).map { try slip.holds(for: $0) } ?? false
        }
        guard let first = months.first, let value = try series.value(in: first) else { continue }
        let list = MonthList.text(months)
        findings.append(
          scope.finding(
            facility, series, month: first, reported: "\(value)",
            expected: "≈ \(typical.entry.valueText) \(typical.entry.unit)", limit: factor.entry,
            corrections: try months.compactMap { try mended(scope, facility, series, $0, slip) },
            message: Label(
              zh: "\(series.item.label.zh)\(series.parameter.label.zh)在\(list)月与典型值相差十倍以上，疑似单位错误",
              en:
                "\(series.parameter.label.en) of \(series.item.label.en) is ten times off in months \(list): a slip of units?"
            )))
      }
    }
    return findings
  }

  private static func mended(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ month: Int, _ slip: UnitSlip
  ) throws -> Correction? {
    guard let filed = try series.value(in: month),
      let substitute = try scope.substitute(
        for: series, of: facility, in: month, reading: slip.reading(of: filed))
    else { return nil }
    return Correction(
      key: SeriesKey(series, of: facility), month: month, side: .emissions, value: substitute.value,
      reason: Label(zh: "单位疑错，\(substitute.reason.zh)", en: "a slip of units: \(substitute.reason.en)"))
  }
}
