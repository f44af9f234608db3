import Filings
import Quantities

/// A long-route works of 1 to 12 million tonnes of steel a year, with all six processes and a power unit
/// on its own gases.
enum SteelWorks {
  static func filing(_ index: Int, year: Int, _ random: inout SeededRandom) -> Filing {
    var filing = Plant.filing(.steel, index, year: year, &random)
    let annual = random.number(in: 1_000_000...12_000_000)
    let iron = annual / 100 * 90
    let steel = Months.year(annual, Months.evenSeason, perMille: 20, &random)
    addEnterprise(&filing.enterprise, annual, iron, steel, &random)
    filing.facilities = [
      coking(iron / 100 * 38, &random), sintering(iron / 100 * 125, &random), pelletising(iron / 4, &random),
      ironmaking(iron, &random), converter(annual, steel, &random), electricArc(steel, &random),
      powerUnit(iron, annual, &random),
    ]
    return filing
  }

  private static func addEnterprise(
    _ enterprise: inout Facility, _ annual: Int, _ iron: Int, _ steel: Months, _ random: inout SeededRandom
  ) {
    addFuel(&enterprise, .washedCoal, iron / 10_000 * 5_054, meter: "M2", &random)
    addFuel(&enterprise, .anthracite, iron / 100 * 9, heat: 25_600, meter: "M2", &random)
    addFuel(&enterprise, .bituminousCoal, iron / 100 * 16, heat: 24_100, meter: "M2", &random)
    enterprise.addGas(.fuelIn, .naturalGas, tonnesLike: annual / 10_000 * 6, &random)
    enterprise.addQuantity(
      .fuelIn, .converterGas,
      Months.year(annual / 10_000 * 9, Months.evenSeason, perMille: 60, &random).negated,
      unit: .tenThousandNormalCubicMetres, meter: "M3")
    let materials: [(Direction, Item, Int)] = [
      (.carbonate, .limestone, 50_000), (.carbonate, .dolomite, 30_000), (.electrode, .electrode, 250),
      (.carbonMaterial, .scrap, 150_000), (.carbonMaterial, .pigIron, 10_000),
      (.carbonMaterial, .silicomanganese, 9_000), (.carbonMaterial, .ferrosilicon, 3_000),
    ]
    for (direction, item, share) in materials {
      enterprise.addQuantity(
        direction, item, steel.times(perMillion: share, perMille: 50, &random), meter: "M2")
    }
    enterprise.addQuantity(.product, .crudeSteel, steel, meter: "M2")
    for (item, share) in [(Item.coalTar, 12_000), (.crudeBenzol, 3_000)] {
      enterprise.addQuantity(
        .soldProduct, item, steel.times(perMillion: share, perMille: 40, &random), meter: "M2")
    }
  }

  private static func addFuel(
    _ facility: inout Facility, _ item: Item, _ annual: Int, heat: Int? = nil, meter: String = "M1",
    _ random: inout SeededRandom
  ) {
    facility.addQuantity(
      .fuelIn, item, .year(annual, Months.evenSeason, perMille: 30, &random), meter: meter)
    if let heat {
      facility.addFactor(
        .fuelIn, item, .netCalorificValue, .level(heat, decimals: 3, perMille: 20, &random),
        unit: .gigajoulePerTonne)
    }
  }

  private static func process(_ id: String, _ kind: FacilityKind, _ name: String, _ annual: Int) -> Facility {
    var process = Facility(id: id, kind: kind)
    process.name = name
    process.capacity = FixedDecimal(coefficient: Int128(annual / 100), scale: 2)
    process.capacityUnit = "10^4 t/a"
    process.startedOn = Plant.date(2010, 1, 1)
    return process
  }

  private static func coking(_ coke: Int, _ random: inout SeededRandom) -> Facility {
    var ovens = process("CO1", .coking, "焦化工序", coke)
    addFuel(&ovens, .washedCoal, coke / 100 * 133, meter: "M2", &random)
    ovens.addGas(.fuelIn, .blastFurnaceGas, tonnesLike: coke / 100 * 8, &random)
    let made = Months.year(coke, Months.evenSeason, perMille: 20, &random)
    ovens.addQuantity(.fuelOut, .coke, made, meter: "M1")
    ovens.addGas(.fuelOut, .cokeOvenGas, tonnesLike: coke / 1000 * 42, &random)
    ovens.addQuantity(.product, .cokeProduct, made, meter: "M1")
    return ovens
  }

