import Accounting
import Filings
import Quantities

/// G04 (VG26, AG): twelve months in each row. A month left out does not count as zero where that would
/// understate emissions: what is known of it otherwise takes its place, the surest source first. A factor of zero is
/// a month left out; a quantity of zero asks for the record of the stop.
enum MissingMonthCheck {
  static let all = [missingMonths]

  private static let missingMonths = Check("G04") { scope in
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series {
        for month in facility.missingMonths(of: series, in: scope.filing.year) {
          var substitute =
            series.parameter == .quantity
            ? try scope.substitute(forQuantity: series, of: facility, in: month)
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
