import ArgumentParser
import Batch
import Filings
import Reports

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Say what is wrong with filings, where, and how to mend it.",
    discussion:
      "Checks form, codes, references, units and completeness, and that the emissions can be calculated.")

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, jsonl, sarif, junit
  }

  @OptionGroup var input: InputOptions
  @OptionGroup var language: LanguageOption
  @OptionGroup var rules: RulebookOption

  @Option(name: .long, help: "Output: text, jsonl, sarif (2.1.0) or junit.")
  var format: Format = .text

  func run() async throws {
    let outcome = try await orExit { () throws(BatchError) in
      let rulebook = try rules.load()
      return await ValidateRun(paths: input.paths, rulebook: rulebook, jobs: input.jobs, progress: Progress())
        .run()
    }
    let (diagnostics, language) = (outcome.diagnostics, language.language)
    switch format {
    case .text:
      show(DiagnosticsText.render(diagnostics, language: language, colour: Terminal.isColoured))
      let counts = Diagnostic.Severity.allCases.map { severity in
        "\(diagnostics.count { $0.severity == severity }) \(severity.rawValue)s"
      }
      show("\(outcome.filings) filings: \(counts.joined(separator: ", "))\n")
    case .jsonl: show(DiagnosticsDocuments.jsonLines(diagnostics))
    case .sarif:
      show(
        DiagnosticsDocuments.sarif(
          diagnostics, program: Program.name, version: Program.version, language: language))
    case .junit: show(DiagnosticsDocuments.junit(diagnostics, files: outcome.files, language: language))
    }
    if diagnostics.contains(where: { $0.severity != .note }) { throw ExitCode.findings }
  }
}
