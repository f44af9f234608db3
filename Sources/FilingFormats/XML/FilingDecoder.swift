import Filings
import Quantities

/// Builds a filing from the events of a parse. It knows every rule of the schema and says itself what is
/// wrong, where, and how to mend it.
///
/// What it finds nothing wrong with is valid. Where it does, the file is read a second time with libxml2's
/// schema engine beside it, which has the last word; see ``XMLFilingReader``.
struct FilingDecoder {
  private let path: String
  private var stack: [Context] = []
  /// The depth below an element that nobody knows: its content is passed over.
  private var skipped = 0
  /// How many problems were found, reported or not.
  private var problemCount = 0
  private var hasDoctype = false
  /// Whether the parser found that the file is not XML.
  private var isBroken = false
  private var isHeadFaulty = false
  private var isBeyondLimits = false
  /// The spellings of the attribute names of a facility, as the schema compares them.
  private var attributeNames: Set<String> = []
  /// No more than this is kept of one file: enough to count what is not shown.
  private static let problemLimit = ReadResult.problemsMax
  /// Many more than are shown: beyond them nobody reads what might have been meant.
  private static let wordedLimit = 1000
  private var problems: [AttributeReader.Problem] = []
  private var faults: [XMLFault] = []
  private var monthText: [UInt8] = []
  private var month: (number: Int?, place: XMLPlace) = (nil, XMLPlace(line: 0, column: 0))

  private var reader: AttributeReader
  private var draft: FilingDraft
  private var current = Facility.enterprise
  private var attribute: Attribute?
  private var declared: Declared?
  private var evidenceIDs = FewTexts()
  private var series: Series?
  private var stock: StockRow?
  private var secondSource: SecondSource?
  private var batch: BatchResult?
  private var months = MonthlyValues()
  /// The months of the innermost series, a bit each.
  private var seenMonths: UInt16 = 0

  /// Elements that are open, with the rank of the last child seen, to notice children out of order.
  private struct Context {
    let element: Element
    var lastRank = -1
    var place: XMLPlace
    /// How many problems there were before it: an entry with one of its own is left out of the filing, so
    /// that the rules do not report what follows from it.
    var problemsBefore = 0
    var hasText = false
  }

  /// - Parameter onlyDoubts: whether what it finds wrong is not read: a file in doubt is read again for that.
  init(path: String, onlyDoubts: Bool = false) {
    self.path = path
    reader = AttributeReader(onlyDoubts: onlyDoubts)
    draft = FilingDraft(path: path)
  }

  // MARK: Events, in the order of the document

  mutating func start(_ tag: XMLTag, place: XMLPlace) {
    if isBroken { return }
    if skipped > 0 {
      skipped += 1
      return
    }
    guard let element = Element(tag, in: stack.last?.element) else {
      unknown(tag.name, namespace: tag.namespace, place)
      return
    }
    if let rank = element.rank, let last = stack.indices.last {
      if rank < stack[last].lastRank || (rank == stack[last].lastRank && !element.repeats) {
        let name = element.rawName
        add(
          .xmlElement, place, name,
          Label(zh: "\(name)在此处不合顺序或重复", en: "\(name) is out of order or stands twice here"),
          stack[last].element.childOrder)
      }
      stack[last].lastRank = max(rank, stack[last].lastRank)
    }
    stack.append(Context(element: element, place: place, problemsBefore: problemCount))
    reader.begin(element.tagName, tag.attributes, place)
    begin(element, place)
    report(reader.finish())
    draft.note(element, isFaulty: isFaulty)
    if element == .facility, isFaulty { isHeadFaulty = true }
  }

