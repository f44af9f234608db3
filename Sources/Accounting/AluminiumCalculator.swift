import Filings
import Quantities
import Rulebook

/// Aluminium smelting by AG-ALUMINIUM (CETS-AG-04.01-V01-2024): E_electrolysis = E_anode + E_pfc for each
/// electrolysis process; at enterprise level also fuel combustion and carbonates.
struct AluminiumCalculator {
  let filing: Filing
  let rules: YearRules
  let options: CalculationOptions

  static let combustion = Formula(
    text: "FC × NCV × CC × OF × 44/12", clause: "AG-ALUMINIUM E_comb",
    label: CementCalculator.combustion.label)
  static let measuredCarbon = Formula(
    text: "FC × C_ar × OF × 44/12", clause: "AG-ALUMINIUM E_comb",
    label: CementCalculator.measuredCarbon.label)
  static let carbonate = Formula(
    text: "Q × EF × P", clause: "AG-ALUMINIUM E_carbonate",
    label: Label(zh: "碳酸盐分解排放", en: "carbonate decomposition"))
  static let anode = Formula(
    text: "A_net × (1 − S − A) × 44/12", clause: "AG-ALUMINIUM E_anode",
    label: Label(zh: "阳极消耗排放", en: "anode consumption"))
  static let anodeEffect = Formula(
    text: "Q × (EF_CF4 × GWP_CF4 + EF_C2F6 × GWP_C2F6) / 1000", clause: "AG-ALUMINIUM E_pfc",
    label: Label(zh: "阳极效应排放", en: "anode effects"))

  func statement() throws(AccountingError) -> EmissionStatement {
    var findings: [Finding] = []
    let enterprise = try facilityStatement(filing.enterprise, &findings)
    var facilities: [FacilityStatement] = []
    for facility in filing.facilities where !facility.isInPowerMarket {
      facilities.append(try facilityStatement(facility, &findings))
    }
    return try .summing(enterprise, facilities, filing: filing, findings: findings)
  }

  private func facilityStatement(
    _ facility: Facility, _ findings: inout [Finding]
  ) throws(AccountingError) -> FacilityStatement {
    if let standing = options.standing?.part(of: facility) { return standing }
    var builder = try RowBuilder(filing: filing, facility: facility, rules: rules, options: options)
    var rows = try builder.combustionRows(
      oxidationRule: { "aluminium.oxidation.\($0.ruleName)" }, formula: Self.combustion,
      measuredCarbon: Self.measuredCarbon)
    rows += try carbonateRows(&builder)
    if facility.kind == .electrolysis {
      if let row = try anodeRow(&builder) { rows.append(row) }
      if let row = try anodeEffectRow(&builder) { rows.append(row) }
    }
    findings += builder.findings
    return try builder.statement(rows: rows, intensityKinds: [.anode, .anodeEffect])
  }

  /// E = Q · EF · purity for each carbonate; pure where no purity is filed.
  private func carbonateRows(_ builder: inout RowBuilder) throws(AccountingError) -> [EmissionRow] {
    var rows: [EmissionRow] = []
    for quantity in builder.facility.quantities(.carbonate) {
      let source = EmissionSource(.carbonate, quantity.item)
      if let row = builder.standingRow(source) {
        rows.append(row)
        continue
      }
      let tonnes = try builder.filed("Q", quantity)
      let factor = try builder.defaultOnly(
        "EF", .emissionFactor, of: quantity, rule: .named("aluminium.carbonate.\(quantity.item.rawValue)"))
      let purity = try builder.filedOrDefault(
        "P", .purity, of: quantity, rule: .named("aluminium.carbonatePurity"))
      rows.append(
        try builder.row(
          source, Self.carbonate, operands: [tonnes, factor, purity]
        ) { month throws(ArithmeticError) in
          guard let amount = tonnes[month], let rate = factor[month], let share = purity[month] else {
            return nil
          }
          return Quotient(try amount * rate * share.percent())
        })
    }
    return rows
  }

