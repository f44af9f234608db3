import Accounting
import Allowances
import Filings
import Quantities
import Reports
import Rulebook
import Verification

// The last phase: everything a run writes. Entity reports read their filing a second time, because the
// first phase keeps only compact results; so memory does not grow with the filings.
extension ProcessRun {
  func write(
    _ settled: Settled, _ phase: AssessPhase, _ inputs: RunInputs, _ allowances: AllowanceData,
    _ assessor: Assessor, to output: OutputFolder
  ) async throws(BatchError) -> (Manifest, reportsKept: Int) {
    var reportsKept = 0
    recorder.enter(.tables, items: phase.entities.count)
    let date =
      options.asOf ?? phase.entities.map(\.submittedOn).max() ?? CalendarDate.lastDay(of: options.year)
    try await writeTables(settled, phase, to: output)
    let rejected = rejectedFilings(phase)
    for filing in rejected {
      try output.write(DiagnosticsDocuments.rejection(filing), to: "rejected/\(filing.name).json")
    }
    if options.reports == .all {
      recorder.enter(.reports, items: phase.entities.count)
      reportsKept = try await writeEntityReports(
        settled, phase, inputs, allowances, assessor, date, to: output
      ) { () throws(BatchError) in
        try writeWorkbook(settled, date, to: output)
        let summary = summary(settled, phase, rejected, date)
        try output.write(summary.html(in: options.language), to: "summary.html")
      }
      recorder.enter(.documents)
    }
    let manifest = try writeManifest(phase, inputs, date, to: output)
    output.removeStale()
    if options.reports == .none { FileSystem.remove("\(output.path)/\(ReportRecords.fileName)") }
    return (manifest, reportsKept)
  }

  /// The result tables, each on a thread of its own: a nation's take a while.
  private func writeTables(
    _ settled: Settled, _ phase: AssessPhase, to output: OutputFolder
  ) async throws(BatchError) {
    let (rows, rules, language) = (findingRows(phase), rules, options.language)
    typealias Table = (name: String, bytes: @Sendable () -> [UInt8])
    var tables: [Table] = [
      ("findings.jsonl", { FindingDocuments.jsonLines(rows, rules: rules) }),
      ("emissions.csv", { ResultTables.emissions(phase.entities.flatMap(\.emissionRows)) }),
      ("findings.csv", { ResultTables.findings(rows, language: language) }),
      ("units.csv", { ResultTables.units(settled.result.allocations) }),
      ("allowances.csv", { ResultTables.allowances(settled.result.allocations) }),
    ]
    if options.reports == .all {
      tables.append(
        (
          "findings.sarif",
          {
            FindingDocuments.sarif(
              rows, rules: rules, program: Program.name, version: Program.version, language: language)
          }
        ))
    }
    let written = await parallelMap(
      count: tables.count, jobs: options.jobs, state: { [tables] in tables }
    ) { tables, index -> Result<Void, BatchError> in
      Result { () throws(BatchError) in
        try output.write(tables[index].bytes(), to: tables[index].name)
      }
    }
    for result in written { try result.get() }
  }

  private func findingRows(_ phase: AssessPhase) -> [FindingResultRow] {
    phase.entities.flatMap { entity in
      entity.findings.map {
        FindingResultRow(uscc: entity.uscc, finding: $0)
      }
    }
  }

  // MARK: Entity reports

