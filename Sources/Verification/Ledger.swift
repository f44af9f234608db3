import Filings
import Quantities

/// The stock ledger (进销存台账) of an item at a facility, in the unit of the formulas.
struct Ledger {
  let facility: Facility
  let item: Item
  let location: SourceLocation
  /// January first, by the flow's place among all; a flow without a row does not occur.
  private let rows: [[FixedDecimal?]?]
  private let year: Int

  /// Ledgers with an opening and a closing stock, in filed order.
  static func all(_ filing: Filing) throws(ArithmeticError) -> [Ledger] {
    var ledgers: [Ledger] = []
    for facility in filing.allFacilities {
      var seen: Set<Item> = []
      for row in facility.stock where seen.insert(row.item).inserted {
        if let ledger = try Ledger(facility, row.item, row.location, filing.year) { ledgers.append(ledger) }
      }
    }
    return ledgers
  }

  private init?(
    _ facility: Facility, _ item: Item, _ location: SourceLocation, _ year: Int
  ) throws(ArithmeticError) {
    var rows: [[FixedDecimal?]?] = Array(repeating: nil, count: StockFlow.allCases.count)
    for row in facility.stock where row.item == item {
      guard let factor = row.unit.factor(to: item.quantityUnit) else { continue }
      var months: [FixedDecimal?] = []
      months.reserveCapacity(12)
      for month in 1...12 {
        if let value = row.months[month] { months.append(try value * factor) } else { months.append(nil) }
      }
      rows[row.flow.place] = months
    }
    guard rows[StockFlow.opening.place] != nil, rows[StockFlow.closing.place] != nil else { return nil }
    (self.facility, self.item, self.location, self.rows, self.year) = (facility, item, location, rows, year)
  }

  /// A flow of a month; nil where its row leaves the month out.
  private func flow(_ flow: StockFlow, _ index: Int) -> FixedDecimal? {
    guard let row = rows[flow.place] else { return .zero }
    return row[index]
  }

  /// The stock a month began with: as filed, or what the month before left.
  private func opening(_ index: Int) -> FixedDecimal? {
    stock(.opening, index) ?? (index > 0 ? stock(.closing, index - 1) : nil)
  }

  /// The stock a month left: as filed, or what the next began with.
  private func closing(_ index: Int) -> FixedDecimal? {
    stock(.closing, index) ?? (index < 11 ? stock(.opening, index + 1) : nil)
  }

  private func stock(_ flow: StockFlow, _ index: Int) -> FixedDecimal? {
    rows[flow.place].flatMap { $0[index] }
  }

  /// opening + purchased + produced − sold − closing, January first; nil where the ledger has a gap.
  var use: [FixedDecimal?] {
    get throws(ArithmeticError) {
      var months: [FixedDecimal?] = []
      for index in 0..<12 {
        guard let opening = opening(index), let purchased = flow(.purchased, index),
          let produced = flow(.produced, index), let sold = flow(.sold, index), let closing = closing(index)
        else {
          months.append(nil)
          continue
        }
        months.append(try opening + purchased + produced - sold - closing)
      }
      return months
    }
  }

  /// consumed + sold + closing − opening − purchased, January first; nil where the ledger has a gap.
  var made: [FixedDecimal?] {
    get throws(ArithmeticError) {
      var months: [FixedDecimal?] = []
      for index in 0..<12 {
        guard let consumed = flow(.consumed, index), let sold = flow(.sold, index),
          let closing = closing(index), let opening = opening(index), let purchased = flow(.purchased, index)
        else {
          months.append(nil)
          continue
        }
        months.append(try consumed + sold + closing - opening - purchased)
      }
      return months
    }
  }

  /// The months of the facility's existence in which a flow or a stock is missing.
  var gaps: [Int] {
    (1...12).filter { month in
      guard facility.existed(in: month, of: year) else { return false }
      let isStockKnown = opening(month - 1) != nil && closing(month - 1) != nil
      return !isStockKnown
        || StockFlow.allCases.contains { flow in
          guard flow != .opening, flow != .closing, let row = rows[flow.place] else { return false }
          return row[month - 1] == nil
        }
    }
  }

  /// The first month whose opening stock is not the closing stock of the month before.
  var brokenMonth: Int? {
    guard let opening = rows[StockFlow.opening.place], let closing = rows[StockFlow.closing.place] else {
      return nil
    }
    return (2...12).first { month in
      guard let left = closing[month - 2], let right = opening[month - 1] else { return false }
      return left != right
    }
  }

  /// The series of the item's consumption at the facility.
  var consumption: Series? { Self.consumption(of: item, at: facility) }

  static func consumption(of item: Item, at facility: Facility) -> Series? {
    let directions: [Direction] = [
      .fuelIn, .carbonate, .electrode, .carbonMaterial, .alternativeRawMaterial, .anode,
    ]
    return directions.lazy.compactMap { facility.series($0, item, .quantity) }.first
  }
}

extension StockFlow {
  /// Among all, in the order of the code list.
  fileprivate var place: Int {
    switch self {
    case .opening: 0
    case .purchased: 1
    case .sold: 2
    case .closing: 3
    case .produced: 4
    case .consumed: 5
    case .flared: 6
    }
  }
}
