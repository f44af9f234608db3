import ArgumentParser
import Batch
import Filings
import Reports

struct SimulateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "simulate",
    abstract: "What other rules and prices would mean: policy and price scenarios over verified results.",
    discussion: """
      Reads the results of cets process and one or more scenarios (YAML, see docs/simulate.md), and writes \
      simulation.html, entities.csv, sectors.csv, provinces.csv, marginal.csv, abatement.csv and manifest.json. The rules \
      of the results' year carried on unchanged stand beside them as `base`. A scenario is a user's \
      assumption, never law.
      """)

  @Argument(help: "The folder of results: what cets process wrote with --out.")
  var results: String

  @OptionGroup var language: LanguageOption
  @OptionGroup var rules: RulebookOption

  @Option(name: .long, help: "A scenario to run; may be given several times.")
  var scenario: [String]

  @Option(name: .long, help: "The folder to write into.")
  var out: String

  func validate() throws {
    if scenario.isEmpty { throw ValidationError("give at least one --scenario") }
    for path in scenario where FileSystem.kind(of: path) == nil {
      throw ValidationError("there is no file \(path)")
    }
  }

  func run() async throws {
    let outcome = try await orExit { () throws(BatchError) in
      try SimulateRun(
        SimulateOptions(
          results: results, scenarios: scenario, out: out, language: language.language,
          rulebook: try rules.load())
      ).run()
    }
    show(
      DiagnosticsText.render(outcome.diagnostics, language: language.language, colour: Terminal.isColoured))
    guard let simulation = outcome.simulation else { throw ExitCode.usage }
    show(simulation.text(in: language.language))
    show("results in \(out)\n")
    if !simulation.differing.isEmpty { throw ExitCode.findings }
  }
}
