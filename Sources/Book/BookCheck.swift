import Filings
import GRDB

/// What proving a book found.
package struct BookCheck: Sendable {
  package let entries: Int
  package let accounts: Int
  package let documents: Int
  /// What does not hold, a sentence each.
  package let problems: [Label]
  /// Issued, held, surrendered and cancelled allowances, in tonnes.
  package let totals: [AccountKind: Int]
}

extension Book {
  /// Proves the book from its journal alone: replays it, compares the balances, the ledgers' sums, the
  /// numbering, and what surrenders met.
  package func check() throws(BookError) -> BookCheck {
    try read { db in
      var replay = try Replay(db)
      try replay.run()
      return try replay.result()
    }
  }
}

/// The journal played again, account by account.
private struct Replay {
  let db: Database
  private var kinds: [AccountKind?] = [nil]
  private var owners: [String] = [""]
  private var stored: [Int] = [0]
  private var balances: [Int] = [0]
  private var entries = 0
  private var accounts = 0
  private var problems: [Label] = []

  init(_ db: Database) throws {
    self.db = db
    let rows = try Row.fetchCursor(db, sql: "SELECT id, ledger, kind, owner, tonnes FROM account ORDER BY id")
    while let row = try rows.next() {
      let id: Int = row[0]
      while kinds.count <= id {
        kinds.append(nil)
        owners.append("")
        stored.append(0)
      }
      kinds[id] = AccountKind(rawValue: "\(row[1] as String).\(row[2] as String)")
      owners[id] = row[3]
      stored[id] = row[4]
      accounts += 1
    }
    balances = Array(repeating: 0, count: kinds.count)
  }

  mutating func run() throws {
    let statement = try db.makeStatement(
      sql:
        "SELECT id, booked, from_account, to_account, tonnes, kind = 'surrender', year FROM entry ORDER BY id"
    )
    let rows = try Row.fetchCursor(statement)
    var (id, booked) = (0, 0)
    var obligationsMet: [Int: Int] = [:]
    var surrendered: [Int: Int] = [:]
    while let row = try rows.next() {
      let (next, day, from, to, tonnes): (Int, Int, Int, Int, Int) = (row[0], row[1], row[2], row[3], row[4])
      if next != id + 1 { add("分录\(id)之后缺号", "an entry is missing after \(id)") }
      if day < booked { add("分录\(next)的记账日倒退", "entry \(next) is booked before the one above it") }
      (id, booked) = (next, day)
      guard balances.indices.contains(from), balances.indices.contains(to), let source = kinds[from],
        let target = kinds[to]
      else {
        add("分录\(next)的账户不存在", "entry \(next) names an account that is not there")
        continue
      }
      balances[from] -= tonnes
      balances[to] += tonnes
      if balances[from] < 0, !source.isSource {
        add(
          "分录\(next)使\(owners[from])的\(source.label.zh)低于零",
          "entry \(next) brings \(source.label.en) of \(owners[from]) below zero")
      }
      if row[5] as Bool {
        let year: Int = row[6]
        if target == .obligationMet { obligationsMet[year, default: 0] += tonnes }
        if source == .obligationMet { obligationsMet[year, default: 0] -= tonnes }
        if target == .surrendered || target == .creditsSurrendered { surrendered[year, default: 0] += tonnes }
        if source == .surrendered || source == .creditsSurrendered { surrendered[year, default: 0] -= tonnes }
      }
    }
    entries = id
    for (year, met) in obligationsMet.merging(surrendered, uniquingKeysWith: { met, _ in met }).sorted(by: {
      $0.key < $1.key
    })
    where obligationsMet[year] ?? 0 != surrendered[year] ?? 0 {
      add(
        "\(year)年度履约\(met) t与清缴\(surrendered[year] ?? 0) t不符",
        "for \(year) obligations of \(met) t are met, but \(surrendered[year] ?? 0) t surrendered")
    }
  }

  func result() throws -> BookCheck {
    var problems = problems
    var ledgers: [String: Int] = [:]
    var totals: [AccountKind: Int] = [:]
    for id in kinds.indices {
      guard let kind = kinds[id] else { continue }
      ledgers[kind.ledger, default: 0] += balances[id]
      totals[kind, default: 0] += balances[id]
      if balances[id] != stored[id] {
        problems.append(
          Label(
            zh: "\(owners[id])的\(kind.label.zh)余额为\(stored[id])，分录合计为\(balances[id])",
            en:
              "\(kind.label.en) of \(owners[id]) stands at \(stored[id]), its entries come to \(balances[id])"
          ))
      }
    }
    for (ledger, sum) in ledgers.sorted(by: { $0.key < $1.key }) where sum != 0 {
      problems.append(Label(zh: "\(ledger)分类账合计为\(sum)", en: "the ledger \(ledger) sums to \(sum)"))
    }
    if let fault = try String.fetchOne(db, sql: "PRAGMA quick_check(1)"), fault != "ok" {
      problems.append(Label(zh: "文件损坏：\(fault)", en: "the file is damaged: \(fault)"))
    }
    for violation in try Row.fetchAll(db, sql: "PRAGMA foreign_key_check") {
      problems.append(
        Label(
          zh: "\(violation[0] as String)表引用缺失", en: "a row of \(violation[0] as String) refers to nothing"))
    }
    for (name, type) in try Self.guards.filter({ try Self.isMissing($0.0, db) }) {
      problems.append(
        Label(zh: "约束\(name)缺失", en: "the \(type) \(name), which protects the book, is missing"))
    }
    return BookCheck(
      entries: entries, accounts: accounts,
      documents: try Int.fetchOne(db, sql: "SELECT count(*) FROM document") ?? 0, problems: problems,
      totals: totals)
  }

  private static let guards: [(String, String)] =
    [
      "document_next", "entry_next", "entry_ledger", "entry_reversal", "entry_apply", "account_balance",
      "account_identity", "account_new", "account_kept", "entry_kept", "entry_unchanged", "document_kept",
      "document_unchanged",
    ].map { ($0, "trigger") } + [
      ("entry_reversed_once", "index"), ("document_once", "index"), ("trade_once", "index"),
    ]

  private static func isMissing(_ name: String, _ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT 1 FROM sqlite_schema WHERE name = ?", arguments: [name]) == nil
  }

  /// A book that is all wrong needs no million sentences.
  private mutating func add(_ zh: String, _ en: String) {
    if problems.count < 50 { problems.append(Label(zh: zh, en: en)) }
  }
}
