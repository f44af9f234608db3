import Filings
import Quantities
import Testing

@testable import FilingFormats

/// The rules of a filing, whatever form it came in: each with a case that breaks it and one that does not.
@Suite struct FilingRulesTests {
  /// A good cement filing with one line.
  static func cement() -> Filing {
    var filing = Filing(
      entity: Entity(uscc: csvExampleCode, name: "虚构", province: "340000"), year: 2025, sector: .cement,
      submission: 1, submittedOn: day("2026-03-20"), files: ["a.xml"])
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.series = [series(.product, .clinker, .quantity, .tonne)]
    filing.facilities = [line]
    return filing
  }

  static func day(_ text: String) -> CalendarDate {
    guard let day = CalendarDate(text) else { preconditionFailure("no such day: \(text)") }
    return day
  }

  static func series(
    _ direction: Direction, _ item: Item, _ parameter: Parameter, _ unit: Unit, _ value: Int = 10
  ) -> Series {
    Series(
      direction: direction, item: item, parameter: parameter, unit: unit, method: .measured,
      months: MonthlyValues(Array(repeating: FixedDecimal(value), count: 12)),
      location: SourceLocation(file: 0, line: 7, column: 3))
  }

  static func codes(_ change: (inout Filing) -> Void) -> [String] {
    var filing = cement()
    change(&filing)
    return FilingRules.check(filing).map(\.code.rawValue)
  }

  @Test("a good filing breaks no rule")
  func good() { #expect(Self.codes { _ in } == []) }

  @Test("GB 32100: the last character of each credit code is checked")
  func credit() {
    #expect(Self.codes { $0.entity.uscc = "91340100MA2TEXTX00" } == ["FIL-USCC"])
    #expect(Self.codes { $0.entity.verifierUSCC = "91340100MA2TEXTX00" } == ["FIL-USCC"])
    #expect(Self.codes { $0.entity.reportServiceUSCC = "91340100MA2TEXTX00" } == ["FIL-USCC"])
    #expect(Self.codes { $0.entity.reportServiceUSCC = csvExampleCode } == [])
    #expect(attribute(.jointMember, "91340100MA2TEXTX00") == ["FIL-USCC"])
    #expect(attribute(.jointMember, csvExampleCode) == [])
    #expect(attribute(.jointMember, "x") == ["FIL-ATTRIBUTE"])
  }

  @Test("an item, parameter or kind that the sector does not have")
  func belongs() {
    #expect(add(Self.series(.fuelIn, .bituminousCoal, .quantity, .tonne)) == [])
    #expect(add(Self.series(.product, .crudeSteel, .quantity, .tonne)) == ["FIL-ITEM"])
    #expect(add(Self.series(.fuelOut, .coke, .quantity, .tonne)) == ["FIL-ITEM"])
    #expect(add(Self.series(.fuelIn, .bituminousCoal, .purity, .percent)) == ["FIL-PARAMETER"])
    #expect(add(Self.series(.fuelIn, .bituminousCoal, .ash, .percent)) == [])
    #expect(Self.codes { $0.facilities[0].kind = .electrolysis } == ["FIL-KIND"])
    #expect(Self.codes { $0.facilities[0].kind = .powerUnit } == [])
  }

  @Test("steel.md and cement.md, boundaries: only a power unit can be in the power sector's market")
  func powerMarket() {
    #expect(attribute(.inPowerMarket, "true") == ["FIL-ATTRIBUTE"])
    #expect(attribute(.inPowerMarket, "是") == ["FIL-ATTRIBUTE"])
    #expect(attribute(.inPowerMarket, "false") == [])
    #expect(
      Self.codes {
        $0.facilities[0].kind = .powerUnit
        $0.facilities[0].attributes = [Attribute(name: .inPowerMarket, value: "true")]
      } == [])
  }

