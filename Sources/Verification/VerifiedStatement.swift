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
  package var findings: [Finding]
  /// The filing with the corrected activity data.
  package let correctedFiling: Filing
  /// The filing with what persons decided and without conservative corrections.
  package let decidedFiling: Filing
  /// The corrections that took effect.
  package let corrections: [AppliedCorrection]
  /// What the filing would come to by a single finding; the difference is the finding's effect.
  package let variants: [Variant]

  /// A statement that differs from the recomputed one by one finding.
  package struct Variant: Sendable {
    /// Index into ``VerifiedStatement/findings``.
    package let finding: Int
    package let filing: Filing
    package let statement: EmissionStatement
    /// Whether this is the result with the finding's correction, and not without.
    package let isCorrected: Bool
  }

  package init(
    recomputed: EmissionStatement, verified: EmissionStatement, findings: [Finding], correctedFiling: Filing,
    decidedFiling: Filing, corrections: [AppliedCorrection] = [], variants: [Variant] = []
  ) {
    self.recomputed = recomputed
    self.verified = verified
    self.findings = findings
    self.correctedFiling = correctedFiling
    self.decidedFiling = decidedFiling
    self.corrections = corrections
    self.variants = variants
  }

  /// With findings about what counts in the end, which change no number: each in its place among the others.
  func adding(_ late: [Finding], isBefore: (Finding, Finding) -> Bool) -> VerifiedStatement {
    if late.isEmpty { return self }
    let all = findings + late
    let order = all.indices.sorted { isBefore(all[$0], all[$1]) || (!isBefore(all[$1], all[$0]) && $0 < $1) }
    var places = [Int](repeating: 0, count: all.count)
    for (place, index) in order.enumerated() { places[index] = place }
    return VerifiedStatement(
      recomputed: recomputed, verified: verified, findings: order.map { all[$0] },
      correctedFiling: correctedFiling, decidedFiling: decidedFiling, corrections: corrections,
      variants: variants.map {
        Variant(
          finding: places[$0.finding], filing: $0.filing, statement: $0.statement, isCorrected: $0.isCorrected
        )
      })
  }
}
