import Allowances
import Filings
import GRDB
import Quantities
import Rulebook
import Testing

@testable import Book

@Suite("Issue, deductions, true-up (ALLOC2425; allocation.md section 5)")
struct IssueTests {
  @Test("the draft's example of a returned deduction, by hand")
  func returnedDeduction() throws {
    let test = try TestBook()
    // Pre-allocated 50,000, final 30,000, deduction due 70,000.
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,70000,art. 24\n")
    try test.post(preallocation(anhui, "100000"))
    #expect(try test.balance(.deductionDue, anhui, 0) == 20_000)
    #expect(try test.balance(.holding, anhui) == 0)
    try test.determine([(anhui, 30_000, 30_000)])
    // Final issue (30,000 − 50,000) + 20,000 = 0; deduction open 70,000 − 30,000 = 40,000.
    #expect(try test.balance(.holding, anhui) == 0)
    #expect(try test.balance(.deductionDue, anhui, 0) == 40_000)
    #expect(try test.balance(.deductionApplied, anhui, 0) == 30_000)
    let issue = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    #expect(issue.deductedAtPreallocation == FixedDecimal(50_000))
    #expect(issue.preissued.isZero && issue.finalIssued == .zero && issue.totalIssued == .zero)
    #expect(issue.trueUp == FixedDecimal(-20_000))
    #expect(issue.deductionReturned == FixedDecimal(20_000))
    #expect(issue.deductionLeftAtPreallocation == FixedDecimal(20_000))
    #expect(issue.deductionLeft == FixedDecimal(40_000))
    #expect(try test.isBalanced)
  }

