import Filings
import Quantities

/// Where a fuel is burned decides its oxidation rate.
enum Furnace: String {
  /// A cement kiln.
  case kiln
  case powerBoiler
  case industrialBoiler
}

extension RowBuilder {
  /// One row a fuel burned, FC × NCV × CC × OF × 44/12, for cement and aluminium. The guidelines fix OF by the furnace
  /// and the state of the fuel.
  ///
  /// Where the filing has the measured carbon content as received, FC × C_ar × OF × 44/12.
  mutating func combustionRows(
    oxidationRule: (FuelState) -> String, formula: Formula, measuredCarbon: Formula
  ) throws(AccountingError) -> [EmissionRow] {
    var rows: [EmissionRow] = []
    for quantity in facility.quantities(.fuelIn) {
      guard let state = quantity.item.fuelState, quantity.item != .alternativeFuel else { continue }
      let source = EmissionSource(.combustion, quantity.item)
      if let row = standingRow(source) {
        rows.append(row)
        continue
      }
      if let content = facility.series(.fuelIn, quantity.item, .carbonContent) {
        rows.append(
          try measuredCarbonRow(quantity, content, oxidationRule: oxidationRule(state), measuredCarbon))
        continue
      }
      let fuel = try filed("FC", quantity)
      let heat = try filedOrDefault("NCV", .netCalorificValue, of: quantity, rule: .ofFuel)
      let carbon = try filedOrDefault("CC", .carbonPerHeat, of: quantity, rule: .ofFuel)
      let oxidation = try defaultOnly(
        "OF", .oxidationRate, of: quantity, rule: .named(oxidationRule(state)))
      rows.append(
        try row(source, formula, operands: [fuel, heat, carbon, oxidation]) { month throws(ArithmeticError) in
          guard let consumption = fuel[month], let netCalorificValue = heat[month],
            let carbonPerHeat = carbon[month], let rate = oxidation[month]
          else { return nil }
          return try CarbonFormulas.combustion(
            fuelConsumption: consumption, netCalorificValue: netCalorificValue,
            carbonPerHeat: carbonPerHeat, oxidationRate: rate)
        })
    }
    return rows
  }

  private mutating func measuredCarbonRow(
    _ quantity: Series, _ content: Series, oxidationRule: String, _ formula: Formula
  ) throws(AccountingError) -> EmissionRow {
    let fuel = try filed("FC", quantity)
    let carbon = try filedOrDefault("C_ar", .carbonContent, of: quantity, rule: .ofFuel)
    let oxidation = try defaultOnly("OF", .oxidationRate, of: quantity, rule: .named(oxidationRule))
    return try row(
      EmissionSource(.combustion, quantity.item), formula, operands: [fuel, carbon, oxidation]
    ) { month throws(ArithmeticError) in
      guard let consumption = fuel[month], let carbonContent = carbon[month], let rate = oxidation[month]
      else { return nil }
      return try CarbonFormulas.combustion(
        fuelConsumption: consumption, carbonContent: carbonContent, oxidationRate: rate)
    }
  }
}

extension Facility {
  /// The quantity series of a direction, in filed order: each is one emission source.
  func quantities(_ direction: Direction) -> [Series] {
    // By index: to filter the series would copy them all to find the few.
    var found: [Series] = []
    for index in series.indices
    where series[index].direction == direction && series[index].parameter == .quantity {
      found.append(series[index])
    }
    return found
  }
}
