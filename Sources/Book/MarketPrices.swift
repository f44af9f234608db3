import Filings
import GRDB
import Quantities
import Rulebook

/// Trades of a month: volume, turnover, mean price.
package struct TradedMonth: Sendable, Equatable {
  package let year: Int
  /// 1 to 12.
  package let month: Int
  package var trades: Int
  package var tonnes: Int
  /// Hundredths of a yuan.
  package var turnoverFen: Int128

  /// Yuan.
  package var turnover: FixedDecimal { FixedDecimal(coefficient: turnoverFen, scale: 2) }

  /// Turnover over volume, yuan a tonne, 2 decimals; nil without trades.
  package var meanPrice: FixedDecimal? {
    try? turnover.divided(by: FixedDecimal(tonnes), decimals: 2)
  }
}

/// The trades of a book, by day; what was reversed, and the reversals, are left out. So is a holding from before
/// the book that names no price.
struct TradeTotals {
  private var days: [Int: (trades: Int, tonnes: Int, fen: Int128)] = [:]

  /// - Parameter accounts: only trades to or from one of these accounts; nil for all.
  init(_ db: Database, asOf: CalendarDate, between owners: Set<String>? = nil) throws {
    var accounts: Set<Int>?
    if let owners {
      accounts = try Set(
        Row.fetchAll(db, sql: "SELECT id, owner FROM account WHERE ledger = 'allowance'").compactMap {
          owners.contains($0[1]) ? $0[0] : nil
        })
    }
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT e.date, e.tonnes, e.price_fen, e.from_account, e.to_account FROM entry AS e
        WHERE e.kind = 'trade' AND e.reverses IS NULL AND e.booked <= ?1
          AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id AND r.booked <= ?1)
          AND (e.price_fen > 0 OR e.document NOT IN (SELECT id FROM document WHERE kind = 'holdings'))
        """, arguments: [asOf.number])
    while let row = try rows.next() {
      let (date, tonnes): (Int, Int) = (row[0], row[1])
      guard let fen = row[2] as Int? else { continue }
      if let accounts, !accounts.contains(row[3]), !accounts.contains(row[4]) { continue }
      var day = days[date] ?? (0, 0, 0)
      day.trades += 1
      day.tonnes += tonnes
      day.fen += Int128(tonnes) * Int128(fen)
      days[date] = day
    }
  }

  var months: [TradedMonth] {
    var months: [Int: TradedMonth] = [:]
    for (date, day) in days {
      var month =
        months[date / 100]
        ?? TradedMonth(year: date / 10_000, month: date / 100 % 100, trades: 0, tonnes: 0, turnoverFen: 0)
      month.trades += day.trades
      month.tonnes += day.tonnes
      month.turnoverFen += day.fen
      months[date / 100] = month
    }
    return months.sorted { $0.key < $1.key }.map(\.value)
  }

  /// The mean price of a range of days, yuan a tonne, 2 decimals; nil without trades.
  func meanPrice(_ range: ClosedRange<CalendarDate>) -> FixedDecimal? {
    var (tonnes, fen): (Int, Int128) = (0, 0)
    for (date, day) in days where (range.lowerBound.number...range.upperBound.number).contains(date) {
      tonnes += day.tonnes
      fen += day.fen
    }
    return try? FixedDecimal(coefficient: fen, scale: 2).divided(by: FixedDecimal(tonnes), decimals: 2)
  }
}

/// A price and where it comes from.
package struct PriceBasis: Sendable, Equatable {
  /// Yuan a tonne.
  package let price: FixedDecimal
  package let source: Label
}

/// What failing to surrender would cost: 5 to 10 times the mean price of the month before the deadline times
/// the tonnes not surrendered (REG775 art. 24).
package struct PenaltyExposure: Sendable, Equatable {
  package let shortfall: Int
  package let basis: PriceBasis
  /// Yuan.
  package let minimum: FixedDecimal
  package let maximum: FixedDecimal

  /// Nil where the rulebook lacks the rule, or the amount cannot be calculated.
  package init?(shortfall: Int, basis: PriceBasis, rules: YearRules) {
    guard let low = try? rules.number("surrender.penalty.minimum").value,
      let high = try? rules.number("surrender.penalty.maximum").value,
      let minimum = try? low * basis.price * FixedDecimal(shortfall),
      let maximum = try? high * basis.price * FixedDecimal(shortfall)
    else { return nil }
    self.shortfall = shortfall
    self.basis = basis
    self.minimum = minimum
    self.maximum = maximum
  }
}

extension TradeTotals {
  /// The price of the month that ends with the deadline: of the book's trades, or else what the rulebook
  /// publishes for the year.
  func basis(deadline: CalendarDate, rules: YearRules) -> PriceBasis? {
    let months = (try? rules.number("surrender.penalty.priceMonths").value.wholeTonnes) ?? 1
    let start = deadline.monthsBefore(months).next
    if start <= deadline, let price = meanPrice(start...deadline) {
      return PriceBasis(
        price: price,
        source: Label(
          zh: "账簿中\(start)至\(deadline)的成交均价", en: "mean of the book's trades from \(start) to \(deadline)"))
    }
    for id in ["market.closingPrice", "market.meanPrice"] {
      guard let rule = try? rules.number(id) else { continue }
      return PriceBasis(
        price: rule.value,
        source: Label(
          zh: "\(rule.entry.label.zh)（\(id)，\(rule.entry.standing.label.zh)；账簿在该月无成交）",
          en:
            "\(rule.entry.label.en) (\(id), \(rule.entry.standing.label.en); the book has no trade of that month)"
        ))
    }
    return nil
  }
}

extension CalendarDate {
  /// The same day so many months before; the last day of a shorter month.
  func monthsBefore(_ months: Int) -> CalendarDate {
    let count = year * 12 + month - 1 - months
    let (year, month) = (count / 12, count % 12 + 1)
    return CalendarDate(year: year, month: month, day: min(day, Self.days(in: month, of: year))) ?? self
  }

  /// The day after.
  var next: CalendarDate {
    CalendarDate(year: year, month: month, day: day + 1) ?? CalendarDate(year: year, month: month + 1, day: 1)
      ?? CalendarDate(year: year + 1, month: 1, day: 1) ?? self
  }
}
