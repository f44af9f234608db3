import Accounting
import Allowances
import Filings
import Quantities

/// Everything that `summary.html` says about a run.
package struct BatchSummary: Sendable {
  package let year: Int
  /// The day the report carries.
  package let date: CalendarDate
  package let counts: Counts
  /// Sorted by sector and USCC.
  package let entities: [EntityResult]
  /// Sorted by sector, USCC, unit, as `allowances.csv`.
  package let allocations: [UnitAllocation]
  package let balanceValues: [BalanceValue]
  /// How often each check found something, sorted by check and severity.
  package let findings: [FindingCount]
  /// Sorted by file.
  package let rejected: [RejectedFiling]
  /// `cets 0.1.0` for example.
  package let program: String
  /// The version or digest of the rulebook.
  package let rulebook: String

  package init(
    year: Int, date: CalendarDate, counts: Counts, entities: [EntityResult], allocations: [UnitAllocation],
    balanceValues: [BalanceValue], findings: [FindingCount], rejected: [RejectedFiling], program: String,
    rulebook: String
  ) {
    self.year = year
    self.date = date
    self.counts = counts
    self.entities = entities
    self.allocations = allocations
    self.balanceValues = balanceValues
    self.findings = findings
    self.rejected = rejected
    self.program = program
    self.rulebook = rulebook
  }

  package struct Counts: Sendable {
    package var filingsRead: Int
    package var processed: Int
    package var rejected: Int
    package var superseded: Int
    package var otherYear: Int

    package init(filingsRead: Int, processed: Int, rejected: Int, superseded: Int, otherYear: Int) {
      self.filingsRead = filingsRead
      self.processed = processed
      self.rejected = rejected
      self.superseded = superseded
      self.otherYear = otherYear
    }
  }

  /// An entity's totals, tCO2e, and where its reports are.
  package struct EntityResult: Sendable {
    package let sector: Sector
    package let uscc: String
    package let name: String
    package let province: String
    package let declared: FixedDecimal?
    package let recomputed: FixedDecimal
    package let verified: FixedDecimal
    package let findings: Int
    /// The path of the compliance report relative to the summary; empty if none was written.
    package let report: String

    package init(
      sector: Sector, uscc: String, name: String, province: String, declared: FixedDecimal?,
      recomputed: FixedDecimal, verified: FixedDecimal, findings: Int, report: String
    ) {
      self.sector = sector
      self.uscc = uscc
      self.name = name
      self.province = province
      self.declared = declared
      self.recomputed = recomputed
      self.verified = verified
      self.findings = findings
      self.report = report
    }
  }

  package struct FindingCount: Sendable {
    package let check: String
    package let title: Label
    package let severity: Finding.Severity
    package let count: Int
    package let entities: Int

    package init(check: String, title: Label, severity: Finding.Severity, count: Int, entities: Int) {
      self.check = check
      self.title = title
      self.severity = severity
      self.count = count
      self.entities = entities
    }
  }
}

/// A filing, or a file, that could not be processed.
package struct RejectedFiling: Sendable {
  /// The name under `rejected/`, without `.json`.
  package let name: String
  /// The files it was read from, as given on the command line.
  package let files: [String]
  /// Empty where it could not be read.
  package let uscc: String
  /// Sorted; at least one of them is an error.
  package let diagnostics: [Diagnostic]

  package init(name: String, files: [String], uscc: String, diagnostics: [Diagnostic]) {
    self.name = name
    self.files = files
    self.uscc = uscc
    self.diagnostics = diagnostics
  }

  /// The error to begin with.
  var firstError: Diagnostic? { diagnostics.first { $0.severity == .error } ?? diagnostics.first }
}
