import Filings
import Quantities

/// Builds one filing from its rows, table by table, in an order in which everything that is referred to
/// is known before.
///
/// A row of which it is known what it is about is kept, whatever else of it cannot be read: a clerk hears of all
/// that is wrong with a filing at once. What cannot be read is stood in for by something that breaks no rule.
struct CSVFilingDecoder {
  private(set) var diagnostics: [Diagnostic] = []
  /// See ``CSVFilingResult/sectors``.
  private(set) var sectors = Sector.allCases
  private let entry: CSVTableSet.Entry
  /// Tables of which rows are lost: what may only be missing for that is not reported on top.
  private var incomplete: Set<CSVFilingTable>
  /// What the row among the entities says.
  private var filing: Filing?
  private var enterprise = Facility.enterprise
  private var facilities: [Facility] = []
  private var facilityIndex: [String: Int] = [:]
  /// The places of facilities that rows refer to and that no row has; see ``standInForFacility(_:)``.
  private var standIns: [String: Int] = [:]
  private var meters: [Meter] = []
  private var meterIDs = FewTexts()
  private var evidence: [Evidence] = []
  private var evidenceIDs = FewTexts()
  private var plan: [PlannedParameter] = []
  /// What references to nothing should have been, from the ids of the tables that are read by then.
  private var suggestions: [CSVFilingTable: IdSuggestions] = [:]
  /// The files the filing has rows in, and the place of each file of the set among them.
  private var paths: [String] = []
  private var ordinals: [UInt16?] = []
  private var recentFacilities = RecentCells<(id: String, index: Int)>()
  private var recentMeters = RecentCells<String>()
  private var recentEvidence = RecentCells<[String]>()
  private var recentKinds = RecentCells<String>()
  private var recentIssuers = RecentCells<String>()
  private var recentAccreditations = RecentCells<String>()
  /// The rows of the present table seen so far.
  private var seen = SeenRows()

  /// How many series and ledger rows a facility has room for from the first on.
  private static let (usualSeries, usualStock) = (8, 4)

  /// The place of the enterprise among ``facilities``; facilities follow from 0.
  private static let enterpriseIndex = -1

  /// A day of the year, and one of the year before.
  private let lastDay: CalendarDate?
  private let dayBefore: CalendarDate?

  init(_ entry: CSVTableSet.Entry) {
    self.entry = entry
    incomplete = entry.incompleteTables
    lastDay = CalendarDate(year: entry.key.year, month: 12, day: 31)
    dayBefore = CalendarDate(year: entry.key.year - 1, month: 12, day: 31)
  }

  mutating func decode(_ files: [CSVFile]) -> Filing? {
    ordinals = Array(repeating: nil, count: files.count)
    evidence.reserveCapacity(entry.rowCount(of: .evidence))
    read(.entities, of: files) { $0.readEntity(&$1, at: $2) }
    if entry.lacking.contains(.entities) { standInForEntity(files) }
    read(.facilities, of: files) { $0.readFacility(&$1, at: $2) }
    read(.meters, of: files) { $0.readMeter(&$1, at: $2) }
    read(.evidence, of: files) { $0.readEvidence(&$1, at: $2) }
    read(.attributes, of: files) { $0.readAttribute(&$1, at: $2) }
    read(.series, of: files) { $0.readSeries(&$1, at: $2) }
    read(.stock, of: files) { $0.readStock(&$1, at: $2) }
    read(.secondSource, of: files) { $0.readSecondSource(&$1, at: $2) }
    read(.batches, of: files) { $0.readBatch(&$1, at: $2) }
    read(.declared, of: files) { $0.readDeclared(&$1, at: $2) }
    read(.qualityPlan, of: files) { $0.readPlan(&$1, at: $2) }
    return filing.map { filing in
      Filing(
        entity: filing.entity, year: filing.year, sector: filing.sector, submission: filing.submission,
        submittedOn: filing.submittedOn, qualityPlan: plan, meters: meters, evidence: evidence,
        enterprise: enterprise, facilities: facilities, files: paths, location: filing.location)
    }
  }

