import Accounting
import Filings
import Quantities
import Rulebook

/// What was used or made against the stock ledger (进销存): opening + in − out − closing.
enum LedgerChecks {
  static let all = [stockBalance, meteredUse, clinkerBalance, anodeBalance, metalBalance]

  /// R12 (AG): where consumption is taken from the ledger, it is the ledger's; and the ledger closes.
  private static let stockBalance = Check("R12") { scope in
    let tolerance = try scope.limit("tolerance")
    var findings: [Finding] = []
    for ledger in try Ledger.all(scope.filing) {
      if let gap = ledger.brokenMonth {
        findings.append(
          scope.finding(
            ledger.facility, month: gap, at: ledger.location,
            message: Label(
              zh: "\(ledger.item.label.zh)\(gap)月期初库存不等于上月期末库存",
              en: "the opening stock of \(ledger.item.label.en) in month \(gap) is not the last closing stock"
            )))
      }
      guard let series = ledger.consumption, series.meter.isEmpty else { continue }
      findings += try deviation(scope, ledger, series, ledger.use, tolerance, corrects: true)
    }
    return findings
  }

  /// F01 (VG26): metered use against the ledger.
  private static let meteredUse = Check("F01") { scope in
    let tolerance = try scope.limit("explain")
    return try Ledger.all(scope.filing).flatMap { ledger -> [Finding] in
      guard let series = ledger.consumption, !series.meter.isEmpty, series.direction != .anode else {
        return []
      }
      return try deviation(scope, ledger, series, ledger.use, tolerance, corrects: false)
    }
  }

  /// C08: clinker made = used in cement + sold + more in stock − bought.
  private static let clinkerBalance = Check("C08", [.cement]) { scope in
    try production(scope, .clinker, try scope.limit("tolerance"))
  }

  /// A13: liquid aluminium made = cast + sold + more in work − remelted.
  private static let metalBalance = Check("A13", [.aluminium]) { scope in
    try production(scope, .liquidAluminium, try scope.limit("tolerance"))
  }

  private static func production(
    _ scope: CheckScope, _ item: Item, _ tolerance: Rule<FixedDecimal>
  ) throws -> [Finding] {
    try Ledger.all(scope.filing).flatMap { ledger -> [Finding] in
      guard ledger.item == item, let series = ledger.facility.series(.product, item, .quantity) else {
        return []
      }
      return try deviation(scope, ledger, series, ledger.made, tolerance, corrects: true)
    }
  }

  /// A04: anodes used = opening + bought + made − sold (butts) − closing.
  private static let anodeBalance = Check("A04", [.aluminium]) { scope in
    let tolerance = try scope.limit("tolerance")
    return try Ledger.all(scope.filing).flatMap { ledger -> [Finding] in
      guard ledger.item == .anode, let series = ledger.consumption, !series.meter.isEmpty else { return [] }
      return try deviation(scope, ledger, series, ledger.use, tolerance, corrects: true)
    }
  }

  /// A finding where the year's sums differ by more than the tolerance; the ledger's months take the place
  /// of the filed ones where they are conservative.
  private static func deviation(
    _ scope: CheckScope, _ ledger: Ledger, _ series: Series, _ months: [FixedDecimal],
    _ tolerance: Rule<FixedDecimal>, corrects: Bool
  ) throws -> [Finding] {
    let (own, other) = (try series.annual(), try FixedDecimal.sum(months))
    guard try scope.differs(own, from: other, byMoreThan: tolerance.value) else { return [] }
    let reason = Label(zh: "进销存台账", en: "stock ledger")
    let corrections =
      corrects
      ? try Conservative.corrections(
        of: series, ledger.facility, scope.filing.sector, replacedBy: months, reason: reason) : []
    return [
      scope.finding(
        ledger.facility, series, reported: "\(own)", expected: "\(other)", limit: tolerance.entry,
        corrections: corrections,
        message: Label(
          zh: "\(ledger.item.label.zh)与进销存台账相差超过\(tolerance.entry.valueText)%",
          en: "\(ledger.item.label.en) is more than \(tolerance.entry.valueText) % off the stock ledger"),
        question: Label(
          zh: "请提供采购、销售结算凭证和盘库记录，说明差异。",
          en: "Please supply purchase and sales settlements and stocktaking records, and explain."))
    ]
  }
}

extension CheckScope {
  /// Whether a value is more than so many per cent off another.
  func differs(
    _ value: FixedDecimal, from other: FixedDecimal, byMoreThan percent: FixedDecimal
  ) throws(ArithmeticError) -> Bool {
    try (value - other).magnitude > other.magnitude * percent.percent()
  }
}

/// The stock ledger of an item at a facility, in the unit of the formulas.
struct Ledger {
  let facility: Facility
  let item: Item
  let location: SourceLocation
  private let rows: [StockFlow: [FixedDecimal?]]

  /// Ledgers with an opening and a closing stock, in filed order.
  static func all(_ filing: Filing) throws(ArithmeticError) -> [Ledger] {
    var ledgers: [Ledger] = []
    for facility in filing.allFacilities {
      var seen: Set<Item> = []
      for row in facility.stock where seen.insert(row.item).inserted {
        if let ledger = try Ledger(facility, row.item, row.location) { ledgers.append(ledger) }
      }
    }
    return ledgers
  }

  private init?(
    _ facility: Facility, _ item: Item, _ location: SourceLocation
  ) throws(ArithmeticError) {
    var rows: [StockFlow: [FixedDecimal?]] = [:]
    for row in facility.stock where row.item == item {
      guard let factor = row.unit.factor(to: item.quantityUnit) else { continue }
      var months: [FixedDecimal?] = []
      for month in 1...12 {
        if let value = row.months[month] { months.append(try value * factor) } else { months.append(nil) }
      }
      rows[row.flow] = months
    }
    guard rows[.opening] != nil, rows[.closing] != nil else { return nil }
    (self.facility, self.item, self.location, self.rows) = (facility, item, location, rows)
  }

  private func value(_ flow: StockFlow, _ index: Int) -> FixedDecimal { rows[flow]?[index] ?? .zero }

  /// opening + purchased + produced − sold − closing, by month.
  var use: [FixedDecimal] {
    get throws(ArithmeticError) {
      var months: [FixedDecimal] = []
      for month in 0..<12 {
        let inflow = try value(.opening, month) + value(.purchased, month) + value(.produced, month)
        months.append(try inflow - value(.sold, month) - value(.closing, month))
      }
      return months
    }
  }

  /// consumed + sold + closing − opening − purchased, by month.
  var made: [FixedDecimal] {
    get throws(ArithmeticError) {
      var months: [FixedDecimal] = []
      for month in 0..<12 {
        let outflow = try value(.consumed, month) + value(.sold, month) + value(.closing, month)
        months.append(try outflow - value(.opening, month) - value(.purchased, month))
      }
      return months
    }
  }

  /// The first month whose opening stock is not the closing stock of the month before.
  var brokenMonth: Int? {
    guard let opening = rows[.opening], let closing = rows[.closing] else { return nil }
    return (2...12).first { month in
      guard let left = closing[month - 2], let right = opening[month - 1] else { return false }
      return left != right
    }
  }

  /// The series of the item's consumption at the facility.
  var consumption: Series? {
    let directions: [Direction] = [
      .fuelIn, .carbonate, .electrode, .carbonMaterial, .alternativeRawMaterial, .anode,
    ]
    return directions.lazy.compactMap { facility.series($0, item, .quantity) }.first
  }
}
