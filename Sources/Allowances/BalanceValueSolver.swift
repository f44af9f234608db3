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

  /// The balance value; nil if no unit has both emissions and an intensity above nought, or if those without such
  /// an intensity receive so much that no value balances the rest.
  ///
  /// An intensity of nought or less deviates by 100 % or more from every balance value: such a unit is capped above
  /// and never enters the middle.
  package func solve(_ points: [Point], decimals: Int) throws(ArithmeticError) -> Solution? {
    let events = try breakpoints(of: points)
    if events.isEmpty { return nil }
    var piece = Piece(top: try .sum(points.lazy.map(\.emissions)))
    let numerators = try Numerators(band: parameters.band)
    var balancesOverInterval = false
    var previous: Breakpoint?
    for event in events {
      let point = points[Int(event.point)]
      let height = try piece.heightTimesIntensity(of: point, at: numerators[event.kind], parameters)
      if height < .zero {
        let value = try piece.root(parameters).rounded(to: decimals)
        return Solution(value: value, isSmallestOfInterval: balancesOverInterval)
      }
      // Zero at the end of a flat piece that has a length: the whole piece balances.
      if height.isZero, piece.middleWeighted.isZero {
        let hasLength = if let previous { try numerators.isBefore(previous, event, of: points) } else { true }
        if hasLength { balancesOverInterval = true }
      }
      try piece.pass(point, entersMiddle: event.kind == .enters)
      previous = event
    }
    // Behind the last breakpoint all units are capped, and f is not negative.
    return nil
  }

  /// u = numerator / intensity, at which a unit enters or leaves the uncapped middle. Small: there are twice as many
  /// as units.
  private struct Breakpoint {
    enum Kind { case enters, leaves, isBeyond }

    /// The unit's place among the points.
    let point: Int32
    let kind: Kind
  }

  /// The numerators of the breakpoints.
  private struct Numerators {
    private let enters: FixedDecimal
    private let leaves: FixedDecimal
    private let isBeyond: FixedDecimal

    /// - Parameter band: per cent.
    init(band: FixedDecimal) throws(ArithmeticError) {
      let band = try band.percent()
      enters = try FixedDecimal.one - band
      leaves = try FixedDecimal.one + band
      isBeyond = try leaves * FixedDecimal(2)
    }

    subscript(kind: Breakpoint.Kind) -> FixedDecimal {
      switch kind {
      case .enters: enters
      case .leaves: leaves
      case .isBeyond: isBeyond
      }
    }

    /// numerator × 1/I, compared by cross-multiplication; scaled to be comparable without division.
    func isBefore(
      _ left: Breakpoint, _ right: Breakpoint, of points: [Point]
    ) throws(ArithmeticError) -> Bool {
      try self[left.kind] * points[Int(right.point)].intensity
        < self[right.kind] * points[Int(left.point)].intensity
    }
  }

  /// Of the units that have both emissions and an intensity above nought.
  private func breakpoints(of points: [Point]) throws(ArithmeticError) -> [Breakpoint] {
    let numerators = try Numerators(band: parameters.band)
    var events: [Breakpoint] = []
    events.reserveCapacity(points.count * 2 + 1)
    for (index, point) in points.enumerated() where !point.emissions.isZero && point.intensity > .zero {
      events.append(Breakpoint(point: Int32(index), kind: .enters))
      events.append(Breakpoint(point: Int32(index), kind: .leaves))
    }
    do {
      try events.sort { (left, right) throws in try numerators.isBefore(left, right, of: points) }
    } catch {
      throw error as? ArithmeticError ?? .overflow("\(error)")
    }
    // The last unit to leave the middle; behind that all are capped: one more, at which f has its last value.
    if let last = events.last { events.append(Breakpoint(point: last.point, kind: .isBeyond)) }
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
      of point: Point, at numerator: FixedDecimal, _ parameters: CoefficientParameters
    ) throws(ArithmeticError) -> FixedDecimal {
      let constant = try self.constant(parameters)
      return try constant * point.intensity - parameters.slope * numerator * middleWeighted
    }

    /// cap·(top − bottom) + slope·middle: f without its part in u.
    private func constant(_ parameters: CoefficientParameters) throws(ArithmeticError) -> FixedDecimal {
      try parameters.cap.percent() * (top - bottom) + parameters.slope * middle
    }

    /// BP = 1/u at f(u) = 0.
    func root(_ parameters: CoefficientParameters) throws(ArithmeticError) -> Quotient {
      try Quotient(parameters.slope * middleWeighted, over: constant(parameters))
    }

    /// Passes the breakpoint at which a unit enters or leaves the middle.
    mutating func pass(_ point: Point, entersMiddle: Bool) throws(ArithmeticError) {
      let emissions = point.emissions
      let weighted = try emissions * point.intensity
      if entersMiddle {
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
