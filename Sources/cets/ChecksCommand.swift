import ArgumentParser
import Batch
import Filings
import Rulebook

struct ChecksCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "checks",
    abstract: "The catalogue of checks: what each compares, its limit, severity, source and standing.",
    subcommands: [List.self, Show.self], defaultSubcommand: List.self)

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "One line a check.")

    @OptionGroup var rules: RulebookOption
    @OptionGroup var language: LanguageOption

    @Flag(name: .long, help: "The whole catalogue as a Markdown table.")
    var markdown = false

    func run() async throws {
      let rulebook = try await orExit { () throws(BatchError) in try rules.load() }
      show(
        markdown ? CheckText.markdown(rulebook) : CheckText.list(rulebook.checks, language: language.language)
      )
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Everything about a check and its limits.")

    @OptionGroup var rules: RulebookOption

    @Argument(help: "The check's id: I03.")
    var id: String

    func run() async throws {
      let rulebook = try await orExit { () throws(BatchError) in try rules.load() }
      guard let check = rulebook.checks.first(where: { $0.id == id.uppercased() }) else {
        complain("cets: no check \(id); `cets checks list` shows all")
        throw ExitCode.usage
      }
      show(CheckText.show(check, in: rulebook))
    }
  }
}
