import ArgumentParser
import Batch
import FilingFormats
import Filings
import Foundation
import Rulebook

/// The paths that every command reads.
struct InputOptions: ParsableArguments {
  @Argument(
    help: "Files or folders of filings (XML or CSV). Folders are searched; symbolic links are not followed.")
  var paths: [String]

  @OptionGroup var threads: JobsOption

  var jobs: Int { threads.jobs }

  func validate() throws { try assureThere(paths) }
}

struct JobsOption: ParsableArguments {
  @Option(name: .long, help: "Threads to use (default: one a core).")
  var jobs: Int = ProcessInfo.processInfo.activeProcessorCount

  func validate() throws {
    if jobs < 1 { throw ValidationError("--jobs takes a number from 1") }
  }
}

/// The tables of filings that were assessed elsewhere.
struct TablesOption: ParsableArguments {
  @Option(
    name: .long,
    help: ArgumentHelp(
      "A file or folder with tables of allowance inputs, or of filings; can be repeated.",
      discussion: "What cets process would be given as PATH: of it the tables are read, XML is passed over.",
      valueName: "path"))
  var tables: [String] = []

  func validate() throws { try assureThere(tables) }
}

/// Files of the lines that `cets assess` wrote.
struct ResultsArgument: ParsableArguments {
  @Argument(help: "Files of result lines, in any order; - is standard input.")
  var results: [String]

  func validate() throws { try assureThere(results.filter { $0 != StandardInput.name }) }
}

private func assureThere(_ paths: [String]) throws {
  for path in paths where FileSystem.kind(of: path) == nil {
    throw ValidationError("there is no file or folder \(path)")
  }
}

struct LimitOptions: ParsableArguments {
  @Option(
    name: .customLong("limit"),
    help: ArgumentHelp(
      "Read larger files, or only smaller ones: NAME=NUMBER, with K, M or G; can be repeated.",
      discussion: "Names and defaults: "
        + ReaderLimits.Name.allCases.map { "\($0.rawValue)=\(ReaderLimits()[$0])" }.joined(separator: ", ")
        + "."))
  var changes: [String] = []

  /// The limits with what the command line changes.
  var limits: ReaderLimits {
    var limits = ReaderLimits()
    for change in changes { _ = limits.set(change) }
    return limits
  }

  func validate() throws {
    var limits = ReaderLimits()
    for change in changes where !limits.set(change) {
      throw ValidationError(
        "--limit takes NAME=NUMBER, for example csv-file=1G, not \(change); names and numbers are "
          + ReaderLimits.Name.allCases.map {
            "\($0.rawValue) (\($0.range.lowerBound)–\($0.range.upperBound))"
          }.joined(separator: ", "))
    }
  }
}

/// What a run that settles a year takes, whether it assesses the filings itself or not.
struct SettlingOptions: ParsableArguments {
  @Option(name: .long, help: "The compliance year. Filings of other years are left out and listed.")
  var year: Int

  @Option(name: .long, help: "The folder for the results.")
  var out: String

  @Option(
    name: .long, help: "A table of published balance values; without one they are solved for this batch.")
  var balanceValues: String?

  @Option(
    name: .long, help: "A table of decisions about findings: accepted, dismissed, or a value corrected.")
  var decisions: String?

  @Option(name: .long, help: "The day that reports carry (default: the newest submission).")
  var asOf: CalendarDate?
}

struct LanguageOption: ParsableArguments {
  @Option(name: .long, help: "Language of messages and reports: en or zh.")
  var language: Language = .en
}

struct RulebookOption: ParsableArguments {
  @Option(
    name: .long,
    help: "A folder of rulebook tables: each replaces the built-in table of its file name, or adds one.")
  var rulebook: String?

  /// The rulebook to use; a broken one is a reason not to start.
  func load() throws(BatchError) -> Rulebook {
    do {
      guard let rulebook else { return try Rulebook.embedded.get() }
      return try Rulebook.overridden(by: rulebook)
    } catch {
      throw BatchError("the rulebook cannot be loaded: \(error)")
    }
  }
}

/// What a run tells of itself to programs that watch it.
struct ObservationOptions: ParsableArguments {
  enum Log: String, ExpressibleByArgument, CaseIterable {
    case jsonl
  }

  @Option(
    name: .customLong("log"),
    help: "Tell of phases, counts, rejects and failures on standard error, one JSON object a line.")
  var format: Log?

  @Option(
    name: .long,
    help: "Add OpenLineage events of this run to a file: what it reads, what it writes, how it ended.")
  var openlineage: String?

  var log: RunLog { format == nil ? .off : .standardError }

  /// On a terminal the progress, unless standard error is a log.
  var progress: Batch.Progress { format == nil ? Progress() : Progress(isShown: false) }
}

extension Language: ExpressibleByArgument {}
extension Sector: ExpressibleByArgument {}
