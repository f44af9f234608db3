import Allowances
import Filings
import Quantities

/// Runs scenarios over verified units.
package struct Simulation: Sendable {
  let base: BaseRules
  /// By sector code, USCC and unit.
  let units: [VerifiedUnit]

  package init(base: BaseRules, units: [VerifiedUnit]) {
    self.base = base
    self.units = units.sorted {
      ($0.sector.rawValue, $0.uscc, $0.unit) < ($1.sector.rawValue, $1.uscc, $1.unit)
    }
  }

  /// Every year of a scenario, each from the one before it.
  package func run(_ scenario: Scenario) throws(ArithmeticError) -> SimulatedScenario {
    var paths: [UnitPath] = []
    for unit in units { paths.append(try UnitPath(unit)) }
    var years: [SimulatedYear] = []
    for year in base.year...scenario.years.upperBound {
      if year > base.year {
        for index in paths.indices { try paths[index].grow(scenario.growth[paths[index].unit.sector], year) }
      }
      guard scenario.years.contains(year) else { continue }
      var states: [UnitState] = []
      for path in paths { states.append(try path.state(in: year, scenario.abatements)) }
      years.append(try YearSimulation(base: base, scenario: scenario, year: year).run(states))
    }
    return SimulatedScenario(scenario: scenario, years: years)
  }

  /// The units whose allowances, calculated anew by the base rules, are not those of the results.
  package func differences(in year: SimulatedYear) -> [VerifiedUnit] {
    zip(units, year.units).compactMap { unit, simulated in
      unit.determined == simulated.determined && unit.due == simulated.due ? nil : unit
    }
  }
}

/// A unit's emissions and output on their way through the years, before abatement.
struct UnitPath {
  let unit: VerifiedUnit
  private var emissions: FixedDecimal
  private var output: FixedDecimal?
  /// What the intensity counts, tCO2e: a line's or a process's emissions; of a steel works ironmaking and
  /// sintering, taken as I × Q of the results, which is exact to the 4 decimals of I.
  private var counted: FixedDecimal?
  private var isGrown = false

  init(_ unit: VerifiedUnit) throws(ArithmeticError) {
    self.unit = unit
    emissions = unit.emissions
    output = unit.output
    if unit.sector != .steel {
      counted = unit.emissions
    } else if let intensity = unit.intensity, let output = unit.output {
      counted = try intensity * output
    }
  }

  /// One year's growth, rounded to 2 decimals.
  mutating func grow(_ growth: Scenario.Growth?, _ year: Int) throws(ArithmeticError) {
    if let rate = growth?.emissions?.value(in: year), !rate.isZero {
      let factor = try .one + rate.percent()
      emissions = try (emissions * factor).rounded(to: 2)
      if let counted { self.counted = try (counted * factor).rounded(to: 2) }
      isGrown = true
    }
    if let rate = growth?.output?.value(in: year), !rate.isZero, let output {
      self.output = try (output * (.one + rate.percent())).rounded(to: 2)
      isGrown = true
    }
  }

  /// The year's emissions, output and intensity, less what the scenario abates.
  func state(in year: Int, _ abatements: [Scenario.Abatement]) throws(ArithmeticError) -> UnitState {
    var (emissions, counted, isChanged) = (emissions, counted, isGrown)
    for abatement in abatements
    where abatement.uscc == unit.uscc && abatement.unit == unit.unit && abatement.firstYear <= year {
      try emissions -= abatement.tonnes
      if abatement.place.countsInIntensity, let before = counted {
        counted = try before - abatement.tonnes
        isChanged = true
      }
    }
    var intensity = unit.intensity
    if isChanged, unit.intensity != nil, let counted, let output, !output.isZero {
      intensity = try counted.divided(by: output, decimals: 4)
    }
    return UnitState(
      unit: unit, emissions: max(emissions, .zero), output: output,
      intensity: intensity.map { max($0, .zero) })
  }
}

/// A unit in a year, before its allowances.
struct UnitState {
  let unit: VerifiedUnit
  let emissions: FixedDecimal
  let output: FixedDecimal?
  let intensity: FixedDecimal?
}
