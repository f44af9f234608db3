import Filings
import GRDB
import Quantities
import Rulebook

/// What an entity has, owes and will owe, as the book knew it on a day.
package struct EntityStatement: Sendable {
  package let entity: BookEntity
  /// The first day of the movements; what came before is the opening.
  package let from: CalendarDate
  package let asOf: CalendarDate
  /// By account and vintage: opening and closing.
  package let accounts: [AccountLine]
  package let movements: [StatementLine]
  /// One a compliance year with an issue or an obligation, oldest first.
  package let years: [YearPosition]
  /// Deductions (核减) still due.
  package let deductionDue: Int
  /// Number and SHA-256 of the documents that the movements name.
  package let documents: [DocumentLine]

  package struct AccountLine: Sendable, Equatable {
    package let kind: AccountKind
    package let vintage: Int
    package let opening: Int
    /// What came in and what went out between.
    package let received: Int
    package let given: Int
    package var closing: Int { opening + received - given }
  }
}

/// A movement from the side of one account of the entity.
package struct StatementLine: Sendable {
  package let entry: JournalEntry
  package let account: AccountKey
  /// Below zero: out of the account.
  package let tonnes: Int
  /// The account's balance after it.
  package let balance: Int
}

/// A document as statements cite it.
package struct DocumentLine: Sendable, Equatable {
  package let id: Int
  package let kind: String
  package let name: String
  package let sha256: String
  /// SHA-256 of the run's manifest; empty for none.
  package let run: String
  package let booked: CalendarDate
}

/// A compliance year of an entity.
package struct YearPosition: Sendable {
  package let year: Int
  /// tCO2e of the allocation units; nil before the determination.
  package let verified: FixedDecimal?
  package let preallocated: Int
  package let determined: Int?
  /// Net of everything that the registry issued and took back.
  package let issued: Int
  /// To be surrendered (应清缴), and how much of it is met.
  package let due: Int
  package let met: Int
  /// To be returned and not yet returned.
  package let returnDue: Int
  /// Allowances that may still be used for the year: own, and on the province's account. Older years and
  /// returns come first, and what is left over counts for the newest year that may use it.
  package let usable: Int
  /// CCER: the limit, what was used of it, what is held, what a surrender would use of them for what allowances do
  /// not cover.
  package let creditLimit: Int
  package let creditsUsed: Int
  package let creditsHeld: Int
  package let usableCredits: Int
  package let deadline: SurrenderDeadline?
  /// Whether the deadline is over: then what is open is in arrears, whatever is held.
  package let isOverdue: Bool
  package let basis: PriceBasis?
  package var exposure: PenaltyExposure?

  package var open: Int { due - met }
  /// CCER that may still be used: so much of the obligation need not be met with allowances.
  package var creditsLeft: Int { max(0, min(creditsHeld, creditLimit - creditsUsed, open)) }
  /// Open behind a deadline that is over.
  package var arrears: Int { isOverdue ? open : 0 }
  /// CCER used above their limit: a correction lowered the obligation.
  package var excessCredits: Int { max(0, creditsUsed - creditLimit) }
  /// Above zero: so much has to be bought; below zero: so much is left.
  package var short: Int { open + returnDue - usable - usableCredits }
  /// Allowances surrendered for the year.
  package var surrendered: Int { met - creditsUsed }
  /// What came by trades, carry-over and other years, net.
  package var otherAllowances: Int { usable + surrendered - issued }
}

extension Book {
  /// The day up to which the book is booked; nil for an empty book.
  package func lastDay() throws(BookError) -> CalendarDate? {
    try read { try Self.newestDay($0) }
  }

  /// An entity's statement; nil where the book does not know it.
  ///
  /// - Parameters:
  ///   - from: the first day of the movements; nil for all.
  ///   - asOf: what was booked up to this day counts; nil for everything.
  package func statement(
    of uscc: String, from: CalendarDate? = nil, asOf: CalendarDate? = nil, rulebook: Rulebook
  ) throws(BookError) -> EntityStatement? {
    try read { db in
      let day = try asOf ?? Self.newestDay(db) ?? Self.noDate
      let balances = try Balances(db, asOf: day)
      guard let entity = try BookEntity.fetch(db, uscc, upTo: balances.document) else { return nil }
      let lines = try StatementLines(db, uscc, asOf: day)
      let from = from ?? lines.all.first?.entry.booked ?? day
      let positions = try Positions(db, rulebook, balances, asOf: day)
      return EntityStatement(
        entity: entity, from: from, asOf: day, accounts: lines.accounts(from: from),
        movements: lines.all.filter { $0.entry.booked >= from }, years: try positions.of(uscc),
        deductionDue: balances[.deductionDue, uscc, 0],
        documents: try lines.documents(db, from: from))
    }
  }
}

/// Every movement of an entity's accounts, with running balances.
private struct StatementLines {
  private(set) var all: [StatementLine] = []

