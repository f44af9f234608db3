import Filings
import Foundation
import GRDB
import Quantities
import Rulebook
import Testing

@testable import Book

/// Seeded, so that a failure can be run again.
private struct Generator: RandomNumberGenerator {
  var state: UInt64

  mutating func next() -> UInt64 {
    state &+= 0x9E37_79B9_7F4A_7C15
    var z = state
    z = (z ^ (z >> 30)) &* 0xBF58_476D_1CE4_E5B9
    z = (z ^ (z >> 27)) &* 0x94D0_49BB_1331_11EB
    return z ^ (z >> 31)
  }
}

@Suite("Random histories")
struct HistoryTests {
  /// CETS_BOOK_POSTINGS for more or fewer, CETS_BOOK_SEED for another history.
  private static let postings =
    Int(ProcessInfo.processInfo.environment["CETS_BOOK_POSTINGS"] ?? "") ?? 100_000
  private static let seed = UInt64(ProcessInfo.processInfo.environment["CETS_BOOK_SEED"] ?? "") ?? 20_261_231

  /// What the book should say, kept beside it.
  private struct Model {
    var balances: [AccountKey: Int] = [:]

    /// Whether the movement is possible; then it is made.
    mutating func post(_ movement: Movement) -> Bool {
      if !movement.from.kind.isSource, balances[movement.from] ?? 0 < movement.tonnes { return false }
      balances[movement.from, default: 0] -= movement.tonnes
      balances[movement.to, default: 0] += movement.tonnes
      return true
    }
  }

  @Test("after every posting the book balances and no holding is below zero; replayed, it is the same")
  func balances() throws {
    print("history of \(Self.postings) postings, seed \(Self.seed)")
    var random = Generator(state: Self.seed)
    let test = try TestBook()
    var model = Model()
    let owners = (1...20).map(code)
    let start = try #require(CalendarDate("2025-01-01"))
    var date = start
    var left = Self.postings
    while left > 0 {
      let size = min(left, Int.random(in: 1...400, using: &random))
      left -= size
      try test.book.write(isDry: false) { db in
        let journal = try Journal(db)
        try journal.begin(kind: "test", name: "random", sha256: "", booked: date)
        for _ in 0..<size {
          if Int.random(in: 0..<200, using: &random) == 0 { date = date.next }
          let movement = Self.movement(owners, date, &random)
          if model.post(movement) {
            let entry = try journal.post(movement)
            if try Self.stored(db, entry) != [movement.from, movement.to].map({ model.balances[$0] ?? 0 }) {
              Issue.record("entry \(entry): the balances are not those of the model, seed \(Self.seed)")
            }
            for side in Self.obligation(of: movement) where model.post(side) { try journal.post(side) }
          } else {
            #expect(throws: Overdraw.self) { try journal.post(movement) }
          }
        }
        // Issued = held + on the province's account + surrendered + cancelled, at every document's end.
        let sums = try Dictionary(
          uniqueKeysWithValues: Row.fetchAll(
            db, sql: "SELECT ledger || '.' || kind, sum(tonnes) FROM account GROUP BY 1"
          ).map { ($0[0] as String, $0[1] as Int) })
        let inside = ["holding", "province", "surrendered", "cancelled", "elsewhere"].reduce(0) {
          $0 + (sums["allowance.\($1)"] ?? 0)
        }
        #expect(-(sums["allowance.issued"] ?? 0) == inside)
        #expect(
          try Int.fetchOne(db, sql: "SELECT count(*) FROM account WHERE tonnes < 0 AND is_source = 0") == 0)
        return ((), true)
      }
    }
    try test.book.read { db in
      let journal = try Journal(db)
      for (key, tonnes) in model.balances { #expect(journal.balance(key) == tonnes) }
    }
    let check = try test.book.check()
    #expect(check.problems.isEmpty)
    #expect(try replayed(test.book) == state(test.book))
  }

  /// The balances of an entry's two accounts, as the database has them.
  private static func stored(_ db: Database, _ entry: Int) throws -> [Int] {
    let row = try db.cachedStatement(
      sql: """
        SELECT f.tonnes, t.tonnes FROM entry AS e JOIN account AS f ON f.id = e.from_account
        JOIN account AS t ON t.id = e.to_account WHERE e.id = ?
        """)
    return try Row.fetchOne(row, arguments: [entry]).map { [$0[0], $0[1]] } ?? []
  }

