import ArgumentParser
import Batch
import Book
import Filings
import Quantities
import Reports
import Rulebook

extension BookCommand {
  struct Statement: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "An entity's statement, a province's or the nation's, as the book knew it on any day.")

    enum Format: String, EnumerableFlag {
      case html, xlsx, csv
    }

    @Argument(help: "The book.")
    var book: String

    @Option(name: .long, help: "The entity's unified social credit code.")
    var entity: String?

    @Option(name: .long, help: "A province, by GB/T 2260: 340000.")
    var province: String?

    @Flag(name: .long, help: "The whole market.")
    var nation = false

    @Flag(help: "What to write.")
    var format: Format = .html

    @Option(name: .long, help: "Only what was booked up to this day.")
    var asOf: CalendarDate?

    @Option(name: .long, help: "The first day of an entity's movements; what came before is the opening.")
    var from: CalendarDate?

    @Option(
      name: .long,
      help: "The compliance year of a province's or the nation's statement (default: the newest).")
    var year: Int?

    @Option(
      name: .long, help: "National emissions in tCO2e, of which the share of the allocation units is stated.")
    var nationalTotal: String?

    @Option(
      name: .long, help: "The file to write (default: standard output; for a workbook a name in this folder)."
    )
    var out: String?

    @OptionGroup var language: LanguageOption
    @OptionGroup var rules: RulebookOption

    func validate() throws {
      let named = (entity == nil ? 0 : 1) + (province == nil ? 0 : 1) + (nation ? 1 : 0)
      if named != 1 { throw ValidationError("say one of --entity USCC, --province CODE, --nation") }
      if let nationalTotal, (try? FixedDecimal(nationalTotal)).map({ $0 > .zero }) != true {
        throw ValidationError("--national-total takes a number above zero")
      }
    }

    func run() async throws {
      let rulebook = try await orExit { () throws(BatchError) in try rules.load() }
      if let entity { return try await writeEntity(entity, rulebook) }
      let total = try nationalTotal.map { try FixedDecimal($0) }
      let statement = try await withBook(book) { book throws(BookError) in
        if let province { try book.requireProvince(province) }
        return try book.marketStatement(
          province: province, year: year, asOf: asOf, nationalTotal: total, rulebook: rulebook)
      }
      guard let statement else { throw nothing("the book has no compliance year yet") }
      let name = "statement-\(province ?? "nation")-\(statement.year).xlsx"
      switch format {
      case .html: try await write(statement.html(in: language.language))
      case .csv: try await write(statement.csv())
      case .xlsx: try await writeWorkbook(name) { try statement.writeWorkbook(to: $0) }
      }
    }

    private func writeEntity(_ uscc: String, _ rulebook: Rulebook) async throws {
      let statement = try await withBook(book) { book throws(BookError) in
        try book.statement(of: uscc, from: from, asOf: asOf, rulebook: rulebook)
      }
      guard let statement else { throw nothing("the book has no entity \(uscc)") }
      switch format {
      case .html: try await write(statement.html(in: language.language))
      case .csv: try await write(statement.csv())
      case .xlsx: try await writeWorkbook("statement-\(uscc).xlsx") { try statement.writeWorkbook(to: $0) }
      }
    }

    private func nothing(_ reason: String) -> ExitCode {
      complain("cets: \(book): \(reason)")
      return ExitCode.usage
    }

    private func write(_ bytes: [UInt8]) async throws {
      guard let out else { return show(bytes) }
      try await orExit { () throws(BatchError) in
        do throws(FileError) { try FileSystem.write(bytes, to: out) } catch { throw BatchError(error) }
      }
    }

    private func writeWorkbook(_ name: String, _ body: (String) throws -> Void) async throws {
      try await cets.writeWorkbook(out ?? name, body)
    }
  }

  struct Tables: AsyncParsableCommand {
    static let configuration = CommandConfiguration(
      abstract: "The official tables 1-2 to 1-5 and 2-2 to 2-5 as issued, one workbook.")

    @Argument(help: "The book.")
    var book: String

    @Option(name: .long, help: "A province, by GB/T 2260 (default: all).")
    var province: String?

    @Option(name: .long, help: "The compliance year (default: the newest).")
    var year: Int?

    @Flag(name: .long, help: "Write a workbook, the only form there is.")
    var xlsx = false

    @Option(name: .long, help: "The file to write.")
    var out: String?

    @OptionGroup var rules: RulebookOption

    func run() async throws {
      let rulebook = try await orExit { () throws(BatchError) in try rules.load() }
      let issued = try await withBook(book) { book throws(BookError) in
        if let province { try book.requireProvince(province) }
        return try book.issuedYear(year, rulebook: rulebook)
      }
      guard let issued else {
        complain("cets: \(book): nothing is pre-allocated or determined yet")
        throw ExitCode.usage
      }
      let tables = OfficialTables(
        year: issued.year, allocations: issued.allocations, issues: issued.issues, province: province)
      try await writeWorkbook(out ?? "tables-\(province ?? "nation")-\(issued.year).xlsx") {
        try tables.write(to: $0, created: issued.date)
      }
    }
  }
}

/// Writes a workbook beside its place and renames it into it.
private func writeWorkbook(_ path: String, _ body: (String) throws -> Void) async throws {
  try await orExit { () throws(BatchError) in
    let part = "\(path).part"
    do {
      try body(part)
      try FileSystem.move(part, to: path)
    } catch {
      FileSystem.remove(part)
      throw BatchError("cannot write \(path): \(error)")
    }
  }
  show("\(path) is written\n")
}
