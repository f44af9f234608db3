/// An exact fraction that has not been rounded yet: what a formula gives before the guideline rounds it.
///
/// 44/12 has no end as a decimal, so a formula multiplies by 44 first and leaves the division by 12 to
/// the rounding, which then looks at the exact value.
public struct Quotient: Sendable, Equatable {
  /// The dividend.
  public let numerator: FixedDecimal
  /// The divisor; never zero.
  public let denominator: FixedDecimal

  /// A fraction. Throws ``ArithmeticError/divisionByZero(_:)`` for a zero denominator.
  public init(_ numerator: FixedDecimal, over denominator: FixedDecimal) throws(ArithmeticError) {
    if denominator.isZero { throw .divisionByZero("\(numerator) ÷ 0") }
    self.numerator = numerator
    self.denominator = denominator
  }

  /// A number that needs no division.
  public init(_ number: FixedDecimal) {
    numerator = number
    denominator = .one
  }

  /// The exact product with a number.
  public func times(_ factor: FixedDecimal) throws(ArithmeticError) -> Quotient {
    try Quotient(numerator * factor, over: denominator)
  }

  /// Rounded to a number of decimals.
  public func rounded(to decimals: Int, _ rule: Rounding = .halfUp) throws(ArithmeticError) -> FixedDecimal {
    try numerator.divided(by: denominator, decimals: decimals, rule)
  }

  /// -1, 0 or 1: how the fraction compares with a number, exactly.
  public func compared(to number: FixedDecimal) throws(ArithmeticError) -> Int {
    let product = try number * denominator
    if numerator == product { return 0 }
    return (numerator < product) != denominator.isNegative ? -1 : 1
  }

  /// The value for a person to read: exact where it ends within the given decimals, otherwise cut off
  /// there and marked with `…`.
  public func text(decimals: Int = 10) -> String {
    guard let cut = try? rounded(to: decimals, .towardZero) else { return "\(numerator) ÷ \(denominator)" }
    guard let back = try? cut * denominator, back == numerator else { return "\(cut)…" }
    return "\(cut.withoutTrailingZeros)"
  }
}
