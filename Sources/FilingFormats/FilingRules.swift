import Filings
import Quantities

/// What holds for every filing, whatever form it came in: the rules that XSD and table schemas cannot say.
package struct FilingRules {
  let filing: Filing
  /// Nothing is said of what is missing where it may only have been unreadable.
  let complete: Complete
  /// Whether nobody looked for them yet.
  let mayHaveDuplicates: Bool
  private var diagnostics: [Diagnostic] = []
  private var hasError = false

  /// Of what every entry is in the filing, and as it was filed.
  package struct Complete: OptionSet, Sendable {
    package let rawValue: UInt8

    package static let series = Complete(rawValue: 1)
    /// With the facilities that they are declared of.
    package static let declared = Complete(rawValue: 2)
    package static let all: Complete = [.series, .declared]

    package init(rawValue: UInt8) { self.rawValue = rawValue }
  }

  /// As ``check(_:complete:)``.
  ///
  /// - Parameter isWhole: false where any entries that could not be read were left out.
  package static func check(_ filing: Filing, isWhole: Bool = true) -> [Diagnostic] {
    check(filing, complete: isWhole ? .all : [])
  }

  /// Everything that breaks a rule, and what a person should know; sorted by place.
  ///
  /// - Parameters:
  ///   - complete: less than all where what could not be read was left out, or stood in for by what breaks no rule.
  ///   - mayHaveDuplicates: false where the reader tells of them.
  package static func check(
    _ filing: Filing, complete: Complete, mayHaveDuplicates: Bool = true
  ) -> [Diagnostic] {
    var rules = FilingRules(filing: filing, complete: complete, mayHaveDuplicates: mayHaveDuplicates)
    guard rules.areFacilitiesFew() else { return rules.diagnostics }
    rules.checkFilledIn()
    rules.checkCodes()
    rules.checkRegion()
    rules.checkMeters()
    // By index, here and below: a copy of every facility and series would take longer than the look at it.
    let facilities = filing.allFacilities
    for index in facilities.indices { rules.check(facilities[index]) }
    rules.checkTotals()
    return rules.diagnostics.sorted()
  }

  private init(filing: Filing, complete: Complete, mayHaveDuplicates: Bool) {
    self.filing = filing
    self.mayHaveDuplicates = mayHaveDuplicates
    self.complete = complete
  }

  // MARK: Size

  /// The largest works has some sixty processes and units; what is held against every other facility would take
  /// its time with a hundred thousand.
  static let mostFacilities = 1000

  private mutating func areFacilitiesFew() -> Bool {
    guard filing.facilities.count > Self.mostFacilities else { return true }
    let kind = ReaderLimits.Kind.facilities
    add(
      .limit, filing.facilities[Self.mostFacilities].location, field: "", text: "",
      kind.message(Self.mostFacilities), expected: kind.expected(Self.mostFacilities))
    return false
  }

  // MARK: Identity

  /// GB 32100: the 18th character follows from the others.
  private mutating func checkCodes() {
    checkCode(filing.entity.uscc, field: "uscc", at: filing.location)
    checkCode(filing.entity.reportServiceUSCC, field: "reportServiceUscc", at: filing.entityLocation)
    checkCode(filing.entity.verifierUSCC, field: "verifierUscc", at: filing.entityLocation)
  }

  private mutating func checkCode(
    _ code: String, field: String, at location: SourceLocation, facility: String = ""
  ) {
    // A code that is not even well formed breaks the form's own schema.
    guard USCC.isWellFormed(code), !USCC.isValid(code) else { return }
    let character = USCC.checkCharacter(for: code).map(String.init) ?? ""
    add(
      .usccCheck, location, field: field, text: code,
      Label(zh: "统一社会信用代码校验位不符", en: "the check character of the credit code is wrong"),
      expected: "\(code.prefix(17))\(character)?", subject: Diagnostic.Subject(facility: facility))
  }

  /// GB/T 2260: the first two digits are a province's, and the city is one of it.
  private mutating func checkRegion() {
    let (province, city, code) = (filing.entity.province, filing.entity.city, filing.entity.uscc)
    guard !province.isEmpty else { return }
    if !Province.isKnown(province) {
      add(
        .region, filing.entityLocation, field: "province", text: province,
        Label(zh: "没有省级行政区代码\(province)", en: "no province has the code \(province)"),
        expected: "\(code.dropFirst(2).prefix(2))0000")
    } else if !city.isEmpty, city.prefix(2) != province.prefix(2) {
      add(
        .region, filing.entityLocation, field: "city", text: city,
        Label(
          zh: "市级行政区代码\(city)不属于\(Province.label(of: province).zh)",
          en: "the city \(city) is none of \(Province.label(of: province).en)"),
        expected: "\(province.prefix(2))....")
    }
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
      checkAccuracy(meter.requiredAccuracy, field: "requiredAccuracy", of: meter)
      if let actual = meter.actualAccuracy { checkAccuracy(actual, field: "actualAccuracy", of: meter) }
    }
  }

  private mutating func checkAccuracy(_ value: FixedDecimal, field: String, of meter: Meter) {
    guard value.isNegative || value > FixedDecimal(100) else { return }
    add(
      .percentage, meter.location, field: field, text: "\(value)",
      Label(zh: "计量器具\(meter.id)的精度不是百分数", en: "the accuracy of meter \(meter.id) is no percentage"),
      expected: "0–100")
  }

  // MARK: Facilities

  private mutating func check(_ facility: Facility) {
    let sector = filing.sector
    let subject = Diagnostic.Subject(facility: facility.id)
    if facility.kind != .enterprise, !sector.facilityKinds.contains(facility.kind) {
      add(
        .facilityKind, facility.location, field: "kind", text: facility.kind.rawValue,
        Label(
          zh: "\(sector.label.zh)行业没有\(facility.kind.label.zh)",
          en: "\(sector.label.en) has no \(facility.kind.label.en)"),
        expected: sector.facilityKinds.map(\.rawValue).joined(separator: ", "), subject: subject)
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
    checkPowerMarket(facility)
    if mayHaveDuplicates { checkDuplicates(in: facility) }
    for index in facility.series.indices { check(facility.series[index], of: facility) }
    for index in facility.stock.indices { check(facility.stock[index], of: facility) }
    for source in facility.secondSources { check(source, of: facility) }
    for result in facility.batches { check(result, of: facility) }
    for declared in facility.declared where declared.quantity == .output && declared.value.isNegative {
      add(
        .negative, declared.location, field: "value", text: "\(declared.value)",
        Label(zh: "\(facility.id)填报的产量为负", en: "the declared output of \(facility.id) is negative"),
        expected: "≥ 0", subject: subject)
    }
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
        checkCode(
          attribute.value, field: attribute.name.rawValue, at: attribute.location, facility: facility.id)
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

  /// Only a power unit can be left to the power sector's market.
  private mutating func checkPowerMarket(_ facility: Facility) {
    guard facility.kind != .powerUnit, facility.isMarked(.inPowerMarket),
      let attribute = facility.attributes.first(where: { $0.name == .inPowerMarket })
    else { return }
    add(
      .attributeValue, attribute.location, field: attribute.name.rawValue, text: attribute.value,
      Label(
        zh: "\(facility.id)是\(facility.kind.label.zh)，不是发电机组，不能\(attribute.name.label.zh)",
        en: "\(facility.id) is no power unit, so it cannot be \(attribute.name.label.en)"),
      expected: "false, kind=\(FacilityKind.powerUnit.rawValue)",
      subject: Diagnostic.Subject(facility: facility.id))
  }

  // MARK: Reporting

  func line(of month: Int, _ months: MonthlyValues, _ location: SourceLocation) -> SourceLocation {
    let own = months.line(of: month)
    return own == 0 ? location : SourceLocation(file: location.file, line: own)
  }

  /// How messages call a month: `m01`, as the column of the CSV form.
  static func column(of month: Int) -> String { "m\(month < 10 ? "0" : "")\(month)" }

  mutating func report(
    _ code: DiagnosticCode, _ series: Series, _ facility: Facility, _ text: String,
    _ message: @autoclosure () -> Label, _ expected: @autoclosure () -> String, month: Int = 0
  ) {
    let location = month == 0 ? series.location : line(of: month, series.months, series.location)
    add(
      code, location, field: month == 0 ? "" : Self.column(of: month), text: text, message(),
      expected: expected(),
      subject: Diagnostic.Subject(
        facility: facility.id, item: series.item, parameter: series.parameter, month: month))
  }

  mutating func add(
    _ code: DiagnosticCode, _ location: SourceLocation, field: String, text: @autoclosure () -> String,
    _ message: @autoclosure () -> Label, expected: @autoclosure () -> String,
    subject: @autoclosure () -> Diagnostic.Subject = Diagnostic.Subject()
  ) {
    // Words are made only for what is kept. One error is kept whatever stands before it: it rejects.
    let isError = code.severity == .error
    guard diagnostics.count < ReadResult.problemsMax || (isError && !hasError) else { return }
    hasError = hasError || isError
    let file = Int(location.file)
    diagnostics.append(
      Diagnostic(
        code, file: filing.files.indices.contains(file) ? filing.files[file] : "", line: Int(location.line),
        column: Int(location.column), field: field, text: text(), message: message(), expected: expected(),
        uscc: filing.entity.uscc, subject: subject()))
  }
}
