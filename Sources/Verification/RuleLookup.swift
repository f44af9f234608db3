import Accounting
import Filings
import Quantities
import Rulebook

extension CheckScope {
  /// Where a factor's unit is in doubt (R06); checks of its size leave it alone.
  func unitSlip(of series: Series) throws -> UnitSlip {
    guard let typical = typicalValue(of: series)?.value else { return UnitSlip(low: nil, high: nil) }
    let factor = try rules.limit("R06", "factor").value
    return UnitSlip(low: (typical, factor), high: try typical * factor)
  }

  /// The decimals that the guideline gives a parameter: entry `decimals.<sector>.<parameter>`; nil where it
  /// gives none.
  func decimals(of parameter: Parameter) -> Int? {
    let rule = try? rules.number("decimals.\(filing.sector.rawValue).\(parameter.rawValue)")
    return rule.map { Int(truncatingIfNeeded: $0.value.coefficient) }
  }

  /// The guideline's default for a factor of a fuel, a carbonate or an anode; nil where it has none.
  func typicalValue(of series: Series) -> Rule<FixedDecimal>? {
    rules.typicalValue(of: series, filing.sector)
  }
}

extension YearRules {
  /// The guideline's default for a factor of a fuel, a carbonate or an anode; nil where it has none.
  func typicalValue(of series: Series, _ sector: Sector) -> Rule<FixedDecimal>? {
    switch series.parameter {
    case .netCalorificValue, .carbonPerHeat: fuelDefault(sector, series.item, series.parameter)
    case .sulphur where series.item == .anode, .ash where series.item == .anode:
      try? number("aluminium.anode.\(series.parameter.rawValue)")
    case .cf4Factor: try? number("aluminium.anodeEffect.cf4Factor")
    case .c2f6Factor: try? number("aluminium.anodeEffect.c2f6Factor")
    case .anodeLossRate: try? number("aluminium.anode.lossRate")
    case .purity where sector == .aluminium: try? number("aluminium.carbonatePurity")
    default: nil
    }
  }

  /// Carbon a tonne by the guideline's defaults, NCV × CC; nil for other parameters. The formulas know no
  /// default of their own for it.
  func defaultCarbon(of series: Series, _ sector: Sector) -> FixedDecimal? {
    guard series.parameter == .carbonContent,
      let heat = fuelDefault(sector, series.item, .netCalorificValue),
      let carbon = fuelDefault(sector, series.item, .carbonPerHeat)
    else { return nil }
    return try? heat.value * carbon.value
  }

  /// What counts where a factor's value is lost.
  func standing(of series: Series, _ sector: Sector) -> FixedDecimal? {
    defaultCarbon(of: series, sector) ?? typicalValue(of: series, sector)?.value
  }
}

/// The bounds beyond which a factor is so far off its default that its unit is in doubt; none without a
/// default.
struct UnitSlip {
  /// The default and the factor by which a value must not be below it.
  let low: (typical: FixedDecimal, factor: FixedDecimal)?
  let high: FixedDecimal?

  func holds(for value: FixedDecimal) throws(ArithmeticError) -> Bool {
    guard !value.isZero, let low, let high else { return false }
    if value > high { return true }
    return try value * low.factor < low.typical
  }

  /// A value times or over the power of ten that brings it nearest to the default, by ratio; nil where there is none.
  func reading(of value: FixedDecimal) throws(ArithmeticError) -> FixedDecimal? {
    guard let typical = low?.typical, typical > .zero, value > .zero else { return nil }
    // Within √10 of the default.
    let highest = try typical * FixedDecimal(coefficient: 3_162, scale: 3)
    var reading = value.withoutTrailingZeros
    while reading > highest, Int(reading.scale) < FixedDecimal.maximumScale {
      reading = FixedDecimal(coefficient: reading.coefficient, scale: reading.scale + 1)
    }
    while try reading * FixedDecimal(10) <= highest { reading = try reading * FixedDecimal(10) }
    return reading
  }
}