  /// - Parameter isSection: whether the text stands in a CDATA section.
  mutating func text(_ bytes: UnsafeRawBufferPointer, isSection: Bool, place: XMLPlace) {
    guard skipped == 0, !isBroken, let last = stack.indices.last else { return }
    let element = stack[last].element
    if element == .month {
      monthText.append(contentsOf: bytes)
      return
    }
    // XSD allows white space between elements, but none in an element that has no content at all, and no
    // CDATA section in either.
    if !isSection, element.hasChildren, bytes.allSatisfy({ $0.isXMLSpace }) { return }
    // The parser hands over a long text in pieces.
    guard !stack[last].hasText else { return }
    stack[last].hasText = true
    let name = element.rawName
    add(
      .xmlElement, place, String(decoding: bytes.prefix(80), as: UTF8.self).trimmingXMLSpace,
      !element.hasChildren
        ? Label(zh: "\(name)应为空元素，连空白也不能有", en: "\(name) must be empty, without even white space")
        : Label(zh: "\(name)中不应有文字", en: "text is not allowed in \(name)"),
      !element.hasChildren ? "<\(name) …/>" : element.childOrder)
  }

  mutating func end() {
    if isBroken { return }
    if skipped > 0 {
      skipped -= 1
      return
    }
    guard let context = stack.last else { return }
    finish(context.element, isFaulty: isFaulty)
    stack.removeLast()
  }

  /// A month whose element is in order.
  ///
  /// - Returns: false, and nothing is taken, for any other: the events of its tags tell what is wrong.
  mutating func plainMonth(_ month: PlainMonth, line: Int) -> Bool {
    guard let last = stack.indices.last, let rank = Element.month.rank, stack[last].lastRank <= rank,
      let bit = newMonth(month.number), let value = FixedDecimal(short: month.value)
    else { return false }
    stack[last].lastRank = rank
    seenMonths |= bit
    months.set(value, month: month.number, line: UInt32(clamping: line))
    return true
  }

  /// A DOCTYPE: the parse stops there.
  mutating func doctype(place: XMLPlace) {
    hasDoctype = true
    add(.xmlDoctype, place, "<!DOCTYPE", Label(zh: "文件含有DOCTYPE", en: "the file has a DOCTYPE"), "")
  }

  /// More than the limits allow: the parse stops there, and what was read so far says nothing.
  mutating func exceeded(_ kind: ReaderLimits.Kind, _ limit: Int, place: XMLPlace) {
    isBeyondLimits = true
    add(.limit, place, "", kind.message(limit), kind.expected(limit))
  }

  mutating func fault(_ fault: XMLFault) {
    if fault.origin == .parser {
      // What the parser makes of the rest are consequences.
      isBroken = true
    } else if faults.count >= Self.problemLimit {
      return
    }
    faults.append(fault)
  }

  /// Whether the innermost open element is one that text stands in.
  var takesText: Bool { stack.last?.element == .month }

  /// Whether the innermost open element is one that other elements stand in, so that white space says nothing.
  var takesElements: Bool { skipped == 0 && stack.last?.element.hasChildren == true }

  /// Whether the innermost open element is one that months stand in.
  var takesMonths: Bool {
    switch stack.last?.element {
    case .series, .stock, .secondSource: skipped == 0
    default: false
    }
  }

  /// Whether as much as is kept was found of both kinds: reading on could only count.
  var isFull: Bool {
    problemCount >= Self.problemLimit && !faults.isEmpty
      || faults.count >= Self.problemLimit && problemCount == 0
  }

  /// Whether anything was noticed that the schema may forbid.
  var hasDoubt: Bool { problemCount > 0 || !faults.isEmpty || isBroken }

  /// Whether the innermost open element, or one within it, has a problem.
  private var isFaulty: Bool { stack.last.map { problemCount > $0.problemsBefore } ?? false }

  // MARK: Elements

