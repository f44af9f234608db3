/// Why an exact operation has no result.
public enum ArithmeticError: Error, Equatable, Sendable {
  /// The exact result has more digits than a ``FixedDecimal`` holds; the text shows the operation.
  case overflow(String)
  /// A division by zero; the text shows the operation.
  case divisionByZero(String)
}

extension FixedDecimal {
  /// The exact sum.
  @inlinable
  public static func + (left: FixedDecimal, right: FixedDecimal) throws(ArithmeticError) -> FixedDecimal {
    if left.scale == right.scale {
      let (sum, overflow) = left.coefficient.addingReportingOverflow(right.coefficient)
      if !overflow { return FixedDecimal(coefficient: sum, scale: left.scale) }
    }
    return try left.plus(right)
  }

  /// The exact difference.
  public static func - (left: FixedDecimal, right: FixedDecimal) throws(ArithmeticError) -> FixedDecimal {
    try left.combined(with: right, sign: "-") { $0.subtractingReportingOverflow($1) }
  }

  /// The exact product.
  public static func * (left: FixedDecimal, right: FixedDecimal) throws(ArithmeticError) -> FixedDecimal {
    let scale = Int(left.scale) + Int(right.scale)
    let (product, overflow) = left.coefficient.multipliedReportingOverflow(by: right.coefficient)
    if !overflow, scale <= maximumScale {
      return FixedDecimal(coefficient: product, scale: UInt8(scale))
    }
    return try productOfShortened(left, right)
  }

  /// Adds in place.
  @inlinable
  public static func += (left: inout FixedDecimal, right: FixedDecimal) throws(ArithmeticError) {
    left = try left + right
  }

  /// Subtracts in place.
  public static func -= (left: inout FixedDecimal, right: FixedDecimal) throws(ArithmeticError) {
    left = try left - right
  }

  /// The value with the opposite sign.
  public static prefix func - (value: FixedDecimal) throws(ArithmeticError) -> FixedDecimal {
    try .zero - value
  }

  /// The exact sum of many values; zero for none.
  @inlinable
  public static func sum(_ values: some Sequence<FixedDecimal>) throws(ArithmeticError) -> FixedDecimal {
    var total = FixedDecimal.zero
    for value in values { try total += value }
    return total
  }

  /// The value a percentage stands for: `99` becomes `0.99`.
  public func percent() throws(ArithmeticError) -> FixedDecimal {
    try self * FixedDecimal(coefficient: 1, scale: 2)
  }

  /// The sum of numbers of different scales.
  @usableFromInline
  func plus(_ other: FixedDecimal) throws(ArithmeticError) -> FixedDecimal {
    try combined(with: other, sign: "+") { $0.addingReportingOverflow($1) }
  }

  private func combined(
    with other: FixedDecimal, sign: String, _ operation: (Int128, Int128) -> (Int128, Bool)
  ) throws(ArithmeticError) -> FixedDecimal {
    let common = max(scale, other.scale)
    guard let mine = raised(to: common), let theirs = other.raised(to: common) else {
      return try combinedShortened(with: other, sign: sign, operation)
    }
    let (result, overflow) = operation(mine, theirs)
    if overflow { throw .overflow("\(self) \(sign) \(other)") }
    return FixedDecimal(coefficient: result, scale: common)
  }

  /// The second try, when bringing both to one scale overflowed: trailing zeros are given up first.
  private func combinedShortened(
    with other: FixedDecimal, sign: String, _ operation: (Int128, Int128) -> (Int128, Bool)
  ) throws(ArithmeticError) -> FixedDecimal {
    let (left, right) = (withoutTrailingZeros, other.withoutTrailingZeros)
    let common = max(left.scale, right.scale)
    guard let mine = left.raised(to: common), let theirs = right.raised(to: common) else {
      throw .overflow("\(self) \(sign) \(other)")
    }
    let (result, overflow) = operation(mine, theirs)
    if overflow { throw .overflow("\(self) \(sign) \(other)") }
    return FixedDecimal(coefficient: result, scale: common)
  }

  /// The second try, when the product of the coefficients overflowed: in 256 bits, giving up trailing
  /// zeros until it fits.
  private static func productOfShortened(
    _ left: FixedDecimal, _ right: FixedDecimal
  ) throws(ArithmeticError) -> FixedDecimal {
    var (high, low) = left.coefficient.magnitude.multipliedFullWidth(by: right.coefficient.magnitude)
    var scale = Int(left.scale) + Int(right.scale)
    while high > 0 || low > UInt128(Int128.max) || scale > maximumScale {
      let (upper, rest) = high.quotientAndRemainder(dividingBy: 10)
      let (lower, remainder) = UInt128(10).dividingFullWidth((rest, low))
      guard remainder == 0, scale > 0 else { throw .overflow("\(left) × \(right)") }
      (high, low, scale) = (upper, lower, scale - 1)
    }
    let isNegative = left.isNegative != right.isNegative
    return FixedDecimal(coefficient: isNegative ? -Int128(low) : Int128(low), scale: UInt8(scale))
      .withoutTrailingZeros
  }

  /// The coefficient the value has at a larger scale, or nil if it does not fit.
  func raised(to scale: UInt8) -> Int128? {
    if scale == self.scale { return coefficient }
    let (result, overflow) = coefficient.multipliedReportingOverflow(by: PowerOfTen[scale - self.scale])
    return overflow ? nil : result
  }
}
