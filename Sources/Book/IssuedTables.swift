import Allowances
import Filings
import GRDB
import Quantities
import Rulebook

/// What the official tables print of a year, taken from the book: allocations as determined, issues as posted.
package struct IssuedYear: Sendable {
  package let year: Int
  package let allocations: [UnitAllocation]
  package let issues: [EntityIssue]
  /// The newest day of its documents.
  package let date: CalendarDate
}

extension Book {
  /// The official tables' rows of a year; nil where the book has no year yet.
  package func issuedYear(_ year: Int?, rulebook: Rulebook) throws(BookError) -> IssuedYear? {
    try read { db in
      let known = try Self.years(db)
      guard let newest = known.last else { return nil }
      let year = year ?? newest
      if !known.contains(year) { throw Self.unknownYear(year, known: known, path: path) }
      let tables = try IssuedTables(db, year: year, rulebook: rulebook)
      let date = try Int.fetchOne(
        db, sql: "SELECT max(booked) FROM document WHERE kind IN ('preallocation', 'determination')")
      return try IssuedYear(
        year: year, allocations: tables.allocations(), issues: tables.issues(),
        date: date.flatMap(CalendarDate.init(number:)) ?? CalendarDate.lastDay(of: year))
    }
  }
}

private struct IssuedTables {
  private let db: Database
  private let year: Int
  private let rules: YearRules
  private let entities: [BookEntity]
  private let determinations: DeterminationFacts
  private let preallocations: PreallocationFacts
  private let standing: StageEntries
  private let withheld: Withheld
  private let deductions: OpenDeductions
  private let lastEntry: Int

  init(_ db: Database, year: Int, rulebook: Rulebook) throws {
    self.db = db
    self.year = year
    rules = rulebook.rules(for: year)
    determinations = try DeterminationFacts(db, year: year)
    preallocations = try PreallocationFacts(db, year: year)
    standing = try StageEntries(db, documents: StageEntries.finalIssue, year: year)
    deductions = try OpenDeductions(db)
    lastEntry = try Self.lastEntry(db, year: year)
    withheld = try Withheld(db, year: year)
    let named = Set(determinations.byEntity.keys).union(preallocations.byEntity.keys)
    entities = try BookEntity.all(db).filter { named.contains($0.uscc) }
  }

  // MARK: 1-2 to 1-4, 2-2 to 2-4

  func allocations() throws -> [UnitAllocation] {
    try entities.flatMap { entity in
      let units = determinations.of(entity.uscc)
      let given = Dictionary(
        preallocations.of(entity.uscc).map { ($0.unit, $0) }, uniquingKeysWith: { first, _ in first })
      let known = Set(units.map(\.unit))
      let undetermined = given.values.filter { !known.contains($0.unit) }.sorted { $0.unit < $1.unit }
      return try units.map { try allocation($0, entity, given[$0.unit]) }
        + undetermined.compactMap { try preallocated($0, entity) }
    }
  }

  private func allocation(
    _ unit: DeterminedUnit, _ entity: BookEntity, _ given: PreallocationFact?
  ) throws -> UnitAllocation {
    let details = UnitDetailText(unit.details)
    let (intensity, balance) = (try number(unit.intensity), try number(unit.balanceValue))
    let allocationUnit = AllocationUnit(
      sector: unit.sector, uscc: unit.uscc, name: entity.name, province: entity.province, unit: unit.unit,
      unitName: unit.unit, emissions: try FixedDecimal(unit.emissions), output: try number(unit.output),
      intensity: intensity, specialCase: SpecialCase(rawValue: unit.specialCase),
      details: try details.unitDetails(unit.sector))
    // The columns that lead to the determined amount: exact again from the values that were used.
    var (deviation, coefficient): (Quotient?, Quotient?) = (nil, nil)
    if let balance, let intensity {
      let method = CoefficientMethod(parameters: try CoefficientParameters(rules))
      deviation = try method.deviation(intensity: intensity, balanceValue: balance)
      coefficient = try deviation.map { try method.coefficient(deviation: $0) }
    }
    let preallocation = try given.map { try Preallocation($0) }
    let determined = unit.determined.map { FixedDecimal($0) }
    var trueUp: FixedDecimal?
    if let determined, let preallocation { trueUp = try determined - preallocation.amount }
    return UnitAllocation(
      unit: allocationUnit,
      balanceValue: balance.map {
        BalanceValue(sector: unit.sector, year: year, value: $0, source: .published(unit.balanceSource))
      },
      deviation: deviation, coefficient: coefficient, determined: determined, preallocation: preallocation,
      trueUp: trueUp, due: unit.due.map { FixedDecimal($0) })
  }

