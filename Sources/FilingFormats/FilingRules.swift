import Filings
import Quantities

/// What holds for every filing, whatever form it came in: the rules that XSD and table schemas cannot say.
package struct FilingRules {
  private let filing: Filing
  private var diagnostics: [Diagnostic] = []

  /// Everything that breaks a rule, and what a person should know; sorted by place.
  package static func check(_ filing: Filing) -> [Diagnostic] {
    var rules = FilingRules(filing: filing)
    rules.checkCodes()
    rules.checkMeters()
    for facility in filing.allFacilities { rules.check(facility) }
    return rules.diagnostics.sorted()
  }

  private init(filing: Filing) {
    self.filing = filing
  }

  // MARK: Identity

  /// GB 32100: the 18th character follows from the others.
  private mutating func checkCodes() {
    let codes = [
      ("uscc", filing.entity.uscc), ("reportServiceUscc", filing.entity.reportServiceUSCC),
      ("verifierUscc", filing.entity.verifierUSCC),
    ]
    for (field, code) in codes where !code.isEmpty { checkCode(code, field: field, at: filing.location) }
  }

  private mutating func checkCode(_ code: String, field: String, at location: SourceLocation) {
    guard !USCC.isValid(code) else { return }
    let character = USCC.checkCharacter(for: code).map(String.init) ?? ""
    add(
      .usccCheck, location, field: field, text: code,
      Label(zh: "统一社会信用代码校验位不符", en: "the check character of the credit code is wrong"),
      expected: character.isEmpty ? "" : "…\(character)")
  }

  private mutating func checkMeters() {
    for meter in filing.meters {
      if let from = meter.calibratedFrom, let to = meter.calibratedTo, to < from {
        add(
          .dateOrder, meter.location, field: "calibratedTo", text: to.description,
          Label(
            zh: "计量器具\(meter.id)的检定止期早于起期", en: "the calibration of meter \(meter.id) ends before it begins"),
          expected: "≥ \(from)")
      }
      for (field, value) in [
        ("requiredAccuracy", meter.requiredAccuracy), ("actualAccuracy", meter.actualAccuracy ?? .zero),
      ]
      where value.isNegative || value > FixedDecimal(100) {
        add(
          .percentage, meter.location, field: field, text: "\(value)",
          Label(zh: "计量器具\(meter.id)的精度不是百分数", en: "the accuracy of meter \(meter.id) is no percentage"),
          expected: "0–100")
      }
    }
  }

  // MARK: Facilities

  private mutating func check(_ facility: Facility) {
    let subject = Diagnostic.Subject(facility: facility.id)
    if facility.kind != .enterprise, !filing.sector.facilityKinds.contains(facility.kind) {
      add(
        .facilityKind, facility.location, field: "kind", text: facility.kind.rawValue,
        Label(
          zh: "\(filing.sector.label.zh)行业没有\(facility.kind.label.zh)",
          en: "\(filing.sector.label.en) has no \(facility.kind.label.en)"),
        expected: filing.sector.facilityKinds.map(\.rawValue).joined(separator: ", "), subject: subject)
    }
    if let started = facility.startedOn, let stopped = facility.stoppedOn, stopped < started {
      add(
        .dateOrder, facility.location, field: "stoppedOn", text: stopped.description,
        Label(zh: "\(facility.id)的停产日期早于投产日期", en: "\(facility.id) stopped before it started"),
        expected: "≥ \(started)", subject: subject)
    }
    if let capacity = facility.capacity, capacity.isNegative {
      add(
        .negative, facility.location, field: "capacity", text: "\(capacity)",
        Label(zh: "\(facility.id)的产能为负", en: "the capacity of \(facility.id) is negative"), expected: "≥ 0",
        subject: subject)
    }
    for attribute in facility.attributes { check(attribute, of: facility) }
    var seen: Set<SeriesKey> = []
    for series in facility.series {
      let key = SeriesKey(direction: series.direction, item: series.item, parameter: series.parameter)
      if !seen.insert(key).inserted {
        report(
          .duplicate, series, facility, series.parameter.rawValue,
          Label(zh: "该序列在\(facility.id)重复填报", en: "the series stands twice in \(facility.id)"), "")
      }
      check(series, of: facility)
    }
    for row in facility.stock { checkStock(row, of: facility) }
    for source in facility.secondSources { checkSecondSource(source, of: facility) }
  }

  private struct SeriesKey: Hashable {
    let direction: Direction
    let item: Item
    let parameter: Parameter
  }

  private mutating func check(_ attribute: Attribute, of facility: Facility) {
    let expected: String
    switch attribute.name.form {
    case .text: return
    case .truth:
      if Facility.truths.contains(attribute.value) || Facility.falsehoods.contains(attribute.value) { return }
      expected = "true, false"
    case .number:
      if let number = try? FixedDecimal(attribute.value), !number.isNegative {
        if attribute.name != .alternativeFuelBiomassShare || number <= FixedDecimal(100) { return }
      }
      expected = attribute.name == .alternativeFuelBiomassShare ? "0–100" : "≥ 0"
    case .clinkerCategory:
      if ClinkerCategory.allCases.contains(where: { $0.spellings.contains(attribute.value) }) { return }
      expected = ClinkerCategory.allCases.map(\.rawValue).joined(separator: ", ")
    case .uscc:
      if USCC.isWellFormed(attribute.value) {
        checkCode(attribute.value, field: attribute.name.rawValue, at: attribute.location)
        return
      }
      expected = "91110000MA0000000X"
    }
    add(
      .attributeValue, attribute.location, field: attribute.name.rawValue, text: attribute.value,
      Label(
        zh: "\(facility.id)的\(attribute.name.label.zh)格式不正确",
        en: "the \(attribute.name.label.en) of \(facility.id) has the wrong form"),
      expected: expected, subject: Diagnostic.Subject(facility: facility.id))
  }

  // MARK: Series

  private mutating func check(_ series: Series, of facility: Facility) {
    if !filing.sector.allows(series.item, in: series.direction) {
      report(
        .item, series, facility, series.item.rawValue,
        Label(
          zh: "\(filing.sector.label.zh)行业的\(series.direction.label.zh)没有\(series.item.label.zh)",
          en: "\(filing.sector.label.en) has no \(series.item.label.en) as \(series.direction.label.en)"), "")
      return
    }
    if !series.direction.parameters.contains(series.parameter) {
      report(
        .parameter, series, facility, series.parameter.rawValue,
        Label(
          zh: "\(series.direction.label.zh)没有参数\(series.parameter.label.zh)",
          en: "\(series.direction.label.en) has no \(series.parameter.label.en)"),
        series.direction.parameters.map(\.rawValue).joined(separator: ", "))
      return
    }
    checkUnit(series, of: facility)
    checkValues(series, of: facility)
    checkMonths(series, of: facility)
  }

  private mutating func checkUnit(_ series: Series, of facility: Facility) {
    let target = series.parameter.unit(of: series.item)
    guard series.unit != target else { return }
    let name = Label(
      zh: "\(series.item.label.zh)的\(series.parameter.label.zh)",
      en: "the \(series.parameter.label.en) of \(series.item.label.en)")
    if let factor = series.unit.factor(to: target) {
      report(
        .unitConverted, series, facility, series.unit.rawValue,
        Label(
          zh: "\(name.zh)由\(series.unit.label)换算为\(target.label)（×\(factor)）",
          en: "\(name.en) was converted from \(series.unit.label) to \(target.label) (× \(factor))"),
        target.rawValue)
    } else {
      report(
        .unit, series, facility, series.unit.rawValue,
        Label(zh: "\(name.zh)的单位不能是\(series.unit.label)", en: "\(name.en) cannot be in \(series.unit.label)"),
        target.rawValue)
    }
  }

  private mutating func checkValues(_ series: Series, of facility: Facility) {
    // A works may send out more gas than it buys: only there a quantity is net.
    let mayBeNegative =
      filing.sector == .steel && facility.kind == .enterprise && series.direction == .fuelIn
      && series.parameter == .quantity
    for month in 1...12 {
      guard let value = series.months[month] else { continue }
      if value.isNegative, !mayBeNegative {
        report(
          .negative, series, facility, "\(value)",
          Label(
            zh: "\(series.item.label.zh)第\(month)月的\(series.parameter.label.zh)为负",
            en: "the \(series.parameter.label.en) of \(series.item.label.en) is negative in month \(month)"),
          "≥ 0",
          month: month)
      } else if series.parameter.isPercentage, value > FixedDecimal(100) {
        report(
          .percentage, series, facility, "\(value)",
          Label(
            zh: "\(series.item.label.zh)第\(month)月的\(series.parameter.label.zh)超过100%",
            en: "the \(series.parameter.label.en) of \(series.item.label.en) is above 100 % in month \(month)"
          ),
          "0–100", month: month)
      }
    }
  }

  /// A month in which the facility existed and something is not reported. Zero is a value; auxiliary data
  /// are outside verification.
  private mutating func checkMonths(_ series: Series, of facility: Facility) {
    guard series.direction != .auxiliary else { return }
    let quantity =
      series.parameter == .quantity ? nil : facility.series(series.direction, series.item, .quantity)
    for month in 1...12 where series.months[month] == nil && facility.existed(in: month, of: filing.year) {
      if series.parameter != .quantity {
        guard let used = quantity?.months[month], !used.isZero else { continue }
      }
      report(
        .missingMonth, series, facility, "",
        Label(
          zh: "\(facility.id)第\(month)月未填报\(series.item.label.zh)的\(series.parameter.label.zh)",
          en:
            "\(facility.id) did not report the \(series.parameter.label.en) of \(series.item.label.en) for month \(month)"
        ),
        "", month: month)
    }
  }

  private mutating func checkStock(_ row: StockRow, of facility: Facility) {
    if row.unit != row.item.quantityUnit, row.unit.factor(to: row.item.quantityUnit) == nil {
      add(
        .unit, row.location, field: "unit", text: row.unit.rawValue,
        Label(
          zh: "\(row.item.label.zh)库存的单位不能是\(row.unit.label)",
          en: "the stock of \(row.item.label.en) cannot be in \(row.unit.label)"),
        expected: row.item.quantityUnit.rawValue,
        subject: Diagnostic.Subject(facility: facility.id, item: row.item))
    }
    for month in 1...12 where row.months[month]?.isNegative == true {
      add(
        .negative, line(of: month, row.months, row.location), field: row.flow.rawValue,
        text: row.months[month]?.description ?? "",
        Label(
          zh: "\(row.item.label.zh)第\(month)月的\(row.flow.label.zh)为负",
          en: "the \(row.flow.label.en) of \(row.item.label.en) is negative in month \(month)"),
        expected: "≥ 0", subject: Diagnostic.Subject(facility: facility.id, item: row.item, month: month))
    }
  }

  private mutating func checkSecondSource(_ source: SecondSource, of facility: Facility) {
    let target = source.parameter.unit(of: source.item)
    guard source.unit != target, source.unit.factor(to: target) == nil else { return }
    add(
      .unit, source.location, field: "unit", text: source.unit.rawValue,
      Label(
        zh: "\(source.item.label.zh)的单位不能是\(source.unit.label)",
        en: "\(source.item.label.en) cannot be in \(source.unit.label)"),
      expected: target.rawValue,
      subject: Diagnostic.Subject(facility: facility.id, item: source.item, parameter: source.parameter))
  }

  // MARK: Reporting

  private func line(of month: Int, _ months: MonthlyValues, _ location: SourceLocation) -> SourceLocation {
    let own = months.line(of: month)
    return own == 0 ? location : SourceLocation(file: location.file, line: own)
  }

  private mutating func report(
    _ code: DiagnosticCode, _ series: Series, _ facility: Facility, _ text: String, _ message: Label,
    _ expected: String, month: Int = 0
  ) {
    let location = month == 0 ? series.location : line(of: month, series.months, series.location)
    add(
      code, location, field: month == 0 ? "" : "m\(month < 10 ? "0" : "")\(month)", text: text, message,
      expected: expected,
      subject: Diagnostic.Subject(
        facility: facility.id, item: series.item, parameter: series.parameter, month: month))
  }

  private mutating func add(
    _ code: DiagnosticCode, _ location: SourceLocation, field: String, text: String, _ message: Label,
    expected: String, subject: Diagnostic.Subject = Diagnostic.Subject()
  ) {
    let file = Int(location.file)
    diagnostics.append(
      Diagnostic(
        code, file: filing.files.indices.contains(file) ? filing.files[file] : "", line: Int(location.line),
        column: Int(location.column), field: field, text: text, message: message, expected: expected,
        uscc: filing.entity.uscc, subject: subject))
  }
}

extension Direction {
  /// The parameters a stream of this direction may have.
  var parameters: [Parameter] {
    switch self {
    case .fuelIn, .fuelOut:
      [
        .quantity, .netCalorificValue, .carbonPerHeat, .carbonContent, .oxidationRate, .emissionFactor,
        .sulphur, .ash,
        .moisture,
      ]
    case .carbonate: [.quantity, .emissionFactor, .purity, .moisture]
    case .electrode, .carbonMaterial, .soldProduct: [.quantity, .emissionFactor, .carbonContent]
    case .alternativeRawMaterial: [.quantity, .deductionFactor, .moisture]
    case .anode: [.quantity, .anodeLossRate, .sulphur, .ash]
    case .product:
      [
        .quantity, .emissionFactor, .carbonContent, .cf4Factor, .c2f6Factor, .anodeEffectMinutes,
        .anodeEffectFrequency,
      ]
    case .auxiliary: Parameter.allCases
    }
  }
}
