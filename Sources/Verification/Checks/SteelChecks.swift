import Accounting
import Filings
import Quantities

/// Works and processes of iron and steel (I).
enum SteelChecks {
  static let all = [
    exportEvidence, furnaceCarbon,
    RatioCheck.check(
      "I04", .steel,
      [
        RatioCheck(
          name: "fuel", kind: .ironmaking, factor: 1000,
          numerator: plain(needed([.coke, .semiCoke] + coals)),
          denominator: RatioCheck.output),
        RatioCheck(
          name: "coke", kind: .ironmaking, subject: (.fuelIn, .coke), factor: 1000,
          numerator: plain(needed([.coke, .semiCoke])), denominator: RatioCheck.output),
        RatioCheck(
          name: "coal", kind: .ironmaking, factor: 1000, numerator: plain(fuels(coals)),
          denominator: RatioCheck.output),
      ]),
    RatioCheck.check(
      "I05", .steel,
      [
        RatioCheck(
          name: "iron", kind: .enterprise, subject: (.product, .crudeSteel), numerator: ironOutput,
          denominator: crudeSteel)
      ]),
    RatioCheck.check(
      "I06", .steel,
      [
        RatioCheck(
          name: "metallics", kind: .enterprise, subject: (.product, .crudeSteel), numerator: metallicCharge,
          denominator: crudeSteel)
      ]),
    RatioCheck.check(
      "I07", .steel,
      [
        RatioCheck(
          name: "sinter", kind: .enterprise, numerator: output(of: .sintering), denominator: ironOutput)
      ]),
    RatioCheck.check(
      "I08", .steel,
      [
        RatioCheck(
          name: "fuel", kind: .sintering, factor: 1000, numerator: fuels([.coke, .semiCoke] + coals),
          denominator: RatioCheck.output),
        RatioCheck(
          name: "intensity", kind: .sintering, subject: (.product, .sinter), numerator: RatioCheck.emissions,
          denominator: RatioCheck.output),
      ]),
    RatioCheck.check(
      "I09", .steel,
      [
        RatioCheck(
          name: "coal", kind: .coking, subject: (.fuelIn, .washedCoal),
          numerator: RatioCheck.quantity(.fuelIn, .washedCoal, .otherWashedCoal, .bituminousCoal),
          denominator: RatioCheck.output),
        RatioCheck(
          name: "gas", kind: .coking, subject: (.fuelOut, .cokeOvenGas), factor: 10000,
          numerator: RatioCheck.quantity(.fuelOut, .cokeOvenGas), denominator: RatioCheck.output),
      ]),
    RatioCheck.check(
      "I10", .steel,
      [
        RatioCheck(
          name: "gas", kind: .converterSteelmaking, subject: (.fuelOut, .converterGas), factor: 10000,
          numerator: RatioCheck.quantity(.fuelOut, .converterGas), denominator: RatioCheck.output)
      ]),
    gasHeat,
    RatioCheck.check(
      "I13", .steel,
      [
        RatioCheck(
          name: "gas", kind: .ironmaking, subject: (.fuelOut, .blastFurnaceGas), factor: 10000,
          numerator: plain(RatioCheck.quantity(.fuelOut, .blastFurnaceGas)), denominator: RatioCheck.output)
      ]),
    RatioCheck.check(
      "I15", .steel,
      [
        RatioCheck(
          name: "share", kind: .enterprise, factor: 100, numerator: residual,
          denominator: RatioCheck.emissions)
      ]),
    RatioCheck.check(
      "I17", .steel,
      [
        RatioCheck(
          name: "works", kind: .enterprise, subject: (.product, .crudeSteel),
          numerator: integrated(RatioCheck.emissions), denominator: crudeSteel),
        RatioCheck(
          name: "electric", kind: .enterprise, subject: (.product, .crudeSteel),
          numerator: electric(RatioCheck.emissions), denominator: crudeSteel),
      ]),
    RatioCheck.check(
      "I20", .steel,
      [
        RatioCheck(
          name: "flux", kind: .enterprise, factor: 1000,
          numerator: RatioCheck.quantity(.carbonate, .limestone, .dolomite), denominator: crudeSteel)
      ]),
    RatioCheck.check(
      "I21", .steel,
      [
        RatioCheck(
          name: "electrode", kind: .enterprise, subject: (.electrode, .electrode), factor: 1000,
          numerator: RatioCheck.quantity(.electrode, .electrode),
          denominator: output(of: .electricArcSteelmaking))
      ]),
    RatioCheck.check(
      "I26", .steel,
      [
        RatioCheck(
          name: "alloys", kind: .enterprise, factor: 1000, numerator: alloys, denominator: crudeSteel)
      ]),
    RatioCheck.check(
      "I27", .steel,
      [
        RatioCheck(
          name: "output", kind: .ironmaking, subject: (.product, .ironProduct), factor: 24,
          numerator: RatioCheck.output, denominator: sizeHours(.furnaceVolume))
      ]),
    RatioCheck.check(
      "I28", .steel,
      [
        RatioCheck(
          name: "output", kind: .sintering, subject: (.product, .sinter), numerator: RatioCheck.output,
          denominator: sizeHours(.strandArea))
      ]),
  ]