  @Test("a unit converts exactly or is refused")
  func units() {
    #expect(add(Self.series(.fuelIn, .bituminousCoal, .quantity, .kilogram)) == ["FIL-UNIT-CONVERTED"])
    #expect(add(Self.series(.fuelIn, .bituminousCoal, .quantity, .gigajoule)) == ["FIL-UNIT"])
    #expect(add(Self.series(.fuelIn, .naturalGas, .quantity, .tonne)) == ["FIL-UNIT"])
    #expect(
      Self.codes {
        $0.facilities[0].stock = [
          StockRow(item: .clinker, unit: .gigajoule, flow: .opening, months: MonthlyValues())
        ]
      } == ["FIL-UNIT"])
  }

  @Test("only the quantity of a fuel that a steelworks as a whole takes in may be negative")
  func negatives() {
    let gas = Self.series(.fuelIn, .cokeOvenGas, .quantity, .tenThousandNormalCubicMetres, -5)
    func steel(_ change: (inout Filing) -> Void) -> Set<String> {
      Set(
        Self.codes {
          $0.sector = .steel
          $0.facilities = [Facility(id: "C1", kind: .coking)]
          change(&$0)
        })
    }
    #expect(steel { $0.enterprise.series = [gas] } == [])
    #expect(steel { $0.facilities[0].series = [gas] } == ["FIL-NEGATIVE"])
    var product = Self.series(.product, .crudeSteel, .quantity, .tonne, -5)
    #expect(steel { $0.enterprise.series = [product] } == ["FIL-NEGATIVE"])
    product.months = MonthlyValues(Array(repeating: .zero, count: 12))
    #expect(steel { $0.enterprise.series = [product] } == [])
    #expect(Self.codes { $0.facilities[0].capacity = FixedDecimal(-1) } == ["FIL-NEGATIVE"])
    let declared = Declared(quantity: .output, value: FixedDecimal(-1))
    #expect(Self.codes { $0.facilities[0].declared = [declared] } == ["FIL-NEGATIVE"])
  }

  @Test(
    "a second source that nothing compares is pointed out",
    arguments: [
      ("205-1", Item.clinker, Parameter.quantity, true), ("海关统计", .clinker, .quantity, false),
      ("customs", .clinker, .quantity, false), ("205-1", .bituminousCoal, .quantity, false),
      ("年度报表", .clinker, .quantity, false),
    ])
  func secondSource(name: String, item: Item, parameter: Parameter, isCompared: Bool) {
    let source = SecondSource(
      item: item, parameter: parameter, unit: .tonne, source: name, months: MonthlyValues(), annual: .one)
    #expect(
      Self.codes { $0.facilities[0].secondSources = [source] } == (isCompared ? [] : ["FIL-SECOND-SOURCE"]))
  }

  @Test("the declared total of a cement entity is the sum of its lines', to the rounding")
  func declaredTotal() throws {
    func codes(_ total: String, _ line: String?) throws -> [String] {
      let (total, line) = (try FixedDecimal(total), try line.map { try FixedDecimal($0) })
      return Self.codes {
        $0.enterprise.declared = [Declared(quantity: .emissions, value: total)]
        if let line { $0.facilities[0].declared = [Declared(quantity: .emissions, value: line)] }
      }
    }
    #expect(try codes("100.00", "100.01") == [])
    #expect(try codes("100.00", "100.02") == ["FIL-TOTAL"])
    #expect(try codes("100.00", nil) == [])
  }

  @Test("a second source's year is the sum of its months")
  func annual() throws {
    func codes(_ annual: String, lacking month: Int? = nil) throws -> [String] {
      var months = MonthlyValues(Array(repeating: FixedDecimal(10), count: 12))
      if let month { months[month] = nil }
      let source = SecondSource(
        item: .clinker, parameter: .quantity, unit: .tonne, source: "205-1", months: months,
        annual: try FixedDecimal(annual))
      return Self.codes { $0.facilities[0].secondSources = [source] }
    }
    #expect(try codes("120.12") == [])
    #expect(try codes("120.13") == ["FIL-TOTAL"])
    #expect(try codes("1", lacking: 11) == [])
  }

  @Test("a month opens with the stock the one before it closed with")
  func carriedStock() {
    func codes(_ opening: Int) -> [String] {
      var (open, closed) = (MonthlyValues(), MonthlyValues())
      for month in 1...12 { (open[month], closed[month]) = (FixedDecimal(5), FixedDecimal(5)) }
      open[3] = FixedDecimal(opening)
      return Self.codes {
        $0.facilities[0].stock = [
          StockRow(item: .clinker, unit: .tonne, flow: .opening, months: open),
          StockRow(item: .clinker, unit: .tonne, flow: .closing, months: closed),
        ]
      }
    }
    #expect(codes(5) == [])
    #expect(codes(6) == ["FIL-TOTAL"])
  }

  @Test("the province exists, and the city is one of it (GB/T 2260)")
  func region() {
    func codes(_ province: String, _ city: String) -> [String] {
      Self.codes { ($0.entity.province, $0.entity.city) = (province, city) }
    }
    #expect(codes("340000", "340100") == [] && codes("340000", "") == [] && codes("660000", "") == [])
    #expect(codes("990000", "") == ["FIL-REGION"])
    #expect(codes("340000", "320100") == ["FIL-REGION"])
  }

  @Test("percentages lie within 0 and 100")
  func percentages() {
    #expect(add(Self.series(.fuelIn, .bituminousCoal, .ash, .percent, 100)) == [])
    #expect(Set(add(Self.series(.fuelIn, .bituminousCoal, .ash, .percent, 101))) == ["FIL-PERCENTAGE"])
    let second = SecondSource(
      item: .bituminousCoal, parameter: .ash, unit: .percent, source: "205-1", months: MonthlyValues(),
      annual: FixedDecimal(101))
    #expect(
      Self.codes { $0.facilities[0].secondSources = [second] } == ["FIL-PERCENTAGE", "FIL-SECOND-SOURCE"])
    #expect(attribute(.alternativeFuelBiomassShare, "101") == ["FIL-ATTRIBUTE"])
  }

  @Test("a month is missing only where the facility existed and something was used")
  func missingMonths() {
    #expect(Self.codes { $0.facilities[0].series[0].months[3] = nil } == ["FIL-MISSING-MONTH"])
    #expect(
      Self.codes {
        $0.facilities[0].series[0].months[3] = nil
        $0.facilities[0].startedOn = Self.day("2025-04-01")
      } == [])
    var ash = Self.series(.fuelIn, .bituminousCoal, .ash, .percent)
    ash.months[5] = nil
    var coal = Self.series(.fuelIn, .bituminousCoal, .quantity, .tonne)
    #expect(add(ash) == [], "no quantity, no use")
    #expect(add(coal, ash) == ["FIL-MISSING-MONTH"])
    coal.months[5] = .zero
    #expect(add(coal, ash) == [])
    var power = Self.series(.auxiliary, .electricity, .quantity, .megawattHour)
    power.months[1] = nil
    #expect(add(power) == [], "auxiliary data are outside verification")
  }

  @Test("attribute values have their form")
  func attributes() {
    #expect(attribute(.clinkerCategory, "硅酸盐水泥熟料") == [])
    #expect(attribute(.clinkerCategory, "grey") == ["FIL-ATTRIBUTE"])
    #expect(attribute(.carbideSlagLine, "是") == [])
    #expect(attribute(.carbideSlagLine, "yes") == ["FIL-ATTRIBUTE"])
    #expect(attribute(.cells, "120") == [])
    #expect(attribute(.cells, "many") == ["FIL-ATTRIBUTE"])
  }

  @Test("dates stand in their order")
  func dates() {
    #expect(
      Self.codes {
        $0.facilities[0].startedOn = Self.day("2026-01-02")
        $0.facilities[0].stoppedOn = Self.day("2026-01-01")
        $0.facilities[0].series = []
      } == ["FIL-DATE-ORDER"])
    var meter = Meter(id: "M1", kind: "k", requiredAccuracy: .one)
    meter.calibratedFrom = Self.day("2025-01-02")
    meter.calibratedTo = Self.day("2025-01-02")
    #expect(Self.codes { $0.meters = [meter] } == [])
    meter.calibratedTo = Self.day("2025-01-01")
    #expect(Self.codes { $0.meters = [meter] } == ["FIL-DATE-ORDER"])
  }

  @Test("an entry stands once in a facility")
  func duplicates() {
    #expect(add(Self.series(.product, .clinker, .quantity, .tonne)) == ["FIL-DUPLICATE"])
    let row = StockRow(item: .clinker, unit: .tonne, flow: .opening, months: MonthlyValues())
    #expect(Self.codes { $0.facilities[0].stock = [row, row] } == ["FIL-DUPLICATE"])
    let declared = Declared(quantity: .output, value: .one)
    #expect(Self.codes { $0.facilities[0].declared = [declared, declared] } == ["FIL-DUPLICATE"])
    #expect(
      Self.codes {
        $0.facilities[0].declared = [declared]
        $0.enterprise.declared = [declared]
      } == [])
  }

  @Test("a diagnostic names file, line, entity and subject")
  func places() throws {
    var filing = Self.cement()
    filing.facilities[0].series[0].months.set(FixedDecimal(-1), month: 2, line: 9)
    let diagnostic = try #require(FilingRules.check(filing).first)
    #expect((diagnostic.file, diagnostic.line, diagnostic.field) == ("a.xml", 9, "m02"))
    #expect(diagnostic.uscc == csvExampleCode)
    #expect(
      diagnostic.subject
        == Diagnostic.Subject(facility: "L1", item: .clinker, parameter: .quantity, month: 2))
  }

  private func add(_ series: Series...) -> [String] {
    Self.codes { $0.facilities[0].series += series }
  }

  private func attribute(_ name: AttributeName, _ value: String) -> [String] {
    Self.codes { $0.facilities[0].attributes = [Attribute(name: name, value: value)] }
  }
}
