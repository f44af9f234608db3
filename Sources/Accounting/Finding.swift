import Filings
import Quantities

/// Something in a filing that a verifier has to see: a line of `findings.csv`.
package struct Finding: Sendable, Equatable {
  package enum Severity: String, Sendable, CaseIterable, Comparable {
    /// Wrong arithmetic, format or factor.
    case s1 = "S1"
    /// A rule or the plan is breached, or a value is unsupported.
    case s2 = "S2"
    /// Implausible: evidence is asked for.
    case s3 = "S3"
    /// Context.
    case s4 = "S4"

    package static func < (left: Severity, right: Severity) -> Bool { left.rawValue < right.rawValue }
  }

  /// The check's id in the catalogue, `R01`; or the code of a reader's diagnostic.
  package var check: String
  package var severity: Severity
  package var facility: String
  package var item: Item?
  package var parameter: Parameter?
  /// 1 to 12; 0 for the year.
  package var month: Int
  package var reported: String
  package var expected: String
  /// Effect on emissions in tCO2e, where one can be stated: recomputed minus what was filed.
  package var effect: FixedDecimal?
  package var file: String
  package var line: Int
  package var message: Label

  package init(
    check: String, severity: Severity, facility: String, item: Item? = nil, parameter: Parameter? = nil,
    month: Int = 0, reported: String = "", expected: String = "", effect: FixedDecimal? = nil,
    file: String = "", line: Int = 0, message: Label
  ) {
    self.check = check
    self.severity = severity
    self.facility = facility
    self.item = item
    self.parameter = parameter
    self.month = month
    self.reported = reported
    self.expected = expected
    self.effect = effect
    self.file = file
    self.line = line
    self.message = message
  }
}
