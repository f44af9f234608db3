import FilingFormats
import Filings
import GRDB
import Quantities
import Rulebook

/// What posting a document came to.
package struct PostOutcome: Sendable {
  /// How many entries of a kind, and their tonnes; those that take back apart.
  package struct Tally: Sendable, Equatable {
    package var entries = 0
    package var tonnes = 0
    package var reversals = 0
    package var reversedTonnes = 0
    package var net: Int { tonnes - reversedTonnes }

    package init() {}

    mutating func count(_ movement: Movement) {
      if movement.takesBack {
        reversals += 1
        reversedTonnes += movement.tonnes
      } else {
        entries += 1
        tonnes += movement.tonnes
      }
    }
  }

  package let name: String
  /// False: nothing of the document was posted, or a dry run took it back.
  package let isPosted: Bool
  package let tallies: [EntryKind: Tally]
  package let diagnostics: [Diagnostic]
  /// How far the newest day of the book moves; nil where it stays.
  package let days: DayMove?

  package struct DayMove: Sendable, Equatable {
    /// Nil for a book that was empty.
    package let from: CalendarDate?
    package let to: CalendarDate
  }

  package init(
    name: String, isPosted: Bool, tallies: [EntryKind: Tally], diagnostics: [Diagnostic], days: DayMove? = nil
  ) {
    self.name = name
    self.isPosted = isPosted
    self.tallies = tallies
    self.diagnostics = diagnostics
    self.days = days
  }

  /// Whether the document could not be posted.
  package var isRefused: Bool { diagnostics.contains { $0.severity == .error } }
}

/// How a person wants documents to be posted.
package struct PostOptions: Sendable {
  /// The day of rows that carry none; by default what the calendar of the rulebook says.
  package var date: CalendarDate?
  /// The latest day that the person takes for right; by default what ``LatestDay`` says.
  package var latest: CalendarDate?
  /// Whether everything is taken back at the end.
  package var isDry: Bool
  /// Whether a document whose entries are all reversed is posted once more.
  package var isAgain: Bool
  /// Whether results are determined though their balance value was solved without rejected filings.
  package var isIncomplete: Bool

  package init(
    date: CalendarDate? = nil, latest: CalendarDate? = nil, isDry: Bool = false, isAgain: Bool = false,
    isIncomplete: Bool = false
  ) {
    self.date = date
    self.latest = latest
    self.isDry = isDry
    self.isAgain = isAgain
    self.isIncomplete = isIncomplete
  }
}

/// A document that is to be posted.
package struct PostRequest: Sendable {
  package let name: String
  /// SHA-256 of its bytes, by which the book knows it again; empty for what is no file.
  package let sha256: String
  package let rulebook: Rulebook
  package let options: PostOptions

  package init(name: String, sha256: String, rulebook: Rulebook, options: PostOptions = PostOptions()) {
    self.name = name
    self.sha256 = sha256
    self.rulebook = rulebook
    self.options = options
  }

  var date: CalendarDate? { options.date }
}

extension Book {
  /// Posts a document: all of it, or nothing.
  ///
  /// - Parameters:
  ///   - kind: as the book's documents name it.
  ///   - date: the day of the document; nil where the body begins it, with the first row that it reads.
  ///   - found: what reading the document found wrong; with an error among it nothing is posted.
  ///   - batchSize: as of the journal; above 1, the body flushes it at its end.
  ///   - body: posts the movements and reports what it refuses.
  func post(
    _ request: PostRequest, kind: String, run: String? = nil, date: CalendarDate?, found: [Diagnostic],
    batchSize: Int = 1,
    _ body: (inout Posting) throws -> Void
  ) throws(BookError) -> PostOutcome {
    if found.contains(where: { $0.severity == .error }) {
      return PostOutcome(name: request.name, isPosted: false, tallies: [:], diagnostics: found.sorted())
    }
    return try write(isDry: request.options.isDry) { db in
      if let earlier = try EarlierPosting(db, kind: kind, sha256: request.sha256),
        let diagnostic = earlier.diagnostic(for: request)
      {
        let diagnostics = found + [diagnostic]
        return (
          PostOutcome(name: request.name, isPosted: false, tallies: [:], diagnostics: diagnostics), false
        )
      }
      var posting = try Posting(db, request: request, batchSize: batchSize)
      if let day = request.date, posting.latest.isBefore(day) {
        let refusal = posting.latest.refusal(of: day, file: request.name, line: 0)
        return (
          PostOutcome(name: request.name, isPosted: false, tallies: [:], diagnostics: found + [refusal]),
          false
        )
      }
      if let date { try posting.begin(kind: kind, run: run, booked: date) }
      try body(&posting)
      let isRefused = posting.diagnostics.contains { $0.severity == .error }
      let keep = !isRefused && posting.hasContent
      let outcome = PostOutcome(
        name: request.name, isPosted: keep && !request.options.isDry,
        tallies: isRefused ? [:] : posting.tallies,
        diagnostics: (found + posting.diagnostics).sorted(), days: keep ? posting.days : nil)
      return (outcome, keep)
    }
  }
}

