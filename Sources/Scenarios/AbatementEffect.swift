import Quantities

/// What a scenario's abatement brings in a year: the scenario against the same one without it, over all
/// entities. Unlike a marginal value it holds for all the tonnes, with every rounding and, where the scenario
/// solves the balance value anew, with what the others lose by it.
package struct AbatementEffect: Sendable {
  package let scenario: String
  package let year: Int
  /// tCO2e abated in the year.
  package let tonnes: FixedDecimal
  package let without: Position
  package let with: Position

  /// Tonnes of allowances issued more, below zero fewer.
  package var allowances: FixedDecimal {
    get throws(ArithmeticError) { try with.allowances - without.allowances }
  }
  /// Tonnes of allowances that all entities together have more, what is due being less.
  package var balance: FixedDecimal {
    get throws(ArithmeticError) { try with.balance - without.balance }
  }
  /// Yuan saved.
  package var saved: FixedDecimal {
    get throws(ArithmeticError) { try without.cost - with.cost }
  }
}

extension Simulation {
  /// The effects in each year in which a scenario abates something.
  package func effects(of run: SimulatedScenario) throws(ArithmeticError) -> [AbatementEffect] {
    if run.scenario.abatements.isEmpty { return [] }
    var scenario = run.scenario
    scenario.abatements = []
    let without = try self.run(scenario)
    var effects: [AbatementEffect] = []
    for (year, plain) in zip(run.years, without.years) {
      let tonnes = try FixedDecimal.sum(
        run.scenario.abatements.filter { $0.firstYear <= year.year }.map(\.tonnes))
      if tonnes.isZero { continue }
      effects.append(
        AbatementEffect(
          scenario: run.scenario.id, year: year.year, tonnes: tonnes, without: try plain.position(),
          with: try year.position()))
    }
    return effects
  }
}
