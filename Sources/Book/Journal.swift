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

extension Movement {
  /// A return that is no longer called for, or a returned deduction that is taken after all, goes back whole or in
  /// part, which no reversal mirrors.
  private var isWithdrawn: Bool {
    (kind == .returnCall && from.kind == .returnDue)
      || (kind == .deductionReturn && from.kind == .deductionDue)
  }

  /// Whether it undoes what was posted before.
  package var takesBack: Bool { reverses != nil || isWithdrawn }

  /// What it does, in a line of a statement.
  package var label: Label {
    guard let reverses else { return isWithdrawn ? kind.reversedLabel : kind.label }
    return Label(zh: "冲销分录\(reverses)：\(kind.label.zh)", en: "reversal of \(reverses): \(kind.label.en)")
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
  /// Entries that are written by one statement; those waiting for their batch are not in the database yet.
  let batchSize: Int
  private var waiting: [Entry] = []
  private let insertEntry: Statement
  private let insertBatch: Statement
  private let insertAccount: Statement

  /// A movement with its numbers, ready to be written.
  private struct Entry {
    let id: Int
    let movement: Movement
    let booked: Int
    let from: Int64
    let to: Int64
  }

  /// - Parameter batchSize: above 1, a body that reads entries back calls ``flush()`` before, and after the
  ///   last one; the error of a refused batch does not tell its row. For each statement that triggers may stop,
  ///   SQLite keeps copies of the pages it changes: a statement of many rows does so once, where as many
  ///   statements copy the same pages again and again.
  init(_ db: Database, batchSize: Int = 1) throws {
    self.db = db
    self.batchSize = batchSize
    let last = try Row.fetchOne(db, sql: "SELECT id, booked FROM entry ORDER BY id DESC LIMIT 1")
    nextEntry = (last?["id"] ?? 0) + 1
    let document = try Int.fetchOne(db, sql: "SELECT booked FROM document ORDER BY id DESC LIMIT 1")
    lastBooked = max(last?["booked"] ?? 0, document ?? 0)
    insertEntry = try db.makeStatement(sql: Self.insertion(of: 1))
    insertBatch = batchSize > 1 ? try db.makeStatement(sql: Self.insertion(of: batchSize)) : insertEntry
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
    let entry = Entry(
      id: nextEntry, movement: movement, booked: lastBooked, from: ids[from], to: ids[to])
    if batchSize == 1 {
      try insert([entry], by: insertEntry)
    } else {
      waiting.append(entry)
      if waiting.count == batchSize { try flush() }
    }
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

  /// Writes the entries that wait for their batch.
  func flush() throws {
    if waiting.count == batchSize {
      try insert(waiting, by: insertBatch)
    } else {
      for entry in waiting { try insert([entry], by: insertEntry) }
    }
    waiting.removeAll(keepingCapacity: true)
  }

  private static let columns = [
    "id", "document", "line", "kind", "date", "booked", "from_account", "to_account", "tonnes", "year",
    "price_fen", "reference", "reverses",
  ]

  private static func insertion(of rows: Int) -> String {
    let row = "(\(databaseQuestionMarks(count: columns.count)))"
    let values = Array(repeating: row, count: rows).joined(separator: ", ")
    return "INSERT INTO entry (\(columns.joined(separator: ", "))) VALUES \(values)"
  }

  /// Binds straight to SQLite: a year's trades are a million rows, and this is the only place where it counts.
  private func insert(_ entries: [Entry], by prepared: Statement) throws {
    let statement = prepared.sqliteStatement
    var column: Int32 = 0
    func bind(_ number: Int?) {
      column += 1
      if let number {
        sqlite3_bind_int64(statement, column, Int64(number))
      } else {
        sqlite3_bind_null(statement, column)
      }
    }
    func bind(_ text: String?) {
      column += 1
      guard let text else { return _ = sqlite3_bind_null(statement, column) }
      // SQLITE_TRANSIENT: SQLite copies the text before the call returns.
      let transient = unsafeBitCast(-1, to: sqlite3_destructor_type.self)
      sqlite3_bind_text(statement, column, text, -1, transient)
    }
    for entry in entries {
      let movement = entry.movement
      bind(entry.id)
      bind(document)
      bind(movement.line)
      bind(movement.kind.rawValue)
      bind(movement.date.number)
      bind(entry.booked)
      bind(Int(entry.from))
      bind(Int(entry.to))
      bind(movement.tonnes)
      bind(movement.year)
      bind(movement.priceFen)
      bind(movement.reference)
      bind(movement.reverses)
    }
    let code = sqlite3_step(statement)
    sqlite3_reset(statement)
    guard code == SQLITE_DONE else {
      let message = sqlite3_errmsg(db.sqliteConnection).map { String(cString: $0) }
      throw DatabaseError(resultCode: ResultCode(rawValue: code), message: message)
    }
  }
}