/// A document while it is being posted.
struct Posting {
  let db: Database
  let request: PostRequest
  let journal: Journal
  /// Beyond it a day is taken for a slip.
  let latest: LatestDay
  private let newest: Int
  var document = 0
  private(set) var tallies: [EntryKind: PostOutcome.Tally] = [:]
  var diagnostics: [Diagnostic] = []
  /// Whether anything was written that is worth keeping.
  var hasContent = false
  private var entities: [String: BookEntity]
  private var refusals = 0
  /// So many refused rows are shown; a file that is all wrong needs no million messages.
  private static let shownRefusals = 20

  init(_ db: Database, request: PostRequest, batchSize: Int) throws {
    self.db = db
    self.request = request
    journal = try Journal(db, batchSize: batchSize)
    newest = journal.lastBooked
    latest = try LatestDay(db, rulebook: request.rulebook, confirmed: request.options.latest, newest: newest)
    entities = try Dictionary(
      BookEntity.all(db).map { ($0.uscc, $0) }, uniquingKeysWith: { first, _ in first })
  }

  /// Opens the document in the journal.
  mutating func begin(kind: String, run: String? = nil, booked: CalendarDate) throws {
    document = try journal.begin(
      kind: kind, name: request.name, sha256: request.sha256, run: run, booked: booked)
  }

  /// Opens a further document in which entries stand that follow from those before.
  mutating func beginPart(kind: String, booked: CalendarDate) throws {
    document = try journal.begin(kind: kind, name: request.name, sha256: "", booked: booked)
  }

  /// How far the document moves the newest day of the book.
  fileprivate var days: PostOutcome.DayMove? {
    guard journal.lastBooked > newest, let to = CalendarDate(number: journal.lastBooked) else { return nil }
    return PostOutcome.DayMove(from: CalendarDate(number: newest), to: to)
  }

  /// Nil where the book does not know it.
  func sector(of uscc: String) -> Sector? { entities[uscc]?.sector }

  func knows(_ uscc: String) -> Bool { entities[uscc] != nil }

  /// Opens an entity that the book does not know yet.
  mutating func open(_ uscc: String) throws {
    guard entities[uscc] == nil else { return }
    entities[uscc] = BookEntity(unnamed: uscc)
    try db.execute(sql: "INSERT INTO entity (uscc) VALUES (?)", arguments: [uscc])
  }

  /// Says what an entity is called from this document on.
  mutating func name(_ uscc: String, _ name: String, sector: Sector, province: String) throws {
    try open(uscc)
    let named = BookEntity(uscc: uscc, name: name, sector: sector, province: province)
    guard entities[uscc] != named else { return }
    entities[uscc] = named
    try db.execute(
      sql: """
        INSERT INTO naming (id, document, uscc, name, sector, province)
        VALUES ((SELECT coalesce(max(id), 0) + 1 FROM naming), ?, ?, ?, ?, ?)
        """, arguments: [document, uscc, name, sector.rawValue, province])
    hasContent = true
  }

  /// Posts a movement, or reports that it would overdraw.
  ///
  /// - Returns: whether it was posted.
  @discardableResult
  mutating func post(_ movement: Movement, field: String = "tonnes") throws -> Bool {
    if latest.isBefore(movement) {
      refuse(latest.refusal(of: movement, file: request.name))
      return false
    }
    do throws(any Error) {
      try journal.post(movement)
    } catch let overdraw as Overdraw {
      refuse(Self.diagnostic(overdraw, movement, file: request.name, field: field))
      return false
    }
    hasContent = true
    // The obligation that a surrender meets is its other side, not more of it.
    if movement.kind == .surrender, movement.from.kind.ledger == "obligation" { return true }
    tallies[movement.kind, default: PostOutcome.Tally()].count(movement)
    return true
  }

  mutating func refuse(_ diagnostic: Diagnostic) {
    refusals += diagnostic.severity == .error ? 1 : 0
    if refusals <= Self.shownRefusals { diagnostics.append(diagnostic) }
    if refusals == Self.shownRefusals + 1 {
      diagnostics.append(
        Diagnostic(
          diagnostic.code, file: request.name,
          message: Label(zh: "其余被拒绝的行不再列出", en: "further refused rows are not listed")))
    }
  }

  mutating func refuseUnknown(_ uscc: String, line: Int, field: String) {
    refuse(
      Diagnostic(
        .bookEntity, file: request.name, line: line, field: field, text: uscc,
        message: Label(zh: "账簿中没有该单位", en: "the book has no entity with this code"), uscc: uscc))
  }

  private static func diagnostic(_ overdraw: Overdraw, _ movement: Movement, file: String, field: String)
    -> Diagnostic
  {
    let key = overdraw.account
    let vintage = key.vintage == 0 ? "" : " \(key.vintage)"
    return Diagnostic(
      .bookOverdraw, file: file, line: movement.line, field: field, text: "\(overdraw.wanted)",
      message: Label(
        zh: "\(key.owner)的\(key.kind.label.zh)\(vintage)余额为\(overdraw.balance) t，不足\(overdraw.wanted) t",
        en:
          "\(key.owner): \(key.kind.label.en)\(vintage) has a balance of \(overdraw.balance) t, less than \(overdraw.wanted) t"
      ),
      expected: "≤ \(overdraw.balance)", uscc: key.owner)
  }
}
