import FilingFormats
import Filings
import Foundation
import GRDB
import Quantities
import Rulebook
import Testing

@testable import Book

/// A book in a folder of its own, and short ways to post into it.
final class TestBook {
  let folder: URL
  let book: Book
  let rulebook: Rulebook
  private var documents = 0

  init(rulebook: Rulebook? = nil) throws {
    folder = FileManager.default.temporaryDirectory.appendingPathComponent("cets-book-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    let path = folder.appendingPathComponent("test.book").path
    try Book.create(at: path)
    book = try Book.open(path)
    self.rulebook = try rulebook ?? Rulebook.embedded.get()
  }

  deinit {
    book.close()
    try? FileManager.default.removeItem(at: folder)
  }

  /// Posts a table given as text.
  ///
  /// - Parameter content: what the book knows the table again by, a letter of hexadecimal digits; nil for nothing.
  @discardableResult
  func post(
    _ csv: String, date: String? = nil, latest: String? = nil, isDry: Bool = false,
    content: Character? = nil, isAgain: Bool = false
  ) throws -> PostOutcome {
    documents += 1
    let file = CSVFile(path: "table-\(documents).csv", bytes: Data(csv.utf8))
    return try book.post(
      file, request(date, latest: latest, isDry: isDry, content: content, isAgain: isAgain))
  }

  func request(
    _ date: String? = nil, latest: String? = nil, isDry: Bool = false, content: Character? = nil,
    isAgain: Bool = false, isIncomplete: Bool = false
  ) -> PostRequest {
    PostRequest(
      name: "table-\(documents).csv", sha256: content.map { String(repeating: $0, count: 64) } ?? "",
      rulebook: rulebook,
      options: PostOptions(
        date: date.flatMap { CalendarDate($0) }, latest: latest.flatMap { CalendarDate($0) }, isDry: isDry,
        isAgain: isAgain, isIncomplete: isIncomplete))
  }

  /// Determines one unit `L1` of each entity.
  @discardableResult
  func determine(
    _ units: [(uscc: String, determined: Int, due: Int)], date: String = "2026-09-30", run: Int = 1,
    year: Int = 2025, source: String = "test", rejected: [String] = [], isIncomplete: Bool = false,
    called: String = "Entity"
  ) throws
    -> PostOutcome
  {
    let entities = units.map { unit in
      DeterminationInput.Entity(
        uscc: unit.uscc, name: "\(called) \(unit.uscc)", sector: .cement, province: "340000",
        units: [
          DeterminedUnit(
            sector: .cement, uscc: unit.uscc, unit: "L1", emissions: "\(unit.due).25", output: "1000",
            intensity: "0.8500",
            balanceValue: "0.860000", balanceSource: source, specialCase: "", determined: unit.determined,
            due: unit.due,
            details: "")
        ], preallocated: nil)
    }
    let digest = String(repeating: "\(run)", count: 64)
    let input = DeterminationInput(
      year: year, entities: entities,
      rejected: rejected.map { DeterminationInput.Rejection(files: "\($0).xml", uscc: $0) }, run: digest)
    return try book.determine(input, request(date, isIncomplete: isIncomplete))
  }

  @discardableResult
  func surrender(
    _ uscc: String? = nil, credits: SurrenderOrder.Credits = .last, date: String? = "2026-12-31",
    year: Int? = nil
  )
    throws -> PostOutcome
  {
    try book.surrender(SurrenderOrder(uscc: uscc, year: year, credits: credits), request(date))
  }

  func balance(_ kind: AccountKind, _ owner: String, _ vintage: Int = 2025) throws -> Int {
    try book.read { try Journal($0).balance(AccountKey(kind, owner, vintage)) }
  }

  func statement(_ uscc: String, asOf: String? = nil) throws -> EntityStatement {
    try #require(try book.statement(of: uscc, asOf: asOf.flatMap { CalendarDate($0) }, rulebook: rulebook))
  }

  func position(_ uscc: String, asOf: String? = nil, year: Int = 2025) throws -> YearPosition {
    try #require(try statement(uscc, asOf: asOf).years.last { $0.year == year })
  }

  var isBalanced: Bool {
    get throws { try book.check().problems.isEmpty }
  }
}

/// Valid credit codes of fictional entities.
func code(_ index: Int) -> String {
  let digits = String(index)
  let body = "91340000MA" + String(repeating: "0", count: 7 - digits.count) + digits
  return body + String(USCC.checkCharacter(for: body) ?? "0")
}

let anhui = code(1)
let other = code(2)

func preallocation(_ uscc: String, _ lastYear: String, ratio: String = "50", unit: String = "L1") -> String {
  "uscc,year,unit,last_year_verified,ratio_percent\n\(uscc),2025,\(unit),\(lastYear),\(ratio)\n"
}
