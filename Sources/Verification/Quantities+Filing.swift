import Accounting
import Filings
import Quantities

// Sums over a facility's year that checks compare.
extension Facility {
  /// The series of quantities in a direction; of the given items only, if any are given.
  func quantities(_ direction: Direction, _ items: [Item]? = nil) -> [Series] {
    series.filter {
      $0.direction == direction && $0.parameter == .quantity && items?.contains($0.item) ?? true
    }
  }

  /// The year's quantity of the items, in the unit of the formulas; nil where none is filed.
  func annual(_ direction: Direction, _ items: [Item]) throws(ArithmeticError) -> FixedDecimal? {
    var total: FixedDecimal?
    for index in series.indices
    where series[index].parameter == .quantity && series[index].direction == direction
      && items.contains(series[index].item)
    {
      total = try (total ?? .zero) + series[index].annual()
    }
    return total
  }

  /// A number-valued attribute.
  func number(_ name: AttributeName) -> FixedDecimal? {
    self[attribute: name].flatMap { try? FixedDecimal($0) }
  }

  /// Hours the facility ran in the year: as filed, and in months without all that the calendar has for it.
  func runningHours(in year: Int) throws(ArithmeticError) -> FixedDecimal {
    let filed = series(.auxiliary, .runningTime, .quantity)
    var hours = FixedDecimal.zero
    for month in 1...12 {
      if let value = try filed?.value(in: month) {
        try hours += value
      } else if existed(in: month, of: year) {
        try hours += FixedDecimal(CalendarDate.days(in: month, of: year) * 24)
      }
    }
    return hours
  }

  /// An auxiliary quantity and the output of the months in which it is filed; nil where it is not, or nothing was made.
  /// Auxiliary data may leave months out.
  func auxiliary(
    _ item: Item, besides output: Operand?
  ) throws(ArithmeticError) -> (used: FixedDecimal, made: FixedDecimal)? {
    guard let series = series(.auxiliary, item, .quantity), let output else { return nil }
    var (used, made) = (FixedDecimal.zero, FixedDecimal.zero)
    for month in 1...12 {
      guard let value = try series.value(in: month) else { continue }
      try used += value
      if let tonnes = output[month] { try made += tonnes }
    }
    return made.isZero ? nil : (used, made)
  }
}

extension Series {
  /// The sum of the reported months, in the unit of the formulas.
  func annual() throws(ArithmeticError) -> FixedDecimal {
    var total = FixedDecimal.zero
    for month in 1...12 { if let value = try value(in: month) { try total += value } }
    return total
  }

  /// Months with a value other than zero.
  var activeMonths: [Int] { (1...12).filter { months[$0].map { !$0.isZero } ?? false } }

  /// Whether the entity stands for the value as its own finding. Of a factor it does by every method but the
  /// default: what is said to be calculated or designed enters the formula, and rests on tests, as what was measured
  /// does.
  var isOwnFinding: Bool { parameter == .quantity ? method == .measured : method != .defaultValue }
}

extension FacilityStatement {
  /// Σ of products of a row's operands over the year: `["FC", "NCV"]` is the heat of the fuels, GJ.
  func sum(
    of symbols: [String], _ kind: EmissionSource.Kind, where isCounted: (Item) -> Bool = { _ in true }
  ) throws(ArithmeticError) -> FixedDecimal {
    var total = FixedDecimal.zero
    for row in rows where row.source.kind == kind {
      guard let item = row.source.item, isCounted(item) else { continue }
      let factors = symbols.compactMap { symbol in row.operands.first { $0.symbol == symbol } }
      guard factors.count == symbols.count else { continue }
      for month in 1...12 {
        if let product = try Self.product(of: factors, in: month) { try total += product }
      }
    }
    return total
  }

  /// Nil where one of them has no value.
  private static func product(
    of factors: [Operand], in month: Int
  ) throws(ArithmeticError) -> FixedDecimal? {
    var product = FixedDecimal.one
    for factor in factors {
      guard let value = factor[month] else { return nil }
      product = try product * value
    }
    return product
  }
}

extension FixedDecimal {
  var magnitude: FixedDecimal { isNegative ? (try? -self) ?? self : self }
}