  /// - Parameter documents: writes the batch's own, on one thread while the others write the entities'.
  /// - Returns: of how many entities an earlier run's reports still stand.
  private func writeEntityReports(
    _ settled: Settled, _ phase: AssessPhase, _ inputs: RunInputs, _ allowances: AllowanceData,
    _ assessor: Assessor, _ date: CalendarDate, to output: OutputFolder,
    beside documents: @escaping @Sendable () throws(BatchError) -> Void
  ) async throws(BatchError) -> Int {
    let (rules, workbooks) = (rules, options.workbooks)
    // Where each unit stands among those of its sector.
    let peers = Dictionary(grouping: settled.result.allocations.filter { $0.unit.intensity != nil }) {
      $0.unit.sector
    }.mapValues { $0.compactMap(\.unit.intensity).sorted() }
    let (progress, language, ruleDocuments) = (progress, options.language, options.rulebook.documents)
    let bases = reportBases(settled, date, inputs, allowances, assessor, peers)
    let charts = peers.compactMapValues(PeerChart.init)
    let records = ReportRecords(in: output.path, forgetting: options.isFresh)
    progress.begin("writing reports", total: phase.entities.count)
    let written = await parallelMap(
      count: 1 + phase.entities.count, jobs: options.jobs, state: { FilingReader(inputs: inputs) }
    ) { reader, index -> Result<ReportsMade, BatchError> in
      if index == 0 { return Result { () throws(BatchError) in try documents() }.map { .written } }
      defer { progress.advance() }
      let entity = phase.entities[index - 1]
      let folder = "entities/\(entity.uscc)"
      let names = Self.reportNames(in: folder, workbooks: workbooks)
      let basis = bases?.digest(of: entity)
      if let basis, let files = records.files(of: entity.uscc, basis: basis),
        output.keep(names, expected: files)
      {
        records.note(entity.uscc, basis: basis, files: files, isNew: false)
        return .success(.kept)
      }
      let (read, digest) = reader.read(inputs.sources[entity.source])
      guard digest == entity.digest,
        let reported = assessor.reported(read, findings: entity.findings)
      else { return .failure(Self.changed(entity)) }
      let allocations = settled.allocations[entity.uscc] ?? []
      let report = ComplianceReport(
        filing: reported.filing, statement: reported.statement, allocations: allocations,
        issue: settled.issues[entity.uscc],
        balanceValue: settled.result.balanceValues.first { $0.sector == entity.sector },
        lastYearVerified: allowances.lastYear[entity.uscc]?.verified,
        rules: reported.statement.verified.usedRules, documents: ruleDocuments,
        diagnostics: reported.diagnostics, date: date)
      do throws(BatchError) {
        try output.write(report.html(in: language), to: "\(folder)/compliance-report.html")
        try output.write(report.xml(), to: "\(folder)/compliance-report.xml")
        try output.write(report.statementJSON(), to: "\(folder)/statement.json")
        let verification = VerificationReport(
          filing: reported.filing, statement: reported.statement, allocations: allocations,
          lastYearVerified: allowances.lastYear[entity.uscc]?.verified, peers: charts[entity.sector],
          rules: rules,
          sensitivity: assessor.sensitivity(
            reported.statement, settled.settlement, settled.result.balanceValues),
          documents: ruleDocuments, date: date)
        try output.write(verification.html(in: language), to: "\(folder)/verification-report.html")
        try output.write(verification.xml(), to: "\(folder)/verification-report.xml")
        if workbooks { try Self.writeAnnexes(verification, folder, to: output) }
      } catch { return .failure(error) }
      if let basis, let files = output.digest(of: names) {
        records.note(entity.uscc, basis: basis, files: files, isNew: true)
      }
      return .success(.written)
    }
    progress.end()
    var kept = 0
    for result in written { if try result.get() == .kept { kept += 1 } }
    records.finish()
    return kept
  }

  private enum ReportsMade {
    case written
    /// An earlier run's still stand.
    case kept
  }

  private static func reportNames(in folder: String, workbooks: Bool) -> [String] {
    let names = [
      "compliance-report.html", "compliance-report.xml", "statement.json", "verification-report.html",
      "verification-report.xml",
    ]
    return (names + (workbooks ? ["annexes.xlsx"] : [])).map { "\(folder)/\($0)" }
  }

  private static func writeAnnexes(
    _ report: VerificationReport, _ folder: String, to output: OutputFolder
  ) throws(BatchError) {
    let name = "\(folder)/annexes.xlsx"
    let temporary = "\(output.path)/\(name).part"
    do { try report.writeWorkbook(to: temporary) } catch {
      throw BatchError("cannot write the workbook: \(error)")
    }
    try output.adopt(temporary, as: name)
  }

  // MARK: Batch documents

  private func writeWorkbook(_ settled: Settled, _ date: CalendarDate, to output: OutputFolder)
    throws(BatchError)
  {
    let tables = OfficialTables(
      year: options.year, allocations: settled.result.allocations,
      issues: settled.issues.values.sorted { ($0.province, $0.uscc) < ($1.province, $1.uscc) })
    let temporary = "\(output.path)/official-tables.xlsx.part"
    do { try tables.write(to: temporary, created: date) } catch {
      throw BatchError("cannot write the workbook: \(error)")
    }
    try output.adopt(temporary, as: "official-tables.xlsx")
  }

