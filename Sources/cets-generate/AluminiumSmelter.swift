import Filings
import Quantities

/// A smelter with one to three electrolysis processes of 150,000 to 900,000 tonnes a year.
enum AluminiumSmelter {
  static func filing(_ index: Int, year: Int, _ random: inout SeededRandom) -> Filing {
    var filing = Plant.filing(.aluminium, index, year: year, &random)
    var total = 0
    for number in 1...random.pick([1, 1, 1, 2, 3]) {
      let annual = random.number(in: 150_000...900_000)
      total += annual
      filing.facilities.append(process("D\(number)", annual, &random))
    }
    filing.enterprise.addGas(.fuelIn, .naturalGas, tonnesLike: total / 10_000 * 35, &random)
    filing.enterprise.addQuantity(
      .fuelIn, .diesel, .year(total / 10_000 * 11, Months.evenSeason, perMille: 100, &random), meter: "M2")
    filing.enterprise.addQuantity(
      .carbonate, .sodiumCarbonate, .year(total / 10_000 * 8, Months.evenSeason, perMille: 100, &random),
      meter: "M2")
    filing.enterprise.addFactor(
      .carbonate, .sodiumCarbonate, .purity, .level(9850, decimals: 2, perMille: 5, &random), unit: .percent)
    return filing
  }

  private static func process(_ id: String, _ annual: Int, _ random: inout SeededRandom) -> Facility {
    var process = Facility(id: id, kind: .electrolysis)
    process.name = "\(id)电解工序"
    process.capacity = FixedDecimal(annual / 100 * 103)
    process.capacityUnit = "t/a"
    process.startedOn = Plant.date(2012, 5, 1)
    process.set(.designCurrent, "500")
    process.set(.designVoltage, "4.0")
    process.set(.cells, "\(max(1, annual / 1340))")
    let metal = Months.year(annual, Months.evenSeason, perMille: 15, &random)
    process.addQuantity(.product, .liquidAluminium, metal, meter: "M2")
    process.addQuantity(.anode, .anode, metal.times(perMillion: 483_000, perMille: 15, &random), meter: "M2")
    process.addAuxiliary(
      .electricityAC, metal.times(perMillion: 13_350_000, perMille: 8, &random), unit: .megawattHour)
    process.addAuxiliary(.alumina, metal.times(perMillion: 1_920_000, perMille: 4, &random))
    return process
  }
}