  private mutating func begin(_ element: Element, _ place: XMLPlace) {
    switch element {
    case .filing: draft.readHead(&reader, place)
    case .entity: draft.readEntity(&reader, location(place))
    case .qualityPlan, .meters, .evidenceList: break
    case .plan: draft.readPlan(&reader, location(place))
    case .meter: draft.readMeter(&reader, location(place))
    case .evidence: draft.readEvidence(&reader, location(place))
    case .enterprise:
      current = .enterprise
      isHeadFaulty = false
      attributeNames.removeAll(keepingCapacity: true)
      if let id = reader.id("id", isRequired: true, orEnterprise: true), id != Facility.enterpriseID {
        add(
          .xmlValue, place, id, Label(zh: "enterprise的id应为-", en: "the id of enterprise must be -"), "-", "id"
        )
      }
      current.location = location(place)
    case .facility:
      isHeadFaulty = false
      attributeNames.removeAll(keepingCapacity: true)
      current = FacilityReader.facility(&reader, location(place))
      draft.define(current.id, .facility, place)
    case .attribute:
      let attribute = FacilityReader.attribute(&reader, location(place))
      // A second spelling of the same name is beyond the schema: FIL-DUPLICATE.
      if let attribute {
        let spelling = reader.raw("name")
        if !attributeNames.insert(spelling).inserted {
          duplicate("attribute", spelling, place, field: "name")
        }
        self.attribute = attribute
      }
    case .series:
      series = FacilityReader.series(&reader, location(place))
      if let meter = series?.meter, !meter.isEmpty { draft.refer(to: meter, .meter, place, field: "meter") }
      beginMonths()
    case .evidenceReference:
      if let id = reader.id("ref", isRequired: true) {
        if !evidenceIDs.insert(id) { duplicate("evidence", id, place, field: "ref") }
        series?.evidence.append(id)
        draft.refer(to: id, .evidence, place, field: "ref")
      }
    case .stock:
      stock = FacilityReader.stock(&reader, location(place))
      beginMonths()
    case .secondSource:
      secondSource = FacilityReader.secondSource(&reader, location(place))
      beginMonths()
    case .batch:
      batch = FacilityReader.batch(&reader, location(place))
    case .declared:
      declared = FacilityReader.declared(&reader, location(place))
    case .month:
      month = (reader.integer("n", in: 1...12), place)
      monthText.removeAll(keepingCapacity: true)
    }
  }

  private mutating func finish(_ element: Element, isFaulty: Bool) {
    switch element {
    case .filing: draft.isComplete = true
    case .enterprise: draft.enterprise = current
    case .facility: if !isHeadFaulty { draft.facilities.append(current) }
    case .month: finishMonth()
    case .attribute where !isFaulty:
      if let attribute { current.attributes.append(attribute) }
    case .series where !isFaulty:
      series?.months = months
      if let series { current.series.append(series) }
    case .stock where !isFaulty:
      stock?.months = months
      if let stock { current.stock.append(stock) }
    case .secondSource where !isFaulty:
      secondSource?.months = months
      if let secondSource { current.secondSources.append(secondSource) }
    case .batch where !isFaulty:
      if let batch { current.batches.append(batch) }
    case .declared where !isFaulty:
      if let declared { current.declared.append(declared) }
    default: break
    }
  }

  private mutating func beginMonths() {
    months = MonthlyValues()
    seenMonths = 0
    evidenceIDs.removeAll()
  }

  private mutating func finishMonth() {
    let value: FixedDecimal
    do { value = try FixedDecimal(utf8: monthText) } catch {
      let (code, message) = error.account
      let text = String(decoding: monthText.prefix(100), as: UTF8.self).trimmingXMLSpace
      report([
        AttributeReader.Problem(
          code: code, place: month.place, field: month.number.map(FilingRules.column) ?? "month", text: text,
          message: Label(zh: "月度数值\(message.zh)", en: "the value of the month \(message.en)"),
          expected: "1234.50", subject: monthSubject)
      ])
      return
    }
    guard let number = month.number else { return }
    guard let bit = newMonth(number) else {
      duplicate("month", "\(number)", month.place, field: "n")
      return
    }
    seenMonths |= bit
    months.set(value, month: number, line: UInt32(clamping: month.place.line))
  }

  /// The bit of a month of the calendar that has not been seen; nil for any other.
  private func newMonth(_ number: Int) -> UInt16? {
    guard 1...12 ~= number else { return nil }
    let bit: UInt16 = 1 << number
    return seenMonths & bit == 0 ? bit : nil
  }

  /// What the month at hand is a value of.
  private var monthSubject: Diagnostic.Subject {
    var subject = Diagnostic.Subject(facility: current.id, month: month.number ?? 0)
    // The month's own element is the innermost.
    switch stack.dropLast().last?.element {
    case .series: (subject.item, subject.parameter) = (series?.item, series?.parameter)
    case .stock: subject.item = stock?.item
    case .secondSource: (subject.item, subject.parameter) = (secondSource?.item, secondSource?.parameter)
    default: break
    }
    return subject
  }