  private func summary(
    _ settled: Settled, _ phase: AssessPhase, _ rejected: [RejectedFiling], _ date: CalendarDate
  ) -> BatchSummary {
    let entities = phase.entities.map { entity in
      let total = entity.emissionRows.first { $0.facility == Facility.enterpriseID && $0.source == "total" }
      return BatchSummary.EntityResult(
        sector: entity.sector, uscc: entity.uscc, name: entity.name, province: entity.province,
        declared: total?.declared, recomputed: total?.recomputed ?? .zero, verified: entity.total,
        findings: entity.findings.count, report: "entities/\(entity.uscc)/compliance-report.html")
    }
    return BatchSummary(
      year: options.year, date: date,
      counts: BatchSummary.Counts(
        filingsRead: phase.filingsRead, processed: phase.entities.count, rejected: phase.rejections.count,
        superseded: phase.superseded.count, otherYear: phase.otherYear.count),
      entities: entities.sorted { ($0.sector.rawValue, $0.uscc) < ($1.sector.rawValue, $1.uscc) },
      allocations: settled.result.allocations, balanceValues: settled.result.balanceValues,
      findings: findingCounts(phase),
      visits: VisitRanking(rules)?.ranked(phase.entities, first: 20) ?? [], rejected: rejected,
      program: "\(Program.name) \(Program.version)",
      rulebook: String(options.rulebook.digest.prefix(12)))
  }

  private func findingCounts(_ phase: AssessPhase) -> [BatchSummary.FindingCount] {
    struct Key: Hashable {
      let check: String
      let severity: Finding.Severity
    }
    struct Tally {
      var bySector: [Sector: Int] = [:]
      var entities: Set<String> = []
      var effects: [FixedDecimal] = []
    }
    var tallies: [Key: Tally] = [:]
    for entity in phase.entities {
      for finding in entity.findings {
        let key = Key(check: finding.check, severity: finding.severity)
        var tally = tallies[key] ?? Tally()
        tally.bySector[entity.sector, default: 0] += 1
        tally.entities.insert(entity.uscc)
        if let effect = finding.effect, !finding.isEffectConditional { tally.effects.append(effect) }
        tallies[key] = tally
      }
    }
    return tallies.map { key, tally in
      BatchSummary.FindingCount(
        check: key.check, title: rules.check(key.check)?.title ?? Label(zh: key.check, en: key.check),
        severity: key.severity, bySector: tally.bySector, entities: tally.entities.count,
        effect: tally.effects.isEmpty ? nil : try? .sum(tally.effects))
    }.sorted { ($0.check, $0.severity) < ($1.check, $1.severity) }
  }

  // MARK: Manifest

  private func writeManifest(
    _ phase: AssessPhase, _ inputs: RunInputs, _ date: CalendarDate, to output: OutputFolder
  ) throws(BatchError) -> Manifest {
    var digests = phase.digests
    digests.merge(inputs.tableDigests) { _, table in table }
    for (name, path) in [("--balance-values", options.balanceValues), ("--decisions", options.decisions)] {
      guard let path else { continue }
      do { digests[name] = sha256(try FileSystem.read(path)) } catch { throw BatchError(error) }
    }
    let manifest = Manifest(
      program: Program.name, version: Program.version, year: options.year,
      language: options.language.rawValue,
      asOf: date.description, rulebook: options.rulebook.digest, inputs: digests,
      filings: Dictionary(
        phase.entities.map {
          ($0.uscc, Manifest.CountingFiling(file: $0.display, submission: $0.submission, sha256: $0.digest))
        }, uniquingKeysWith: { first, _ in first }), outputs: output.digests)
    do {
      try FileSystem.write(try manifest.json(), to: "\(output.path)/\(Manifest.fileName)")
      return manifest
    } catch let error as FileError {
      throw BatchError(error)
    } catch let error as BatchError {
      throw error
    } catch {
      throw BatchError("cannot write the manifest: \(error)")
    }
  }
}
