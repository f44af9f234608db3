import Filings
import GRDB

/// An order to deduct that is overturned after it was applied: what was deducted for it is given back, the order is
/// reversed, and the years that it was taken from are issued again without it.
struct Overturning {
  private var reopened: Set<PreallocationKey> = []

  /// Gives back what was deducted for an order, oldest year first, so that it can be reversed.
  mutating func giveBack(_ order: Movement, on date: CalendarDate, _ posting: inout Posting) throws {
    let uscc = order.to.owner
    for (year, tonnes) in try OpenDeductions(posting.db).taken(from: uscc) where year >= order.year {
      // What other orders left open need not be given back.
      let open = try OpenDeductions(posting.db).open(to: uscc, of: order.year)
      if open >= order.tonnes { return }
      let key = PreallocationKey(uscc: uscc, year: year)
      let part = min(tonnes, order.tonnes - open)
      if try Self.isDetermined(key, posting.db) {
        try Self.finalStage(key, date, posting).giveBackDeductions(atMost: part, &posting)
      } else {
        for entry in try Self.preallocation(key, date, posting).standing
        where entry.movement.kind == .deduction {
          try posting.post(entry.movement.reversal(of: entry.id, on: date, year: year))
        }
      }
      reopened.insert(key)
    }
  }

  /// Issues the years again that deductions were given back of, each stage in a document of its own.
  func settle(on date: CalendarDate, _ posting: inout Posting) throws {
    for key in reopened.sorted(by: { ($0.year, $0.uscc) < ($1.year, $1.uscc) }) {
      let preallocated = try PreallocationFacts(posting.db, year: key.year).of(key.uscc)
        .reduce(0) { $0 + $1.tonnes }
      if try Self.isDetermined(key, posting.db) {
        try posting.beginPart(kind: "determination", booked: date)
        let determined = try DeterminationFacts(posting.db, year: key.year).of(key.uscc)
          .reduce(0) { $0 + ($1.determined ?? 0) }
        try Self.finalStage(key, date, posting)
          .issue(preallocated: preallocated, determined: determined, &posting)
      } else {
        try posting.beginPart(kind: "preallocation", booked: date)
        try Self.preallocation(key, date, posting).issue(preallocated, &posting)
      }
    }
  }

  private static func isDetermined(_ key: PreallocationKey, _ db: Database) throws -> Bool {
    try Int.fetchOne(
      db, sql: "SELECT 1 FROM determination WHERE uscc = ? AND year = ?", arguments: [key.uscc, key.year])
      != nil
  }

  private static func finalStage(
    _ key: PreallocationKey, _ date: CalendarDate, _ posting: Posting
  ) throws -> FinalStage {
    FinalStage(
      uscc: key.uscc, year: key.year, date: date, account: try account(key, posting.db),
      standing: try StageEntries(posting.db, documents: StageEntries.finalIssue, year: key.year).of(key.uscc),
      deductions: try OpenDeductions(posting.db))
  }

  private static func preallocation(
    _ key: PreallocationKey, _ date: CalendarDate, _ posting: Posting
  ) throws -> PreallocationStage {
    PreallocationStage(
      uscc: key.uscc, year: key.year, date: date, line: 0, account: try account(key, posting.db),
      standing: try StageEntries(posting.db, documents: ["preallocation"], year: key.year).of(key.uscc),
      deductions: try OpenDeductions(posting.db))
  }

  private static func account(_ key: PreallocationKey, _ db: Database) throws -> AccountKey {
    try Withheld(db, year: key.year).account(of: key.uscc, vintage: key.year)
  }
}