  private mutating func unknown(_ name: String, namespace: String, _ place: XMLPlace) {
    skipped = 1
    guard let parent = stack.last?.element else {
      add(
        .xmlRoot, place, namespace.isEmpty ? name : "{\(namespace)}\(name)",
        Label(zh: "根元素不是填报", en: "the root element is not a filing"), "filing, \(FilingSchema.namespace)")
      return
    }
    draft.noteUnknown(in: parent)
    let children = parent.children.map(\.rawName)
    add(
      .xmlElement, place, name,
      Label(zh: "\(parent.rawName)中没有元素\(name)", en: "\(parent.rawName) has no element \(name)"),
      Suggestion.nearest(to: name, among: children).map { "\($0)?" } ?? children.joined(separator: ", "))
  }

  private mutating func duplicate(_ what: String, _ id: String, _ place: XMLPlace, field: String) {
    add(
      .xmlDuplicate, place, id, Label(zh: "\(what) \(id) 重复", en: "\(what) \(id) stands twice"), "", field)
  }

  private mutating func add(
    _ code: DiagnosticCode, _ place: XMLPlace, _ text: String, _ message: Label, _ expected: String,
    _ field: String = ""
  ) {
    report([
      AttributeReader.Problem(
        code: code, place: place, field: field, text: text, message: message, expected: expected)
    ])
  }

  private mutating func report(_ found: [AttributeReader.Problem]) {
    if found.isEmpty { return }
    problemCount += found.count
    reader.isCounting = problemCount >= Self.wordedLimit
    problems += found.prefix(max(0, Self.problemLimit - problems.count))
  }

  private func location(_ place: XMLPlace) -> SourceLocation {
    SourceLocation(file: 0, line: UInt32(clamping: place.line), column: UInt32(clamping: place.column))
  }

  // MARK: The result

  /// The filing and what the rules say of it, if the parse left no doubt; nil if there is any.
  mutating func resultBeyondDoubt() -> ReadResult? {
    guard draft.isComplete, !hasDoubt else { return nil }
    report(draft.finish())
    report(draft.missingElements())
    guard !hasDoubt, let filing = draft.filing() else { return nil }
    return ReadResult(filing: filing, diagnostics: FilingRules.check(filing).sorted())
  }

  /// The filing, and what was noticed. Where the decoder says what is wrong, the schema engine's word for
  /// the same is left out.
  ///
  /// A file that breaks the schema has no filing; what could be read of it is checked by the rules that
  /// every filing must keep, so that a person sees all faults at once.
  mutating func result(isValid: Bool) -> ReadResult {
    if hasDoctype || isBeyondLimits {
      return ReadResult(filing: nil, diagnostics: problems.map(diagnostic).sorted())
    }
    if draft.isComplete {
      report(draft.finish())
      report(draft.missingElements())
    }
    var diagnostics = problems.map(diagnostic)
    diagnostics += XMLFaults.diagnostics(
      faults, path: path, uscc: draft.uscc, decoderSpoke: !diagnostics.isEmpty)
    if !isValid, diagnostics.isEmpty {
      diagnostics.append(
        Diagnostic(
          .xmlSchema, file: path,
          message: Label(zh: "文件不符合schemas/filing.xsd", en: "the file is not valid by schemas/filing.xsd"),
          uscc: draft.uscc))
    }
    let filing = draft.filing()
    if let filing, draft.isComplete, problemCount < Self.problemLimit {
      diagnostics += FilingRules.check(filing, isWhole: problemCount == 0)
    }
    return ReadResult(filing: isValid ? filing : nil, diagnostics: diagnostics.sorted())
  }

  private func diagnostic(_ problem: AttributeReader.Problem) -> Diagnostic {
    Diagnostic(
      problem.code, file: path, line: problem.place.line, column: problem.place.column, field: problem.field,
      text: problem.text, message: problem.message, expected: problem.expected, uscc: draft.uscc,
      subject: problem.subject)
  }
}