  /// What of the filing is there as it was filed. A row of a facility that is not there may be another one's.
  var complete: FilingRules.Complete {
    guard standIns.isEmpty else { return [] }
    var complete: FilingRules.Complete = []
    if !incomplete.contains(.series) { complete.insert(.series) }
    if incomplete.isDisjoint(with: [.facilities, .declared]) { complete.insert(.declared) }
    return complete
  }

  /// What no entities table says is left open; its rules are not asked, see ``CSVPartRules``.
  private mutating func standInForEntity(_ files: [CSVFile]) {
    guard let first = entry.rows.first, let day = lastDay else { return }
    let file = ordinal(of: first.file, path: files[first.file].path)
    filing = Filing(
      entity: Entity(uscc: entry.key.uscc, name: "", province: ""), year: entry.key.year, sector: .cement,
      submission: 1, submittedOn: day,
      location: SourceLocation(file: file, line: UInt32(clamping: first.line), column: 1))
  }

  private mutating func read(
    _ table: CSVFilingTable, of files: [CSVFile],
    _ readRow: (inout CSVFilingDecoder, inout CSVRows, SourceLocation) -> Void
  ) {
    seen.removeAll()
    for range in entry.rows where range.table == table {
      let file = files[range.file]
      let ordinal = ordinal(of: range.file, path: file.path)
      file.reading(range.bytes, line: range.line) { rows in
        rows.uscc = entry.key.uscc
        forgetRecentCells()
        while rows.next() {
          readRow(
            &self, &rows,
            SourceLocation(file: ordinal, line: UInt32(clamping: rows.line), column: 1))
        }
        if !rows.diagnostics.isEmpty { diagnostics += rows.diagnostics }
        if rows.diagnostics.count >= ReadResult.problemsMax { incomplete.insert(table) }
      }
    }
  }

  /// Before the bytes are others.
  private mutating func forgetRecentCells() {
    recentFacilities.forget()
    recentMeters.forget()
    recentEvidence.forget()
    recentKinds.forget()
    recentIssuers.forget()
    recentAccreditations.forget()
  }

  private mutating func ordinal(of file: Int, path: String) -> UInt16 {
    if let known = ordinals[file] { return known }
    let ordinal = UInt16(clamping: paths.count)
    paths.append(path)
    ordinals[file] = ordinal
    return ordinal
  }

  // MARK: What rows refer to

  /// The facility of a row, -1 for the enterprise; where there is none of that id, a stand-in with a diagnostic.
  private mutating func facility(of rows: inout CSVRows) -> Int? {
    let cell = rows.bytes(of: .facility)
    if let (id, index) = recentFacilities.value(of: cell) {
      rows.subject.facility = id
      return index
    }
    guard let id = rows.facility() else { return nil }
    rows.subject.facility = id
    guard let index = id == Facility.enterpriseID ? Self.enterpriseIndex : facilityIndex[id] else {
      addReference(id, to: .facilities, .facility, &rows)
      let index = standInForFacility(id)
      // Where nothing is reported, the next row need not come here.
      if let index, incomplete.contains(.facilities) { recentFacilities.remember(cell, (id, index)) }
      return index
    }
    recentFacilities.remember(cell, (id, index))
    return index
  }

  /// The place of a facility of which no row could be read: of a kind that every sector has, and gone before the
  /// year, so that nothing of it is missed. Nil where the table was given and there are too many.
  private mutating func standInForFacility(_ id: String) -> Int? {
    if let known = standIns[id] { return known }
    guard entry.lacking.contains(.facilities) || facilities.count < FilingRules.mostFacilities else {
      return nil
    }
    var facility = Facility(id: id, kind: .other)
    (facility.startedOn, facility.stoppedOn) = (dayBefore, dayBefore)
    standIns[id] = facilities.count
    facilities.append(facility)
    return facilities.count - 1
  }

  private mutating func addReference(
    _ id: String, to table: CSVFilingTable, _ column: CSVColumnName, _ rows: inout CSVRows
  ) {
    if incomplete.contains(table) { return }
    var known = suggestions.removeValue(forKey: table) ?? IdSuggestions(ids(of: table))
    let expected = known.expected(for: id)
    suggestions[table] = known
    rows.addReference(id, to: table, column, expected: expected)
  }

