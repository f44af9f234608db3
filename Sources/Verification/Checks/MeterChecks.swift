import Accounting
import Filings
import Quantities
import Rulebook

/// Meters (E17, E18), with the corrections of the table "Meter corrections" (VG26).
enum MeterChecks {
  static let all = [calibration, plannedMeter]

  /// E17: calibrated in every month, and as accurate as required.
  private static let calibration = Check("E17") { scope in
    let ledgers = try scope.groundwork.ledgers
    let interval = try scope.limit("interval")
    let widestAccuracy = try WidestAccuracy(scope.rules)
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series where series.direction != .auxiliary {
        let widest = widestAccuracy.of(series)
        if let meter = scope.filing.meters.first(where: { $0.id == series.meter }) {
          let sheet = MeterSheet(
            meter, in: scope.filing.year, widest: widest.value, interval: interval.value)
          if sheet.isBeyondDoubt { continue }
          if let finding = try faults(scope, facility, series, sheet) { findings.append(finding) }
          findings += try questions(scope, facility, series, sheet, widest, interval)
        } else if isUnmetered(series, facility, ledgers) {
          findings.append(try unmetered(scope, facility, series, widest))
        }
      }
    }
    return findings
  }

  /// A quantity that names no meter, and has no ledger either: weighed or taken from stock (AG-CEMENT: by direct
  /// metering or stocktaking), whatever the filing calls it.
  private static func isUnmetered(_ series: Series, _ facility: Facility, _ ledgers: [Ledger]) -> Bool {
    series.parameter == .quantity && !series.activeMonths.isEmpty
      && !ledgers.contains { $0.facility.id == facility.id && $0.item == series.item }
  }

  /// The months in which the table corrects.
  private static func faults(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ sheet: MeterSheet
  ) throws -> Finding? {
    let meter = sheet.meter
    let faults = try series.activeMonths.compactMap { month in
      try sheet.fault(in: month).map { (month, $0) }
    }
    guard let (first, fault) = faults.first else { return nil }
    let list = MonthList.text(faults.map(\.0))
    let kinds = [
      faults.filter { $0.1.isInaccurate }, faults.filter { !$0.1.isInaccurate },
    ].filter { !$0.isEmpty }
    func account(_ language: Language) -> String {
      kinds.map { kind in
        let months = MonthList.text(kind.map(\.0))
        let label = kind[0].1.label.text(in: language)
        return language == .zh ? "\(months)月\(label)" : "\(label) in months \(months)"
      }.joined(separator: language == .zh ? "，" : ", ")
    }
    let corrections = try faults.flatMap { month, fault in
      try scope.moved(series, facility, month, byPercent: fault.percent)
    }
    return scope.finding(
      facility, series, month: faults.count == 1 ? first : 0, reported: fault.reported(meter),
      expected: fault.expected(sheet.requiredAccuracy), corrections: corrections,
      message: Label(
        zh: "计量器具\(meter.id)（\(series.item.label.zh)）\(account(.zh))",
        en: "meter \(meter.id) (\(series.item.label.en)): \(account(.en))"),
      question: Label(
        zh: "请提供计量器具\(meter.id)覆盖\(list)月的检定或校准证书。",
        en: "Please supply certificates of calibration of meter \(meter.id) for months \(list)."))
  }

  /// What a filing says of a meter and only its certificates can show. The effect is that of a meter that is
  /// not calibrated in the months in doubt.
  private static func questions(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ sheet: MeterSheet,
    _ widest: Rule<FixedDecimal>, _ interval: Rule<FixedDecimal>
  ) throws -> [Finding] {
    let meter = sheet.meter
    let active = series.activeMonths
    guard let first = active.first else { return [] }
    var findings: [Finding] = []
    func ask(_ reported: String, _ expected: String, _ limit: RuleEntry?, _ months: [Int], _ message: Label)
      throws
    {
      var finding = scope.finding(
        facility, series, month: active.count == 1 ? first : 0, severity: .s3, reported: reported,
        expected: expected, limit: limit, message: message,
        question: Label(
          zh: "请提供计量器具\(meter.id)的全部检定或校准证书及其准确度等级。",
          en: "Please supply every certificate of calibration of meter \(meter.id), with its accuracy."))
      finding.alternatives = try months.flatMap {
        try scope.moved(series, facility, $0, byPercent: sheet.requiredAccuracy)
      }
      findings.append(finding)
    }
    if !sheet.isRequirementPlausible {
      try ask(
        "\(meter.requiredAccuracy) %", "≤ \(widest.entry.valueText) %", widest.entry, [],
        Label(
          zh:
            "计量器具\(meter.id)（\(series.item.label.zh)）的准确度要求\(meter.requiredAccuracy)%不合理，按\(widest.entry.valueText)%计",
          en:
            "meter \(meter.id) (\(series.item.label.en)): a required accuracy of \(meter.requiredAccuracy) % is not plausible; \(widest.entry.valueText) % was taken"
        ))
    }
    let calibrated = try active.filter { try sheet.fault(in: $0) == nil }
    if meter.actualAccuracy == nil, !calibrated.isEmpty {
      try ask(
        "", "≤ \(sheet.requiredAccuracy) %", nil, calibrated,
        Label(
          zh: "计量器具\(meter.id)（\(series.item.label.zh)）未填报证书上的实际准确度",
          en: "meter \(meter.id) (\(series.item.label.en)): the accuracy of its certificate is not stated"))
    }
    let late = calibrated.filter { sheet.isBeyondInterval($0) }
    if !late.isEmpty {
      try ask(
        sheet.period, "≤ \(interval.entry.valueText) \(interval.entry.unit)", interval.entry, late,
        Label(
          zh:
            "计量器具\(meter.id)（\(series.item.label.zh)）的检定有效期超过\(interval.entry.valueText)个月，\(MonthList.text(late))月须另有证书",
          en:
            "meter \(meter.id) (\(series.item.label.en)): one period of more than \(interval.entry.valueText) months; months \(MonthList.text(late)) need another certificate"
        ))
    }
    return findings
  }

  private static func unmetered(
    _ scope: CheckScope, _ facility: Facility, _ series: Series, _ widest: Rule<FixedDecimal>
  ) throws -> Finding {
    let months = series.activeMonths
    return scope.finding(
      facility, series, month: months.count == 1 ? months[0] : 0, limit: widest.entry,
      corrections: try months.flatMap { try scope.moved(series, facility, $0, byPercent: widest.value) },
      message: Label(
        zh: "\(series.item.label.zh)没有计量器具，也没有进销存台账，按未检定计",
        en: "\(series.item.label.en) has neither a meter nor a stock ledger: it counts as not calibrated"
      ),
      question: Label(
        zh: "请说明该数据的计量器具，并提供其检定或校准证书。",
        en: "Please name the meter and supply its certificate of calibration."))
  }

  /// E18: the meter is the plan's; a value without a meter where the plan names one is no more the plan's, nor is a
  /// metered quantity that is left out. Of factors left out F14 tells.
  private static let plannedMeter = Check("E18") { scope in
    scope.filing.qualityPlan.compactMap { planned in
      guard !planned.meter.isEmpty else { return nil }
      guard let (facility, series) = scope.series(of: planned) else { return unfiled(scope, planned) }
      guard series.meter != planned.meter else { return nil }
      return scope.finding(
        facility, series, reported: series.meter, expected: planned.meter,
        message: Label(
          zh: "\(series.item.label.zh)的计量器具与质量控制方案不一致",
          en: "the meter of \(series.item.label.en) is not the plan's"))
    }
  }
}

