import Filings
import Quantities

/// A row of the balance values: the published balance value (行业平衡值) of a sector's year.
package struct BalanceValueRow: Sendable, Equatable {
  package let sector: Sector
  package let year: Int
  /// tCO2e/t.
  package let value: FixedDecimal
  /// Where the value was published, in the user's words.
  package let source: String
  package let file: String
  package let line: Int
}

/// A row of the pre-allocation (预分配).
package struct PreallocationRow: Sendable, Equatable {
  package let uscc: String
  package let year: Int
  /// The id of the facility, or `-` for the entity.
  package let unit: String
  /// tCO2e.
  package let lastYearVerified: FixedDecimal
  package let ratioPercent: FixedDecimal
  package let file: String
  package let line: Int
}

/// A row of the deductions (核减); an entity may have several.
package struct DeductionRow: Sendable, Equatable {
  package let uscc: String
  package let year: Int
  package let tonnes: FixedDecimal
  package let reason: String
  package let file: String
  package let line: Int
}

/// A row of the holdings of allowances and credits.
package struct HoldingRow: Sendable, Equatable {
  package let uscc: String
  package let vintage: Int
  package let tonnes: FixedDecimal
  package let acquiredOn: CalendarDate?
  /// CNY a tonne.
  package let price: FixedDecimal?
  package let kind: HoldingKind
  package let file: String
  package let line: Int
}

/// A row of the special cases (特殊情形) that an authority states.
package struct SpecialCaseRow: Sendable, Equatable {
  package let uscc: String
  package let year: Int
  /// The id of the facility, or `-` for the entity.
  package let facility: String
  /// A code of the table's list, whatever spelling was filed.
  package let caseCode: String
  package let evidence: String
  package let file: String
  package let line: Int
}

/// A row of the decisions that a person took about findings.
package struct DecisionRow: Sendable, Equatable {
  package let uscc: String
  package let year: Int
  package let facility: String
  package let check: String
  package let item: Item?
  package let parameter: Parameter?
  /// 1 to 12; 0 for the year.
  package let month: Int
  package let direction: Direction?
  /// The id of a supporting document; empty for any.
  package let document: String
  /// The value that the finding says was reported; empty for any.
  package let reported: String
  /// The line of the filing that the finding names; nil for any.
  package let findingLine: Int?
  /// A code of the table's list, whatever spelling was filed.
  package let decisionCode: String
  package let value: FixedDecimal?
  package let reason: String
  package let decidedBy: String
  package let decidedOn: CalendarDate
  package let evidence: String
  package let file: String
  package let line: Int
}

/// A row of an earlier run's `emissions.csv`.
package struct PastEmissionRow: Sendable, Equatable {
  package let uscc: String
  package let facility: String
  /// The code of the emission source, or `total`.
  package let source: String
  /// tCO2e; nil where nothing was declared.
  package let declared: FixedDecimal?
  /// tCO2e.
  package let verified: FixedDecimal
  package let file: String
  package let line: Int
}

/// What allowances need besides filings, read from the input tables among some files.
package struct AllowanceInputs: Sendable, Equatable {
  package private(set) var balanceValues: [BalanceValueRow] = []
  package private(set) var preallocation: [PreallocationRow] = []
  package private(set) var deductions: [DeductionRow] = []
  package private(set) var holdings: [HoldingRow] = []
  package private(set) var specialCases: [SpecialCaseRow] = []
  package private(set) var decisions: [DecisionRow] = []
  /// What is wrong with the files and rows, sorted. A row with an error is not among the rows.
  package private(set) var diagnostics: [Diagnostic] = []

  /// No inputs at all.
  package init() {}

  /// Reads the input tables among the files and leaves all others alone.
  package init(_ files: [CSVFile]) {
    var seen: [String: CSVPlace] = [:]
    var parties: [PackedUSCC: String] = [:]
    for file in files {
      guard case .input(let table) = file.table else { continue }
      diagnostics += file.diagnostics
      // Rows of a file with a wrong header are read for their faults only.
      let isWhole = file.diagnostics.isEmpty
      diagnostics += file.readRows { rows in
        switch table {
        case .balanceValues: if let row = rows.balanceValue(&seen), isWhole { balanceValues.append(row) }
        case .preallocation: if let row = rows.preallocation(&seen), isWhole { preallocation.append(row) }
        case .deductions: if let row = rows.deduction(), isWhole { deductions.append(row) }
        case .holdings: if let row = rows.holding(), isWhole { holdings.append(row) }
        case .specialCases: if let row = rows.specialCase(&seen), isWhole { specialCases.append(row) }
        case .decisions: if let row = rows.decision(), isWhole { decisions.append(row) }
        // Read for their faults only: the book takes them, row by row.
        case .trades: _ = rows.trade(&parties)
        case .ccer: _ = rows.credit()
        case .carryOver: _ = rows.carryOver(&seen)
        case .differentiated: _ = rows.differentiated(&seen)
        case .cancellations: _ = rows.cancellation()
        case .reversals: _ = rows.reversal()
        }
      }
    }
    diagnostics.sort()
  }
}

/// An earlier run's verified emissions, read from the `emissions.csv` tables among some files.
package struct PastEmissions: Sendable, Equatable {
  package private(set) var rows: [PastEmissionRow] = []
  /// What is wrong with the files and rows, sorted. A row with an error is not among the rows.
  package private(set) var diagnostics: [Diagnostic] = []

  package init(_ files: [CSVFile]) {
    for file in files where file.table == .result(.emissions) {
      diagnostics += file.diagnostics
      diagnostics += file.readRows { rows in
        if let row = rows.pastEmission(), file.diagnostics.isEmpty { self.rows.append(row) }
      }
    }
    diagnostics.sort()
  }
}
