import Allowances
import Filings
import Quantities
import Scenarios

/// The CSV tables of a simulation; their columns are described in docs/simulate.md.
package enum SimulationTables {
  private static let amounts = [
    "emissions", "due", "allowances", "paid", "ccer", "shortfall", "surplus", "cost_paid", "cost_market",
    "cost_ccer", "cost",
  ]

  /// `entities.csv`: one row a scenario, year and entity.
  package static func entities(_ runs: [SimulatedScenario]) throws(ArithmeticError) -> [UInt8] {
    var csv = CSVText()
    csv.header(
      ["scenario", "year", "sector", "uscc", "name", "province", "units", "undecided_units", "price"]
        + amounts)
    for run in runs {
      for year in run.years {
        for entity in year.entities {
          csv.text(run.scenario.id)
          csv.integer(year.year)
          csv.text(entity.sector.rawValue)
          csv.text(entity.uscc)
          csv.text(entity.name)
          csv.text(entity.province)
          csv.integer(entity.units)
          csv.integer(entity.undecided)
          csv.number(year.market.price)
          try position(entity.position, into: &csv)
          csv.endRow()
        }
      }
    }
    return csv.bytes
  }

  /// `sectors.csv`: one row a scenario, year and sector, with the year's parameters.
  package static func sectors(_ runs: [SimulatedScenario]) throws(ArithmeticError) -> [UInt8] {
    var csv = CSVText()
    csv.header(
      [
        "scenario", "year", "sector", "entities", "slope", "band", "cap", "balance_value", "balance_source",
        "balance_factor", "price", "paid_share", "ccer_use", "ccer_price",
      ] + amounts)
    for run in runs {
      for year in run.years {
        for sector in Sector.allCases.sorted(by: { $0.rawValue < $1.rawValue }) {
          let count = year.entities.count { $0.sector == sector }
          guard count > 0 else { continue }
          csv.text(run.scenario.id)
          csv.integer(year.year)
          csv.text(sector.rawValue)
          csv.integer(count)
          let balance = year.balanceValues.first { $0.sector == sector }
          let parameters = balance == nil ? nil : year.parameters
          csv.number(parameters?.slope)
          csv.number(parameters?.band)
          csv.number(parameters?.cap)
          csv.number(balance?.value)
          csv.text(balance?.source.rawValue ?? "")
          csv.number(balance?.factor)
          csv.number(year.market.price)
          csv.number(year.market.paidShare)
          csv.number(year.market.ccerUse)
          csv.number(year.market.ccerPrice)
          try position(year.position { $0.sector == sector }, into: &csv)
          csv.endRow()
        }
      }
    }
    return csv.bytes
  }

  /// `provinces.csv`: one row a scenario, year and province.
  package static func provinces(_ runs: [SimulatedScenario]) throws(ArithmeticError) -> [UInt8] {
    var csv = CSVText()
    csv.header(["scenario", "year", "province", "entities", "price"] + amounts)
    for run in runs {
      for year in run.years {
        let provinces = Dictionary(grouping: year.entities, by: \.province)
        for (province, entities) in provinces.sorted(by: { $0.key < $1.key }) {
          csv.text(run.scenario.id)
          csv.integer(year.year)
          csv.text(province)
          csv.integer(entities.count)
          csv.number(year.market.price)
          try position(.sum(entities.map(\.position)), into: &csv)
          csv.endRow()
        }
      }
    }
    return csv.bytes
  }

  /// `marginal.csv`: one row a scenario, year, unit and place where a tonne can be abated.
  package static func marginal(_ runs: [SimulatedScenario]) -> [UInt8] {
    var csv = CSVText()
    csv.header([
      "scenario", "year", "sector", "uscc", "name", "province", "unit", "treatment", "emissions", "output",
      "intensity", "balance_value", "deviation", "coefficient", "determined", "due", "place", "piece",
      "abated_allowances", "emitted_allowances", "price", "paid_share", "abated_yuan", "emitted_yuan",
    ])
    for run in runs {
      for year in run.years {
        for unit in year.units {
          if unit.marginal.isEmpty { row(unit, nil, year, run, into: &csv) }
          for value in unit.marginal { row(unit, value, year, run, into: &csv) }
        }
      }
    }
    return csv.bytes
  }

  /// `abatement.csv`: one row a scenario and year in which it abates.
  package static func abatement(_ effects: [AbatementEffect]) throws(ArithmeticError) -> [UInt8] {
    var csv = CSVText()
    csv.header([
      "scenario", "year", "tonnes", "allowances_without", "allowances_with", "balance_change", "cost_without",
      "cost_with", "saved", "balance_per_tonne", "saved_per_tonne",
    ])
    for effect in effects {
      csv.text(effect.scenario)
      csv.integer(effect.year)
      csv.number(effect.tonnes)
      csv.number(effect.without.allowances)
      csv.number(effect.with.allowances)
      csv.number(try effect.balance)
      csv.number(try effect.without.cost)
      csv.number(try effect.with.cost)
      csv.number(try effect.saved)
      csv.number(try Quotient(effect.balance, over: effect.tonnes), decimals: 6)
      csv.number(try Quotient(effect.saved, over: effect.tonnes), decimals: 2)
      csv.endRow()
    }
    return csv.bytes
  }

  private static func row(
    _ unit: SimulatedUnit, _ marginal: PricedMarginalValue?, _ year: SimulatedYear, _ run: SimulatedScenario,
    into csv: inout CSVText
  ) {
    csv.text(run.scenario.id)
    csv.integer(year.year)
    csv.text(unit.unit.sector.rawValue)
    csv.text(unit.unit.uscc)
    csv.text(unit.unit.name)
    csv.text(unit.unit.province)
    csv.text(unit.unit.unit)
    csv.text(unit.treatment.rawValue)
    csv.number(unit.emissions)
    csv.number(unit.output)
    csv.number(unit.intensity)
    csv.number(unit.balanceValue)
    csv.number(unit.deviation, decimals: 6)
    csv.number(unit.coefficient, decimals: 6)
    csv.number(unit.determined)
    csv.number(unit.due)
    csv.text(marginal?.value.place.rawValue ?? "")
    csv.text(marginal?.value.piece.rawValue ?? "")
    csv.number(marginal?.value.abated, decimals: 6)
    csv.number(marginal?.value.emitted, decimals: 6)
    csv.number(year.market.price)
    csv.number(year.market.paidShare)
    csv.number(marginal?.abatedYuan)
    csv.number(marginal?.emittedYuan)
    csv.endRow()
  }

  private static func position(_ position: Position, into csv: inout CSVText) throws(ArithmeticError) {
    csv.number(position.emissions)
    csv.number(position.due)
    csv.number(position.allowances)
    csv.number(position.paid)
    csv.number(position.ccer)
    csv.number(position.shortfall)
    csv.number(position.surplus)
    csv.number(position.paidCost)
    csv.number(position.marketCost)
    csv.number(position.ccerCost)
    csv.number(try position.cost)
  }
}
