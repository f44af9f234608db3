import Foundation
import Quantities

/// Median and median absolute deviation of a year's values, exactly.
struct RobustCentre {
  let median: FixedDecimal
  let deviation: FixedDecimal

  /// Nil for no values.
  init?(_ values: [FixedDecimal]) throws(ArithmeticError) {
    guard let median = try Self.median(values) else { return nil }
    self.median = median
    var distances: [FixedDecimal] = []
    for value in values { distances.append(try (value - median).magnitude) }
    deviation = try Self.median(distances) ?? .zero
  }

  private static func median(_ values: [FixedDecimal]) throws(ArithmeticError) -> FixedDecimal? {
    let sorted = values.sorted()
    guard !sorted.isEmpty else { return nil }
    let middle = sorted.count / 2
    if sorted.count % 2 == 1 { return sorted[middle] }
    return try (sorted[middle - 1] + sorted[middle]) * FixedDecimal(coefficient: 5, scale: 1)
  }
}

/// The robust z of a value, 0.6745 · |x − median| / MAD.
struct RobustScore {
  let centre: RobustCentre
  private let scaled: FixedDecimal

  init(_ value: FixedDecimal, from centre: RobustCentre) throws(ArithmeticError) {
    self.centre = centre
    scaled = try (value - centre.median).magnitude * FixedDecimal(coefficient: 6745, scale: 4)
  }

  /// Whether z is above a limit. Without any spread there is no score: equal values are S05's.
  func isAbove(_ limit: FixedDecimal) throws(ArithmeticError) -> Bool {
    if centre.deviation.isZero { return false }
    return try scaled > limit * centre.deviation
  }

  /// The two-sided probability under a normal distribution. It only ranks tests against each other and
  /// never enters a number of a report.
  var pValue: Double {
    guard let ratio = try? scaled.divided(by: centre.deviation, decimals: 6) else { return 1 }
    return erfc(ratio.approximation / 2.0.squareRoot())
  }
}

/// Benjamini and Yekutieli's control of the share of false alarms, for tests that depend on each other.
enum FalseDiscovery {
  /// Which of the reported p-values are significant among so many tests, at a level.
  static func significant(_ values: [Double], tests: Int, level: Double) -> [Bool] {
    guard tests > 0 else { return values.map { _ in false } }
    let harmonic = (1...tests).reduce(0.0) { $0 + 1 / Double($1) }
    let ranked = values.enumerated().sorted { $0.element < $1.element }
    var accepted = 0
    for (rank, entry) in ranked.enumerated()
    where entry.element <= Double(rank + 1) * level / (Double(tests) * harmonic) {
      accepted = rank + 1
    }
    var result = values.map { _ in false }
    for entry in ranked.prefix(accepted) { result[entry.offset] = true }
    return result
  }
}
