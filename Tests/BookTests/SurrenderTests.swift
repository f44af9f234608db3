import Filings
import Quantities
import Rulebook
import Testing

@testable import Book

private let trades = "seller,buyer,vintage,tonnes,price,date\n"

@Suite("Surrender, vintages, CCER, penalty (REG775, ALLOC26; allocation.md section 6)")
struct SurrenderTests {
  @Test("2025 is not met with older vintages, and arrears of 2024 are")
  func vintages() throws {
    let test = try TestBook()
    try test.post("uscc,vintage,tonnes,kind\n\(anhui),2024,500,issued\n", date: "2026-01-05")
    try test.determine([(anhui, 300, 400)])
    #expect(try test.position(anhui).usable == 300)
    try test.surrender(anhui)
    #expect(try test.balance(.obligationDue, anhui) == 100)
    #expect(try test.balance(.holding, anhui, 2024) == 500)
    let rules = try #require(SurrenderRules(test.rulebook, year: 2023))
    #expect(rules.vintages == 2019...2026)
    #expect(SurrenderRules(test.rulebook, year: 2025)?.vintages == 2025...2026)
    #expect(SurrenderRules(test.rulebook, year: 2027)?.vintages == 2025...2027)
  }

  @Test("the oldest vintage goes first, and later ones may be used too")
  func oldestFirst() throws {
    let test = try TestBook()
    try test.post("uscc,vintage,tonnes,kind\n\(anhui),2026,500,issued\n", date: "2026-01-05")
    try test.determine([(anhui, 300, 400)])
    try test.surrender(anhui)
    #expect(try test.balance(.holding, anhui, 2025) == 0)
    #expect(try test.balance(.holding, anhui, 2026) == 400)
    #expect(try test.balance(.obligationDue, anhui) == 0)
  }

  @Test(
    "CCER meet at most 5 % of what is due, first or last", arguments: [SurrenderOrder.Credits.first, .last])
  func credits(order: SurrenderOrder.Credits) throws {
    let test = try TestBook()
    try test.post(
      "uscc,tonnes,registered_on,date,project\n\(anhui),5000,2024-01-23,2026-06-01,wind\n")
    try test.determine([(anhui, 9_900, 10_019)])
    // 5 % of 10,019 is 500.95: 500 whole tonnes.
    #expect(try test.position(anhui).creditLimit == 500)
    // Allowances come first unless it is said otherwise: then CCER meet 119, and could meet 500.
    #expect(try test.position(anhui).creditsLeft == 500)
    #expect(try test.position(anhui).usableCredits == 119)
    try test.surrender(anhui, credits: order)
    #expect(try test.balance(.creditsSurrendered, anhui, 0) == (order == .first ? 500 : 119))
    #expect(try test.balance(.holding, anhui) == (order == .first ? 381 : 0))
    #expect(try test.balance(.obligationDue, anhui) == 0)
    // A second order finds the limit used.
    #expect(try !test.surrender(anhui, credits: order).isPosted)
    #expect(try test.isBalanced)
  }

  @Test("the limit of CCER holds over several orders")
  func limitOverOrders() throws {
    let test = try TestBook()
    try test.post("uscc,tonnes,registered_on,date,project\n\(anhui),300,2024-01-23,2026-06-01,wind\n")
    try test.determine([(anhui, 1, 10_000)])
    try test.surrender(anhui, credits: .first)
    try test.post("uscc,tonnes,registered_on,date,project\n\(anhui),9000,2024-01-23,2027-01-02,wind\n")
    try test.surrender(anhui, credits: .first, date: "2027-01-03")
    #expect(try test.balance(.creditsSurrendered, anhui, 0) == 500)
  }

