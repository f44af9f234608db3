/// An exact decimal number: `coefficient × 10^-scale`.
///
/// Every number between a filing and a report is one of these; no binary float stands between them.
/// The coefficient has at least 38 digits and the scale at most ``maximumScale``; an operation whose
/// exact result does not fit throws ``ArithmeticError`` and never wraps or rounds silently.
///
/// Numbers that denote the same value are equal (`1.0 == 1.00`); the scale is kept, so that a filing's
/// `23.070` is written back as `23.070`.
public struct FixedDecimal: Sendable {
  /// The largest number of decimals a value may have.
  @inlinable public static var maximumScale: Int { 38 }

  /// The digits without the decimal point, with sign.
  public let coefficient: Int128

  /// The number of digits behind the decimal point, 0 to ``maximumScale``.
  public let scale: UInt8

  /// Zero, without decimals.
  @inlinable public static var zero: FixedDecimal { FixedDecimal(coefficient: 0, scale: 0) }

  /// One, without decimals.
  @inlinable public static var one: FixedDecimal { FixedDecimal(coefficient: 1, scale: 0) }

  /// A whole number.
  @inlinable
  public init(_ whole: Int) {
    self.init(coefficient: Int128(whole), scale: 0)
  }

  /// `coefficient × 10^-scale`; the scale must lie within 0 to ``maximumScale``.
  @inlinable
  public init(coefficient: Int128, scale: UInt8) {
    precondition(scale <= Self.maximumScale, "a decimal has at most 38 decimals")
    self.coefficient = coefficient
    self.scale = scale
  }

  /// Whether the value is below zero.
  @inlinable public var isNegative: Bool { coefficient < 0 }

  /// Whether the value is zero.
  @inlinable public var isZero: Bool { coefficient == 0 }

  /// The nearest binary number: for charts and for statistics that find outliers, never on the way to a
  /// report.
  public var approximation: Double {
    // Both are exact as binary numbers, so that the quotient is rounded once.
    if coefficient.magnitude < 1 << 53, scale <= 22 {
      return Double(Int64(coefficient)) / Self.binaryPowersOfTen[Int(scale)]
    }
    return Double(description) ?? 0
  }

  private static let binaryPowersOfTen: [Double] = (0...22).map { Double(PowerOfTen[UInt8($0)]) }

  /// The value without trailing zeros behind the point: `1.500` becomes `1.5`.
  public var withoutTrailingZeros: FixedDecimal {
    var digits = coefficient
    var decimals = scale
    while decimals > 0, digits % 10 == 0 {
      digits /= 10
      decimals -= 1
    }
    return FixedDecimal(coefficient: digits, scale: decimals)
  }
}

extension FixedDecimal: Equatable, Hashable, Comparable {
  /// Numerical equality: `1.0 == 1.00`.
  @inlinable
  public static func == (left: FixedDecimal, right: FixedDecimal) -> Bool {
    left.scale == right.scale ? left.coefficient == right.coefficient : left.order(against: right) == 0
  }

  /// Numerical order, exact for every pair.
  @inlinable
  public static func < (left: FixedDecimal, right: FixedDecimal) -> Bool {
    left.scale == right.scale ? left.coefficient < right.coefficient : left.order(against: right) < 0
  }

  /// Equal values hash alike whatever their scale.
  public func hash(into hasher: inout Hasher) {
    let canonical = withoutTrailingZeros
    hasher.combine(canonical.coefficient)
    hasher.combine(canonical.scale)
  }

  /// -1, 0 or 1. Whole parts first, then the fractions brought to a common scale: a fraction is below
  /// 10^38, so this cannot overflow.
  @usableFromInline
  func order(against other: FixedDecimal) -> Int {
    if let order = orderOfShort(against: other) { return order }
    let (whole, fraction) = coefficient.quotientAndRemainder(dividingBy: PowerOfTen[scale])
    let (otherWhole, otherFraction) = other.coefficient.quotientAndRemainder(
      dividingBy: PowerOfTen[other.scale])
    if whole != otherWhole { return whole < otherWhole ? -1 : 1 }
    let common = max(scale, other.scale)
    let mine = fraction * PowerOfTen[common - scale]
    let theirs = otherFraction * PowerOfTen[common - other.scale]
    return mine == theirs ? 0 : (mine < theirs ? -1 : 1)
  }

  /// The same without a division, for numbers of up to 18 digits: times 10^18 they still fit.
  private func orderOfShort(against other: FixedDecimal) -> Int? {
    let limit: Int128 = 1_000_000_000_000_000_000
    guard scale <= 18, other.scale <= 18, -limit..<limit ~= coefficient, -limit..<limit ~= other.coefficient
    else { return nil }
    let common = max(scale, other.scale)
    let mine = coefficient * PowerOfTen[common - scale]
    let theirs = other.coefficient * PowerOfTen[common - other.scale]
    return mine == theirs ? 0 : (mine < theirs ? -1 : 1)
  }
}

/// The powers of ten that a coefficient can hold.
enum PowerOfTen {
  private static let table: [Int128] = {
    var powers: [Int128] = [1]
    for _ in 0..<FixedDecimal.maximumScale { powers.append(powers[powers.count - 1] * 10) }
    return powers
  }()

  /// 10^exponent, for an exponent of 0 to ``FixedDecimal/maximumScale``.
  static subscript(exponent: UInt8) -> Int128 { table[Int(exponent)] }
}
