import Allowances
import Filings
import Quantities

/// Assumptions of a user about the years to come: what differs from the rules in force. Never a rule, and
/// never cited as one: its standing is ``Standing/scenario``.
///
/// What a scenario does not say stays as in ``BaseRules``.
package struct Scenario: Sendable {
  /// Letters, digits, `-` and `_`: the column `scenario` of the result tables.
  package let id: String
  package let name: Label
  /// Where its assumptions come from, in the user's words; may be empty.
  package let note: String
  package let years: ClosedRange<Int>
  package var allocation = Allocation()
  package var market = Market()
  /// Growth of a sector's output and emissions, per cent a year.
  package var growth: [Sector: Growth] = [:]
  package var abatements: [Abatement] = []

  package init(id: String, name: Label, note: String, years: ClosedRange<Int>) {
    self.id = id
    self.name = name
    self.note = note
    self.years = years
  }

  /// How allowances are determined. Nil: as in the base.
  package struct Allocation: Sendable {
    package var method: ByYear<AllocationMethod>?
    package var slope: ByYear<FixedDecimal>?
    /// Per cent.
    package var band: ByYear<FixedDecimal>?
    /// Per cent.
    package var cap: ByYear<FixedDecimal>?
    package var basis: ByYear<BalanceBasis>?
    /// By which the balance value is multiplied.
    package var factor: ByYear<FixedDecimal>?
    /// Balance values that the user sets, tCO2e/t; they win over the basis.
    package var fixed: [Sector: ByYear<FixedDecimal>] = [:]
    /// Special cases that are treated by another method than the results'.
    package var specialCases: [SpecialCase: ByYear<AllocationMethod>] = [:]
  }

  /// What allowances cost. Nil: as in the base.
  package struct Market: Sendable {
    /// Yuan a tonne.
    package var price: ByYear<FixedDecimal>?
    /// The share of an entity's allowances that it pays for (有偿分配), per cent.
    package var paidShare: ByYear<FixedDecimal>?
    /// How much of the amount due is met by CCER where allowances are short, per cent.
    package var ccerUse: ByYear<FixedDecimal>?
    /// Yuan a tonne.
    package var ccerPrice: ByYear<FixedDecimal>?
  }

  package struct Growth: Sendable {
    package var output: ByYear<FixedDecimal>?
    package var emissions: ByYear<FixedDecimal>?
  }

  /// Tonnes that a unit no longer emits from a year on, at unchanged output.
  package struct Abatement: Sendable {
    package let uscc: String
    package let unit: String
    package let place: Place
    package let firstYear: Int
    /// tCO2e a year.
    package let tonnes: FixedDecimal
    /// Where the scenario says so.
    package let line: Int

    package init(
      uscc: String, unit: String, place: Place, firstYear: Int, tonnes: FixedDecimal, line: Int
    ) {
      self.uscc = uscc
      self.unit = unit
      self.place = place
      self.firstYear = firstYear
      self.tonnes = tonnes
      self.line = line
    }
  }
}

/// Where a tonne is abated. Only in steel the two differ: its intensity counts ironmaking and sintering,
/// its allowances follow all emissions.
package enum Place: String, CaseIterable, Sendable {
  /// In what the intensity counts: a clinker line, an electrolysis process, ironmaking.
  case unit, ironmaking, sintering
  /// In the rest of a steel works.
  case elsewhere

  /// Whether the intensity falls with it.
  package var countsInIntensity: Bool { self != .elsewhere }
}

/// How a unit's allowances follow from its emissions.
package enum AllocationMethod: String, CaseIterable, Sendable {
  /// A = E.
  case equalsEmissions
  /// A = E × (1 + α).
  case intensityCoefficient
}

/// Where a year's balance value comes from, before the factor.
package enum BalanceBasis: String, CaseIterable, Sendable {
  /// That of the results, whatever becomes of the sector.
  case results
  /// Solved anew for the sector's units of the year.
  case solved
}