  @Test("a lower obligation gives back CCER above its limit, and they may be used anew")
  func limitAfterCorrection() throws {
    let test = try TestBook()
    try test.post("uscc,tonnes,registered_on,date,project\n\(anhui),5000,2024-01-23,2026-06-01,wind\n")
    try test.determine([(anhui, 9_000, 10_000)])
    try test.surrender(anhui, credits: .first, date: "2026-10-01")
    // 500 are used; 5 % of 9,600 are 480, and less is surrendered than the 9,600.
    #expect(try test.balance(.obligationMet, anhui) == 9_500)
    #expect(try test.determine([(anhui, 9_000, 9_600)], date: "2026-10-10", run: 2).isPosted)
    #expect(try test.balance(.creditsSurrendered, anhui, 0) == 480)
    #expect(try test.balance(.creditHolding, anhui, 0) == 4_520)
    #expect(try test.balance(.obligationDue, anhui) == 120)
    #expect(try test.book.check(rulebook: test.rulebook).breaches.isEmpty)
    try test.determine([(anhui, 9_000, 10_000)], date: "2026-10-11", run: 3)
    try test.surrender(anhui, credits: .first)
    #expect(try test.balance(.creditsSurrendered, anhui, 0) == 500)
    #expect(try test.isBalanced)
  }

  @Test("a lower obligation gives back what is surrendered beyond it, what was surrendered last first")
  func surplus() throws {
    let test = try TestBook()
    try test.post("uscc,year,withheld\n\(anhui),2025,risk\n")
    try test.determine([(anhui, 900, 1_000)])
    try test.post(trades + "-,\(anhui),2026,70,70,2026-10-10\n")
    try test.post("uscc,tonnes,registered_on,date,project\n\(anhui),50,2025-06-18,2026-10-11,wind\n")
    try test.surrender(anhui)
    // 900 of the province's account, 70 bought, 30 of CCER.
    #expect(try test.position(anhui).open == 0)
    try test.determine([(anhui, 900, 950)], date: "2027-01-20", run: 2)
    let position = try test.position(anhui)
    #expect(position.met == 950 && position.open == 0 && position.arrears == 0)
    #expect(try test.balance(.creditHolding, anhui, 0) == 50)
    #expect(try test.balance(.holding, anhui, 2026) == 20 && test.balance(.surrendered, anhui, 2026) == 50)
    // The allowances that come back meet what is determined less.
    try test.determine([(anhui, 780, 800)], date: "2027-01-21", run: 3)
    #expect(try test.balance(.surrendered, anhui) == 800 && test.balance(.returnDue, anhui) == 20)
    #expect(try test.balance(.province, anhui) == 0 && test.balance(.holding, anhui, 2026) == 70)
    try test.determine([(anhui, 0, 0)], date: "2027-01-22", run: 4)
    #expect(try test.balance(.surrendered, anhui) == 0 && test.balance(.returnDue, anhui) == 0)
    #expect(try test.isBalanced && test.book.check(rulebook: test.rulebook).breaches.isEmpty)
  }

  @Test("CCER above their limit, as an older version let them be, are in the check and in the statement")
  func excessCredits() throws {
    let test = try TestBook()
    try test.post("uscc,tonnes,registered_on,date,project\n\(anhui),5000,2024-01-23,2026-06-01,wind\n")
    try test.determine([(anhui, 9_000, 9_600)])
    try test.book.write(isDry: false) { db in
      let journal = try Journal(db)
      let day = try #require(CalendarDate("2026-10-01"))
      try journal.begin(kind: "surrender", name: "surrender", sha256: "", booked: day)
      for (from, to) in [
        (AccountKey(.creditHolding, anhui, 0), AccountKey(.creditsSurrendered, anhui, 0)),
        (AccountKey(.obligationDue, anhui, 2025), AccountKey(.obligationMet, anhui, 2025)),
      ] { try journal.post(Movement(.surrender, day, from: from, to: to, 500, year: 2025)) }
      return ((), true)
    }
    #expect(try test.position(anhui).excessCredits == 20)
    let check = try test.book.check(rulebook: test.rulebook)
    #expect(check.problems.isEmpty && check.breaches.count == 1)
    #expect(check.breaches.first?.en.contains("500 t are surrendered, above the limit of 480 t") ?? false)
    #expect(try test.book.check().breaches.isEmpty)
  }