extension MeterChecks {
  /// A quantity that the plan has metered and the filing does not have.
  private static func unfiled(_ scope: CheckScope, _ planned: PlannedParameter) -> Finding? {
    guard planned.parameter == .quantity, let item = planned.item,
      let facility = scope.filing.allFacilities.first(where: { $0.id == planned.facility })
    else { return nil }
    return scope.finding(
      facility, expected: planned.meter, at: planned.location,
      message: Label(
        zh: "质量控制方案以\(planned.meter)计量\(item.label.zh)，却没有填报其数量",
        en:
          "the plan has \(item.label.en) metered by \(planned.meter), and the filing leaves its quantity out"),
      question: Label(
        zh: "请补报\(item.label.zh)的数量；全年没有发生的，请填0。",
        en: "Please report the quantity of \(item.label.en); if there was none all year, report 0."))
  }
}

/// The widest accuracy that a meter of a class may be required to have, per cent (E17): what a value is moved by
/// of which nothing better is shown.
struct WidestAccuracy {
  private let weighing, flow: Rule<FixedDecimal>

  init(_ rules: YearRules) throws(RuleError) {
    weighing = try rules.limit("E17", "accuracy.weighing")
    flow = try rules.limit("E17", "accuracy.flow")
  }

  func of(_ series: Series) -> Rule<FixedDecimal> { series.item.quantityUnit == .tonne ? weighing : flow }
}

extension CheckScope {

  /// A month's value moved by a percentage to the conservative side, rounded as the guideline rounds it.
  func moved(
    _ series: Series, _ facility: Facility, _ month: Int, byPercent percent: FixedDecimal
  ) throws -> [Correction] {
    try Conservative.corrections(
      of: series, facility, filing.sector, month: month, byPercent: percent,
      decimals: decimals(of: series.parameter))
  }
}
