import Filings

/// What the automatic checks need, by sector. A check is missing here only if it needs nothing that a filing
/// may leave out, or if what it looks for is itself optional: slag, alternative fuel, a power unit.
enum DataNeeds {
  static func of(_ sector: Sector) -> [DataNeed] {
    switch sector {
    case .cement: cement + common
    case .steel: steel + common
    case .aluminium: aluminium + common
    }
  }

  // MARK: Sectors

  private static let cement = [
    series("C02", .clinkerLine, .product, .clinker, .calciumOxide),
    series("C02", .clinkerLine, .product, .clinker, .magnesiumOxide),
    series("C07", .clinkerLine, .auxiliary, .rawMeal),
    ledger("C08", .clinkerLine, .clinker),
    capacity("C09", .clinkerLine),
    series("C13", .clinkerLine, .auxiliary, .electricity),
    series("C19", .clinkerLine, .auxiliary, .rawMeal, .carbonDioxide),
    attribute("C23", .clinkerLine, .clinkerVariety),
  ]

  private static let steel = [
    series("I09", .coking, .fuelOut, .cokeOvenGas),
    series("I10", .converterSteelmaking, .fuelOut, .converterGas),
    balance("I11", .ironmaking, .blastFurnaceGas),
    balance("I11", .converterSteelmaking, .converterGas),
    balance("I11", .coking, .cokeOvenGas),
    series("I13", .ironmaking, .fuelOut, .blastFurnaceGas),
    lastYear("I16", .ironmaking, .emissions),
    lastYear("I16", .sintering, .emissions),
    attribute("I27", .ironmaking, .furnaceVolume),
    attribute("I28", .sintering, .strandArea),
  ]

  private static let aluminium = [
    ledger("A04", .electrolysis, .anode),
    attribute("A05", .electrolysis, .designCurrent),
    attribute("A05", .electrolysis, .cells),
    series("A07", .electrolysis, .auxiliary, .electricityAC),
    series("A08", .electrolysis, .auxiliary, .alumina),
    parameter("A09", .electrolysis, .anodeEffectMinutes),
    ledger("A13", .electrolysis, .liquidAluminium),
    capacity("A14", .electrolysis),
    series("A15", .electrolysis, .auxiliary, .aluminiumFluoride),
  ]

  private static let common =
    [
      attribute("E14", .enterprise, .laboratories),
      DataNeed(
        "F01", Label(zh: "主要固体燃料的进销存台账", en: "stock ledger of the main solid fuel"),
        lacking: { filing in
          filing.allFacilities.filter { facility in
            mainSolidFuel(of: facility).map { !hasLedger(of: $0, facility, filing) } ?? false
          }.map(\.id)
        }),
      lastYear("S01", .enterprise, .emissions),
    ] + laboratoryValues + ["E09", "F10", "R04"].map(batches)

  /// What a report on a measured carbon content states beside it.
  private static let laboratoryValues = [
    ("R11", Parameter.carbonContentAirDried), ("R11", .moistureAirDried), ("E12", .moistureAirDried),
    ("F08", .ash),
  ].map { check, parameter in
    DataNeed(
      check, Label(zh: "实测燃料的\(parameter.label.zh)", en: "\(parameter.label.en) of measured fuels"),
      concerns: { facility in !measuredCoals(of: facility).isEmpty },
      isMet: { facility in
        measuredCoals(of: facility).allSatisfy { item in
          facility.series.contains { $0.item == item && $0.parameter == parameter }
        }
      })
  }

  /// The batches of which a measured fuel's months are the means.
  private static func batches(_ check: String) -> DataNeed {
    DataNeed(
      check, Label(zh: "实测固体燃料的分批检测结果", en: "batch results of measured solid fuels"),
      concerns: { facility in
        facility.series.contains {
          $0.parameter == .netCalorificValue && $0.isOwnFinding && $0.item.fuelState == .solid
        }
      }, isMet: { !$0.batches.isEmpty })
  }

  // MARK: Forms of needs

  private static func series(
    _ check: String, _ kind: FacilityKind, _ direction: Direction, _ item: Item,
    _ parameter: Parameter = .quantity
  ) -> DataNeed {
    let what = Label(
      zh: "\(item.label.zh)的\(parameter.label.zh)（\(direction.label.zh)）",
      en: "\(parameter.label.en) of \(item.label.en) (\(direction.label.en))")
    return DataNeed(check, kind, what) { $0.series(direction, item, parameter) != nil }
  }

  private static func parameter(_ check: String, _ kind: FacilityKind, _ parameter: Parameter) -> DataNeed {
    DataNeed(check, kind, parameter.label) { facility in
      facility.series.contains { $0.parameter == parameter }
    }
  }

  private static func attribute(_ check: String, _ kind: FacilityKind, _ name: AttributeName) -> DataNeed {
    DataNeed(check, kind, name.label) { $0[attribute: name] != nil }
  }

  private static func ledger(_ check: String, _ kind: FacilityKind, _ item: Item) -> DataNeed {
    let what = Label(zh: "\(item.label.zh)进销存台账", en: "stock ledger of \(item.label.en)")
    return DataNeed(check, what) { filing in
      filing.facilities.filter { $0.kind == kind && !hasLedger(of: item, $0, filing) }.map(\.id)
    }
  }

  /// A ledger of the facility, or one of the plant for all.
  private static func hasLedger(of item: Item, _ facility: Facility, _ filing: Filing) -> Bool {
    (facility.stock + (filing.sector == .steel ? [] : filing.enterprise.stock)).contains { $0.item == item }
  }

  /// The works' balance of a gas, where it has the process that makes it.
  private static func balance(_ check: String, _ maker: FacilityKind, _ gas: Item) -> DataNeed {
    let what = Label(zh: "全厂\(gas.label.zh)平衡表", en: "the works' balance of \(gas.label.en)")
    return DataNeed(check, what) { filing in
      let isMade = filing.facilities.contains { $0.kind == maker }
      let isBalanced = filing.enterprise.stock.contains { $0.item == gas && $0.flow == .produced }
      return isMade && !isBalanced ? [Facility.enterpriseID] : []
    }
  }

  private static func capacity(_ check: String, _ kind: FacilityKind) -> DataNeed {
    DataNeed(check, kind, Label(zh: "批准产能", en: "approved capacity")) { $0.capacity != nil }
  }

  private static func lastYear(
    _ check: String, _ kind: FacilityKind, _ quantity: DeclaredQuantity
  ) -> DataNeed {
    let what = Label(zh: "上年\(quantity.label.zh)", en: "last year's \(quantity.label.en)")
    return DataNeed(check, kind, what) { facility in
      facility.declared.contains { $0.quantity == quantity && $0.previousYearValue != nil }
    }
  }

  private static func mainSolidFuel(of facility: Facility) -> Item? {
    facility.series.first {
      $0.direction == .fuelIn && $0.parameter == .quantity && $0.item.fuelState == .solid
        && $0.item != .alternativeFuel
    }?.item
  }

  private static func measuredCoals(of facility: Facility) -> [Item] {
    facility.series.filter {
      $0.parameter == .carbonContent && $0.isOwnFinding && $0.item.coalType != nil
    }.map(\.item)
  }
}