  @Test("CCER registered on 2024-01-22 or before are refused")
  func registration() throws {
    let test = try TestBook()
    let outcome = try test.post(
      "uscc,tonnes,registered_on,date,project\n\(anhui),50,2024-01-22,2026-06-01,wind\n")
    #expect(outcome.diagnostics.map(\.code) == [.bookRule])
    #expect(outcome.diagnostics.first?.line == 2)
    // A row that is dated before the rule began is not exempt from it.
    let old = try test.post(
      "uscc,tonnes,registered_on,date,project\n\(anhui),50,2023-05-01,2023-06-01,wind\n")
    #expect(old.diagnostics.map(\.code) == [.bookRule])
  }

  @Test("CCER cannot be acquired before they are registered")
  func acquisition() throws {
    let test = try TestBook()
    let head = "uscc,tonnes,registered_on,date,project\n"
    let early = try test.post(head + "\(anhui),50,2026-06-02,2026-06-01,wind\n")
    #expect(early.diagnostics.map(\.code) == [.bookRule] && early.diagnostics.first?.field == "date")
    #expect(try test.post(head + "\(anhui),50,2026-06-01,2026-06-01,wind\n").isPosted)
  }

  @Test("the penalty is 5 to 10 times the mean price of the month before the deadline times the shortfall")
  func penalty() throws {
    let test = try TestBook()
    try test.determine([(anhui, 100, 300), (other, 500, 400)])
    // Only December counts: (60 × 10 + 90 × 20) / 30 = 80.
    try test.post(
      trades + "\(other),-,2025,50,10.00,2026-11-30\n\(other),-,2025,10,60.00,2026-12-01\n"
        + "\(other),-,2025,20,90.00,2026-12-31\n")
    let exposure = try #require(try test.position(anhui).exposure)
    #expect(exposure.basis.price == FixedDecimal(80))
    #expect(exposure.shortfall == 200)
    #expect(exposure.minimum == FixedDecimal(80_000))
    #expect(exposure.maximum == FixedDecimal(160_000))
    // Before any trade of that month the published price stands in, and says so.
    let early = try #require(try test.position(anhui, asOf: "2026-10-01").exposure)
    #expect(early.basis.price == (try FixedDecimal("74.63")))
    #expect(early.basis.source.en.contains("market.closingPrice"))
  }

  @Test("a year whose calendar names no deadline has the assumed one: 31 December of the next year, said so")
  func assumedDeadline() throws {
    let test = try TestBook()
    try test.determine([(anhui, 700, 1_000)], date: "2027-09-30", year: 2026)
    try test.post(trades + "-,\(anhui),2026,20,70.01,2027-12-10\n")
    let position = try test.position(anhui, year: 2026)
    let deadline = try #require(position.deadline)
    #expect(deadline.date == CalendarDate("2027-12-31") && deadline.isAssumed)
    #expect(position.exposure?.shortfall == 280 && position.arrears == 0)
    #expect(try test.surrender(anhui, date: nil).isPosted)
    #expect(try test.book.lastDay() == CalendarDate("2027-12-31"))
    try test.post(trades + "-,\(anhui),2026,1,70.01,2028-01-03\n")
    #expect(try test.position(anhui, year: 2026).arrears == 280)
    // What is published is not assumed.
    try test.determine([(anhui, 1, 1)], date: "2028-01-04", run: 2)
    let published = try #require(try test.position(anhui).deadline)
    #expect(published.date == CalendarDate("2026-12-31") && !published.isAssumed)
  }

  @Test("what has to be returned is bought, and not fined (REG775 art. 24)")
  func returnIsNoFine() throws {
    let test = try TestBook()
    try test.determine([(anhui, 1_100, 1_000)])
    try test.post(trades + "\(anhui),-,2025,1100,70,2026-10-10\n")
    try test.post("uscc,tonnes,registered_on,date,project\n\(anhui),50,2025-06-18,2026-10-11,wind\n")
    try test.determine([(anhui, 1_000, 1_000)], date: "2026-11-01", run: 2)
    let position = try test.position(anhui)
    #expect(position.returnDue == 100 && position.short == 1_050)
    #expect(position.exposure?.shortfall == 950)
  }

