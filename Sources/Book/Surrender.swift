import Filings
import GRDB
import Quantities
import Rulebook

/// How an entity meets its obligations.
package struct SurrenderOrder: Sendable {
  package enum Credits: String, CaseIterable, Sendable {
    /// CCER up to their limit, then allowances.
    case first
    /// Allowances, then CCER for what they do not cover.
    case last
  }

  /// The only entity; nil for all.
  package let uscc: String?
  /// The newest compliance year that is surrendered for; earlier ones that are still open come before it.
  package let year: Int?
  package let credits: Credits

  package init(uscc: String?, year: Int?, credits: Credits) {
    self.uscc = uscc
    self.year = year
    self.credits = credits
  }
}

/// What the rules allow to be surrendered for a year.
struct SurrenderRules {
  let vintages: ClosedRange<Int>
  /// Per cent of the quantity due.
  let offsetLimit: FixedDecimal

  /// Nil where no rule covers the year.
  init?(_ rulebook: Rulebook, year: Int) {
    let rules = rulebook.rules(for: year)
    guard let first = try? rules.number("surrender.vintage.first").value.wholeTonnes else { return nil }
    let last = (try? rules.number("surrender.vintage.last").value.wholeTonnes) ?? max(first, year)
    guard first <= last else { return nil }
    vintages = first...last
    offsetLimit = (try? rules.number("surrender.offsetLimit").value) ?? .zero
  }

  /// floor(due × 5 %).
  func creditLimit(due: Int) throws(ArithmeticError) -> Int {
    try (FixedDecimal(due) * offsetLimit.percent()).floor().wholeTonnes ?? 0
  }
}

extension Book {
  /// Surrender (清缴): open returns first, then the obligations, oldest year first; the province's account
  /// before the entity's own, the oldest vintage that may be used first. What the province's account holds
  /// beyond the obligations reaches the entity.
  package func surrender(_ order: SurrenderOrder, _ request: PostRequest) throws(BookError) -> PostOutcome {
    let newest = try read { db in
      try Int.fetchOne(
        db, sql: "SELECT max(vintage) FROM account WHERE ledger IN ('obligation', 'return') AND kind = 'due'")
    }
    guard let year = order.year ?? newest else {
      throw BookError("\(path): nothing is due yet; determine a year first", isUsage: true)
    }
    guard let date = request.date ?? SurrenderDeadline(request.rulebook.rules(for: year))?.date else {
      throw BookError(
        "the calendar names no day of surrender for \(year): give one with --date", isUsage: true)
    }
    return try post(request, kind: "surrender", date: date, found: []) { posting in
      let obligations = try Obligations(posting.db, upTo: year)
      let returns = try Returns(posting.db, upTo: year)
      let determined = try DeterminedYears(posting.db)
      let owners = order.uscc.map { [$0] } ?? Set(obligations.owners + returns.owners).sorted()
      if let uscc = order.uscc, !posting.knows(uscc) {
        return posting.refuseUnknown(uscc, line: 0, field: "uscc")
      }
      for owner in owners {
        let journal = posting.journal
        let plan = try SurrenderPlan(
          of: owner, returns: returns.of(owner), obligations: obligations.of(owner),
          rulebook: request.rulebook, credits: order.credits, balance: journal.balance)
        for step in plan.steps { try posting.take(step, owner, date) }
        try posting.release(owner, determined.of(owner).filter { $0 <= year }, upTo: year, date)
      }
    }
  }
}

/// What is to be surrendered for a year.
struct Obligation {
  let year: Int
  /// What was set as due, met or not.
  let total: Int
  let open: Int
  /// What of it CCER met.
  let creditsUsed: Int
}

/// What is still to be returned, by entity and year.
private struct Returns {
  private var byOwner: [String: [(year: Int, due: Int)]] = [:]

