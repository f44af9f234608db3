import Accounting
import Filings
import Quantities

/// What takes the place of a month that counts as not reported: left out, a factor of zero (G04), or one in another
/// unit than it says (R06).
struct Substitute {
  /// Nil where it is the guideline's default, which the calculation takes by itself.
  let value: FixedDecimal?
  let reason: Label
}

extension Series {
  /// Whether a factor of zero would make nothing of what it multiplies. There is no fuel without heat or carbon, and no
  /// pot without anode effects: zero is no value of such a factor. Those of which the guideline allows only its default
  /// are compared with it (R07).
  var isNeverZero: Bool {
    switch parameter {
    case .netCalorificValue, .carbonPerHeat, .carbonContent, .purity, .cf4Factor, .c2f6Factor:
      direction != .auxiliary && item != .alternativeFuel && isOwnFinding
    default: false
    }
  }
}

extension Facility {
  /// The months in which a factor is filed as zero and cannot be.
  func emptyMonths(of series: Series) -> [Int] {
    guard series.isNeverZero else { return [] }
    let quantity = self.series(series.direction, series.item, .quantity)
    return (1...12).filter { month in
      series.months[month]?.isZero == true && quantity?.months[month].map { !$0.isZero } == true
    }
  }
}

extension CheckScope {
  /// The most conservative of the guideline's default, of the year's other months, and of what the filed value may
  /// mean: neither a test left out nor a slip must pay. Nil where nothing is known, or where to have no value
  /// is the conservative case.
  ///
  /// - Parameter reading: the filed value as it is read with its slip of units mended.
  func substitute(
    for series: Series, of facility: Facility, in month: Int, reading: FixedDecimal? = nil
  ) throws -> Substitute? {
    guard series.method != .defaultValue,
      let sign = Conservative.sign(of: series, facility, filing.sector, in: month, .emissions)
    else { return nil }
    let isUp = sign == .up
    if !isUp, series.isNeverZero, series.months[month]?.isZero == true { return nil }
    let slip = try unitSlip(of: series)
    let filed = try (1...12).compactMap { try series.value(in: $0) }.filter {
      try !slip.holds(for: $0) && !($0.isZero && series.isNeverZero)
    }
    let carbon = rules.defaultCarbon(of: series, filing.sector)
    var best = rules.standing(of: series, filing.sector).map {
      (value: $0, substitute: Substitute(value: carbon, reason: Self.byDefault))
    }
    for (other, reason) in [(isUp ? filed.max() : filed.min(), Self.byTest), (reading, Self.byReading)] {
      guard let other, best.map({ isUp ? other > $0.value : other < $0.value }) ?? true else { continue }
      best = (other, Substitute(value: other, reason: reason))
    }
    return best?.substitute
  }

  private static let byDefault = Label(zh: "取指南缺省值", en: "the guideline's default")
  private static let byTest = Label(
    zh: "年内最保守的实测值，比指南缺省值更保守",
    en: "the year's most conservative test, more so than the guideline's default")
  private static let byReading = Label(
    zh: "按十的整数次幂更正单位后的填报值，比指南缺省值更保守",
    en: "the filed value with its power of ten mended, more conservative than the guideline's default")
}
