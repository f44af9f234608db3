import Filings
import GRDB

/// An entry of the journal as it was written.
struct PostedEntry: Sendable {
  let id: Int
  let movement: Movement
  /// The kind of its document.
  let documentKind: String
}

/// The entries of a compliance year that still stand: no reversals, and nothing that was reversed.
struct StageEntries {
  /// The documents that a final issue goes by: a surrender may bring in what was to be returned, the reversal of an
  /// order returns what was deducted.
  static let finalIssue = ["preallocation", "determination", "surrender", "reversals"]

  private var byOwner: [String: [PostedEntry]] = [:]

  /// - Parameter kinds: of the documents that are looked through.
  init(_ db: Database, documents kinds: [String], year: Int) throws {
    // Entries of a document are numbered in one run, so that a document is read by its range and a million
    // trades between two documents are never looked at.
    let marks = databaseQuestionMarks(count: kinds.count)
    let documents = try Row.fetchAll(
      db,
      sql: """
        SELECT kind, first_entry, (SELECT n.first_entry FROM document AS n WHERE n.id = d.id + 1)
        FROM document AS d WHERE kind IN (\(marks)) ORDER BY id
        """, arguments: StatementArguments(kinds))
    let statement = try db.makeStatement(
      sql: """
        SELECT e.id, e.kind, e.date, f.ledger || '.' || f.kind, f.owner, f.vintage, t.ledger || '.' || t.kind,
          t.owner, t.vintage, e.tonnes, e.price_fen, e.reference
        FROM entry AS e JOIN account AS f ON f.id = e.from_account JOIN account AS t ON t.id = e.to_account
        WHERE e.id >= ? AND e.id < ? AND e.year = ? AND e.reverses IS NULL
          AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id)
        ORDER BY e.id
        """)
    for document in documents {
      let (kind, first, next): (String, Int, Int?) = (document[0], document[1], document[2])
      let rows = try Row.fetchCursor(statement, arguments: [first, next ?? Int.max, year])
      while let row = try rows.next() {
        guard let movement = Movement(row) else { continue }
        let owner = movement.from.owner.isEmpty ? movement.to.owner : movement.from.owner
        byOwner[owner, default: []].append(
          PostedEntry(id: row[0], movement: movement, documentKind: kind))
      }
    }
  }

  func of(_ uscc: String) -> [PostedEntry] { byOwner[uscc] ?? [] }
}

extension Movement {
  /// Tonnes of a deduction that it returns; below zero where it withdraws what was returned.
  var deductionReturned: Int {
    guard kind == .deductionReturn else { return 0 }
    return to.kind == .deductionDue ? tonnes : -tonnes
  }

  /// The columns of the statement above.
  fileprivate init?(_ row: Row) {
    let year: Int = 0
    guard let kind = EntryKind(rawValue: row[1]), let date = CalendarDate(number: row[2]),
      let from = AccountKind(rawValue: row[3]), let to = AccountKind(rawValue: row[6])
    else { return nil }
    self.init(
      kind, date, from: AccountKey(from, row[4], row[5]), to: AccountKey(to, row[7], row[8]), row[9],
      year: year,
      priceFen: row[10], reference: row[11])
  }

  /// The movement that undoes an entry.
  func reversal(of entry: Int, on date: CalendarDate, year: Int, line: Int = 0) -> Movement {
    Movement(
      kind, date, from: to, to: from, tonnes, year: year, priceFen: priceFen, reference: reference,
      reverses: entry, line: line)
  }
}