  private func ids(of table: CSVFilingTable) -> Set<String> {
    switch table {
    case .meters: meterIDs.all
    case .evidence: evidenceIDs.all
    default: Set(facilityIndex.keys).union([Facility.enterpriseID])
    }
  }

  private mutating func meter(of rows: inout CSVRows) -> String {
    let cell = rows.bytes(of: .meter)
    if let known = recentMeters.value(of: cell) { return known }
    guard let id = rows.identifier(.meter) else { return "" }
    if meterIDs.contains(id) {
      recentMeters.remember(cell, id)
    } else {
      addReference(id, to: .meters, .meter, &rows)
    }
    return id
  }

  private mutating func evidence(of rows: inout CSVRows) -> [String] {
    let cell = rows.bytes(of: .evidence)
    if let known = recentEvidence.value(of: cell) { return known }
    let found = rows.diagnostics.count
    let ids = rows.identifiers(.evidence)
    var repeated = FewTexts()
    for id in ids {
      if !evidenceIDs.contains(id) { addReference(id, to: .evidence, .evidence, &rows) }
      if !repeated.insert(id) { rows.addRepeatedReference(id, .evidence) }
    }
    if !ids.isEmpty, rows.diagnostics.count == found { recentEvidence.remember(cell, ids) }
    return ids
  }

  /// Whether the row is the first of its key; a second one is reported.
  private mutating func isFirst(
    _ key: SeenRows.Key, _ rows: inout CSVRows, _ location: SourceLocation
  ) -> Bool {
    guard let first = seen.firstOr(key, at: location) else { return true }
    rows.addDuplicate(firstFile: paths[Int(first.file)], firstLine: Int(first.line))
    return false
  }

  private mutating func change(_ facility: Int, _ body: (inout Facility) -> Void) {
    if facility == Self.enterpriseIndex {
      body(&enterprise)
    } else {
      body(&facilities[facility])
    }
  }
}

// MARK: The tables

extension CSVFilingDecoder {
  private mutating func readEntity(_ rows: inout CSVRows, at location: SourceLocation) {
    var entity = Entity(uscc: entry.key.uscc, name: rows.text(.name), province: rows.digits(.province, 6...6))
    entity.englishName = rows.text(.nameEn)
    entity.city = rows.digits(.city, 6...6)
    entity.industryClass = rows.digits(.industryClass, 2...4)
    entity.legalRepresentative = rows.text(.legalRepresentative)
    entity.address = rows.text(.address)
    entity.permit = rows.text(.permit)
    entity.contact = rows.text(.contact)
    entity.reportService = rows.text(.reportService)
    entity.reportServiceUSCC = rows.creditCode(.reportServiceUscc)
    entity.verifier = rows.text(.verifier)
    entity.verifierUSCC = rows.creditCode(.verifierUscc)
    let sector = rows.code(.sector, CSVCodes.sectors)
    let submission = rows.integer(.submission, in: CSVLimits.submissions)
    let submittedOn = rows.date(.submittedOn)
    guard filing == nil, let submittedOn = submittedOn ?? lastDay else { return }
    if let sector { sectors = [sector] }
    filing = Filing(
      entity: entity, year: entry.key.year, sector: sector ?? .cement, submission: submission ?? 1,
      submittedOn: submittedOn, location: location)
  }

  private mutating func readFacility(_ rows: inout CSVRows, at location: SourceLocation) {
    let id = rows.identifier(.facility)
    rows.subject.facility = id ?? ""
    let kind = rows.code(.kind, CSVCodes.facilityKinds)
    var facility = Facility(id: id ?? "", kind: kind ?? .other)
    facility.name = rows.text(.name)
    facility.capacity = rows.number(.capacity)
    facility.capacityUnit = rows.text(.capacityUnit)
    let found = rows.diagnostics.count
    facility.startedOn = rows.date(.startedOn)
    facility.stoppedOn = rows.date(.stoppedOn)
    if rows.diagnostics.count > found || rows.header.mayHide(.startedOn) || rows.header.mayHide(.stoppedOn) {
      (facility.startedOn, facility.stoppedOn) = (dayBefore, dayBefore)
    }
    facility.location = location
    if id == nil { incomplete.insert(.facilities) }
    guard let id, isFirst(SeenRows.Key(text: id), &rows, location) else { return }
    facilityIndex[id] = facilities.count
    facilities.append(facility)
  }

