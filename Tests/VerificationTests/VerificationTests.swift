import Accounting
import Filings
import Quantities
import Rulebook
import Testing

@testable import Verification

@Suite("R01, declared against recomputed (VG26)")
struct DeclaredTests {
  /// A line with 1,000 t of clinker in January: 535.00 t.
  private func findings(_ quantity: DeclaredQuantity, _ declared: String, onEnterprise: Bool = false) throws
    -> [Finding]
  {
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    var months: [FixedDecimal?] = Array(repeating: .zero, count: 12)
    months[0] = FixedDecimal(1000)
    line.series = [
      Series(
        direction: .product, item: .clinker, parameter: .quantity, unit: .tonne, method: .measured,
        months: MonthlyValues(months))
    ]
    let claim = Declared(quantity: quantity, value: try FixedDecimal(declared))
    var filing = Filing(
      entity: Entity(uscc: "91340000MA00000000", name: "测试", province: "340000"), year: 2025, sector: .cement,
      submission: 1,
      submittedOn: try #require(CalendarDate("2026-03-20")))
    if onEnterprise { filing.enterprise.declared = [claim] } else { line.declared = [claim] }
    filing.facilities = [line]
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    let statement = try Accounting.statement(of: filing, by: rules)
    return try DeclaredChecks.findings(filing, statement)
  }

  @Test(
    "what agrees within the rounding of its rows is no finding",
    arguments: ["535.00", "535", "534.96", "535.06"])
  func agrees(declared: String) throws {
    #expect(try findings(.emissions, declared).isEmpty)
  }

  @Test(
    "what does not is one, with the effect on emissions", arguments: [("540.00", "-5.00"), ("530", "5.00")])
  func differs(declared: String, effect: String) throws {
    let found = try findings(.emissions, declared)
    #expect(found.map(\.check) == ["R01"])
    #expect(try found.first?.effect == FixedDecimal(effect))
    #expect(found.first?.expected == "535.00")
  }

  @Test(
    "every declared quantity has its counterpart",
    arguments: [
      (DeclaredQuantity.processEmissions, "1"), (.output, "999.00"), (.intensity, "0.5400"),
      (.combustionEmissions, "1"),
    ])
  func quantities(quantity: DeclaredQuantity, wrong: String) throws {
    #expect(try findings(quantity, wrong).map(\.check) == ["R01"])
  }

  @Test("the entity's declaration is held against the entity's total")
  func entity() throws {
    #expect(try findings(.emissions, "535.00", onEnterprise: true).isEmpty)
    #expect(try findings(.emissions, "600.00", onEnterprise: true).map(\.facility) == ["-"])
  }
}

@Suite("R01 on an entity's totals")
struct DeclaredTotalTests {
  /// Two lines of 12 rows each, process and coal; half a cent a rounded month is 4 × 12 × 0.005 = 0.24 t.
  @Test("the rounding tolerance counts the rows of all facilities", arguments: [("0.20", 0), ("0.30", 1)])
  func tolerance(off: String, count: Int) throws {
    var filing = try emptyFiling(.cement)
    for id in ["L1", "L2"] {
      var line = Facility(id: id, kind: .clinkerLine)
      line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
      try line.add(.product, .clinker, "1000")
      try line.add(.fuelIn, .bituminousCoal, "100")
      filing.facilities.append(line)
    }
    let total = try verify(filing).recomputed.total
    filing.enterprise.declared = [Declared(quantity: .emissions, value: try total + decimal(off))]
    #expect(try verify(filing).findings(of: "R01").count == count)
  }
}

@Suite("What is decided by the verified total (G13, S10)")
struct VerifiedTotalTests {
  /// A line whose coal has no calibrated meter: 1 % more of it is verified.
  private func found(clinker: String, coal: String, meter: String?) throws -> VerifiedStatement {
    var filing = try emptyFiling(.cement)
    filing.evidence = [Evidence(id: "L1", kind: "台账")]
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, clinker)
    try line.add(.fuelIn, .bituminousCoal, coal, meter: meter)
    filing.facilities = [line]
    return try verify(filing)
  }

  @Test("a correction that lifts the total above the threshold ends G13, and S10 goes by it too")
  func corrected() throws {
    let filed = try found(clinker: "2950", coal: "3200", meter: nil)
    #expect(filed.findings(of: "G13").isEmpty && filed.findings(of: "S10").isEmpty)
    // 2,000 × 0.535 × 12 = 12,840.00; 500 t of coal × 2.19297… × 12 = 13,157.88: 25,997.88 as filed.
    let below = try found(clinker: "2000", coal: "500", meter: nil)
    #expect(below.findings(of: "G13").map(\.reported) == ["\(below.recomputed.total)"])
    #expect(below.findings(of: "S10").count == 1)
    let above = try found(clinker: "2000", coal: "500", meter: "")
    #expect(try above.recomputed.total < decimal("26000") && above.verified.total > decimal("26000"))
    #expect(above.findings(of: "G13").isEmpty)
    #expect(above.findings(of: "S10").map(\.reported) == ["\(above.verified.total)"])
    #expect(above.findings.map(\.facility) == above.findings.map(\.facility).sorted())
    #expect(above.variants.allSatisfy { above.findings[$0.finding].check == "E17" })
  }
}
