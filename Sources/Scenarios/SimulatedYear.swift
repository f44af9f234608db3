import Allowances
import Filings
import Quantities

/// A unit in a year of a scenario.
package struct SimulatedUnit: Sendable {
  package let unit: VerifiedUnit
  package let treatment: Treatment
  package let emissions: FixedDecimal
  package let output: FixedDecimal?
  package let intensity: FixedDecimal?
  package let balanceValue: FixedDecimal?
  package let deviation: Quotient?
  package let coefficient: Quotient?
  package let determined: FixedDecimal?
  package let due: FixedDecimal?
  package let marginal: [PricedMarginalValue]
}

/// A marginal value with what it is worth at the year's price.
package struct PricedMarginalValue: Sendable {
  package let value: MarginalValue
  /// Yuan that a tonne abated saves, and that a tonne more costs.
  package let abatedYuan: FixedDecimal
  package let emittedYuan: FixedDecimal
}

/// An entity in a year of a scenario.
package struct SimulatedEntity: Sendable {
  package let sector: Sector
  package let uscc: String
  package let name: String
  package let province: String
  package let units: Int
  /// Units whose allowances a person decides; they count with what is due and without allowances.
  package let undecided: Int
  package let position: Position
}

/// A sector's balance value in a year of a scenario.
package struct SimulatedBalanceValue: Sendable {
  package let sector: Sector
  /// 6 decimals, after the factor.
  package let value: FixedDecimal
  package let source: Source
  package let factor: FixedDecimal

  package enum Source: String, Sendable {
    /// That of the results.
    case results
    /// Solved for the sector's units of the year.
    case solved
    /// Set by the scenario.
    case scenario
  }
}

package struct SimulatedYear: Sendable {
  package let year: Int
  package let market: YearMarket
  /// Nil where the year's method needs none.
  package let parameters: CoefficientParameters?
  package let balanceValues: [SimulatedBalanceValue]
  /// In the order of `allowances.csv`: sector, USCC, unit.
  package let units: [SimulatedUnit]
  /// By sector and USCC.
  package let entities: [SimulatedEntity]

  /// The sum over the entities that are asked for.
  package func position(
    _ isCounted: (SimulatedEntity) -> Bool = { _ in true }
  ) throws(ArithmeticError) -> Position {
    try .sum(entities.filter(isCounted).map(\.position))
  }
}

/// A scenario run over the results.
package struct SimulatedScenario: Sendable {
  package let scenario: Scenario
  package let years: [SimulatedYear]
}
