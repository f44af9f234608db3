import Accounting
import Filings
import Quantities

/// G04 (VG26, AG): twelve months in each row. A month left out does not count as zero where that would
/// understate emissions: what is known of it otherwise takes its place, the surest source first. A factor of zero is
/// a month left out; a quantity of zero asks for the record of the stop.
enum MissingMonthCheck {
  static let all = [missingMonths]

  private static let missingMonths = Check("G04") { scope in
    let ledgers = try scope.groundwork.ledgers
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series {
        for month in facility.missingMonths(of: series, in: scope.filing.year) {
          var substitute =
            series.parameter == .quantity
            ? try quantity(scope, facility, series, month, ledgers)
            : try scope.substitute(for: series, of: facility, in: month)
          // A factor left out takes the default by itself.
          if substitute?.value == nil { substitute = nil }
          findings.append(missing(scope, facility, series, month, substitute))
        }
        for month in facility.emptyMonths(of: series) {
          findings.append(
            empty(
              scope, facility, series, month, try scope.substitute(for: series, of: facility, in: month)))
        }
        if let finding = try idle(scope, facility, series) { findings.append(finding) }
      }
    }
    return findings
  }

  // MARK: Findings

  private static func missing(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ month: Int, _ substitute: Substitute?
  ) -> Finding {
    scope.finding(
      facility, series, month: month, expected: substitute?.value.map { "\($0)" } ?? "",
      corrections: corrections(facility, series, month, substitute),
      message: Label(
        zh: "\(facility.id)第\(month)月未填报\(series.item.label.zh)的\(series.parameter.label.zh)",
        en:
          "\(facility.id) did not report the \(series.parameter.label.en) of \(series.item.label.en) for month \(month)"
      ),
      question: series.parameter == .quantity
        ? Label(
          zh: "请补报\(month)月数据并提供支撑材料；确无发生的，请填0并提供停产或停用记录。",
          en:
            "Please report month \(month) with its documents; if there was none, report 0 and supply the record of the stop."
        ) : factorQuestion(series, month))
  }

  private static func factorQuestion(_ series: Series, _ month: Int) -> Label {
    Label(
      zh: "请补报\(month)月的\(series.parameter.label.zh)并提供支撑材料。",
      en: "Please report the \(series.parameter.label.en) of month \(month) with its documents.")
  }

  /// A factor of zero for what was used.
  private static func empty(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ month: Int, _ substitute: Substitute?
  ) -> Finding {
    scope.finding(
      facility, series, month: month, reported: "0", expected: substitute?.value.map { "\($0)" } ?? "> 0",
      corrections: corrections(facility, series, month, substitute),
      message: Label(
        zh: "\(facility.id)第\(month)月\(series.item.label.zh)的\(series.parameter.label.zh)填报为零，按未填报计",
        en:
          "\(facility.id) reports a \(series.parameter.label.en) of \(series.item.label.en) of zero for month \(month): it counts as not reported"
      ),
      question: factorQuestion(series, month))
  }

  private static func corrections(
    _ facility: Facility, _ series: Series, _ month: Int, _ substitute: Substitute?
  ) -> [Correction] {
    substitute.map {
      [
        Correction(
          key: SeriesKey(series, of: facility), month: month, side: .emissions, value: $0.value,
          reason: $0.reason)
      ]
    } ?? []
  }

  /// A stream that makes a considerable part of a facility's emissions, in most months of the year, and none in a
  /// month with output: a prompt for the record of the stop (PROP). A facility without its main fuel is C14's and F16's.
  private static func idle(
    _ scope: CheckScope, _ facility: Facility, _ series: Series
  ) throws -> Finding? {
    guard series.parameter == .quantity, (1...12).contains(where: { series.months[$0]?.isZero == true }),
      Conservative.uses(of: series, facility, scope.filing.sector).contains(where: {
        $0.side == .emissions && $0.sign == .up
      }), series.direction != .product, let result = scope.result(of: facility)
    else { return nil }
    let (least, share) = (try scope.limit("usedMonths"), try scope.limit("share"))
    guard FixedDecimal(series.activeMonths.count) >= least.value,
      let row = result.rows.first(where: { $0.source == source(of: series) }),
      try row.annual.magnitude >= result.total.magnitude * share.value.percent()
    else { return nil }
    let fuels = facility.quantities(.fuelIn).filter {
      $0.item.fuelState != .liquid && $0.item != .alternativeFuel
    }
    let months = (1...12).filter { month in
      guard series.months[month]?.isZero == true, scope.hasOutput(facility, in: month) else { return false }
      return series.direction != .fuelIn
        || fuels.contains { $0.months[month].map { !$0.isZero } ?? false }
    }
    guard let first = months.first else { return nil }
    let list = MonthList.text(months)
    return scope.finding(
      facility, series, month: first, of: months, severity: .s3, reported: "0", expected: "> 0",
      limit: share.entry,
      message: Label(
        zh: "\(facility.id)\(list)月有产量而\(series.item.label.zh)填报为零，须有停用记录",
        en:
          "\(facility.id) has output and no \(series.item.label.en) in months \(list): this needs a record of the stop"
      ),
      question: Label(
        zh: "请提供\(list)月停用\(series.item.label.zh)的记录，说明由何替代。",
        en:
          "Please supply the record of the stop of \(series.item.label.en) in months \(list), and say what took its place."
      ))
  }

  /// The row of a stream's emissions.
  private static func source(of series: Series) -> EmissionSource? {
    switch series.direction {
    case .fuelIn: EmissionSource(.combustion, series.item)
    case .carbonate: EmissionSource(.carbonate, series.item)
    case .electrode: EmissionSource(.electrode, series.item)
    case .carbonMaterial: EmissionSource(.carbonMaterial, series.item)
    case .anode: EmissionSource(.anode)
    default: nil
    }
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
}

extension CheckScope {
  /// Whether a facility had output in a month; of an enterprise without an output of its own, whether any of its
  /// facilities had.
  func hasOutput(_ facility: Facility, in month: Int) -> Bool {
    let results =
      facility.kind == .enterprise ? statement.allFacilities : [result(of: facility)].compactMap { $0 }
    return results.contains { $0.output?[month].map { $0 > .zero } ?? false }
  }
}
