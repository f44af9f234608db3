import Accounting
import Allowances
import FilingFormats
import Filings
import Quantities
import Reports
import Rulebook
import Verification

/// What `cets process` is asked to do.
package struct ProcessOptions: Sendable {
  package enum Reports: String, CaseIterable, Sendable {
    /// Entity reports, workbook and summary as well as the result tables.
    case all
    /// The result tables only.
    case none
  }

  package var paths: [String]
  /// Files of result lines: then the filings are not read, and the paths are those of their tables.
  package var results: [String] = []
  package var year: Int
  package var out: String
  package var balanceValues: String?
  /// A table of decisions about findings.
  package var decisions: String?
  package var jobs: Int
  package var language: Language
  /// The day that reports carry; the newest submission's where none is given.
  package var asOf: CalendarDate?
  package var rulebook: Rulebook
  package var reports: Reports
  /// Annexes 1 to 3 of each verifier's report as a workbook too.
  package var workbooks: Bool
  package var limits: ReaderLimits
  /// Whether every report is written again, whatever an earlier run left.
  package var isFresh = false
  /// A file that OpenLineage events are added to.
  package var lineage: String?

  package init(
    paths: [String], year: Int, out: String, balanceValues: String?, decisions: String? = nil, jobs: Int,
    language: Language,
    asOf: CalendarDate?, rulebook: Rulebook, reports: Reports, workbooks: Bool = false,
    limits: ReaderLimits = ReaderLimits(), lineage: String? = nil
  ) {
    self.paths = paths
    self.year = year
    self.out = out
    self.balanceValues = balanceValues
    self.decisions = decisions
    self.jobs = jobs
    self.language = language
    self.asOf = asOf
    self.rulebook = rulebook
    self.reports = reports
    self.workbooks = workbooks
    self.limits = limits
    self.lineage = lineage
  }
}

/// What a run came to, for the command line to tell.
package struct ProcessOutcome: Sendable {
  package let processed: Int
  package let rejected: [RejectedFiling]
  package let findings: Int
  /// Findings that call for somebody to act: all but context (S4).
  package let seriousFindings: Int
  /// What concerns the batch and not a single filing: superseded filings, inputs that match nothing.
  package let notes: [Diagnostic]
  package let balanceValues: [BalanceValue]
  /// Entities whose reports an earlier run wrote and that are still what they would be.
  package let reportsKept: Int
}

