import Allowances
import FilingFormats
import Filings
import Quantities
import Reports
import Rulebook

/// `cets explain`: one entity's numbers as a tree, down to the filing's lines and the rules.
package struct ExplainRun: Sendable {
  package struct Request: Sendable {
    package var paths: [String]
    package var uscc: String
    package var facility: String?
    /// Nil: the newest year that the entity filed for.
    package var year: Int?
    package var language: Language
    package var rulebook: Rulebook
    package var jobs: Int

    package init(
      paths: [String], uscc: String, facility: String?, year: Int?, language: Language, rulebook: Rulebook,
      jobs: Int
    ) {
      self.paths = paths
      self.uscc = uscc
      self.facility = facility
      self.year = year
      self.language = language
      self.rulebook = rulebook
      self.jobs = jobs
    }
  }

  let request: Request

  package init(_ request: Request) {
    self.request = request
  }

  /// The tree, or the diagnostics that keep the filing from being calculated. The allowances are those of
  /// the whole batch that the paths hold, because a balance value is.
  package func run() async throws(BatchError) -> (text: String, diagnostics: [Diagnostic]) {
    let inputs = RunInputs(paths: request.paths, naming: .asGiven)
    let filings = await parallelMap(
      count: inputs.sources.count, jobs: request.jobs, state: { FilingReader(inputs: inputs) }
    ) { reader, index in reader.read(inputs.sources[index]).result }
    let own = filings.filter { $0.filing?.entity.uscc == request.uscc }
    guard let year = request.year ?? own.compactMap({ $0.filing?.year }).max() else {
      let rejected = filings.flatMap(\.diagnostics).filter { $0.uscc == request.uscc }
      if !rejected.isEmpty { return ("", rejected.sorted()) }
      throw BatchError("no filing of \(request.uscc) among the given paths", isUsage: true)
    }
    let rules = request.rulebook.rules(for: year)
    let allowances = AllowanceData(inputs.allowanceFiles, year: year, paths: inputs.diskPaths)
    let assessor = Assessor(rules: rules, allowances: allowances, tracing: true)
    guard let latest = Self.latest(own, of: year) else {
      throw BatchError("no filing of \(request.uscc) for \(year) among the given paths", isUsage: true)
    }
    guard case .assessed(let assessment) = assessor.assess(latest) else {
      if case .rejected(let diagnostics) = assessor.assess(latest) { return ("", diagnostics.sorted()) }
      return ("", latest.diagnostics)
    }
    if let facility = request.facility,
      !assessment.filing.allFacilities.contains(where: { $0.id == facility })
    {
      let known = assessment.filing.allFacilities.map(\.id).joined(separator: ", ")
      throw BatchError("\(request.uscc) has no facility \(facility): it has \(known)", isUsage: true)
    }
    let allocations = try self.allocations(filings, assessor, rules, allowances)
    let text = ExplainText.tree(
      filing: assessment.filing, statement: assessment.statement,
      allocations: allocations.filter { $0.unit.uscc == request.uscc }, facility: request.facility,
      language: request.language)
    return (text, assessment.diagnostics)
  }

  private static func latest(_ results: [ReadResult], of year: Int) -> ReadResult? {
    results.filter { $0.filing?.year == year }.max {
      ($0.filing?.submission ?? 0) < ($1.filing?.submission ?? 0)
    }
  }

  private func allocations(
    _ filings: [ReadResult], _ assessor: Assessor, _ rules: YearRules, _ allowances: AllowanceData
  ) throws(BatchError) -> [UnitAllocation] {
    let byEntity = Dictionary(grouping: filings) { $0.filing?.entity.uscc ?? "" }
    var units: [AllocationUnit] = []
    for (uscc, results) in byEntity.sorted(by: { $0.key < $1.key }) where !uscc.isEmpty {
      guard let latest = Self.latest(results, of: rules.year),
        case .assessed(let assessment) = assessor.assess(latest)
      else { continue }
      units += assessment.units
    }
    let settlement = Settlement(
      year: rules.year, rules: rules, published: allowances.published,
      preallocations: allowances.preallocations)
    do { return try settlement.settle(units).allocations } catch {
      throw BatchError("the year cannot be settled: \(error)")
    }
  }
}
