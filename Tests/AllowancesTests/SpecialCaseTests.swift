import Accounting
import Filings
import Quantities
import Rulebook
import Testing

@testable import Allowances

/// New and closed units, and what is outside allocation (allocation.md sections 1 and 4).
@Suite("Special cases that the filing itself shows")
struct SpecialCaseTests {
  private func facility(_ id: String, _ kind: FacilityKind, _ quantities: [(Direction, Item, Int)])
    -> Facility
  {
    var facility = Facility(id: id, kind: kind)
    if kind == .clinkerLine { facility.attributes = [Attribute(name: .clinkerCategory, value: "portland")] }
    facility.series = quantities.map { direction, item, tonnes in
      Series(
        direction: direction, item: item, parameter: .quantity, unit: .tonne, method: .measured,
        months: MonthlyValues(Array(repeating: FixedDecimal(tonnes), count: 12)))
    }
    return facility
  }

  private func units(_ facilities: [Facility], sector: Sector, year: Int) throws -> [AllocationUnit] {
    var filing = Filing(
      entity: Entity(uscc: "91340000MA00000000", name: "测试", province: "340000"), year: year, sector: sector,
      submission: 1, submittedOn: try #require(CalendarDate("\(year + 1)-03-20")))
    filing.facilities = facilities
    if sector == .steel { filing.enterprise = facility("-", .enterprise, [(.fuelIn, .anthracite, 10_000)]) }
    let rules = try Rulebook.embedded.get().rules(for: year)
    return try UnitBuilder(
      filing: filing, statement: try Accounting.statement(of: filing, by: rules), rules: rules,
      specialCases: []
    ).units()
  }

  private func line(stopped: String? = nil, started: String? = nil, clinker: Int = 100_000) -> Facility {
    var line = facility("L1", .clinkerLine, [(.product, .clinker, clinker)])
    line.stoppedOn = stopped.flatMap { CalendarDate($0) }
    line.startedOn = started.flatMap { CalendarDate($0) }
    return line
  }

  private func specialCase(_ line: Facility, _ year: Int) throws -> SpecialCase? {
    try units([line], sector: .cement, year: year).first?.specialCase
  }

  @Test(
    "a line that stopped in its own year is closed, also where the calendar names no day of determination yet"
  )
  func closedInTheYear() throws {
    #expect(try Rulebook.embedded.get().rules(for: 2026).find("calendar.determination") == nil)
    #expect(try specialCase(line(stopped: "2026-05-15"), 2026) == .closed)
    #expect(try specialCase(line(stopped: "2025-05-15"), 2025) == .closed)
    #expect(try specialCase(line(), 2026) == nil)
  }

  @Test("a line that stopped behind the year is closed up to the day of determination (2026-09-20 for 2025)")
  func closedBehindTheYear() throws {
    #expect(try specialCase(line(stopped: "2026-09-20"), 2025) == .closed)
    #expect(try specialCase(line(stopped: "2026-09-21"), 2025) == nil)
  }

  @Test("a line that stopped before the year leaves nothing to decide, unless it has output all the same")
  func closedBefore() throws {
    #expect(try specialCase(line(stopped: "2024-10-15", clinker: 0), 2025) == .closed)
    #expect(try specialCase(line(stopped: "2024-10-15"), 2025) == nil)
    #expect(try specialCase(line(clinker: 0), 2025) == .belowThreshold)
  }

  private func works(_ kinds: [FacilityKind]) -> [Facility] {
    kinds.enumerated().map { index, kind in
      let fuels: [(Direction, Item, Int)] = kind == .ironmaking ? [(.fuelIn, .coke, 20_000)] : []
      let product: [(Direction, Item, Int)] = kind == .ironmaking ? [(.product, .ironProduct, 50_000)] : []
      return facility("F\(index)", kind, fuels + product)
    }
  }

  private func specialCase(works: [Facility], _ year: Int = 2025) throws -> SpecialCase? {
    try units(works, sector: .steel, year: year).first?.specialCase
  }

  @Test("works without iron, and works that make iron and no steel, are outside allocation")
  func outside() throws {
    #expect(try specialCase(works: works([.ironmaking, .converterSteelmaking])) == nil)
    #expect(try specialCase(works: works([.ironmaking, .electricArcSteelmaking])) == nil)
    #expect(try specialCase(works: works([.ironmaking, .sintering])) == .outsideAllocation)
    #expect(try specialCase(works: works([.electricArcSteelmaking])) == .outsideAllocation)
  }

  @Test("works are new, or closed, when all of their processes are")
  func lifeOfWorks() throws {
    func changed(_ change: (inout Facility) -> Void, all: Bool) -> [Facility] {
      var facilities = works([.ironmaking, .converterSteelmaking, .powerUnit])
      for index in facilities.indices where all || index == 0 { change(&facilities[index]) }
      return facilities
    }
    #expect(
      try specialCase(works: changed({ $0.startedOn = CalendarDate("2025-02-01") }, all: true))
        == .newlyCommissioned)
    #expect(try specialCase(works: changed({ $0.startedOn = CalendarDate("2025-02-01") }, all: false)) == nil)
    #expect(
      try specialCase(works: changed({ $0.stoppedOn = CalendarDate("2025-11-01") }, all: true)) == .closed)
    #expect(try specialCase(works: changed({ $0.stoppedOn = CalendarDate("2025-11-01") }, all: false)) == nil)
  }
}
