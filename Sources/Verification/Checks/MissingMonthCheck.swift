import Accounting
import Filings
import Quantities

/// G04 (VG26, AG): twelve months in each row. A month left out does not count as zero where that would
/// understate emissions: what is known of it otherwise takes its place, the surest source first.
enum MissingMonthCheck {
  static let all = [missingMonths]

  private static let missingMonths = Check("G04") { scope in
    let ledgers = try scope.groundwork.ledgers
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series {
        for month in facility.missingMonths(of: series, in: scope.filing.year) {
          let substitute =
            series.parameter == .quantity
            ? try quantity(scope, facility, series, month, ledgers)
            : try factor(scope, facility, series, month)
          findings.append(finding(scope, facility, series, month, substitute))
        }
      }
    }
    return findings
  }

  /// What takes a missing value's place.
  private struct Substitute {
    let value: FixedDecimal
    let reason: Label
  }

  private static func finding(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ month: Int, _ substitute: Substitute?
  ) -> Finding {
    let corrections = substitute.map {
      [
        Correction(
          key: SeriesKey(series, of: facility), month: month, side: .emissions, value: $0.value,
          reason: $0.reason)
      ]
    }
    return scope.finding(
      facility, series, month: month, expected: substitute.map { "\($0.value)" } ?? "",
      corrections: corrections ?? [],
      message: Label(
        zh: "\(facility.id)第\(month)月未填报\(series.item.label.zh)的\(series.parameter.label.zh)",
        en:
          "\(facility.id) did not report the \(series.parameter.label.en) of \(series.item.label.en) for month \(month)"
      ),
      question: Label(
        zh: "请补报\(month)月数据并提供支撑材料；确无发生的，请填0并提供停产或停用记录。",
        en:
          "Please report month \(month) with its documents; if there was none, report 0 and supply the record of the stop."
      ))
  }

  // MARK: Quantities

  /// The ledger's month, else the second source's, else the year's highest use a tonne of output times the
  /// month's output, else the year's highest month. Nil where zero is the conservative value.
  private static func quantity(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ month: Int, _ ledgers: [Ledger]
  ) throws -> Substitute? {
    let uses = Conservative.uses(of: series, facility, scope.filing.sector)
    guard uses.contains(where: { $0.side == .emissions && $0.sign == .up }) else { return nil }
    let decimals = scope.decimals(of: .quantity)
    if let ledger = ledgers.first(where: { $0.facility.id == facility.id && $0.item == series.item }),
      let value = try series.direction == .product ? ledger.made[month - 1] : ledger.use[month - 1]
    {
      return Substitute(value: value, reason: Label(zh: "进销存台账", en: "stock ledger"))
    }
    if let (value, name) = try secondSource(facility, series, month) {
      return Substitute(
        value: value, reason: Label(zh: "第二来源（\(name)）", en: "second source (\(name))"))
    }
    if let value = try bySpecificUse(scope, facility, series, month, decimals) {
      return Substitute(
        value: value,
        reason: Label(zh: "年内最高单耗×当月产量", en: "highest use a tonne of the year × the month's output"))
    }
    let highest = try (1...12).compactMap { try series.value(in: $0) }.max()
    return highest.map { Substitute(value: $0, reason: Label(zh: "年内最高月值", en: "highest month of the year")) }
  }

  private static func secondSource(
    _ facility: Facility, _ series: Series, _ month: Int
  ) throws -> (value: FixedDecimal, name: String)? {
    var highest: (value: FixedDecimal, name: String)?
    for source in facility.secondSources where source.item == series.item && source.parameter == .quantity {
      guard let stated = source.months[month],
        let factor = source.unit.factor(to: source.item.quantityUnit)
      else { continue }
      let value = try stated * factor
      if highest.map({ value > $0.value }) ?? true { highest = (value, source.source) }
    }
    return highest
  }

  /// Nil where the facility has no output, or the series is the output.
  private static func bySpecificUse(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ month: Int, _ decimals: Int?
  ) throws -> FixedDecimal? {
    guard series.direction != .product, let output = scope.result(of: facility)?.output,
      let made = output[month]
    else { return nil }
    var highest: FixedDecimal?
    for other in 1...12 {
      guard let used = try series.value(in: other), let then = output[other], !then.isZero else { continue }
      // Multiplied before it is divided, so that nothing is rounded twice.
      let value = try (used * made).divided(by: then, decimals: decimals ?? 2)
      highest = max(highest ?? value, value)
    }
    return highest
  }

  // MARK: Factors

  /// The calculation takes the guideline's default for a month without a test. Leaving tests out must not
  /// pay: where a month of the year is more conservative, that one counts.
  private static func factor(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ month: Int
  ) throws -> Substitute? {
    guard series.method != .defaultValue,
      let sign = Conservative.uses(of: series, facility, scope.filing.sector)
        .first(where: { $0.side == .emissions })?.sign,
      let standing = scope.typicalValue(of: series)?.value
    else { return nil }
    // Of what a works sends out net, more carbon means less emissions.
    let quantity = facility.series(series.direction, series.item, .quantity)
    let isNegative = quantity?.months[month]?.isNegative ?? false
    let isUp = (sign == .up) != isNegative
    let filed = try (1...12).compactMap { try series.value(in: $0) }
    guard let extreme = isUp ? filed.max() : filed.min(), isUp ? extreme > standing : extreme < standing
    else { return nil }
    return Substitute(
      value: extreme,
      reason: Label(
        zh: "年内最保守的实测值，比指南缺省值更保守",
        en: "the year's most conservative test, more so than the guideline's default"))
  }
}
