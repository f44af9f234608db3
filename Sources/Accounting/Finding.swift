import Filings
import Quantities

/// Something in a filing that a verifier has to see: a line of `findings.csv`.
package struct Finding: Sendable, Equatable, Codable {
  package enum Severity: String, Sendable, CaseIterable, Comparable, Codable {
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
  /// Whether the pattern is one of falsification rather than of error (FR): for the province to look at,
  /// never an accusation.
  package var isFraudIndicator = false
  package var facility: String
  package var direction: Direction?
  package var item: Item?
  package var parameter: Parameter?
  /// The id of the supporting document it is about; empty for none.
  package var document = ""
  /// The declared result it is about, if it is about one.
  package var declared: DeclaredQuantity?
  /// 1 to 12; 0 for the year.
  package var month: Int
  /// All months it is about, where ``month`` is only the first or worst of them.
  package var months: [Int] = []
  package var reported: String
  package var expected: String
  /// The rulebook's limit that the finding rests on, `check.C10.coal.high`; empty where it has none.
  package var limit = ""
  /// Effect on emissions in tCO2e, where one can be stated: with the correction minus without.
  package var effect: FixedDecimal?
  /// Effect on the allowances determined, whole tonnes; known only after settlement.
  package var effectOnAllowances: FixedDecimal?
  package var file: String
  package var line: Int
  package var message: Label
  /// What the entity is asked.
  package var question = Label(zh: "", en: "")
  /// The conservative values it imposes.
  package var corrections: [Correction] = []
  /// The values of the other source, where only a person can say which source counts: the effect says what
  /// they would come to. None takes effect.
  package var alternatives: [Correction] = []
  /// What persons decided about it.
  package var decisions: [FindingDecision] = []

  /// Whether the effect is one that the finding does not have, but would have if the other source counted.
  package var isEffectConditional: Bool { corrections.isEmpty && !alternatives.isEmpty }

  /// Whether a person decided that the finding does not hold.
  package var isDismissed: Bool { decisions.contains { $0.kind == .dismissed } }

  package init(
    check: String, severity: Severity, facility: String, direction: Direction? = nil,
    item: Item? = nil, parameter: Parameter? = nil,
    month: Int = 0, reported: String = "", expected: String = "", effect: FixedDecimal? = nil,
    file: String = "", line: Int = 0, message: Label
  ) {
    self.check = check
    self.severity = severity
    self.facility = facility
    self.direction = direction
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
