import Accounting
import Filings
import Quantities
import Rulebook

/// Fuels and their measured properties (F).
enum FuelChecks {
  static let all = [calorificValue, carbonPerHeat, naturalGas, poorCoal, returnToDefault, idleFuel]

  /// F06: a measured NCV within a band around its default.
  private static let calorificValue = Check("F06") { scope in
    let band = try scope.limit("band")
    return try measured(scope, .netCalorificValue) { series in
      guard series.item.fuelState == .solid || series.item.fuelState == .liquid,
        series.item != .coalGangue, series.item != .coalSlime, let typical = scope.typicalValue(of: series)
      else { return nil }
      let change = try typical.value * band.value.percent()
      return try Limits(
        low: typical.value - change, high: typical.value + change,
        text: "\(typical.entry.valueText) ± \(band.entry.valueText) %", rule: band.entry)
    }
  }

  /// F07: a measured carbon per heat is that of its fuel, whether it is filed as such or follows from a carbon content
  /// and an NCV: a coal's near its type's, a liquid's or gas's near the guideline's default.
  private static let carbonPerHeat = Check("F07") { scope in
    let (low, high, band) = (try scope.limit("low"), try scope.limit("high"), try scope.limit("typeBand"))
    func limits(_ series: Series) throws -> Limits? {
      guard series.item.fuelState != nil, series.item != .alternativeFuel else { return nil }
      guard let value = try scope.usualCarbonPerHeat(of: series.item) else {
        return series.item.fuelState == .solid
          ? Limits(
            low: low.value, high: high.value, text: "\(low.entry.valueText)–\(high.entry.valueText)",
            rule: low.entry) : nil
      }
      let change = try value * band.value.percent()
      return try Limits(
        low: value - change, high: value + change, text: "\(value) ± \(band.entry.valueText) %",
        rule: band.entry)
    }
    return try measured(scope, .carbonPerHeat, limits: limits)
      + measured(
        scope, .carbonContent, as: .carbonPerHeat,
        value: { facility, series, month in
          guard let heat = facility.series(series.direction, series.item, .netCalorificValue),
            let carbon = try series.value(in: month),
            let heatValue = try scope.ownValue(of: heat, in: month), !heatValue.isZero
          else { return nil }
          return try carbon.divided(by: heatValue, decimals: 5)
        }, limits: limits)
  }

  /// F09 (VG26): natural gas, its heat and its carbon per volume.
  private static let naturalGas = Check("F09") { scope in
    func limits(_ name: String) throws -> (Series) -> Limits? {
      let low = try scope.rules.number("reference.naturalGas.\(name).low")
      let high = try scope.rules.number("reference.naturalGas.\(name).high")
      return { series in
        guard series.item == .naturalGas else { return nil }
        return Limits(
          low: low.value, high: high.value, text: "\(low.entry.valueText)–\(high.entry.valueText)",
          rule: low.entry)
      }
    }
    let carbon = try limits("carbon")
    return try measured(scope, .netCalorificValue, limits: limits("netCalorificValue"))
      + measured(scope, .carbonContent, limits: carbon)
      + measured(
        scope, .carbonPerHeat, as: .carbonContent,
        value: { facility, series, month in
          guard let value = try series.value(in: month) else { return nil }
          let heat = facility.series(series.direction, series.item, .netCalorificValue)
          let filed = try heat.flatMap { try scope.ownValue(of: $0, in: month) }
          let standing = scope.rules.fuelDefault(
            scope.filing.sector, series.item, .netCalorificValue)?.value
          return try (filed ?? standing).map { try value * $0 }
        }, limits: carbon)
  }

  /// F11 (VG26): coal gangue and slime.
  private static let poorCoal = Check("F11") { scope in
    try measured(scope, .netCalorificValue) { series in
      guard series.item == .coalGangue || series.item == .coalSlime else { return nil }
      let prefix = "reference.\(series.item.rawValue).netCalorificValue"
      let (low, high) = (try scope.rules.number("\(prefix).low"), try scope.rules.number("\(prefix).high"))
      return Limits(
        low: low.value, high: high.value, text: "\(low.entry.valueText)–\(high.entry.valueText)",
        rule: low.entry)
    }
  }

  /// F14 (AG-STEEL): what the plan has measured is not replaced by the default, whether the filing says that it is
  /// one or leaves the value out.
  private static let returnToDefault = Check("F14") { scope in
    scope.filing.qualityPlan.compactMap { planned in
      guard planned.method == .measured, planned.parameter != .quantity else { return nil }
      guard let (facility, series) = scope.series(of: planned) else { return unfiled(scope, planned) }
      guard series.method == .defaultValue else { return nil }
      return scope.finding(
        facility, series, reported: AcquisitionMethod.defaultValue.rawValue,
        expected: AcquisitionMethod.measured.rawValue,
        message: Label(
          zh: "\(series.item.label.zh)\(series.parameter.label.zh)按方案应实测，填报却采用缺省值",
          en:
            "the plan has \(series.parameter.label.en) of \(series.item.label.en) measured, the filing uses the default"
        ))
    }
  }

