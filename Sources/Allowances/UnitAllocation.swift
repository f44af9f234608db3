import Filings
import Quantities

/// A unit's allowances for a year: a line of `allowances.csv`.
package struct UnitAllocation: Sendable {
  package let unit: AllocationUnit
  /// The balance value used, 6 decimals; nil where no coefficient is calculated.
  package let balanceValue: BalanceValue?
  /// X = (BP − I)/BP, exact; nil where none is calculated.
  package let deviation: Quotient?
  /// α, exact; nil where none is calculated.
  package let coefficient: Quotient?
  /// Final determination (核定), whole tonnes; nil for units outside allocation.
  package let determined: FixedDecimal?
  /// Pre-allocated (预分配), whole tonnes; nil where no pre-allocation was given.
  package let preallocation: Preallocation?
  /// determined − pre-allocated (多退少补); nil where nothing is determined.
  package let trueUp: FixedDecimal?
  /// To be surrendered (应清缴), whole tonnes; nil for units outside allocation.
  package let due: FixedDecimal?

  package init(
    unit: AllocationUnit, balanceValue: BalanceValue?, deviation: Quotient?, coefficient: Quotient?,
    determined: FixedDecimal?, preallocation: Preallocation?, trueUp: FixedDecimal?, due: FixedDecimal?
  ) {
    self.unit = unit
    self.balanceValue = balanceValue
    self.deviation = deviation
    self.coefficient = coefficient
    self.determined = determined
    self.preallocation = preallocation
    self.trueUp = trueUp
    self.due = due
  }
}

extension UnitAllocation {
  /// Whether a person has to decide about the allowances: something is due, and no formula says what for.
  package var isUndecided: Bool { determined == nil && due != nil }
}

/// A sector's balance value (行业平衡值) and where it comes from.
package struct BalanceValue: Sendable, Equatable {
  package let sector: Sector
  package let year: Int
  /// tCO2e/t, 6 decimals.
  package let value: FixedDecimal
  package let source: Source

  package enum Source: Sendable, Equatable {
    /// Given by the user, with the source the user names.
    case published(String)
    /// Solved for the units of this run.
    case solved(units: Int)
    /// Solved, but every value of an interval balances; the smallest was taken.
    case solvedSmallest(units: Int)

    /// How results name a value that was solved.
    package static let solvedText = "solved"

    /// Whether a word of the column `balance_source` says that the value was solved.
    package static func isSolved(_ text: String) -> Bool {
      text == solvedText || text.hasPrefix("\(solvedText) (")
    }
  }

  package init(sector: Sector, year: Int, value: FixedDecimal, source: Source) {
    self.sector = sector
    self.year = year
    self.value = value
    self.source = source
  }
}

/// A line of the pre-allocation table with what it gives.
package struct Preallocation: Sendable, Equatable, Encodable {
  /// tCO2e of the previous year.
  package let lastYearVerified: FixedDecimal
  package let ratioPercent: FixedDecimal
  /// floor(last year × ratio), whole tonnes.
  package let amount: FixedDecimal

  package init(lastYearVerified: FixedDecimal, ratioPercent: FixedDecimal, amount: FixedDecimal) {
    self.lastYearVerified = lastYearVerified
    self.ratioPercent = ratioPercent
    self.amount = amount
  }
}

/// An entity's issue after deductions (核减): table 1-5 and table 2-5. What follows from the determination is nil
/// where it is not made yet, or a person has to decide about one of the units.
package struct EntityIssue: Sendable, Equatable {
  package let uscc: String
  package let name: String
  package let province: String
  package let preallocated: FixedDecimal
  /// Deduction applied at pre-allocation.
  package let deductedAtPreallocation: FixedDecimal
  package let preissued: FixedDecimal
  package let determined: FixedDecimal?
  package let trueUp: FixedDecimal?
  /// Deduction returned, because the final determination is below what was deducted.
  package let deductionReturned: FixedDecimal?
  /// Deduction applied at the final issue.
  package let deductedAtIssue: FixedDecimal?
  package let finalIssued: FixedDecimal?
  package let totalIssued: FixedDecimal?
  package let due: FixedDecimal
  /// Deduction still open after pre-allocation, and after the final issue.
  package let deductionLeftAtPreallocation: FixedDecimal
  package let deductionLeft: FixedDecimal?
  package let withholding: Withholding

  package init(
    uscc: String, name: String, province: String, preallocated: FixedDecimal,
    deductedAtPreallocation: FixedDecimal, preissued: FixedDecimal, determined: FixedDecimal?,
    trueUp: FixedDecimal?, deductionReturned: FixedDecimal?, deductedAtIssue: FixedDecimal?,
    finalIssued: FixedDecimal?, totalIssued: FixedDecimal?, due: FixedDecimal,
    deductionLeftAtPreallocation: FixedDecimal, deductionLeft: FixedDecimal?,
    withholding: Withholding = .unknown
  ) {
    self.uscc = uscc
    self.name = name
    self.province = province
    self.preallocated = preallocated
    self.deductedAtPreallocation = deductedAtPreallocation
    self.preissued = preissued
    self.determined = determined
    self.trueUp = trueUp
    self.deductionReturned = deductionReturned
    self.deductedAtIssue = deductedAtIssue
    self.finalIssued = finalIssued
    self.totalIssued = totalIssued
    self.due = due
    self.deductionLeftAtPreallocation = deductionLeftAtPreallocation
    self.deductionLeft = deductionLeft
    self.withholding = withholding
  }
}

/// Whether an entity's allowances go to the province's account (差异化发放).
package enum Withholding: Sendable, Equatable {
  /// Only the book knows: a calculation does not say.
  case unknown
  case no
  /// With the reason.
  case yes(Label)
}
