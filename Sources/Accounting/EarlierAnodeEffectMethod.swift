import Filings
import Quantities
import Rulebook

/// The slope method (斜率法) of the guideline until 2023: EF_CF4 = 0.143 × anode-effect minutes per cell-day, EF_C2F6 =
/// 0.1 × EF_CF4. Factors that follow from it are recognised, for it is no method any more (AG-ALUMINIUM, aluminium.md).
struct EarlierAnodeEffectMethod {
  private let minutes: Series?
  private let cf4: Series?
  private let slope: FixedDecimal?
  private let share: FixedDecimal?

  /// - Parameter output: the series of liquid aluminium, beside which the factors are filed.
  init(_ process: Facility, _ output: Series, _ rules: YearRules) {
    minutes = process.series.first { $0.parameter == .anodeEffectMinutes }
    cf4 = process.series(output.direction, output.item, .cf4Factor)
    slope = Self.value(rules, "aluminium.anodeEffect.slope")
    share = Self.value(rules, "aluminium.anodeEffect.c2f6Share")
  }

  private static func value(_ rules: YearRules, _ id: String) -> FixedDecimal? {
    guard let entry = rules.earlier(id).last, case .number(let value) = entry.value else { return nil }
    return value
  }

  /// kg/t, as the slope gives it or rounded to the decimals it is filed with.
  func givesCF4(_ month: Int, _ value: FixedDecimal) throws(ArithmeticError) -> Bool {
    guard let slope, let effect = try minutes?.value(in: month) else { return false }
    return try Self.isSame(slope * effect, value)
  }

  /// kg/t, likewise.
  func givesC2F6(_ month: Int, _ value: FixedDecimal) throws(ArithmeticError) -> Bool {
    guard let share, let other = try cf4?.value(in: month) else { return false }
    return try Self.isSame(share * other, value)
  }

  private static func isSame(_ exact: FixedDecimal, _ filed: FixedDecimal) throws(ArithmeticError) -> Bool {
    if exact == filed { return true }
    return try exact.rounded(to: Int(filed.scale)) == filed
  }
}
