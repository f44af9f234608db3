import ArgumentParser
import Batch
import Book
import Filings
import Reports
import Rulebook

struct BookCommand: AsyncParsableCommand {
  static let configuration = CommandConfiguration(
    commandName: "book",
    abstract: "The allowance book: what every entity and province has, owes and will owe.",
    discussion: """
      An SQLite file with a journal that is only added to. Pre-allocation, deductions, trades, CCER and the rest \
      come as CSV tables (schemas/csv); determinations come from the results of cets process.
      """,
    subcommands: [
      Init.self, Post.self, Determine.self, Surrender.self, Statement.self, Tables.self, Check.self,
      Backup.self,
      Restore.self, Close.self, Dump.self,
    ])

  struct Init: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a new book.")

    @Argument(help: "The file of the book.")
    var book: String

    func run() async throws {
      try await orExit { () throws(BatchError) in
        try Book.working { () throws(BookError) in try Book.create(at: book) }
      }
      show("\(book) is ready\n")
    }
  }

  /// How movements are posted.
  struct PostingOptions: ParsableArguments {
    @Option(name: .long, help: "The day of what carries none (default: by the rulebook's calendar).")
    var date: CalendarDate?

    @OptionGroup var last: LatestOption

    @Flag(
      name: .long,
      help: "Show what would be posted, and how far the day of the book would move; write nothing.")
    var dryRun = false

    func options(again: Bool = false, incomplete: Bool = false) -> PostOptions {
      PostOptions(date: date, latest: last.latest, isDry: dryRun, isAgain: again, isIncomplete: incomplete)
    }
  }

  struct LatestOption: ParsableArguments {
    @Option(
      name: .long,
      help:
        "The latest day that is no slip (default: a year after the last deadline that the rulebook and the book know)."
    )
    var latest: CalendarDate?
  }

  struct Post: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Post tables, in the order given; each wholly or not at all.",
      discussion: """
        Tables, known by their header row: preallocation, deductions, holdings, trades, ccer, carry_over, \
        differentiated, cancellations, reversals, entities. A file that the book has already changes nothing; one \
        whose entries were reversed is refused, or posted once more with --again.
        """)

    @Argument(help: "The book.")
    var book: String

    @Argument(help: "The tables.")
    var paths: [String]

    @Flag(name: .long, help: "Post a file once more whose entries were all reversed.")
    var again = false

    @OptionGroup var posting: PostingOptions
    @OptionGroup var language: LanguageOption
    @OptionGroup var rules: RulebookOption

    func validate() throws {
      for path in paths where FileSystem.kind(of: path) != .file {
        throw ValidationError("there is no file \(path)")
      }
    }

    func run() async throws {
      let outcome = try await orExit { () throws(BatchError) in
        try PostRun(
          book: book, paths: paths, rulebook: rules.load(), options: posting.options(again: again)
        ).run()
      }
      for posted in outcome.posted { tell(posted, isDry: posting.dryRun, language.language) }
      for skipped in outcome.skipped {
        complain("cets: \(skipped) was not looked at, because a file before it was refused")
      }
      if outcome.posted.contains(where: \.isRefused) { throw ExitCode.findings }
      if outcome.posted.contains(where: \.hasWarnings) { throw ExitCode.findings }
    }
  }

  struct Determine: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract:
        "Determine a year from verified results: issue the rest, take back the surplus, set what is due.",
      discussion:
        "The results must be as cets process wrote them. Run it again after a correction: only differences are posted."
    )

    @Argument(help: "The book.")
    var book: String

    @Argument(help: "The results of cets process: out/2025.")
    var results: String

    @Flag(
      name: .long,
      help: "Determine although filings were rejected and the balance value was solved without them.")
    var incomplete = false

    @OptionGroup var posting: PostingOptions
    @OptionGroup var language: LanguageOption
    @OptionGroup var rules: RulebookOption

    func run() async throws {
      let outcome = try await orExit { () throws(BatchError) in
        try DetermineRun(
          book: book, results: results, rulebook: rules.load(),
          options: posting.options(incomplete: incomplete)
        ).run()
      }
      tell(outcome, isDry: posting.dryRun, language.language)
      if outcome.isRefused || outcome.hasWarnings { throw ExitCode.findings }
    }
  }

  struct Surrender: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Surrender what is due: the oldest year first, with the oldest vintage that may be used.")

    @Argument(help: "The book.")
    var book: String

    @Option(name: .long, help: "The entity's unified social credit code.")
    var entity: String?

    @Flag(name: .long, help: "All entities.")
    var all = false

    @Flag(
      help:
        "Use CCER up to their limit before allowances, or only for what allowances do not cover (default).")
    var credits: CreditsFlag = .ccerLast

    @Option(
      name: .long,
      help: "The newest compliance year to surrender for (default: the newest with something due).")
    var year: Int?

    @OptionGroup var posting: PostingOptions
    @OptionGroup var language: LanguageOption
    @OptionGroup var rules: RulebookOption

    enum CreditsFlag: String, EnumerableFlag {
      case ccerFirst, ccerLast
    }

    func validate() throws {
      if (entity == nil) != all { throw ValidationError("name one entity with --entity, or say --all") }
    }

    func run() async throws {
      let outcome = try await orExit { () throws(BatchError) in
        let rulebook = try rules.load()
        let order = SurrenderOrder(uscc: entity, year: year, credits: credits == .ccerFirst ? .first : .last)
        let request = PostRequest(
          name: "surrender", sha256: "", rulebook: rulebook, options: posting.options())
        return try Book.working { () throws(BookError) in
          let book = try Book.open(self.book)
          defer { book.close() }
          return try book.surrender(order, request)
        }
      }
      tell(outcome, isDry: posting.dryRun, language.language)
      if outcome.isRefused { throw ExitCode.findings }
    }
  }

  struct Check: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Prove that the book balances, from its journal alone, or say where it does not.",
      discussion:
        "What breaks a rule of the rulebook though it balances (CCER above their limit) is said too.")

    @Argument(help: "The book.")
    var book: String

    @OptionGroup var language: LanguageOption
    @OptionGroup var rules: RulebookOption

    func run() async throws {
      let rulebook = try await orExit { () throws(BatchError) in try rules.load() }
      let check = try await withBook(book) { book throws(BookError) in try book.check(rulebook: rulebook) }
      show(PostingText.check(check, language: language.language))
      if !check.problems.isEmpty || !check.breaches.isEmpty { throw ExitCode.findings }
    }
  }

  struct Backup: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Copy the book as it is now; others may go on posting.")

    @Argument(help: "The book.")
    var book: String

    @Argument(help: "The copy; it must not exist yet.")
    var copy: String

    func run() async throws {
      try await withBook(book) { book throws(BookError) in try book.backup(to: copy) }
      show("\(copy) is written\n")
    }
  }

  struct Restore: AsyncParsableCommand {
    static let configuration = CommandConfiguration(abstract: "Make a book from a backup that balances.")

    @Argument(help: "The backup.")
    var copy: String

    @Argument(help: "The book; it must not exist yet.")
    var book: String

    func run() async throws {
      try await orExit { () throws(BatchError) in
        try Book.working { () throws(BookError) in try Book.restore(copy, to: book) }
      }
      show("\(book) is restored from \(copy)\n")
    }
  }
}

