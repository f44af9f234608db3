import Filings
import GRDB
import GRDBSQLite
import Rulebook

/// What proving a book found.
package struct BookCheck: Sendable {
  package let entries: Int
  package let accounts: Int
  package let documents: Int
  /// What does not hold, a sentence each.
  package let problems: [Label]
  /// Rules of the market that the book breaks, though it balances.
  package let breaches: [Label]
  /// Issued, held, surrendered and cancelled allowances, in tonnes.
  package let totals: [AccountKind: Int]
}

extension Book {
  /// Proves the book from its journal alone: replays it, compares the balances, the ledgers' sums, the
  /// numbering, and what surrenders met.
  ///
  /// - Parameter rulebook: with it, what the rules limit is looked at too.
  package func check(rulebook: Rulebook? = nil) throws(BookError) -> BookCheck {
    try read { db in
      var replay = try Replay(db)
      try replay.run()
      return try replay.result(rulebook)
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
  private var surrenders = SurrenderSums()
  private var vintages: [Int] = [0]
  /// CCER surrendered, by owner and compliance year.
  private var creditsUsed: [String: [Int: Int]] = [:]

  init(_ db: Database) throws {
    self.db = db
    let rows = try Row.fetchCursor(
      db, sql: "SELECT id, ledger, kind, owner, tonnes, vintage FROM account ORDER BY id")
    while let row = try rows.next() {
      let id: Int = row[0]
      while kinds.count <= id {
        kinds.append(nil)
        owners.append("")
        stored.append(0)
        vintages.append(0)
      }
      kinds[id] = AccountKind(rawValue: "\(row[1] as String).\(row[2] as String)")
      owners[id] = row[3]
      stored[id] = row[4]
      vintages[id] = row[5]
      accounts += 1
    }
    balances = Array(repeating: 0, count: kinds.count)
  }

  /// Steps through SQLite's own rows: a nation's year is a million entries, and a check is run often.
  mutating func run() throws {
    let documents = try Int.fetchOne(db, sql: "SELECT count(*) FROM document") ?? 0
    let prepared = try db.makeStatement(
      sql: """
        SELECT id, document, booked, from_account, to_account, tonnes, kind = 'surrender', year FROM entry ORDER BY id
        """)
    // The statement lives as long as what it wraps.
    try withExtendedLifetime(prepared) { try replay(prepared.sqliteStatement, documents: documents) }
    for (year, met, surrendered) in surrenders.differences {
      add(
        "\(year)年度履约\(met) t与清缴\(surrendered) t不符",
        "for \(year) obligations of \(met) t are met, but \(surrendered) t surrendered")
    }
  }

  private mutating func replay(_ statement: OpaquePointer, documents: Int) throws {
    var (id, booked, document) = (0, 0, 0)
    var code = sqlite3_step(statement)
    while code == SQLITE_ROW {
      defer { code = sqlite3_step(statement) }
      func column(_ index: Int32) -> Int { Int(sqlite3_column_int64(statement, index)) }
      let (next, day, tonnes) = (column(0), column(2), column(5))
      if next != id + 1 { add("分录\(id)之后缺号", "an entry is missing after \(id)") }
      if day < booked { add("分录\(next)的记账日倒退", "entry \(next) is booked before the one above it") }
      if column(1) < document || column(1) > documents {
        add("分录\(next)的文档不对", "entry \(next) names a document that is not there or came earlier")
      }
      (id, booked, document) = (next, day, column(1))
      let (from, to) = (column(3), column(4))
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
      guard column(6) == 1 else { continue }
      surrenders.count(tonnes, from: source, to: target, year: column(7))
      if target == .creditsSurrendered {
        creditsUsed[owners[to], default: [:]][column(7), default: 0] += tonnes
      }
      if source == .creditsSurrendered {
        creditsUsed[owners[from], default: [:]][column(7), default: 0] -= tonnes
      }
    }
    sqlite3_reset(statement)
    if code != SQLITE_DONE { throw DatabaseError(resultCode: ResultCode(rawValue: code)) }
    entries = id
  }

  mutating func result(_ rulebook: Rulebook?) throws -> BookCheck {
    var ledgers: [String: Int] = [:]
    var totals: [AccountKind: Int] = [:]
    for id in kinds.indices {
      guard let kind = kinds[id] else { continue }
      ledgers[kind.ledger, default: 0] += balances[id]
      totals[kind, default: 0] += balances[id]
      if balances[id] != stored[id] {
        add(
          "\(owners[id])的\(kind.label.zh)余额为\(stored[id])，分录合计为\(balances[id])",
          "\(kind.label.en) of \(owners[id]) stands at \(stored[id]), its entries come to \(balances[id])")
      }
    }
    for (ledger, sum) in ledgers.sorted(by: { $0.key < $1.key }) where sum != 0 {
      problems.append(Label(zh: "\(ledger)分类账合计为\(sum)", en: "the ledger \(ledger) sums to \(sum)"))
    }
    if let fault = try String.fetchOne(db, sql: "PRAGMA quick_check(1)"), fault != "ok" {
      problems.append(Label(zh: "文件损坏：\(fault)", en: "the file is damaged: \(fault)"))
    }
    for table in try brokenReferences() {
      problems.append(Label(zh: "\(table)表引用缺失", en: "a row of \(table) refers to nothing"))
    }
    for (name, type) in try Self.guards.filter({ try Self.isMissing($0.0, db) }) {
      problems.append(
        Label(zh: "约束\(name)缺失", en: "the \(type) \(name), which protects the book, is missing"))
    }
    return BookCheck(
      entries: entries, accounts: accounts,
      documents: try Int.fetchOne(db, sql: "SELECT count(*) FROM document") ?? 0, problems: problems,
      breaches: try rulebook.map { try excessCredits($0) } ?? [],
      totals: totals)
  }

  /// Entities that met more of a year with CCER than the rules allow.
  private func excessCredits(_ rulebook: Rulebook) throws -> [Label] {
    var obligations: [String: [Int: Int]] = [:]
    for id in kinds.indices where kinds[id] == .obligationDue || kinds[id] == .obligationMet {
      obligations[owners[id], default: [:]][vintages[id], default: 0] += balances[id]
    }
    return try creditsUsed.sorted { $0.key < $1.key }.flatMap { uscc, years in
      try years.sorted { $0.key < $1.key }.compactMap { year, used -> Label? in
        guard let rules = SurrenderRules(rulebook, year: year) else { return nil }
        let due = obligations[uscc]?[year] ?? 0
        let limit = try rules.creditLimit(due: due)
        if used <= limit { return nil }
        return Label(
          zh: "\(uscc)\(year)年度已用CCER \(used) t，超过上限\(limit) t（应清缴\(due) t的\(rules.offsetLimit)%）",
          en:
            "\(uscc), \(year): CCER of \(used) t are surrendered, above the limit of \(limit) t (\(rules.offsetLimit) % of \(due) t)"
        )
      }
    }
  }

  /// Tables with a row that refers to nothing.
  ///
  /// The replay looked at the documents and accounts of every entry already; for a million entries SQLite
  /// would do so again, by seeking each.
  private func brokenReferences() throws -> [String] {
    let reversals = """
      SELECT 1 FROM entry AS r WHERE reverses IS NOT NULL
        AND NOT EXISTS (SELECT 1 FROM entry AS o WHERE o.id = r.reverses) LIMIT 1
      """
    let entries = try Int.fetchOne(db, sql: reversals) == nil ? [] : ["entry"]
    return try entries
      + ["preallocation", "determination", "differentiated", "credit", "naming"].filter {
        try Row.fetchOne(db, sql: "PRAGMA foreign_key_check(\($0))") != nil
      }
  }

  private static let guards: [(String, String)] =
    [
      "document_next", "entry_next", "entry_ledger", "entry_reversal", "entry_apply", "account_balance",
      "account_identity", "account_new", "account_kept", "entry_kept", "entry_unchanged", "document_kept",
      "document_unchanged", "naming_next", "naming_kept", "naming_unchanged",
      "document_once", "trade_once",
    ].map { ($0, "trigger") } + [
      ("entry_reversed_once", "index")
    ]

  private static func isMissing(_ name: String, _ db: Database) throws -> Bool {
    try Int.fetchOne(db, sql: "SELECT 1 FROM sqlite_schema WHERE name = ?", arguments: [name]) == nil
  }

  /// A book that is all wrong needs no million sentences.
  private mutating func add(_ zh: String, _ en: String) {
    if problems.count < 50 { problems.append(Label(zh: zh, en: en)) }
  }
}

/// What surrenders moved, by compliance year: allowances and CCER on one side, obligations on the other.
private struct SurrenderSums {
  private var met: [Int: Int] = [:]
  private var surrendered: [Int: Int] = [:]

  mutating func count(_ tonnes: Int, from: AccountKind, to: AccountKind, year: Int) {
    if to == .obligationMet { met[year, default: 0] += tonnes }
    if from == .obligationMet { met[year, default: 0] -= tonnes }
    if to == .surrendered || to == .creditsSurrendered { surrendered[year, default: 0] += tonnes }
    if from == .surrendered || from == .creditsSurrendered { surrendered[year, default: 0] -= tonnes }
  }

  /// Years in which the two sides differ.
  var differences: [(year: Int, met: Int, surrendered: Int)] {
    Set(met.keys).union(surrendered.keys).sorted().map { ($0, met[$0] ?? 0, surrendered[$0] ?? 0) }
      .filter { $0.1 != $0.2 }
  }
}
