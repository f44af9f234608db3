import ArgumentParser
import Batch
import Filings
import Reports

struct SettleCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "settle",
    abstract: "Settle what cets assess wrote: the same files as cets process --reports none.",
    discussion: """
      Reads the lines of cets assess, in any order, and writes the tables of results and manifest.json, byte for \
      byte as one run of cets process over the same filings would. docs/assess.md has the steps.
      """)

  @OptionGroup var results: ResultsArgument
  @OptionGroup var tables: TablesOption
  @OptionGroup var threads: JobsOption
  @OptionGroup var language: LanguageOption
  @OptionGroup var rules: RulebookOption
  @OptionGroup var limits: LimitOptions
  @OptionGroup var observation: ObservationOptions

  @OptionGroup var settling: SettlingOptions

  func run() async throws {
    let recorder = RunRecorder(command: "settle", log: observation.log)
    let outcome = try await orExit(log: observation.log) { () throws(BatchError) in
      var options = ProcessOptions(
        paths: tables.tables, year: settling.year, out: settling.out, balanceValues: settling.balanceValues,
        decisions: settling.decisions,
        jobs: threads.jobs, language: language.language, asOf: settling.asOf, rulebook: try rules.load(),
        reports: .none,
        limits: limits.limits, lineage: observation.openlineage)
      options.results = results.results
      return try await ProcessRun(options, progress: observation.progress, recorder: recorder).run()
    }
    try tell(outcome, of: settling.out, in: language.language)
  }
}
