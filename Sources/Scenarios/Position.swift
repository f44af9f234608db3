import Filings
import Quantities

/// What an entity or a group of entities has, owes and pays in a year. Amounts in whole tonnes, money in
/// yuan with 2 decimals.
package struct Position: Sendable, Equatable {
  /// tCO2e of the units, 2 decimals.
  package var emissions = FixedDecimal.zero
  package var due = FixedDecimal.zero
  /// Determined (核定), free and paid for.
  package var allowances = FixedDecimal.zero
  /// Of the allowances, those paid for (有偿).
  package var paid = FixedDecimal.zero
  /// Met by CCER instead of allowances.
  package var ccer = FixedDecimal.zero
  /// Due beyond the allowances, CCER not counted.
  package var shortfall = FixedDecimal.zero
  /// Allowances beyond what is due.
  package var surplus = FixedDecimal.zero
  package var paidCost = FixedDecimal.zero
  /// Of what is bought; below zero: proceeds of the surplus.
  package var marketCost = FixedDecimal.zero
  package var ccerCost = FixedDecimal.zero

  package init() {}

  /// Allowances less what is due: below zero is short.
  package var balance: FixedDecimal { get throws(ArithmeticError) { try surplus - shortfall } }
  package var cost: FixedDecimal { get throws(ArithmeticError) { try paidCost + marketCost + ccerCost } }

  /// Adds another one in every amount.
  mutating func add(_ other: Position) throws(ArithmeticError) {
    try emissions += other.emissions
    try due += other.due
    try allowances += other.allowances
    try paid += other.paid
    try ccer += other.ccer
    try shortfall += other.shortfall
    try surplus += other.surplus
    try paidCost += other.paidCost
    try marketCost += other.marketCost
    try ccerCost += other.ccerCost
  }

  package static func sum(_ positions: some Sequence<Position>) throws(ArithmeticError) -> Position {
    var total = Position()
    for position in positions { try total.add(position) }
    return total
  }
}

/// What a year's market asks.
package struct YearMarket: Sendable {
  /// Yuan a tonne.
  package let price: FixedDecimal
  /// Per cent of the allowances.
  package let paidShare: FixedDecimal
  /// Per cent of the amount due.
  package let ccerUse: FixedDecimal
  /// Yuan a tonne.
  package let ccerPrice: FixedDecimal
}

extension Position {
  /// An entity's position in a year.
  ///
  /// Free are floor(A × (1 − paid share)) tonnes; the rest of A is paid for at the year's price. A
  /// shortfall is met by CCER up to floor(due × use) and for the rest by buying; a surplus is sold.
  init(
    emissions: FixedDecimal, allowances: FixedDecimal, due: FixedDecimal, market: YearMarket
  ) throws(ArithmeticError) {
    self.emissions = emissions
    self.allowances = allowances
    self.due = due
    let free = try (allowances * (FixedDecimal.one - market.paidShare.percent())).floor()
    paid = try allowances - free
    shortfall = max(try due - allowances, .zero)
    surplus = max(try allowances - due, .zero)
    ccer = min(shortfall, try (due * market.ccerUse.percent()).floor())
    paidCost = try (paid * market.price).rounded(to: 2)
    marketCost = try ((shortfall - ccer - surplus) * market.price).rounded(to: 2)
    ccerCost = try (ccer * market.ccerPrice).rounded(to: 2)
  }
}
