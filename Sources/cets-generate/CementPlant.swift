import Filings
import Quantities

/// A cement plant: one to four clinker lines of 0.5 to 3.2 million tonnes a year.
enum CementPlant {
  static func filing(_ index: Int, year: Int, _ random: inout SeededRandom) -> Filing {
    var filing = Plant.filing(.cement, index, year: year, &random)
    for number in 1...random.pick([1, 1, 1, 2, 2, 3, 4]) {
      filing.facilities.append(line("L\(number)", &random))
    }
    return filing
  }

  private static func line(_ id: String, _ random: inout SeededRandom) -> Facility {
    let kind = random.number(in: 0...99)
    let category: ClinkerCategory = kind < 4 ? .whitePortland : kind < 6 ? .sulphoaluminate : .portland
    let annual = random.number(in: category == .portland ? 500_000...3_200_000 : 150_000...400_000)
    var line = Facility(id: id, kind: .clinkerLine)
    line.name = "\(id)号熟料线"
    line.capacity = FixedDecimal(annual / 310 / 100 * 100 + 100)
    line.capacityUnit = "t/d"
    line.startedOn = Plant.date(2009, 6, 1)
    line.set(.clinkerCategory, category.rawValue)
    line.set(.clinkerVariety, category == .portland ? "通用" : category == .whitePortland ? "白色" : "特种")
    line.set(.kilnSize, "Φ4.8×74m")

    let rest = random.number(in: 1...12)
    let stopped: Set<Int> = random.happens(perMillion: 300_000) ? [rest, rest % 12 + 1] : []
    let clinker = Months.year(annual, Months.cementSeason, perMille: 60, stopped: stopped, &random)
    addFuels(&line, clinker, &random)
    line.addQuantity(.product, .clinker, clinker, meter: "M4")
    if kind >= 90 {
      line.set(.carbideSlagLine, "true")
      let share = random.pick([20_000, 80_000, 149_900, 150_100, 220_000, 310_000])
      line.addQuantity(
        .alternativeRawMaterial, .carbideSlag,
        clinker.times(perMillion: share * 535 / 480, perMille: 0, &random), meter: "M2")
    }
    addMaterials(&line, clinker, &random)
    line.addAuxiliary(
      .electricity, clinker.times(perMillion: 58_000, perMille: 20, &random), unit: .megawattHour)
    line.addAuxiliary(.rawMeal, clinker.times(perMillion: 1_530_000, perMille: 5, &random))
    return line
  }

  /// Coal by the month's measured calorific value at 3.15 GJ a tonne of clinker, and ignition oil.
  private static func addFuels(_ line: inout Facility, _ clinker: Months, _ random: inout SeededRandom) {
    let heat = Months.level(random.number(in: 20_500...24_000), decimals: 3, perMille: 30, &random)
    let coal = clinker.times(3150, over: heat, perMille: 30, &random)
    line.addQuantity(.fuelIn, .bituminousCoal, coal, meter: "M1")
    line.addFactor(.fuelIn, .bituminousCoal, .netCalorificValue, heat, unit: .gigajoulePerTonne)
    line.addQuantity(.fuelIn, .diesel, clinker.times(perMillion: 40, perMille: 300, &random), meter: "M1")
    let level = Months.level(800_000, decimals: 2, perMille: 0, &random)
    for (flow, months) in [(StockFlow.opening, level), (.purchased, coal), (.closing, level)] {
      line.stock.append(
        StockRow(item: .bituminousCoal, unit: .tonne, flow: flow, months: months.values))
    }
    line.secondSources.append(
      SecondSource(
        item: .bituminousCoal, parameter: .quantity, unit: .tonne, source: "205-1", months: coal.values))
  }

  private static func addMaterials(_ line: inout Facility, _ clinker: Months, _ random: inout SeededRandom) {
    let materials: [(Item, Int)] = [
      (.steelSlag, 20_000), (.flyAsh, 30_000), (.copperSlag, 15_000), (.desulphurisationGypsum, 10_000),
      (.redMud, 10_000),
    ]
    for (item, share) in materials where random.happens(perMillion: 160_000) {
      line.addQuantity(
        .alternativeRawMaterial, item, clinker.times(perMillion: share, perMille: 100, &random), meter: "M2")
    }
    guard random.happens(perMillion: 250_000) else { return }
    line.set(.alternativeFuelKind, "废轮胎和生活垃圾衍生燃料")
    line.set(.alternativeFuelBiomassShare, "35")
    line.addQuantity(
      .fuelIn, .alternativeFuel, clinker.times(perMillion: 18_000, perMille: 100, &random), meter: "M2")
    line.addFactor(
      .fuelIn, .alternativeFuel, .netCalorificValue,
      .level(16_500, decimals: 3, perMille: 50, &random), unit: .gigajoulePerTonne)
    line.addFactor(
      .fuelIn, .alternativeFuel, .carbonPerHeat, .level(2350, decimals: 5, perMille: 20, &random),
      unit: .tonneCarbonPerGigajoule)
  }
}