  private mutating func readMeter(_ rows: inout CSVRows, at location: SourceLocation) {
    let id = rows.identifier(.meter)
    let kind = rows.text(.kind)
    let required = rows.number(.requiredAccuracy)
    var meter = Meter(id: id ?? "", kind: kind, requiredAccuracy: required ?? .zero)
    meter.actualAccuracy = rows.number(.actualAccuracy)
    meter.calibratedFrom = rows.date(.calibratedFrom)
    meter.calibratedTo = rows.date(.calibratedTo)
    meter.location = location
    if id == nil { incomplete.insert(.meters) }
    guard let id, isFirst(SeenRows.Key(text: id), &rows, location) else { return }
    _ = meterIDs.insert(id)
    meters.append(meter)
  }

  private mutating func readEvidence(_ rows: inout CSVRows, at location: SourceLocation) {
    let id = rows.identifier(.evidence)
    var document = Evidence(id: id ?? "", kind: rows.text(.kind, &recentKinds))
    document.title = rows.text(.title)
    document.issuer = rows.text(.issuer, &recentIssuers)
    document.number = rows.text(.number)
    document.sampledOn = rows.date(.sampledOn)
    document.receivedOn = rows.date(.receivedOn)
    document.testedOn = rows.date(.testedOn)
    document.reportedOn = rows.date(.reportedOn)
    document.accreditation = rows.text(.accreditation, &recentAccreditations)
    document.sha256 = rows.sha256(.sha256)
    document.location = location
    if id == nil { incomplete.insert(.evidence) }
    guard let id, isFirst(SeenRows.Key(text: id), &rows, location) else { return }
    _ = evidenceIDs.insert(id)
    evidence.append(document)
  }

  private mutating func readAttribute(_ rows: inout CSVRows, at location: SourceLocation) {
    let facility = facility(of: &rows)
    let name = rows.code(.attribute, CSVCodes.attributes)
    let value = rows.text(.value)
    guard let facility, let name, isFirst(SeenRows.Key(facility, name), &rows, location), !value.isEmpty
    else { return }
    change(facility) { $0.attributes.append(Attribute(name: name, value: value, location: location)) }
  }

  private mutating func readSeries(_ rows: inout CSVRows, at location: SourceLocation) {
    let facility = facility(of: &rows)
    let direction = rows.code(.direction, CSVCodes.directions)
    let (item, parameter) = itemAndParameter(of: &rows)
    let unit = rows.code(.unit, CSVCodes.units)
    let method = rows.code(.method, CSVCodes.methods)
    let meter = meter(of: &rows)
    let evidence = evidence(of: &rows)
    let months = rows.months(unreadableAs: .zero)
    guard let facility, let direction, let item, let parameter,
      isFirst(SeenRows.Key(facility, direction, item, parameter), &rows, location)
    else {
      incomplete.insert(.series)
      return
    }
    let series = Series(
      direction: direction, item: item, parameter: parameter, unit: unit ?? parameter.unit(of: item),
      method: method ?? .measured, meter: meter, evidence: evidence, months: months, location: location)
    change(facility) { facility in
      if facility.series.isEmpty { facility.series.reserveCapacity(Self.usualSeries) }
      facility.series.append(series)
    }
  }