  /// A unit that was pre-allocated and is not determined yet; nil while nobody said of which sector it is.
  private func preallocated(_ fact: PreallocationFact, _ entity: BookEntity) throws -> UnitAllocation? {
    guard let sector = entity.sector else { return nil }
    let unit = AllocationUnit(
      sector: sector, uscc: entity.uscc, name: entity.name, province: entity.province, unit: fact.unit,
      unitName: fact.unit, emissions: .zero, output: nil, intensity: nil, specialCase: nil,
      details: try UnitDetailText("").unitDetails(sector))
    return UnitAllocation(
      unit: unit, balanceValue: nil, deviation: nil, coefficient: nil, determined: nil,
      preallocation: try Preallocation(fact), trueUp: nil, due: nil)
  }

  private func number(_ text: String) throws -> FixedDecimal? {
    text.isEmpty ? nil : try FixedDecimal(text)
  }

  // MARK: 1-5 and 2-5

  /// Only what was posted is added up; nothing is calculated beside the book but the differences that the
  /// tables print.
  func issues() throws -> [EntityIssue] {
    try entities.map { entity in
      let uscc = entity.uscc
      let entries = standing.of(uscc)
      func sum(_ kind: EntryKind, inPreallocation: Bool) -> Int {
        entries.filter { $0.movement.kind == kind && ($0.documentKind == "preallocation") == inPreallocation }
          .reduce(0) { $0 + $1.movement.tonnes }
      }
      let units = determinations.of(uscc)
      let preallocated = preallocations.of(uscc).reduce(0) { $0 + $1.tonnes }
      let determined = units.reduce(0) { $0 + ($1.determined ?? 0) }
      let deductedFirst = sum(.deduction, inPreallocation: true)
      let returned = entries.reduce(0) { $0 + $1.movement.deductionReturned }
      let deductedThen = sum(.deduction, inPreallocation: false)
      let preissued = sum(.preissue, inPreallocation: true)
      // What could not be returned yet is due all the same.
      let outstanding = try balance("return", "due", uscc, year)
      let final =
        sum(.finalIssue, inPreallocation: false) + sum(.unreturned, inPreallocation: false)
        - sum(.trueUpReturn, inPreallocation: false) - outstanding
      let last = max(lastEntry, entries.last?.id ?? 0)
      let left = deductions.open(to: uscc, of: year, upTo: last)
      // As it stood when the pre-allocation was posted: what was ordered since is none of table 1-5.
      let preallocation = entries.last { $0.documentKind == "preallocation" }
      let leftFirst =
        preallocation.map { deductions.open(to: uscc, of: year, upTo: $0.id) } ?? left + deductedThen
        - returned
      return EntityIssue(
        uscc: uscc, name: entity.name, province: entity.province, preallocated: FixedDecimal(preallocated),
        deductedAtPreallocation: FixedDecimal(deductedFirst), preissued: FixedDecimal(preissued),
        determined: units.isEmpty ? nil : FixedDecimal(determined),
        trueUp: units.isEmpty ? nil : FixedDecimal(determined - preallocated),
        deductionReturned: FixedDecimal(returned), deductedAtIssue: FixedDecimal(deductedThen),
        finalIssued: FixedDecimal(final), totalIssued: FixedDecimal(preissued + final),
        due: FixedDecimal(units.reduce(0) { $0 + ($1.due ?? 0) }),
        deductionLeftAtPreallocation: FixedDecimal(leftFirst),
        deductionLeft: FixedDecimal(left),
        withholding: withheld.reason(uscc).map { .yes(WithheldReason.label(of: $0)) } ?? .no)
    }
  }

  /// The last entry of the year's newest document: what is deducted later changes no table of the year.
  private static func lastEntry(_ db: Database, year: Int) throws -> Int {
    try Int.fetchOne(
      db,
      sql: """
        SELECT first_entry - 1 FROM document WHERE id = 1 + (
          SELECT max(document) FROM (SELECT document FROM preallocation WHERE year = ?1
            UNION ALL SELECT document FROM determination WHERE year = ?1))
        """, arguments: [year]) ?? .max
  }

  private func balance(_ ledger: String, _ kind: String, _ owner: String, _ vintage: Int) throws -> Int {
    try Int.fetchOne(
      db, sql: "SELECT tonnes FROM account WHERE ledger = ? AND kind = ? AND owner = ? AND vintage = ?",
      arguments: [ledger, kind, owner, vintage]) ?? 0
  }
}

/// Why allowances go to the province's account, as tables and statements print it.
package enum WithheldReason {
  package static func label(of code: String) -> Label {
    switch code {
    case "closed": Label(zh: "核定前关停", en: "closed before determination")
    case "default": Label(zh: "上年度未足额清缴", en: "default for the last year")
    case "risk": Label(zh: "存在履约风险", en: "evident risk")
    default: Label(zh: code, en: code)
    }
  }
}

extension Preallocation {
  init(_ fact: PreallocationFact) throws {
    self.init(
      lastYearVerified: try FixedDecimal(fact.lastYearVerified),
      ratioPercent: try FixedDecimal(fact.ratioPercent),
      amount: FixedDecimal(fact.tonnes))
  }
}
