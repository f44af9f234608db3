import ArgumentParser
import Reports

struct VerifyCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "verify",
    abstract: "Show what the checks find in an entity's filing: place, values, limit, effect, question.",
    discussion: "Ends with 1 where a finding of severity S1 to S3 stands that nobody dismissed.")

  @OptionGroup var options: EntityOptions

  func run() async throws {
    let result = try await options.result()
    let text = FindingsText(
      filing: result.assessment.filing, statement: result.assessment.statement, rules: result.rules,
      facility: options.facility, language: options.language.language, isColoured: Terminal.isColoured)
    show(text.render())
    show(
      DiagnosticsText.render(
        result.notes, language: options.language.language, colour: Terminal.isColoured))
    let open = result.assessment.statement.findings.contains { $0.severity != .s4 && !$0.isDismissed }
    if open || !result.notes.isEmpty { throw ExitCode.findings }
  }
}
