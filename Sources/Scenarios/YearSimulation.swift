import Allowances
import Filings
import Quantities

/// One year of a scenario: its parameters, balance values, allowances and positions.
struct YearSimulation {
  let base: BaseRules
  let scenario: Scenario
  let year: Int

  func run(_ states: [UnitState]) throws(ArithmeticError) -> SimulatedYear {
    let market = market
    let parameters = parameters
    let balanceValues = try balanceValues(states, parameters)
    var units: [SimulatedUnit] = []
    units.reserveCapacity(states.count)
    for state in states {
      let balance = balanceValues.first { $0.sector == state.unit.sector }
      units.append(try unit(state, balance?.value, parameters, market))
    }
    return SimulatedYear(
      year: year, market: market, parameters: parameters, balanceValues: balanceValues, units: units,
      entities: try entities(units, market))
  }

  // MARK: Parameters

  var market: YearMarket {
    let market = scenario.market
    return YearMarket(
      price: market.price?.value(in: year) ?? base.price?.value ?? .zero,
      paidShare: market.paidShare?.value(in: year) ?? .zero,
      ccerUse: market.ccerUse?.value(in: year) ?? .zero,
      ccerPrice: market.ccerPrice?.value(in: year) ?? .zero)
  }

  /// Slope, band and cap of the year: the scenario's, else the base's; nil if one of them is in neither.
  var parameters: CoefficientParameters? {
    let allocation = scenario.allocation
    guard let slope = allocation.slope?.value(in: year) ?? base.parameters?.slope,
      let band = allocation.band?.value(in: year) ?? base.parameters?.band,
      let cap = allocation.cap?.value(in: year) ?? base.parameters?.cap
    else { return nil }
    return CoefficientParameters(slope: slope, band: band, cap: cap)
  }

  var method: AllocationMethod { scenario.allocation.method?.value(in: year) ?? base.method }

  /// What the scenario says of a unit, else what the results did.
  func treatment(of unit: VerifiedUnit) -> Treatment {
    if let specialCase = unit.specialCase {
      switch scenario.allocation.specialCases[specialCase]?.value(in: year) {
      case .equalsEmissions: return .equalsEmissions
      case .intensityCoefficient: return unit.intensity == nil ? .undecided : .coefficient
      case nil: return unit.treatment
      }
    }
    switch unit.treatment {
    case .coefficient, .equalsEmissions:
      if method == .equalsEmissions { return .equalsEmissions }
      return unit.intensity == nil ? .undecided : .coefficient
    case .outsideAllocation, .outsideYear, .undecided: return unit.treatment
    }
  }

  // MARK: Balance values

  private func balanceValues(
    _ states: [UnitState], _ parameters: CoefficientParameters?
  ) throws(ArithmeticError) -> [SimulatedBalanceValue] {
    guard let parameters else { return [] }
    let factor = scenario.allocation.factor?.value(in: year) ?? .one
    var values: [SimulatedBalanceValue] = []
    for sector in Sector.allCases {
      let own = states.filter { $0.unit.sector == sector && treatment(of: $0.unit) == .coefficient }
      guard !own.isEmpty, let (value, source) = try unscaled(sector, own, parameters) else { continue }
      values.append(
        SimulatedBalanceValue(
          sector: sector, value: try (value * factor).rounded(to: base.balanceValueDecimals), source: source,
          factor: factor))
    }
    return values
  }

  /// The balance value before the factor: the scenario's own, that of the results, or solved anew. Results
  /// without one (a year with A = E) leave only the last.
  private func unscaled(
    _ sector: Sector, _ own: [UnitState], _ parameters: CoefficientParameters
  ) throws(ArithmeticError) -> (FixedDecimal, SimulatedBalanceValue.Source)? {
    if let fixed = scenario.allocation.fixed[sector]?.value(in: year) { return (fixed, .scenario) }
    let basis = scenario.allocation.basis?.value(in: year) ?? .results
    if basis == .results, let value = own.lazy.compactMap(\.unit.balanceValue).first {
      return (value, .results)
    }
    let points = own.compactMap { state in
      state.intensity.map { BalanceValueSolver.Point(emissions: state.emissions, intensity: $0) }
    }
    let solver = BalanceValueSolver(parameters: parameters)
    return try solver.solve(points, decimals: base.balanceValueDecimals).map { ($0.value, .solved) }
  }

