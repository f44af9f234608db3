import Accounting
import Filings
import Quantities
import Rulebook
import Testing

@testable import Allowances

/// Q03 and Q04 of the catalogue (ALLOC2425, ALLOC26).
@Suite("Checks of the allowance inputs")
struct AllowanceCheckTests {
  private func findings(
    _ specialCase: SpecialCase?, ratio: String? = nil, year: Int = 2025,
    prepare: (inout Facility) -> Void = { _ in }
  ) throws -> [String] {
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    line.series = [
      Series(
        direction: .product, item: .clinker, parameter: .quantity, unit: .tonne, method: .measured,
        months: MonthlyValues(Array(repeating: FixedDecimal(10_000), count: 12)))
    ]
    prepare(&line)
    var filing = Filing(
      entity: Entity(uscc: "91340000MA00000000", name: "测试", province: "340000"), year: year, sector: .cement,
      submission: 1, submittedOn: try #require(CalendarDate("2026-03-20")))
    filing.facilities = [line]
    let rules = try Rulebook.embedded.get().rules(for: year)
    let statement = try Accounting.statement(of: filing, by: rules)
    let preallocation = try ratio.map {
      try Preallocation(lastYearVerified: FixedDecimal(100_000), ratioPercent: try FixedDecimal($0))
    }
    let cases = specialCase.map {
      [SpecialCaseInput(uscc: filing.entity.uscc, facility: "L1", specialCase: $0)]
    }
    return try AllowanceChecks(filing: filing, statement: statement, rules: rules).findings(
      specialCases: cases ?? [], preallocations: preallocation.map { ["L1": $0] } ?? [:]
    ).map(\.check)
  }

  @Test(
    "a special case that nothing in the filing shows is a finding",
    arguments: [
      SpecialCase.whitePortland, .gypsumAcid, .carbideSlag, .newlyCommissioned, .closed, .belowThreshold,
    ])
  func unshown(specialCase: SpecialCase) throws {
    #expect(try findings(specialCase) == ["Q03"])
  }

  @Test("one that it shows is none")
  func shown() throws {
    #expect(
      try findings(.gypsumAcid) { $0.attributes.append(Attribute(name: .gypsumAcidLine, value: "true")) }
        == [])
    #expect(try findings(.newlyCommissioned) { $0.startedOn = CalendarDate("2025-04-01") } == [])
    #expect(try findings(.closed) { $0.stoppedOn = CalendarDate("2026-02-01") } == [])
    #expect(try findings(.outsideAllocation) == [])
  }

  /// 70 % for 2025, 50 % in the draft for 2026.
  @Test("a pre-allocation ratio above the plan's limit is a finding")
  func ratio() throws {
    #expect(try findings(nil, ratio: "70") == [])
    #expect(try findings(nil, ratio: "70.1") == ["Q04"])
    #expect(try findings(nil, ratio: "70", year: 2026) == ["Q04"])
  }
}
