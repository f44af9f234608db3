import ArgumentParser
import Batch
import Filings
import Foundation
import Reports

struct ValidateCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "validate",
    abstract: "Say what is wrong with filings, where, and how to mend it.",
    discussion: """
      Checks form, codes, references, units and completeness, and that the emissions can be calculated. \
      With - it reads one XML filing or CSV table from standard input. A table alone, by - or by its own path, is \
      checked for all that needs no other table; CSV-ALONE says what was left out.

      Ends with 0 where nothing is wrong, 1 where something is, 2 on wrong usage, 3 where it could not work.
      """)

  enum Format: String, ExpressibleByArgument, CaseIterable {
    case text, jsonl, sarif, junit
  }

  @Argument(
    help:
      "Files or folders of filings (XML or CSV), or -. Folders are searched; symbolic links are not followed."
  )
  var paths: [String] = []

  @Option(name: .long, help: "Threads to use (default: one a core).")
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  @OptionGroup var language: LanguageOption
  @OptionGroup var rules: RulebookOption
  @OptionGroup var limits: LimitOptions

  @Option(name: .long, help: "Output: text, jsonl, sarif (2.1.0) or junit.")
  var format: Format = .text

  @Option(name: .long, help: "Say what a diagnostic code means and how it is mended; all: every code.")
  var explain: String?

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1") }
    if explain == nil, paths.isEmpty { throw ValidationError("Missing expected argument '<paths> ...'") }
    if paths.count(where: { $0 == StandardInput.name }) > 1 {
      throw ValidationError("standard input can be read only once")
    }
    for path in paths where path != StandardInput.name && FileSystem.kind(of: path) == nil {
      throw ValidationError("there is no file or folder \(path)")
    }
  }

  func run() async throws {
    if let explain { return try show(explanationOf: explain) }
    let outcome = try await orExit { () throws(BatchError) in
      let rulebook = try rules.load()
      let input = paths.contains(StandardInput.name) ? try StandardInput.read(limits.limits) : nil
      defer { input?.remove() }
      return await ValidateRun(
        paths: paths, rulebook: rulebook, jobs: jobs, progress: Progress(), standardInput: input,
        limits: limits.limits
      ).run()
    }
    show(outcome)
    if outcome.diagnostics.contains(where: { $0.severity != .note }) { throw ExitCode.findings }
  }

  private func show(_ outcome: ValidateRun.Outcome) {
    let (diagnostics, language) = (outcome.diagnostics, language.language)
    switch format {
    case .text:
      cets.show(DiagnosticsText.render(diagnostics, language: language, colour: Terminal.isColoured))
      cets.show(
        DiagnosticsText.count(
          outcome.totals, isAtLeast: outcome.isAtLeast, filings: outcome.filings,
          inPart: outcome.filingsInPart,
          language: language))
    case .jsonl: cets.show(DiagnosticsDocuments.jsonLines(diagnostics))
    case .sarif:
      cets.show(
        DiagnosticsDocuments.sarif(
          diagnostics, program: Program.name, version: Program.version, language: language))
    case .junit:
      cets.show(DiagnosticsDocuments.junit(diagnostics, files: outcome.files, language: language))
    }
  }

  private func show(explanationOf text: String) throws {
    let codes: [DiagnosticCode]
    if text == "all" {
      codes = DiagnosticCode.allCases.sorted { $0.rawValue < $1.rawValue }
    } else if let code = DiagnosticLookup.code(text) {
      codes = [code]
    } else {
      let meant = DiagnosticLookup.nearest(to: text).map { "; did you mean \($0)?" } ?? ""
      complain("cets: no diagnostic has the code \(text)\(meant) (--explain all shows every code)")
      throw ExitCode.usage
    }
    if format == .jsonl { return cets.show(DiagnosticGuide.jsonLines(codes)) }
    cets.show(codes.map { DiagnosticGuide($0).text }.joined(separator: "\n"))
  }
}
