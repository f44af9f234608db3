import Allowances
import FilingFormats
import Filings
import GRDB
import Quantities
import Rulebook

/// A unit's final determination (核定) as a run's results give it and the book keeps it: a row of tables 2-2
/// to 2-4.
package struct DeterminedUnit: Sendable, Equatable {
  package let sector: Sector
  package let uscc: String
  package let unit: String
  /// Exact decimals as text; empty where there is none.
  package let emissions: String
  package let output: String
  package let intensity: String
  package let balanceValue: String
  package let balanceSource: String
  package let specialCase: String
  /// Whole tonnes; nil outside allocation, or undecided.
  package let determined: Int?
  package let due: Int?
  /// What the official tables print beside, `name=value` a line, sorted.
  package let details: String

  package init(
    sector: Sector, uscc: String, unit: String, emissions: String, output: String, intensity: String,
    balanceValue: String, balanceSource: String, specialCase: String, determined: Int?, due: Int?,
    details: String
  ) {
    self.sector = sector
    self.uscc = uscc
    self.unit = unit
    self.emissions = emissions
    self.output = output
    self.intensity = intensity
    self.balanceValue = balanceValue
    self.balanceSource = balanceSource
    self.specialCase = specialCase
    self.determined = determined
    self.due = due
    self.details = details
  }

  init?(_ row: Row) {
    guard let sector = Sector(rawValue: row["sector"]) else { return nil }
    self.init(
      sector: sector, uscc: row["uscc"], unit: row["unit"], emissions: row["emissions"],
      output: row["output"],
      intensity: row["intensity"], balanceValue: row["balance_value"], balanceSource: row["balance_source"],
      specialCase: row["special_case"], determined: row["determined"], due: row["due"],
      details: row["details"])
  }
}

/// The verified results of a run, ready to be determined.
package struct DeterminationInput: Sendable {
  package struct Entity: Sendable {
    package let uscc: String
    package let name: String
    package let sector: Sector
    package let province: String
    package let units: [DeterminedUnit]
    /// What the run took as pre-allocated, where it was given any.
    package let preallocated: Int?

    package init(
      uscc: String, name: String, sector: Sector, province: String, units: [DeterminedUnit],
      preallocated: Int?
    ) {
      self.uscc = uscc
      self.name = name
      self.sector = sector
      self.province = province
      self.units = units
      self.preallocated = preallocated
    }

    fileprivate var named: BookEntity {
      BookEntity(uscc: uscc, name: name, sector: sector, province: province)
    }
  }

  /// A filing that the run rejected.
  package struct Rejection: Sendable {
    /// Its files, as the run names them.
    package let files: String
    /// Empty where the filing does not say.
    package let uscc: String

    package init(files: String, uscc: String) {
      self.files = files
      self.uscc = uscc
    }
  }

  package let year: Int
  /// Sorted by USCC.
  package let entities: [Entity]
  package let rejected: [Rejection]
  /// SHA-256 of the run's manifest.
  package let run: String

  package init(year: Int, entities: [Entity], rejected: [Rejection] = [], run: String) {
    self.year = year
    self.entities = entities
    self.rejected = rejected
    self.run = run
  }

  /// The sectors whose balance value follows from the filings of the run.
  fileprivate var solvedSectors: Set<Sector> {
    let units = entities.flatMap(\.units)
    return Set(units.filter { BalanceValue.Source.isSolved($0.balanceSource) }.map(\.sector))
  }
}

/// The determinations of a year that count: those of each entity's newest document.
struct DeterminationFacts {
  private(set) var byEntity: [String: [DeterminedUnit]] = [:]

  init(_ db: Database, year: Int, upTo document: Int? = nil) throws {
    let rows = try Row.fetchCursor(
      db, sql: "SELECT * FROM determination WHERE year = ? AND document <= ? ORDER BY document, uscc, unit",
      arguments: [year, document ?? Int.max])
    var newest: [String: Int] = [:]
    while let row = try rows.next() {
      let (uscc, document): (String, Int) = (row["uscc"], row["document"])
      if newest[uscc] != document { byEntity[uscc] = [] }
      newest[uscc] = document
      if let unit = DeterminedUnit(row) { byEntity[uscc, default: []].append(unit) }
    }
  }

  func of(_ uscc: String) -> [DeterminedUnit] { byEntity[uscc] ?? [] }
}

extension Book {
  /// Final determination (核定) and true-up (多退少补) of a year: issues the rest, takes back what was issued
  /// too much, sets what is to be surrendered. Results that the book has already change nothing; changed
  /// ones give reversals and new entries.
  package func determine(_ input: DeterminationInput, _ request: PostRequest) throws(BookError) -> PostOutcome
  {
    let rules = request.rulebook.rules(for: input.year)
    guard let date = request.date ?? (try? rules.date("calendar.issue").value) else {
      throw BookError(
        "the calendar names no day of issue for \(input.year): give one with --date", isUsage: true)
    }
    return try post(request, kind: "determination", run: input.run, date: date, found: []) { posting in
      let known = try DeterminationFacts(posting.db, year: input.year)
      let standing = try StageEntries(
        posting.db, documents: StageEntries.finalIssue, year: input.year)
      let preallocations = try PreallocationFacts(posting.db, year: input.year)
      let withheld = try Withheld(posting.db, year: input.year)
      let deductions = try OpenDeductions(posting.db)
      let names = try BookEntity.namedByDeterminations(posting.db)
      posting.tellRejected(from: input)
      for entity in input.entities {
        guard entity.units != known.of(entity.uscc) else {
          // A table may have renamed it since: only what the results say anew counts.
          if entity.named != names[entity.uscc] { try posting.name(entity) }
          continue
        }
        try posting.determine(
          entity, year: input.year, date, standing: standing.of(entity.uscc), known: known.of(entity.uscc),
          preallocated: preallocations.of(entity.uscc).reduce(0) { $0 + $1.tonnes },
          account: withheld.account(of: entity.uscc, vintage: input.year), deductions: deductions)
      }
      posting.tellMissing(
        from: input, known: Set(known.byEntity.keys), preallocated: Set(preallocations.byEntity.keys))
    }
  }
}

