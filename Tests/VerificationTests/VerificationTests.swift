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