  @Test("a reversed surrender gives back the allowances and opens the obligation again")
  func reversal() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 300)])
    try test.surrender(anhui)
    let entry = try #require(try test.statement(anhui).movements.last { $0.account.kind == .surrendered })
      .entry.id
    let done = try test.post("entry,date,reason\n\(entry),2027-01-05,wrong order\n")
    #expect(done.isPosted)
    #expect(try test.balance(.holding, anhui) == 300)
    #expect(try test.balance(.obligationDue, anhui) == 300)
    #expect(
      try test.post("entry,date,reason\n\(entry),2027-01-06,again\n").diagnostics.map(\.code) == [
        .bookReversal
      ])
    #expect(try test.isBalanced)
  }
}

@Suite("Several open years: what is held is given out once, by the steps of a surrender")
struct OpenYearsTests {
  /// 5,000 t of 2024 and 100,000 t of 2025 are owed, and 90,000 t of 2025 held.
  private func book() throws -> TestBook {
    let test = try TestBook()
    try test.determine([(anhui, 95_000, 100_000)], date: "2025-10-20", year: 2024)
    try test.surrender(anhui, date: "2025-12-31")
    try test.determine([(anhui, 90_000, 100_000)], run: 2)
    return test
  }

  @Test("the older year comes first, and the newer one lacks what it took")
  func oldestFirst() throws {
    let test = try book()
    let (older, newer) = (try test.position(anhui, year: 2024), try test.position(anhui))
    #expect(older.open == 5_000 && older.usable == 5_000 && older.short == 0)
    #expect(newer.usable == 85_000 && newer.short == 15_000)
    #expect(newer.otherAllowances == -5_000)
    let market = try #require(
      try test.book.marketStatement(
        province: nil, year: 2025, asOf: nil, nationalTotal: nil, rulebook: test.rulebook))
    #expect(market.totals().short == 15_000 && market.totals().arrears == 0)
    // What the statement says is what a surrender leaves.
    try test.surrender(anhui)
    #expect(try test.balance(.obligationDue, anhui, 2024) == 0)
    #expect(try test.balance(.obligationDue, anhui) == 15_000)
    #expect(try test.position(anhui).short == 15_000)
  }

  @Test("what is open behind a passed deadline is in arrears with its fine, whatever is held")
  func arrears() throws {
    let test = try book()
    let older = try test.position(anhui, year: 2024)
    #expect(older.arrears == 5_000)
    #expect(older.exposure?.shortfall == 5_000)
    #expect(try test.position(anhui).arrears == 0)
    // On the day of the deadline it is not over.
    let onTheDay = try test.position(anhui, asOf: "2025-12-31", year: 2024)
    #expect(onTheDay.arrears == 0 && onTheDay.exposure?.shortfall == 5_000)
    let market = try #require(
      try test.book.marketStatement(
        province: nil, year: 2024, asOf: nil, nationalTotal: nil, rulebook: test.rulebook))
    #expect(market.totals().arrears == 5_000)
    #expect(market.otherArrears.isEmpty)
    // The next year's statement does not hide them.
    let next = try #require(
      try test.book.marketStatement(
        province: nil, year: 2025, asOf: nil, nationalTotal: nil, rulebook: test.rulebook))
    #expect(next.totals().arrears == 0)
    #expect(next.otherArrears.map(\.year) == [2024] && next.otherArrears.map(\.tonnes) == [5_000])
  }

  @Test("a rest counts once, for the newest year that may use it; CCER keep the limit of each year")
  func rest() throws {
    let test = try TestBook()
    try test.post("uscc,tonnes,registered_on,date,project\n\(anhui),5000,2024-01-23,2025-06-01,wind\n")
    try test.determine([(anhui, 10_000, 10_000)], date: "2025-10-20", year: 2024)
    try test.determine([(anhui, 9_800, 10_000)], run: 2)
    let (older, newer) = (try test.position(anhui, year: 2024), try test.position(anhui))
    // Vintage 2024 meets 2024; 9,800 and 200 of CCER meet 2025. 300 more could stand for allowances of 2025,
    // and 500 for allowances of 2024, but a surrender takes allowances first.
    #expect(older.usable == 10_000 && newer.usable == 9_800)
    #expect(newer.usableCredits == 200 && newer.creditsLeft == 500 && newer.short == 0)
    #expect(older.usableCredits == 0 && older.creditsLeft == 500 && older.short == 0)
    try test.surrender(anhui)
    #expect(try test.position(anhui, year: 2024).short == 0 && test.position(anhui).short == 0)
    #expect(try test.balance(.obligationDue, anhui) == 0)
    #expect(try test.balance(.creditHolding, anhui, 0) == 4_800)
  }

  @Test("allowances left over when everything is met stand in one year only")
  func met() throws {
    let test = try TestBook()
    try test.determine([(anhui, 100, 90)], date: "2025-10-20", year: 2024)
    try test.determine([(anhui, 300, 200)], run: 2)
    try test.surrender(anhui)
    #expect(try test.position(anhui, year: 2024).short == -10)
    #expect(try test.position(anhui).short == -100)
  }

  @Test("a rest of another vintage does not hide that the year's own has to be returned")
  func otherVintage() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "1000"))
    try test.post(
      "seller,buyer,vintage,tonnes,price,date\n\(anhui),-,2025,450,70.00,2026-05-01\n"
        + "-,\(anhui),2026,1000,70.00,2026-05-02\n")
    try test.determine([(anhui, 400, 300)])
    // 50 of vintage 2025 are to be returned; 300 of vintage 2026 meet the obligation.
    let position = try test.position(anhui)
    #expect(position.returnDue == 50 && position.usable == 300 && position.short == 50)
  }
}

