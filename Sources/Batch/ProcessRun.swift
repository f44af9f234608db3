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
  /// Whether every filing is assessed and every report written again, whatever an earlier run left.
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
  /// Entities whose assessments an earlier run left and that are still what they would be.
  package let assessmentsKept: Int
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
    let phase =
      try await options.results.isEmpty
      ? assess(inputs, assessor) : assessedElsewhere(inputs, assessor)
    let settled = try settle(phase, allowances)
    let written = try await write(settled, phase, inputs, allowances, assessor, to: output)
    let outcome = outcome(
      phase, written, settled, notes: notes(settled, phase, written, inputs, allowances))
    try tellOfEnd(outcome, settled, phase, manifest: written.manifest, to: output)
    if let lineage {
      try lineage.completed(
        inputs: written.inputs.mapValues(\.text), outputs: output.digests, in: options.out)
    }
    return outcome
  }

  // MARK: Assess

  private func assess(_ inputs: RunInputs, _ assessor: Assessor) async throws(BatchError) -> AssessPhase {
    let progress = progress
    recorder.enter(.assess, items: inputs.sources.count)
    progress.begin("assessing", total: inputs.sources.count)
    let assessing = try FilingAssessment(inputs, assessor, options)
    let results = await parallelMap(
      count: inputs.sources.count, jobs: options.jobs, state: { FilingReader(inputs: inputs) }
    ) { reader, index -> Result<FilingEntry, BatchError> in
      defer { progress.advance() }
      return Result { () throws(BatchError) in try assessing.entry(index, &reader) }
    }
    progress.end()
    var phase = try AssessPhase(results, in: assessing.store)
    try await comparePeers(&phase, assessing)
    assessing.leave()
    return phase
  }

  /// The checks over the batch. Who is found in them is assessed once more: what they find has effects and
  /// may be decided about like everything else.
  private func comparePeers(
    _ phase: inout AssessPhase, _ assessing: FilingAssessment
  ) async throws(BatchError) {
    let found = try phase.peerFindings(rules)
    let entities = phase.entities
    let places = entities.indices.filter { found[entities[$0].uscc] != nil }
    recorder.enter(.compare, items: places.count)
    let results = await parallelMap(
      count: places.count, jobs: options.jobs, state: { FilingReader(inputs: assessing.inputs) }
    ) { reader, index -> Result<EntityEntry, BatchError> in
      let entity = entities[places[index]]
      return Result { () throws(BatchError) in
        let again = try assessing.entry(
          entity.source, &reader, peers: found[entity.uscc] ?? .none)
        guard case .processed(let assessed) = again, assessed.digest == entity.digest else {
          throw Self.changed(entity.display)
        }
        return assessed
      }
    }
    for (place, result) in zip(places, results) { phase.entities[place] = try result.get() }
  }

  static func changed(_ display: String) -> BatchError {
    BatchError("\(display) changed while the run was reading it: run again")
  }

  // MARK: Settle

  struct Settled: Sendable {
    let settlement: Settlement
    let balanceValues: [BalanceValue]
    /// Sectors whose units await a balance value, of which there is none.
    let unbalanced: [Sector]
    let unitCount: Int
    /// The units, where a table names some: to tell of those that it names and nobody filed.
    let unitKeys: Set<Settlement.UnitKey>

    /// Laid aside, with the effects of its findings on allowances.
    func entity(_ entry: EntityEntry, in store: EntityStore) throws(BatchError) -> AssessedEntity {
      var entity = try store.entity(entry)
      do { try entity.effects?.fill(&entity.findings, settlement, balanceValues) } catch {
        throw Self.unsettled(error)
      }
      return entity
    }

    /// Sorted by unit.
    func allocations(of units: [AllocationUnit]) throws(BatchError) -> [UnitAllocation] {
      do { return try settlement.allocations(of: units, balanceValues) } catch { throw Self.unsettled(error) }
    }

    func issue(_ allocations: [UnitAllocation], deduction: FixedDecimal?) throws(BatchError) -> EntityIssue? {
      do { return try Issue.entity(allocations, deduction: deduction ?? .zero) } catch {
        throw Self.unsettled(error)
      }
    }

    static func unsettled(_ error: some Error) -> BatchError {
      BatchError("the year cannot be settled: \(error)")
    }
  }

  private func settle(_ phase: AssessPhase, _ allowances: AllowanceData) throws(BatchError) -> Settled {
    recorder.enter(.settle)
    let settlement = Settlement(
      year: options.year, rules: rules, published: allowances.published,
      preallocations: allowances.preallocations)
    var points = Settlement.Points()
    var unitCount = 0
    var keys: Set<Settlement.UnitKey> = []
    for entity in phase.entities {
      for unit in try phase.store.units(of: entity) {
        points.add(unit)
        unitCount += 1
        if allowances.namesUnits { keys.insert(Settlement.UnitKey(uscc: unit.uscc, unit: unit.unit)) }
      }
    }
    recorder.found(items: unitCount)
    do {
      let balanceValues = try settlement.balanceValues(for: points)
      return Settled(
        settlement: settlement, balanceValues: balanceValues,
        unbalanced: try settlement.unbalanced(points, balanceValues), unitCount: unitCount, unitKeys: keys)
    } catch { throw Settled.unsettled(error) }
  }

  // MARK: Outcome

  private func notes(
    _ settled: Settled, _ phase: AssessPhase, _ written: Written, _ inputs: RunInputs,
    _ allowances: AllowanceData
  ) -> [Diagnostic] {
    let undecided = DecisionNotes(asOf: options.asOf).notes(on: allowances, written.tables.decided)
    let unmatched =
      allowances.namesUnits
      ? allowances.unmatched(entities: Set(phase.entities.map(\.uscc)), units: settled.unitKeys) : []
    let lacking = options.results.isEmpty ? inputs.lackingFilings() : []
    let notes =
      inputs.diagnostics + phase.superseded + phase.otherYear + allowances.diagnostics + unmatched + undecided
      + lacking + settled.unbalanced.map(Self.withoutBalanceValue)
    return notes.sorted()
  }

  private static func withoutBalanceValue(_ sector: Sector) -> Diagnostic {
    Diagnostic(
      .noBalanceValue, file: "balance_values", text: sector.rawValue,
      message: Label(
        zh: "\(sector.label.zh)没有平衡值：本批次无解",
        en: "\(sector.label.en): no balance value; this run has no solution"))
  }

  private func outcome(
    _ phase: AssessPhase, _ written: Written, _ settled: Settled, notes: [Diagnostic]
  ) -> ProcessOutcome {
    ProcessOutcome(
      processed: phase.entities.count, rejected: rejectedFilings(phase), findings: written.tables.findings,
      seriousFindings: written.tables.seriousFindings, notes: notes, balanceValues: settled.balanceValues,
      assessmentsKept: phase.entities.count { $0.stands }, reportsKept: written.reportsKept)
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