  // MARK: Units

  private func unit(
    _ state: UnitState, _ balanceValue: FixedDecimal?, _ parameters: CoefficientParameters?,
    _ market: YearMarket
  ) throws(ArithmeticError) -> SimulatedUnit {
    let whole = try state.emissions.floor()
    let treatment = treatment(of: state.unit)
    switch treatment {
    case .outsideAllocation: return result(state, treatment, determined: nil, due: nil)
    case .outsideYear: return result(state, treatment, determined: .zero, due: .zero)
    case .undecided: return result(state, treatment, determined: nil, due: whole)
    case .equalsEmissions:
      var marginal: [PricedMarginalValue] = []
      for place in state.unit.places { marginal.append(try priced(.ofEmissions(place), market)) }
      return result(state, treatment, determined: whole, due: whole, marginal: marginal)
    case .coefficient:
      guard let balanceValue, let parameters, let intensity = state.intensity, let output = state.output
      else { return result(state, .undecided, determined: nil, due: whole) }
      let method = CoefficientMethod(parameters: parameters)
      let deviation = try method.deviation(intensity: intensity, balanceValue: balanceValue)
      let coefficient = try method.coefficient(deviation: deviation)
      let marginalMethod = MarginalMethod(
        parameters: parameters, emissions: state.emissions, output: output, intensity: intensity,
        balanceValue: balanceValue, deviation: deviation, coefficient: coefficient)
      var marginal: [PricedMarginalValue] = []
      for place in state.unit.places { marginal.append(try priced(marginalMethod.value(place), market)) }
      return SimulatedUnit(
        unit: state.unit, treatment: treatment, emissions: state.emissions, output: output,
        intensity: intensity, balanceValue: balanceValue, deviation: deviation, coefficient: coefficient,
        determined: try method.allowances(emissions: state.emissions, coefficient: coefficient), due: whole,
        marginal: marginal)
    }
  }

  private func result(
    _ state: UnitState, _ treatment: Treatment, determined: FixedDecimal?, due: FixedDecimal?,
    marginal: [PricedMarginalValue] = []
  ) -> SimulatedUnit {
    SimulatedUnit(
      unit: state.unit, treatment: treatment, emissions: state.emissions, output: state.output,
      intensity: state.intensity, balanceValue: nil, deviation: nil, coefficient: nil,
      determined: determined, due: due, marginal: marginal)
  }

  private func priced(
    _ value: MarginalValue, _ market: YearMarket
  ) throws(ArithmeticError) -> PricedMarginalValue {
    PricedMarginalValue(
      value: value,
      abatedYuan: try value.yuan(value.abated, price: market.price, paidShare: market.paidShare),
      emittedYuan: try value.yuan(value.emitted, price: market.price, paidShare: market.paidShare))
  }

  // MARK: Entities

  private func entities(
    _ units: [SimulatedUnit], _ market: YearMarket
  ) throws(ArithmeticError) -> [SimulatedEntity] {
    var entities: [SimulatedEntity] = []
    var rest = units[...]
    while let first = rest.first {
      let own = rest.prefix { $0.unit.sector == first.unit.sector && $0.unit.uscc == first.unit.uscc }
      rest = rest.dropFirst(own.count)
      let position = try Position(
        emissions: .sum(own.map(\.emissions)), allowances: .sum(own.compactMap(\.determined)),
        due: .sum(own.compactMap(\.due)), market: market)
      entities.append(
        SimulatedEntity(
          sector: first.unit.sector, uscc: first.unit.uscc, name: first.unit.name,
          province: first.unit.province, units: own.count,
          undecided: own.count { $0.treatment == .undecided }, position: position))
    }
    return entities
  }
}