  /// A planned factor of a stream that was used, and that the calculation had to take the default for.
  private static func unfiled(_ scope: CheckScope, _ planned: PlannedParameter) -> Finding? {
    guard let parameter = planned.parameter,
      let (facility, quantity) = scope.series(of: planned, as: .quantity), !quantity.activeMonths.isEmpty
    else { return nil }
    return scope.finding(
      facility, quantity, expected: AcquisitionMethod.measured.rawValue,
      message: Label(
        zh: "\(quantity.item.label.zh)\(parameter.label.zh)按方案应实测，却没有填报",
        en:
          "the plan has \(parameter.label.en) of \(quantity.item.label.en) measured, and the filing leaves it out"
      ))
  }

  /// F16: fuel burned in a month without output, or output without any fuel: what G04 takes for a month left out then
  /// counts in its place. A kiln without coal is C14's.
  private static let idleFuel = Check("F16") { scope in
    var findings: [Finding] = []
    for facility in scope.filing.facilities {
      let fuels = facility.quantities(.fuelIn)
      let solid = fuels.first { $0.item.fuelState == .solid }
      guard let product = facility.kind.product, solid != nil || facility.kind.needsFuel,
        let output = facility.series(.product, product, .quantity)
      else { continue }
      let idle = (1...12).filter { month in
        guard let made = output.months[month] else { return false }
        let burned = fuels.contains { $0.months[month].map { !$0.isZero } ?? false }
        let isKiln = facility.kind == .clinkerLine
        return made.isZero ? solid?.months[month].map { !$0.isZero } ?? false : !burned && !isKiln
      }
      let fuel = solid ?? fuels.first ?? output
      guard let first = idle.first else { continue }
      let list = MonthList.text(idle)
      let cold = idle.filter { output.months[$0].map { !$0.isZero } ?? false }
      findings.append(
        scope.finding(
          facility, fuel, month: first, of: idle, reported: fuel.months[first].map { "\($0)" } ?? "",
          expected: output.months[first].map { "\(product.rawValue) \($0)" } ?? "",
          corrections: try scope.corrections(burning: fuels, in: facility, cold),
          message: Label(
            zh: "\(facility.id)在\(list)月燃料消耗与产量不匹配（一项为零）",
            en: "fuel and output of \(facility.id) do not match in months \(list): one of them is zero")))
    }
    return findings
  }

  // MARK: Measured properties

  private struct Limits {
    let low: FixedDecimal
    let high: FixedDecimal
    let text: String
    let rule: RuleEntry
  }

  /// One finding a series whose measured months leave their limits, at the month that leaves them farthest.
  ///
  /// - Parameters:
  ///   - compared: what is compared; the filed parameter where nothing else is said.
  ///   - value: its value in a month.
  private static func measured(
    _ scope: CheckScope, _ parameter: Parameter, as compared: Parameter? = nil,
    value: (Facility, Series, Int) throws -> FixedDecimal? = { try $1.value(in: $2) },
    limits: (Series) throws -> Limits?
  ) throws -> [Finding] {
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series
      where series.parameter == parameter && series.method != .defaultValue && series.direction != .auxiliary
      {
        guard let limits = try limits(series) else { continue }
        let slip = try scope.unitSlip(of: series)
        var worst: (month: Int, value: FixedDecimal, distance: FixedDecimal)?
        var outside: [Int] = []
        for month in 1...12 {
          guard let filed = try series.value(in: month), !filed.isZero, try !slip.holds(for: filed),
            let value = try value(facility, series, month)
          else { continue }
          let distance = try max(limits.low - value, value - limits.high)
          guard distance > .zero else { continue }
          outside.append(month)
          if distance > worst?.distance ?? .zero { worst = (month, value, distance) }
        }
        guard let worst else { continue }
        let (count, name) = (outside.count, (compared ?? parameter).label)
        findings.append(
          scope.finding(
            facility, series, month: worst.month, of: outside, reported: "\(worst.value)",
            expected: limits.text,
            limit: limits.rule,
            message: Label(
              zh: "\(series.item.label.zh)\(name.zh)有\(count)个月超出\(limits.text)",
              en:
                "\(name.en) of \(series.item.label.en) leaves \(limits.text) in \(count) months"
            )))
      }
    }
    return findings
  }
}

extension FacilityKind {
  /// Whether the process makes nothing without fuel: converters, arc furnaces and pots may burn none.
  fileprivate var needsFuel: Bool {
    switch self {
    case .clinkerLine, .coking, .sintering, .pelletising, .ironmaking: true
    case .converterSteelmaking, .electricArcSteelmaking, .electrolysis, .powerUnit, .other, .enterprise: false
    }
  }
}

extension CheckScope {
  /// A month's value of the entity's own that is in its unit; nil for a default and for a slip of units (R06).
  fileprivate func ownValue(of series: Series, in month: Int) throws -> FixedDecimal? {
    guard series.method != .defaultValue, let value = try series.value(in: month),
      try !unitSlip(of: series).holds(for: value)
    else { return nil }
    return value
  }

  /// tC/GJ: of a coal its type's (VG26), of a liquid or a gas the guideline's default; nil where neither is known.
  fileprivate func usualCarbonPerHeat(of item: Item) throws -> FixedDecimal? {
    if item.fuelState != .solid { return rules.fuelDefault(filing.sector, item, .carbonPerHeat)?.value }
    guard let name = item.coalType, let typical = try? rules.number("reference.coal.\(name).carbonPerHeat")
    else { return nil }
    // The reference is per TJ.
    return try typical.value * FixedDecimal(coefficient: 1, scale: 3)
  }
}