  // MARK: What ratios are made of

  private static let coals: [Item] = [.anthracite, .bituminousCoal, .lignite, .washedCoal, .otherWashedCoal]
  private static let ferroalloys: [Item] = [
    .ferronickel, .ferromolybdenum, .ferrosilicon, .silicomanganese, .lowCarbonSilicomanganese,
    .blastFurnaceFerromanganese, .highCarbonFerromanganese, .microCarbonFerromanganese,
    .highCarbonFerrochrome,
  ]

  private static func fuels(_ items: [Item]) -> RatioCheck.Amount {
    { _, facility in try facility.annual(.fuelIn, items) }
  }

  /// Of fuels without which there is no output: none filed is none used.
  private static func needed(_ items: [Item]) -> RatioCheck.Amount {
    { _, facility in try facility.annual(.fuelIn, items) ?? .zero }
  }

  /// Not for hydrogen-rich oxygen furnaces, whose fuel and gas are others.
  private static func plain(_ amount: @escaping RatioCheck.Amount) -> RatioCheck.Amount {
    { scope, furnace in furnace.isMarked(.hydrogenRichOxygenFurnace) ? nil : try amount(scope, furnace) }
  }

  private static func output(of kind: FacilityKind) -> RatioCheck.Amount {
    { scope, _ in
      let outputs = scope.facilities(kind).compactMap { scope.result(of: $0)?.annualOutput }
      return outputs.isEmpty ? nil : try .sum(outputs)
    }
  }

  private static let ironOutput = output(of: .ironmaking)

  private static let crudeSteel: RatioCheck.Amount = { scope, _ in scope.statement.enterprise.annualOutput }

  private static let alloys: RatioCheck.Amount = { _, works in try works.annual(.carbonMaterial, ferroalloys)
  }

  /// Own iron and everything metallic that was bought; nothing filed is nothing bought.
  private static let metallicCharge: RatioCheck.Amount = { scope, works in
    let metals = ferroalloys + [.pigIron, .directReducedIron, .scrap]
    let bought = try works.annual(.carbonMaterial, metals) ?? .zero
    let sold = try works.annual(.soldProduct, [.pigIron]) ?? .zero
    return try bought + (ironOutput(scope, works) ?? .zero) - sold
  }

  private static let residual: RatioCheck.Amount = { scope, _ in
    guard let months = scope.statement.residual, scope.facilities(.ironmaking).isEmpty == false else {
      return nil
    }
    return try .sum(months)
  }

  private static func integrated(_ amount: @escaping RatioCheck.Amount) -> RatioCheck.Amount {
    { scope, works in scope.facilities(.ironmaking).isEmpty ? nil : try amount(scope, works) }
  }

  private static func electric(_ amount: @escaping RatioCheck.Amount) -> RatioCheck.Amount {
    { scope, works in
      let isElectric =
        scope.facilities(.ironmaking).isEmpty && !scope.facilities(.electricArcSteelmaking).isEmpty
      return isElectric ? try amount(scope, works) : nil
    }
  }

  /// Size × hours that the facility ran: m³·h, m²·h.
  private static func sizeHours(_ size: AttributeName) -> RatioCheck.Amount {
    { scope, facility in
      guard let value = facility.number(size) else { return nil }
      return try value * facility.runningHours(in: scope.filing.year)
    }
  }

  /// What coking, ironmaking and steelmaking make.
  private static let ownMade: Set<Item> = [
    .coke, .semiCoke, .blastFurnaceGas, .converterGas, .cokeOvenGas, .otherGas, .coalTar,
  ]

  // MARK: Checks of their own form

