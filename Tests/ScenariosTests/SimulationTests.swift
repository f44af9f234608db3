import Allowances
import Filings
import Quantities
import Testing

@testable import Scenarios

@Suite("Scenarios over verified units, worked out by hand")
struct SimulationTests {
  private func run(
    _ yaml: String, _ units: [VerifiedUnit], year: Int = 2025
  ) throws -> SimulatedScenario {
    let base = try baseRules(year)
    return try Simulation(base: base, units: units).run(scenario(head + yaml, base: base))
  }

  private func position(_ run: SimulatedScenario, _ year: Int) throws -> Position {
    try #require(run.years.first { $0.year == year }).position()
  }

  @Test("the base gives the results' allowances to the tonne, in every year")
  func base() throws {
    let base = try baseRules()
    let simulation = Simulation(base: base, units: [try line(), try works()])
    let run = try simulation.run(.unchanged(years: 2025...2030))
    #expect(run.years.map(\.year) == Array(2025...2030))
    for year in run.years { #expect(simulation.differences(in: year).isEmpty) }
  }

  @Test("a unit whose allowances the base does not give is found")
  func difference() throws {
    let wrong = try unit(
      emissions: "1000000", output: "1250000", intensity: "0.8000", balanceValue: "0.800000",
      determined: "1000001", due: "1000000")
    let simulation = Simulation(base: try baseRules(), units: [wrong])
    let year = try #require(try simulation.run(.unchanged(years: 2025...2025)).years.first)
    #expect(simulation.differences(in: year).count == 1)
  }

  @Test("a tightening path holds from each of its years on, and not before")
  func path() throws {
    let run = try run("allocation: {balanceValueFactor: {2027: 0.99, 2029: 0.95}}", [try line()])
    // BP = 0.792: X = −0.008/0.792, A = 1,000,000 × (1 − 0.15·0.0101010…) = 998,484.8…
    // BP = 0.76: X = −0.04/0.76, A = 1,000,000 × (1 − 0.15·0.0526315…) = 992,105.2…
    let expected = [
      2025: "1000000", 2026: "1000000", 2027: "998484", 2028: "998484", 2029: "992105", 2030: "992105",
    ]
    for (year, amount) in expected {
      #expect(try position(run, year).allowances == decimal(amount), "\(year)")
    }
    #expect(try position(run, 2027).shortfall == decimal("1516"))
    #expect(try position(run, 2027).surplus == .zero)
  }

  @Test("slope and cap change together: a line at X = −0.25 stands at the new cap")
  func cap() throws {
    let run = try run(
      "allocation: {slope: {2028: 0.30}, cap: {2028: 6}, balanceValues: {cement: 0.64}}", [try line()])
    #expect(try position(run, 2027).allowances == decimal("970000"))
    #expect(try position(run, 2028).allowances == decimal("940000"))
    let marginal = try #require(run.years[5].units[0].marginal.first)
    #expect(marginal.value.piece == .cappedBelow)
    #expect(try marginal.value.abated.rounded(to: 6) == decimal("0.06"))
  }

  @Test("cost: paid share, CCER up to the shortfall, the rest at the year's price")
  func cost() throws {
    let yaml = """
      allocation: {balanceValueFactor: {2027: 0.99}}
      market: {price: {2025: 62.36, 2027: 100}, paidShare: {2027: 10}, ccerUse: {2028: 0.1}, ccerPrice: 80}
      """
    let run = try run(yaml, [try line()])
    // 2027: A = 998,484; free floor(0.9·A) = 898,635, paid for 99,849; short 1,516, all bought.
    let bought = try position(run, 2027)
    #expect(try bought.paid == decimal("99849"))
    #expect(try bought.paidCost == decimal("9984900.00"))
    #expect(try bought.marketCost == decimal("151600.00"))
    #expect(try bought.cost == decimal("10136500.00"))
    // 2028: 0.1 % of 1,000,000 due = 1,000 t CCER at 80, 516 t bought at 100.
    let offset = try position(run, 2028)
    #expect(try offset.ccer == decimal("1000"))
    #expect(try offset.ccerCost == decimal("80000.00"))
    #expect(try offset.marketCost == decimal("51600.00"))
    #expect(try position(run, 2025).cost == .zero)
  }

  @Test(
    "a surplus counts as sold: below zero is proceeds; the price is the market's mean where none is given")
  func surplus() throws {
    // X = 0.1, A = floor(3,000,000 × 1.015) = 3,045,000; 45,000 × 62.36.
    let position = try position(try run("", [try works()]), 2025)
    #expect(try position.surplus == decimal("45000"))
    #expect(try position.cost == decimal("-2806200.00"))
  }

  @Test("100,000 t abated in ironmaking leave a steel works better off than 100,000 t elsewhere")
  func abatement() throws {
    func abated(_ place: String) throws -> Position {
      let yaml =
        "abatement: [{uscc: 91130000MA38000115, where: \(place), from: 2026, tonnes: 100000}]"
      return try position(try run(yaml, [try works()]), 2026)
    }
    // Ironmaking: I = 1,250,000/1,500,000 = 0.8333, X = 0.1667, α = 0.025005; A = 2,900,000 × 1.025005.
    #expect(try abated("ironmaking").allowances == decimal("2972514"))
    #expect(try abated("sintering").allowances == decimal("2972514"))
    // Elsewhere: I = 0.9 as before, α = 0.015; A = 2,900,000 × 1.015.
    #expect(try abated("elsewhere").allowances == decimal("2943500"))
    #expect(try abated("elsewhere").due == decimal("2900000"))
    let before = try position(try run("", [try works()]), 2026)
    #expect(try abated("ironmaking").surplus - before.surplus == decimal("27514"))
    #expect(try abated("elsewhere").surplus - before.surplus == decimal("-1500"))
  }

  @Test("a clinker line's abatement lowers its intensity, from its year on")
  func lineAbatement() throws {
    let run = try run(
      "abatement: [{uscc: 91340000MA06700014, unit: L1, from: 2028, tonnes: 50000}]", [try line()])
    let units = run.years.map { $0.units[0] }
    #expect(
      try units.map(\.intensity) == Array(repeating: decimal("0.8"), count: 3)
        + Array(repeating: decimal("0.76"), count: 3))
    // X = 0.05, A = 950,000 × 1.0075 = 957,125.
    #expect(try units[3].determined == decimal("957125"))
  }

