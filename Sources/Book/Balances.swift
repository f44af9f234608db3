import Filings
import GRDB

/// The balances of all accounts as the book knew them on a day.
struct Balances {
  private var tonnes: [AccountKey: Int] = [:]
  /// The newest document of that day.
  let document: Int

  init(_ db: Database, asOf: CalendarDate) throws {
    document =
      try Int.fetchOne(db, sql: "SELECT max(id) FROM document WHERE booked <= ?", arguments: [asOf.number])
      ?? 0
    let newest = try Int.fetchOne(db, sql: "SELECT booked FROM entry ORDER BY id DESC LIMIT 1") ?? 0
    // Entries are booked in order, so those of a day are the first ones.
    let sql =
      newest <= asOf.number
      ? "SELECT ledger || '.' || kind, owner, vintage, tonnes FROM account"
      : """
      SELECT a.ledger || '.' || a.kind, a.owner, a.vintage, sum(m.tonnes) FROM (
        SELECT from_account AS account, -sum(tonnes) AS tonnes FROM entry WHERE booked <= ?1 GROUP BY from_account
        UNION ALL
        SELECT to_account, sum(tonnes) FROM entry WHERE booked <= ?1 GROUP BY to_account) AS m
      JOIN account AS a ON a.id = m.account GROUP BY a.id
      """
    let rows = try Row.fetchCursor(db, sql: sql, arguments: newest <= asOf.number ? [] : [asOf.number])
    while let row = try rows.next() {
      guard let kind = AccountKind(rawValue: row[0]) else { continue }
      tonnes[AccountKey(kind, row[1], row[2])] = row[3]
    }
  }

  subscript(kind: AccountKind, owner: String, vintage: Int) -> Int {
    tonnes[AccountKey(kind, owner, vintage)] ?? 0
  }

  /// What an owner has on accounts of a kind, by vintage; accounts without a balance are left out.
  func vintages(_ kind: AccountKind, of owner: String) -> [(vintage: Int, tonnes: Int)] {
    tonnes.filter { $0.key.kind == kind && $0.key.owner == owner && $0.value != 0 }
      .map { ($0.key.vintage, $0.value) }.sorted { $0.0 < $1.0 }
  }

  /// Everything on accounts of a kind, by owner and vintage.
  func byOwner(_ kind: AccountKind) -> [String: [Int: Int]] {
    var result: [String: [Int: Int]] = [:]
    for (key, value) in tonnes where key.kind == kind && value != 0 {
      result[key.owner, default: [:]][key.vintage] = value
    }
    return result
  }
}

extension Book {
  /// The newest day that anything is booked on; nil for an empty book.
  static func newestDay(_ db: Database) throws -> CalendarDate? {
    let entry = try Int.fetchOne(db, sql: "SELECT booked FROM entry ORDER BY id DESC LIMIT 1") ?? 0
    let document = try Int.fetchOne(db, sql: "SELECT booked FROM document ORDER BY id DESC LIMIT 1") ?? 0
    return CalendarDate(number: max(entry, document))
  }
}

/// An entity as the book knew it on a day.
package struct BookEntity: Sendable, Equatable {
  package let uscc: String
  /// Empty until a result or an entities table names it.
  package let name: String
  package let sector: Sector?
  /// GB/T 2260.
  package let province: String

  init(uscc: String, name: String, sector: Sector?, province: String) {
    self.uscc = uscc
    self.name = name
    self.sector = sector
    self.province = province
  }

  /// An entity that nothing has named yet: of the province of its credit code.
  init(unnamed uscc: String) {
    self.init(uscc: uscc, name: "", sector: nil, province: "\(uscc.dropFirst(2).prefix(2))0000")
  }

  private init(_ row: Row) {
    self.init(uscc: row[0], name: row[1], sector: Sector(rawValue: row[2]), province: row[3])
  }

  /// All entities, sorted by USCC, as they were called when a document was the newest; nil: as they are now.
  static func all(_ db: Database, upTo document: Int? = nil) throws -> [BookEntity] {
    var named: [String: BookEntity] = [:]
    let rows = try Row.fetchCursor(
      db, sql: "SELECT uscc, name, sector, province FROM naming WHERE document <= ? ORDER BY id",
      arguments: [document ?? Int.max])
    while let row = try rows.next() { named[row[0]] = BookEntity(row) }
    return try String.fetchAll(db, sql: "SELECT uscc FROM entity ORDER BY uscc")
      .map { named[$0] ?? BookEntity(unnamed: $0) }
  }

  /// What the newest determination that named an entity called it, by USCC.
  static func namedByDeterminations(_ db: Database) throws -> [String: BookEntity] {
    var named: [String: BookEntity] = [:]
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT n.uscc, n.name, n.sector, n.province FROM naming AS n JOIN document AS d ON d.id = n.document
        WHERE d.kind = 'determination' ORDER BY n.id
        """)
    while let row = try rows.next() { named[row[0]] = BookEntity(row) }
    return named
  }

  /// As ``all(_:upTo:)``, for one; nil where the book does not know it at all.
  static func fetch(_ db: Database, _ uscc: String, upTo document: Int) throws -> BookEntity? {
    guard try Int.fetchOne(db, sql: "SELECT 1 FROM entity WHERE uscc = ?", arguments: [uscc]) != nil else {
      return nil
    }
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT uscc, name, sector, province FROM naming WHERE uscc = ? AND document <= ? ORDER BY id DESC LIMIT 1
        """, arguments: [uscc, document])
    return row.map { BookEntity($0) } ?? BookEntity(unnamed: uscc)
  }
}