@Suite("Carry-over (ALLOC26, power; allocation.md section 6)")
struct CarryOverTests {
  @Test(
    "T = floor(10,000 + 1.5 × net sales), not above the holdings",
    arguments: [
      // sold, bought, held, T by hand
      (20_001, 0, 1_000_000, 40_001), (20_000, 5_000, 1_000_000, 32_500), (5_000, 20_000, 1_000_000, 10_000),
      (20_000, 0, 7_000, 7_000), (0, 0, 0, 0), (3, 0, 10_004, 10_004), (3, 0, 10_003, 10_003),
    ])
  func formula(sold: Int, bought: Int, held: Int, expected: Int) throws {
    let rule = try #require(CarryOverRule(Rulebook.embedded.get()))
    #expect(try rule.limit(sold: sold, bought: bought, held: held) == expected)
  }

  @Test(
    "trades of the window and of vintages to 2024 count, others do not; the oldest vintage is carried first")
  func posted() throws {
    let test = try TestBook()
    try test.post(
      "uscc,vintage,tonnes,kind\n\(anhui),2023,6000,issued\n\(anhui),2024,50000,issued\n", date: "2023-12-01")
    try test.post(
      trades
        + "\(anhui),-,2024,900,60,2023-12-31\n\(anhui),-,2024,2000,60,2024-01-01\n-,\(anhui),2024,400,60,2025-06-01\n"
        + "\(anhui),-,2024,100,60,2025-12-31\n\(anhui),-,2024,700,60,2026-01-02\n")
    // Net sales 2,000 + 100 − 400 = 1,700: T = floor(10,000 + 2,550) = 12,550.
    let above = try test.post("uscc,date,tonnes\n\(anhui),2026-03-01,12551\n")
    #expect(above.diagnostics.map(\.code) == [.bookRule])
    #expect(try test.post("uscc,date\n\(anhui),2026-03-01\n").isPosted)
    #expect(try test.balance(.holding, anhui, 2025) == 12_550)
    #expect(try test.balance(.holding, anhui, 2023) == 0)
    #expect(try test.post("uscc,date,tonnes\n\(anhui),2026-03-02,1\n").diagnostics.map(\.code) == [.bookRule])
  }

