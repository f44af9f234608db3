import Accounting
import Filings
import Quantities
import Rulebook

extension CheckScope {
  /// The guideline's default for a factor of a fuel; nil where it has none.
  func typicalValue(of series: Series) -> Rule<FixedDecimal>? {
    switch series.parameter {
    case .netCalorificValue, .carbonPerHeat:
      try? rules.number("\(filing.sector.rawValue).fuel.\(series.item.rawValue).\(series.parameter.rawValue)")
    default: nil
    }
  }
}
