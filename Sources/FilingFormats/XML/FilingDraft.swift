import Filings
import Quantities

/// A filing while it is being read: its records, and the ids that they refer to.
struct FilingDraft {
  enum Reference {
    case facility, meter, evidence
  }

  private(set) var uscc = ""
  private var year: Int?
  private var sector: Sector?
  private var submission: Int?
  private var submittedOn: CalendarDate?
  private var entity: Entity?
  private var plan: [PlannedParameter] = []
  private var meters: [Meter] = []
  private var evidence: [Evidence] = []
  var enterprise: Facility?
  var facilities: [Facility] = []
  /// Whether the root element was closed.
  var isComplete = false
  private var hasEntity = false
  private var hasEnterprise = false
  private var references: [(kind: Reference, id: String, place: XMLPlace, field: String)] = []
  private var definitions: [(kind: Reference, id: String, place: XMLPlace)] = []
  /// Kinds of which an entry is faulty: that nothing has an id may only follow from that.
  private var incomplete: Set<Reference> = []
  private let path: String
  private var location = SourceLocation.none
  private var place = XMLPlace(line: 1, column: 1)

  init(path: String) {
    self.path = path
  }

  mutating func readHead(_ reader: inout AttributeReader, _ place: XMLPlace) {
    uscc = reader.pattern("uscc", isRequired: true, example: "91110000MA0000000X", USCC.isWellFormed)
    year = reader.integer("year", in: 2000...2099)
    sector = reader.code("sector", CSVCodes.sectors)
    submission = reader.integer("submission", in: 1...9999)
    submittedOn = reader.date("submittedOn", isRequired: true)
    self.place = place
    location = SourceLocation(
      file: 0, line: UInt32(clamping: place.line), column: UInt32(clamping: place.column))
  }

  mutating func readEntity(_ reader: inout AttributeReader, _ location: SourceLocation) {
    let isRegion: (String) -> Bool = {
      $0.utf8.count == 6 && $0.utf8.allSatisfy { $0 &- 48 < 10 }
    }
    var entity = Entity(
      uscc: uscc, name: reader.text("name", isRequired: true),
      province: reader.pattern("province", isRequired: true, example: "340000", isRegion))
    entity.englishName = reader.text("nameEn")
    entity.city = reader.pattern("city", example: "340100", isRegion)
    entity.industryClass = reader.pattern("industryClass", isRequired: true, example: "3011") {
      (2...4).contains($0.utf8.count) && $0.utf8.allSatisfy { $0 &- 48 < 10 }
    }
    entity.legalRepresentative = reader.text("legalRepresentative")
    entity.address = reader.text("address")
    entity.permit = reader.text("permit")
    entity.contact = reader.text("contact")
    entity.reportService = reader.text("reportService")
    entity.reportServiceUSCC = reader.pattern(
      "reportServiceUscc", example: "91110000MA0000000X", USCC.isWellFormed)
    entity.verifier = reader.text("verifier")
    entity.verifierUSCC = reader.pattern("verifierUscc", example: "91110000MA0000000X", USCC.isWellFormed)
    entity.location = location
    self.entity = entity
  }

  mutating func readPlan(_ reader: inout AttributeReader, _ location: SourceLocation) {
    var planned = PlannedParameter(version: reader.text("version", isRequired: true))
    planned.validFrom = reader.date("validFrom")
    planned.facility = reader.id("facility", orEnterprise: true)
    planned.direction = reader.code("direction", CSVCodes.directions, isRequired: false)
    planned.item = reader.code("item", CSVCodes.items, isRequired: false)
    planned.parameter = reader.code("parameter", CSVCodes.parameters, isRequired: false)
    planned.method = reader.code("method", CSVCodes.methods, isRequired: false)
    planned.meter = reader.id("meter") ?? ""
    planned.frequency = reader.text("frequency")
    planned.location = location
    if let facility = planned.facility { refer(to: facility, .facility, reader.place, field: "facility") }
    if !planned.meter.isEmpty { refer(to: planned.meter, .meter, reader.place, field: "meter") }
    plan.append(planned)
  }

  mutating func readMeter(_ reader: inout AttributeReader, _ location: SourceLocation) {
    let id = reader.id("id", isRequired: true) ?? ""
    let kind = reader.text("kind", isRequired: true)
    var meter = Meter(
      id: id, kind: kind, requiredAccuracy: reader.number("requiredAccuracy", isRequired: true) ?? .zero)
    meter.actualAccuracy = reader.number("actualAccuracy")
    meter.calibratedFrom = reader.date("calibratedFrom")
    meter.calibratedTo = reader.date("calibratedTo")
    meter.location = location
    define(id, .meter, reader.place)
    meters.append(meter)
  }

