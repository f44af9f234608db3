import Filings
import Quantities
import SchemaJudge

/// Filings that use every field and every awkward text, to be written and read again. What they say need
/// not make sense.
struct FilingGenerator {
  var random: SeededGenerator

  init(seed: UInt64) {
    random = SeededGenerator(seed: seed)
  }

  mutating func filing() -> Filing {
    var filing = Filing(
      entity: entity(), year: 2000 + random.below(100), sector: random.pick(Sector.allCases),
      submission: 1 + random.below(9999), submittedOn: day())
    filing.meters = (0..<random.below(4)).map { meter("M\($0)") }
    filing.evidence = (0..<random.below(5)).map { evidence("E-\($0).x_\($0)") }
    let kinds = FacilityKind.allCases.filter { $0 != .enterprise }
    filing.facilities = (0..<random.below(5)).map { index in
      var facility = Facility(id: "L\(index)", kind: random.pick(kinds))
      facility.name = text()
      facility.capacity = optionalNumber()
      facility.capacityUnit = text()
      facility.startedOn = optionalDay()
      facility.stoppedOn = optionalDay()
      fill(&facility, filing)
      return facility
    }
    fill(&filing.enterprise, filing)
    filing.qualityPlan = (0..<random.below(4)).map { _ in planned(filing) }
    return filing
  }

  private mutating func entity() -> Entity {
    let alphabet = Array("0123456789ABCDEFGHJKLMNPQRTUWXY")
    let stem = String((0..<17).map { _ in random.pick(alphabet) })
    let check = USCC.checkCharacter(for: stem).map(String.init) ?? ""
    var entity = Entity(
      uscc: stem + check, name: nonEmptyText(), province: "\(100_000 + random.below(900_000))")
    entity.industryClass = "\(1000 + random.below(9000))"
    entity.englishName = text()
    entity.city = random.happens(50) ? "" : "340100"
    entity.legalRepresentative = text()
    entity.address = text()
    entity.permit = text()
    entity.contact = text()
    entity.reportService = text()
    entity.reportServiceUSCC = random.happens(50) ? "" : csvExampleCode
    entity.verifier = text()
    entity.verifierUSCC = random.happens(50) ? "" : csvOtherCode
    return entity
  }

  private mutating func meter(_ id: String) -> Meter {
    var meter = Meter(id: id, kind: nonEmptyText(), requiredAccuracy: number())
    meter.actualAccuracy = optionalNumber()
    meter.calibratedFrom = optionalDay()
    meter.calibratedTo = optionalDay()
    return meter
  }

  private mutating func evidence(_ id: String) -> Evidence {
    var document = Evidence(id: id, kind: nonEmptyText())
    document.title = text()
    document.issuer = text()
    document.number = text()
    document.sampledOn = optionalDay()
    document.receivedOn = optionalDay()
    document.testedOn = optionalDay()
    document.reportedOn = optionalDay()
    document.accreditation = text()
    document.sha256 = random.happens(50) ? "" : String(repeating: "0aF9", count: 16)
    return document
  }

  private mutating func planned(_ filing: Filing) -> PlannedParameter {
    var line = PlannedParameter(version: nonEmptyText())
    line.validFrom = optionalDay()
    line.facility = random.pick([nil, "-"] + filing.facilities.map(\.id))
    line.direction = random.pick([nil] + Direction.allCases.map { $0 })
    line.item = random.pick([nil] + Item.allCases.map { $0 })
    line.parameter = random.pick([nil] + Parameter.allCases.map { $0 })
    line.method = random.pick([nil] + AcquisitionMethod.allCases.map { $0 })
    line.meter = random.pick([""] + filing.meters.map(\.id))
    line.frequency = text()
    return line
  }

  private mutating func fill(_ facility: inout Facility, _ filing: Filing) {
    for name in AttributeName.allCases where random.happens(30) {
      facility.attributes.append(Attribute(name: name, value: nonEmptyText()))
    }
    var seen: Set<String> = []
    for _ in 0..<random.below(8) {
      let series = Series(
        direction: random.pick(Direction.allCases), item: random.pick(Item.allCases),
        parameter: random.pick(Parameter.allCases), unit: random.pick(Unit.allCases),
        method: random.pick(AcquisitionMethod.allCases), meter: random.pick([""] + filing.meters.map(\.id)),
        evidence: filing.evidence.map(\.id).filter { _ in random.happens(40) }, months: months())
      if seen.insert("\(series.direction)\(series.item)\(series.parameter)").inserted {
        facility.series.append(series)
      }
    }
    for flow in StockFlow.allCases where random.happens(30) {
      facility.stock.append(
        StockRow(
          item: random.pick(Item.allCases), unit: random.pick(Unit.allCases), flow: flow, months: months()))
    }
    for index in 0..<random.below(3) {
      facility.secondSources.append(
        SecondSource(
          item: random.pick(Item.allCases), parameter: random.pick(Parameter.allCases),
          unit: random.pick(Unit.allCases), source: "\(index)" + nonEmptyText(), months: months(),
          annual: optionalNumber()))
    }
    for index in 0..<random.below(3) {
      facility.batches.append(
        BatchResult(
          batch: "\(index)" + nonEmptyText(), item: random.pick(Item.allCases),
          parameter: random.pick(Parameter.allCases), unit: random.pick(Unit.allCases),
          sampledOn: CalendarDate(year: 2025, month: 1 + index, day: 1) ?? filing.submittedOn, mass: number(),
          value: number(), number: "TR"))
    }
    for quantity in DeclaredQuantity.allCases where random.happens(40) {
      facility.declared.append(
        Declared(quantity: quantity, value: number(), previousYearValue: optionalNumber()))
    }
  }

  private mutating func months() -> MonthlyValues {
    MonthlyValues((0..<12).map { _ in optionalNumber() })
  }

  private mutating func number() -> FixedDecimal {
    let scale = random.below(10)
    var digits = Int128(random.next() % 1_000_000_000_000_000_000)
    for _ in 0..<random.below(18) { digits /= 10 }
    return FixedDecimal(coefficient: random.happens(20) ? -digits : digits, scale: UInt8(scale))
  }

  private mutating func optionalNumber() -> FixedDecimal? { random.happens(30) ? nil : number() }

  private mutating func day() -> CalendarDate {
    while true {
      let day = CalendarDate(
        year: 1950 + random.below(100), month: 1 + random.below(12), day: 1 + random.below(31))
      if let day { return day }
    }
  }

  private mutating func optionalDay() -> CalendarDate? { random.happens(40) ? nil : day() }

  private mutating func nonEmptyText() -> String {
    while true {
      let text = text()
      if !text.isEmpty { return text }
    }
  }

  private mutating func text() -> String {
    let signs = [
      "=", "+", "-", "@", "'", "''", "\"", ",", " ", "中", "文", "＝", "𠮷", "é", "a", "Z", "0", ";", "<&>", "。",
    ]
    return (0..<random.below(6)).map { _ in random.pick(signs) }.joined()
  }
}
