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
    _ line: Facility, output: FixedDecimal?, emissions: FixedDecimal, substitution: CarbideSlagSubstitution
  ) throws -> SpecialCase? {
    var found = decidedCases(for: line.id)
    if let category = line.clinkerCategory, try !isCovered(category) { found.insert(.outsideAllocation) }
    found.formUnion(lifeCycleCases(of: line, output: output, emissions: emissions))
    if line.clinkerCategory == .whitePortland { found.insert(.whitePortland) }
    if line.isMarked(.gypsumAcidLine) { found.insert(.gypsumAcid) }
    if try substitution.isAboveLimit { found.insert(.carbideSlag) }
    return try first(of: found, output: output)
  }

  /// An electrolysis process.
  func process(
    _ process: Facility, output: FixedDecimal?, emissions: FixedDecimal
  ) throws -> SpecialCase? {
    var found = decidedCases(for: process.id)
    found.formUnion(lifeCycleCases(of: process, output: output, emissions: emissions))
    return try first(of: found, output: output)
  }

  /// A steel works. Stand-alone electric-arc, rolling and foundry-iron works are outside allocation: those that
  /// make no iron, or iron and no steel.
  func works(output: FixedDecimal?) throws -> SpecialCase? {
    var found = decidedCases(for: Facility.enterpriseID)
    let kinds = Set(filing.facilities.map(\.kind))
    if !kinds.contains(.ironmaking)
      || kinds.isDisjoint(with: [.converterSteelmaking, .electricArcSteelmaking])
    {
      found.insert(.outsideAllocation)
    }
    found.formUnion(lifeCycleCasesOfWorks())
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

  /// New in the year, or closed before the determination. What was closed before the year and has neither output
  /// nor emissions in it leaves nothing to decide.
  private func lifeCycleCases(
    of facility: Facility, output: FixedDecimal?, emissions: FixedDecimal
  ) -> Set<SpecialCase> {
    var found: Set<SpecialCase> = []
    if isNew(facility) { found.insert(.newlyCommissioned) }
    let isIdle = output?.isZero ?? true && emissions.isZero
    if isClosed(facility), isIdle || facility.stoppedOn.map({ $0.year >= filing.year }) ?? false {
      found.insert(.closed)
    }
    return found
  }

  /// The unit of steel is the works: it is new or closed when all of its processes are.
  private func lifeCycleCasesOfWorks() -> Set<SpecialCase> {
    let processes = filing.facilities.filter { $0.kind != .other }
    if processes.isEmpty { return [] }
    var found: Set<SpecialCase> = []
    if processes.allSatisfy(isNew) { found.insert(.newlyCommissioned) }
    if processes.allSatisfy(isClosed) { found.insert(.closed) }
    return found
  }

  private func isNew(_ facility: Facility) -> Bool { facility.startedOn?.year == filing.year }

  /// Whether it was closed before the determination, which follows the year: also where the calendar does not
  /// name its day yet.
  private func isClosed(_ facility: Facility) -> Bool {
    guard let stopped = facility.stoppedOn else { return false }
    if stopped.year <= filing.year { return true }
    guard let entry = rules.find("calendar.determination"), case .date(let determination) = entry.value else {
      return false
    }
    return stopped <= determination
  }

  /// Whether clinker of the category is allocated in the year: entry `allocation.covered.cement`.
  private func isCovered(_ category: ClinkerCategory) throws -> Bool {
    try rules.word("allocation.covered.cement").value.utf8.split(separator: UInt8(ascii: " ")).contains {
      $0.elementsEqual(category.rawValue.utf8)
    }
  }
}
