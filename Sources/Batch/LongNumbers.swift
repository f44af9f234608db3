import Filings
import Quantities

extension Filing {
  /// Whether any number has so many digits that products and sums of corrected values might not fit a
  /// decimal: a quantity of more than 12 or a factor of more than 7. A formula multiplies one quantity with
  /// at most three factors and 44, 35 digits, and a correction adds at most three to the 38 there are.
  var hasLongNumbers: Bool {
    // By index: a copy of every series would take longer than the look at its numbers.
    let facilities = allFacilities
    return facilities.indices.contains { index in facilities[index].hasLongNumbers }
  }

  /// Whether any value enters the formulas in another unit than it was filed in, and so with more digits.
  var hasConversions: Bool {
    let facilities = allFacilities
    for index in facilities.indices {
      let series = facilities[index].series
      for place in series.indices
      where series[place].unit != series[place].parameter.unit(of: series[place].item) { return true }
    }
    return false
  }
}

extension Facility {
  fileprivate var hasLongNumbers: Bool {
    series.indices.contains {
      series[$0].months.reach(series[$0].parameter == .quantity ? twelveDigits : sevenDigits)
    }
      || stock.contains { $0.months.reach(twelveDigits) }
      || secondSources.contains { $0.months.reach($0.parameter == .quantity ? twelveDigits : sevenDigits) }
      || declared.contains { $0.value.coefficient.magnitude >= eighteenDigits }
      || capacity.map { $0.coefficient.magnitude >= twelveDigits } ?? false
  }
}

/// The smallest numbers that have more digits.
private let sevenDigits: UInt128 = 10_000_000
private let twelveDigits: UInt128 = 1_000_000_000_000
private let eighteenDigits: UInt128 = 1_000_000_000_000_000_000

extension MonthlyValues {
  fileprivate func reach(_ limit: UInt128) -> Bool {
    for month in 1...12 {
      if let coefficient = self[month]?.coefficient, coefficient.magnitude >= limit { return true }
    }
    return false
  }
}
