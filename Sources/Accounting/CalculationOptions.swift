import Filings

/// What a calculation does besides applying the guideline to a filing.
package struct CalculationOptions: Sendable {
  /// Keep the exact value of every month before rounding, for `cets explain`.
  package var tracing = false
  /// The filing whose production counts as output, where it is another than the one whose activity data
  /// enter the formulas: a corrected value may be taken high as activity and low as output.
  package var outputs: Filing?
  /// A factor that is taken as filed although the guideline wants its default: what the difference
  /// comes to is the effect of a finding.
  package var asFiled: SeriesKey?

  /// Only to find out whether the calculation fails: a row whose formula cannot fail for numbers as short as
  /// the filing's is zero in all months.
  package var onlyChecking = false

  package init(
    tracing: Bool = false, outputs: Filing? = nil, asFiled: SeriesKey? = nil, onlyChecking: Bool = false
  ) {
    self.onlyChecking = onlyChecking
    self.tracing = tracing
    self.outputs = outputs
    self.asFiled = asFiled
  }
}
