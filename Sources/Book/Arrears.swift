import Filings
import GRDB
import Rulebook

/// What entities left open behind deadlines, by the days of the entries.
struct Arrears {
  private struct Line {
    let year: Int
    let date: CalendarDate
    let tonnes: Int
  }

  private let rulebook: Rulebook
  private var lines: [String: [Line]] = [:]

  init(_ db: Database, _ rulebook: Rulebook) throws {
    self.rulebook = rulebook
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT a.owner, a.vintage, e.date, CASE WHEN a.id = e.to_account THEN e.tonnes ELSE -e.tonnes END
        FROM entry AS e CROSS JOIN account AS a ON a.id IN (e.from_account, e.to_account)
        WHERE e.kind IN ('obligation', 'surrender') AND a.ledger = 'obligation' AND a.kind = 'due'
        """)
    while let row = try rows.next() {
      guard let date = CalendarDate(number: row[2]) else { continue }
      lines[row[0], default: []].append(Line(year: row[1], date: date, tonnes: row[3]))
    }
  }

  /// The oldest year that is in arrears on a day.
  func oldest(of uscc: String, on day: CalendarDate) -> (year: Int, tonnes: Int, deadline: CalendarDate)? {
    let known = (lines[uscc] ?? []).filter { $0.date <= day }
    for year in Set(known.map(\.year)).sorted() {
      guard let deadline = SurrenderDeadline(rulebook.rules(for: year))?.date, deadline < day else {
        continue
      }
      let open = known.filter { $0.year == year }.reduce(0) { $0 + $1.tonnes }
      if open > 0 { return (year, open, deadline) }
    }
    return nil
  }
}
