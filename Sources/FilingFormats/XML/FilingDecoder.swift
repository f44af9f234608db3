import Filings
import Quantities

/// Builds a filing from the events of a parse. It knows the schema's structure and says itself what is
/// wrong, where, and how to mend it; the schema engine, which runs in the same pass, has the last word on
/// validity.
final class FilingDecoder: XMLHandler {
  private let path: String
  private var stack: [Context] = []
  /// The depth below an element that nobody knows: its content is passed over.
  private var skipped = 0
  private var problems: [AttributeReader.Problem] = []
  private var faults: [XMLFault] = []
  private var monthText: [UInt8] = []
  private var month: (number: Int?, place: XMLPlace) = (nil, XMLPlace(line: 0, column: 0))

  private var draft: FilingDraft
  private var current = Facility.enterprise
  private var series: Series?
  private var stock: StockRow?
  private var secondSource: SecondSource?
  private var months = MonthlyValues()
  private var seenMonths: Set<Int> = []
  private let tables = CodeTables.shared

  /// Elements that are open, with the rank of the last child seen, to notice children out of order.
  private struct Context {
    let element: Element
    var lastRank = -1
    var place: XMLPlace
  }

  init(path: String) {
    self.path = path
    draft = FilingDraft(path: path)
  }

  // MARK: Events

  func start(_ name: String, namespace: String, attributes: [XMLAttribute], place: XMLPlace) {
    if skipped > 0 {
      skipped += 1
      return
    }
    guard namespace == FilingSchema.namespace, let element = Element(name, in: stack.last?.element) else {
      unknown(name, namespace: namespace, place)
      return
    }
    if let rank = element.rank, let last = stack.indices.last {
      if rank < stack[last].lastRank || (rank == stack[last].lastRank && !element.repeats) {
        add(
          .xmlElement, place, name,
          Label(zh: "\(name)在此处不合顺序或重复", en: "\(name) is out of order or stands twice here"),
          stack[last].element.childOrder)
      }
      stack[last].lastRank = max(rank, stack[last].lastRank)
    }
    stack.append(Context(element: element, place: place))
    var reader = AttributeReader(name, attributes, place)
    begin(element, &reader, place)
    problems += reader.finish()
  }

  func text(_ bytes: UnsafeBufferPointer<UInt8>, place: XMLPlace) {
    if skipped > 0 { return }
    if stack.last?.element == .month {
      monthText.append(contentsOf: bytes)
    } else if !bytes.allSatisfy(\.isXMLSpace) {
      add(
        .xmlElement, place, String(decoding: bytes.prefix(80), as: UTF8.self).trimmingXMLSpace,
        Label(zh: "此处不应有文字", en: "text is not allowed here"), "")
    }
  }

  func end(place: XMLPlace) {
    if skipped > 0 {
      skipped -= 1
      return
    }
    guard let context = stack.popLast() else { return }
    finish(context.element, place)
  }

  func doctype(place: XMLPlace) {
    add(.xmlDoctype, place, "<!DOCTYPE", Label(zh: "文件含有DOCTYPE", en: "the file has a DOCTYPE"), "")
  }

  func fault(_ fault: XMLFault) { faults.append(fault) }

  // MARK: Elements

  private func begin(_ element: Element, _ reader: inout AttributeReader, _ place: XMLPlace) {
    switch element {
    case .filing: draft.readHead(&reader, tables, place)
    case .entity: draft.readEntity(&reader)
    case .qualityPlan, .meters, .evidenceList: break
    case .plan: draft.readPlan(&reader, tables, location(place))
    case .meter: draft.readMeter(&reader, location(place))
    case .evidence: draft.readEvidence(&reader, location(place))
    case .enterprise:
      current = .enterprise
      if let id = reader.id("id", isRequired: true, orEnterprise: true), id != Facility.enterpriseID {
        add(
          .xmlValue, place, id, Label(zh: "enterprise的id应为-", en: "the id of enterprise must be -"), "-", "id"
        )
      }
      current.location = location(place)
    case .facility: current = FacilityReader.facility(&reader, tables, location(place))
    case .attribute:
      if let attribute = FacilityReader.attribute(&reader, tables, location(place)) {
        if current[attribute: attribute.name] != nil {
          duplicate("attribute", attribute.name.rawValue, place)
        }
        current.attributes.append(attribute)
      }
    case .series:
      series = FacilityReader.series(&reader, tables, location(place))
      if let meter = series?.meter, !meter.isEmpty { draft.refer(to: meter, .meter, place) }
      beginMonths()
    case .evidenceReference:
      if let id = reader.id("ref", isRequired: true) {
        series?.evidence.append(id)
        draft.refer(to: id, .evidence, place)
      }
    case .stock:
      stock = FacilityReader.stock(&reader, tables, location(place))
      beginMonths()
    case .secondSource:
      secondSource = FacilityReader.secondSource(&reader, tables, location(place))
      beginMonths()
    case .declared:
      if let declared = FacilityReader.declared(&reader, tables, location(place)) {
        current.declared.append(declared)
      }
    case .month:
      month = (reader.integer("n", in: 1...12), place)
      monthText.removeAll(keepingCapacity: true)
    }
  }

