/// How a value that has more decimals than it may keep is cut.
public enum Rounding: Sendable {
  /// 四舍五入: to the nearest, a half away from zero. The guidelines' rule.
  case halfUp
  /// To the next lower value: allowances (向下取整).
  case down
  /// The surplus digits are dropped: only for showing a value.
  case towardZero
}

extension FixedDecimal {
  /// The value with exactly that many decimals; a value with fewer gets zeros.
  public func rounded(to decimals: Int, _ rule: Rounding = .halfUp) throws(ArithmeticError) -> FixedDecimal {
    let target = UInt8(decimals)
    if target >= scale {
      guard let digits = raised(to: target) else { throw .overflow("\(self) with \(decimals) decimals") }
      return FixedDecimal(coefficient: digits, scale: target)
    }
    let unit = PowerOfTen[scale - target]
    let (quotient, remainder) = coefficient.magnitude.quotientAndRemainder(dividingBy: unit.magnitude)
    return try Self.assembled(
      quotient, remainder: remainder, divisor: unit.magnitude, negative: isNegative, scale: target, rule
    ) { "\(self) with \(decimals) decimals" }
  }

  /// The largest whole number that is not above the value.
  public func floor() throws(ArithmeticError) -> FixedDecimal {
    try rounded(to: 0, .down)
  }

  /// The quotient with that many decimals, rounded from its exact value.
  ///
  /// The dividend is widened to 256 bits, so that only a result that does not fit is an overflow.
  public func divided(
    by divisor: FixedDecimal, decimals: Int, _ rule: Rounding = .halfUp
  ) throws(ArithmeticError) -> FixedDecimal {
    if divisor.isZero { throw .divisionByZero("\(self) ÷ 0") }
    // self / divisor = (c1 / c2) × 10^(s2 - s1); with `decimals` more digits: × 10^(s2 - s1 + decimals).
    var dividend = coefficient.magnitude
    var by = divisor.coefficient.magnitude
    var shift = Int(divisor.scale) - Int(scale) + decimals
    if shift < 0 {
      (dividend, by, shift) = try Self.loweringShift(dividend, by, shift) { "\(self) ÷ \(divisor)" }
    }
    guard shift <= Self.maximumScale else { throw .overflow("\(self) ÷ \(divisor)") }
    let wide = dividend.multipliedFullWidth(by: PowerOfTen[UInt8(shift)].magnitude)
    guard wide.high < by else { throw .overflow("\(self) ÷ \(divisor)") }
    let (quotient, remainder) = Self.quotient(of: wide, by: by)
    return try Self.assembled(
      quotient, remainder: remainder, divisor: by, negative: isNegative != divisor.isNegative,
      scale: UInt8(decimals), rule
    ) { "\(self) ÷ \(divisor)" }
  }

  /// Nearly every dividend has no more than 64 bits, or than 128, and is divided the faster.
  private static func quotient(
    of dividend: (high: UInt128, low: UInt128), by divisor: UInt128
  ) -> (UInt128, remainder: UInt128) {
    guard dividend.high == 0 else {
      let (quotient, remainder) = divisor.dividingFullWidth(dividend)
      return (quotient, remainder)
    }
    guard let short = UInt64(exactly: dividend.low), let by = UInt64(exactly: divisor) else {
      let (quotient, remainder) = dividend.low.quotientAndRemainder(dividingBy: divisor)
      return (quotient, remainder)
    }
    let (quotient, remainder) = short.quotientAndRemainder(dividingBy: by)
    return (UInt128(quotient), UInt128(remainder))
  }

  /// A negative shift belongs to the divisor: by × 10^-shift.
  private static func loweringShift(
    _ dividend: UInt128, _ by: UInt128, _ shift: Int, _ operation: () -> String
  ) throws(ArithmeticError) -> (UInt128, UInt128, Int) {
    guard -shift <= maximumScale else { throw .overflow(operation()) }
    let (product, overflow) = by.multipliedReportingOverflow(by: PowerOfTen[UInt8(-shift)].magnitude)
    if overflow { throw .overflow(operation()) }
    return (dividend, product, 0)
  }

  private static func assembled(
    _ quotient: UInt128, remainder: UInt128, divisor: UInt128, negative: Bool, scale: UInt8,
    _ rule: Rounding, _ operation: () -> String
  ) throws(ArithmeticError) -> FixedDecimal {
    let away =
      switch rule {
      case .halfUp: remainder >= divisor - remainder && remainder > 0
      case .down: negative && remainder > 0
      case .towardZero: false
      }
    let (magnitude, carry) = quotient.addingReportingOverflow(away ? 1 : 0)
    guard !carry, magnitude <= UInt128(Int128.max) else { throw .overflow(operation()) }
    return FixedDecimal(coefficient: negative ? -Int128(magnitude) : Int128(magnitude), scale: scale)
  }
}
