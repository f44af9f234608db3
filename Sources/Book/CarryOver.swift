import FilingFormats
import Filings
import GRDB
import Quantities
import Rulebook

/// Carry-over (结转) of older vintages: T = floor(base + multiplier × net sales), not above the holdings at
/// the end of the window; an entity that missed a deadline cannot apply (ALLOC26; allocation.md section 6).
package struct CarryOverRule: Sendable {
  /// t.
  package let base: FixedDecimal
  package let multiplier: FixedDecimal
  /// The days whose trades count for net sales.
  package let window: ClosedRange<CalendarDate>
  package let vintages: ClosedRange<Int>
  /// The vintage that the carried allowances become.
  package let into: Int

  package init(
    base: FixedDecimal, multiplier: FixedDecimal, window: ClosedRange<CalendarDate>,
    vintages: ClosedRange<Int>, into: Int
  ) {
    self.base = base
    self.multiplier = multiplier
    self.window = window
    self.vintages = vintages
    self.into = into
  }

  /// Nil where the rulebook lacks a part.
  package init?(_ rulebook: Rulebook) {
    let rules = rulebook.rules(for: 2025)
    guard let base = try? rules.number("surrender.carryOver.base").value,
      let multiplier = try? rules.number("surrender.carryOver.multiplier").value,
      let from = try? rules.date("surrender.carryOver.from").value,
      let to = try? rules.date("surrender.carryOver.to").value,
      let first = try? rules.number("surrender.carryOver.vintage.first").value.wholeTonnes,
      let last = try? rules.number("surrender.carryOver.vintage.last").value.wholeTonnes,
      let into = try? rules.number("surrender.carryOver.into").value.wholeTonnes, from <= to, first <= last
    else { return nil }
    self.init(base: base, multiplier: multiplier, window: from...to, vintages: first...last, into: into)
  }

  /// The most that may be carried over, whole tonnes.
  ///
  /// - Parameters:
  ///   - sold: tonnes of all these vintages sold within the window.
  ///   - bought: tonnes bought.
  ///   - held: the holdings at the window's end.
  package func limit(sold: Int, bought: Int, held: Int) throws(ArithmeticError) -> Int {
    let netSales = FixedDecimal(max(0, sold - bought))
    let formula = try (base + multiplier * netSales).floor()
    return min(formula.wholeTonnes ?? Int.max, held)
  }
}

/// What entities sold, bought and held within the window of carry-over, by the days of the trades.
struct CarryOverTrades {
  private(set) var sold: [String: Int] = [:]
  private(set) var bought: [String: Int] = [:]
  private(set) var held: [String: Int] = [:]

  /// One pass over the journal; what was reversed, and the reversals, are left out.
  init(_ db: Database, _ rule: CarryOverRule) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT e.kind, e.date, e.tonnes, f.kind, f.owner, t.kind, t.owner
        FROM entry AS e JOIN account AS f ON f.id = e.from_account JOIN account AS t ON t.id = e.to_account
        WHERE f.ledger = 'allowance' AND f.vintage BETWEEN ? AND ? AND e.date <= ? AND e.reverses IS NULL
          AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id)
        """, arguments: [rule.vintages.lowerBound, rule.vintages.upperBound, rule.window.upperBound.number])
    while let row = try rows.next() {
      let (date, tonnes): (Int, Int) = (row[1], row[2])
      let isTrade = row[0] as String == EntryKind.trade.rawValue && date >= rule.window.lowerBound.number
      if row[3] as String == "holding" {
        held[row[4], default: 0] -= tonnes
        if isTrade { sold[row[4], default: 0] += tonnes }
      }
      if row[5] as String == "holding" {
        held[row[6], default: 0] += tonnes
        if isTrade { bought[row[6], default: 0] += tonnes }
      }
    }
  }
}

extension Posting {
  /// Carries over the oldest vintages first.
  mutating func carryOver(
    _ row: CarryOverRow, _ rule: CarryOverRule, _ trades: CarryOverTrades, _ arrears: Arrears
  ) throws {
    func refusal(_ text: String, _ message: Label, _ expected: String = "") -> Diagnostic {
      Diagnostic(
        .bookRule, file: request.name, line: row.line, field: "tonnes", text: text, message: message,
        expected: expected, uscc: row.uscc)
    }
    guard knows(row.uscc) else { return refuseUnknown(row.uscc, line: row.line, field: "uscc") }
    if row.missedDeadline {
      return refuse(
        refusal(
          "", Label(zh: "曾逾期未履约的单位不得申请结转", en: "an entity that missed a deadline cannot apply for carry-over")
        ))
    }
    if let open = arrears.oldest(of: row.uscc, on: row.date) {
      return refuse(
        refusal(
          "",
          Label(
            zh: "\(open.year)年度有\(open.tonnes) t逾期未清缴（截止日\(open.deadline)），不得申请结转",
            en:
              "\(open.tonnes) t of \(open.year) are not surrendered though their deadline \(open.deadline) is over; an entity that missed a deadline cannot apply for carry-over"
          )))
    }
    let limit = try rule.limit(
      sold: trades.sold[row.uscc] ?? 0, bought: trades.bought[row.uscc] ?? 0,
      held: max(0, trades.held[row.uscc] ?? 0))
    // What was carried over before counts.
    let before =
      try Int.fetchOne(
        db,
        sql: """
          SELECT sum(e.tonnes) FROM entry AS e JOIN account AS t ON t.id = e.to_account
          WHERE e.kind = 'carryOver' AND e.reverses IS NULL AND t.owner = ? AND e.document < ?
            AND NOT EXISTS (SELECT 1 FROM entry AS r WHERE r.reverses = e.id)
          """, arguments: [row.uscc, document]) ?? 0
    let most = max(0, limit - before)
    var wanted = row.tonnes ?? most
    if wanted > most {
      return refuse(
        refusal(
          "\(wanted)",
          Label(
            zh: "超过可结转量：T = min(⌊\(rule.base) + \(rule.multiplier) × 净卖出⌋, 期末持有) − 已结转 = \(most) t",
            en:
              "above what may be carried over: T = min(⌊\(rule.base) + \(rule.multiplier) × net sales⌋, holdings) − carried before = \(most) t"
          ), "≤ \(most)"))
    }
    for (vintage, tonnes) in journal.holdings(.holding, of: row.uscc, vintages: rule.vintages)
    where wanted > 0 {
      let part = min(wanted, tonnes)
      try post(
        Movement(
          .carryOver, row.date, from: AccountKey(.holding, row.uscc, vintage),
          to: AccountKey(.holding, row.uscc, rule.into), part, year: rule.into, line: row.line))
      wanted -= part
    }
    if wanted > 0 {
      let missing = refusal(
        "\(wanted)", Label(zh: "持有量已不足", en: "the entity no longer holds so much of these vintages"))
      refuse(missing)
    }
  }
}
