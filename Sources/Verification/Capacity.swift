import Accounting
import Filings
import Quantities

/// Capacities as filings write them.
enum Capacity {
  enum Period { case day, year }

  /// Tonnes a day or a year; nil where the unit is none of the period's.
  static func tonnes(of facility: Facility, a period: Period) throws(ArithmeticError) -> FixedDecimal? {
    guard let capacity = facility.capacity else { return nil }
    // As it compares: half-width capitals without blanks.
    let parts = NormalText.of(facility.capacityUnit).split(separator: "/", maxSplits: 1).map(String.init)
    guard parts.count == 2, let factor = factors[parts[0]], names(of: period).contains(parts[1]) else {
      return nil
    }
    return try capacity * FixedDecimal(factor)
  }

  private static let factors = [
    "T": 1, "吨": 1, "10^4T": 10_000, "10⁴T": 10_000, "万T": 10_000, "万吨": 10_000,
  ]

  private static func names(of period: Period) -> Set<String> {
    switch period {
    case .day: ["D", "DAY", "日", "天"]
    case .year: ["A", "Y", "YEAR", "年"]
    }
  }

  /// That the capacity was not compared: silence would look like a pass.
  static func unknownUnit(_ scope: CheckScope, _ facility: Facility, expected: String) -> Finding {
    scope.finding(
      facility, severity: .s4, reported: facility.capacityUnit, expected: expected,
      message: Label(
        zh: "\(facility.id)批准产能的单位“\(facility.capacityUnit)”无法识别，未与产量比较",
        en:
          "the approved capacity of \(facility.id) is in an unknown unit, “\(facility.capacityUnit)”: output was not compared with it"
      ))
  }
}
