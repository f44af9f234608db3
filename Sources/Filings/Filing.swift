import Quantities

/// One entity's filing for one year: everything it reported, as it reported it.
package struct Filing: Sendable, Equatable {
  package var entity: Entity
  package var year: Int
  package var sector: Sector
  /// A later submission replaces an earlier one.
  package var submission: Int
  package var submittedOn: CalendarDate
  package var qualityPlan: [PlannedParameter]
  package var meters: [Meter]
  package var evidence: [Evidence]
  /// The entity itself: streams, stock and declared results at enterprise level (`-` in files).
  package var enterprise: Facility { didSet { allFacilities = [enterprise] + facilities } }
  package var facilities: [Facility] { didSet { allFacilities = [enterprise] + facilities } }
  /// The enterprise first, then the facilities in filed order.
  package private(set) var allFacilities: [Facility]
  /// The files the filing was read from, as given on the command line; not part of what it says.
  package var files: [String]
  package var location: SourceLocation

  package init(
    entity: Entity, year: Int, sector: Sector, submission: Int, submittedOn: CalendarDate,
    qualityPlan: [PlannedParameter] = [], meters: [Meter] = [], evidence: [Evidence] = [],
    enterprise: Facility = .enterprise, facilities: [Facility] = [], files: [String] = [],
    location: SourceLocation = .none
  ) {
    self.entity = entity
    self.year = year
    self.sector = sector
    self.submission = submission
    self.submittedOn = submittedOn
    self.qualityPlan = qualityPlan
    self.meters = meters
    self.evidence = evidence
    self.enterprise = enterprise
    self.facilities = facilities
    allFacilities = [enterprise] + facilities
    self.files = files
    self.location = location
  }

  /// Where what identifies the entity stands: an element of its own, or the head.
  package var entityLocation: SourceLocation { entity.location.line > 0 ? entity.location : location }

  package static func == (left: Filing, right: Filing) -> Bool {
    left.entity == right.entity && left.year == right.year && left.sector == right.sector
      && left.submission == right.submission && left.submittedOn == right.submittedOn
      && left.qualityPlan == right.qualityPlan && left.meters == right.meters
      && left.evidence == right.evidence && left.enterprise == right.enterprise
      && left.facilities == right.facilities
  }
}

/// The key emitting entity (重点排放单位). Empty texts mean "not filed".
package struct Entity: Sendable, Equatable {
  package var uscc: String
  package var name: String
  package var englishName = ""
  /// Province and city by GB/T 2260: `340000`, `340100`.
  package var province: String
  package var city = ""
  /// Industry class by GB/T 4754: `3011`.
  package var industryClass = ""
  package var legalRepresentative = ""
  package var address = ""
  package var permit = ""
  package var contact = ""
  package var reportService = ""
  package var reportServiceUSCC = ""
  package var verifier = ""
  package var verifierUSCC = ""
  /// Where a form states it apart from the filing's head.
  package var location: SourceLocation = .none

  package init(uscc: String, name: String, province: String) {
    self.uscc = uscc
    self.name = name
    self.province = province
  }
}

/// A facility with its streams, or the enterprise itself.
package struct Facility: Sendable, Equatable {
  /// The facility's id within the filing; `-` for the enterprise.
  package var id: String
  package var kind: FacilityKind
  package var name = ""
  package var capacity: FixedDecimal?
  /// As filed, `t/d` for one; capacities are compared only where a check knows the unit.
  package var capacityUnit = ""
  package var startedOn: CalendarDate?
  package var stoppedOn: CalendarDate?
  package var attributes: [Attribute] = []
  package var series: [Series] = []
  package var stock: [StockRow] = []
  package var secondSources: [SecondSource] = []
  package var batches: [BatchResult] = []
  package var declared: [Declared] = []
  package var location: SourceLocation = .none

  /// The id that stands for the enterprise in files.
  package static let enterpriseID = "-"

  /// An enterprise level without any data.
  package static let enterprise = Facility(id: enterpriseID, kind: .enterprise)

  package init(id: String, kind: FacilityKind) {
    self.id = id
    self.kind = kind
  }

  /// The series of a stream's parameter, if filed.
  package func series(_ direction: Direction, _ item: Item, _ parameter: Parameter) -> Series? {
    for index in series.indices
    where series[index].parameter == parameter && series[index].item == item
      && series[index].direction == direction
    {
      return series[index]
    }
    return nil
  }

  /// Whether the facility existed in a month of the year (1 to 12): not before the month it started in
  /// and not after the month it stopped in.
  package func existed(in month: Int, of year: Int) -> Bool {
    if let startedOn, (startedOn.year, startedOn.month) > (year, month) { return false }
    if let stoppedOn, (stoppedOn.year, stoppedOn.month) < (year, month) { return false }
    return true
  }
}

extension Facility {
  /// The months (1 to 12) in which the facility existed and a series of it is not reported: a quantity in any,
  /// a factor in those with something to multiply. Zero is a value; auxiliary data are outside verification.
  package func missingMonths(of series: Series, in year: Int) -> [Int] {
    guard series.direction != .auxiliary else { return [] }
    let quantity = series.parameter == .quantity ? nil : self.series(series.direction, series.item, .quantity)
    return (1...12).filter { month in
      guard series.months[month] == nil, existed(in: month, of: year) else { return false }
      if series.parameter == .quantity { return true }
      return quantity?.months[month].map { !$0.isZero } ?? false
    }
  }
}