  /// E_anode = A_net · (1 − S − ash) · 44/12, with A_net = A_gross · (1 − r) rounded to its own decimals
  /// before it is used.
  private func anodeRow(_ builder: inout RowBuilder) throws(AccountingError) -> EmissionRow? {
    guard let quantity = builder.facility.series(.anode, .anode, .quantity) else { return nil }
    let gross = try builder.filed("A_gross", quantity)
    let loss = try builder.filedOrDefault(
      "r", .anodeLossRate, of: quantity, rule: .named("aluminium.anode.lossRate"))
    let sulphur = try builder.filedOrDefault(
      "S", .sulphur, of: quantity, rule: .named("aluminium.anode.sulphur"))
    let ash = try builder.filedOrDefault("A", .ash, of: quantity, rule: .named("aluminium.anode.ash"))
    let net = try netConsumption(gross, loss, builder)
    return try builder.row(
      EmissionSource(.anode), Self.anode, operands: [gross, loss, net, sulphur, ash]
    ) { month throws(ArithmeticError) in
      guard let tonnes = net[month], let sulphurShare = sulphur[month], let ashShare = ash[month] else {
        return nil
      }
      let carbonShare = try FixedDecimal.one - sulphurShare.percent() - ashShare.percent()
      return try CarbonFormulas.carbonDioxide(ofCarbon: tonnes * carbonShare)
    }
  }

  /// A_net = A_gross · (1 − r), t, rounded to the guideline's decimals (2).
  private func netConsumption(
    _ gross: Operand, _ loss: Operand, _ builder: RowBuilder
  ) throws(AccountingError) -> Operand {
    let decimals = try RowBuilder.decimals("netAnode", filing, rules)
    var months: [FixedDecimal?] = []
    for month in 1...12 {
      guard let tonnes = gross[month], let rate = loss[month] else {
        months.append(nil)
        continue
      }
      do {
        months.append(try (tonnes * (FixedDecimal.one - rate.percent())).rounded(to: decimals))
      } catch {
        throw AccountingError(
          .overflow(error), facility: builder.facility.id, item: .anode, month: month,
          location: builder.facility.location)
      }
    }
    return Operand(
      "A_net", Label(zh: "阳极净消耗量", en: "net anode consumption"), .tonne, monthly: months,
      origin: .derived(Label(zh: "A_gross × (1 − r)，保留两位小数", en: "A_gross × (1 − r), rounded")))
  }

  /// E_pfc = Q_al · (EF_CF4 · GWP_CF4 + EF_C2F6 · GWP_C2F6) / 1000, EF in kg/t.
  private func anodeEffectRow(_ builder: inout RowBuilder) throws(AccountingError) -> EmissionRow? {
    guard let quantity = builder.facility.series(.product, .liquidAluminium, .quantity) else { return nil }
    let output = try builder.filed("Q", quantity)
    let earlier = EarlierAnodeEffectMethod(builder.facility, quantity, rules)
    let cf4 = try builder.filedOrDefault(
      "EF_CF4", .cf4Factor, of: quantity, rule: .named("aluminium.anodeEffect.cf4Factor"), check: "A09",
      isOfEarlierMethod: earlier.givesCF4)
    let c2f6 = try builder.filedOrDefault(
      "EF_C2F6", .c2f6Factor, of: quantity, rule: .named("aluminium.anodeEffect.c2f6Factor"), check: "A10",
      isOfEarlierMethod: earlier.givesC2F6)
    let warming = Label(zh: "全球变暖潜势", en: "global warming potential")
    let cf4Potential = try builder.rule("GWP_CF4", "aluminium.gwp.cf4", warming, .tonneCarbonDioxidePerTonne)
    let c2f6Potential = try builder.rule(
      "GWP_C2F6", "aluminium.gwp.c2f6", warming, .tonneCarbonDioxidePerTonne)
    return try builder.row(
      EmissionSource(.anodeEffect), Self.anodeEffect, gas: .perfluorocarbons,
      operands: [output, cf4, cf4Potential, c2f6, c2f6Potential]
    ) { month throws(ArithmeticError) in
      guard let tonnes = output[month], let cf4Factor = cf4[month], let cf4Warming = cf4Potential[month],
        let c2f6Factor = c2f6[month], let c2f6Warming = c2f6Potential[month]
      else { return nil }
      let perTonne = try cf4Factor * cf4Warming + c2f6Factor * c2f6Warming
      return try Quotient(tonnes * perTonne, over: FixedDecimal(1000))
    }
  }
}
