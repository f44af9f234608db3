import Filings
import Quantities
import Rulebook

/// Decides whether a unit is a special case (allocation.md section 4): from what the province decided,
/// and from what the filing itself shows. Where several apply, the first of the order below counts.
struct SpecialCaseResolver {
  let filing: Filing
  /// The entity's verified total, tCO2e.
  let total: FixedDecimal
  let rules: YearRules
  let decided: [SpecialCaseInput]

  /// A clinker line.
  func line(
    _ line: Facility, output: FixedDecimal?, substitution: CarbideSlagSubstitution
  ) throws -> SpecialCase? {
    var found = decidedCases(for: line.id)
    if let category = line.clinkerCategory, try !isCovered(category) { found.insert(.outsideAllocation) }
    found.formUnion(try lifeCycleCases(of: line))
    if line.clinkerCategory == .whitePortland { found.insert(.whitePortland) }
    if line.isMarked(.gypsumAcidLine) { found.insert(.gypsumAcid) }
    if let limit = rules.find("allocation.carbideSlagLimit"), case .number(let percent) = limit.value,
      try substitution.isAbove(percent)
    {
      found.insert(.carbideSlag)
    }
    return try first(of: found, output: output)
  }

  /// An electrolysis process.
  func process(_ process: Facility, output: FixedDecimal?) throws -> SpecialCase? {
    var found = decidedCases(for: process.id)
    found.formUnion(try lifeCycleCases(of: process))
    return try first(of: found, output: output)
  }

  /// A steel works. Stand-alone electric-arc, rolling and foundry-iron works are outside allocation.
  func works(hasIron: Bool, output: FixedDecimal?) throws -> SpecialCase? {
    var found = decidedCases(for: Facility.enterpriseID)
    if !hasIron { found.insert(.outsideAllocation) }
    if filing.facilities.contains(where: { $0.isMarked(.hydrogenRichOxygenFurnace) }) {
      found.insert(.hydrogenRichOxygenFurnace)
    }
    return try first(of: found, output: output)
  }

  private static let order: [SpecialCase] = [
    .outsideAllocation, .closed, .newlyCommissioned, .hydrogenRichOxygenFurnace, .whitePortland, .gypsumAcid,
    .carbideSlag, .belowThreshold,
  ]

  /// The order of precedence; a case that the year's rules do not know is passed over.
  private func first(of found: Set<SpecialCase>, output: FixedDecimal?) throws -> SpecialCase? {
    for specialCase in Self.order where found.contains(specialCase) {
      let isKnown =
        specialCase != .hydrogenRichOxygenFurnace || rules.find("allocation.hydrogenRichFurnace") != nil
      if isKnown { return specialCase }
    }
    if try total < rules.number("allocation.threshold").value { return .belowThreshold }
    return output?.isZero ?? true ? .noOutput : nil
  }

  private func decidedCases(for unit: String) -> Set<SpecialCase> {
    Set(decided.filter { $0.facility == unit || $0.facility == Facility.enterpriseID }.map(\.specialCase))
  }

  /// New in the year, or closed before the determination.
  private func lifeCycleCases(of facility: Facility) throws -> Set<SpecialCase> {
    var found: Set<SpecialCase> = []
    if let started = facility.startedOn, started.year == filing.year { found.insert(.newlyCommissioned) }
    if let stopped = facility.stoppedOn, stopped.year >= filing.year,
      let entry = rules.find("calendar.determination"), case .date(let determination) = entry.value,
      stopped <= determination
    {
      found.insert(.closed)
    }
    return found
  }

  /// Whether clinker of the category is allocated in the year: entry `allocation.covered.cement`.
  private func isCovered(_ category: ClinkerCategory) throws -> Bool {
    try rules.word("allocation.covered.cement").value.utf8.split(separator: UInt8(ascii: " ")).contains {
      $0.elementsEqual(category.rawValue.utf8)
    }
  }
}
