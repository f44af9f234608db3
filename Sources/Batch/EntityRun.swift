import Allowances
import FilingFormats
import Filings
import Quantities
import Reports
import Rulebook
import Verification

/// One entity's filing, assessed within the batch that the paths hold: what `cets explain` and `cets verify`
/// tell of.
package struct EntityRun: Sendable {
  package struct Request: Sendable {
    package var paths: [String]
    package var uscc: String
    /// Only this facility; nil for all.
    package var facility: String?
    /// Nil: the newest year that the entity filed for.
    package var year: Int?
    /// A table of decisions about findings.
    package var decisions: String?
    package var rulebook: Rulebook
    package var jobs: Int

    package init(
      paths: [String], uscc: String, facility: String?, year: Int?, decisions: String?, rulebook: Rulebook,
      jobs: Int
    ) {
      self.paths = paths
      self.uscc = uscc
      self.facility = facility
      self.year = year
      self.decisions = decisions
      self.rulebook = rulebook
      self.jobs = jobs
    }
  }

  let request: Request

  package init(_ request: Request) {
    self.request = request
  }

  package struct Result: Sendable {
    package let assessment: Assessment
    /// Those of the entity; the balance value is the whole batch's.
    package let allocations: [UnitAllocation]
    package let rules: YearRules
    /// Decisions that found no finding, and what else concerns no single value.
    package let notes: [Diagnostic]
  }

  package enum Outcome: Sendable {
    case assessed(Result)
    /// The diagnostics that keep the filing from being calculated.
    case rejected([Diagnostic])
  }

  package func run() async throws(BatchError) -> Outcome {
    let inputs = RunInputs(paths: request.paths, naming: .asGiven)
    let filings = await parallelMap(
      count: inputs.sources.count, jobs: request.jobs, state: { FilingReader(inputs: inputs) }
    ) { reader, index in reader.read(inputs.sources[index]).result }
    let own = filings.filter { $0.filing?.entity.uscc == request.uscc }
    guard let year = request.year ?? own.compactMap({ $0.filing?.year }).max() else {
      let rejected = filings.flatMap(\.diagnostics).filter { $0.uscc == request.uscc }
      if !rejected.isEmpty { return .rejected(ShownDiagnostics.bounded(rejected)) }
      throw BatchError("no filing of \(request.uscc) among the given paths", isUsage: true)
    }
    let rules = request.rulebook.rules(for: year)
    let allowances = try AllowanceData(
      inputs, year: year, balanceValues: nil, decisions: request.decisions)
    let assessor = Assessor(rules: rules, allowances: allowances, tracing: true)
    guard let latest = Self.latest(own, of: year) else {
      throw BatchError("no filing of \(request.uscc) for \(year) among the given paths", isUsage: true)
    }
    let batch = assessAll(filings, assessor, rules)
    let outcome = assessor.assess(latest, peers: batch.peers[request.uscc] ?? .none)
    guard case .assessed(var assessment) = outcome else {
      if case .rejected(let diagnostics) = outcome {
        return .rejected(ShownDiagnostics.bounded(diagnostics))
      }
      return .rejected(ShownDiagnostics.bounded(latest.diagnostics))
    }
    if let facility = request.facility,
      !assessment.filing.allFacilities.contains(where: { $0.id == facility })
    {
      let known = assessment.filing.allFacilities.map(\.id).joined(separator: ", ")
      throw BatchError("\(request.uscc) has no facility \(facility): it has \(known)", isUsage: true)
    }
    let (settlement, settled) = try settle(batch.units, rules, allowances)
    do {
      try assessment.effects?.fill(&assessment.statement.findings, settlement, settled.balanceValues)
    } catch {
      throw BatchError("the year cannot be settled: \(error)")
    }
    let decided = DecisionNotes(asOf: nil).notes(
      on: allowances,
      [
        request.uscc: DecisionNotes.Subject(
          findings: assessment.statement.findings, sector: assessment.filing.sector,
          submittedOn: assessment.filing.submittedOn)
      ])
    return .assessed(
      Result(
        assessment: assessment,
        allocations: settled.allocations.filter { $0.unit.uscc == request.uscc }, rules: rules,
        notes: decided.filter { $0.uscc == request.uscc }))
  }

  private static func latest(_ results: [ReadResult], of year: Int) -> ReadResult? {
    results.filter { $0.filing?.year == year }.max {
      ($0.filing?.submission ?? 0) < ($1.filing?.submission ?? 0)
    }
  }

  /// The batch's units, and what its filings' comparison with each other found.
  private func assessAll(
    _ filings: [ReadResult], _ assessor: Assessor, _ rules: YearRules
  ) -> (units: [AllocationUnit], peers: [String: PeerFindings]) {
    var units: [String: [AllocationUnit]] = [:]
    var subjects: [PeerChecks.Subject] = []
    var latest: [String: ReadResult] = [:]
    let byEntity = Dictionary(grouping: filings) { $0.filing?.entity.uscc ?? "" }
    for (uscc, results) in byEntity.sorted(by: { $0.key < $1.key }) where !uscc.isEmpty {
      guard let filing = Self.latest(results, of: rules.year),
        case .assessed(let assessment) = assessor.assess(filing)
      else { continue }
      latest[uscc] = filing
      units[uscc] = assessment.units
      subjects.append(PeerChecks.Subject(assessment))
    }
    let peers = PeerChecks(rules: rules).findings(subjects)
    for (uscc, found) in peers {
      guard let filing = latest[uscc],
        case .assessed(let assessment) = assessor.assess(filing, peers: found)
      else { continue }
      units[uscc] = assessment.units
    }
    return (units.sorted { $0.key < $1.key }.flatMap(\.value), peers)
  }

  private func settle(
    _ units: [AllocationUnit], _ rules: YearRules, _ allowances: AllowanceData
  ) throws(BatchError) -> (Settlement, Settlement.Result) {
    let settlement = Settlement(
      year: rules.year, rules: rules, published: allowances.published,
      preallocations: allowances.preallocations)
    do { return (settlement, try settlement.settle(units)) } catch {
      throw BatchError("the year cannot be settled: \(error)")
    }
  }
}