/// Twelve monthly values of one parameter of one stream.
package struct Series: Sendable, Equatable {
  package var direction: Direction
  package var item: Item
  package var parameter: Parameter
  /// The unit as filed; ``value(in:as:)`` converts.
  package var unit: Unit
  package var method: AcquisitionMethod
  package var meter: String
  package var evidence: [String]
  package var months: MonthlyValues
  package var location: SourceLocation

  package init(
    direction: Direction, item: Item, parameter: Parameter, unit: Unit, method: AcquisitionMethod,
    meter: String = "", evidence: [String] = [], months: MonthlyValues, location: SourceLocation = .none
  ) {
    self.direction = direction
    self.item = item
    self.parameter = parameter
    self.unit = unit
    self.method = method
    self.meter = meter
    self.evidence = evidence
    self.months = months
    self.location = location
  }

  /// The value of a month (1 to 12) in the unit that formulas use for it; nil if not reported.
  package func value(in month: Int) throws(ArithmeticError) -> FixedDecimal? {
    guard let value = months[month] else { return nil }
    let target = parameter.unit(of: item)
    guard unit != target, let factor = unit.factor(to: target) else { return value }
    return try value * factor
  }
}

/// The values of twelve months with the line each stands on; a missing value was not reported.
package struct MonthlyValues: Sendable, Equatable {
  @usableFromInline
  struct Month: Equatable {
    @usableFromInline var value: FixedDecimal?
    /// The line in the series' file; 0 where it is the series' own.
    @usableFromInline var line: UInt32 = 0

    @usableFromInline
    static func == (left: Month, right: Month) -> Bool { left.value == right.value }
  }

  @usableFromInline var months: [Month]

  /// Twelve months without a value.
  package init() {
    months = Array(repeating: Month(), count: 12)
  }

  /// Twelve values, January first.
  package init(_ values: [FixedDecimal?]) {
    precondition(values.count == 12, "a year has twelve months")
    months = values.map { Month(value: $0) }
  }

  /// Twelve values, asked for from January on.
  package init(_ value: (Int) -> FixedDecimal?) {
    // Written out, the array is made without asking the runtime for its type.
    months = [
      Month(value: value(1)), Month(value: value(2)), Month(value: value(3)), Month(value: value(4)),
      Month(value: value(5)), Month(value: value(6)), Month(value: value(7)), Month(value: value(8)),
      Month(value: value(9)), Month(value: value(10)), Month(value: value(11)), Month(value: value(12)),
    ]
  }

  /// The value of a month, 1 to 12.
  @inlinable
  package subscript(month: Int) -> FixedDecimal? {
    get { months[month - 1].value }
    set { months[month - 1].value = newValue }
  }

  /// The line on which a month's value stands, if it has one of its own.
  package func line(of month: Int) -> UInt32 { months[month - 1].line }

  package mutating func set(_ value: FixedDecimal?, month: Int, line: UInt32) {
    months[month - 1] = Month(value: value, line: line)
  }

  /// Whether every month has a value.
  package var isComplete: Bool {
    for month in months where month.value == nil { return false }
    return true
  }

  /// Whether no month has a value.
  package var isEmpty: Bool { months.allSatisfy { $0.value == nil } }
}

/// A column of a stock ledger (进销存台账).
package struct StockRow: Sendable, Equatable {
  package var item: Item
  package var unit: Unit
  package var flow: StockFlow
  package var months: MonthlyValues
  package var location: SourceLocation

  package init(
    item: Item, unit: Unit, flow: StockFlow, months: MonthlyValues, location: SourceLocation = .none
  ) {
    self.item = item
    self.unit = unit
    self.flow = flow
    self.months = months
    self.location = location
  }
}

/// The same parameter from another source, for cross-checking (交叉核对).
package struct SecondSource: Sendable, Equatable {
  package var item: Item
  package var parameter: Parameter
  package var unit: Unit
  /// What the source is, `205-1` or `invoice` for example.
  package var source: String
  package var months: MonthlyValues
  package var annual: FixedDecimal?
  package var location: SourceLocation

  package init(
    item: Item, parameter: Parameter, unit: Unit, source: String, months: MonthlyValues,
    annual: FixedDecimal? = nil, location: SourceLocation = .none
  ) {
    self.item = item
    self.parameter = parameter
    self.unit = unit
    self.source = source
    self.months = months
    self.annual = annual
    self.location = location
  }
}

/// A result as the entity calculated it.
package struct Declared: Sendable, Equatable {
  package var quantity: DeclaredQuantity
  package var value: FixedDecimal
  package var previousYearValue: FixedDecimal?
  package var location: SourceLocation

  package init(
    quantity: DeclaredQuantity, value: FixedDecimal, previousYearValue: FixedDecimal? = nil,
    location: SourceLocation = .none
  ) {
    self.quantity = quantity
    self.value = value
    self.previousYearValue = previousYearValue
    self.location = location
  }
}
