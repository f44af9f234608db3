import ArgumentParser
import Batch
import Filings
import Reports

struct ConvertCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "convert",
    abstract: "Write the same filings as XML files or as CSV tables.",
    discussion:
      "The two forms carry the same content: XML to CSV and back gives the same filing. Numbers keep their decimals; -0 is written 0."
  )

  @OptionGroup var input: InputOptions
  @OptionGroup var language: LanguageOption

  @Option(name: .long, help: "The form to write: xml (one file a filing) or csv (one set of tables).")
  var to: ConvertRun.Form

  @Option(name: .long, help: "The folder to write into.")
  var out: String

  func run() async throws {
    let outcome = try await orExit { () throws(BatchError) in
      try await ConvertRun(paths: input.paths, form: to, out: out, jobs: input.jobs).run()
    }
    show(
      DiagnosticsText.render(outcome.diagnostics, language: language.language, colour: Terminal.isColoured))
    show("\(outcome.converted) filings converted into \(outcome.files.count) files in \(out)\n")
    if !outcome.diagnostics.isEmpty { throw ExitCode.findings }
  }
}

extension ConvertRun.Form: ExpressibleByArgument {}
