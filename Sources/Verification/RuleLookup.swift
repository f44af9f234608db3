import Accounting
import Filings
import Quantities
import Rulebook

extension CheckScope {
  /// Whether a factor is so far off its default that its unit is in doubt (R06); checks of its size leave
  /// it alone.
  func isUnitSlip(_ value: FixedDecimal, of series: Series) throws -> Bool {
    guard !value.isZero, let typical = typicalValue(of: series) else { return false }
    let factor = try rules.limit("R06", "factor").value
    return try value > typical.value * factor || value * factor < typical.value
  }

  /// The decimals that the guideline gives a parameter: entry `decimals.<sector>.<parameter>`; nil where it
  /// gives none.
  func decimals(of parameter: Parameter) -> Int? {
    let rule = try? rules.number("decimals.\(filing.sector.rawValue).\(parameter.rawValue)")
    return rule.map { Int(truncatingIfNeeded: $0.value.coefficient) }
  }

  /// The guideline's default for a factor of a fuel or of an anode; nil where it has none.
  func typicalValue(of series: Series) -> Rule<FixedDecimal>? {
    switch series.parameter {
    case .netCalorificValue, .carbonPerHeat:
      rules.fuelDefault(filing.sector, series.item, series.parameter)
    case .sulphur where series.item == .anode, .ash where series.item == .anode:
      try? rules.number("aluminium.anode.\(series.parameter.rawValue)")
    case .cf4Factor: try? rules.number("aluminium.anodeEffect.cf4Factor")
    case .c2f6Factor: try? rules.number("aluminium.anodeEffect.c2f6Factor")
    case .anodeLossRate: try? rules.number("aluminium.anode.lossRate")
    default: nil
    }
  }
}