  /// A surrender meets an obligation.
  private static func obligation(of movement: Movement) -> [Movement] {
    guard movement.kind == .surrender else { return [] }
    let (owner, year) = (movement.from.owner, movement.from.vintage)
    let (due, met) = (AccountKey(.obligationDue, owner, year), AccountKey(.obligationMet, owner, year))
    return [
      Movement(
        .obligation, movement.date, from: AccountKey(.obligationAssessed, "", year), to: due, movement.tonnes,
        year: year),
      Movement(.surrender, movement.date, from: due, to: met, movement.tonnes, year: year),
    ]
  }

  private static func movement(_ owners: [String], _ date: CalendarDate, _ random: inout Generator)
    -> Movement
  {
    func any() -> String { owners[Int.random(in: 0..<owners.count, using: &random)] }
    let vintage = Int.random(in: 2024...2026, using: &random)
    let tonnes = Int.random(in: 1...5_000, using: &random)
    let owner = any()
    let holding = AccountKey(.holding, owner, vintage)
    switch Int.random(in: 0..<12, using: &random) {
    case 0:
      return Movement(
        .finalIssue, date, from: AccountKey(.issued, "", vintage), to: holding, tonnes, year: vintage)
    case 1:
      return Movement(
        .finalIssue, date, from: AccountKey(.issued, "", vintage), to: AccountKey(.province, owner, vintage),
        tonnes, year: vintage)
    case 2:
      return Movement(
        .release, date, from: AccountKey(.province, owner, vintage), to: holding, tonnes, year: vintage)
    case 3:
      return Movement(
        .surrender, date, from: holding, to: AccountKey(.surrendered, owner, vintage), tonnes, year: vintage)
    case 4:
      return Movement(.cancellation, date, from: holding, to: AccountKey(.cancelled, owner, vintage), tonnes)
    case 5:
      return Movement(
        .trueUpReturn, date, from: holding, to: AccountKey(.issued, "", vintage), tonnes, year: vintage)
    case 6:
      return Movement(
        .credit, date, from: AccountKey(.creditsRegistered, "", 0), to: AccountKey(.creditHolding, owner, 0),
        tonnes)
    case 7:
      return Movement(
        .carryOver, date, from: AccountKey(.holding, owner, 2024), to: AccountKey(.holding, owner, 2025),
        tonnes)
    case 8:
      return Movement(
        .trade, date, from: AccountKey(.elsewhere, "", vintage), to: holding, tonnes, priceFen: 7_000)
    default:
      var buyer = any()
      if buyer == owner { buyer = owners[(owners.firstIndex(of: owner) ?? 0) == 0 ? 1 : 0] }
      return Movement(
        .trade, date, from: holding, to: AccountKey(.holding, buyer, vintage), tonnes,
        priceFen: Int.random(in: 4_000...12_000, using: &random))
    }
  }

  /// Every balance of a book, by account.
  private func state(_ book: Book) throws -> [String: Int] {
    try book.read { db in
      try Dictionary(
        uniqueKeysWithValues: Row.fetchAll(
          db, sql: "SELECT ledger || kind || owner || vintage, tonnes FROM account WHERE last_entry > 0"
        )
        .map { ($0[0] as String, $0[1] as Int) })
    }
  }

  /// The state of a second book into which the journal of the first is posted again.
  private func replayed(_ book: Book) throws -> [String: Int] {
    let entries = try book.read { db in
      try Row.fetchAll(db, sql: "SELECT \(JournalEntry.columns) FROM \(JournalEntry.tables) ORDER BY e.id")
        .compactMap(JournalEntry.init)
    }
    let second = try TestBook()
    try second.book.write(isDry: false) { db in
      let journal = try Journal(db)
      try journal.begin(
        kind: "test", name: "replay", sha256: "", booked: entries.first?.movement.date ?? Book.noDate)
      for entry in entries { try journal.post(entry.movement) }
      return ((), true)
    }
    return try state(second.book)
  }

