import ArgumentParser
import Batch
import Filings
import Reports

struct DiffCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "diff",
    abstract: "What changed between two runs, and why.",
    discussion: """
      Compares emissions.csv, allowances.csv and findings.csv of two folders that cets process wrote, entity by \
      entity, and names the reasons that the manifests know: another submission, a changed file, decisions, a \
      rulebook, the program, the sector's balance value.

      Exit codes: 0 the same; 1 different; 2 usage; 3 a folder that is not what its manifest says.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, csv
  }

  @Argument(help: "The folder of the earlier run.")
  var before: String

  @Argument(help: "The folder of the later run.")
  var after: String

  @Option(name: .long, help: "text or csv.")
  var format: Format = .text

  @OptionGroup var language: LanguageOption

  func run() async throws {
    let difference = try await orExit { () throws(BatchError) in try DiffRun(before, after).run() }
    switch format {
    case .text: show(difference.text(in: language.language))
    case .csv: show(difference.csv(in: language.language))
    }
    if !difference.entities.isEmpty { throw ExitCode.findings }
  }
}
