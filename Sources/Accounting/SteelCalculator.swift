import Filings
import Quantities
import Rulebook

/// Iron and steel by AG-STEEL (CETS-AG-03.01-V01-2024): the enterprise by mass balance (1), six main
/// processes (2), power units (3), and "other" as the residual (4).
struct SteelCalculator {
  let filing: Filing
  let rules: YearRules
  let options: CalculationOptions

  static let fuelBalance = Formula(
    text: "FC × NCV × CC × 44/12", clause: "AG-STEEL (1)",
    label: Label(zh: "化石燃料（净购入）", en: "fossil fuel, net purchased"))
  static let material = Formula(
    text: "M × EF", clause: "AG-STEEL (1)",
    label: Label(zh: "含碳原料", en: "carbon-bearing material"))
  static let product = Formula(
    text: "−AD × EF", clause: "AG-STEEL (1)",
    label: Label(zh: "固碳产品", en: "carbon leaving in a product"))
  static let processIn = Formula(
    text: "FC_in × NCV × CC × 44/12", clause: "AG-STEEL (2)",
    label: Label(zh: "工序燃料输入", en: "fuel into the process"))
  static let processOut = Formula(
    text: "−FC_out × NCV × CC × 44/12", clause: "AG-STEEL (2)",
    label: Label(zh: "工序燃料输出", en: "fuel out of the process"))
  static let fuelSentOut = Formula(
    text: "−FC_out × NCV × CC × 44/12", clause: "AG-STEEL (1)",
    label: Label(zh: "外供燃料", en: "fuel sent out"))
  static let powerUnit = Formula(
    text: "FC × NCV × CC × OF × 44/12", clause: "AG-STEEL (3)",
    label: Label(zh: "发电机组燃料燃烧", en: "fuel burned in a power unit"))

  func statement() throws(AccountingError) -> EmissionStatement {
    var findings: [Finding] = []
    let enterprise = try enterpriseStatement(&findings)
    var facilities: [FacilityStatement] = []
    for facility in filing.facilities where !facility.isInPowerMarket {
      facilities.append(try facilityStatement(facility, &findings))
    }
    let builder = try RowBuilder(
      filing: filing, facility: filing.enterprise, rules: rules, options: options)
    return EmissionStatement(
      sector: .steel, year: filing.year, enterprise: enterprise, facilities: facilities,
      monthlyTotals: enterprise.monthlyTotals, total: enterprise.total,
      residual: try residual(enterprise, facilities, builder), findings: findings)
  }

  /// (1) E_ent: fuels net purchased + carbonates + electrodes + carbon materials − carbon in products.
  private func enterpriseStatement(_ findings: inout [Finding]) throws(AccountingError) -> FacilityStatement {
    if let standing = options.standing?.part(of: filing.enterprise) { return standing }
    var builder = try RowBuilder(
      filing: filing, facility: filing.enterprise, rules: rules, options: options)
    var rows = try fuelRows(.fuelIn, .combustion, Self.fuelBalance, &builder)
    rows += try fuelRows(.fuelOut, .fuelOut, Self.fuelSentOut, subtracted: true, &builder)
    rows += try factorRows(.carbonate, .carbonate, Self.material, &builder)
    rows += try factorRows(.electrode, .electrode, Self.material, &builder)
    rows += try factorRows(.carbonMaterial, .carbonMaterial, Self.material, &builder)
    // Of the products only crude steel carries carbon out by itself; the others only when sold.
    rows += try factorRows(.product, .product, Self.product, subtracted: true, only: .crudeSteel, &builder)
    rows += try factorRows(.soldProduct, .product, Self.product, subtracted: true, &builder)
    findings += builder.findings
    return try builder.statement(rows: rows)
  }

  private func facilityStatement(
    _ facility: Facility, _ findings: inout [Finding]
  ) throws(AccountingError) -> FacilityStatement {
    if let standing = options.standing?.part(of: facility) { return standing }
    var builder = try RowBuilder(filing: filing, facility: facility, rules: rules, options: options)
    var rows: [EmissionRow] = []
    if facility.kind == .powerUnit {
      rows += try powerUnitRows(&builder)
    } else {
      rows += try fuelRows(.fuelIn, .combustion, Self.processIn, &builder)
      rows += try fuelRows(.fuelOut, .fuelOut, Self.processOut, subtracted: true, &builder)
    }
    findings += builder.findings
    return try builder.statement(rows: rows)
  }

