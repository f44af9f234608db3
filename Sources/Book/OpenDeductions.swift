import GRDB

/// What orders leave to be deducted (核减) from a year's issue: an order is taken from the issue of its own
/// compliance year or of a later one, never of an earlier one (allocation.md section 5).
struct OpenDeductions {
  private struct Line {
    let entry: Int
    /// Of the order, or of the issue that it was taken from.
    let year: Int
    /// Below zero: taken by the year's issue, or an order that was reversed.
    let tonnes: Int
    let isOrder: Bool
  }

  private var lines: [String: [Line]] = [:]

  init(_ db: Database) throws {
    // By the ranges of the documents that may hold them, past a year's trades.
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT a.owner, e.id, e.year, CASE WHEN a.id = e.to_account THEN e.tonnes ELSE -e.tonnes END,
          e.kind = 'deductionOrder'
        FROM document AS d
          CROSS JOIN entry AS e ON e.id >= d.first_entry
            AND e.id < coalesce((SELECT n.first_entry FROM document AS n WHERE n.id = d.id + 1), ?)
          CROSS JOIN account AS a ON a.id IN (e.from_account, e.to_account)
        WHERE d.kind IN ('deductions', 'preallocation', 'determination', 'reversals')
          AND e.kind IN ('deductionOrder', 'deduction', 'deductionReturn')
          AND a.ledger = 'deduction' AND a.kind = 'due'
        """, arguments: [Int.max])
    while let row = try rows.next() {
      lines[row[0], default: []].append(
        Line(entry: row[1], year: row[2], tonnes: row[3], isOrder: row[4]))
    }
  }

  /// What the issue of each year took, net of what it returned, oldest year first; years that took nothing are left
  /// out.
  func taken(from uscc: String) -> [(year: Int, tonnes: Int)] {
    var taken: [Int: Int] = [:]
    for line in lines[uscc] ?? [] where !line.isOrder { taken[line.year, default: 0] -= line.tonnes }
    return taken.filter { $0.value > 0 }.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }
  }

  /// What may be taken from the issue of a year.
  ///
  /// - Parameters:
  ///   - entry: the last one that is looked at.
  ///   - freed: what entries of the year that are not looked at put back.
  func open(to uscc: String, of year: Int, upTo entry: Int = .max, freed: Int = 0) -> Int {
    var net = [year: freed]
    for line in lines[uscc] ?? [] where line.entry <= entry { net[line.year, default: 0] += line.tonnes }
    // What later years took of the orders up to this one is gone; what was ordered for them stays theirs.
    var (sum, open) = (0, Int.max)
    for (each, tonnes) in net.sorted(by: { $0.key < $1.key }) {
      sum += tonnes
      if each >= year { open = min(open, sum) }
    }
    return max(0, open)
  }
}
