import Accounting
import Filings
import Quantities
import Rulebook
import Testing

@testable import Allowances

/// The special case A = E of much carbide slag (ALLOC2425: above 15 %) under conservative corrections
/// (verification.md section 1: allowances are not over-issued).
@Suite("Carbide slag and corrections")
struct CarbideSlagTests {
  /// 10,000 t of clinker a month and so much slag: 1,683 t are 15.10 %, 1,666.17 t 14.95 %.
  private func filing(slag: String) throws -> Filing {
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    let months: [(Direction, Item, FixedDecimal)] = [
      (.product, .clinker, FixedDecimal(10_000)), (.alternativeRawMaterial, .carbideSlag, try decimal(slag)),
    ]
    line.series = months.map { direction, item, value in
      Series(
        direction: direction, item: item, parameter: .quantity, unit: .tonne, method: .measured,
        months: MonthlyValues(Array(repeating: value, count: 12)))
    }
    var filing = Filing(
      entity: Entity(uscc: "91340000MA00000000", name: "测试", province: "340000"), year: 2025, sector: .cement,
      submission: 1, submittedOn: try #require(CalendarDate("2026-03-20")))
    filing.facilities = [line]
    return filing
  }

  private func unit(slag: String, before: String?) throws -> AllocationUnit {
    let filing = try filing(slag: slag)
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    let statement = try Accounting.statement(of: filing, by: rules)
    let units = try UnitBuilder(
      filing: filing, uncorrected: try before.map(self.filing), statement: statement, rules: rules,
      specialCases: []
    ).units()
    return try #require(units.first)
  }

  @Test("a correction that takes the substitution below the limit does not end A = E")
  func corrected() throws {
    let unit = try unit(slag: "1666.17", before: "1683")
    #expect(unit.specialCase == .carbideSlag)
    guard case .cement(let line) = unit.details else {
      Issue.record("a clinker line has no cement details")
      return
    }
    #expect(try line.substitution == decimal("14.95"))
    #expect(try line.filedSubstitution == decimal("15.10"))
    let text = UnitDetailText(unit.details)
    #expect(try UnitDetailText(text.unitDetails(.cement)) == text)
  }

  @Test("without a correction, and where both are on one side of the limit, the rate decides by itself")
  func plain() throws {
    #expect(try unit(slag: "1666.17", before: nil).specialCase == nil)
    #expect(try unit(slag: "1666.17", before: "1670").specialCase == nil)
    #expect(try unit(slag: "1683", before: "1700").specialCase == .carbideSlag)
    #expect(try unit(slag: "1683", before: "1600").specialCase == .carbideSlag)
  }
}