  @Test("growth compounds year by year: output and emissions apart")
  func growth() throws {
    let run = try run("growth: {cement: {output: {2027: 10}, emissions: {2026: -1}}}", [try line()])
    #expect(
      try run.years.map { $0.units[0].emissions } == [
        decimal("1000000"), decimal("990000"), decimal("980100"), decimal("970299"), decimal("960596.01"),
        decimal("950990.05"),
      ])
    #expect(try run.years[1].units[0].intensity == decimal("0.7920"))
    #expect(try run.years[2].units[0].output == decimal("1375000"))
    #expect(try run.years[2].units[0].intensity == decimal("0.7128"))  // 980,100/1,375,000
  }

  @Test("special cases hold unless the scenario says otherwise")
  func specialCases() throws {
    let white = try unit(
      unit: "L2", emissions: "222186.33", output: "262012.77", intensity: "0.8480", balanceValue: nil,
      specialCase: .whitePortland, determined: "222186", due: "222186")
    let outside = try unit(
      unit: "L3", emissions: "268740.13", output: "377496.83", intensity: "0.7119", balanceValue: nil,
      specialCase: .outsideAllocation, determined: nil, due: nil)
    let run = try run(
      "allocation: {specialCases: {whitePortland: {2027: intensityCoefficient}}}",
      [try line(), white, outside])
    #expect(run.years[0].units.map(\.treatment) == [.coefficient, .equalsEmissions, .outsideAllocation])
    #expect(run.years[2].units.map(\.treatment) == [.coefficient, .coefficient, .outsideAllocation])
    // X = (0.8 − 0.848)/0.8 = −0.06; A = 222,186.33 × 0.991 = 220,186.65…
    #expect(try run.years[2].units[1].determined == decimal("220186"))
    #expect(run.years[2].units[2].due == nil)
    #expect(run.years[2].units[2].marginal.isEmpty)
  }

  @Test("2024's A = E holds for the years to come, unless a scenario brings the coefficient method")
  func equalsEmissions() throws {
    let units = [
      try unit(
        emissions: "1000000", output: "1250000", intensity: "0.8000", balanceValue: nil,
        determined: "1000000", due: "1000000"),
      try unit(
        unit: "L2", emissions: "1000000", output: "1000000", intensity: "1.0000", balanceValue: nil,
        determined: "1000000", due: "1000000"),
    ]
    let plain = try run("", units, year: 2024)
    #expect(plain.years.allSatisfy { $0.units.allSatisfy { $0.treatment == .equalsEmissions } })
    let yaml = "allocation: {method: {2026: intensityCoefficient}, slope: 0.15, band: 20, cap: 3}"
    let changed = try run(yaml, units, year: 2024)
    #expect(changed.years[0].units[0].treatment == .equalsEmissions)
    // Solved for the two: (0.8 + 1.0)/2 = 0.9; X = ±0.1111…, α = ±0.016666…
    #expect(try changed.years[1].balanceValues.map(\.value) == [decimal("0.9")])
    #expect(changed.years[1].balanceValues.map(\.source) == [.solved])
    #expect(try changed.years[1].units.map(\.determined) == [decimal("1016666"), decimal("983333")])
  }

  @Test("a balance value solved anew follows the sector's abatement; one held does not")
  func solved() throws {
    let abatement = "abatement: [{uscc: 91340000MA06700014, unit: L1, tonnes: 50000}]\n"
    let solved = try run(abatement + "allocation: {balanceValue: solved}", [try line()])
    #expect(try solved.years[0].balanceValues.map(\.value) == [decimal("0.76")])
    let held = try run(abatement, [try line()])
    #expect(try held.years[0].balanceValues.map(\.value) == [decimal("0.8")])
  }

  @Test("with the balance value solved anew, what one line gains by abating the others lose")
  func solvedEffect() throws {
    let other = try unit(
      unit: "L2", emissions: "1000000", output: "1250000", intensity: "0.8000", balanceValue: "0.800000",
      determined: "1000000", due: "1000000")
    let base = try baseRules()
    let simulation = Simulation(base: base, units: [try line(), other])
    func effect(_ basis: String) throws -> AbatementEffect {
      let yaml =
        "allocation: {balanceValue: \(basis)}\nabatement: [{uscc: 91340000MA06700014, unit: L1, tonnes: 50000}]"
      let run = try simulation.run(scenario(head + yaml, base: base))
      return try #require(try simulation.effects(of: run).first)
    }
    // Held: A(L1) = 957,125 of 950,000 emitted. Solved: together as much as they emit, less than a tonne a line.
    #expect(try effect("results").balance == decimal("7125"))
    let solved = try effect("solved").balance
    #expect(try solved <= .zero && solved >= decimal("-3"))
  }

  @Test("the entities of a year add up to its sectors, provinces and total")
  func sums() throws {
    let run = try run("allocation: {balanceValueFactor: 0.97}", [try line(), try works()])
    let year = try #require(run.years.first)
    let all = try year.position()
    var bySector = FixedDecimal.zero
    for sector in Sector.allCases { bySector = try bySector + year.position { $0.sector == sector }.cost }
    #expect(try bySector == all.cost)
    #expect(try all.allowances - all.due == all.balance)
  }
}
