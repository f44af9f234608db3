import Accounting
import Filings
import Foundation
import Quantities
import Rulebook

/// Patterns in the months (S). Values obtained as defaults are exempt. Twelve values cannot carry
/// Benford's or last-digit tests (S06 to S08): those look at batches, `BatchChecks`.
enum StatisticsChecks {
  static let all = [outlier, specificUse, repeated, narrow, bunching]

  /// S02 (Iglewicz–Hoaglin): a measured factor far from the year's median, 0.6745·|x − med|/MAD. The
  /// tests of a filing are one family, controlled by Benjamini–Yekutieli.
  private static let outlier = Check("S02") { scope in
    let (score, least) = (try scope.limit("score"), try scope.limit("months"))
    var suspects: [(Facility, Series, Int, RobustScore)] = []
    var tests = 0
    for facility in scope.filing.allFacilities {
      for series in facility.series where isOwnFactor(series) {
        let slip = try scope.unitSlip(of: series)
        var values: [(Int, FixedDecimal)] = []
        for month in 1...12 {
          guard let value = try series.value(in: month), !value.isZero, try !slip.holds(for: value) else {
            continue
          }
          values.append((month, value))
        }
        guard FixedDecimal(values.count) >= least.value, let centre = try RobustCentre(values.map(\.1)) else {
          continue
        }
        tests += values.count
        for (month, value) in values {
          let distance = try RobustScore(value, from: centre)
          if try distance.isAbove(score.value) { suspects.append((facility, series, month, distance)) }
        }
      }
    }
    let level = FalseDiscovery.significant(
      suspects.map(\.3.pValue), tests: tests, level: try scope.falseDiscoveryLevel())
    return try zip(suspects, level).compactMap { suspect, isSignificant in
      guard isSignificant else { return nil }
      let (facility, series, month, distance) = suspect
      let value = try series.value(in: month) ?? .zero
      return scope.finding(
        facility, series, month: month, reported: "\(value)", expected: "≈ \(distance.centre.median)",
        limit: score.entry,
        message: Label(
          zh:
            "\(series.item.label.zh)\(series.parameter.label.zh)\(month)月偏离全年中位数（稳健z值超过\(score.entry.valueText)）",
          en:
            "\(series.parameter.label.en) of \(series.item.label.en) in month \(month) is far from the year's median (robust z above \(score.entry.valueText))"
        ))
    }
  }

  private static func isOwnFactor(_ series: Series) -> Bool {
    series.parameter != .quantity && series.isOwnFinding && series.direction != .auxiliary
  }

  /// S03: a fuel's use per tonne in a month, beyond three interquartile ranges.
  private static let specificUse = Check("S03") { scope in
    let (fence, least) = (try scope.limit("fence"), try scope.limit("months"))
    var findings: [Finding] = []
    for (facility, use) in try scope.groundwork.specificUses(of: scope.filing) {
      guard let usual = try use.fence(fence.value, months: least.value) else { continue }
      for month in use.months where !usual.contains(month.ratio) {
        findings.append(
          scope.finding(
            facility, use.fuel, month: month.month, severity: .s3, reported: "\(month.ratio)",
            expected: "\(try usual.lowerBound.rounded(to: 4))–\(try usual.upperBound.rounded(to: 4))",
            limit: fence.entry,
            message: Label(
              zh: "\(month.month)月单位产品\(use.fuel.item.label.zh)消耗超出\(fence.entry.valueText)倍四分位距",
              en:
                "\(use.fuel.item.label.en) per output in month \(month.month) lies beyond \(fence.entry.valueText) interquartile ranges"
            )))
      }
    }
    return findings
  }

  /// S05: the same value month after month. Anodes whose whole year is one value are A18's.
  private static let repeated = Check("S05") { scope in
    let limit = try scope.limit("run")
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series
      where series.isOwnFinding && series.direction != .auxiliary && !series.isOfFlatAnodes {
        let (length, start) = longestRun(in: series)
        guard FixedDecimal(length) >= limit.value, let value = series.months[start] else { continue }
        findings.append(
          scope.finding(
            facility, series, month: start, of: Array(start..<start + length), reported: "\(value)",
            limit: limit.entry,
            message: Label(
              zh: "\(series.item.label.zh)\(series.parameter.label.zh)自\(start)月起连续\(length)个月数值相同",
              en:
                "\(series.parameter.label.en) of \(series.item.label.en) is the same for \(length) months from month \(start)"
            ),
            question: Label(
              zh: "请提供这些月份的原始检测和计量记录。", en: "Please supply the original records of these months.")))
      }
    }
    return findings
  }

  /// Length and first month of the longest run of one value; zeros do not count.
  private static func longestRun(in series: Series) -> (length: Int, start: Int) {
    var best = (length: 0, start: 1)
    var current = (length: 0, start: 1)
    for month in 1...12 {
      guard let value = series.months[month], !value.isZero else {
        current = (0, month + 1)
        continue
      }
      if current.length > 0, series.months[month - 1] == value {
        current.length += 1
      } else {
        current = (1, month)
      }
      if current.length > best.length { best = current }
    }
    return best
  }

  /// S09: a year of measured NCV spreads less than a laboratory can repeat a test.
  private static let narrow = Check("S09") { scope in
    let (limit, least) = (try scope.limit("spread"), try scope.limit("months"))
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series
      where isOwnFactor(series) && series.parameter == .netCalorificValue
        && series.parameter.unit(of: series.item) == .gigajoulePerTonne && series.item.fuelState == .solid
      {
        let values = try (1...12).compactMap { try series.value(in: $0) }.filter { !$0.isZero }
        guard FixedDecimal(values.count) >= least.value else { continue }
        // n Σx² − (Σx)² < s² n (n − 1): the variance without a division.
        let count = FixedDecimal(values.count)
        let sum = try FixedDecimal.sum(values)
        var squares = FixedDecimal.zero
        for value in values { try squares += value * value }
        let spread = try count * squares - sum * sum
        guard try spread < limit.value * limit.value * count * (count - .one) else { continue }
        findings.append(
          scope.finding(
            facility, series, limit: limit.entry,
            message: Label(
              zh: "\(series.item.label.zh)全年热值的标准差小于\(limit.entry.valueText) GJ/t，低于化验再现性",
              en:
                "the year's NCV of \(series.item.label.en) spreads less than \(limit.entry.valueText) GJ/t, less than a laboratory can repeat"
            )))
      }
    }
    return findings
  }

  /// S10: a total close to the coverage threshold. Carbide slag near its limit is C04's.
  private static let bunching = Check("S10", isAboutVerified: true) { scope in
    let (distance, threshold) = (try scope.limit("distance"), try scope.rules.number("allocation.threshold"))
    let total = scope.statement.total
    guard try !scope.differs(total, from: threshold.value, byMoreThan: distance.value) else { return [] }
    return [
      scope.finding(
        scope.filing.enterprise, reported: "\(total)",
        expected: "≠ \(threshold.entry.valueText) ± \(distance.entry.valueText) %",
        limit: distance.entry, at: scope.filing.location,
        message: Label(
          zh: "排放总量与纳入门槛\(threshold.entry.valueText)吨相差不到\(distance.entry.valueText)%",
          en:
            "the total is within \(distance.entry.valueText) % of the threshold of \(threshold.entry.valueText) t"
        ))
    ]
  }
}
