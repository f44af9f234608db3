import Accounting
import Filings
import Quantities

/// A line of `emissions.csv`.
package struct EmissionResultRow: Sendable, Codable {
  package let sector: Sector
  package let uscc: String
  /// `-` for the enterprise.
  package let facility: String
  /// ``EmissionSource/code``, or `total`.
  package let source: String
  /// `CO2`, `CF4+C2F6`, or `CO2e` where a total has both.
  package let gas: String
  /// tCO2e; nil where the entity declared none.
  package let declared: FixedDecimal?
  package let recomputed: FixedDecimal?
  package let verified: FixedDecimal?

  package init(
    sector: Sector, uscc: String, facility: String, source: String, gas: String, declared: FixedDecimal?,
    recomputed: FixedDecimal?, verified: FixedDecimal?
  ) {
    self.sector = sector
    self.uscc = uscc
    self.facility = facility
    self.source = source
    self.gas = gas
    self.declared = declared
    self.recomputed = recomputed
    self.verified = verified
  }
}

/// A line of `findings.csv`.
package struct FindingResultRow: Sendable {
  package let uscc: String
  package let finding: Finding

  package init(uscc: String, finding: Finding) {
    self.uscc = uscc
    self.finding = finding
  }
}
