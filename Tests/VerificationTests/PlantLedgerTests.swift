import Filings
import Quantities
import Testing

@testable import Verification

/// F01 (VG26), C08, A04 and A13 where the plant keeps one stock ledger for all its facilities.
@Suite("Stock ledgers of the plant")
struct PlantLedgerTests {
  private func stock(
    _ item: Item, _ flows: [(StockFlow, String)]
  ) throws -> [StockRow] {
    try flows.map { flow, text in
      let amount = try decimal(text)
      return StockRow(
        item: item, unit: .tonne, flow: flow, months: MonthlyValues((1...12).map { _ in amount }))
    }
  }

  /// Two lines that burn 100 and 300 t of coal a month and make 1,000 and 3,000 t of clinker.
  private func cement() throws -> Filing {
    var filing = try emptyFiling(.cement)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    for (id, coal, clinker) in [("L1", "100", "1000"), ("L2", "300", "3000")] {
      var line = Facility(id: id, kind: .clinkerLine)
      line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
      try line.add(.product, .clinker, clinker)
      try line.add(.fuelIn, .bituminousCoal, coal)
      filing.facilities.append(line)
    }
    return filing
  }

  @Test("the plant's ledger is held against the sum of the facilities' use, and shared among them (F01)")
  func use() throws {
    var filing = try cement()
    filing.enterprise.stock = try stock(
      .bituminousCoal, [(.opening, "50"), (.purchased, "400"), (.closing, "50")])
    #expect(try verify(filing).findings(of: "F01").isEmpty)
    filing.enterprise.stock = try stock(
      .bituminousCoal, [(.opening, "50"), (.purchased, "480"), (.closing, "50")])
    let finding = try #require(try verify(filing).findings(of: "F01").first)
    #expect(finding.facility == "-" && finding.limit == "check.F01.candidate")
    #expect(try finding.reported == "\(decimal("4800"))" && finding.expected == "\(decimal("5760"))")
    let january = finding.alternatives.filter { $0.month == 1 }
    #expect(january.map(\.key.facility) == ["L1", "L2"])
    #expect(try january.map(\.value) == [decimal("120"), decimal("360")])
    // A line with a ledger of its own: the plant's is of something else.
    filing.facilities[0].stock = try stock(
      .bituminousCoal, [(.opening, "50"), (.purchased, "100"), (.closing, "50")])
    #expect(try verify(filing).findings(of: "F01").isEmpty)
  }

  @Test("clinker that the plant's ledger does not have counts as activity and not as output (C08)")
  func clinker() throws {
    var filing = try cement()
    filing.enterprise.stock = try stock(.clinker, [(.opening, "50"), (.sold, "3800"), (.closing, "50")])
    let verified = try verify(filing)
    let finding = try #require(verified.findings(of: "C08").first)
    #expect(Set(finding.corrections.map(\.side)) == [.output] && finding.corrections.count == 24)
    #expect(verified.verified.facilities.map(\.annualOutput) == [FixedDecimal(11_400), FixedDecimal(34_200)])
    #expect(verified.recomputed.total == verified.verified.total)
  }

  @Test("one smelter process and the plant's ledgers of anodes and metal (A04, A13)")
  func smelter() throws {
    var filing = try emptyFiling(.aluminium)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var process = Facility(id: "D1", kind: .electrolysis)
    try process.add(.product, .liquidAluminium, "1000")
    try process.add(.anode, .anode, "480")
    filing.facilities = [process]
    filing.enterprise.stock =
      try stock(.anode, [(.opening, "50"), (.purchased, "520"), (.closing, "50")])
      + stock(.liquidAluminium, [(.opening, "0"), (.consumed, "970"), (.closing, "0")])
    let verified = try verify(filing)
    #expect(verified.findings(of: "A04").map(\.facility) == ["D1"])
    #expect(verified.findings(of: "A13").map(\.facility) == ["D1"])
    #expect(verified.verified.total > verified.recomputed.total)
    #expect(verified.verified.facilities[0].annualOutput == FixedDecimal(11_640))
  }
}
