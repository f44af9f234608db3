import Foundation

/// Probabilities of the digit tests (S06 to S08). They rank tests against each other and never enter a number
/// of a report.
enum Distributions {
  /// The probability that counts of equally likely cases are so uneven or more: χ².
  static func evenness(of counts: [Int]) -> Double {
    let expected = Double(counts.reduce(0, +)) / Double(counts.count)
    return chiSquareTail(statistic(counts, counts.map { _ in expected }), degreesOfFreedom: counts.count - 1)
  }

  /// The same for the first digits 1 to 9 against log₁₀(1 + 1/d).
  static func benford(_ counts: [Int]) -> Double {
    let total = Double(counts.reduce(0, +))
    let expected = (1...9).map { total * log10(1 + 1 / Double($0)) }
    return chiSquareTail(statistic(counts, expected), degreesOfFreedom: 8)
  }

  private static func statistic(_ counts: [Int], _ expected: [Double]) -> Double {
    zip(counts, expected).reduce(0) { sum, pair in
      let (count, mean) = (Double(pair.0), pair.1)
      return mean > 0 ? sum + (count - mean) * (count - mean) / mean : sum
    }
  }

  /// P(χ² ≥ x), closed for whole degrees of freedom (Abramowitz and Stegun 26.4.4–5).
  static func chiSquareTail(_ x: Double, degreesOfFreedom freedom: Int) -> Double {
    guard x > 0 else { return 1 }
    if freedom % 2 == 0 {
      var (term, sum) = (1.0, 1.0)
      for step in stride(from: 1, to: freedom / 2, by: 1) {
        term *= x / 2 / Double(step)
        sum += term
      }
      return min(1, exp(-x / 2) * sum)
    }
    var (term, sum) = (x.squareRoot(), 0.0)
    for step in stride(from: 1, to: freedom, by: 2) {
      sum += term
      term *= x / Double(step + 2)
    }
    return min(1, erfc((x / 2).squareRoot()) + (2 / Double.pi).squareRoot() * exp(-x / 2) * sum)
  }

  /// P(X ≥ k) of n trials, 0 < k ≤ n: each term from the one before it.
  static func binomialTail(atLeast least: Int, of count: Int, chance: Double) -> Double {
    guard least > 0 else { return 1 }
    guard least <= count else { return 0 }
    // ln of n! / (k! (n − k)!)
    let ways = (1...least).reduce(0.0) { $0 + log(Double(count - least + $1)) - log(Double($1)) }
    var term = exp(ways + Double(least) * log(chance) + Double(count - least) * log(1 - chance))
    var sum = 0.0
    for hits in least...count {
      sum += term
      term *= Double(count - hits) / Double(hits + 1) * chance / (1 - chance)
    }
    return min(1, sum)
  }
}
