import Filings
import Quantities

/// A monthly value that a finding replaces by a conservative one.
package struct Correction: Sendable, Equatable, Codable {
  /// Which use of the value is corrected. Clinker and liquid aluminium are activity data and output at
  /// once, and what is conservative for one is not for the other.
  package enum Side: String, Sendable, Codable {
    /// As activity data or factor of an emission formula.
    case emissions
    /// As the output by which the intensity is measured.
    case output
  }

  package let key: SeriesKey
  /// 1 to 12.
  package let month: Int
  package let side: Side
  /// In the unit of the formulas; nil where the guideline's default takes the value's place.
  package let value: FixedDecimal?
  /// A person's decision: it stands whatever other findings would take.
  package let isDecided: Bool
  /// How the value comes about: `× (1 + 0.5 %)`.
  package let reason: Label

  package init(
    key: SeriesKey, month: Int, side: Side, value: FixedDecimal?, isDecided: Bool = false, reason: Label
  ) {
    self.key = key
    self.month = month
    self.side = side
    self.value = value
    self.isDecided = isDecided
    self.reason = reason
  }
}
