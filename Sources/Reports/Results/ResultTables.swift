import Accounting
import Allowances
import Filings
import Quantities

/// The result tables of a run, with exactly the columns of the contract: in pieces, of which the first has the head.
package enum ResultTables {
  /// `allowances.csv`; the rows are written in the order given.
  package static func allowances(_ allocations: [UnitAllocation], isFirst: Bool) -> [UInt8] {
    var csv = CSVText(hasHead: isFirst)
    csv.header([
      "sector", "uscc", "name", "province", "unit", "verified_emissions", "output", "intensity",
      "balance_value",
      "balance_source", "deviation", "coefficient", "special_case", "determined", "preallocated", "true_up",
      "due",
    ])
    for allocation in allocations {
      let unit = allocation.unit
      csv.text(unit.sector.rawValue)
      csv.text(unit.uscc)
      csv.text(unit.name)
      csv.text(unit.province)
      csv.text(unit.unit)
      csv.number(unit.emissions)
      csv.number(unit.output)
      csv.number(unit.intensity)
      csv.number(allocation.balanceValue?.value)
      csv.text(allocation.balanceValue?.source.text ?? "")
      csv.number(allocation.deviation, decimals: 6)
      csv.number(allocation.coefficient, decimals: 6)
      csv.text(unit.specialCase?.rawValue ?? "")
      csv.number(allocation.determined)
      csv.number(allocation.preallocation?.amount)
      csv.number(allocation.trueUp)
      csv.number(allocation.due)
      csv.endRow()
    }
    return csv.bytes
  }

  /// `units.csv`: what the official tables print of each unit beside its allowances.
  package static func units(_ allocations: [UnitAllocation], isFirst: Bool) -> [UInt8] {
    var csv = CSVText(hasHead: isFirst)
    csv.header(["sector", "uscc", "unit", "detail", "value"])
    for allocation in allocations {
      for (name, value) in UnitDetailText(allocation.unit.details).pairs {
        csv.text(allocation.unit.sector.rawValue)
        csv.text(allocation.unit.uscc)
        csv.text(allocation.unit.unit)
        csv.text(name)
        csv.text(value)
        csv.endRow()
      }
    }
    return csv.bytes
  }

  /// `emissions.csv`.
  package static func emissions(_ rows: [EmissionResultRow], isFirst: Bool) -> [UInt8] {
    var csv = CSVText(hasHead: isFirst)
    csv.header(["sector", "uscc", "facility", "source", "gas", "declared", "recomputed", "verified"])
    for row in rows {
      csv.text(row.sector.rawValue)
      csv.text(row.uscc)
      csv.text(row.facility)
      csv.text(row.source)
      csv.text(row.gas)
      csv.number(row.declared)
      csv.number(row.recomputed)
      csv.number(row.verified)
      csv.endRow()
    }
    return csv.bytes
  }

  /// `findings.csv`.
  package static func findings(
    _ rows: [FindingResultRow], language: Language, isFirst: Bool
  ) -> [UInt8] {
    var csv = CSVText(hasHead: isFirst)
    csv.header([
      "uscc", "facility", "check", "severity", "fraud", "item", "parameter", "month", "reported", "expected",
      "effect_tco2e", "effect_allowances", "file", "line", "message",
    ])
    for row in rows {
      let finding = row.finding
      csv.text(row.uscc)
      csv.text(finding.facility)
      csv.text(finding.check)
      csv.text(finding.severity.rawValue)
      csv.text(finding.isFraudIndicator ? "true" : "false")
      csv.text(finding.item?.rawValue ?? "")
      csv.text(finding.parameter?.rawValue ?? "")
      csv.text(finding.month == 0 ? "" : "\(finding.month)")
      reported(finding.reported, into: &csv)
      reported(finding.expected, into: &csv)
      csv.number(finding.effect)
      csv.number(finding.effectOnAllowances)
      csv.text(finding.file)
      csv.text(finding.line == 0 ? "" : "\(finding.line)")
      csv.text(FindingText.line(of: finding, in: language))
      csv.endRow()
    }
    return csv.bytes
  }

  /// What was reported or expected is mostly a number, and a number keeps its sign as it is.
  private static func reported(_ text: String, into csv: inout CSVText) {
    if let number = try? FixedDecimal(text) { csv.number(number) } else { csv.text(text) }
  }
}

extension BalanceValue.Source {
  /// The words of the column `balance_source`.
  package var text: String {
    switch self {
    case .published(let source): source
    case .solved: Self.solvedText
    case .solvedSmallest: "\(Self.solvedText) (smallest of an interval)"
    }
  }
}
