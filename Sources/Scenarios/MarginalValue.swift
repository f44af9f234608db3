import Allowances
import Quantities

/// What the next tonne at a unit changes: the slope of its allowances in its emissions, worked out exactly.
///
/// From A = E·(1 + α), α = s·X, X = (BP − I)/BP (ALLOC2425, method), with output Q and BP held fixed and
/// before any rounding:
///
///     in what the intensity counts (I = M/Q, dM = dE):  dA/dE = 1 + α − s·E/(Q·BP)   within the band
///     elsewhere in a steel works (dM = 0):              dA/dE = 1 + α
///     at the cap (α = ±c):                              dA/dE = 1 + α
///
/// A tonne abated leaves the unit with 1 − dA/dE tonnes of allowances more than before: one less is due, and
/// dA/dE fewer are issued. For a clinker line E/Q = I, so the value is s·(1 − 2X).
package struct MarginalValue: Sendable {
  package let place: Place
  package let piece: Piece
  /// Tonnes of allowances that a tonne abated is worth.
  package let abated: Quotient
  /// Tonnes of allowances that a tonne more costs. It differs from ``abated`` only at an edge of the band.
  package let emitted: Quotient

  /// On which piece of the coefficient a unit stands.
  package enum Piece: String, Sendable {
    /// Within the band: α follows the deviation.
    case slope
    /// X above the band: α = +cap.
    case cappedAbove
    /// X below the band: α = −cap.
    case cappedBelow
    /// X = +band: a tonne less stands at the cap, a tonne more within the band.
    case edgeAbove
    /// X = −band: a tonne less stands within the band, a tonne more at the cap.
    case edgeBelow
    /// A = E: what is abated is not issued.
    case equalsEmissions
  }

  /// A = E: dA/dE = 1, so a tonne abated is worth no allowance.
  static func ofEmissions(_ place: Place) -> MarginalValue {
    MarginalValue(
      place: place, piece: .equalsEmissions, abated: Quotient(.zero), emitted: Quotient(.zero))
  }

  /// Yuan that a tonne abated saves, 2 decimals: price × (p + (1 − p)·v), v being the value in allowances
  /// and p the paid share. With everything paid for, a tonne saves its full price.
  func yuan(_ value: Quotient, price: FixedDecimal, paidShare: FixedDecimal) throws(ArithmeticError)
    -> FixedDecimal
  {
    let share = try paidShare.percent()
    let worth = try share * value.denominator + (.one - share) * value.numerator
    return try Quotient(price * worth, over: value.denominator).rounded(to: 2)
  }
}

/// A unit of the intensity coefficient method in a year, before any rounding but that of its intensity.
struct MarginalMethod {
  let parameters: CoefficientParameters
  let emissions: FixedDecimal
  let output: FixedDecimal
  let intensity: FixedDecimal
  let balanceValue: FixedDecimal
  let deviation: Quotient
  let coefficient: Quotient

  func value(_ place: Place) throws(ArithmeticError) -> MarginalValue {
    let piece = try self.piece
    let flat = try Quotient(-coefficient.numerator, over: coefficient.denominator)
    guard place.countsInIntensity else {
      return MarginalValue(place: place, piece: piece, abated: flat, emitted: flat)
    }
    switch piece {
    case .slope:
      let value = try withinBand
      return MarginalValue(place: place, piece: piece, abated: value, emitted: value)
    case .edgeAbove:
      return MarginalValue(place: place, piece: piece, abated: flat, emitted: try withinBand)
    case .edgeBelow:
      return MarginalValue(place: place, piece: piece, abated: try withinBand, emitted: flat)
    case .cappedAbove, .cappedBelow, .equalsEmissions:
      return MarginalValue(place: place, piece: piece, abated: flat, emitted: flat)
    }
  }

  private var piece: MarginalValue.Piece {
    get throws(ArithmeticError) {
      let edge = try parameters.band.percent()
      let above = try deviation.compared(to: edge)
      if above >= 0 { return above == 0 ? .edgeAbove : .cappedAbove }
      let below = try deviation.compared(to: -edge)
      if below <= 0 { return below == 0 ? .edgeBelow : .cappedBelow }
      return .slope
    }
  }

  /// 1 − dA/dE = −s·(BP − I)/BP + s·E/(Q·BP) = s·((I − BP)·Q + E) / (Q·BP).
  private var withinBand: Quotient {
    get throws(ArithmeticError) {
      let inner = try (intensity - balanceValue) * output + emissions
      return try Quotient(parameters.slope * inner, over: output * balanceValue)
    }
  }
}