  mutating func readEvidence(_ reader: inout AttributeReader, _ location: SourceLocation) {
    let id = reader.id("id", isRequired: true) ?? ""
    var document = Evidence(id: id, kind: reader.text("kind", isRequired: true))
    document.title = reader.text("title")
    document.issuer = reader.text("issuer")
    document.number = reader.text("number")
    document.sampledOn = reader.date("sampledOn")
    document.receivedOn = reader.date("receivedOn")
    document.testedOn = reader.date("testedOn")
    document.reportedOn = reader.date("reportedOn")
    document.accreditation = reader.text("accreditation")
    document.sha256 = reader.digest("sha256")
    document.location = location
    define(id, .evidence, reader.place)
    evidence.append(document)
  }

  mutating func refer(to id: String, _ kind: Reference, _ place: XMLPlace, field: String) {
    if id.isFilingID || id == Facility.enterpriseID { references.append((kind, id, place, field)) }
  }

  /// Notes an id; one that is not there, or has not the form of one, makes its kind incomplete.
  mutating func define(_ id: String, _ kind: Reference, _ place: XMLPlace) {
    if id.isFilingID {
      definitions.append((kind, id, place))
    } else {
      incomplete.insert(kind)
    }
  }

  /// Called behind each start tag: takes back an entry that its tag makes faulty.
  mutating func note(_ element: Element, isFaulty: Bool) {
    if element == .entity { hasEntity = true }
    if element == .enterprise { hasEnterprise = true }
    guard isFaulty else { return }
    switch element {
    case .plan: plan.removeLast()
    case .meter: meters.removeLast()
    case .evidence: evidence.removeLast()
    default: break
    }
  }

  /// An element that the reader does not know, or of which it cannot tell what it was meant to be.
  mutating func noteUnknown(in parent: Element) {
    switch parent {
    case .filing: incomplete.formUnion([.facility, .meter, .evidence])
    case .meters: incomplete.insert(.meter)
    case .evidenceList: incomplete.insert(.evidence)
    default: break
    }
  }

  // MARK: The whole

  /// Ids that stand twice, and references to nothing; no more than are kept.
  func finish() -> [AttributeReader.Problem] {
    var problems: [AttributeReader.Problem] = []
    for kind in [Reference.facility, .meter, .evidence] {
      var known: Set<String> = kind == .facility ? [Facility.enterpriseID] : []
      for definition in definitions where definition.kind == kind && !known.insert(definition.id).inserted {
        guard problems.count < ReadResult.problemsMax else { break }
        problems.append(
          problem(
            .xmlDuplicate, definition.place, definition.id,
            Label(zh: "标识\(definition.id)重复", en: "the id \(definition.id) stands twice"), "id"))
      }
      if incomplete.contains(kind) { continue }
      problems += dangling(kind, known)
    }
    return problems
  }

  private func dangling(_ kind: Reference, _ known: Set<String>) -> [AttributeReader.Problem] {
    var problems: [AttributeReader.Problem] = []
    var suggestions = IdSuggestions(known)
    for reference in references where reference.kind == kind && !known.contains(reference.id) {
      guard problems.count < ReadResult.problemsMax else { break }
      problems.append(
        problem(
          .xmlReference, reference.place, reference.id,
          Label(zh: "没有标识为\(reference.id)的条目", en: "nothing has the id \(reference.id)"),
          reference.field, expected: suggestions.expected(for: reference.id)))
    }
    return problems
  }

  /// Elements that every filing has.
  func missingElements() -> [AttributeReader.Problem] {
    var problems: [AttributeReader.Problem] = []
    for (name, isThere) in [("entity", hasEntity), ("enterprise", hasEnterprise)] where !isThere {
      problems.append(
        problem(
          .xmlMissingElement, place, "",
          Label(zh: "filing缺少元素\(name)", en: "filing lacks the element \(name)"), "",
          expected: Element.filing.childOrder))
    }
    return problems
  }

  /// The filing, if its head and entity could be read.
  func filing() -> Filing? {
    guard let entity, let year, let sector, let submission, let submittedOn else { return nil }
    return Filing(
      entity: entity, year: year, sector: sector, submission: submission, submittedOn: submittedOn,
      qualityPlan: plan, meters: meters, evidence: evidence, enterprise: enterprise ?? .enterprise,
      facilities: facilities, files: [path], location: location)
  }

  private func problem(
    _ code: DiagnosticCode, _ place: XMLPlace, _ text: String, _ message: Label, _ field: String,
    expected: String = ""
  ) -> AttributeReader.Problem {
    AttributeReader.Problem(
      code: code, place: place, field: field, text: text, message: message, expected: expected)
  }
}