  init(_ db: Database, upTo year: Int) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT owner, vintage, tonnes FROM account
        WHERE ledger = 'return' AND kind = 'due' AND tonnes > 0 AND vintage <= ? ORDER BY owner, vintage
        """, arguments: [year])
    for row in rows { byOwner[row[0], default: []].append((row[1], row[2])) }
  }

  var owners: [String] { Array(byOwner.keys) }

  func of(_ uscc: String) -> [(year: Int, due: Int)] { byOwner[uscc] ?? [] }
}

/// The compliance years whose allowances are determined, by entity, oldest first.
private struct DeterminedYears {
  private var byOwner: [String: [Int]] = [:]

  init(_ db: Database) throws {
    let rows = try Row.fetchAll(db, sql: "SELECT DISTINCT uscc, year FROM determination ORDER BY uscc, year")
    for row in rows { byOwner[row[0], default: []].append(row[1]) }
  }

  func of(_ uscc: String) -> [Int] { byOwner[uscc] ?? [] }
}

/// What was set as due, and met with CCER, by entity and year.
struct Obligations {
  private var byOwner: [String: [Obligation]] = [:]

  init(_ db: Database, upTo year: Int) throws {
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT d.owner, d.vintage, d.tonnes + coalesce(m.tonnes, 0), d.tonnes
        FROM account AS d LEFT JOIN account AS m
          ON m.ledger = 'obligation' AND m.kind = 'met' AND m.owner = d.owner AND m.vintage = d.vintage
        WHERE d.ledger = 'obligation' AND d.kind = 'due' AND d.vintage <= ? ORDER BY d.owner, d.vintage
        """, arguments: [year])
    let credits = try Row.fetchAll(
      db,
      sql: """
        SELECT f.owner, e.year, sum(e.tonnes) FROM entry AS e JOIN account AS f ON f.id = e.from_account
        WHERE f.ledger = 'ccer' AND f.kind = 'holding' AND e.kind = 'surrender' AND e.reverses IS NULL
          AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id)
        GROUP BY f.owner, e.year
        """)
    var used: [String: [Int: Int]] = [:]
    for row in credits { used[row[0], default: [:]][row[1]] = row[2] }
    for row in rows {
      let owner: String = row[0]
      byOwner[owner, default: []].append(
        Obligation(
          year: row[1], total: row[2], open: row[3], creditsUsed: used[owner]?[row[1]] ?? 0))
    }
  }

  var owners: [String] { Array(byOwner.keys) }

  /// Oldest year first.
  func of(_ uscc: String) -> [Obligation] { byOwner[uscc] ?? [] }
}

extension Posting {
  /// A step of a surrender and what it meets: two entries, one after the other.
  fileprivate mutating func take(_ step: SurrenderPlan.Step, _ owner: String, _ date: CalendarDate) throws {
    let (from, year) = (step.from, step.year)
    if step.isReturn {
      try post(
        Movement(
          .trueUpReturn, date, from: from, to: AccountKey(.issued, "", year), step.tonnes, year: year))
      try post(
        Movement(
          .returnSettlement, date, from: AccountKey(.returnDue, owner, year),
          to: AccountKey(.returnSettled, owner, year), step.tonnes, year: year))
      return
    }
    let to: AccountKind = from.kind == .creditHolding ? .creditsSurrendered : .surrendered
    try post(
      Movement(.surrender, date, from: from, to: AccountKey(to, owner, from.vintage), step.tonnes, year: year)
    )
    try post(
      Movement(
        .surrender, date, from: AccountKey(.obligationDue, owner, year),
        to: AccountKey(.obligationMet, owner, year), step.tonnes, year: year))
  }

  /// Differentiated issue: once nothing is due, the rest reaches the entity. Before a year is determined nobody
  /// knows what will be due of it.
  fileprivate mutating func release(
    _ owner: String, _ determined: [Int], upTo year: Int, _ date: CalendarDate
  ) throws {
    let years = 2019...max(2019, year)
    guard years.allSatisfy({ journal.balance(AccountKey(.obligationDue, owner, $0)) == 0 }) else { return }
    for vintage in determined {
      let account = AccountKey(.province, owner, vintage)
      let tonnes = journal.balance(account)
      if tonnes == 0 { continue }
      try post(
        Movement(
          .release, date, from: account, to: AccountKey(.holding, owner, vintage), tonnes, year: vintage))
    }
  }
}
