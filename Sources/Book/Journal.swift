import Filings
import Foundation
import GRDB
import GRDBSQLite

/// A movement as it is posted.
package struct Movement: Sendable, Equatable {
  package let kind: EntryKind
  package let date: CalendarDate
  package let from: AccountKey
  package let to: AccountKey
  package let tonnes: Int
  /// The compliance year it belongs to; 0 for none.
  package var year = 0
  /// 0.01 yuan a tonne.
  package var priceFen: Int?
  package var reference: String?
  package var reverses: Int?
  /// Of the document; 0 for none.
  package var line = 0

  package init(
    _ kind: EntryKind, _ date: CalendarDate, from: AccountKey, to: AccountKey, _ tonnes: Int, year: Int = 0,
    priceFen: Int? = nil, reference: String? = nil, reverses: Int? = nil, line: Int = 0
  ) {
    self.kind = kind
    self.date = date
    self.from = from
    self.to = to
    self.tonnes = tonnes
    self.year = year
    self.priceFen = priceFen
    self.reference = reference
    self.reverses = reverses
    self.line = line
  }
}

/// A movement that would bring an account below zero.
package struct Overdraw: Error, Sendable, Equatable {
  package let account: AccountKey
  package let balance: Int
  package let wanted: Int
}

/// Posts movements within one transaction of a book.
///
/// It knows every balance, so that a movement that would overdraw is refused with the balance before the
/// database refuses it without one. The database's own constraints stay the last word.
final class Journal {
  let db: Database
  private(set) var nextEntry: Int
  private(set) var lastBooked: Int
  private var document = 0
  private var accounts: [AccountKey: Int] = [:]
  private var ids: [Int64] = []
  private var balances: [Int] = []
  private var nextAccount: Int64 = 1
  private let insertEntry: Statement
  private let insertAccount: Statement

  init(_ db: Database) throws {
    self.db = db
    let last = try Row.fetchOne(db, sql: "SELECT id, booked FROM entry ORDER BY id DESC LIMIT 1")
    nextEntry = (last?["id"] ?? 0) + 1
    let document = try Int.fetchOne(db, sql: "SELECT booked FROM document ORDER BY id DESC LIMIT 1")
    lastBooked = max(last?["booked"] ?? 0, document ?? 0)
    insertEntry = try db.makeStatement(
      sql: """
        INSERT INTO entry (id, document, line, kind, date, booked, from_account, to_account, tonnes, year,
          price_fen, reference, reverses) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """)
    insertAccount = try db.makeStatement(
      sql: "INSERT INTO account (id, ledger, kind, owner, vintage, is_source) VALUES (?, ?, ?, ?, ?, ?)")
    let rows = try Row.fetchCursor(db, sql: "SELECT id, ledger, kind, owner, vintage, tonnes FROM account")
    while let row = try rows.next() {
      let (ledger, name): (String, String) = (row[1], row[2])
      guard let kind = AccountKind(rawValue: "\(ledger).\(name)") else { continue }
      accounts[AccountKey(kind, row[3], row[4])] = ids.count
      ids.append(row[0])
      balances.append(row[5])
      nextAccount = max(nextAccount, (row[0] as Int64) + 1)
    }
  }

  /// Opens a document; what is posted from here on belongs to it.
  ///
  /// - Returns: its number.
  @discardableResult
  func begin(
    kind: String, name: String, sha256: String, run: String? = nil, booked: CalendarDate, note: String = ""
  ) throws -> Int {
    document = try (Int.fetchOne(db, sql: "SELECT max(id) FROM document") ?? 0) + 1
    lastBooked = max(lastBooked, booked.number)
    try db.execute(
      sql: """
        INSERT INTO document (id, kind, name, sha256, run, booked, first_entry, note) VALUES (?, ?, ?, ?, ?, ?, ?, ?)
        """, arguments: [document, kind, name, sha256, run, lastBooked, nextEntry, note])
    return document
  }

  func balance(_ key: AccountKey) -> Int {
    accounts[key].map { balances[$0] } ?? 0
  }

  /// The accounts of a kind and owner with what they hold, oldest vintage first.
  func holdings(_ kind: AccountKind, of owner: String, vintages: ClosedRange<Int>) -> [(
    vintage: Int, tonnes: Int
  )] {
    vintages.compactMap { vintage in
      let tonnes = balance(AccountKey(kind, owner, vintage))
      return tonnes > 0 ? (vintage, tonnes) : nil
    }
  }

  /// Posts a movement.
  ///
  /// - Throws: ``Overdraw`` if an account would fall below zero; the database's error otherwise.
  /// - Returns: the number of the entry.
  @discardableResult
  func post(_ movement: Movement) throws -> Int {
    let from = try account(movement.from)
    if !movement.from.kind.isSource, balances[from] < movement.tonnes {
      throw Overdraw(account: movement.from, balance: balances[from], wanted: movement.tonnes)
    }
    let to = try account(movement.to)
    lastBooked = max(lastBooked, movement.date.number)
    try insert(movement, from: ids[from], to: ids[to])
    balances[from] -= movement.tonnes
    balances[to] += movement.tonnes
    nextEntry += 1
    return nextEntry - 1
  }

  private func account(_ key: AccountKey) throws -> Int {
    if let index = accounts[key] { return index }
    try insertAccount.execute(
      arguments: [nextAccount, key.kind.ledger, key.kind.name, key.owner, key.vintage, key.kind.isSource])
    accounts[key] = ids.count
    ids.append(nextAccount)
    balances.append(0)
    nextAccount += 1
    return ids.count - 1
  }

  /// Binds straight to SQLite: a year's trades are a million rows, and this is the only place where it counts.
  private func insert(_ movement: Movement, from: Int64, to: Int64) throws {
    let statement = insertEntry.sqliteStatement
    sqlite3_bind_int64(statement, 1, Int64(nextEntry))
    sqlite3_bind_int64(statement, 2, Int64(document))
    sqlite3_bind_int64(statement, 3, Int64(movement.line))
    bind(movement.kind.rawValue, 4)
    sqlite3_bind_int64(statement, 5, Int64(movement.date.number))
    sqlite3_bind_int64(statement, 6, Int64(lastBooked))
    sqlite3_bind_int64(statement, 7, from)
    sqlite3_bind_int64(statement, 8, to)
    sqlite3_bind_int64(statement, 9, Int64(movement.tonnes))
    sqlite3_bind_int64(statement, 10, Int64(movement.year))
    bind(movement.priceFen, 11)
    bind(movement.reference, 12)
    bind(movement.reverses, 13)
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else {
      let message = sqlite3_errmsg(db.sqliteConnection).map { String(cString: $0) }
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
  }

  private func bind(_ text: String?, _ index: Int32) {
    guard let text else { return _ = sqlite3_bind_null(insertEntry.sqliteStatement, index) }
    // SQLITE_TRANSIENT: SQLite copies the text before the call returns.
    let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
    sqlite3_bind_text(insertEntry.sqliteStatement, index, text, -1, transient)
  }

  private func bind(_ number: Int?, _ index: Int32) {
    if let number {
      sqlite3_bind_int64(insertEntry.sqliteStatement, index, Int64(number))
    } else {
      sqlite3_bind_null(insertEntry.sqliteStatement, index)
    }
  }
}
