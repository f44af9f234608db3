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
  /// What is known of a run when all is written.
  struct Written {
    let tables: TableTotals
    let reportsKept: Int
    /// SHA-256 of every input, by its name.
    let inputs: [String: FileDigest]
    /// SHA-256 of the manifest.
    let manifest: String
  }

  func write(
    _ settled: Settled, _ phase: AssessPhase, _ inputs: RunInputs, _ allowances: AllowanceData,
    _ assessor: Assessor, to output: OutputFolder
  ) async throws(BatchError) -> Written {
    var reportsKept = 0
    recorder.enter(.tables, items: phase.entities.count)
    let date =
      options.asOf ?? phase.entities.map(\.submittedOn).max() ?? CalendarDate.lastDay(of: options.year)
    let tables = try await writeEntityTables(settled, phase, allowances, to: output)
    try await writeUnitTables(settled, phase, to: output)
    let rejected = rejectedFilings(phase)
    for filing in rejected {
      try output.write(DiagnosticsDocuments.rejection(filing), to: "rejected/\(filing.name).json")
    }
    if options.reports == .all {
      recorder.enter(.reports, items: phase.entities.count)
      reportsKept = try await writeEntityReports(
        settled, phase, inputs, allowances, assessor, date, to: output
      ) { () throws(BatchError) in
        let allocations = try allocations(settled, phase)
        try writeWorkbook(settled, allocations, allowances, date, to: output)
        let summary = try summary(settled, phase, allocations, rejected, date)
        try output.write(summary.html(in: options.language), to: "summary.html")
      }
      recorder.enter(.documents)
    }
    let digests = try inputDigests(phase, inputs)
    let manifest = try writeManifest(phase, digests, date, to: output)
    output.removeStale()
    if options.reports == .none { FileSystem.remove("\(output.path)/\(ReportRecords.fileName)") }
    return Written(tables: tables, reportsKept: reportsKept, inputs: digests, manifest: manifest)
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
    let peers = try intensities(phase)
    let (progress, language, ruleDocuments) = (progress, options.language, options.rulebook.documents)
    let bases = reportBases(settled, phase, date, allowances, peers)
    let charts = peers.compactMapValues(PeerChart.init)
    let records = ReportRecords(in: output.path, forgetting: options.isFresh)
    progress.begin("writing reports", total: phase.entities.count)
    let written = await parallelMap(
      count: 1 + phase.entities.count, jobs: options.jobs, state: { FilingReader(inputs: inputs) }
    ) { reader, index -> Result<ReportsMade, BatchError> in
      if index == 0 { return Result { () throws(BatchError) in try documents() }.map { .written } }
      defer { progress.advance() }
      let entry = phase.entities[index - 1]
      let folder = "entities/\(entry.uscc)"
      let names = Self.reportNames(in: folder, workbooks: workbooks)
      let basis = bases?.digest(of: entry)
      if let basis, let files = records.files(of: entry.uscc, basis: basis),
        output.keep(names, expected: files)
      {
        records.note(entry.uscc, basis: basis, files: files, isNew: false)
        return .success(.kept)
      }
      let entity: AssessedEntity
      do throws(BatchError) { entity = try settled.entity(entry, in: phase.store) } catch {
        return .failure(error)
      }
      let (read, digest) = reader.read(inputs.sources[entity.source])
      guard digest == entity.digest,
        let reported = assessor.reported(read, findings: entity.findings)
      else { return .failure(Self.changed(entity.display)) }
      let allocations: [UnitAllocation]
      let issue: EntityIssue?
      do throws(BatchError) {
        allocations = try settled.allocations(of: entity.units)
        issue = try settled.issue(allocations, deduction: allowances.deductions[entity.uscc])
      } catch { return .failure(error) }
      let report = ComplianceReport(
        filing: reported.filing, statement: reported.statement, allocations: allocations, issue: issue,
        balanceValue: settled.balanceValues.first { $0.sector == entity.sector },
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
            reported.statement, settled.settlement, settled.balanceValues),
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

  /// The intensities of each sector, sorted: where each unit stands among the others.
  private func intensities(_ phase: AssessPhase) throws(BatchError) -> [Sector: [FixedDecimal]] {
    var intensities: [Sector: [FixedDecimal]] = [:]
    for entity in phase.entities {
      for unit in try phase.store.units(of: entity) {
        if let intensity = unit.intensity { intensities[unit.sector, default: []].append(intensity) }
      }
    }
    return intensities.mapValues { $0.sorted() }
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

  /// Of all units, sorted by sector, USCC, unit.
  private func allocations(_ settled: Settled, _ phase: AssessPhase) throws(BatchError) -> [UnitAllocation] {
    var allocations: [UnitAllocation] = []
    allocations.reserveCapacity(settled.unitCount)
    for index in phase.bySector {
      allocations += try settled.allocations(of: phase.store.units(of: phase.entities[index]))
    }
    return allocations
  }

  private func writeWorkbook(
    _ settled: Settled, _ allocations: [UnitAllocation], _ allowances: AllowanceData, _ date: CalendarDate,
    to output: OutputFolder
  ) throws(BatchError) {
    var issues: [EntityIssue] = []
    for (uscc, units) in Dictionary(grouping: allocations, by: \.unit.uscc) {
      if let issue = try settled.issue(units, deduction: allowances.deductions[uscc]) { issues.append(issue) }
    }
    let tables = OfficialTables(
      year: options.year, allocations: allocations,
      issues: issues.sorted { ($0.province, $0.uscc) < ($1.province, $1.uscc) })
    let temporary = "\(output.path)/official-tables.xlsx.part"
    do { try tables.write(to: temporary, created: date) } catch {
      throw BatchError("cannot write the workbook: \(error)")
    }
    try output.adopt(temporary, as: "official-tables.xlsx")
  }

  private func summary(
    _ settled: Settled, _ phase: AssessPhase, _ allocations: [UnitAllocation], _ rejected: [RejectedFiling],
    _ date: CalendarDate
  ) throws(BatchError) -> BatchSummary {
    var entities: [BatchSummary.EntityResult] = []
    var counts = FindingCounts()
    var visits: [BatchSummary.Visit] = []
    let ranking = VisitRanking(rules)
    for index in phase.bySector {
      let entity = try settled.entity(phase.entities[index], in: phase.store)
      let total = entity.emissionRows.first { $0.facility == Facility.enterpriseID && $0.source == "total" }
      entities.append(
        BatchSummary.EntityResult(
          sector: entity.sector, uscc: entity.uscc, name: entity.name, province: entity.province,
          declared: total?.declared, recomputed: total?.recomputed ?? .zero, verified: entity.total,
          findings: entity.findings.count, report: "entities/\(entity.uscc)/compliance-report.html"))
      counts.add(entity)
      if let visit = ranking?.visit(entity) { visits.append(visit) }
    }
    return BatchSummary(
      year: options.year, date: date,
      counts: BatchSummary.Counts(
        filingsRead: phase.filingsRead, processed: phase.entities.count, rejected: phase.rejections.count,
        superseded: phase.superseded.count, otherYear: phase.otherYear.count),
      entities: entities, allocations: allocations, balanceValues: settled.balanceValues,
      findings: counts.counted(rules), visits: VisitRanking.ranked(visits, first: 20), rejected: rejected,
      program: "\(Program.name) \(Program.version)",
      rulebook: String(options.rulebook.digest.prefix(12)))
  }

  /// How often each check found something.
  private struct FindingCounts {
    private struct Key: Hashable {
      let check: String
      let severity: Finding.Severity
    }
    private struct Tally {
      var bySector: [Sector: Int] = [:]
      var entities: Set<String> = []
      var effects: [FixedDecimal] = []
    }
    private var tallies: [Key: Tally] = [:]

    mutating func add(_ entity: AssessedEntity) {
      for finding in entity.findings {
        let key = Key(check: finding.check, severity: finding.severity)
        var tally = tallies.removeValue(forKey: key) ?? Tally()
        tally.bySector[entity.sector, default: 0] += 1
        tally.entities.insert(entity.uscc)
        if let effect = finding.effect, !finding.isEffectConditional { tally.effects.append(effect) }
        tallies[key] = tally
      }
    }

    /// Sorted by check and severity.
    func counted(_ rules: YearRules) -> [BatchSummary.FindingCount] {
      tallies.map { key, tally in
        BatchSummary.FindingCount(
          check: key.check, title: rules.check(key.check)?.title ?? Label(zh: key.check, en: key.check),
          severity: key.severity, bySector: tally.bySector, entities: tally.entities.count,
          effect: tally.effects.isEmpty ? nil : try? .sum(tally.effects))
      }.sorted { ($0.check, $0.severity) < ($1.check, $1.severity) }
    }
  }

  // MARK: Manifest

  /// SHA-256 of every input, by its name.
  private func inputDigests(
    _ phase: AssessPhase, _ inputs: RunInputs
  ) throws(BatchError) -> [String: FileDigest] {
    var digests = phase.digests
    for (name, digest) in inputs.tableDigests { digests[name] = FileDigest(digest) }
    for (name, path) in [("--balance-values", options.balanceValues), ("--decisions", options.decisions)] {
      guard let path else { continue }
      do { digests[name] = FileDigest(sha256(try FileSystem.read(path))) } catch { throw BatchError(error) }
    }
    return digests
  }

  /// - Returns: the manifest's SHA-256.
  private func writeManifest(
    _ phase: AssessPhase, _ inputs: [String: FileDigest], _ date: CalendarDate, to output: OutputFolder
  ) throws(BatchError) -> String {
    let manifest = Manifest(
      program: Program.name, version: Program.version, year: options.year,
      language: options.language.rawValue,
      asOf: date.description, rulebook: options.rulebook.digest, inputs: [:], outputs: [:])
    let writer = try FileWriter("\(output.path)/\(Manifest.fileName)")
    try manifest.write(
      filings: phase.entities.lazy.map {
        (
          $0.uscc,
          Manifest.CountingFiling(
            file: $0.display, submission: $0.submission, sha256: $0.digest?.text)
        )
      }, inputs: inputs, outputs: output.files
    ) { piece throws(BatchError) in try writer.write(piece) }
    return try writer.finish()
  }
}
