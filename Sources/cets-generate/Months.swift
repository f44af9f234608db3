import Filings
import Quantities

/// Twelve values as whole units of their last decimal: hundredths of a tonne, thousandths of a GJ/t.
struct Months {
  private(set) var units: [Int]
  let decimals: UInt8

  /// About the same each month.
  static func level(
    _ mean: Int, decimals: UInt8, perMille spread: Int, _ random: inout SeededRandom
  ) -> Months {
    Months(units: (0..<12).map { _ in random.near(mean, perMille: spread) }, decimals: decimals)
  }

  /// A year's tonnes spread over the season, with two decimals; zero in the months of a stop.
  static func year(
    _ tonnes: Int, _ season: [Int], perMille spread: Int, stopped: Set<Int> = [], _ random: inout SeededRandom
  ) -> Months {
    let whole = season.reduce(0, +)
    return Months(
      units: season.enumerated().map { index, weight in
        let value = random.near(tonnes * 100 * weight / whole, perMille: spread)
        return stopped.contains(index + 1) ? 0 : value
      }, decimals: 2)
  }

  /// Each month times parts of a million, moved a little.
  func times(perMillion ratio: Int, perMille spread: Int, _ random: inout SeededRandom) -> Months {
    Months(
      units: units.map { random.near($0 / 1000 * ratio / 1000, perMille: spread) }, decimals: decimals)
  }

  /// Each month times a factor of its own over a divisor: coal from clinker and the month's calorific value.
  func times(_ factor: Int, over divisors: Months, perMille spread: Int, _ random: inout SeededRandom)
    -> Months
  {
    Months(
      units: zip(units, divisors.units).map { random.near($0 * factor / $1, perMille: spread) },
      decimals: decimals)
  }

  var negated: Months { Months(units: units.map { -$0 }, decimals: decimals) }

  var values: MonthlyValues {
    MonthlyValues(units.map { FixedDecimal(coefficient: Int128($0), scale: decimals) })
  }
}

extension Months {
  /// Kilns rest in winter (错峰生产).
  static let cementSeason = [70, 45, 85, 105, 112, 110, 108, 110, 112, 115, 112, 96]
  static let evenSeason = [98, 94, 101, 102, 103, 101, 100, 101, 100, 101, 100, 99]
}