/// `cets process`: discover → assess in parallel → settle → write.
package struct ProcessRun: Sendable {
  let options: ProcessOptions
  let rules: YearRules
  let progress: Progress
  let recorder: RunRecorder

  package init(
    _ options: ProcessOptions, progress: Progress, recorder: RunRecorder = RunRecorder(command: "process")
  ) {
    self.options = options
    self.progress = progress
    self.recorder = recorder
    rules = options.rulebook.rules(for: options.year)
  }

  package func run() async throws(BatchError) -> ProcessOutcome {
    tellOfStart()
    let lineage = lineage
    try lineage?.started()
    do { return try await process(lineage) } catch {
      try lineage?.failed(error)
      throw error
    }
  }

  private func process(_ lineage: LineageRecorder?) async throws(BatchError) -> ProcessOutcome {
    _ = try options.rulebook.rulesInForce(in: options.year)
    recorder.enter(.discover)
    let inputs = RunInputs(
      paths: options.paths, naming: .relative, limits: options.limits, excluding: options.out,
      digesting: true)
    recorder.found(items: inputs.discovery.xml.count + inputs.discovery.csv.count)
    let allowances = try AllowanceData(
      inputs, year: options.year, balanceValues: options.balanceValues, decisions: options.decisions)
    let output = try OutputFolder(options.out)
    // Until this run has ended nothing tells how it went.
    FileSystem.remove("\(options.out)/\(RunSummary.fileName)")
    let assessor = Assessor(rules: rules, allowances: allowances)
    let isAssessing = options.results.isEmpty
    var phase = try await isAssessing ? assess(inputs, assessor) : assessedElsewhere(inputs, assessor)
    var settled = try settle(&phase, inputs, allowances)
    if isAssessing { settled.notes = (settled.notes + inputs.lackingFilings()).sorted() }
    let (manifest, reportsKept) = try await write(
      settled, phase, inputs, allowances, assessor, to: output)
    let outcome = outcome(settled, phase, reportsKept: reportsKept)
    try tellOfEnd(outcome, settled, phase, manifest, to: output)
    try lineage?.completed(inputs: manifest.inputs, outputs: output.digests, in: options.out)
    return outcome
  }

  // MARK: Assess

  private func assess(
    _ inputs: RunInputs, _ assessor: Assessor
  ) async throws(BatchError) -> AssessPhase {
    let progress = progress
    recorder.enter(.assess, items: inputs.sources.count)
    progress.begin("assessing", total: inputs.sources.count)
    let results = await parallelMap(
      count: inputs.sources.count, jobs: options.jobs, state: { FilingReader(inputs: inputs) }
    ) { reader, index -> FilingResult in
      defer { progress.advance() }
      let source = inputs.sources[index]
      let (read, digest) = reader.read(source)
      var result = assessor.result(of: read, of: source, sha256: digest)
      result.source = index
      return result
    }
    progress.end()
    var phase = AssessPhase(results)
    try await comparePeers(&phase, inputs, assessor)
    return phase
  }

  /// The checks over the batch. Who is found in them is assessed once more: what they find has effects and
  /// may be decided about like everything else.
  private func comparePeers(
    _ phase: inout AssessPhase, _ inputs: RunInputs, _ assessor: Assessor
  ) async throws(BatchError) {
    let found = PeerChecks(rules: rules).findings(phase.entities.map(\.peer))
    let entities = phase.entities
    let places = entities.indices.filter { found[entities[$0].uscc] != nil }
    recorder.enter(.compare, items: places.count)
    let results = await parallelMap(
      count: places.count, jobs: options.jobs, state: { FilingReader(inputs: inputs) }
    ) { reader, index -> AssessedEntity? in
      let entity = entities[places[index]]
      let source = inputs.sources[entity.source]
      let (read, digest) = reader.read(source)
      guard digest == entity.digest else { return nil }
      var result = assessor.result(
        of: read, of: source, sha256: digest, peers: found[entity.uscc] ?? .none)
      result.source = entity.source
      return result.entity
    }
    for (place, result) in zip(places, results) {
      guard let result else { throw Self.changed(entities[place]) }
      phase.entities[place] = result
    }
  }

  static func changed(_ entity: AssessedEntity) -> BatchError {
    BatchError("\(entity.display) changed while the run was reading it: run again")
  }

  // MARK: Settle

  struct Settled: Sendable {
    let settlement: Settlement
    var result: Settlement.Result
    /// By USCC.
    var allocations: [String: [UnitAllocation]]
    var issues: [String: EntityIssue]
    var notes: [Diagnostic]
  }

  private func settle(
    _ phase: inout AssessPhase, _ inputs: RunInputs, _ allowances: AllowanceData
  ) throws(BatchError) -> Settled {
    let units = phase.entities.flatMap(\.units)
    recorder.enter(.settle, items: units.count)
    let settlement = Settlement(
      year: options.year, rules: rules, published: allowances.published,
      preallocations: allowances.preallocations)
    do {
      let result = try settlement.settle(units)
      let allocations = Dictionary(grouping: result.allocations, by: \.unit.uscc)
      var issues: [String: EntityIssue] = [:]
      for (uscc, list) in allocations {
        issues[uscc] = try Issue.entity(list, deduction: allowances.deductions[uscc] ?? .zero)
      }
      for index in phase.entities.indices {
        try phase.entities[index].effects?.fill(
          &phase.entities[index].findings, settlement, result.balanceValues)
      }
      let undecided = DecisionNotes(asOf: options.asOf).notes(
        on: allowances,
        Dictionary(
          phase.entities.map { ($0.uscc, DecisionNotes.Subject($0)) }, uniquingKeysWith: { first, _ in first }
        ))
      let unmatched = allowances.unmatched(
        entities: Set(phase.entities.map(\.uscc)),
        units: Set(units.map { Settlement.UnitKey(uscc: $0.uscc, unit: $0.unit) }))
      let notes =
        inputs.diagnostics + phase.superseded + phase.otherYear + allowances.diagnostics + unmatched
        + undecided
      return Settled(
        settlement: settlement, result: result, allocations: allocations, issues: issues,
        notes: notes.sorted())
    } catch {
      throw BatchError("the year cannot be settled: \(error)")
    }
  }

  private func outcome(_ settled: Settled, _ phase: AssessPhase, reportsKept: Int) -> ProcessOutcome {
    let findings = phase.entities.flatMap(\.findings)
    return ProcessOutcome(
      processed: phase.entities.count, rejected: rejectedFilings(phase), findings: findings.count,
      seriousFindings: findings.count { $0.severity != .s4 && !$0.isDismissed }, notes: settled.notes,
      balanceValues: settled.result.balanceValues, reportsKept: reportsKept)
  }

  func rejectedFilings(_ phase: AssessPhase) -> [RejectedFiling] {
    var used: Set<String> = []
    return phase.rejections.map { rejection in
      var name = SafeName.fileName(
        rejection.uscc.isEmpty ? rejection.display : "\(rejection.display)-\(rejection.uscc)")
      var attempt = 2
      while !used.insert(name).inserted {
        name = "\(SafeName.fileName(rejection.display))-\(attempt)"
        attempt += 1
      }
      return RejectedFiling(
        name: name, files: [rejection.display], uscc: rejection.uscc,
        diagnostics: ShownDiagnostics.bounded(rejection.diagnostics))
    }
  }
}
