import Filings
import Quantities
import Rulebook

@testable import Accounting

/// A number of a test, written as the domain files write it.
func decimal(_ text: String) throws -> FixedDecimal {
  try FixedDecimal(text)
}

/// A filing of one entity for 2025, to which a test adds what it needs.
func filing(_ sector: Sector) throws -> Filing {
  let day = try unwrapped(CalendarDate("2026-03-20"))
  return Filing(
    entity: Entity(uscc: "91340000MA00000000", name: "测试（虚构）", province: "340000"), year: 2025,
    sector: sector, submission: 1, submittedOn: day)
}

struct Missing: Error {}

func unwrapped<Value>(_ value: Value?) throws -> Value {
  guard let value else { throw Missing() }
  return value
}

/// A facility with an id and a kind.
func facility(_ id: String, _ kind: FacilityKind, _ attributes: [AttributeName: String] = [:]) -> Facility {
  var facility = Facility(id: id, kind: kind)
  facility.attributes = attributes.map { Attribute(name: $0, value: $1) }
    .sorted { $0.name.rawValue < $1.name.rawValue }
  return facility
}

extension Facility {
  /// Adds a series whose value stands in January; the other months are zero.
  mutating func add(
    _ direction: Direction, _ item: Item, _ parameter: Parameter = .quantity, _ january: String,
    method: AcquisitionMethod = .measured, unit: Unit? = nil
  ) throws {
    var months: [FixedDecimal?] = Array(repeating: .zero, count: 12)
    months[0] = try decimal(january)
    if parameter != .quantity { months = try Array(repeating: decimal(january), count: 12) }
    series.append(
      Series(
        direction: direction, item: item, parameter: parameter, unit: unit ?? parameter.unit(of: item),
        method: method, months: MonthlyValues(months)))
  }
}

/// The rules of 2025 as shipped.
func rules(_ year: Int = 2025) throws -> YearRules {
  try Rulebook.embedded.get().rules(for: year)
}

func statement(_ filing: Filing, tracing: Bool = false) throws -> EmissionStatement {
  try Accounting.statement(of: filing, by: rules(), options: CalculationOptions(tracing: tracing))
}

extension FacilityStatement {
  func annual(_ code: String) throws -> FixedDecimal {
    try unwrapped(rows.first { $0.source.code == code }).annual
  }
}
