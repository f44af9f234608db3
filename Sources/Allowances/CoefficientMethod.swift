import Filings
import Quantities
import Rulebook

/// The parameters of the intensity coefficient method (强度系数法).
package struct CoefficientParameters: Sendable {
  /// 0.15.
  package let slope: FixedDecimal
  /// The band within which α follows the slope, per cent: 20.
  package let band: FixedDecimal
  /// α outside the band, per cent: 3.
  package let cap: FixedDecimal

  package init(slope: FixedDecimal, band: FixedDecimal, cap: FixedDecimal) {
    self.slope = slope
    self.band = band
    self.cap = cap
  }

  package init(_ rules: YearRules) throws(RuleError) {
    slope = try rules.number("allocation.slope").value
    band = try rules.number("allocation.band").value
    cap = try rules.number("allocation.cap").value
  }
}

/// A = E × (1 + α), X = (BP − I)/BP (ALLOC2425; allocation.md section 3).
package struct CoefficientMethod {
  let parameters: CoefficientParameters

  package init(parameters: CoefficientParameters) {
    self.parameters = parameters
  }

  /// X = (BP − I)/BP (偏离度), exact; not rounded before use.
  package func deviation(
    intensity: FixedDecimal, balanceValue: FixedDecimal
  ) throws(ArithmeticError) -> Quotient {
    try Quotient(balanceValue - intensity, over: balanceValue)
  }

  /// α: slope·X within the band, ±cap from its edges on, exact.
  package func coefficient(deviation: Quotient) throws(ArithmeticError) -> Quotient {
    let edge = try parameters.band.percent()
    let cap = try parameters.cap.percent()
    if try deviation.compared(to: edge) >= 0 { return Quotient(cap) }
    if try deviation.compared(to: -edge) <= 0 { return Quotient(try -cap) }
    return try deviation.times(parameters.slope)
  }

  /// floor(E × (1 + α)), whole tonnes.
  package func allowances(
    emissions: FixedDecimal, coefficient: Quotient
  ) throws(ArithmeticError) -> FixedDecimal {
    try exactAllowances(emissions: emissions, coefficient: coefficient).rounded(to: 0, .down)
  }

  /// E × (1 + α) before it is rounded down.
  package func exactAllowances(
    emissions: FixedDecimal, coefficient: Quotient
  ) throws(ArithmeticError) -> Quotient {
    let factor = try coefficient.denominator + coefficient.numerator
    return try Quotient(emissions * factor, over: coefficient.denominator)
  }
}