  private func finish(_ element: Element, _ place: XMLPlace) {
    switch element {
    case .filing: draft.isComplete = true
    case .enterprise: draft.enterprise = current
    case .facility: draft.facilities.append(current)
    case .month: finishMonth()
    case .series:
      series?.months = months
      if let series { current.series.append(series) }
    case .stock:
      stock?.months = months
      if let stock { current.stock.append(stock) }
    case .secondSource:
      secondSource?.months = months
      if let secondSource { current.secondSources.append(secondSource) }
    default: break
    }
  }

  private func beginMonths() {
    months = MonthlyValues()
    seenMonths.removeAll(keepingCapacity: true)
  }

  private func finishMonth() {
    let value: FixedDecimal
    do { value = try FixedDecimal(utf8: monthText) } catch {
      let (code, message) = error.account
      let text = String(decoding: monthText.prefix(100), as: UTF8.self).trimmingXMLSpace
      add(
        code, month.place, text, Label(zh: "月度数值\(message.zh)", en: "the value of the month \(message.en)"),
        "1234.50",
        "month")
      return
    }
    guard let number = month.number else { return }
    if !seenMonths.insert(number).inserted {
      duplicate("month", "\(number)", month.place)
      return
    }
    months.set(value, month: number, line: UInt32(clamping: month.place.line))
  }

  private func unknown(_ name: String, namespace: String, _ place: XMLPlace) {
    skipped = 1
    guard let parent = stack.last?.element else {
      add(
        .xmlRoot, place, namespace.isEmpty ? name : "{\(namespace)}\(name)",
        Label(zh: "根元素不是填报", en: "the root element is not a filing"), "filing, \(FilingSchema.namespace)")
      return
    }
    let children = parent.children.map(\.rawName)
    add(
      .xmlElement, place, name,
      Label(zh: "\(parent.rawName)中没有元素\(name)", en: "\(parent.rawName) has no element \(name)"),
      Suggestion.nearest(to: name, among: children).map { "\($0)?" } ?? children.joined(separator: ", "))
  }

  private func duplicate(_ what: String, _ id: String, _ place: XMLPlace) {
    add(
      .xmlDuplicate, place, id, Label(zh: "\(what) \(id) 重复", en: "\(what) \(id) stands twice"), "")
  }

  private func add(
    _ code: DiagnosticCode, _ place: XMLPlace, _ text: String, _ message: Label, _ expected: String,
    _ field: String = ""
  ) {
    problems.append(
      AttributeReader.Problem(
        code: code, place: place, field: field, text: text, message: message, expected: expected))
  }

  private func location(_ place: XMLPlace) -> SourceLocation {
    SourceLocation(file: 0, line: UInt32(clamping: place.line), column: UInt32(clamping: place.column))
  }

  // MARK: The result

  /// The filing, if it is complete, and what was noticed. Where the decoder says what is wrong, the
  /// schema engine's word for the same is left out.
  func result(isValid: Bool) -> ReadResult {
    problems += draft.finish()
    if draft.isComplete { problems += draft.missingElements() }
    var diagnostics = problems.map(diagnostic)
    let isSaid = diagnostics.contains { $0.code.isSchemaRule }
    diagnostics += XMLFaults.diagnostics(faults, path: path, uscc: draft.uscc, decoderSpoke: isSaid)
    if !isValid, !diagnostics.contains(where: { $0.code.isSchemaRule }) {
      diagnostics.append(
        Diagnostic(
          .xmlSchema, file: path,
          message: Label(zh: "文件不符合schemas/filing.xsd", en: "the file is not valid by schemas/filing.xsd"),
          uscc: draft.uscc))
    }
    return ReadResult(filing: draft.filing(), diagnostics: diagnostics.sorted())
  }

  private func diagnostic(_ problem: AttributeReader.Problem) -> Diagnostic {
    Diagnostic(
      problem.code, file: path, line: problem.place.line, column: problem.place.column, field: problem.field,
      text: problem.text, message: problem.message, expected: problem.expected, uscc: draft.uscc)
  }
}