extension BookCommand {
  struct Close: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Close the days before a day: statements of them never change again.",
      discussion: "Whatever is posted later is booked on that day or after it, and keeps its own date beside."
    )

    @Argument(help: "The book.")
    var book: String

    @Option(name: .long, help: "The first day that stays open.")
    var date: CalendarDate

    @OptionGroup var last: LatestOption
    @OptionGroup var rules: RulebookOption

    func run() async throws {
      try await orExit { () throws(BatchError) in
        let rulebook = try rules.load()
        try Book.working { () throws(BookError) in
          let book = try Book.open(self.book)
          defer { book.close() }
          try book.closeDays(before: date, rulebook: rulebook, latest: last.latest)
        }
      }
      show("\(book): the days before \(date) are closed\n")
    }
  }

  struct Dump: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "Write the book as a script for PostgreSQL, where the server proves it again.",
      discussion:
        "Load it with psql --set ON_ERROR_STOP=1 --file FILE DATABASE; the tables stand in the schema book.")

    @Argument(help: "The book.")
    var book: String

    @Flag(name: .long, help: "For PostgreSQL, the only form there is.")
    var postgres = false

    func run() async throws {
      try await withBook(book) { book throws(BookError) in try book.dumpForPostgres { show($0) } }
    }
  }
}

extension PostOutcome {
  var hasWarnings: Bool { diagnostics.contains { $0.severity == .warning } }
}

/// Opens a book for reading, and turns its failures into exit codes.
func withBook<Value>(_ path: String, _ work: (Book) throws(BookError) -> Value) async throws -> Value {
  try await orExit { () throws(BatchError) in
    try Book.working { () throws(BookError) in
      let book = try Book.openForReading(path)
      defer { book.close() }
      return try work(book)
    }
  }
}

/// What posting a document came to.
private func tell(_ outcome: PostOutcome, isDry: Bool, _ language: Language) {
  show(DiagnosticsText.render(outcome.diagnostics, language: language, colour: Terminal.isColoured))
  show(PostingText.line(outcome, isDry: isDry, language: language))
}