  @Test("who is in arrears by the book cannot apply, whatever the row says, and can when that is settled")
  func arrears() throws {
    let test = try TestBook()
    try test.post("uscc,vintage,tonnes,kind\n\(anhui),2023,20000,issued\n", date: "2025-01-01")
    try test.determine([(anhui, 700, 1_000)], date: "2025-10-20", year: 2024)
    // On the day of the deadline it is not missed.
    #expect(try test.post("uscc,date,tonnes,missed_deadline\n\(anhui),2025-12-31,5,no\n").isPosted)
    let refused = try test.post("uscc,date,tonnes,missed_deadline\n\(anhui),2026-03-20,10,no\n")
    #expect(refused.diagnostics.map(\.code) == [.bookRule])
    #expect(refused.diagnostics.first?.message.en.contains("1000 t of 2024") ?? false)
    try test.surrender(anhui, date: "2026-03-21")
    // What was open on the row's day counts, not what is open now.
    #expect(try test.post("uscc,date,tonnes\n\(anhui),2026-03-20,10\n").isRefused)
    #expect(try test.post("uscc,date,tonnes\n\(anhui),2026-03-22,10\n").isPosted)
  }

  @Test("who missed a deadline cannot apply")
  func missed() throws {
    let test = try TestBook()
    try test.post("uscc,vintage,tonnes,kind\n\(anhui),2023,6000,issued\n", date: "2023-12-01")
    let outcome = try test.post("uscc,date,missed_deadline\n\(anhui),2026-03-01,是\n")
    #expect(outcome.diagnostics.map(\.code) == [.bookRule])
  }
}

