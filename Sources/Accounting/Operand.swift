import Filings
import Quantities
import Rulebook

/// A value that enters a formula, month by month, with where it comes from.
package struct Operand: Sendable {
  /// The guideline's symbol: `FC`, `NCV`, `Q`.
  package let symbol: String
  package let label: Label
  package let unit: Unit
  package let origin: Origin
  private let values: Values

  private enum Values: Sendable {
    case constant(FixedDecimal)
    case monthly([FixedDecimal?])
    case filed(MonthlyValues)
  }

  /// A value that holds for every month: a rule's.
  package init(_ symbol: String, _ label: Label, _ unit: Unit, constant: FixedDecimal, origin: Origin) {
    self.symbol = symbol
    self.label = label
    self.unit = unit
    self.origin = origin
    values = .constant(constant)
  }

  /// Twelve values, January first; nil where nothing was reported and nothing takes its place.
  package init(_ symbol: String, _ label: Label, _ unit: Unit, monthly: [FixedDecimal?], origin: Origin) {
    precondition(monthly.count == 12, "a year has twelve months")
    self.symbol = symbol
    self.label = label
    self.unit = unit
    self.origin = origin
    values = .monthly(monthly)
  }

  /// The values of a series as they were filed.
  package init(_ symbol: String, _ label: Label, _ unit: Unit, filed: MonthlyValues, origin: Origin) {
    self.symbol = symbol
    self.label = label
    self.unit = unit
    self.origin = origin
    values = .filed(filed)
  }

  /// The value of a month, 1 to 12.
  package subscript(month: Int) -> FixedDecimal? {
    switch values {
    case .constant(let value): value
    case .monthly(let months): months[month - 1]
    case .filed(let months): months[month]
    }
  }

  /// The one value that holds for every month, or nil if the months have their own.
  package var constant: FixedDecimal? {
    if case .constant(let value) = values { value } else { nil }
  }
}

/// Where a value comes from.
package enum Origin: Sendable {
  /// A series of the filing.
  case filed(FiledOrigin)
  /// The rulebook, because the filing has no series or the guideline always takes the default.
  case rule(RuleEntry)
  /// A series of the filing, but the rulebook in the listed months, in which the filing has no value.
  case filedWithGaps(FiledOrigin, rule: RuleEntry, months: [Int])
  /// Calculated from others, which the label names.
  case derived(Label)

  package var filed: FiledOrigin? {
    switch self {
    case .filed(let origin), .filedWithGaps(let origin, _, _): origin
    case .rule, .derived: nil
    }
  }

  package var rule: RuleEntry? {
    switch self {
    case .rule(let entry), .filedWithGaps(_, let entry, _): entry
    case .filed, .derived: nil
    }
  }
}

/// The series a value was filed in. A class, because operands are copied more often than asked where they
/// come from.
package final class FiledOrigin: Sendable {
  package let key: SeriesKey
  package let method: AcquisitionMethod
  package let meter: String
  package let evidence: [String]
  /// The unit as filed.
  package let reportedUnit: Unit
  /// The file as given on the command line.
  package let file: String
  /// The line of the series.
  package let line: UInt32
  /// The line of each month, January first, where it differs from the series'; otherwise 0.
  package let months: MonthlyValues

  package init(facility: String, series: Series, files: [String]) {
    key = SeriesKey(
      facility: facility, direction: series.direction, item: series.item, parameter: series.parameter)
    method = series.method
    meter = series.meter
    evidence = series.evidence
    reportedUnit = series.unit
    let index = Int(series.location.file)
    file = files.indices.contains(index) ? files[index] : ""
    line = series.location.line
    months = series.months
  }

  /// The line on which a month's value stands.
  package func line(of month: Int) -> UInt32 {
    let own = months.line(of: month)
    return own == 0 ? line : own
  }
}
