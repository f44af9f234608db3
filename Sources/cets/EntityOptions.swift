import ArgumentParser
import Batch
import Reports
import Rulebook

/// Which entity a command tells of, and by what rules and decisions.
struct EntityOptions: ParsableArguments {
  @OptionGroup var input: InputOptions
  @OptionGroup var language: LanguageOption
  @OptionGroup var rules: RulebookOption

  @Option(name: .long, help: "The entity's unified social credit code.")
  var entity: String

  @Option(name: .long, help: "Only this facility; - is the enterprise itself.")
  var facility: String?

  @Option(name: .long, help: "The year (default: the newest the entity filed for).")
  var year: Int?

  @Option(name: .long, help: "A table of decisions about findings.")
  var decisions: String?

  func run() async throws(BatchError) -> EntityRun.Outcome {
    let request = EntityRun.Request(
      paths: input.paths, uscc: entity, facility: facility, year: year, decisions: decisions,
      rulebook: try rules.load(), jobs: input.jobs)
    return try await EntityRun(request).run()
  }

  /// The result; or says why there is none, and ends.
  func result() async throws -> EntityRun.Result {
    switch try await orExit({ () throws(BatchError) in try await run() }) {
    case .assessed(let result): return result
    case .rejected(let diagnostics):
      show(
        DiagnosticsText.render(
          diagnostics.filter { $0.severity == .error }, language: language.language,
          colour: Terminal.isColoured))
      throw ExitCode.findings
    }
  }
}
