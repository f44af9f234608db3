import Filings
import Foundation
import GRDB
import Rulebook
import Testing

@testable import Book

private let entities = "uscc,year,name,sector,submission,submitted_on,province,industry_class\n"

@Suite("Names, sectors and provinces as the book knew them on a day")
struct NamingTests {
  private func market(_ test: TestBook, _ province: String, asOf: String) throws -> MarketStatement {
    try #require(
      try test.book.marketStatement(
        province: province, year: 2025, asOf: CalendarDate(asOf), nationalTotal: nil, rulebook: test.rulebook)
    )
  }

  @Test("an entity that moves to another province moves from that day on, not before")
  func move() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 400)], date: "2026-09-30")
    try test.post(entities + "\(anhui),2025,New name,steel,1,2026-03-01,110000,3011\n", date: "2026-11-01")
    let before = try test.statement(anhui, asOf: "2026-10-31").entity
    #expect(before.name == "Entity \(anhui)" && before.province == "340000" && before.sector == .cement)
    #expect(try market(test, "340000", asOf: "2026-10-31").entities.count == 1)
    #expect(try market(test, "110000", asOf: "2026-10-31").entities.isEmpty)
    let after = try test.statement(anhui, asOf: "2026-11-01").entity
    #expect(after.name == "New name" && after.province == "110000" && after.sector == .steel)
    #expect(try market(test, "340000", asOf: "2026-11-01").entities.isEmpty)
    #expect(try market(test, "110000", asOf: "2026-11-01").entities.count == 1)
    #expect(try test.isBalanced)
  }

  @Test("what the first determination names has no name on earlier days")
  func firstDetermination() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "1000"), date: "2026-04-10")
    try test.determine([(anhui, 300, 400)], date: "2026-09-30")
    let before = try test.statement(anhui, asOf: "2026-09-29").entity
    #expect(before == BookEntity(unnamed: anhui) && before.name.isEmpty && before.sector == nil)
    #expect(try market(test, "340000", asOf: "2026-09-29").entities.first?.entity == before)
    #expect(try test.statement(anhui).entity.name == "Entity \(anhui)")
  }

  @Test("results with a new name and the same numbers bring it; the same again leave a newer one")
  func newName() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 400)], date: "2026-09-30", run: 1)
    try test.determine([(anhui, 300, 400)], date: "2026-10-10", run: 2, called: "Renamed")
    #expect(try test.statement(anhui).entity.name == "Renamed \(anhui)")
    #expect(try test.statement(anhui, asOf: "2026-10-09").entity.name == "Entity \(anhui)")
    try test.post(entities + "\(anhui),2025,By table,cement,1,2026-03-01,340000,3011\n", date: "2026-11-01")
    try test.determine([(anhui, 300, 400)], date: "2026-11-10", run: 3, called: "Renamed")
    #expect(try test.statement(anhui).entity.name == "By table")
    #expect(try test.isBalanced)
  }

  @Test("the same names again change nothing")
  func same() throws {
    let test = try TestBook()
    let row = "\(anhui),2025,A name,steel,1,2026-03-01,110000,3011\n"
    #expect(try test.post(entities + row).isPosted)
    #expect(try !test.post(entities + row + "\n").isPosted)
  }

  @Test("a book of version 1 is read as it is, opens for writing, and keeps what it said")
  func versionOne() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "cets-book-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let path = folder.appendingPathComponent("old.book").path
    try makeVersionOne(at: path)
    let rulebook = try Rulebook.embedded.get()
    let asked = try Book.openForReading(path)
    let said = try #require(try asked.statement(of: anhui, rulebook: rulebook))
    #expect(said.entity == BookEntity(uscc: anhui, name: "Old", sector: .cement, province: "340000"))
    #expect(said.accounts.map(\.closing).contains(300))
    #expect(try asked.check().problems.isEmpty)
    asked.close()
    #expect(try version(of: path) == ["1 journal"])
    let book = try Book.open(path)
    defer { book.close() }
    #expect(try version(of: path) == Schema.migrator.migrations)
    for day in ["2026-01-05", "2026-06-01"] {
      let entity = try #require(
        try book.statement(of: anhui, asOf: CalendarDate(day), rulebook: rulebook)?.entity)
      #expect(entity == said.entity)
    }
    #expect(try book.statement(of: other, rulebook: rulebook)?.entity == BookEntity(unnamed: other))
    #expect(try book.check().problems.isEmpty)
  }

  /// As version 1 wrote it: the name beside the entity.
  private func makeVersionOne(at path: String) throws {
    let queue = try DatabaseQueue(path: path)
    try Schema.migrator.migrate(queue, upTo: "1 journal")
    try queue.write { db in
      try db.execute(
        sql: "INSERT INTO entity VALUES (?, 'Old', 'cement', '340000'), (?, '', '', '340000')",
        arguments: [anhui, other])
      let journal = try Journal(db)
      let day = try #require(CalendarDate("2026-01-05"))
      try journal.begin(kind: "holdings", name: "holdings.csv", sha256: "", booked: day)
      try journal.post(
        Movement(
          .opening, day, from: AccountKey(.issued, "", 2025), to: AccountKey(.holding, anhui, 2025), 300))
    }
    try queue.close()
  }

  private func version(of path: String) throws -> [String] {
    let queue = try DatabaseQueue(path: path)
    defer { try? queue.close() }
    return try queue.read {
      try String.fetchAll($0, sql: "SELECT identifier FROM grdb_migrations ORDER BY rowid")
    }
  }
}
