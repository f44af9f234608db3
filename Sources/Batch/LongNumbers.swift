import Filings
import Quantities

extension Filing {
  /// Whether any number has so many digits that products and sums of corrected values might not fit a
  /// decimal: a quantity of more than 12 or a factor of more than 7. A formula multiplies one quantity with
  /// at most three factors and 44, 35 digits, and a correction adds at most three to the 38 there are.
  var hasLongNumbers: Bool {
    allFacilities.contains { facility in
      facility.series.contains { $0.months.haveLong($0.parameter == .quantity ? 12 : 7) }
        || facility.stock.contains { $0.months.haveLong(12) }
        || facility.secondSources.contains { $0.months.haveLong($0.parameter == .quantity ? 12 : 7) }
        || facility.declared.contains { $0.value.isLonger(than: 18) }
        || facility.capacity?.isLonger(than: 12) ?? false
    }
  }
}

extension MonthlyValues {
  fileprivate func haveLong(_ digits: Int) -> Bool {
    let limit = FixedDecimal.powerOfTen(digits)
    for month in 1...12 { if let value = self[month], value.coefficient.magnitude >= limit { return true } }
    return false
  }
}

extension FixedDecimal {
  fileprivate func isLonger(than digits: Int) -> Bool {
    coefficient.magnitude >= Self.powerOfTen(digits)
  }

  fileprivate static func powerOfTen(_ exponent: Int) -> UInt128 {
    var power: UInt128 = 1
    for _ in 0..<exponent { power *= 10 }
    return power
  }
}
