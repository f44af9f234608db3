import ArgumentParser
import Batch
import Foundation

struct AssessCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "assess",
    abstract: "Assess filings from standard input, a line of JSON each: the parallel half of process.",
    discussion: """
      Reads framed filings from standard input and writes a line a filing, which cets settle turns into the same \
      files as cets process would write. Any number of these may share a nation, on any number of machines. \
      docs/assess.md describes frames and lines.

      Exit codes: 0 every filing has its line, rejected ones too; 2 usage; 3 no frames, or no disk.
      """)

  @Argument(help: "- for standard input.")
  var input: String

  @OptionGroup var tables: TablesOption
  @OptionGroup var threads: JobsOption
  @OptionGroup var rules: RulebookOption
  @OptionGroup var limits: LimitOptions

  @Option(name: .long, help: "The compliance year.")
  var year: Int

  @Option(name: .long, help: "A table of decisions about findings.")
  var decisions: String?

  func validate() throws {
    if input != StandardInput.name { throw ValidationError("cets assess reads standard input: give -") }
  }

  func run() async throws {
    try await orExit { () throws(BatchError) in
      let run = try AssessRun(
        AssessRun.Options(
          year: year, tables: tables.tables, decisions: decisions, rulebook: try rules.load(),
          limits: limits.limits, jobs: threads.jobs))
      try await run.run { line in try FileHandle.standardOutput.write(contentsOf: Data(line)) }
    }
  }
}
