import Accounting
import Filings
import Quantities

/// From a recomputed statement to the verified one: findings, and the corrections they impose.
package enum Verification {
  /// - Parameter noticed: what the readers noticed in the filing without rejecting it.
  package static func verify(
    _ filing: Filing, _ statement: EmissionStatement, noticed: [Diagnostic]
  ) throws(ArithmeticError) -> VerifiedStatement {
    var findings = noticed.map(ReaderFindings.finding)
    findings += statement.findings
    findings += try DeclaredChecks.findings(filing, statement)
    findings.sort(by: isBefore)
    return VerifiedStatement(recomputed: statement, verified: statement, findings: findings)
  }

  private static func isBefore(_ left: Finding, _ right: Finding) -> Bool {
    if left.facility != right.facility { return left.facility < right.facility }
    if left.check != right.check { return left.check < right.check }
    let (leftItem, rightItem) = (left.item?.rawValue ?? "", right.item?.rawValue ?? "")
    if leftItem != rightItem { return leftItem < rightItem }
    let (leftName, rightName) = (left.parameter?.rawValue ?? "", right.parameter?.rawValue ?? "")
    if leftName != rightName { return leftName < rightName }
    if left.month != right.month { return left.month < right.month }
    return (left.line, left.message.en) < (right.line, right.message.en)
  }
}
