import Allowances
import FilingFormats
import Filings
import GRDB
import Quantities
import Rulebook

extension Book {
  /// Pre-allocation (预分配) with deductions (核减) taken first: an entity's units together (ALLOC2425;
  /// allocation.md section 5). An entity that was pre-allocated before, with other numbers, is corrected.
  func postPreallocation(_ inputs: AllowanceInputs, _ request: PostRequest) throws(BookError) -> PostOutcome {
    let groups = Dictionary(grouping: inputs.preallocation) { PreallocationKey(uscc: $0.uscc, year: $0.year) }
    var dates: [Int: CalendarDate] = [:]
    for year in Set(inputs.preallocation.map(\.year)) { dates[year] = try date(of: year, request) }
    let first = dates.values.min() ?? Self.noDate
    return try post(request, kind: "preallocation", date: first, found: inputs.diagnostics) { posting in
      for year in dates.keys.sorted() {
        let standing = try StageEntries(posting.db, documents: ["preallocation"], year: year)
        let known = try PreallocationFacts(posting.db, year: year)
        let closed = try Set(
          String.fetchAll(posting.db, sql: "SELECT uscc FROM determination WHERE year = ?", arguments: [year])
        )
        let withheld = try Withheld(posting.db, year: year)
        let deductions = try OpenDeductions(posting.db)
        let keys = groups.keys.filter { $0.year == year }.sorted { $0.uscc < $1.uscc }
        for key in keys {
          guard let rows = groups[key], let date = dates[year] else { continue }
          try posting.preallocate(
            rows.sorted { $0.unit < $1.unit }, key, date, known: known.of(key.uscc),
            standing: standing.of(key.uscc),
            isClosed: closed.contains(key.uscc), account: withheld.account(of: key.uscc, vintage: year),
            deductions: deductions)
        }
      }
    }
  }
}

struct PreallocationKey: Hashable {
  let uscc: String
  let year: Int
}

/// Whose allowances of a year go to the province's account (差异化发放).
struct Withheld {
  private let reasons: [String: String]

  init(_ db: Database, year: Int) throws {
    let rows = try Row.fetchAll(
      db, sql: "SELECT uscc, reason FROM differentiated WHERE year = ?", arguments: [year])
    reasons = Dictionary(rows.map { ($0[0], $0[1]) }, uniquingKeysWith: { first, _ in first })
  }

  /// A code, or nil for an entity that receives its allowances itself.
  func reason(_ uscc: String) -> String? { reasons[uscc] }

  func account(of uscc: String, vintage: Int) -> AccountKey {
    AccountKey(reasons[uscc] == nil ? .holding : .province, uscc, vintage)
  }
}

/// A line of tables 1-2 to 1-4 as the book keeps it.
package struct PreallocationFact: Sendable, Equatable {
  package let unit: String
  /// tCO2e, as filed.
  package let lastYearVerified: String
  package let ratioPercent: String
  package let tonnes: Int
}

/// The pre-allocations of a year that count: those of each entity's newest document.
struct PreallocationFacts {
  private(set) var byEntity: [String: [PreallocationFact]] = [:]

  /// - Parameter document: the newest document that is looked at; nil for all.
  init(_ db: Database, year: Int, upTo document: Int? = nil) throws {
    let rows = try Row.fetchCursor(
      db,
      sql: """
        SELECT uscc, unit, last_year_verified, ratio_percent, tonnes, document FROM preallocation
        WHERE year = ? AND document <= ? ORDER BY document, uscc, unit
        """, arguments: [year, document ?? Int.max])
    var newest: [String: Int] = [:]
    while let row = try rows.next() {
      let (uscc, document): (String, Int) = (row[0], row[5])
      if newest[uscc] != document { byEntity[uscc] = [] }
      newest[uscc] = document
      byEntity[uscc, default: []].append(
        PreallocationFact(unit: row[1], lastYearVerified: row[2], ratioPercent: row[3], tonnes: row[4]))
    }
  }

  func of(_ uscc: String) -> [PreallocationFact] { byEntity[uscc] ?? [] }
}

extension Posting {
  fileprivate mutating func preallocate(
    _ rows: [PreallocationRow], _ key: PreallocationKey, _ date: CalendarDate, known: [PreallocationFact],
    standing: [PostedEntry], isClosed: Bool, account: AccountKey, deductions: OpenDeductions
  ) throws {
    // A unit is corrected by its newest row; the others stand as they were, and are written again with them, so
    // that the newest document has all of the entity.
    var units = Dictionary(known.map { ($0.unit, $0) }, uniquingKeysWith: { $1 })
    for row in rows {
      guard let fact = try fact(of: row) else { return }
      units[fact.unit] = fact
    }
    let facts = units.values.sorted { $0.unit < $1.unit }
    if facts == known { return }
    if isClosed, let row = rows.first {
      return refuse(
        Diagnostic(
          .bookSettled, file: request.name, line: row.line, text: key.uscc,
          message: Label(
            zh: "\(key.year)年度配额已核定，不能再改预分配",
            en: "the allowances of \(key.year) are determined; the pre-allocation stands"),
          uscc: key.uscc))
    }
    try open(key.uscc)
    try PreallocationStage(
      uscc: key.uscc, year: key.year, date: date, line: rows.first?.line ?? 0, account: account,
      standing: standing, deductions: deductions
    ).issue(facts.reduce(0) { $0 + $1.tonnes }, &self)
    for fact in facts {
      try db.execute(
        sql: """
          INSERT INTO preallocation (document, uscc, year, unit, last_year_verified, ratio_percent, tonnes)
          VALUES (?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          document, key.uscc, key.year, fact.unit, fact.lastYearVerified, fact.ratioPercent, fact.tonnes,
        ])
    }
    hasContent = true
  }

  /// floor(last year × ratio), with the ratio within the plan's limit; nil with a diagnostic.
  private mutating func fact(of row: PreallocationRow) throws -> PreallocationFact? {
    let rules = request.rulebook.rules(for: row.year)
    if let limit = try? rules.number("allocation.preallocationRatioLimit"), row.ratioPercent > limit.value {
      refuse(
        Diagnostic(
          .bookRule, file: request.name, line: row.line, field: "ratio_percent", text: "\(row.ratioPercent)",
          message: Label(
            zh: "预分配比例超过上限\(limit.entry.valueText)%（\(limit.entry.id)，\(limit.entry.standing.label.zh)）",
            en:
              "the ratio is above the limit of \(limit.entry.valueText) % (\(limit.entry.id), \(limit.entry.standing.label.en))"
          ),
          expected: "≤ \(limit.entry.valueText)", uscc: row.uscc))
      return nil
    }
    let amount = try Preallocation(lastYearVerified: row.lastYearVerified, ratioPercent: row.ratioPercent)
      .amount
    guard let tonnes = amount.wholeTonnes else {
      refuse(
        Diagnostic(
          .overflow, file: request.name, line: row.line, field: "last_year_verified",
          text: "\(row.lastYearVerified)",
          message: Label(zh: "数量过大", en: "the amount is too large for a book"), uscc: row.uscc))
      return nil
    }
    return PreallocationFact(
      unit: row.unit, lastYearVerified: row.lastYearVerified.description,
      ratioPercent: row.ratioPercent.description,
      tonnes: tonnes)
  }
}