  private mutating func readStock(_ rows: inout CSVRows, at location: SourceLocation) {
    let facility = facility(of: &rows)
    let item = rows.code(.item, CSVCodes.items)
    rows.subject.item = item
    let unit = rows.code(.unit, CSVCodes.units)
    let flow = rows.code(.flow, CSVCodes.flows)
    let months = rows.months(unreadableAs: nil)
    guard let facility, let item, let flow, isFirst(SeenRows.Key(facility, item, flow), &rows, location)
    else { return }
    let row = StockRow(
      item: item, unit: unit ?? item.quantityUnit, flow: flow, months: months, location: location)
    change(facility) { facility in
      if facility.stock.isEmpty { facility.stock.reserveCapacity(Self.usualStock) }
      facility.stock.append(row)
    }
  }

  private mutating func readSecondSource(_ rows: inout CSVRows, at location: SourceLocation) {
    let facility = facility(of: &rows)
    let (item, parameter) = itemAndParameter(of: &rows)
    let unit = rows.code(.unit, CSVCodes.units)
    let source = rows.text(.source)
    let months = rows.months(unreadableAs: nil)
    // A year's quantity is held against its months, of any other parameter only whether there is one.
    let annual = rows.number(.annual, unreadableAs: parameter == .quantity ? nil : .zero)
    guard let facility, let item, let parameter,
      source.isEmpty || isFirst(SeenRows.Key(facility, item, parameter, text: source), &rows, location)
    else { return }
    let row = SecondSource(
      item: item, parameter: parameter, unit: unit ?? parameter.unit(of: item), source: source,
      months: months, annual: annual, location: location)
    change(facility) { $0.secondSources.append(row) }
  }

  private mutating func readBatch(_ rows: inout CSVRows, at location: SourceLocation) {
    let facility = facility(of: &rows)
    let batch = rows.text(.batch)
    let (item, parameter) = itemAndParameter(of: &rows)
    let unit = rows.code(.unit, CSVCodes.units)
    let sampledOn = rows.date(.sampledOn)
    let (mass, value) = (rows.number(.mass), rows.number(.value))
    let number = rows.text(.number)
    guard let facility, let item, let parameter, !batch.isEmpty, let sampledOn = sampledOn ?? lastDay,
      isFirst(SeenRows.Key(facility, item, parameter, text: batch), &rows, location)
    else { return }
    let result = BatchResult(
      batch: batch, item: item, parameter: parameter, unit: unit ?? parameter.unit(of: item),
      sampledOn: sampledOn, mass: mass ?? .zero, value: value ?? .zero, number: number, location: location)
    change(facility) { $0.batches.append(result) }
  }

  private mutating func readDeclared(_ rows: inout CSVRows, at location: SourceLocation) {
    let facility = facility(of: &rows)
    let quantity = rows.code(.quantity, CSVCodes.declaredQuantities)
    let value = rows.number(.value)
    let previous = rows.number(.previousYearValue)
    if value == nil { incomplete.insert(.declared) }
    guard let facility, let quantity, isFirst(SeenRows.Key(facility, quantity), &rows, location) else {
      incomplete.insert(.declared)
      return
    }
    let declared = Declared(
      quantity: quantity, value: value ?? .zero, previousYearValue: previous, location: location)
    change(facility) { $0.declared.append(declared) }
  }

  private mutating func readPlan(_ rows: inout CSVRows, at location: SourceLocation) {
    var line = PlannedParameter(version: rows.text(.version))
    line.validFrom = rows.date(.validFrom)
    line.facility = rows.facility()
    rows.subject.facility = line.facility ?? ""
    if let id = line.facility, id != Facility.enterpriseID, facilityIndex[id] == nil {
      addReference(id, to: .facilities, .facility, &rows)
    }
    line.direction = rows.code(.direction, CSVCodes.directions)
    (line.item, line.parameter) = itemAndParameter(of: &rows)
    line.method = rows.code(.method, CSVCodes.methods)
    line.meter = meter(of: &rows)
    line.frequency = rows.text(.frequency)
    line.location = location
    plan.append(line)
  }

  private func itemAndParameter(of rows: inout CSVRows) -> (Item?, Parameter?) {
    let item = rows.code(.item, CSVCodes.items)
    let parameter = rows.code(.parameter, CSVCodes.parameters)
    rows.subject.item = item
    rows.subject.parameter = parameter
    return (item, parameter)
  }
}
