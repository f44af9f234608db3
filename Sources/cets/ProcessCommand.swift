import ArgumentParser
import Batch
import Filings
import Reports

struct ProcessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "process",
    abstract: "Calculate emissions and settle the year's allowances: reports, tables, result files.",
    discussion: """
      Writes summary.html, official-tables.xlsx, allowances.csv, emissions.csv, findings.csv (and .jsonl, \
      .sarif), entities/USCC/ with the compliance and the verification report, rejected/ and manifest.json \
      into the output folder. The same inputs give the same \
      bytes, whatever the number of threads. Run again into the same folder, it assesses only \
      those filings again that changed, and writes only those entities' reports again that would be others, or are \
      missing or changed. Beside them run.json tells how long the run took.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var language: LanguageOption
  @OptionGroup var rules: RulebookOption
  @OptionGroup var limits: LimitOptions
  @OptionGroup var observation: ObservationOptions

  @OptionGroup var settling: SettlingOptions

  @Option(name: .long, help: "Which reports to write: all, or none but the result tables.")
  var reports: ProcessOptions.Reports = .all

  @Flag(
    name: .long, help: "Also write annexes 1 to 3 of each verifier's report as entities/USCC/annexes.xlsx.")
  var workbooks = false

  @Flag(
    name: .long,
    help: "Assess every filing and write every report again, whatever an earlier run left in the folder.")
  var fresh = false

  func run() async throws {
    let recorder = RunRecorder(command: "process", log: observation.log)
    let outcome = try await orExit(log: observation.log) { () throws(BatchError) in
      var options = ProcessOptions(
        paths: input.paths, year: settling.year, out: settling.out, balanceValues: settling.balanceValues,
        decisions: settling.decisions, jobs: input.jobs,
        language: language.language, asOf: settling.asOf, rulebook: try rules.load(), reports: reports,
        workbooks: workbooks, limits: limits.limits, lineage: observation.openlineage)
      options.isFresh = fresh
      return try await ProcessRun(options, progress: observation.progress, recorder: recorder).run()
    }
    try tell(outcome, of: settling.out, in: language.language)
  }
}

extension CalendarDate: ExpressibleByArgument {
  /// A day as the command line writes it: 2026-03-31.
  public init?(argument: String) {
    self.init(argument)
  }
}

extension ProcessOptions.Reports: ExpressibleByArgument {}
