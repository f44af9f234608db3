/// The elements of the XML form, and which may stand in which, in which order.
enum Element {
  case filing, entity, qualityPlan, plan, meters, meter, evidenceList, evidence, enterprise, facility
  case attribute, series, evidenceReference, stock, secondSource, batch, declared, month

  /// The element of that name within a parent; nil if the parent has none.
  init?(_ tag: XMLTag, in parent: Element?) {
    guard tag.isOfFiling else { return nil }
    guard let parent else {
      guard tag.isNamed(Element.filing.tagName) else { return nil }
      self = .filing
      return
    }
    guard let child = parent.children.first(where: { tag.isNamed($0.tagName) }) else { return nil }
    self = child
  }

  /// The children in the order in which they stand.
  var children: [Element] {
    switch self {
    case .filing: Self.ofFiling
    case .qualityPlan: Self.ofPlan
    case .meters: Self.ofMeters
    case .evidenceList: Self.ofEvidence
    case .enterprise, .facility: Self.ofFacility
    case .series: Self.ofSeries
    case .stock, .secondSource: Self.ofMonths
    default: []
    }
  }

  // Made once: the innermost loop of the reader asks for them.
  private static let ofFiling: [Element] = [
    .entity, .qualityPlan, .meters, .evidenceList, .enterprise, .facility,
  ]
  private static let ofPlan: [Element] = [.plan]
  private static let ofMeters: [Element] = [.meter]
  private static let ofEvidence: [Element] = [.evidence]
  private static let ofFacility: [Element] = [.attribute, .series, .stock, .secondSource, .batch, .declared]
  private static let ofSeries: [Element] = [.evidenceReference, .month]
  private static let ofMonths: [Element] = [.month]

  /// Whether other elements may stand in it.
  var hasChildren: Bool {
    switch self {
    case .filing, .qualityPlan, .meters, .evidenceList, .enterprise, .facility, .series, .stock,
      .secondSource:
      true
    case .entity, .plan, .meter, .evidence, .attribute, .evidenceReference, .batch, .declared, .month:
      false
    }
  }

  var rawName: String { tagName.description }

  var tagName: StaticString {
    switch self {
    case .filing: "filing"
    case .entity: "entity"
    case .qualityPlan: "qualityPlan"
    case .plan: "plan"
    case .meters: "meters"
    case .meter: "meter"
    case .evidenceList: "evidenceList"
    case .evidence, .evidenceReference: "evidence"
    case .enterprise: "enterprise"
    case .facility: "facility"
    case .attribute: "attribute"
    case .series: "series"
    case .stock: "stock"
    case .secondSource: "secondSource"
    case .batch: "batch"
    case .declared: "declared"
    case .month: "month"
    }
  }

  /// The place among its siblings; nil for the root.
  var rank: Int? {
    switch self {
    case .filing: nil
    case .entity, .plan, .meter, .evidence, .attribute, .evidenceReference: 0
    case .qualityPlan, .series, .month: 1
    case .meters, .stock: 2
    case .evidenceList, .secondSource: 3
    case .enterprise, .batch: 4
    case .facility, .declared: 5
    }
  }

  /// Whether it may stand several times in a row.
  var repeats: Bool {
    switch self {
    case .filing, .entity, .qualityPlan, .meters, .evidenceList, .enterprise: false
    default: true
    }
  }

  /// The order of the children, as a message shows it.
  var childOrder: String { children.map(\.rawName).joined(separator: ", ") }
}
