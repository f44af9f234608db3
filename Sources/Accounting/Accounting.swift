import Filings
import Quantities
import Rulebook

/// Recomputes a filing's emissions by its sector's guideline.
package enum Accounting {
  /// The statement of a filing by the rules of its year.
  ///
  /// - Throws: ``AccountingError``, which rejects this filing.
  package static func statement(
    of filing: Filing, by rules: YearRules, options: CalculationOptions = CalculationOptions()
  ) throws(AccountingError) -> EmissionStatement {
    switch filing.sector {
    case .cement: try CementCalculator(filing: filing, rules: rules, options: options).statement()
    case .steel: try SteelCalculator(filing: filing, rules: rules, options: options).statement()
    case .aluminium: try AluminiumCalculator(filing: filing, rules: rules, options: options).statement()
    }
  }
}

extension EmissionStatement {
  /// The entity as the sum of its facilities and of what the enterprise emits outside them (cement,
  /// aluminium).
  static func summing(
    _ enterprise: FacilityStatement, _ facilities: [FacilityStatement], filing: Filing, findings: [Finding]
  ) throws(AccountingError) -> EmissionStatement {
    let parts = [enterprise.monthlyTotals] + facilities.map(\.monthlyTotals)
    do {
      var months: [FixedDecimal] = []
      months.reserveCapacity(12)
      for month in 0..<12 { months.append(try .sum(parts.lazy.map { $0[month] })) }
      return EmissionStatement(
        sector: filing.sector, year: filing.year, enterprise: enterprise, facilities: facilities,
        monthlyTotals: months, total: try .sum(months), residual: nil, findings: findings)
    } catch {
      throw AccountingError(.overflow(error), facility: Facility.enterpriseID)
    }
  }
}