  /// FC · NCV · CC · 44/12 for each fuel of a direction: no oxidation factor in (1) and (2).
  private func fuelRows(
    _ direction: Direction, _ kind: EmissionSource.Kind, _ formula: Formula, subtracted: Bool = false,
    _ builder: inout RowBuilder
  ) throws(AccountingError) -> [EmissionRow] {
    var rows: [EmissionRow] = []
    for quantity in builder.facility.quantities(direction) {
      let source = EmissionSource(kind, quantity.item)
      if let row = builder.standingRow(source) {
        rows.append(row)
        continue
      }
      let (fuel, heat, carbon) = try fuelOperands(quantity, &builder)
      rows.append(
        try builder.row(
          source, formula, operands: [fuel, heat, carbon],
          subtracted: subtracted
        ) { month throws(ArithmeticError) in
          guard let tonnes = fuel[month], let netCalorificValue = heat[month],
            let carbonPerHeat = carbon[month]
          else { return nil }
          return try CarbonFormulas.carbonDioxide(ofCarbon: tonnes * netCalorificValue * carbonPerHeat)
        })
    }
    return rows
  }

  /// (3) E_x = Σ FC · NCV · CC · OF · 44/12.
  private func powerUnitRows(_ builder: inout RowBuilder) throws(AccountingError) -> [EmissionRow] {
    var rows: [EmissionRow] = []
    for quantity in builder.facility.quantities(.fuelIn) {
      guard let state = quantity.item.fuelState else { continue }
      let source = EmissionSource(.combustion, quantity.item)
      if let row = builder.standingRow(source) {
        rows.append(row)
        continue
      }
      let (fuel, heat, carbon) = try fuelOperands(quantity, &builder)
      let oxidation = try builder.defaultOnly(
        "OF", .oxidationRate, of: quantity, rule: .named("steel.oxidation.\(state.ruleName)"))
      rows.append(
        try builder.row(
          source, Self.powerUnit,
          operands: [fuel, heat, carbon, oxidation]
        ) { month throws(ArithmeticError) in
          guard let tonnes = fuel[month], let netCalorificValue = heat[month],
            let carbonPerHeat = carbon[month], let rate = oxidation[month]
          else { return nil }
          return try CarbonFormulas.combustion(
            fuelConsumption: tonnes, netCalorificValue: netCalorificValue, carbonPerHeat: carbonPerHeat,
            oxidationRate: rate)
        })
    }
    return rows
  }

  /// "Which value may be used": CC always the default; NCV of coke always the default, of other fuels
  /// measured or the default.
  private func fuelOperands(
    _ quantity: Series, _ builder: inout RowBuilder
  ) throws(AccountingError) -> (fuel: Operand, heat: Operand, carbon: Operand) {
    let isCoke = quantity.item == .coke || quantity.item == .semiCoke
    let heat =
      isCoke
      ? try builder.defaultOnly("NCV", .netCalorificValue, of: quantity, rule: .ofFuel)
      : try builder.filedOrDefault("NCV", .netCalorificValue, of: quantity, rule: .ofFuel)
    let carbon = try builder.defaultOnly("CC", .carbonPerHeat, of: quantity, rule: .ofFuel)
    return (try builder.filed("FC", quantity), heat, carbon)
  }

  /// Quantity × EF of table A.2 for each item of a direction.
  private func factorRows(
    _ direction: Direction, _ kind: EmissionSource.Kind, _ formula: Formula, subtracted: Bool = false,
    only: Item? = nil, _ builder: inout RowBuilder
  ) throws(AccountingError) -> [EmissionRow] {
    var rows: [EmissionRow] = []
    for quantity in builder.facility.quantities(direction) where only == nil || quantity.item == only {
      let source = EmissionSource(kind, quantity.item)
      if let row = builder.standingRow(source) {
        rows.append(row)
        continue
      }
      let tonnes = try builder.filed(subtracted ? "AD" : "M", quantity)
      let factor = try builder.defaultOnly(
        "EF", .emissionFactor, of: quantity, rule: .named("steel.factor.\(quantity.item.rawValue)"))
      rows.append(
        try builder.row(
          source, formula, operands: [tonnes, factor], subtracted: subtracted
        ) { month throws(ArithmeticError) in
          guard let amount = tonnes[month], let rate = factor[month] else { return nil }
          return try CarbonFormulas.factor(quantity: amount, emissionFactor: rate)
        })
    }
    return rows
  }

  /// (4) E_other = E_ent − ΣE_j − ΣE_x by month; may be anything.
  private func residual(
    _ enterprise: FacilityStatement, _ facilities: [FacilityStatement], _ builder: RowBuilder
  ) throws(AccountingError) -> [FixedDecimal] {
    let counted = facilities.compactMap { $0.kind == .other ? nil : $0.monthlyTotals }
    var months: [FixedDecimal] = []
    months.reserveCapacity(12)
    for month in 0..<12 {
      let processes = try builder.sum(counted.lazy.map { $0[month] })
      do { months.append(try enterprise.monthlyTotals[month] - processes) } catch {
        throw AccountingError(.overflow(error), facility: Facility.enterpriseID, month: month + 1)
      }
    }
    return months
  }
}

extension FuelState {
  /// The name the state has in rule ids.
  var ruleName: String {
    switch self {
    case .solid: "solid"
    case .liquid: "liquid"
    case .gas: "gas"
    }
  }
}
