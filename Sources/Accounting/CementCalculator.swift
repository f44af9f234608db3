import Filings
import Quantities
import Rulebook

/// Cement clinker by AG-CEMENT (CETS-AG-02.01-V01-2024): E_line = E_comb + E_proc for each clinker line;
/// at enterprise level the lines, power units outside the power sector's market, and other production.
struct CementCalculator {
  let filing: Filing
  let rules: YearRules
  let options: CalculationOptions

  static let combustion = Formula(
    text: "FC × NCV × CC × OF × 44/12", clause: "AG-CEMENT E_comb",
    label: Label(zh: "化石燃料燃烧排放", en: "fuel combustion"))
  static let measuredCarbon = Formula(
    text: "FC × C_ar × OF × 44/12", clause: "AG-CEMENT E_comb",
    label: Label(zh: "化石燃料燃烧排放（实测元素碳）", en: "fuel combustion, measured carbon"))
  static let process = Formula(
    text: "Q × EF − Σ(Q_m × DF_m)", clause: "AG-CEMENT E_proc",
    label: Label(zh: "熟料生产过程排放", en: "clinker process emissions"))
  static let alternativeFuel = Formula(
    text: "FC × NCV × CC × OF × (1 − B) × 44/12", clause: "cement.alternativeFuel.inTotal",
    label: Label(zh: "替代燃料化石碳排放（信息项）", en: "fossil carbon of the alternative fuel, for information"))
  static let alternativeFuelFactor = Formula(
    text: "FC × EF × (1 − B)", clause: "cement.alternativeFuel.inTotal",
    label: alternativeFuel.label)

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
    let furnace: Furnace =
      switch facility.kind {
      case .clinkerLine: .kiln
      case .powerUnit: .powerBoiler
      default: .industrialBoiler
      }
    var rows = try builder.combustionRows(
      oxidationRule: { Self.oxidationRule($0, furnace) }, formula: Self.combustion,
      measuredCarbon: Self.measuredCarbon)
    if facility.kind == .clinkerLine {
      if let process = try processRow(&builder) { rows.append(process) }
    }
    if let information = try alternativeFuelRow(&builder) { rows.append(information) }
    let statement = try builder.statement(rows: rows)
    findings += builder.findings
    return statement
  }

  /// Solid fuel burns less completely outside the kiln (equipment table); liquids and gases do not differ.
  private static func oxidationRule(_ state: FuelState, _ furnace: Furnace) -> String {
    switch state {
    case .solid: "cement.oxidation.\(furnace.rawValue).solid"
    case .liquid: "cement.oxidation.kiln.liquid"
    case .gas: "cement.oxidation.kiln.gas"
    }
  }

  /// E_proc = Q_clinker · EF_clinker − Σ Q_m · DF_m: one row and one rounding a month; a month below zero
  /// is an error of the filing.
  private func processRow(_ builder: inout RowBuilder) throws(AccountingError) -> EmissionRow? {
    let facility = builder.facility
    guard let clinker = facility.series(.product, .clinker, .quantity) else { return nil }
    guard let category = facility.clinkerCategory else {
      throw AccountingError(
        .missingAttribute(.clinkerCategory), facility: facility.id, location: facility.location)
    }
    let output = try builder.filed("Q", clinker)
    let factor = try builder.defaultOnly(
      "EF", .emissionFactor, of: clinker, rule: .named("cement.process.\(category.rawValue)"), check: "C01")
    var operands = [output, factor]
    var deductions: [(consumption: Operand, factor: Operand)] = []
    for (index, material) in facility.quantities(.alternativeRawMaterial).enumerated() {
      let consumption = try builder.filed("Q_\(index + 1)", material)
      let deduction = try builder.defaultOnly(
        "DF_\(index + 1)", .deductionFactor, of: material,
        rule: .named("cement.deduction.\(material.item.rawValue)"), check: "C03")
      deductions.append((consumption, deduction))
      operands += [consumption, deduction]
    }
    let row = try builder.row(EmissionSource(.process), Self.process, operands: operands, mayBeWrong: true) {
      month throws(ArithmeticError) in
      var total = FixedDecimal.zero
      if let tonnes = output[month], let rate = factor[month] { total = try tonnes * rate }
      for deduction in deductions {
        guard let tonnes = deduction.consumption[month], let rate = deduction.factor[month] else { continue }
        try total -= tonnes * rate
      }
      return Quotient(total)
    }
    if let month = row.months.firstIndex(where: \.isNegative) {
      throw AccountingError(
        .negativeProcess(row.months[month]), facility: facility.id, item: .clinker, month: month + 1,
        location: clinker.location)
    }
    return row
  }

  /// The fossil carbon of the alternative fuel, in the total only if the rulebook says so. Without a
  /// filed emission factor or carbon per heat there is nothing to calculate from, and no row.
  private func alternativeFuelRow(_ builder: inout RowBuilder) throws(AccountingError) -> EmissionRow? {
    let facility = builder.facility
    guard let quantity = facility.series(.fuelIn, .alternativeFuel, .quantity) else { return nil }
    let inTotal: Bool
    do { inTotal = try rules.word("cement.alternativeFuel.inTotal").value == "yes" } catch {
      throw AccountingError(.noRule(error), facility: facility.id)
    }
    let source = EmissionSource(.alternativeFuelInformation, .alternativeFuel)
    let fuel = try builder.filed("FC", quantity)
    let share = fossilShare(of: facility)
    if let series = facility.series(.fuelIn, .alternativeFuel, .emissionFactor) {
      let factor = try builder.filed("EF", series)
      return try builder.row(
        source, Self.alternativeFuelFactor, operands: [fuel, factor, share], countsInTotal: inTotal
      ) { month throws(ArithmeticError) in
        guard let tonnes = fuel[month], let rate = factor[month], let fossil = share[month] else {
          return nil
        }
        return Quotient(try tonnes * rate * fossil.percent())
      }
    }
    guard let heatSeries = facility.series(.fuelIn, .alternativeFuel, .netCalorificValue),
      let carbonSeries = facility.series(.fuelIn, .alternativeFuel, .carbonPerHeat)
    else { return nil }
    let heat = try builder.filed("NCV", heatSeries)
    let carbon = try builder.filed("CC", carbonSeries)
    let oxidation = try builder.defaultOnly(
      "OF", .oxidationRate, of: quantity, rule: .named("cement.oxidation.kiln.solid"))
    return try builder.row(
      source, Self.alternativeFuel, operands: [fuel, heat, carbon, oxidation, share], countsInTotal: inTotal
    ) { month throws(ArithmeticError) in
      guard let tonnes = fuel[month], let netCalorificValue = heat[month], let carbonPerHeat = carbon[month],
        let rate = oxidation[month], let fossil = share[month]
      else { return nil }
      return try CarbonFormulas.combustion(
        fuelConsumption: tonnes, netCalorificValue: netCalorificValue, carbonPerHeat: carbonPerHeat,
        oxidationRate: rate
      ).times(fossil.percent())
    }
  }

  /// 1 − B: the share of the alternative fuel's carbon that is fossil, per cent; all of it where the
  /// filing states no biomass share.
  private func fossilShare(of facility: Facility) -> Operand {
    let biomass = facility[attribute: .alternativeFuelBiomassShare].flatMap { try? FixedDecimal($0) }
    let whole = FixedDecimal(100)
    let fossil = (try? whole - (biomass ?? .zero)) ?? whole
    return Operand(
      "1−B", Label(zh: "化石碳占比", en: "fossil share"), .percent, constant: fossil,
      origin: .derived(Label(zh: "100 − 生物质占比", en: "100 − biomass share")))
  }
}