  private static func sintering(_ sinter: Int, _ random: inout SeededRandom) -> Facility {
    var strand = process("SI1", .sintering, "烧结工序", sinter)
    strand.set(.strandArea, "\(max(1, sinter / 11_388))")
    addFuel(&strand, .coke, sinter / 1000 * 45, &random)
    addFuel(&strand, .anthracite, sinter / 1000 * 8, heat: 25_600, &random)
    strand.addGas(.fuelIn, .cokeOvenGas, tonnesLike: sinter / 10_000 * 4, &random)
    strand.addQuantity(
      .product, .sinter, .year(sinter, Months.evenSeason, perMille: 20, &random), meter: "M1")
    return strand
  }

  private static func pelletising(_ pellets: Int, _ random: inout SeededRandom) -> Facility {
    var kiln = process("PE1", .pelletising, "球团工序", pellets)
    kiln.addGas(.fuelIn, .blastFurnaceGas, tonnesLike: pellets / 100 * 3, &random)
    kiln.addQuantity(
      .product, .pellets, .year(pellets, Months.evenSeason, perMille: 20, &random), meter: "M1")
    return kiln
  }

  private static func ironmaking(_ iron: Int, _ random: inout SeededRandom) -> Facility {
    var furnace = process("BF1", .ironmaking, "炼铁工序", iron)
    furnace.set(.furnaceVolume, "\(max(1, iron / 949))")
    addFuel(&furnace, .coke, iron / 100 * 37, &random)
    addFuel(&furnace, .bituminousCoal, iron / 1000 * 145, heat: 24_100, &random)
    furnace.addGas(.fuelIn, .blastFurnaceGas, tonnesLike: iron / 100 * 6, heat: 33_400, &random)
    furnace.addGas(.fuelOut, .blastFurnaceGas, tonnesLike: iron / 1000 * 155, heat: 33_400, &random)
    furnace.addQuantity(
      .product, .ironProduct, .year(iron, Months.evenSeason, perMille: 20, &random), meter: "M1")
    return furnace
  }

  private static func converter(_ annual: Int, _ steel: Months, _ random: inout SeededRandom) -> Facility {
    var shop = process("BOF1", .converterSteelmaking, "转炉炼钢工序", annual)
    shop.addGas(.fuelIn, .cokeOvenGas, tonnesLike: annual / 10_000 * 3, &random)
    shop.addGas(.fuelOut, .converterGas, tonnesLike: annual / 10_000 * 105, heat: 82_000, &random)
    shop.addQuantity(
      .product, .crudeSteel, steel.times(perMillion: 900_000, perMille: 0, &random), meter: "M2")
    return shop
  }

  private static func electricArc(_ steel: Months, _ random: inout SeededRandom) -> Facility {
    var furnace = Facility(id: "EAF1", kind: .electricArcSteelmaking)
    furnace.name = "电炉炼钢工序"
    furnace.startedOn = Plant.date(2014, 1, 1)
    furnace.addQuantity(
      .fuelIn, .naturalGas, steel.times(perMillion: 40, perMille: 30, &random),
      unit: .tenThousandNormalCubicMetres, meter: "M3")
    furnace.addQuantity(
      .product, .crudeSteel, steel.times(perMillion: 100_000, perMille: 0, &random), meter: "M2")
    return furnace
  }

  private static func powerUnit(_ iron: Int, _ annual: Int, _ random: inout SeededRandom) -> Facility {
    var unit = Facility(id: "PU1", kind: .powerUnit)
    unit.name = "煤气发电机组"
    unit.capacity = FixedDecimal(80)
    unit.capacityUnit = "MW"
    unit.startedOn = Plant.date(2015, 1, 1)
    unit.addGas(.fuelIn, .blastFurnaceGas, tonnesLike: iron / 100 * 3, heat: 33_400, &random)
    unit.addGas(.fuelIn, .converterGas, tonnesLike: annual / 1000 * 2, &random)
    return unit
  }
}
