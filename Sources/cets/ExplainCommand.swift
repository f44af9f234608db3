import ArgumentParser
import Batch
import Filings
import Reports

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract: "Show how an entity's numbers come about, down to the filing's lines and the rules.",
    discussion: """
      Prints a tree: totals, sources, months, and for each month the formula with its numbers, where each \
      comes from, and the value before and after rounding. Give the whole batch as PATH: a balance value \
      that was not published is solved for all of it.
      """)

  @OptionGroup var input: InputOptions
  @OptionGroup var language: LanguageOption
  @OptionGroup var rules: RulebookOption

  @Option(name: .long, help: "The entity's unified social credit code.")
  var entity: String

  @Option(name: .long, help: "Only this facility; - is the enterprise itself.")
  var facility: String?

  @Option(name: .long, help: "The year (default: the newest the entity filed for).")
  var year: Int?

  func run() async throws {
    let (text, diagnostics) = try await orExit { () throws(BatchError) in
      let request = ExplainRun.Request(
        paths: input.paths, uscc: entity, facility: facility, year: year, language: language.language,
        rulebook: try rules.load(), jobs: input.jobs)
      return try await ExplainRun(request).run()
    }
    show(text)
    let errors = diagnostics.filter { $0.severity == .error }
    show(DiagnosticsText.render(errors, language: language.language, colour: Terminal.isColoured))
    if !errors.isEmpty { throw ExitCode.findings }
  }
}
