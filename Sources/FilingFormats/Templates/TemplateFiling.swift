import Filings
import Quantities

/// A filing with blanks: made as a filing like any other, so that the writers of both forms write it, with
/// values that stand for blanks where numbers and dates are still to come. ``TemplateText`` puts
/// ``ToFill/text`` in their place.
package enum TemplateFiling {
  /// No filing has this number: it has more tonnes than the whole world.
  static let number = FixedDecimal(coefficient: 987_654_321_987_654_321, scale: 3)
  static let day = CalendarDate.lastDay(of: 9999)
  private static var blankMonths: MonthlyValues { MonthlyValues(Array(repeating: number, count: 12)) }

  /// What a plant of the sector usually files, all blank.
  package static func blank(_ sector: Sector, year: Int, uscc: String?) -> Filing {
    var entity = Entity(uscc: uscc ?? ToFill.text, name: ToFill.text, province: ToFill.text)
    entity.industryClass = industryClass(of: sector)
    entity.legalRepresentative = ToFill.text
    entity.address = ToFill.text
    entity.permit = ToFill.text
    entity.contact = ToFill.text
    var filing = Filing(entity: entity, year: year, sector: sector, submission: 1, submittedOn: day)
    filing.meters = [("M1", "皮带秤"), ("M2", "汽车衡"), ("M3", "气体流量计"), ("M4", "转子秤")].map { id, kind in
      var meter = Meter(id: id, kind: kind, requiredAccuracy: number)
      meter.actualAccuracy = number
      meter.calibratedFrom = day
      meter.calibratedTo = day
      return meter
    }
    filing.evidence = (1...12).map { month in
      var report = Evidence(id: "E\(month < 10 ? "0" : "")\(month)", kind: "检测报告")
      report.title = "\(month)月检测报告"
      report.issuer = ToFill.text
      report.number = ToFill.text
      report.sampledOn = day
      report.receivedOn = day
      report.testedOn = day
      report.reportedOn = day
      report.accreditation = "CMA"
      return report
    }
    var ledger = Evidence(id: "LEDGER", kind: "台账")
    ledger.title = "生产月报和进销存台账"
    ledger.number = ToFill.text
    filing.evidence.append(ledger)
    filing.enterprise.series = SectorTemplates.enterprise(of: sector).flatMap(series)
    filing.enterprise.declared = [Declared(quantity: .emissions, value: number, previousYearValue: number)]
    filing.facilities = SectorTemplates.facilities(of: sector).map(facility)
    filing.qualityPlan = plan(of: filing)
    return filing
  }

  private static func industryClass(of sector: Sector) -> String {
    switch sector {
    case .cement: "3011"
    case .steel: "3120"
    case .aluminium: "3216"
    }
  }

  private static func facility(_ plan: SectorTemplates.Plan) -> Facility {
    var facility = Facility(id: plan.id, kind: plan.kind)
    facility.name = plan.name
    facility.capacity = number
    facility.capacityUnit = plan.capacityUnit
    facility.startedOn = day
    facility.attributes = plan.attributes.map { Attribute(name: $0, value: ToFill.text) }
    facility.series = plan.streams.flatMap(series)
    for item in plan.ledgers {
      let unit = item.quantityUnit
      facility.stock += [StockFlow.opening, .purchased, .closing].map {
        StockRow(item: item, unit: unit, flow: $0, months: blankMonths)
      }
      facility.secondSources.append(
        SecondSource(item: item, parameter: .quantity, unit: unit, source: "205-1", months: blankMonths))
    }
    facility.declared = [Declared(quantity: .emissions, value: number)]
    return facility
  }

  private static func series(_ stream: SectorTemplates.Stream) -> [Series] {
    stream.parameters.map { parameter in
      let isQuantity = parameter == .quantity
      let reports = (1...12).map { "E\($0 < 10 ? "0" : "")\($0)" }
      return Series(
        direction: stream.direction, item: stream.item, parameter: parameter,
        unit: parameter.unit(of: stream.item), method: .measured, meter: isQuantity ? stream.meter : "",
        evidence: isQuantity ? ["LEDGER"] : reports, months: blankMonths)
    }
  }

  /// A line of the data quality control plan for every metered quantity.
  private static func plan(of filing: Filing) -> [PlannedParameter] {
    filing.allFacilities.flatMap { facility in
      facility.series.filter { !$0.meter.isEmpty }.map { series in
        var line = PlannedParameter(version: ToFill.text)
        line.validFrom = day
        line.facility = facility.id
        line.direction = series.direction
        line.item = series.item
        line.parameter = series.parameter
        line.method = series.method
        line.meter = series.meter
        line.frequency = ToFill.text
        return line
      }
    }
  }

  /// The next year's filing of a plant: what does not change is kept, what was reported becomes blank.
  package static func next(after last: Filing, year: Int) -> Filing {
    var filing = last
    filing.year = year
    filing.submission = 1
    filing.submittedOn = day
    filing.files = []
    filing.meters = last.meters.map { meter in
      var meter = meter
      if meter.actualAccuracy != nil { meter.actualAccuracy = number }
      meter.calibratedFrom = day
      meter.calibratedTo = day
      return meter
    }
    filing.evidence = last.evidence.map(blank)
    filing.enterprise = next(after: last.enterprise)
    // A facility that stopped in a year before is gone.
    filing.facilities = last.facilities.filter { ($0.stoppedOn?.year ?? year) >= year }.map(next)
    let kept = Set(filing.allFacilities.map(\.id))
    filing.qualityPlan = last.qualityPlan.filter { line in line.facility.map(kept.contains) ?? true }
    return filing
  }

  private static func blank(_ document: Evidence) -> Evidence {
    var blank = Evidence(id: document.id, kind: document.kind)
    blank.title = document.title
    blank.issuer = document.issuer
    blank.number = ToFill.text
    if document.sampledOn != nil { blank.sampledOn = day }
    if document.receivedOn != nil { blank.receivedOn = day }
    if document.testedOn != nil { blank.testedOn = day }
    if document.reportedOn != nil { blank.reportedOn = day }
    blank.accreditation = document.accreditation
    return blank
  }

  private static func next(after last: Facility) -> Facility {
    var facility = last
    for index in facility.series.indices { facility.series[index].months = blankMonths }
    for index in facility.stock.indices {
      facility.stock[index].months = blankMonths
      // January opens with what December closed.
      let item = facility.stock[index].item
      if facility.stock[index].flow == .opening,
        let closing = last.stock.first(where: { $0.item == item && $0.flow == .closing })?.months[12]
      {
        facility.stock[index].months[1] = closing
      }
    }
    for index in facility.secondSources.indices {
      facility.secondSources[index].months = blankMonths
      if last.secondSources[index].annual != nil { facility.secondSources[index].annual = number }
    }
    facility.declared = last.declared.map {
      Declared(quantity: $0.quantity, value: number, previousYearValue: $0.value)
    }
    return facility
  }
}
