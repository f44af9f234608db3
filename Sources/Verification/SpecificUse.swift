import Accounting
import Filings
import Quantities

/// The main solid fossil fuel of a facility per tonne of its output, by month.
struct SpecificUse {
  struct Month {
    let month: Int
    let fuel: FixedDecimal
    let output: FixedDecimal
    /// Fuel per output, six decimals.
    let ratio: FixedDecimal
  }

  let fuel: Series
  /// Months with fuel and output.
  let months: [Month]

  /// Nil where the facility has no output or no solid fossil fuel.
  init?(_ facility: Facility, _ result: FacilityStatement?) throws(ArithmeticError) {
    guard let output = result?.output, let fuel = try Self.mainFuel(of: facility) else { return nil }
    var months: [Month] = []
    for month in 1...12 {
      guard let used = try fuel.value(in: month), let made = output[month], !made.isZero, !used.isZero else {
        continue
      }
      months.append(
        Month(month: month, fuel: used, output: made, ratio: try used.divided(by: made, decimals: 6)))
    }
    (self.fuel, self.months) = (fuel, months)
  }

  /// The fuel of which most was used.
  private static func mainFuel(of facility: Facility) throws(ArithmeticError) -> Series? {
    var best: (series: Series, tonnes: FixedDecimal)?
    for series in facility.quantities(.fuelIn)
    where series.item.fuelState == .solid && series.item != .alternativeFuel {
      let tonnes = try series.annual()
      if best.map({ tonnes > $0.tonnes }) ?? true { best = (series, tonnes) }
    }
    return best?.series
  }

  /// The ratios between so many interquartile ranges below the lower and above the upper quartile; nil with
  /// fewer months than asked for.
  func fence(_ times: FixedDecimal, months least: FixedDecimal) throws(ArithmeticError) -> ClosedRange<
    FixedDecimal
  >? {
    guard FixedDecimal(months.count) >= least else { return nil }
    let sorted = months.map(\.ratio).sorted()
    let (lower, upper) = (sorted[sorted.count / 4], sorted[sorted.count - 1 - sorted.count / 4])
    let reach = try (upper - lower) * times
    return try (lower - reach)...(upper + reach)
  }
}
