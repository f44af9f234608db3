import Accounting
import Filings
import Quantities
import Testing

@testable import Verification

/// R12 (AG), F01 (VG26): consumption against the stock ledger.
@Suite("Stock ledgers")
struct LedgerTests {
  /// 100 t of coal used a month by the filing; the ledger bought so much with a stock of 50 t.
  private func filing(
    _ sector: Sector, purchased: String, meter: String = "", omit: (StockFlow, Int)? = nil
  ) throws -> Filing {
    var filing = try emptyFiling(sector)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var meterSheet = Meter(id: "M1", kind: "皮带秤", requiredAccuracy: try decimal("0.5"))
    meterSheet.actualAccuracy = try decimal("0.5")
    meterSheet.calibratedFrom = try day("2025-01-01")
    meterSheet.calibratedTo = try day("2025-12-31")
    filing.meters.append(meterSheet)
    var facility = sector == .steel ? Facility.enterprise : Facility(id: "L1", kind: .clinkerLine)
    facility.attributes = sector == .cement ? [Attribute(name: .clinkerCategory, value: "portland")] : []
    try facility.add(.fuelIn, .bituminousCoal, "100", meter: meter)
    for (flow, text) in [(StockFlow.opening, "50"), (.purchased, purchased), (.closing, "50")] {
      let amount = try decimal(text)
      facility.stock.append(
        StockRow(
          item: .bituminousCoal, unit: .tonne, flow: flow,
          months: MonthlyValues((1...12).map { omit?.0 == flow && omit?.1 == $0 ? nil : amount })))
    }
    if sector == .steel { filing.enterprise = facility } else { filing.facilities = [facility] }
    return filing
  }

  // 110 t a month by the ledger: 1,320 t against 1,200 t.
  @Test("without a meter the ledger is the source, and the higher use counts")
  func source() throws {
    let verified = try verify(try filing(.cement, purchased: "110"))
    #expect(try verified.findings(of: "R12").first?.expected == "\(decimal("1320"))")
    #expect(verified.corrections.map(\.check) == Array(repeating: "R12", count: 12))
  }

  @Test("for steel's solids the ledger is the source whatever meter is named")
  func steel() throws {
    let verified = try verify(try filing(.steel, purchased: "110", meter: "M1"))
    #expect(verified.findings(of: "R12").count == 1 && verified.findings(of: "F01").isEmpty)
    #expect(verified.verified.total > verified.recomputed.total)
  }

  // 10 t more a month: 12 × 10 × 23.076 × 0.02618 × 99 % × 44/12, each month 241.23 − 219.30 = 21.93 t.
  @Test(
    "beside a meter the ledger asks, and says what it would come to",
    arguments: [
      ("103", "F01.explain"), ("110", "F01.candidate"),
    ])
  func metered(purchased: String, limit: String) throws {
    let verified = try verify(try filing(.cement, purchased: purchased, meter: "M1"))
    let finding = try #require(verified.findings(of: "F01").first)
    #expect(finding.limit == "check.\(limit)" && finding.isEffectConditional)
    #expect(verified.verified.total == verified.recomputed.total)
    if purchased == "110" { #expect(try finding.effect == decimal("263.16")) }
    #expect(verified.findings(of: "R12").isEmpty)
  }

  @Test("a month left out of the ledger is not zero stock: it is asked about, and the others are compared")
  func gap() throws {
    for flow in [StockFlow.purchased, .opening] {
      // The stock that January began with is nowhere else; March's is February's closing stock.
      let verified = try verify(try filing(.cement, purchased: "100", omit: (flow, 1)))
      let findings = verified.findings(of: "R12")
      #expect(findings.count == 1 && findings.first?.month == 1)
      #expect(verified.corrections.isEmpty)
    }
    #expect(
      try verify(try filing(.cement, purchased: "100", omit: (.opening, 3))).findings(of: "R12").isEmpty)
    #expect(
      try verify(try filing(.cement, purchased: "100", omit: (.closing, 3))).findings(of: "R12").isEmpty)
  }
}
