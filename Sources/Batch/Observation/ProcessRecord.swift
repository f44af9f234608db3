import Filings
import Foundation

// What a run tells of itself while it goes and when it has ended.
extension ProcessRun {
  /// Nil where nobody asked for lineage.
  var lineage: LineageRecorder? {
    options.lineage.map { path in
      let named = [("--balance-values", options.balanceValues), ("--decisions", options.decisions)]
      return LineageRecorder(
        path: path, runID: recorder.runID, job: "\(recorder.command).\(options.year)", inputs: options.paths,
        named: Dictionary(
          uniqueKeysWithValues: named.compactMap { name, path in path.map { (name, $0) } }))
    }
  }

  func tellOfStart() {
    recorder.began([
      "year": .number(options.year), "paths": .list(options.paths), "out": .text(options.out),
      "jobs": .number(options.jobs), "reports": .text(options.reports.rawValue),
      "rulebook": .text(options.rulebook.digest),
    ])
  }

  func tellOfEnd(
    _ outcome: ProcessOutcome, _ settled: Settled, _ phase: AssessPhase, manifest: String,
    to output: OutputFolder
  ) throws(BatchError) {
    recorder.end()
    for rejected in outcome.rejected {
      let errors = rejected.diagnostics.filter { $0.severity == .error }
      recorder.log.event(
        "filing.rejected", .warning,
        [
          "file": .text(rejected.files.first ?? ""), "uscc": .text(rejected.uscc),
          "saved": .text("rejected/\(rejected.name).json"),
          "codes": .list(Set(errors.map(\.code.rawValue)).sorted()), "errors": .number(errors.count),
        ])
    }
    for note in outcome.notes { recorder.log.diagnostic(note) }
    let counts = RunSummary.Counts(
      filingsRead: phase.filingsRead, processed: outcome.processed, rejected: outcome.rejected.count,
      superseded: phase.superseded.count, otherYear: phase.otherYear.count, findings: outcome.findings,
      allocationUnits: settled.unitCount, filesWritten: output.count + 1,
      assessmentsKept: outcome.assessmentsKept, reportsKept: outcome.reportsKept)
    let summary = recorder.finish(counts, jobs: options.jobs, manifest: manifest)
    let bytes = try summary.json()
    do { try FileSystem.write(bytes, to: "\(output.path)/\(RunSummary.fileName)") } catch {
      throw BatchError(error)
    }
  }
}
