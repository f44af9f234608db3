import Filings
import Quantities

extension Facility {
  /// A stream's measured quantity, in tonnes unless another unit is named.
  mutating func addQuantity(
    _ direction: Direction, _ item: Item, _ months: Months, unit: Unit = .tonne, meter: String
  ) {
    series.append(
      Series(
        direction: direction, item: item, parameter: .quantity, unit: unit, method: .measured, meter: meter,
        evidence: ["L1"], months: months.values))
  }

  /// A quantity that no meter is named for: auxiliary data.
  mutating func addAuxiliary(_ item: Item, _ months: Months, unit: Unit = .tonne) {
    series.append(
      Series(
        direction: .auxiliary, item: item, parameter: .quantity, unit: unit, method: .measured,
        months: months.values))
  }

  /// A factor by the laboratory's monthly reports.
  mutating func addFactor(
    _ direction: Direction, _ item: Item, _ parameter: Parameter, _ months: Months, unit: Unit
  ) {
    series.append(
      Series(
        direction: direction, item: item, parameter: parameter, unit: unit, method: .measured,
        evidence: Plant.laboratory, months: months.values))
  }

  /// A gas in 10⁴ Nm³, with its calorific value where it is measured.
  mutating func addGas(
    _ direction: Direction, _ item: Item, tonnesLike annual: Int, heat: Int? = nil,
    _ random: inout SeededRandom
  ) {
    addQuantity(
      direction, item, .year(annual, Months.evenSeason, perMille: 30, &random),
      unit: .tenThousandNormalCubicMetres, meter: "M3")
    if let heat {
      addFactor(
        direction, item, .netCalorificValue, .level(heat, decimals: 3, perMille: 20, &random),
        unit: .gigajoulePerTenThousandNormalCubicMetres)
    }
  }

  mutating func set(_ name: AttributeName, _ value: String) {
    attributes.append(Attribute(name: name, value: value))
  }
}
