import Filings
import Quantities

extension Filing {
  /// Whether any number has so many digits that products and sums of corrected values might not fit a
  /// decimal: a quantity of more than 12 or a factor of more than 7. A formula multiplies one quantity with
  /// at most three factors and 44, 35 digits, and a correction adds at most three to the 38 there are.
  var hasLongNumbers: Bool {
    allFacilities.contains { facility in
      facility.series.contains { $0.months.reach($0.parameter == .quantity ? twelveDigits : sevenDigits) }
        || facility.stock.contains { $0.months.reach(twelveDigits) }
        || facility.secondSources.contains {
          $0.months.reach($0.parameter == .quantity ? twelveDigits : sevenDigits)
        }
        || facility.declared.contains { $0.value.coefficient.magnitude >= eighteenDigits }
        || facility.capacity.map { $0.coefficient.magnitude >= twelveDigits } ?? false
    }
  }

  /// Whether any value enters the formulas in another unit than it was filed in, and so with more digits.
  var hasConversions: Bool {
    allFacilities.contains { facility in
      facility.series.contains { $0.unit != $0.parameter.unit(of: $0.item) }
    }
  }
}

/// The smallest numbers that have more digits.
private let sevenDigits: UInt128 = 10_000_000
private let twelveDigits: UInt128 = 1_000_000_000_000
private let eighteenDigits: UInt128 = 1_000_000_000_000_000_000

extension MonthlyValues {
  fileprivate func reach(_ limit: UInt128) -> Bool {
    for month in 1...12 { if let value = self[month], value.coefficient.magnitude >= limit { return true } }
    return false
  }
}
