import Filings
import Quantities
import Rulebook

/// Determines the allowances of all units of a year: balance values, determination, true-up.
package struct Settlement {
  let year: Int
  let rules: YearRules
  /// Published balance values, as given.
  let published: [BalanceValue]
  /// By unit.
  let preallocations: [UnitKey: Preallocation]

  /// What identifies a unit.
  package struct UnitKey: Hashable, Sendable {
    package let uscc: String
    package let unit: String

    package init(uscc: String, unit: String) {
      self.uscc = uscc
      self.unit = unit
    }
  }

  package init(
    year: Int, rules: YearRules, published: [BalanceValue], preallocations: [UnitKey: Preallocation]
  ) {
    self.year = year
    self.rules = rules
    self.published = published
    self.preallocations = preallocations
  }

  package struct Result: Sendable {
    /// Sorted by sector, USCC, unit.
    package let allocations: [UnitAllocation]
    /// One a sector that has coefficients, in the sectors' order.
    package let balanceValues: [BalanceValue]
  }

  package func settle(_ units: [AllocationUnit]) throws(AllocationError) -> Result {
    let sorted = units.sorted(by: Self.isBefore)
    var points = Points()
    for unit in sorted { points.add(unit) }
    let balanceValues = try balanceValues(for: points)
    return Result(allocations: try allocations(of: sorted, balanceValues), balanceValues: balanceValues)
  }

  /// The allowances of some units at given balance values, sorted by sector, USCC, unit.
  package func allocations(
    of units: [AllocationUnit], _ balanceValues: [BalanceValue]
  ) throws(AllocationError) -> [UnitAllocation] {
    do {
      return try units.sorted(by: Self.isBefore).map { unit in
        try allocation(of: unit, balanceValue: balanceValues.first { $0.sector == unit.sector })
      }
    } catch { throw Self.allocationError(error) }
  }

  private static func allocationError(_ error: any Error) -> AllocationError {
    switch error {
    case let error as RuleError: .rule(error)
    case let error as ArithmeticError: .arithmetic(error)
    default: .arithmetic(.overflow("\(error)"))
    }
  }

  /// The allowances that some units of an entity would receive in sum at given balance values; nil where one
  /// of them receives none by a formula.
  package func determined(
    _ units: [AllocationUnit], _ balanceValues: [BalanceValue]
  ) throws(AllocationError) -> FixedDecimal? {
    do {
      var total = FixedDecimal.zero
      for unit in units {
        let balanceValue = balanceValues.first { $0.sector == unit.sector }
        guard let amount = try allocation(of: unit, balanceValue: balanceValue).determined else { return nil }
        try total += amount
      }
      return total
    } catch { throw Self.allocationError(error) }
  }

  /// By sector code, USCC and unit: the order of `allowances.csv`.
  private static func isBefore(_ left: AllocationUnit, _ right: AllocationUnit) -> Bool {
    if left.sector != right.sector { return left.sector.rawValue < right.sector.rawValue }
    return (left.uscc, left.unit) < (right.uscc, right.unit)
  }

  /// What the units of a year contribute to the balance values; units in a special case contribute nothing.
  package struct Points: Sendable {
    fileprivate var bySector: [Sector: [BalanceValueSolver.Point]] = [:]

    package init() {}

    package mutating func add(_ unit: AllocationUnit) {
      guard unit.specialCase == nil, unit.emissions > .zero, let intensity = unit.intensity else { return }
      bySector[unit.sector, default: []].append(
        BalanceValueSolver.Point(emissions: unit.emissions, intensity: intensity))
    }
  }

  /// Sectors with units that a balance value should be applied to, where there is none.
  package func unbalanced(_ points: Points, _ values: [BalanceValue]) throws(AllocationError) -> [Sector] {
    do {
      guard try rules.word("allocation.method").value == "intensityCoefficient" else { return [] }
    } catch { throw .rule(error) }
    return Sector.allCases.filter { sector in
      points.bySector[sector] != nil && !values.contains { $0.sector == sector }
    }
  }

  /// One a sector that has coefficients, in the sectors' order: its published value, or the one that balances its
  /// units of this run.
  package func balanceValues(for points: Points) throws(AllocationError) -> [BalanceValue] {
    do {
      guard try rules.word("allocation.method").value == "intensityCoefficient" else { return [] }
      let solver = BalanceValueSolver(parameters: try CoefficientParameters(rules))
      let decimals = Int(
        truncatingIfNeeded: try rules.number("allocation.decimals.balanceValue").value.coefficient)
      var values: [BalanceValue] = []
      for sector in Sector.allCases {
        if let given = published.first(where: { $0.sector == sector && $0.year == year }) {
          values.append(
            BalanceValue(
              sector: sector, year: year, value: try given.value.rounded(to: decimals), source: given.source))
          continue
        }
        let points = points.bySector[sector] ?? []
        guard let solution = try solver.solve(points, decimals: decimals) else { continue }
        values.append(
          BalanceValue(
            sector: sector, year: year, value: solution.value,
            source: solution.isSmallestOfInterval
              ? .solvedSmallest(units: points.count) : .solved(units: points.count)))
      }
      return values
    } catch { throw Self.allocationError(error) }
  }

  private func allocation(of unit: AllocationUnit, balanceValue: BalanceValue?) throws -> UnitAllocation {
    let preallocation = preallocations[UnitKey(uscc: unit.uscc, unit: unit.unit)]
    let whole = max(.zero, try unit.emissions.floor())
    switch try treatment(of: unit) {
    case .unallocated:
      return try result(unit, determined: nil, due: nil, preallocation)
    case .outsideYear:
      return try result(unit, determined: .zero, due: .zero, preallocation)
    case .undecided:
      return try result(unit, determined: nil, due: whole, preallocation)
    case .equalsEmissions:
      return try result(unit, determined: whole, due: whole, preallocation)
    case .coefficient:
      guard let balanceValue, let intensity = unit.intensity else {
        return try result(unit, determined: nil, due: whole, preallocation)
      }
      let method = CoefficientMethod(parameters: try CoefficientParameters(rules))
      let deviation = try method.deviation(intensity: intensity, balanceValue: balanceValue.value)
      let coefficient = try method.coefficient(deviation: deviation)
      let determined = try method.allowances(emissions: unit.emissions, coefficient: coefficient)
      return UnitAllocation(
        unit: unit, balanceValue: balanceValue, deviation: deviation, coefficient: coefficient,
        determined: determined, preallocation: preallocation,
        trueUp: try preallocation.map { try determined - $0.amount }, due: whole)
    }
  }

  private func result(
    _ unit: AllocationUnit, determined: FixedDecimal?, due: FixedDecimal?, _ preallocation: Preallocation?
  ) throws -> UnitAllocation {
    var trueUp: FixedDecimal?
    if let determined, let preallocation { trueUp = try determined - preallocation.amount }
    return UnitAllocation(
      unit: unit, balanceValue: nil, deviation: nil, coefficient: nil, determined: determined,
      preallocation: preallocation, trueUp: trueUp, due: due)
  }

  private enum Treatment {
    /// Reports and is verified, but receives and owes nothing.
    case unallocated
    /// Left out of this year's allocation: A = 0, nothing due, listed.
    case outsideYear
    /// A = E: the surrendered quantity equals the allocated quantity.
    case equalsEmissions
    case coefficient
    /// No output to measure an intensity by, or emissions below nought, of which no share is an allowance: the
    /// emissions are due, the allowances a person decides.
    case undecided
  }

  private func treatment(of unit: AllocationUnit) throws -> Treatment {
    let byEmissions = try rules.word("allocation.method").value == "verifiedEmissions"
    switch unit.specialCase {
    case .outsideAllocation: return .unallocated
    case .closed, .newlyCommissioned:
      return try rules.word("allocation.newAndClosed").value == "outside" ? .outsideYear : .equalsEmissions
    case .noOutput: return byEmissions ? .equalsEmissions : .undecided
    case .whitePortland, .carbideSlag, .gypsumAcid, .hydrogenRichOxygenFurnace, .belowThreshold:
      return .equalsEmissions
    case nil where unit.emissions.isNegative: return .undecided
    case nil: return byEmissions ? .equalsEmissions : .coefficient
    }
  }
}