@Suite("Posting tables")
struct PostingTests {
  @Test("a trade that would overdraw is refused with the balance, and its whole file stays out")
  func overdraw() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0), (other, 10, 0)])
    let outcome = try test.post(
      trades + "\(anhui),\(other),2025,200,70,2026-10-10\n\(anhui),\(other),2025,101,70,2026-10-11\n")
    let diagnostic = try #require(outcome.diagnostics.first)
    #expect(diagnostic.code == .bookOverdraw && diagnostic.line == 3)
    #expect(diagnostic.message.en.contains("a balance of 100 t"))
    #expect(try test.balance(.holding, anhui) == 300)
    #expect(!outcome.isPosted)
  }

  @Test("trades in no order are posted by day, and what is sold before it was bought is refused")
  func unsorted() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0), (other, 10, 0)])
    let sale = "\(other),\(anhui),2025,50,70,2026-10-12\n"
    let purchase = "\(anhui),\(other),2025,50,70,2026-10-11\n"
    #expect(try test.post(trades + sale + purchase).isPosted)
    let lines = try test.book.read {
      try Int.fetchAll($0, sql: "SELECT line FROM entry WHERE kind = 'trade' ORDER BY id")
    }
    #expect(lines == [3, 2])
    let early = "\(other),\(anhui),2025,50,70,2026-10-13\n"
    let late = "\(anhui),\(other),2025,50,70,2026-10-14\n"
    let refused = try test.post(trades + late + early)
    #expect(refused.diagnostics.map(\.code) == [.bookOverdraw] && refused.diagnostics.first?.line == 3)
    #expect(try test.balance(.holding, anhui) == 300 && test.isBalanced)
  }

  @Test("with a row that cannot be read nothing of a file is posted, and only that is told")
  func unreadableRow() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0)])
    let rows = "\(anhui),-,2025,200,70,2026-10-10\n\(anhui),-,2025,200,70,2026-10-11\n"
    let outcome = try test.post(trades + rows + "\(anhui),-,2025,x,70,2026-10-12\n")
    #expect(outcome.diagnostics.map(\.code) == [.csvValue] && outcome.diagnostics.first?.line == 4)
    #expect(!outcome.isPosted && outcome.tallies.isEmpty)
    #expect(try test.balance(.holding, anhui) == 300)
    #expect(try test.book.check().documents == 1)
  }

  @Test("a dry run says the same and writes nothing")
  func dry() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0)])
    let csv = trades + "\(anhui),-,2025,200,70,2026-10-10\n"
    let dry = try test.post(csv, isDry: true)
    #expect(dry.tallies[.trade]?.tonnes == 200 && !dry.isPosted)
    #expect(try test.balance(.holding, anhui) == 300)
    #expect(try test.post(csv).tallies == dry.tallies)
  }

  @Test(
    "what cannot be posted is refused at its place",
    arguments: [
      ("\(anhui),\(anhui),2025,1,70,2026-10-10", DiagnosticCode.bookRule),
      ("\(anhui),\(code(77)),2025,1,70,2026-10-10", .bookEntity),
      ("\(anhui),91340000MA0000000X,2025,1,70,2026-10-10", .usccCheck),
      ("\(anhui),-,2025,1.5,70,2026-10-10", .csvValue),
      ("\(anhui),-,2025,0,70,2026-10-10", .csvValue), ("\(anhui),-,2025,1,70.001,2026-10-10", .csvValue),
      ("\(anhui),-,2025,1,70,2026-02-30", .csvValue), ("\(anhui),-,2025,-5,70,2026-10-10", .csvValue),
    ])
  func refused(row: String, code: DiagnosticCode) throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0)])
    let outcome = try test.post(trades + row + "\n")
    #expect(outcome.diagnostics.map(\.code) == [code])
    #expect(outcome.diagnostics.first?.line == 2)
    #expect(!outcome.isPosted)
  }

  @Test("a trade's number is taken once")
  func number() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0)])
    let head = "seller,buyer,vintage,tonnes,price,date,document\n"
    #expect(try test.post(head + "\(anhui),-,2025,1,70,2026-10-10,T1\n").isPosted)
    let again = try test.post(head + "\(anhui),-,2025,2,70,2026-10-11,T1\n")
    #expect(again.diagnostics.map(\.code) == [.csvDuplicate])
    #expect(try test.balance(.holding, anhui) == 299)
  }

  @Test("a day or year that the book and the rulebook cannot know is refused, unless it is confirmed")
  func slip() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0)])
    // The last deadline known is 2026-12-31.
    for row in ["\(anhui),-,2025,10,70,2028-01-01\n", "-,\(anhui),2062,10,70,2026-11-01\n"] {
      let slip = try test.post(trades + row)
      #expect(slip.diagnostics.map(\.code) == [.bookDate] && slip.diagnostics.first?.line == 2)
    }
    #expect(try test.book.lastDay() == CalendarDate("2026-09-30"))
    let names = "uscc,year,name,sector,submission,submitted_on,province,industry_class\n"
    let entities = try test.post(
      names + "\(anhui),2025,A name,steel,1,2026-03-01,110000,3011\n", date: "2062-01-01")
    #expect(entities.diagnostics.map(\.code) == [.bookDate])
    let sale = trades + "\(anhui),-,2025,10,70,2027-12-31\n"
    let dry = try test.post(sale, isDry: true)
    #expect(dry.days?.from == CalendarDate("2026-09-30") && dry.days?.to == CalendarDate("2027-12-31"))
    #expect(try test.post(sale).isPosted)
    #expect(try test.post(trades + "\(anhui),-,2025,10,70,2027-12-31\n").days == nil)
    #expect(try test.post(trades + "\(anhui),-,2025,10,70,2028-03-01\n", latest: "2028-03-01").isPosted)
    // What does not move the day harms nothing.
    #expect(try test.post(trades + "\(anhui),-,2025,10,70,2028-02-01\n").isPosted)
    // A year that the book knows has its deadline in the year after.
    try test.post(preallocation(anhui, "100").replacing(",2025,", with: ",2026,"), date: "2027-04-10")
    let late = try test.post(trades + "\(anhui),-,2025,10,70,2029-01-01\n")
    #expect(late.diagnostics.map(\.code) == [.bookDate])
    #expect(try test.post(trades + "\(anhui),-,2025,10,70,2028-12-31\n").isPosted)
  }

  @Test("a reversed trade frees its number, for one trade")
  func freedNumber() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0)])
    let head = "seller,buyer,vintage,tonnes,price,date,document\n"
    try test.post(head + "\(anhui),-,2025,1,70,2026-10-10,T1\n")
    let entry = try #require(try test.statement(anhui).movements.last).entry.id
    try test.post("entry,date,reason\n\(entry),2026-10-11,wrong tonnes\n")
    #expect(try test.post(head + "\(anhui),-,2025,2,70,2026-10-12,T1\n").isPosted)
    let third = try test.post(head + "\(anhui),-,2025,3,70,2026-10-13,T1\n")
    #expect(third.diagnostics.map(\.code) == [.csvDuplicate])
    #expect(third.diagnostics.first?.message.en.contains("entry \(entry + 2)") ?? false)
    let twice = "\(anhui),-,2025,3,70,2026-10-13,T2\n"
    let within = try test.post(head + twice + twice)
    #expect(within.diagnostics.first?.message.en.contains("line 2") ?? false)
    #expect(try test.balance(.holding, anhui) == 298)
    #expect(try test.isBalanced)
  }

  @Test("a file that was wholly reversed is refused with the reversal, and posted once more only when asked")
  func again() throws {
    let test = try TestBook()
    try test.determine([(anhui, 300, 0)])
    let csv = trades + "\(anhui),-,2025,10,70,2026-10-10\n\(anhui),-,2025,20,70,2026-10-10\n"
    try test.post(csv, content: "a")
    #expect(try test.post(csv, content: "a").diagnostics.map(\.code) == [.bookPosted])
    #expect(try test.post(csv, content: "a", isAgain: true).diagnostics.map(\.code) == [.bookPosted])
    let entries = try test.statement(anhui).movements.filter { $0.entry.movement.kind == .trade }.map(\.entry)
    try test.post("entry,date,reason\n\(entries[0].id),2026-10-11,wrong\n")
    for isAgain in [false, true] {
      let part = try test.post(csv, content: "a", isAgain: isAgain)
      #expect(part.diagnostics.map(\.code) == [.bookReversed] && part.isRefused)
      #expect(part.diagnostics.first?.message.en.contains("reversed a part of it") ?? false)
    }
    try test.post("entry,date,reason\n\(entries[1].id),2026-10-12,wrong too\n")
    let refused = try test.post(csv, content: "a")
    #expect(refused.diagnostics.map(\.code) == [.bookReversed] && refused.isRefused)
    #expect(
      refused.diagnostics.first?.message.en.contains("documents 3, 4 reversed all of it") ?? false,
      "\(refused.diagnostics)")
    #expect(try test.balance(.holding, anhui) == 300)
    #expect(try test.post(csv, content: "a", isAgain: true).isPosted)
    #expect(try test.balance(.holding, anhui) == 270)
    #expect(try test.post(csv, content: "a", isAgain: true).diagnostics.map(\.code) == [.bookPosted])
    #expect(try test.isBalanced)
  }

  @Test(
    "a pre-allocation that a later table corrected is no reversal by hand: posted again it changes nothing")
  func correctedAgain() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "1000"), content: "a")
    try test.post(preallocation(anhui, "1000", ratio: "40"), content: "b")
    let again = try test.post(preallocation(anhui, "1000"), content: "a")
    #expect(again.diagnostics.map(\.code) == [.bookPosted] && !again.isPosted)
    #expect(again.diagnostics.first?.message.en.contains("document 2 corrected") ?? false)
    #expect(try test.post(preallocation(anhui, "1000"), content: "a", isAgain: true).isPosted)
    #expect(try test.balance(.holding, anhui) == 500)
  }

  @Test("a table that is no movement is refused")
  func table() throws {
    let test = try TestBook()
    #expect(
      try test.post("sector,year,value,source\ncement,2025,0.86,x\n").diagnostics.map(\.code) == [.bookTable])
    #expect(try test.post("a,b,c\n1,2,3\n").diagnostics.map(\.code) == [.csvTable])
  }
}
