import Filings
import Quantities
import Rulebook
import Testing

@testable import Book

@Suite("The market's statement against the published figures (allocation.md section 9)")
struct MarketTests {
  @Test("volumes and turnovers of 2024 and 2025, fed in, agree with what is published")
  func published() throws {
    let test = try TestBook()
    try test.post(
      "uscc,vintage,tonnes,kind\n\(anhui),2024,500000000,issued\n\(anhui),2025,10,issued\n",
      date: "2024-01-02")
    try test.determine([(anhui, 100, 200)])
    // 188 Mt for 18 billion yuan; 234,605,516 t for 14,630 million: what rounds to 235 Mt at 62.36 yuan.
    try test.post(
      """
      seller,buyer,vintage,tonnes,price,date
      \(anhui),-,2024,100000000,96.00,2024-03-01
      \(anhui),-,2024,88000000,95.45,2024-11-01
      \(anhui),-,2024,134605516,62.00,2025-02-01
      \(anhui),-,2024,100000000,62.84,2025-12-30

      """)
    let statement = try #require(
      try test.book.marketStatement(
        province: nil, year: 2025, asOf: nil, nationalTotal: FixedDecimal(8_000), rulebook: test.rulebook))
    let agreeing = statement.comparisons.filter(\.agrees).map { "\($0.label.en)" }
    for figure in [
      "volume, 2024", "turnover, 2024", "mean price, 2024", "volume, 2025", "turnover, 2025",
      "mean price, 2025",
    ] {
      #expect(agreeing.contains(figure), "\(figure): \(statement.comparisons)")
    }
    #expect(statement.months.count == 4)
    #expect(statement.months[1].meanPrice == (try FixedDecimal("95.45")))
    // 200.25 of 8,000.
    #expect(statement.share == (try FixedDecimal("2.50")))
    #expect(statement.comparisons.first { $0.rule == "market.entities.cement" }?.agrees == false)
  }

  @Test("surrender completion is 100 % only when everything is met")
  func completion() throws {
    let test = try TestBook()
    try test.determine([(anhui, 1_000_000, 1_000_000), (other, 999_999, 1_000_000)])
    try test.surrender()
    let statement = try #require(
      try test.book.marketStatement(
        province: "340000", year: nil, asOf: nil, nationalTotal: nil, rulebook: test.rulebook))
    #expect(statement.totals().completion == (try FixedDecimal("99.99")))
    #expect(statement.totals().short == 1)
    #expect(statement.totals().entities == 2)
  }

  @Test("a trade at price 0 counts, a holding from before the book that names no price does not")
  func priceZero() throws {
    let test = try TestBook()
    try test.post(
      "uscc,vintage,tonnes,kind,acquired_on,price\n\(anhui),2025,900,bought,2026-01-02,\n"
        + "\(anhui),2025,90,bought,2026-01-03,50\n")
    try test.determine([(anhui, 0, 0), (other, 0, 0)])
    try test.post(
      "seller,buyer,vintage,tonnes,price,date\n\(anhui),\(other),2025,30,0,2026-10-10\n"
        + "\(anhui),\(other),2025,10,80,2026-10-10\n")
    let months = try #require(
      try test.book.marketStatement(
        province: nil, year: 2025, asOf: nil, nationalTotal: nil, rulebook: test.rulebook)
    ).months
    #expect(months.map(\.trades) == [1, 2] && months.map(\.tonnes) == [90, 40])
    #expect(months.last?.meanPrice == FixedDecimal(20))
  }

  @Test(
    "a year or a province that the book has nothing of is refused with what it has, and gives no empty paper")
  func unknownScope() throws {
    let test = try TestBook()
    let empty = try test.book.issuedYear(2025, rulebook: test.rulebook)
    #expect(empty == nil)
    try test.determine([(anhui, 1_000, 1_000)])
    try test.book.requireProvince("340000")
    for province in ["999999", "340001", "110000"] {
      let error = #expect(throws: BookError.self) { try test.book.requireProvince(province) }
      #expect(error?.isUsage == true && error?.description.contains("it has 340000") == true)
    }
    let errors = [
      #expect(throws: BookError.self) {
        try test.book.issuedYear(2031, rulebook: test.rulebook)
      },
      #expect(throws: BookError.self) {
        try test.book.marketStatement(
          province: nil, year: 2031, asOf: nil, nationalTotal: nil, rulebook: test.rulebook)
      },
    ]
    for error in errors {
      #expect(error?.isUsage == true && error?.description.contains("of 2031; the book has 2025") == true)
    }
  }

  @Test("a reversed trade is in no total")
  func reversedTrade() throws {
    let test = try TestBook()
    try test.determine([(anhui, 1_000, 1_000)])
    try test.post(
      "seller,buyer,vintage,tonnes,price,date\n\(anhui),-,2025,10,70,2026-10-10\n\(anhui),-,2025,20,80,2026-10-10\n"
    )
    let entry = try #require(try test.statement(anhui).movements.first { $0.tonnes == -10 }).entry.id
    try test.post("entry,date,reason\n\(entry),2026-11-01,cancelled\n")
    let months = try #require(
      try test.book.marketStatement(
        province: nil, year: 2025, asOf: nil, nationalTotal: nil, rulebook: test.rulebook)
    ).months
    #expect(months.map(\.tonnes) == [20])
    #expect(try test.balance(.holding, anhui) == 980)
  }
}
