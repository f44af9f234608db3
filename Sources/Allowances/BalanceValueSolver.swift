import Filings
import Quantities

/// Solves for the balance value (行业平衡值): the value at which a sector's allowances equal its verified
/// emissions, exactly and without iteration (ALLOC2425; allocation.md section 3).
///
/// With u = 1/BP, f(u) = Σ E·clamp(slope·(1 − I·u), −cap, +cap) is piecewise linear and falls from
/// +cap·ΣE to −cap·ΣE, with breakpoints at u = (1 − band)/I and (1 + band)/I. Sorted, the piece in which
/// f turns negative holds the root.
package struct BalanceValueSolver {
  let parameters: CoefficientParameters

  package init(parameters: CoefficientParameters) {
    self.parameters = parameters
  }

  /// What a unit contributes: its verified emissions and its rounded intensity.
  package struct Point: Sendable {
    package let emissions: FixedDecimal
    package let intensity: FixedDecimal

    package init(emissions: FixedDecimal, intensity: FixedDecimal) {
      self.emissions = emissions
      self.intensity = intensity
    }
  }

  package struct Solution: Sendable {
    /// Rounded to the decimals asked for.
    package let value: FixedDecimal
    /// Whether every value of an interval balances; then this is the smallest.
    package let isSmallestOfInterval: Bool
  }

  /// The balance value, or nil if no unit has both emissions and an intensity.
  package func solve(_ points: [Point], decimals: Int) throws(ArithmeticError) -> Solution? {
    let weighted = points.filter { !$0.emissions.isZero && !$0.intensity.isZero }
    if weighted.isEmpty { return nil }
    var piece = Piece(top: try .sum(weighted.map(\.emissions)))
    let events = try breakpoints(of: weighted)
    var balancesOverInterval = false
    var previous: Breakpoint?
    for event in events {
      let height = try piece.heightTimesIntensity(at: event, parameters)
      if height < .zero {
        let value = try piece.root(parameters).rounded(to: decimals)
        return Solution(value: value, isSmallestOfInterval: balancesOverInterval)
      }
      // Zero at the end of a flat piece that has a length: the whole piece balances.
      if height.isZero, piece.middleWeighted.isZero, try previous?.isBefore(event) ?? true {
        balancesOverInterval = true
      }
      try piece.pass(event)
      previous = event
    }
    return nil  // not reached: behind the last breakpoint all units are capped and f is negative
  }

  /// u = numerator / intensity, at which a unit enters or leaves the uncapped middle.
  private struct Breakpoint {
    let numerator: FixedDecimal
    let point: Point
    let entersMiddle: Bool
    /// numerator × 1/I, compared by cross-multiplication; scaled to be comparable without division.
    func isBefore(_ other: Breakpoint) throws(ArithmeticError) -> Bool {
      let mine = try numerator * other.point.intensity
      let theirs = try other.numerator * point.intensity
      return mine < theirs
    }
  }

  private func breakpoints(of points: [Point]) throws(ArithmeticError) -> [Breakpoint] {
    let band = try parameters.band.percent()
    let (enter, leave) = (try FixedDecimal.one - band, try FixedDecimal.one + band)
    var events: [Breakpoint] = []
    events.reserveCapacity(points.count * 2)
    for point in points {
      events.append(Breakpoint(numerator: enter, point: point, entersMiddle: true))
      events.append(Breakpoint(numerator: leave, point: point, entersMiddle: false))
    }
    do {
      try events.sort { (left, right) throws in try left.isBefore(right) }
    } catch {
      throw error as? ArithmeticError ?? .overflow("\(error)")
    }
    // Behind every breakpoint all units are capped: one more, at which f is certainly negative.
    if let last = events.last {
      events.append(
        Breakpoint(numerator: try last.numerator * FixedDecimal(2), point: last.point, entersMiddle: false))
    }
    return events
  }

  /// One linear piece of f: the emissions capped above, in the middle and below.
  private struct Piece {
    var top: FixedDecimal
    var middle = FixedDecimal.zero
    /// Σ E·I of the middle.
    var middleWeighted = FixedDecimal.zero
    var bottom = FixedDecimal.zero

    init(top: FixedDecimal) {
      self.top = top
    }

    /// f(u)·I at the breakpoint u = n/I; its sign is that of f.
    func heightTimesIntensity(
      at event: Breakpoint, _ parameters: CoefficientParameters
    ) throws(ArithmeticError) -> FixedDecimal {
      let constant = try self.constant(parameters)
      return try constant * event.point.intensity - parameters.slope * event.numerator * middleWeighted
    }

    /// cap·(top − bottom) + slope·middle: f without its part in u.
    private func constant(_ parameters: CoefficientParameters) throws(ArithmeticError) -> FixedDecimal {
      try parameters.cap.percent() * (top - bottom) + parameters.slope * middle
    }

    /// BP = 1/u at f(u) = 0.
    func root(_ parameters: CoefficientParameters) throws(ArithmeticError) -> Quotient {
      try Quotient(parameters.slope * middleWeighted, over: constant(parameters))
    }

    mutating func pass(_ event: Breakpoint) throws(ArithmeticError) {
      let emissions = event.point.emissions
      let weighted = try emissions * event.point.intensity
      if event.entersMiddle {
        try top -= emissions
        try middle += emissions
        try middleWeighted += weighted
      } else {
        try middle -= emissions
        try middleWeighted -= weighted
        try bottom += emissions
      }
    }
  }
}
