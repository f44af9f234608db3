import Filings
import Quantities

/// What a filing says of a meter, against what its class may be required to have.
struct MeterSheet {
  let meter: Meter
  /// Per cent; the widest of its class where the filing's own is none or wider: neither 0 nor 50 % is an
  /// accuracy that anyone requires.
  let requiredAccuracy: FixedDecimal
  let isRequirementPlausible: Bool
  private let year: Int
  /// Whether one period covers the whole year.
  private let coversYear: Bool
  /// The last day that one calibration reaches.
  private let reach: CalendarDate?

  /// - Parameters:
  ///   - widest: per cent.
  ///   - interval: months.
  init(_ meter: Meter, in year: Int, widest: FixedDecimal, interval: FixedDecimal) {
    self.meter = meter
    self.year = year
    isRequirementPlausible = !meter.requiredAccuracy.isZero && meter.requiredAccuracy <= widest
    requiredAccuracy = isRequirementPlausible ? meter.requiredAccuracy : widest
    reach = meter.calibratedFrom?.adding(months: Int(truncatingIfNeeded: interval.coefficient))
    if let from = meter.calibratedFrom, let to = meter.calibratedTo {
      coversYear = (from.year, from.month, from.day) <= (year, 1, 1) && to >= .lastDay(of: year)
    } else {
      coversYear = false
    }
  }

  /// Whether nothing can be asked of any month: calibrated all the year by one period that is not too long, and as
  /// accurate as is plausibly required.
  var isBeyondDoubt: Bool {
    guard coversYear, isRequirementPlausible, let actual = meter.actualAccuracy, let reach else {
      return false
    }
    return actual <= requiredAccuracy && reach >= .lastDay(of: year)
  }

  var period: String {
    "\(meter.calibratedFrom?.description ?? "–")…\(meter.calibratedTo?.description ?? "–")"
  }

  /// Nil where the meter was calibrated all the month and, as far as is stated, as accurate as required.
  func fault(in month: Int) throws(ArithmeticError) -> MeterFault? {
    guard coversYear || isCalibrated(in: month) else { return .uncalibrated(requiredAccuracy) }
    guard let actual = meter.actualAccuracy, actual > requiredAccuracy else { return nil }
    return .inaccurate(try actual - requiredAccuracy)
  }

  /// Whether the month ends later after the period's beginning than one calibration reaches.
  func isBeyondInterval(_ month: Int) -> Bool {
    guard let reach, let (_, end) = days(of: month) else { return false }
    return end > reach
  }

  private func isCalibrated(in month: Int) -> Bool {
    guard let from = meter.calibratedFrom, let to = meter.calibratedTo, let (begin, end) = days(of: month)
    else {
      return false
    }
    return from <= begin && to >= end
  }

  private func days(of month: Int) -> (CalendarDate, CalendarDate)? {
    guard let begin = CalendarDate(year: year, month: month, day: 1),
      let end = CalendarDate(year: year, month: month, day: CalendarDate.days(in: month, of: year))
    else { return nil }
    return (begin, end)
  }
}

/// What is wrong with a meter in a month, and the percentage by which its values are corrected.
enum MeterFault {
  /// Calibrated, but less accurate than required: actual − required.
  case inaccurate(FixedDecimal)
  /// Not calibrated in the whole month: the required accuracy.
  case uncalibrated(FixedDecimal)

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

  func expected(_ required: FixedDecimal) -> String {
    switch self {
    case .inaccurate: "≤ \(required) %"
    case .uncalibrated: ""
    }
  }
}
