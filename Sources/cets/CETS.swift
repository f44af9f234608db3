import ArgumentParser
import Batch
import Foundation

/// The command line: arguments, progress, exit codes; nothing else.
@main
struct CETS: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "cets",
    abstract:
      "Verified emissions, compliance reports and allowance true-ups for China's national carbon market.",
    discussion: """
      Reads a year's filings of cement, steel and aluminium entities (XML or CSV), calculates their \
      emissions by the official guidelines, and settles the year's allowances.

      Exit codes: 0 all fine; 1 findings or rejected filings; 2 usage; 3 the program could not do its work.
      """,
    version: Program.version,
    subcommands: [
      ProcessCommand.self, ValidateCommand.self, ExplainCommand.self, VerifyCommand.self, ConvertCommand.self,
      TemplateCommand.self, AssessCommand.self, CompareCommand.self, SettleCommand.self, DiffCommand.self,
      BookCommand.self, SimulateCommand.self, RulesCommand.self,
      ChecksCommand.self,
    ])

  /// As `AsyncParsableCommand.main`, but a wrong command line ends with 2 as documented.
  static func main() async {
    do {
      var command = try parseAsRoot()
      if var asynchronous = command as? any AsyncParsableCommand {
        try await asynchronous.run()
      } else {
        try command.run()
      }
    } catch {
      let code = exitCode(for: error)
      let text = fullMessage(for: error)
      if code == .success {
        if !text.isEmpty { show(text + "\n") }
      } else if !text.isEmpty {
        complain(text)
      }
      Foundation.exit(code == .validationFailure ? ExitCode.usage.rawValue : code.rawValue)
    }
  }
}
