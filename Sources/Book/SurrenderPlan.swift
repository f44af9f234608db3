import Quantities
import Rulebook

/// How an entity's allowances and CCER meet what it has to return and to surrender: returns first, then the
/// oldest year, and each tonne is given out once.
///
/// `cets book surrender` posts these steps and statements count by them, so that a statement says what a
/// surrender would leave.
struct SurrenderPlan {
  struct Step: Equatable {
    /// The compliance year that it is for.
    let year: Int
    let isReturn: Bool
    let from: AccountKey
    let tonnes: Int
  }

  private(set) var steps: [Step] = []
  private let owner: String
  private let balance: (AccountKey) -> Int
  private var taken: [AccountKey: Int] = [:]

  /// - Parameters:
  ///   - returns: what is to be returned of each year.
  ///   - obligations: oldest year first.
  ///   - balance: what an account holds before the first step.
  init(
    of owner: String, returns: [(year: Int, due: Int)], obligations: [Obligation], rulebook: Rulebook,
    credits: SurrenderOrder.Credits, balance: @escaping (AccountKey) -> Int
  ) throws(ArithmeticError) {
    self.owner = owner
    self.balance = balance
    for (year, due) in returns { plan(return: due, of: year) }
    for obligation in obligations {
      guard let rules = SurrenderRules(rulebook, year: obligation.year) else { continue }
      try plan(obligation, rules, credits)
    }
  }

  /// What the steps leave on an account.
  func left(_ key: AccountKey) -> Int { balance(key) - (taken[key] ?? 0) }

  private mutating func take(_ key: AccountKey, atMost: Int, for year: Int, isReturn: Bool = false) -> Int {
    let tonnes = min(atMost, left(key))
    guard tonnes > 0 else { return 0 }
    taken[key, default: 0] += tonnes
    steps.append(Step(year: year, isReturn: isReturn, from: key, tonnes: tonnes))
    return tonnes
  }

  /// Only the year's own vintage can be returned.
  private mutating func plan(return due: Int, of year: Int) {
    var open = due
    for kind in [AccountKind.province, .holding] {
      open -= take(AccountKey(kind, owner, year), atMost: open, for: year, isReturn: true)
    }
  }

  /// The province's account before the entity's own, the oldest vintage that may be used first.
  private mutating func plan(
    _ obligation: Obligation, _ rules: SurrenderRules, _ credits: SurrenderOrder.Credits
  ) throws(ArithmeticError) {
    let (year, held) = (obligation.year, AccountKey(.creditHolding, owner, 0))
    let limit = max(0, try rules.creditLimit(due: obligation.total) - obligation.creditsUsed)
    var open = obligation.open
    if credits == .first { open -= take(held, atMost: min(limit, open), for: year) }
    for kind in [AccountKind.province, .holding] {
      for vintage in rules.vintages {
        open -= take(AccountKey(kind, owner, vintage), atMost: open, for: year)
      }
    }
    if credits == .last { open -= take(held, atMost: min(limit, open), for: year) }
  }
}
