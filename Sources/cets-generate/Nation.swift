import Accounting
import Filings
import Quantities
import Rulebook

/// A made-up nation: entity by entity, each the same whatever else is made with it.
struct Nation: Sendable {
  let year: Int
  let seed: UInt64
  let entities: Int
  /// How many of a million filings have a fault.
  let faultsPerMillion: Int
  let rules: YearRules

  /// The market of 2025 (NOTICE25 and allocation.md section 1): 962 cement, 232 steel, 97 aluminium entities of
  /// 1,291.
  private static let mix = [(Sector.cement, 962), (.steel, 232), (.aluminium, 97)]

  /// The sectors are spread evenly over the entities, so that any part of a nation has the nation's mix.
  private func sector(of index: Int) -> Sector {
    var place = index * 797 % 1291
    for (sector, count) in Self.mix {
      if place < count { return sector }
      place -= count
    }
    return .cement
  }

  func filing(_ index: Int) -> Filing {
    var random = SeededRandom(seed: seed, entity: index)
    var filing =
      switch sector(of: index) {
      case .cement: CementPlant.filing(index, year: year, &random)
      case .steel: SteelWorks.filing(index, year: year, &random)
      case .aluminium: AluminiumSmelter.filing(index, year: year, &random)
      }
    filing.qualityPlan = Plant.qualityPlan(of: filing)
    declare(&filing, &random)
    if random.happens(perMillion: faultsPerMillion) {
      random.pick(Fault.allCases).apply(to: &filing, &random)
    }
    return filing
  }

  /// What the entity itself calculated, and last year's figure within a few per cent.
  private func declare(_ filing: inout Filing, _ random: inout SeededRandom) {
    guard let statement = try? Accounting.statement(of: filing, by: rules) else { return }
    let change = FixedDecimal(coefficient: Int128(random.number(in: 94...106)), scale: 2)
    let lastYear = try? (statement.total * change).rounded(to: 2)
    filing.enterprise.declared = [
      Declared(quantity: .emissions, value: statement.total, previousYearValue: lastYear)
    ]
    for index in filing.facilities.indices {
      guard [.clinkerLine, .electrolysis, .ironmaking].contains(filing.facilities[index].kind),
        let result = statement.allFacilities.first(where: { $0.facility == filing.facilities[index].id })
      else { continue }
      filing.facilities[index].declared = [Declared(quantity: .emissions, value: result.total)]
    }
  }
}
