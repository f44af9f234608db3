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
  /// Whom to visit first, most doubtful first.
  package let visits: [Visit]
  /// Sorted by file.
  package let rejected: [RejectedFiling]
  /// `cets 0.1.0` for example.
  package let program: String
  /// The version or digest of the rulebook.
  package let rulebook: String

  package init(
    year: Int, date: CalendarDate, counts: Counts, entities: [EntityResult], allocations: [UnitAllocation],
    balanceValues: [BalanceValue], findings: [FindingCount], visits: [Visit],
    rejected: [RejectedFiling], program: String,
    rulebook: String
  ) {
    self.year = year
    self.date = date
    self.counts = counts
    self.entities = entities
    self.allocations = allocations
    self.balanceValues = balanceValues
    self.findings = findings
    self.visits = visits
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
    /// How many findings each sector has.
    package let bySector: [Sector: Int]
    package let entities: Int
    /// Sum of the stated effects, tCO2e; nil where none is stated.
    package let effect: FixedDecimal?

    package init(
      check: String, title: Label, severity: Finding.Severity, bySector: [Sector: Int], entities: Int,
      effect: FixedDecimal?
    ) {
      self.check = check
      self.title = title
      self.severity = severity
      self.bySector = bySector
      self.entities = entities
      self.effect = effect
    }

    package var count: Int { bySector.values.reduce(0, +) }
  }

  /// An entity in the order of visits.
  package struct Visit: Sendable {
    package let uscc: String
    package let name: String
    package let sector: Sector
    package let province: String
    /// tCO2e at stake in its open findings.
    package let stake: FixedDecimal
    /// Stake times doubt.
    package let score: FixedDecimal
    /// The checks that weigh most.
    package let checks: [String]
    package let findings: Int
    package let fraudIndicators: Int

    package init(
      uscc: String, name: String, sector: Sector, province: String, stake: FixedDecimal, score: FixedDecimal,
      checks: [String], findings: Int, fraudIndicators: Int
    ) {
      self.uscc = uscc
      self.name = name
      self.sector = sector
      self.province = province
      self.stake = stake
      self.score = score
      self.checks = checks
      self.findings = findings
      self.fraudIndicators = fraudIndicators
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
