import ArgumentParser
import Batch

struct CompareCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "compare",
    abstract: "Compare the lines of cets assess with each other: which filings to assess once more.",
    discussion: """
      Runs the checks over the batch (E08, S11, S16) and writes a line a file in which they found something. These \
      filings are given to cets assess again with what was found. docs/assess.md describes the lines.
      """)

  @OptionGroup var results: ResultsArgument
  @OptionGroup var threads: JobsOption
  @OptionGroup var rules: RulebookOption

  @Option(name: .long, help: "The compliance year.")
  var year: Int

  func run() async throws {
    show(
      try await orExit { () throws(BatchError) in
        try await CompareRun(
          results: results.results, year: year, rulebook: try rules.load(), jobs: threads.jobs
        ).run()
      })
  }
}