extension Posting {
  /// Filings that the run rejected. A balance value that was solved without them would be another with them, and
  /// with it everybody's allowances: so nothing is determined unless that is asked for.
  fileprivate mutating func tellRejected(from input: DeterminationInput) {
    let present = Set(input.entities.map(\.uscc))
    let solved = input.solvedSectors
    var incomplete = 0
    for rejection in input.rejected {
      let (files, isMissing) = (rejection.files, !present.contains(rejection.uscc))
      // Where the book does not know its sector either, it may be any.
      let isUnsolved = isMissing && (sector(of: rejection.uscc).map(solved.contains) ?? !solved.isEmpty)
      incomplete += isUnsolved ? 1 : 0
      let without =
        isUnsolved
        ? Label(zh: "，平衡值未计入该单位", en: "; the balance value was solved without it") : Label(zh: "", en: "")
      refuse(
        Diagnostic(
          .bookRejected, file: request.name, text: rejection.uscc,
          message: isMissing
            ? Label(
              zh: "填报\(files)被拒，该单位未核定\(without.zh)",
              en: "the filing \(files) was rejected, and nothing of its entity is determined\(without.en)")
            : Label(
              zh: "填报\(files)被拒，结果依据该单位的另一份填报",
              en: "the filing \(files) was rejected; the results go by another filing of the entity"),
          uscc: rejection.uscc))
    }
    if incomplete == 0 || request.options.isIncomplete { return }
    refuse(
      Diagnostic(
        .bookIncomplete, file: request.name, text: "\(incomplete)",
        message: Label(
          zh: "平衡值由本批次求解，而\(incomplete)份填报被拒：补入后平衡值和各单位配额都会改变；未核定",
          en:
            "a balance value was solved without rejected filings (\(incomplete)): with them it and everybody's allowances would be others; nothing was determined"
        )))
  }

  /// Entities that the book has and the run has not: nothing of theirs changes, and it is said.
  fileprivate mutating func tellMissing(
    from input: DeterminationInput, known: Set<String>, preallocated: Set<String>
  ) {
    // Those of rejected filings are named already.
    let present = Set(input.entities.map(\.uscc) + input.rejected.map(\.uscc))
    for uscc in known.union(preallocated).subtracting(present).sorted() {
      refuse(
        Diagnostic(
          .bookDifference, file: request.name, text: uscc,
          message: Label(
            zh: "账簿中有该单位\(input.year)年度的预分配或核定，本次结果中没有；账簿保持不变",
            en:
              "the book has a pre-allocation or determination of \(input.year) for it, these results have not; nothing was changed"
          ),
          uscc: uscc))
    }
  }

  fileprivate mutating func determine(
    _ entity: DeterminationInput.Entity, year: Int, _ date: CalendarDate, standing: [PostedEntry],
    known: [DeterminedUnit], preallocated: Int, account: AccountKey, deductions: OpenDeductions
  ) throws {
    let uscc = entity.uscc
    if let given = entity.preallocated, given != preallocated {
      refuse(
        Diagnostic(
          .bookDifference, file: request.name, text: "\(given)",
          message: Label(
            zh: "结果中的预分配为\(given) t，账簿为\(preallocated) t",
            en: "the results take \(given) t as pre-allocated, the book has \(preallocated) t"),
          expected: "\(preallocated)", uscc: uscc))
    }
    if let undecided = entity.units.first(where: { $0.determined == nil && $0.due != nil }) {
      return refuse(
        Diagnostic(
          .unmatched, file: request.name, text: undecided.unit,
          message: Label(
            zh: "单元\(undecided.unit)的配额尚待核定，该单位未入账",
            en: "the allowances of unit \(undecided.unit) are still to be decided; the entity is left out"),
          uscc: uscc))
    }
    try name(entity)
    try write(entity.units, year: year)
    let determined = entity.units.reduce(0) { $0 + ($1.determined ?? 0) }
    let due = entity.units.reduce(0) { $0 + ($1.due ?? 0) }
    let isSame =
      !known.isEmpty && known.reduce(0) { $0 + ($1.determined ?? 0) } == determined
      && known.reduce(0) { $0 + ($1.due ?? 0) } == due
    if isSame { return }
    let stage = FinalStage(
      uscc: uscc, year: year, date: date, account: account, standing: standing, deductions: deductions)
    try stage.giveBack(due: due, &self)
    try stage.issue(preallocated: preallocated, determined: determined, &self)
    try stage.oblige(due: due, &self)
  }

  fileprivate mutating func name(_ entity: DeterminationInput.Entity) throws {
    try name(entity.uscc, entity.name, sector: entity.sector, province: entity.province)
  }

  private mutating func write(_ units: [DeterminedUnit], year: Int) throws {
    for unit in units {
      try db.execute(
        sql: """
          INSERT INTO determination (document, uscc, year, sector, unit, emissions, output, intensity, balance_value,
            balance_source, special_case, determined, due, details) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
          """,
        arguments: [
          document, unit.uscc, year, unit.sector.rawValue, unit.unit, unit.emissions, unit.output,
          unit.intensity,
          unit.balanceValue, unit.balanceSource, unit.specialCase, unit.determined, unit.due, unit.details,
        ])
    }
    hasContent = true
  }
}
