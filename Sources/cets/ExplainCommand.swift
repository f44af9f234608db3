import ArgumentParser
import Reports

struct ExplainCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "explain",
    abstract:
      "Show how an entity's numbers come about: total, source, month, formula, the filing's line, rule, correction."
  )

  @OptionGroup var options: EntityOptions

  func run() async throws {
    let result = try await options.result()
    show(
      ExplainText.tree(
        filing: result.assessment.filing, statement: result.assessment.statement,
        allocations: result.allocations, facility: options.facility, language: options.language.language))
    show(
      DiagnosticsText.render(
        result.notes, language: options.language.language, colour: Terminal.isColoured))
    if !result.notes.isEmpty { throw ExitCode.findings }
  }
}