  /// I02 (AG-STEEL): a net export has its evidence, and is of something that a works makes: its own coke and
  /// gases. Coal that is never made cannot leave in excess of what was bought; such months count as zero.
  private static let exportEvidence = Check("I02", [.steel]) { scope in
    scope.filing.enterprise.quantities(.fuelIn).compactMap { series in
      let negative = (1...12).filter { series.months[$0]?.isNegative ?? false }
      guard let first = negative.first else { return nil }
      // About the months together: each may be corrected on its own.
      let month = negative.count == 1 ? first : 0
      let reported = series.months[first].map { "\($0)" } ?? ""
      guard ownMade.contains(series.item) else {
        let reason = Label(zh: "非自产燃料不能净外供", en: "fuel that is not made cannot be sent out net")
        return scope.finding(
          scope.filing.enterprise, series, month: month, of: negative, reported: reported,
          expected: "≥ 0",
          corrections: negative.map {
            Correction(
              key: SeriesKey(series, of: scope.filing.enterprise), month: $0, side: .emissions, value: .zero,
              reason: reason)
          },
          message: Label(
            zh: "\(series.item.label.zh)不是自产能源，净购入量不能为负",
            en: "\(series.item.label.en) is not made by the works: its net purchase cannot be negative"))
      }
      // A document of one month says nothing of another.
      let support = scope.documents.support(by: series.evidence, testsOnly: false)
      let bare = negative.filter { support & 1 << ($0 - 1) == 0 }
      guard let earliest = bare.first else { return nil }
      let list = MonthList.text(bare)
      let unsupported = Label(zh: "外供没有支撑材料，不予扣减", en: "without a document nothing is subtracted")
      return scope.finding(
        scope.filing.enterprise, series, month: bare.count == 1 ? earliest : 0, of: bare,
        reported: series.months[earliest].map { "\($0)" } ?? "",
        corrections: bare.map {
          Correction(
            key: SeriesKey(series, of: scope.filing.enterprise), month: $0, side: .emissions, value: .zero,
            reason: unsupported)
        },
        message: Label(
          zh: "\(series.item.label.zh)在\(list)月净购入量为负（净外供），没有当月支撑材料",
          en:
            "more \(series.item.label.en) sent out than bought in months \(list), without a document of them"),
        question: Label(
          zh: "请提供外供计量和结算凭证。", en: "Please supply metering and settlement records of what was sent out."))
    }
  }

  /// I03: the carbon that leaves a furnace in gas and iron entered it in coke, coal and gas.
  private static let furnaceCarbon = Check("I03", [.steel]) { scope in
    let (limit, content) = (try scope.limit("ratio"), try scope.limit("ironCarbon"))
    return try scope.facilities(.ironmaking).compactMap { furnace in
      guard let result = scope.result(of: furnace), let iron = result.annualOutput else { return nil }
      let symbols = ["FC", "NCV", "CC"]
      let entering = try result.sum(of: symbols, .combustion)
      let leaving = try result.sum(of: symbols, .fuelOut) + iron * content.value.percent()
      guard !iron.isZero else { return nil }
      guard !entering.isZero else { return furnaceWithoutCarbon(scope, furnace, iron) }
      let ratio = try Quotient(leaving, over: entering)
      guard try ratio.compared(to: limit.value) > 0 else { return nil }
      let shown = try ratio.rounded(to: 4)
      return scope.finding(
        furnace, furnace.series(.product, .ironProduct, .quantity), reported: "\(shown)",
        expected: "≤ \(limit.entry.valueText)", limit: limit.entry,
        message: Label(
          zh: "\(furnace.id)煤气和铁水带出的碳是入炉碳的\(shown)倍：入炉碳漏报或铁水产量虚高",
          en:
            "gas and iron of \(furnace.id) carry \(shown) times the carbon that entered: fuel is missing or iron overstated"
        ),
        question: Label(
          zh: "请提供高炉燃料、煤气和铁水产量的计量记录。",
          en: "Please supply the metering records of the furnace's fuel, gas and iron."))
    }
  }

  private static func furnaceWithoutCarbon(
    _ scope: CheckScope, _ furnace: Facility, _ iron: FixedDecimal
  ) -> Finding {
    scope.finding(
      furnace, furnace.series(.product, .ironProduct, .quantity), reported: "0", expected: "> 0",
      message: Label(
        zh: "\(furnace.id)出铁\(iron)t，却没有任何入炉碳：燃料漏报",
        en: "\(furnace.id) made \(iron) t of iron and no carbon entered it: its fuels are left out"),
      question: Label(
        zh: "请补报高炉的焦炭、煤粉和煤气消耗。", en: "Please report the coke, coal and gas of the furnace."))
  }

  /// I12: measured heat of process gases.
  private static let gasHeat = Check("I12", [.steel]) { scope in
    try scope.filing.allFacilities.flatMap { facility in
      try facility.series.compactMap { series in
        guard series.parameter == .netCalorificValue, series.method != .defaultValue,
          [.blastFurnaceGas, .converterGas, .cokeOvenGas].contains(series.item)
        else { return nil }
        let range = try scope.range(series.item.rawValue)
        for month in 1...12 {
          guard let value = try series.value(in: month), !value.isZero,
            let end = try range.passedEnd(Quotient(value))
          else { continue }
          return scope.finding(
            facility, series, month: month, reported: "\(value)", expected: range.text, limit: end,
            message: Label(
              zh: "\(series.item.label.zh)热值\(value)，参考范围\(range.text)",
              en: "NCV of \(series.item.label.en) \(value); the reference range is \(range.text)"))
        }
        return nil
      }
    }
  }
}
