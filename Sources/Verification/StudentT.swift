import Foundation

/// Student's distribution for whole degrees of freedom, in closed form (Abramowitz and Stegun 26.7.3–4). It
/// ranks tests against each other and never enters a number of a report.
enum StudentT {
  /// The two-sided probability of a value at least so far from zero.
  static func pValue(_ t: Double, degreesOfFreedom freedom: Int) -> Double {
    precondition(freedom > 0, "a distribution has degrees of freedom")
    let angle = atan(abs(t) / Double(freedom).squareRoot())
    let (sine, cosine) = (sin(angle), cos(angle))
    let isOdd = freedom % 2 == 1
    // Σ of products of (k − 1)/k, or k/(k + 1), times powers of cosine.
    var term = isOdd ? cosine : 1
    var sum = isOdd && freedom == 1 ? 0 : term
    var step = isOdd ? 2.0 : 1.0
    while Int(step) < freedom - 2 {
      term *= step / (step + 1) * cosine * cosine
      sum += term
      step += 2
    }
    let inside = isOdd ? 2 / Double.pi * (angle + sine * sum) : sine * sum
    return max(0, 1 - inside)
  }
}
