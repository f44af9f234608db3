import Allowances
import Filings
import Quantities

/// A unit of the results: a line of `allowances.csv`, which the simulation starts from.
package struct VerifiedUnit: Sendable {
  package let sector: Sector
  package let uscc: String
  package let name: String
  package let province: String
  /// The facility's id; `-` for a steel entity.
  package let unit: String
  /// tCO2e, 2 decimals.
  package let emissions: FixedDecimal
  /// Tonnes of clinker, liquid aluminium or iron; nil or zero: no intensity.
  package let output: FixedDecimal?
  /// 4 decimals.
  package let intensity: FixedDecimal?
  /// The one its allowances were determined by; nil where no coefficient was calculated.
  package let balanceValue: FixedDecimal?
  package let specialCase: SpecialCase?
  /// Whole tonnes; nil where none were determined.
  package let determined: FixedDecimal?
  package let due: FixedDecimal?

  package init(
    sector: Sector, uscc: String, name: String, province: String, unit: String, emissions: FixedDecimal,
    output: FixedDecimal?, intensity: FixedDecimal?, balanceValue: FixedDecimal?, specialCase: SpecialCase?,
    determined: FixedDecimal?, due: FixedDecimal?
  ) {
    self.sector = sector
    self.uscc = uscc
    self.name = name
    self.province = province
    self.unit = unit
    self.emissions = emissions
    self.output = output
    self.intensity = intensity
    self.balanceValue = balanceValue
    self.specialCase = specialCase
    self.determined = determined
    self.due = due
  }

  /// How the results treated it, which holds for the years to come unless a scenario says otherwise.
  package var treatment: Treatment {
    if balanceValue != nil { return .coefficient }
    guard let due else { return .outsideAllocation }
    guard let determined else { return .undecided }
    return determined.isZero && due.isZero ? .outsideYear : .equalsEmissions
  }

  /// Where a tonne can be abated in it.
  package var places: [Place] { sector == .steel ? [.ironmaking, .elsewhere] : [.unit] }
}

/// How a unit receives allowances.
package enum Treatment: String, Sendable {
  /// Receives and owes nothing, in any year.
  case outsideAllocation
  /// Left out of the year's allocation: nothing issued, nothing due.
  case outsideYear
  /// A = E.
  case equalsEmissions
  /// A = E × (1 + α).
  case coefficient
  /// The emissions are due, the allowances a person decides.
  case undecided
}
