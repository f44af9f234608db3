import Accounting
import Allowances
import Filings
import Quantities
import Reports

// The result tables: a few entities at a time, each read back from where it was laid aside, on all threads.
extension ProcessRun {
  /// What is known when all findings have been written.
  struct TableTotals: Sendable {
    var findings = 0
    /// All but context (S4) and what was dismissed.
    var seriousFindings = 0
    var checks: Set<String> = []
    /// The entities that decisions are about, by USCC.
    var decided: [String: DecisionNotes.Subject] = [:]

    fileprivate mutating func add(_ other: TableTotals) {
      findings += other.findings
      seriousFindings += other.seriousFindings
      checks.formUnion(other.checks)
      decided.merge(other.decided) { first, _ in first }
    }
  }

  /// Entities whose rows are made together.
  private static let entitiesPerPiece = 16

  private static func pieces(of count: Int) -> Int {
    // One at least: an empty table has its head.
    max(1, (count + entitiesPerPiece - 1) / entitiesPerPiece)
  }

  private static func entities(of piece: Int, count: Int) -> Range<Int> {
    (piece * entitiesPerPiece)..<min((piece + 1) * entitiesPerPiece, count)
  }

  // MARK: Tables by entity

  private struct EntityRows: Sendable {
    var emissions: [UInt8] = []
    var findings: [UInt8] = []
    var lines: [UInt8] = []
    var sarif: [UInt8] = []
    var totals = TableTotals()
  }

  func writeEntityTables(
    _ settled: Settled, _ phase: AssessPhase, _ allowances: AllowanceData, to output: OutputFolder
  ) async throws(BatchError) -> TableTotals {
    let decided = Set(allowances.decisions.map(\.uscc))
    let emissions = try output.begin("emissions.csv")
    let findings = try output.begin("findings.csv")
    let lines = try output.begin("findings.jsonl")
    let sarif = try options.reports == .all ? output.begin("findings.sarif") : nil
    try sarif?.write(sarifFrame([]).head)
    var totals = TableTotals()
    try await parallelStream(
      count: Self.pieces(of: phase.entities.count), jobs: options.jobs, state: {}
    ) { _, piece in
      Result { () throws(BatchError) in try entityRows(piece, settled, phase, decided) }
    } handingOn: { (rows: Result<EntityRows, BatchError>) throws(BatchError) in
      let rows = try rows.get()
      try emissions.write(rows.emissions)
      try findings.write(rows.findings)
      try lines.write(rows.lines)
      // Each result begins with the comma behind the one before it.
      try sarif?.write(totals.findings == 0 ? Array(rows.sarif.dropFirst(2)) : rows.sarif)
      totals.add(rows.totals)
    }
    try sarif?.write(sarifFrame(totals.checks).tail)
    try output.finish(lines, as: "findings.jsonl")
    try output.finish(emissions, as: "emissions.csv")
    try output.finish(findings, as: "findings.csv")
    if let sarif { try output.finish(sarif, as: "findings.sarif") }
    return totals
  }

  private func entityRows(
    _ piece: Int, _ settled: Settled, _ phase: AssessPhase, _ decided: Set<String>
  ) throws(BatchError) -> EntityRows {
    var rows = EntityRows()
    var emissions: [EmissionResultRow] = []
    var findings: [FindingResultRow] = []
    for index in Self.entities(of: piece, count: phase.entities.count) {
      let entity = try settled.entity(phase.entities[index], in: phase.store)
      emissions += entity.emissionRows
      for finding in entity.findings {
        findings.append(FindingResultRow(uscc: entity.uscc, finding: finding))
      }
      rows.totals.findings += entity.findings.count
      rows.totals.seriousFindings += entity.findings.count { $0.severity != .s4 && !$0.isDismissed }
      rows.totals.checks.formUnion(entity.findings.map(\.check))
      if decided.contains(entity.uscc) { rows.totals.decided[entity.uscc] = DecisionNotes.Subject(entity) }
    }
    rows.emissions = ResultTables.emissions(emissions, isFirst: piece == 0)
    rows.findings = ResultTables.findings(findings, language: options.language, isFirst: piece == 0)
    rows.lines = FindingDocuments.jsonLines(findings, rules: rules)
    if options.reports == .all {
      rows.sarif = FindingDocuments.sarifResults(findings, language: options.language)
    }
    return rows
  }

  private func sarifFrame(_ checks: Set<String>) -> (head: [UInt8], tail: [UInt8]) {
    FindingDocuments.sarifFrame(
      checks: checks, rules: rules, program: Program.name, version: Program.version,
      language: options.language)
  }

  // MARK: Tables by unit

  private struct UnitRows: Sendable {
    var allowances: [UInt8] = []
    var units: [UInt8] = []
  }

  func writeUnitTables(
    _ settled: Settled, _ phase: AssessPhase, to output: OutputFolder
  ) async throws(BatchError) {
    let entities = phase.bySector
    let allowances = try output.begin("allowances.csv")
    let units = try output.begin("units.csv")
    try await parallelStream(
      count: Self.pieces(of: entities.count), jobs: options.jobs, state: {}
    ) { _, piece in
      Result { () throws(BatchError) in
        var allocations: [UnitAllocation] = []
        for index in Self.entities(of: piece, count: entities.count) {
          allocations += try settled.allocations(of: phase.store.units(of: phase.entities[entities[index]]))
        }
        return UnitRows(
          allowances: ResultTables.allowances(allocations, isFirst: piece == 0),
          units: ResultTables.units(allocations, isFirst: piece == 0))
      }
    } handingOn: { (rows: Result<UnitRows, BatchError>) throws(BatchError) in
      let rows = try rows.get()
      try allowances.write(rows.allowances)
      try units.write(rows.units)
    }
    try output.finish(units, as: "units.csv")
    try output.finish(allowances, as: "allowances.csv")
  }
}
