import Accounting
import Filings
import Quantities

/// The three numbers of an entity, never mixed: what it declared (in its filing), what the guideline
/// gives from the filing's own data, and what counts after conservative corrections.
package struct VerifiedStatement: Sendable {
  package let recomputed: EmissionStatement
  /// Recomputed after corrections. Allocation and surrender use only this one.
  package let verified: EmissionStatement
  /// Sorted by facility, check, item, parameter, month.
  package let findings: [Finding]

  package init(recomputed: EmissionStatement, verified: EmissionStatement, findings: [Finding]) {
    self.recomputed = recomputed
    self.verified = verified
    self.findings = findings
  }
}
