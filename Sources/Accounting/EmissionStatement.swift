import Filings
import Quantities
import Rulebook

/// What one filing's own data give by the guideline: the recomputed emissions, with the origin of every
/// value that entered.
package struct EmissionStatement: Sendable {
  package let sector: Sector
  package let year: Int
  /// The enterprise level: what is emitted outside the facilities (cement, aluminium) or the mass
  /// balance of the whole works (steel).
  package let enterprise: FacilityStatement
  /// In the filing's order.
  package let facilities: [FacilityStatement]
  /// tCO2e of the entity by month, each a sum of rounded rows.
  package let monthlyTotals: [FixedDecimal]
  /// tCO2e of the entity: the sum of its rounded months.
  package let total: FixedDecimal
  /// Steel's residual "other" (其他), E_ent − ΣE_j − ΣE_x, by month; nil for the other sectors.
  package let residual: [FixedDecimal]?
  /// What the arithmetic noticed.
  package let findings: [Finding]
  /// The enterprise first, then the facilities in the filing's order.
  package let allFacilities: [FacilityStatement]

  package init(
    sector: Sector, year: Int, enterprise: FacilityStatement, facilities: [FacilityStatement],
    monthlyTotals: [FixedDecimal], total: FixedDecimal, residual: [FixedDecimal]?, findings: [Finding]
  ) {
    self.sector = sector
    self.year = year
    self.enterprise = enterprise
    self.facilities = facilities
    self.monthlyTotals = monthlyTotals
    self.total = total
    self.residual = residual
    self.findings = findings
    allFacilities = [enterprise] + facilities
  }
}

/// A facility's recomputed emissions.
package struct FacilityStatement: Sendable {
  /// The facility's id; `-` for the enterprise.
  package let facility: String
  package let kind: FacilityKind
  /// One row an emission source, in the guideline's order. Rows with `countsInTotal == false` are for
  /// information.
  package let rows: [EmissionRow]
  /// tCO2e by month.
  package let monthlyTotals: [FixedDecimal]
  /// tCO2e of the year.
  package let total: FixedDecimal
  /// The output by which the intensity is measured, by month; nil where the kind has no product.
  package let output: Operand?
  /// The output of the year.
  package let annualOutput: FixedDecimal?
  /// total / output, tCO2e/t, rounded as the guideline says; nil without output.
  package let intensity: FixedDecimal?

  package init(
    facility: String, kind: FacilityKind, rows: [EmissionRow], monthlyTotals: [FixedDecimal],
    total: FixedDecimal, output: Operand?, annualOutput: FixedDecimal?, intensity: FixedDecimal?
  ) {
    self.facility = facility
    self.kind = kind
    self.rows = rows
    self.monthlyTotals = monthlyTotals
    self.total = total
    self.output = output
    self.annualOutput = annualOutput
    self.intensity = intensity
  }

  /// The year's emissions of all counted rows of some kind.
  package func annual(_ kind: EmissionSource.Kind) throws(ArithmeticError) -> FixedDecimal {
    try .sum(rows.filter { $0.countsInTotal && $0.source.kind == kind }.map(\.annual))
  }
}

/// Where emissions come from, as `emissions.csv` names it.
package struct EmissionSource: Sendable, Hashable {
  package enum Kind: String, Sendable, CaseIterable {
    case combustion
    /// Fuel sent out of a process: subtracted.
    case fuelOut
    case process
    case carbonate
    case electrode
    case carbonMaterial
    /// Carbon leaving in products: subtracted.
    case product
    case anode
    case anodeEffect
    case alternativeFuelInformation

    package var label: Label {
      switch self {
      case .combustion: Label(zh: "化石燃料燃烧", en: "fuel combustion")
      case .fuelOut: Label(zh: "外供燃料扣除", en: "fuel sent out")
      case .process: Label(zh: "熟料生产过程", en: "clinker process")
      case .carbonate: Label(zh: "碳酸盐", en: "carbonates")
      case .electrode: Label(zh: "电极消耗", en: "electrodes")
      case .carbonMaterial: Label(zh: "外购含碳原料", en: "carbon-bearing materials")
      case .product: Label(zh: "固碳产品", en: "carbon in products")
      case .anode: Label(zh: "阳极消耗", en: "anodes")
      case .anodeEffect: Label(zh: "阳极效应", en: "anode effects")
      case .alternativeFuelInformation: Label(zh: "替代燃料（信息项）", en: "alternative fuel (for information)")
      }
    }
  }

  package let kind: Kind
  package let item: Item?

  package init(_ kind: Kind, _ item: Item? = nil) {
    self.kind = kind
    self.item = item
  }

  /// `combustion.bituminousCoal`, or `process` where a facility has one such source only.
  package var code: String {
    item.map { "\(kind.rawValue).\($0.rawValue)" } ?? kind.rawValue
  }

  package var label: Label {
    guard let item else { return kind.label }
    return Label(zh: "\(kind.label.zh)：\(item.label.zh)", en: "\(kind.label.en): \(item.label.en)")
  }
}

/// The gases of an emission row.
package enum Gas: String, Sendable {
  case carbonDioxide = "CO2"
  /// CF4 and C2F6 together as CO2e: the guideline has one row, one formula and one rounding for them.
  case perfluorocarbons = "CF4+C2F6"

  package var label: String {
    switch self {
    case .carbonDioxide: "CO₂"
    case .perfluorocarbons: "CF₄ + C₂F₆"
    }
  }
}

/// One emission source of a facility: twelve months, each calculated exactly and rounded once.
package struct EmissionRow: Sendable {
  package let source: EmissionSource
  package let gas: Gas
  package let formula: Formula
  /// The values that entered, in the formula's order.
  package let operands: [Operand]
  /// tCO2e, rounded; negative where the guideline subtracts the row.
  package let months: [FixedDecimal]
  /// tCO2e: the sum of the rounded months.
  package let annual: FixedDecimal
  /// The exact months before rounding; empty unless a trace was asked for.
  package let unrounded: [Quotient]
  package let countsInTotal: Bool

  package init(
    source: EmissionSource, gas: Gas, formula: Formula, operands: [Operand], months: [FixedDecimal],
    annual: FixedDecimal, unrounded: [Quotient], countsInTotal: Bool
  ) {
    self.source = source
    self.gas = gas
    self.formula = formula
    self.operands = operands
    self.months = months
    self.annual = annual
    self.unrounded = unrounded
    self.countsInTotal = countsInTotal
  }
}

/// A formula of a guideline, as reports and traces cite it.
package struct Formula: Sendable, Equatable {
  /// With the guideline's symbols: `FC × NCV × CC × OF × 44/12`.
  package let text: String
  /// Document tag and clause: `AG-STEEL (1)`.
  package let clause: String
  package let label: Label

  package init(text: String, clause: String, label: Label) {
    self.text = text
    self.clause = clause
    self.label = label
  }
}
