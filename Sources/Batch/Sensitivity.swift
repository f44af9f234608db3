import Accounting
import Allowances
import Filings
import Quantities
import Reports
import Rulebook
import Verification

/// Q08 (PROP): what one per cent of a filed value moves, calculated anew with the value raised, at the balance values
/// of the run. It shows where a wrong number would cost most, for whoever checks and for whoever pays. Every value
/// that a formula takes is tried; the outputs are those of the activity data.
struct Sensitivity {
  let filing: Filing
  /// The filing before conservative corrections.
  let uncorrected: Filing
  let rules: YearRules
  let specialCases: [SpecialCaseInput]
  let settlement: Settlement
  let balanceValues: [BalanceValue]

  /// The lines that move most, the greatest change of what has to be bought first.
  ///
  /// - Parameter statement: the verified one, with the filing it is of.
  func lines(_ statement: EmissionStatement) throws -> [SensitivityLine] {
    let (step, most) = (try rules.number("check.Q08.step"), try rules.number("check.Q08.lines"))
    let factor = try .one + step.value.percent()
    let base = try Accounting.statement(of: filing, by: rules)
    let before = try outcome(of: filing, base)
    var lines: [SensitivityLine] = []
    for key in candidates(statement) {
      guard let raised = try raising(key, by: factor) else { continue }
      let options = CalculationOptions(standing: StandingStatement(base, changed: key))
      let after = try outcome(of: raised, try Accounting.statement(of: raised, by: rules, options: options))
      let emissions = try after.emissions - before.emissions
      var allowances: FixedDecimal?
      if let now = after.allowances, let then = before.allowances { allowances = try now - then }
      if emissions.isZero, allowances?.isZero ?? true { continue }
      lines.append(SensitivityLine(key: key, emissions: emissions, allowances: allowances))
    }
    let weights = try lines.map { try Self.magnitude($0.toBuy ?? $0.emissions) }
    let ranked = zip(lines, weights).enumerated()
      .sorted { ($1.element.1, $0.offset) < ($0.element.1, $1.offset) }
      .map(\.element.0)
    return ranked.enumerated().prefix { FixedDecimal($0.offset) < most.value }.map(\.element)
  }

  private static func magnitude(_ value: FixedDecimal) throws -> FixedDecimal {
    value.isNegative ? try .zero - value : value
  }

  /// What the units emit, and would receive; nil where one receives nothing by a formula.
  private func outcome(
    of filing: Filing, _ statement: EmissionStatement
  ) throws -> (emissions: FixedDecimal, allowances: FixedDecimal?) {
    let units = try UnitBuilder(
      filing: filing, uncorrected: uncorrected, statement: statement, rules: rules,
      specialCases: specialCases
    ).units()
    return (try .sum(units.map(\.emissions)), try settlement.determined(units, balanceValues))
  }

  /// The filed values of the formulas and of the outputs, each once, in the order of the statement.
  private func candidates(_ statement: EmissionStatement) -> [SeriesKey] {
    let operands = statement.allFacilities.flatMap(\.rows).flatMap(\.operands)
    let keys =
      operands.compactMap { $0.origin.filed?.key }
      + statement.allFacilities.compactMap { $0.output?.origin.filed?.key }
    var seen: Set<SeriesKey> = []
    return keys.filter { seen.insert($0).inserted }
  }

  /// The filing with every month of a value raised; nil where it has no such value.
  private func raising(_ key: SeriesKey, by factor: FixedDecimal) throws -> Filing? {
    func raise(_ facility: inout Facility) throws -> Bool {
      guard
        let index = facility.series.firstIndex(where: {
          $0.direction == key.direction && $0.item == key.item && $0.parameter == key.parameter
        })
      else { return false }
      for month in 1...12 {
        guard let value = facility.series[index].months[month] else { continue }
        facility.series[index].months[month] = try value * factor
      }
      return true
    }
    var filing = filing
    if key.facility == Facility.enterpriseID { return try raise(&filing.enterprise) ? filing : nil }
    guard let place = filing.facilities.firstIndex(where: { $0.id == key.facility }) else { return nil }
    return try raise(&filing.facilities[place]) ? filing : nil
  }
}
