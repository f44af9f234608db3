import Accounting
import Allowances
import Filings
import Quantities
import Rulebook
import Verification

/// Everything that an entity's annual compliance report says, in whichever form it is written:
/// ``html(in:)`` for people, ``xml()`` and ``statementJSON()`` for programs.
package struct ComplianceReport: Sendable {
  package let filing: Filing
  package let statement: VerifiedStatement
  /// The entity's units, sorted by unit.
  package let allocations: [UnitAllocation]
  /// Nil where no deduction or pre-allocation table was given and nothing is issued.
  package let issue: EntityIssue?
  /// The sector's balance value of the year; nil in years without one.
  package let balanceValue: BalanceValue?
  /// tCO2e, verified, of the year before.
  package let lastYearVerified: FixedDecimal?
  /// The rules that the numbers rest on; printed in this order, once each.
  package let rules: [RuleEntry]
  /// The documents the rules cite, for their titles and numbers.
  package let documents: [RuleDocument]
  /// What the readers noted about the filing without rejecting it.
  package let diagnostics: [Diagnostic]
  /// The day the report carries.
  package let date: CalendarDate

  package init(
    filing: Filing, statement: VerifiedStatement, allocations: [UnitAllocation], issue: EntityIssue?,
    balanceValue: BalanceValue?, lastYearVerified: FixedDecimal?, rules: [RuleEntry],
    documents: [RuleDocument], diagnostics: [Diagnostic], date: CalendarDate
  ) {
    self.filing = filing
    self.statement = statement
    self.allocations = allocations
    self.issue = issue
    self.balanceValue = balanceValue
    self.lastYearVerified = lastYearVerified
    var seen: Set<String> = []
    self.rules = rules.filter { seen.insert($0.id).inserted }
    self.documents = documents
    self.diagnostics = diagnostics
    self.date = date
  }
}