  init(_ db: Database, _ uscc: String, asOf: CalendarDate) throws {
    let ids = try Int.fetchAll(db, sql: "SELECT id FROM account WHERE owner = ?", arguments: [uscc])
      .map(String.init).joined(separator: ",")
    if ids.isEmpty { return }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables)
        WHERE e.booked <= ? AND (e.from_account IN (\(ids)) OR e.to_account IN (\(ids))) ORDER BY e.id
        """, arguments: [asOf.number])
    var balances: [AccountKey: Int] = [:]
    while let row = try rows.next() {
      guard let entry = JournalEntry(row) else { continue }
      let (from, to) = (entry.movement.from, entry.movement.to)
      for (key, sign) in [(from, -1), (to, 1)] where key.owner == uscc {
        balances[key, default: 0] += sign * entry.movement.tonnes
        all.append(
          StatementLine(
            entry: entry, account: key, tonnes: sign * entry.movement.tonnes, balance: balances[key] ?? 0))
      }
    }
  }

  func accounts(from: CalendarDate) -> [EntityStatement.AccountLine] {
    Dictionary(grouping: all, by: \.account).map { key, lines in
      let own = lines.filter { $0.entry.booked >= from }
      return EntityStatement.AccountLine(
        kind: key.kind, vintage: key.vintage,
        opening: lines.last { $0.entry.booked < from }?.balance ?? 0,
        received: own.reduce(0) { $0 + max(0, $1.tonnes) }, given: own.reduce(0) { $0 + max(0, -$1.tonnes) })
    }.sorted { (Self.order($0.kind), $0.vintage) < (Self.order($1.kind), $1.vintage) }
  }

  private static func order(_ kind: AccountKind) -> Int { AccountKind.allCases.firstIndex(of: kind) ?? 0 }

  func documents(_ db: Database, from: CalendarDate) throws -> [DocumentLine] {
    let used = Set(all.filter { $0.entry.booked >= from }.map(\.entry.document))
    return try Row.fetchAll(
      db, sql: "SELECT id, kind, name, sha256, coalesce(run, ''), booked FROM document ORDER BY id"
    )
    .compactMap { row in
      guard used.contains(row[0]), let booked = CalendarDate(number: row[5]) else { return nil }
      return DocumentLine(id: row[0], kind: row[1], name: row[2], sha256: row[3], run: row[4], booked: booked)
    }
  }
}

/// The positions of all entities by compliance year.
struct Positions {
  private let db: Database
  private let rulebook: Rulebook
  private let balances: Balances
  private let asOf: CalendarDate
  private let years: [Int]
  private var determinations: [Int: DeterminationFacts] = [:]
  private var preallocations: [Int: PreallocationFacts] = [:]
  private var bases: [Int: PriceBasis] = [:]
  private let issued: [String: [Int: Int]]
  private let creditsUsed: [String: [Int: Int]]
  /// On accounts that can be surrendered from.
  private let held: [(kind: AccountKind, byOwner: [String: [Int: Int]])]

  init(_ db: Database, _ rulebook: Rulebook, _ balances: Balances, asOf: CalendarDate) throws {
    self.db = db
    self.rulebook = rulebook
    self.balances = balances
    self.asOf = asOf
    held = [AccountKind.province, .holding].map { ($0, balances.byOwner($0)) }
    let trades = try TradeTotals(db, asOf: asOf)
    var years: Set<Int> = []
    for (_, vintages) in balances.byOwner(.obligationAssessed) { years.formUnion(vintages.keys) }
    years.formUnion(
      try Int.fetchAll(
        db, sql: "SELECT DISTINCT year FROM preallocation WHERE document <= ?", arguments: [balances.document]
      ))
    self.years = years.sorted()
    for year in years {
      determinations[year] = try DeterminationFacts(db, year: year, upTo: balances.document)
      preallocations[year] = try PreallocationFacts(db, year: year, upTo: balances.document)
      let rules = rulebook.rules(for: year)
      if let deadline = SurrenderDeadline(rules) {
        bases[year] = trades.basis(deadline: deadline.date, rules: rules)
      }
    }
    issued = try Self.issued(db, asOf: asOf)
    creditsUsed = try Self.creditsUsed(db, asOf: asOf)
  }

  /// What the registry issued to each entity, net, by vintage.
  private static func issued(_ db: Database, asOf: CalendarDate) throws -> [String: [Int: Int]] {
    var result: [String: [Int: Int]] = [:]
    for (sign, mine, theirs) in [(1, "to_account", "from_account"), (-1, "from_account", "to_account")] {
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT o.owner, o.vintage, sum(e.tonnes)
          FROM entry AS e CROSS JOIN account AS o ON o.id = e.\(mine)
          WHERE e.\(theirs) IN (SELECT id FROM account WHERE ledger = 'allowance' AND kind = 'issued')
            AND e.booked <= ? GROUP BY o.id
          """, arguments: [asOf.number])
      while let row = try rows.next() {
        result[row[0], default: [:]][row[1], default: 0] += sign * (row[2] as Int)
      }
    }
    return result
  }

  /// CCER surrendered by each entity, net, by compliance year.
  private static func creditsUsed(_ db: Database, asOf: CalendarDate) throws -> [String: [Int: Int]] {
    var result: [String: [Int: Int]] = [:]
    for (sign, column) in [(1, "to_account"), (-1, "from_account")] {
      let rows = try Row.fetchCursor(
        db,
        sql: """
          SELECT a.owner, e.year, sum(e.tonnes) FROM entry AS e CROSS JOIN account AS a ON a.id = e.\(column)
          WHERE e.kind = 'surrender' AND a.ledger = 'ccer' AND a.kind = 'surrendered' AND e.booked <= ?
          GROUP BY a.owner, e.year
          """, arguments: [asOf.number])
      while let row = try rows.next() {
        result[row[0], default: [:]][row[1], default: 0] += sign * (row[2] as Int)
      }
    }
    return result
  }

  /// The years of an entity, oldest first.
  ///
  /// All at once: what is held is given out once, by the steps of a surrender.
  func of(_ uscc: String) throws -> [YearPosition] {
    let own = years.filter { year in
      balances[.obligationDue, uscc, year] + balances[.obligationMet, uscc, year] > 0
        || !(determinations[year]?.of(uscc) ?? []).isEmpty
        || (preallocations[year]?.of(uscc) ?? []).contains { $0.tonnes > 0 }
    }
    let obligations = own.map { year in
      let open = balances[.obligationDue, uscc, year]
      return Obligation(
        year: year, total: open + balances[.obligationMet, uscc, year], open: open,
        creditsUsed: creditsUsed[uscc]?[year] ?? 0)
    }
    let plan = try SurrenderPlan(
      of: uscc, returns: own.map { ($0, balances[.returnDue, uscc, $0]) }, obligations: obligations,
      rulebook: rulebook, credits: .last, balance: { balances[$0.kind, $0.owner, $0.vintage] })
    let usable = usable(plan, obligations, uscc)
    return try obligations.map { try position(uscc, $0, usable[$0.year] ?? Usable()) }
  }

  private struct Usable {
    var allowances = 0
    var credits = 0
    /// What a surrender would meet of the obligation.
    var met = 0
  }

  /// What each year may use: what a surrender would take for it, and what is left over then.
  private func usable(
    _ plan: SurrenderPlan, _ obligations: [Obligation], _ uscc: String
  ) -> [Int: Usable] {
    var usable: [Int: Usable] = [:]
    for step in plan.steps {
      if !step.isReturn { usable[step.year, default: Usable()].met += step.tonnes }
      if step.from.kind == .creditHolding {
        usable[step.year, default: Usable()].credits += step.tonnes
      } else {
        usable[step.year, default: Usable()].allowances += step.tonnes
      }
    }
    let lacking = obligations.filter { obligation in
      let use = usable[obligation.year] ?? Usable()
      return obligation.open + balances[.returnDue, uscc, obligation.year] > use.allowances + use.credits
    }.map(\.year)
    // A rest that the year with a lack cannot use must not hide the lack.
    let rules = obligations.map { ($0.year, SurrenderRules(rulebook, year: $0.year)?.vintages) }
    for (kind, byOwner) in held {
      for vintage in (byOwner[uscc] ?? [:]).keys {
        guard let year = rules.last(where: { $0.1?.contains(vintage) ?? false })?.0, !lacking.contains(year)
        else { continue }
        usable[year, default: Usable()].allowances += plan.left(AccountKey(kind, uscc, vintage))
      }
    }
    return usable
  }

  private func position(_ uscc: String, _ obligation: Obligation, _ usable: Usable) throws -> YearPosition {
    let year = obligation.year
    let units = determinations[year]?.of(uscc) ?? []
    let rules = rulebook.rules(for: year)
    let deadline = SurrenderDeadline(rules)
    var position = YearPosition(
      year: year, verified: units.isEmpty ? nil : try .sum(units.map { try FixedDecimal($0.emissions) }),
      preallocated: (preallocations[year]?.of(uscc) ?? []).reduce(0) { $0 + $1.tonnes },
      determined: units.isEmpty ? nil : units.reduce(0) { $0 + ($1.determined ?? 0) },
      issued: issued[uscc]?[year] ?? 0, due: obligation.total, met: obligation.total - obligation.open,
      returnDue: balances[.returnDue, uscc, year], usable: usable.allowances,
      creditLimit: try SurrenderRules(rulebook, year: year)?.creditLimit(due: obligation.total) ?? 0,
      creditsUsed: obligation.creditsUsed, creditsHeld: balances[.creditHolding, uscc, 0],
      usableCredits: usable.credits, deadline: deadline, isOverdue: deadline.map { $0.date < asOf } ?? false,
      basis: bases[year], exposure: nil)
    // What is not returned is no failure to surrender (art. 24).
    let shortfall = position.isOverdue ? position.open : position.open - usable.met
    if shortfall > 0, let basis = position.basis {
      position.exposure = PenaltyExposure(shortfall: shortfall, basis: basis, rules: rules)
    }
    return position
  }
}
