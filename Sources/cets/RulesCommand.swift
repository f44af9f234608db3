import ArgumentParser
import Batch
import Filings
import Rulebook

struct RulesCommand: ParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "rules", abstract: "List, show and check the rules: every factor, threshold and deadline.",
    subcommands: [List.self, Show.self, Check.self], defaultSubcommand: List.self)

  /// What narrows a list of rules.
  struct Selection: ParsableArguments {
    @Option(name: .long, help: "Only the rules in force in this year.")
    var year: Int?

    @Option(name: .long, help: "Only the rules of a sector: cement, steel or aluminium.")
    var sector: Sector?

    func apply(to entries: [RuleEntry]) -> [RuleEntry] {
      entries.filter { entry in
        let inYear = year.map(entry.isInForce) ?? true
        let ofSector = sector.map { entry.id.split(separator: ".").contains(Substring($0.rawValue)) } ?? true
        return inYear && ofSector
      }
    }
  }

  struct List: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "One line a rule: id, value, unit, years, source, standing, name.")

    @OptionGroup var rules: RulebookOption
    @OptionGroup var selection: Selection
    @OptionGroup var language: LanguageOption

    func run() async throws {
      let rulebook = try await orExit { () throws(BatchError) in try rules.load() }
      show(RulebookText.list(selection.apply(to: rulebook.entries), language: language.language))
    }
  }

  struct Show: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Everything about a rule: its values over the years, source, clause, standing.")

    @OptionGroup var rules: RulebookOption
    @OptionGroup var selection: Selection

    @Argument(help: "The rule's id, or the beginning of several: cement.process.portland, cement.process")
    var id: String

    func run() async throws {
      let rulebook = try await orExit { () throws(BatchError) in try rules.load() }
      let entries = selection.apply(to: rulebook.entries).filter { $0.id == id || $0.id.hasPrefix("\(id).") }
      if entries.isEmpty {
        complain("cets: no rule \(id); `cets rules list` shows all")
        throw ExitCode.usage
      }
      show(RulebookText.show(entries, in: rulebook))
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Prove that years have no gap or overlap, every source is named, and what can be recomputed agrees.")

    @OptionGroup var rules: RulebookOption

    func run() async throws {
      let rulebook = try await orExit { () throws(BatchError) in try rules.load() }
      let problems = RulebookCheck.problems(in: rulebook)
      show(RulebookText.check(problems, of: rulebook))
      if !problems.isEmpty { throw ExitCode.findings }
    }
  }
}
