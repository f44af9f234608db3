import FilingFormats
import Filings
import GRDB

extension Book {
  /// Reversals (冲销) that a person orders. What follows from a calculation is not reversed by hand: a run
  /// with other results corrects it.
  func postReversals(_ file: CSVFile, _ request: PostRequest) throws(BookError) -> PostOutcome {
    var rows: [ReversalRow] = []
    let found = file.readReversals { rows.append($0) }
    rows.sort { ($0.date, $0.line) < ($1.date, $1.line) }
    return try post(request, kind: "reversals", date: rows.first?.date ?? Self.noDate, found: found) {
      posting in
      var overturning = Overturning()
      for row in rows { try posting.reverse(row, &overturning) }
      if let last = rows.last { try overturning.settle(on: last.date, &posting) }
    }
  }
}

extension Posting {
  private static let reversible: Set<EntryKind> = [
    .opening, .deductionOrder, .trade, .credit, .carryOver, .cancellation, .surrender,
  ]

  fileprivate mutating func reverse(_ row: ReversalRow, _ overturning: inout Overturning) throws {
    guard let entry = try JournalEntry.fetch(db, id: row.entry) else {
      return refuse(row, Label(zh: "账簿中没有该分录", en: "the book has no such entry"))
    }
    if entry.reverses != nil {
      return refuse(row, Label(zh: "该分录本身是冲销", en: "the entry is a reversal itself"))
    }
    if let by = try Int.fetchOne(db, sql: "SELECT id FROM entry WHERE reverses = ?", arguments: [row.entry]) {
      return refuse(row, Label(zh: "该分录已由分录\(by)冲销", en: "entry \(by) reverses it already"))
    }
    guard Self.reversible.contains(entry.movement.kind) else {
      return refuse(
        row,
        Label(
          zh: "“\(entry.movement.kind.label.zh)”不能手工冲销，请以更正后的数据重新过账或核定",
          en:
            "an entry of kind “\(entry.movement.kind.label.en)” is corrected by posting or determining again, not by hand"
        ))
    }
    if entry.movement.kind == .deductionOrder {
      try overturning.giveBack(entry.movement, on: row.date, &self)
    }
    for part in try parts(of: entry) {
      var reversal = part.movement.reversal(
        of: part.id, on: row.date, year: part.movement.year, line: row.line)
      reversal.reference = row.reason
      try post(reversal, field: "entry")
    }
  }

  /// A surrender has two entries, of the allowances and of the obligation they meet: both go.
  private func parts(of entry: JournalEntry) throws -> [JournalEntry] {
    guard entry.movement.kind == .surrender else { return [entry] }
    let isObligation = entry.movement.from.kind == .obligationDue
    let other = try JournalEntry.fetch(db, id: isObligation ? entry.id - 1 : entry.id + 1)
    return [entry] + (other.map { [$0] } ?? [])
  }

  private mutating func refuse(_ row: ReversalRow, _ message: Label) {
    refuse(
      Diagnostic(
        .bookReversal, file: request.name, line: row.line, field: "entry", text: "\(row.entry)",
        message: message))
  }
}

/// An entry of the journal with everything it says.
package struct JournalEntry: Sendable {
  package let id: Int
  package let document: Int
  package let booked: CalendarDate
  package let movement: Movement
  package var reverses: Int? { movement.reverses }

  static let columns = """
    e.id, e.document, e.booked, e.kind, e.date, f.ledger || '.' || f.kind, f.owner, f.vintage,
    t.ledger || '.' || t.kind, t.owner, t.vintage, e.tonnes, e.year, e.price_fen, e.reference, e.reverses, e.line
    """
  static let tables =
    "entry AS e JOIN account AS f ON f.id = e.from_account JOIN account AS t ON t.id = e.to_account"

  init?(_ row: Row) {
    guard let booked = CalendarDate(number: row[2]), let kind = EntryKind(rawValue: row[3]),
      let date = CalendarDate(number: row[4]), let from = AccountKind(rawValue: row[5]),
      let to = AccountKind(rawValue: row[8])
    else { return nil }
    id = row[0]
    document = row[1]
    self.booked = booked
    movement = Movement(
      kind, date, from: AccountKey(from, row[6], row[7]), to: AccountKey(to, row[9], row[10]), row[11],
      year: row[12],
      priceFen: row[13], reference: row[14], reverses: row[15], line: row[16])
  }

  static func fetch(_ db: Database, id: Int) throws -> JournalEntry? {
    try Row.fetchOne(db, sql: "SELECT \(columns) FROM \(tables) WHERE e.id = ?", arguments: [id]).flatMap(
      JournalEntry.init)
  }
}
