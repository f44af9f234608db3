import Allowances
import Quantities
import Rulebook

/// The rules in force in the year of the results: what a scenario starts from, and what the scenario
/// `base` carries on unchanged.
package struct BaseRules: Sendable {
  package let year: Int
  package let method: AllocationMethod
  /// Nil in a year whose allowances equal the emissions.
  package let parameters: CoefficientParameters?
  /// The most of the amount due that CCER may meet, per cent.
  package let offsetLimit: FixedDecimal
  /// The year's mean price, yuan a tonne; nil if none is known.
  package let price: Rule<FixedDecimal>?
  package let balanceValueDecimals: Int
  /// The entries these come from, to be cited.
  package let entries: [RuleEntry]

  package init(_ rules: YearRules) throws(RuleError) {
    year = rules.year
    let method = try rules.word("allocation.method")
    self.method =
      method.value == AllocationMethod.intensityCoefficient.rawValue
      ? .intensityCoefficient : .equalsEmissions
    parameters = self.method == .intensityCoefficient ? try CoefficientParameters(rules) : nil
    let limit = try rules.number("surrender.offsetLimit")
    offsetLimit = limit.value
    price = try? rules.number("market.meanPrice")
    balanceValueDecimals = Int(
      truncatingIfNeeded: try rules.number("allocation.decimals.balanceValue").value.coefficient)
    let names = ["allocation.slope", "allocation.band", "allocation.cap"]
    entries =
      [method.entry] + (parameters == nil ? [] : names.compactMap(rules.find)) + [limit.entry]
      + (price.map { [$0.entry] } ?? [])
  }
}
