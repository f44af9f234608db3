import Accounting
import Filings
import Quantities

/// Meters (E17, E18), with the corrections of the table "Meter corrections" (VG26).
enum MeterChecks {
  static let all = [calibration, plannedMeter]

  /// E17: calibrated in every month, and as accurate as required.
  private static let calibration = Check("E17") { scope in
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series where series.direction != .auxiliary && !series.meter.isEmpty {
        guard let meter = scope.filing.meters.first(where: { $0.id == series.meter }) else { continue }
        let faults = try series.activeMonths.compactMap { month in
          try MeterFault(meter, month: month, of: scope.filing.year).map { (month, $0) }
        }
        guard let (first, fault) = faults.first else { continue }
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
          try Conservative.corrections(
            of: series, facility, scope.filing.sector, month: month, byPercent: fault.percent,
            decimals: scope.decimals(of: series.parameter))
        }
        findings.append(
          scope.finding(
            facility, series, month: faults.count == 1 ? first : 0, reported: fault.reported(meter),
            expected: fault.expected(meter), corrections: corrections,
            message: Label(
              zh: "计量器具\(meter.id)（\(series.item.label.zh)）\(account(.zh))",
              en: "meter \(meter.id) (\(series.item.label.en)): \(account(.en))"),
            question: Label(
              zh: "请提供计量器具\(meter.id)覆盖\(list)月的检定或校准证书。",
              en: "Please supply certificates of calibration of meter \(meter.id) for months \(list).")))
      }
    }
    return findings
  }

  /// E18: the meter is the plan's; a value without a meter where the plan names one is no more the plan's.
  private static let plannedMeter = Check("E18") { scope in
    scope.filing.qualityPlan.compactMap { planned in
      guard !planned.meter.isEmpty, let (facility, series) = scope.series(of: planned),
        series.meter != planned.meter
      else { return nil }
      return scope.finding(
        facility, series, reported: series.meter, expected: planned.meter,
        message: Label(
          zh: "\(series.item.label.zh)的计量器具与质量控制方案不一致",
          en: "the meter of \(series.item.label.en) is not the plan's"))
    }
  }
}

/// What is wrong with a meter in a month, and the percentage by which its values are corrected.
enum MeterFault {
  /// Calibrated, but less accurate than required: actual − required.
  case inaccurate(FixedDecimal)
  /// Not calibrated in the whole month: the required accuracy.
  case uncalibrated(FixedDecimal)

  /// Nil where the meter was calibrated all the month and accurate as required. An accuracy that is not
  /// filed is taken as the required one.
  init?(_ meter: Meter, month: Int, of year: Int) throws(ArithmeticError) {
    let last = CalendarDate.days(in: month, of: year)
    guard let from = meter.calibratedFrom, let to = meter.calibratedTo,
      let begin = CalendarDate(year: year, month: month, day: 1),
      let end = CalendarDate(year: year, month: month, day: last), from <= begin, to >= end
    else {
      self = .uncalibrated(meter.requiredAccuracy)
      return
    }
    guard let actual = meter.actualAccuracy, actual > meter.requiredAccuracy else { return nil }
    self = .inaccurate(try actual - meter.requiredAccuracy)
  }

  var isInaccurate: Bool {
    if case .inaccurate = self { true } else { false }
  }

  var percent: FixedDecimal {
    switch self {
    case .inaccurate(let percent), .uncalibrated(let percent): percent
    }
  }

  var label: Label {
    switch self {
    case .inaccurate: Label(zh: "准确度低于要求", en: "less accurate than required")
    case .uncalibrated: Label(zh: "未按期检定", en: "not calibrated")
    }
  }

  func reported(_ meter: Meter) -> String {
    switch self {
    case .inaccurate: meter.actualAccuracy.map { "\($0) %" } ?? ""
    case .uncalibrated:
      "\(meter.calibratedFrom?.description ?? "–")…\(meter.calibratedTo?.description ?? "–")"
    }
  }

  func expected(_ meter: Meter) -> String {
    switch self {
    case .inaccurate: "≤ \(meter.requiredAccuracy) %"
    case .uncalibrated: ""
    }
  }
}