  @Test(
    "what documents stated cannot be replaced by another program, nor added to a document that is written")
  func factsKept() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "100"))
    try test.post("uscc,year,withheld\n\(anhui),2025,default\n")
    try test.determine([(anhui, 900, 950)])
    let cheats = [
      "REPLACE INTO preallocation SELECT document, uscc, year, unit, '9', ratio_percent, 9 FROM preallocation",
      "INSERT INTO preallocation SELECT document, uscc, year, 'L9', '9', ratio_percent, 9 FROM preallocation",
      "REPLACE INTO differentiated SELECT document, uscc, year, 'risk', '' FROM differentiated",
      "REPLACE INTO determination SELECT document, uscc, year, sector, unit, '1', output, intensity, balance_value, "
        + "balance_source, special_case, determined, due, details FROM determination",
      "INSERT INTO credit SELECT 1, 1, uscc, 'P', 20250101 FROM entity LIMIT 1",
    ]
    let queue = try DatabaseQueue(path: test.folder.appendingPathComponent("test.book").path)
    defer { try? queue.close() }
    for cheat in cheats {
      #expect(throws: DatabaseError.self, "\(cheat)") { try queue.write { try $0.execute(sql: cheat) } }
    }
  }

  @Test("the draft's example A of differentiated issue: 200,000 are released")
  func differentiatedA() throws {
    let test = try TestBook()
    try test.post("uscc,year,withheld\n\(anhui),2025,default\n")
    try test.determine([(anhui, 1_200_000, 1_000_000)])
    #expect(try test.balance(.province, anhui) == 1_200_000)
    #expect(try test.balance(.holding, anhui) == 0)
    try test.surrender(anhui)
    #expect(try test.balance(.holding, anhui) == 200_000)
    #expect(try test.balance(.province, anhui) == 0)
    #expect(try test.balance(.surrendered, anhui) == 1_000_000)
    #expect(try test.balance(.obligationDue, anhui) == 0)
    let issue = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    #expect(issue.withholding == .yes(Label(zh: "上年度未足额清缴", en: "default for the last year")))
  }

  @Test("a second reason for withholding changes nothing, and the one that the book has is named")
  func secondReason() throws {
    let test = try TestBook()
    let head = "uscc,year,withheld,evidence\n"
    try test.post(head + "\(anhui),2025,risk,letter 7\n")
    let second = try test.post(head + "\(anhui),2025,closed,letter 8\n", date: "2026-05-01")
    #expect(second.diagnostics.map(\.code) == [.bookDifference] && second.diagnostics.first?.line == 2)
    #expect(second.diagnostics.first?.message.en.contains("“evident risk” (letter 7)") ?? false)
    #expect(!second.isRefused && !second.isPosted)
    #expect(try test.post(head + "\(anhui),2025,risk,letter 7\n", date: "2026-05-01").diagnostics.isEmpty)
  }

  @Test("the draft's example B of differentiated issue: 200,000 are to be bought")
  func differentiatedB() throws {
    let test = try TestBook()
    try test.post("uscc,year,withheld\n\(anhui),2025,风险\n".replacing("风险", with: "存在履约风险"))
    try test.determine([(anhui, 800_000, 1_000_000)])
    #expect(try test.position(anhui).short == 200_000)
    try test.surrender(anhui)
    #expect(try test.balance(.province, anhui) == 0)
    #expect(try test.balance(.holding, anhui) == 0)
    #expect(try test.balance(.obligationDue, anhui) == 200_000)
    #expect(try test.position(anhui).short == 200_000)
  }

  @Test("a correction takes back from the holding what the province's account has released")
  func reducedAfterRelease() throws {
    let test = try TestBook()
    try test.post("uscc,year,withheld\n\(anhui),2025,risk\n")
    try test.determine([(anhui, 1_200, 1_000)])
    try test.surrender(anhui)
    for (determined, run) in [(1_190, 2), (1_195, 3), (950, 4), (1_100, 5)] {
      try test.determine([(anhui, determined, 1_000)], date: "2027-01-20", run: run)
      #expect(
        try test.balance(.holding, anhui) + test.balance(.province, anhui) == max(0, determined - 1_000))
      #expect(try test.balance(.returnDue, anhui) == max(0, 1_000 - determined))
      let issue = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
      #expect(issue.totalIssued == FixedDecimal(determined))
    }
    #expect(try test.isBalanced)
  }

  @Test("what the province's account holds of a year that is not determined yet is not released")
  func releasedAfterDetermination() throws {
    let test = try TestBook()
    try test.determine([(anhui, 1_000, 1_000), (other, 500, 500)])
    try test.surrender()
    try test.post("uscc,year,withheld\n\(anhui),2026,risk\n", date: "2027-04-10")
    try test.post(preallocation(anhui, "1000").replacing(",2025,", with: ",2026,"), date: "2027-04-10")
    // Others are determined, and have something due.
    try test.determine([(other, 500, 500)], date: "2027-09-30", run: 2, year: 2026)
    try test.surrender(date: "2027-12-31")
    #expect(try test.balance(.province, anhui, 2026) == 500 && test.balance(.holding, anhui, 2026) == 0)
    try test.determine([(anhui, 800, 700)], date: "2028-01-10", run: 3, year: 2026)
    try test.surrender(date: "2028-01-11")
    #expect(try test.balance(.province, anhui, 2026) == 0 && test.balance(.holding, anhui, 2026) == 100)
  }

  @Test("what a later year uses of a deduction does not change the table of the year before")
  func laterYear() throws {
    let test = try TestBook()
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,70000,art. 24\n")
    try test.post(preallocation(anhui, "100000"))
    try test.determine([(anhui, 30_000, 30_000)])
    try test.post(preallocation(anhui, "100000").replacing(",2025,", with: ",2026,"), date: "2027-04-10")
    #expect(try test.balance(.deductionDue, anhui, 0) == 0)
    let issue = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    #expect(issue.deductionLeft == FixedDecimal(40_000))
    let next = try #require(try test.book.issuedYear(2026, rulebook: test.rulebook)?.issues.first)
    #expect(next.deductedAtPreallocation == FixedDecimal(40_000) && next.preissued == FixedDecimal(10_000))
    #expect(next.deductionLeftAtPreallocation.isZero)
  }

  @Test("a year is corrected though a later one took what it had returned of a deduction")
  func returnTakenSince() throws {
    let test = try TestBook()
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,70000,art. 24\n")
    try test.post(preallocation(anhui, "100000"))
    try test.determine([(anhui, 30_000, 30_000), (other, 500, 500)])
    // 40,000 are open; 2026 takes 35,000 of them.
    try test.post(
      preallocation(anhui, "70000").replacing(",2025,", with: ",2026,"), date: "2027-04-10")
    for (determined, run) in [(60_000, 2), (50_001, 3), (20_000, 4), (60_000, 5)] {
      let outcome = try test.determine(
        [(anhui, determined, 30_000), (other, 500 + run, 500)], date: "2027-05-10", run: run)
      #expect(outcome.isPosted && outcome.diagnostics.isEmpty, "\(outcome.diagnostics)")
      #expect(try test.balance(.holding, other) == 500 + run)
      // Everything that is not deducted yet stays due, and what is issued is what is determined less deductions:
      // 35,000 of them in 2026, the rest of what is applied in 2025.
      let (due, applied) = (
        try test.balance(.deductionDue, anhui, 0), try test.balance(.deductionApplied, anhui, 0)
      )
      #expect(due + applied == 70_000)
      #expect(try test.balance(.holding, anhui) == determined - (applied - 35_000))
      let issue = try #require(
        try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first { $0.uscc == anhui })
      #expect(issue.totalIssued == FixedDecimal(determined - (applied - 35_000)))
      #expect(issue.deductionReturned == FixedDecimal(50_000 - (applied - 35_000)))
      #expect(issue.deductionLeft == FixedDecimal(due))
      #expect(applied - 35_000 == min(determined, 35_000))
      #expect(try test.isBalanced)
    }
    let year2026 = try #require(
      try test.book.issuedYear(2026, rulebook: test.rulebook)?.issues.first { $0.uscc == anhui })
    #expect(year2026.deductedAtPreallocation == FixedDecimal(35_000))
  }

  @Test("a deduction is taken from the pre-allocation, then from the final issue")
  func bothStages() throws {
    let test = try TestBook()
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,70000,art. 24\n")
    try test.post(preallocation(anhui, "100000"))
    try test.determine([(anhui, 90_000, 90_000)])
    #expect(try test.balance(.holding, anhui) == 20_000)
    #expect(try test.balance(.deductionDue, anhui, 0) == 0)
    #expect(try test.balance(.deductionApplied, anhui, 0) == 70_000)
  }

  @Test(
    "an order that is overturned after it was applied is given back, and the year issued again without it")
  func overturned() throws {
    for isDetermined in [false, true] {
      let test = try TestBook()
      try test.post("uscc,year,tonnes,reason\n\(anhui),2025,300,art. 22\n\(anhui),2025,250,art. 24\n")
      try test.post(preallocation(anhui, "1000"))
      if isDetermined { try test.determine([(anhui, 540, 540)]) }
      #expect(try test.balance(.holding, anhui) == 0)
      let outcome = try test.post("entry,date,reason\n1,2026-10-10,appeal\n")
      #expect(outcome.isPosted && outcome.diagnostics.isEmpty, "\(outcome.diagnostics)")
      // The other order is still taken.
      #expect(try test.balance(.holding, anhui) == (isDetermined ? 290 : 250))
      #expect(try test.balance(.deductionApplied, anhui, 0) == 250)
      #expect(try test.balance(.deductionDue, anhui, 0) == 0)
      func issue() throws -> EntityIssue {
        try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
      }
      #expect(try issue().preissued == FixedDecimal(isDetermined ? 0 : 250))
      #expect(try issue().totalIssued == FixedDecimal(isDetermined ? 290 : 250))
      #expect(try issue().deductionLeft == .zero)
      try test.determine([(anhui, 400, 400)], date: "2026-10-20", run: 2)
      #expect(try test.balance(.holding, anhui) == 150)
      #expect(try issue().totalIssued == FixedDecimal(150))
      // Both gone, nothing is deducted.
      try test.post("entry,date,reason\n2,2026-10-21,appeal\n")
      #expect(try test.balance(.holding, anhui) == 400)
      #expect(try test.balance(.deductionApplied, anhui, 0) == 0)
      #expect(try issue().totalIssued == FixedDecimal(400) && issue().deductionLeft == .zero)
      #expect(try test.isBalanced)
    }
  }

  @Test("an order that is overturned takes nothing of what was ordered for a later year")
  func overturnedBeforeLaterOrder() throws {
    let test = try TestBook()
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,300,x\n")
    try test.post("uscc,year,tonnes,reason\n\(anhui),2026,300,x\n", date: "2026-04-01")
    try test.post(preallocation(anhui, "1000"), content: "a")
    try test.post("entry,date,reason\n1,2026-05-01,appeal\n")
    #expect(try test.balance(.holding, anhui) == 500)
    #expect(try test.balance(.deductionDue, anhui, 0) == 300)
    // Nobody reversed the pre-allocation itself.
    #expect(
      try test.post(preallocation(anhui, "1000"), content: "a").diagnostics.map(\.code) == [.bookPosted])
    #expect(try test.isBalanced)
  }

  @Test("a deduction ordered after the pre-allocation is not in its table")
  func orderedSince() throws {
    let test = try TestBook()
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,600,art. 22\n")
    try test.post(preallocation(anhui, "1000"))
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,300,art. 22\n", date: "2026-06-01")
    func issue() throws -> EntityIssue {
      try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    }
    #expect(try issue().deductionLeftAtPreallocation == FixedDecimal(100))
    try test.determine([(anhui, 1_000, 1_000)])
    #expect(try issue().deductionLeftAtPreallocation == FixedDecimal(100))
    #expect(try issue().deductedAtIssue == FixedDecimal(400) && issue().deductionLeft == .zero)
  }

  @Test("a deduction ordered for a later year is not taken from an earlier one (allocation.md section 5)")
  func laterOrder() throws {
    let test = try TestBook()
    try test.post("uscc,year,tonnes,reason\n\(anhui),2026,300,art. 24\n", date: "2026-03-01")
    try test.post(preallocation(anhui, "1000"))
    try test.determine([(anhui, 1_000, 1_000)])
    try test.determine([(anhui, 1_100, 1_100)], date: "2027-01-20", run: 2)
    #expect(try test.balance(.holding, anhui) == 1_100)
    #expect(try test.balance(.deductionDue, anhui, 0) == 300)
    let issue = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    #expect(try #require(issue.deductedAtIssue).isZero && #require(issue.deductionLeft).isZero)
    #expect(issue.deductionLeftAtPreallocation.isZero)
    // Its own year takes it, and what an earlier order left besides.
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,50,art. 24\n", date: "2027-02-01")
    try test.post(preallocation(anhui, "1000").replacing(",2025,", with: ",2026,"), date: "2027-04-10")
    #expect(try test.balance(.deductionDue, anhui, 0) == 0)
    #expect(try test.balance(.holding, anhui, 2026) == 150)
    // What 2026 took is gone for 2025, and the year keeps what was not ordered for it.
    try test.determine([(anhui, 1_200, 1_100)], date: "2027-05-01", run: 3)
    #expect(try test.balance(.holding, anhui) == 1_200)
    #expect(try test.isBalanced)
  }

  @Test("the same result twice posts nothing; a changed one posts reversals and the new amounts")
  func corrections() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "1000"))
    try test.determine([(anhui, 900, 950)])
    #expect(try test.balance(.holding, anhui) == 900)
    let again = try test.determine([(anhui, 900, 950)])
    #expect(!again.isPosted && again.tallies.isEmpty)
    let change = try test.determine([(anhui, 870, 930)], date: "2026-10-12", run: 2)
    #expect(change.isPosted)
    #expect(try test.balance(.holding, anhui) == 870)
    #expect(try test.balance(.obligationDue, anhui) == 930)
    let reversals = try test.statement(anhui).movements.filter { $0.entry.reverses != nil }
    #expect(reversals.count == 2)
    // What was said before the correction stands.
    #expect(try test.position(anhui, asOf: "2026-10-01").issued == 900)
    #expect(try test.position(anhui).issued == 870)
    #expect(try test.isBalanced)
  }

  @Test(
    "a solved balance value without rejected filings is determined only when asked for, and they are named")
  func rejectedFilings() throws {
    let test = try TestBook()
    let units = [(uscc: anhui, determined: 900, due: 950)]
    for source in ["solved", "solved (smallest of an interval)"] {
      let refused = try test.determine(units, source: source, rejected: [other])
      #expect(refused.diagnostics.map(\.code) == [.bookIncomplete, .bookRejected] && !refused.isPosted)
      #expect(refused.diagnostics.last?.uscc == other)
    }
    #expect(try test.balance(.holding, anhui) == 0)
    let asked = try test.determine(units, source: "solved", rejected: [other], isIncomplete: true)
    #expect(asked.isPosted && asked.diagnostics.map(\.code) == [.bookRejected])
    #expect(asked.diagnostics.first?.message.en.contains("solved without it") ?? false)
    // A published value does not depend on them, and another filing of the same entity may count.
    let published = try test.determine(units, run: 2, source: "published", rejected: [other])
    #expect(published.isPosted && published.diagnostics.map(\.code) == [.bookRejected])
    #expect(try test.determine(units, run: 3, source: "solved", rejected: [anhui]).isPosted)
    // An entity that the book knows already is named once, and of another sector it changes no balance value.
    try test.post(preallocation(other, "100"))
    try test.post(
      "uscc,year,name,sector,submission,submitted_on,province,industry_class\n"
        + "\(other),2025,A smelter,aluminium,1,2026-03-01,340000,3216\n")
    let again = try test.determine([(anhui, 901, 950)], run: 4, source: "solved", rejected: [other])
    #expect(again.isPosted && again.diagnostics.map(\.code) == [.bookRejected])
  }

  @Test("what a correction posts is told net of what it takes back")
  func net() throws {
    let test = try TestBook()
    try test.determine([(anhui, 900, 950), (other, 100, 100)])
    let change = try test.determine([(anhui, 870, 930), (other, 100, 100)], date: "2026-10-12", run: 2)
    let issue = try #require(change.tallies[.finalIssue])
    #expect(issue.entries == 1 && issue.tonnes == 870 && issue.reversals == 1 && issue.net == -30)
    try test.post("seller,buyer,vintage,tonnes,price,date\n\(anhui),-,2025,70,70,2026-10-13\n")
    let entry = try #require(try test.statement(anhui).movements.last).entry
    let reversal = try test.post("entry,date,reason\n\(entry.id),2026-10-14,cancelled\n")
    let trade = try #require(reversal.tallies[.trade])
    #expect(trade.entries == 0 && trade.reversals == 1 && trade.reversedTonnes == 70)
    #expect(
      try test.statement(anhui).movements.last?.entry.movement.label.en == "reversal of \(entry.id): trade")
  }

  @Test("a return that is not asked for any more is told as withdrawn")
  func withdrawnReturn() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "1000"))
    try test.post("seller,buyer,vintage,tonnes,price,date\n\(anhui),-,2025,500,70.00,2026-05-01\n")
    try test.determine([(anhui, 400, 0)])
    let change = try test.determine([(anhui, 500, 0)], date: "2026-10-10", run: 2)
    let calls = try #require(change.tallies[.returnCall])
    #expect(calls.entries == 0 && calls.reversals == 1 && calls.reversedTonnes == 100)
    let line = try #require(try test.statement(anhui).movements.last { $0.account.kind == .returnDue })
    #expect(line.entry.movement.label.en == "return withdrawn" && line.tonnes == -100)
  }

  @Test("an entity that sold what it has to return owes the rest, and returns it when it can")
  func returnsDue() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "1000"))
    try test.post(
      "seller,buyer,vintage,tonnes,price,date\n\(anhui),-,2025,450,70.00,2026-05-01\n")
    // 500 pre-allocated, 400 determined, 50 left: 100 to return, 50 returned, 50 due.
    try test.determine([(anhui, 400, 400)])
    #expect(try test.balance(.holding, anhui) == 0)
    #expect(try test.balance(.returnDue, anhui) == 50)
    #expect(try test.position(anhui).short == 450)
    let issue = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    #expect(issue.totalIssued == FixedDecimal(400))
    // A correction to 430 asks for 70 in all: the 20 returned beyond that come back as an issue of nothing.
    try test.determine([(anhui, 430, 430)], date: "2026-10-10", run: 2)
    #expect(try test.balance(.returnDue, anhui) == 20)
    #expect(try test.balance(.holding, anhui) == 0)
    try test.post("seller,buyer,vintage,tonnes,price,date\n-,\(anhui),2025,450,70.00,2026-11-01\n")
    try test.surrender(anhui)
    #expect(try test.balance(.returnDue, anhui) == 0)
    #expect(try test.balance(.obligationDue, anhui) == 0)
    #expect(try test.balance(.surrendered, anhui) == 430)
    let returned = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    #expect(returned.totalIssued == FixedDecimal(430))
    #expect(try test.isBalanced)
  }

  @Test("a correction above what was returned late issues it again")
  func correctedAfterReturn() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "1000"))
    try test.post("seller,buyer,vintage,tonnes,price,date\n\(anhui),-,2025,500,70.00,2026-05-01\n")
    try test.determine([(anhui, 400, 0)])
    try test.post("seller,buyer,vintage,tonnes,price,date\n-,\(anhui),2025,100,70.00,2026-10-01\n")
    try test.surrender(anhui, date: "2026-10-02")
    #expect(try test.balance(.returnDue, anhui) == 0)
    try test.determine([(anhui, 450, 0)], date: "2026-10-10", run: 2)
    #expect(try test.balance(.holding, anhui) == 50)
    #expect(try test.balance(.returnDue, anhui) == 0)
    let issue = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    #expect(issue.totalIssued == FixedDecimal(450))
  }

  @Test(
    "a pre-allocation that changes is corrected, one that stays posts nothing, and after the determination it stands"
  )
  func changedPreallocation() throws {
    let test = try TestBook()
    try test.post(preallocation(anhui, "1000"))
    #expect(try !test.post(preallocation(anhui, "1000") + "\n").isPosted)
    try test.post(preallocation(anhui, "1000", ratio: "40"), date: "2026-04-20")
    #expect(try test.balance(.holding, anhui) == 400)
    try test.determine([(anhui, 900, 900)])
    let late = try test.post(preallocation(anhui, "1000", ratio: "30"), date: "2026-10-20")
    #expect(late.diagnostics.map(\.code) == [.bookSettled])
    #expect(try test.balance(.holding, anhui) == 900)
  }

  @Test("units of an entity in two files add up, and a unit that is posted again is corrected by itself")
  func twoFiles() throws {
    let test = try TestBook()
    try test.post("uscc,year,tonnes,reason\n\(anhui),2025,100,x\n")
    try test.post(preallocation(anhui, "1000", unit: "L2"))
    try test.post(preallocation(anhui, "600", unit: "L1"), date: "2026-04-11")
    #expect(try test.balance(.holding, anhui) == 700)
    try test.post(preallocation(anhui, "800", unit: "L2"), date: "2026-04-12")
    #expect(try test.balance(.holding, anhui) == 600)
    #expect(try !test.post(preallocation(anhui, "600", unit: "L1"), date: "2026-04-13").isPosted)
    // A unit that was pre-allocated by mistake gets a ratio of nought.
    try test.post(preallocation(anhui, "600", ratio: "0", unit: "L1"), date: "2026-04-14")
    #expect(try test.balance(.holding, anhui) == 300)
    try test.determine([(anhui, 1_000, 1_000)])
    #expect(try test.balance(.holding, anhui) == 900)
    let issue = try #require(try test.book.issuedYear(2025, rulebook: test.rulebook)?.issues.first)
    #expect(issue.preallocated == FixedDecimal(400) && issue.totalIssued == FixedDecimal(900))
    #expect(try test.isBalanced)
  }

  @Test("a ratio above the plan's limit is refused with the rule")
  func ratio() throws {
    let test = try TestBook()
    let outcome = try test.post(preallocation(anhui, "1000", ratio: "70.01"))
    #expect(outcome.diagnostics.map(\.code) == [.bookRule])
    #expect(outcome.diagnostics.first?.message.en.contains("allocation.preallocationRatioLimit") ?? false)
  }

  @Test("determined amounts that the results took from another pre-allocation are pointed out")
  func otherPreallocation() throws {
    let test = try TestBook()
    try test.post(preallocation(other, "1000"))
    let outcome = try test.determine([(anhui, 10, 10)])
    #expect(outcome.diagnostics.map(\.code) == [.bookDifference])
    #expect(outcome.isPosted)
  }
}