  @Test("whatever is sold, bought, corrected and returned in between, what is issued is what is determined")
  func corrections() throws {
    print("corrections, seed \(Self.seed)")
    var random = Generator(state: Self.seed)
    let test = try TestBook()
    let owners = (1...5).map(code)
    try test.post("uscc,year,tonnes,reason\n\(owners[0]),2025,150000,x\n\(owners[1]),2025,20000,x\n")
    for owner in owners {
      try test.post(preallocation(owner, "\(Int.random(in: 10_000...900_000, using: &random))"))
    }
    var (oweing, refused) = (0, 0)
    for step in 0..<120 {
      let owner = owners[Int.random(in: 0..<5, using: &random)]
      let tonnes = Int.random(in: 1...300_000, using: &random)
      switch Int.random(in: 0..<5, using: &random) {
      case 0:
        try test.post("seller,buyer,vintage,tonnes,price,date\n-,\(owner),2025,\(tonnes),70,2026-10-10\n")
      case 1, 2:
        let sale = try test.post(
          "seller,buyer,vintage,tonnes,price,date\n\(owner),-,2025,\(tonnes),70,2026-10-10\n")
        refused += sale.isRefused ? 1 : 0
      case 3: try test.surrender(owner, date: "2026-10-10", year: 2025)
      default:
        let due = Bool.random(using: &random) ? 0 : Int.random(in: 0...500_000, using: &random)
        let outcome = try test.determine(
          [(owner, Int.random(in: 0...500_000, using: &random), due)], date: "2026-10-10", run: step % 9 + 1)
        #expect(!outcome.isRefused, "\(outcome.diagnostics)")
      }
      let year = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook))
      for issue in year.issues
      where year.allocations.contains(where: { $0.unit.uscc == issue.uscc && $0.determined != nil }) {
        let position = try test.position(issue.uscc)
        oweing += position.returnDue > 0 ? 1 : 0
        let (trueUp, total) = (try #require(issue.trueUp), try #require(issue.totalIssued))
        let (returned, deducted) = (
          try #require(issue.deductionReturned), try #require(issue.deductedAtIssue)
        )
        #expect(try issue.finalIssued == trueUp + returned - deducted)
        #expect(FixedDecimal(position.issued - position.returnDue) == total)
        #expect(!total.isNegative)
      }
    }
    // The history is one that tries the hard cases.
    #expect(oweing > 0 && refused > 0)
    #expect(try test.isBalanced)
  }

  @Test(
    "however deductions are ordered, applied, returned and overturned, each is taken once and never too early"
  )
  func deductions() throws {
    print("deductions, seed \(Self.seed)")
    var random = Generator(state: Self.seed)
    let test = try TestBook()
    let owners = (1...3).map(code)
    let years = [2025, 2026]
    /// Orders that stand, by entry.
    var orders: [Int: (owner: String, year: Int, tonnes: Int)] = [:]
    var (overturned, corrected) = (0, 0)
    for step in 0..<100 {
      let owner = owners[Int.random(in: 0..<3, using: &random)]
      let year = years[Int.random(in: 0..<2, using: &random)]
      let tonnes = Int.random(in: 1...200, using: &random)
      var outcome: PostOutcome?
      switch Int.random(in: 0..<8, using: &random) {
      case 0, 1:
        outcome = try test.post(
          "uscc,year,tonnes,reason\n\(owner),\(year),\(tonnes),x\n", date: "2027-10-01")
        let entry = try test.book.read { try Int.fetchOne($0, sql: "SELECT max(id) FROM entry") }
        orders[try #require(entry)] = (owner, year, tonnes)
      case 2, 3:
        let unit = preallocation(owner, "\(Int.random(in: 0...600, using: &random))")
          .replacing(",2025,", with: ",\(year),")
        _ = try test.post(unit, date: "2027-10-01")
      case 4:
        guard let entry = orders.keys.sorted().randomElement(using: &random) else { continue }
        outcome = try test.post("entry,date,reason\n\(entry),2027-10-01,appeal\n")
        orders[entry] = nil
        overturned += 1
      default:
        outcome = try test.determine(
          [(owner, Int.random(in: 0...400, using: &random), 0)], date: "2027-10-01", run: step % 9 + 1,
          year: year)
        corrected += 1
      }
      #expect(outcome?.isRefused != true, "step \(step): \(outcome?.diagnostics ?? [])")
      var applied: [String: [Int: Int]] = [:]
      for year in years {
        let known = try test.book.read { try Book.years($0) }
        guard known.contains(year) else { continue }
        for issue in try #require(try test.book.issuedYear(year, rulebook: test.rulebook)).issues {
          let returned = issue.deductionReturned?.wholeTonnes ?? 0
          let then = issue.deductedAtIssue?.wholeTonnes ?? 0
          let first = try #require(issue.deductedAtPreallocation.wholeTonnes)
          applied[issue.uscc, default: [:]][year] = first - returned + then
          #expect(first - returned + then >= 0)
          // Nothing is told of a year of which an entity has nothing.
          guard let position = try test.statement(issue.uscc).years.first(where: { $0.year == year })
          else { continue }
          let given = position.issued - position.returnDue
          let entitled = position.determined ?? position.preallocated
          #expect(given == entitled - (first - returned + then), "step \(step), \(year)")
          #expect(given >= 0)
        }
      }
      for owner in owners {
        let own = orders.values.filter { $0.owner == owner }
        let due = try test.balance(.deductionDue, owner, 0)
        let all = applied[owner] ?? [:]
        #expect(due + all.values.reduce(0, +) == own.reduce(0) { $0 + $1.tonnes }, "step \(step)")
        for year in years {
          let taken = all.filter { $0.key <= year }.values.reduce(0, +)
          #expect(
            taken <= own.filter { $0.year <= year }.reduce(0) { $0 + $1.tonnes }, "step \(step), \(year)")
        }
      }
    }
    #expect(overturned > 3 && corrected > 20)
    #expect(try test.isBalanced)
  }

  @Test("after a close nothing is booked before its day, whatever its date")
  func closed() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 400)], date: "2026-04-10")
    try test.book.closeDays(before: #require(CalendarDate("2026-06-01")), rulebook: test.rulebook)
    try test.post("seller,buyer,vintage,tonnes,price,date\n\(anhui),-,2025,200,70,2026-05-12\n")
    #expect(try test.position(anhui, asOf: "2026-05-31").usable == 300)
    #expect(try test.position(anhui, asOf: "2026-06-01").usable == 100)
    let line = try #require(try test.statement(anhui).movements.last)
    #expect(
      line.entry.movement.date == CalendarDate("2026-05-12")
        && line.entry.booked == CalendarDate("2026-06-01"))
    for day in ["2026-05-01", "2062-06-01"] {
      #expect(throws: BookError.self) {
        try test.book.closeDays(before: #require(CalendarDate(day)), rulebook: test.rulebook)
      }
    }
  }

  @Test("a statement of a past day never changes, whatever is posted later, dated before or after it")
  func pastStatements() throws {
    print("statements, seed \(Self.seed)")
    var random = Generator(state: Self.seed)
    let test = try TestBook()
    let owners = (1...6).map(code)
    for owner in owners {
      try test.post(preallocation(owner, "\(Int.random(in: 10_000...900_000, using: &random))"))
    }
    var kept: [(owner: String, day: CalendarDate, text: String)] = []
    func text(_ owner: String, _ day: CalendarDate) throws -> String {
      let statement = try #require(try test.book.statement(of: owner, asOf: day, rulebook: test.rulebook))
      let lines = statement.movements.map { "\($0.entry.id) \($0.account) \($0.tonnes) \($0.balance)" }
      return "\(lines) \(statement.accounts) \(statement.deductionDue) "
        + statement.years.map { "\($0)" }.joined()
    }
    for step in 0..<60 {
      let seller = owners[Int.random(in: 0..<6, using: &random)]
      // Some are dated long before what the book has already.
      let date = "2026-\(step % 3 == 0 ? "01" : "0\(5 + step / 20)")-\(10 + step % 18)"
      switch step % 10 {
      case 9:
        let units = owners.map {
          (
            $0, Int.random(in: 5_000...500_000, using: &random),
            Int.random(in: 5_000...500_000, using: &random)
          )
        }
        try test.determine(
          units.map { (uscc: $0.0, determined: $0.1, due: $0.2) }, date: "2026-09-30", run: step / 10 + 1)
      case 5: try test.post("uscc,tonnes,registered_on,date,project\n\(seller),500,2025-01-01,\(date),wind\n")
      default:
        try test.post("seller,buyer,vintage,tonnes,price,date\n\(seller),-,2025,\(step + 1),70,\(date)\n")
      }
      if step % 7 == 3, let day = try test.book.lastDay() {
        // The day is over once something of a later day is booked.
        try test.post("uscc,tonnes,registered_on,date,project\n\(seller),1,2025-01-01,\(day.next),wind\n")
        for owner in owners { kept.append((owner, day, try text(owner, day))) }
      }
    }
    #expect(kept.count >= 48)
    for (owner, day, before) in kept { #expect(try text(owner, day) == before) }
    #expect(try test.isBalanced)
  }
}
