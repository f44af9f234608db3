import Filings
import GRDB
import Quantities
import Rulebook

/// The statement of a province or of the nation for a compliance year: who is covered, what was issued, what is
/// due and met, what was traded.
package struct MarketStatement: Sendable {
  /// GB/T 2260; nil for the nation.
  package let province: String?
  package let year: Int
  package let asOf: CalendarDate
  /// Sorted by province and USCC.
  package let entities: [EntityLine]
  /// What the other compliance years left open behind their deadlines, by year and USCC.
  package let otherArrears: [OtherArrears]
  /// Every month with trades.
  package let months: [TradedMonth]
  /// tCO2e that the user states for the whole country; nil where none is stated.
  package let nationalTotal: FixedDecimal?
  /// What is published, beside what the book says; national statements only.
  package let comparisons: [Comparison]

  package struct EntityLine: Sendable {
    package let entity: BookEntity
    package let position: YearPosition
    /// Allowances held of all vintages, the province's account included.
    package let held: Int
  }

  /// What an entity still owes for another compliance year.
  package struct OtherArrears: Sendable, Equatable {
    package let year: Int
    package let entity: BookEntity
    package let tonnes: Int
  }

  /// A published figure against the book's.
  package struct Comparison: Sendable, Equatable {
    package let rule: String
    package let label: Label
    package let unit: String
    package let published: FixedDecimal
    /// The book's value, rounded to the published decimals; nil where it has none.
    package let own: FixedDecimal?
    package let standing: Label
    package var agrees: Bool { own == published }
  }

  /// The sum of some entities.
  package struct Totals: Sendable, Equatable {
    package var entities = 0
    /// tCO2e of the allocation units.
    package var verified = FixedDecimal.zero
    package var determined = 0
    package var issued = 0
    package var due = 0
    package var met = 0
    package var held = 0
    /// Open behind a deadline that is over.
    package var arrears = 0
    /// Tonnes short, and surplus, each entity for itself.
    package var short = 0
    package var long = 0

    /// Per cent of the obligations that are met, 2 decimals, rounded down so that only all is 100.
    package var completion: FixedDecimal? {
      try? (FixedDecimal(met) * FixedDecimal(100)).divided(by: FixedDecimal(due), decimals: 2, .down)
    }
  }

  /// The totals of the entities that a test picks.
  package func totals(where isCounted: (EntityLine) -> Bool = { _ in true }) -> Totals {
    var totals = Totals()
    for line in entities where isCounted(line) {
      totals.entities += 1
      totals.verified = (try? totals.verified + (line.position.verified ?? .zero)) ?? totals.verified
      totals.determined += line.position.determined ?? 0
      totals.issued += line.position.issued
      totals.due += line.position.due
      totals.met += line.position.met
      totals.held += line.held
      totals.arrears += line.position.arrears
      totals.short += max(0, line.position.short)
      totals.long += max(0, -line.position.short)
    }
    return totals
  }

  /// The share of the stated national total that the verified emissions of the allocation units are, per cent, 2
  /// decimals. An entity emits more than that: the book knows its units only.
  package var share: FixedDecimal? {
    guard let nationalTotal else { return nil }
    return try? (totals().verified * FixedDecimal(100)).divided(by: nationalTotal, decimals: 2)
  }
}

extension Book {
  /// A province's statement, or the nation's.
  ///
  /// - Parameter year: the compliance year; nil for the newest that the book has.
  package func marketStatement(
    province: String?, year: Int?, asOf: CalendarDate?, nationalTotal: FixedDecimal?, rulebook: Rulebook
  ) throws(BookError) -> MarketStatement? {
    try read { db in
      let day = try asOf ?? Self.newestDay(db) ?? Self.noDate
      let balances = try Balances(db, asOf: day)
      let known = try Self.years(db, upTo: balances.document)
      guard let newest = known.last else { return nil }
      let year = year ?? newest
      if !known.contains(year) { throw Self.unknownYear(year, known: known, path: path) }
      let entities = try BookEntity.all(db, upTo: balances.document).filter {
        province == nil || $0.province == province
      }
      let positions = try Positions(db, rulebook, balances, asOf: day)
      let (holdings, onAccount) = (balances.byOwner(.holding), balances.byOwner(.province))
      var otherArrears: [MarketStatement.OtherArrears] = []
      let lines = try entities.compactMap { entity -> MarketStatement.EntityLine? in
        let years = try positions.of(entity.uscc)
        otherArrears += years.filter { $0.year != year && $0.arrears > 0 }
          .map { MarketStatement.OtherArrears(year: $0.year, entity: entity, tonnes: $0.arrears) }
        guard let position = years.first(where: { $0.year == year }) else { return nil }
        let held = [holdings, onAccount].reduce(0) { $0 + ($1[entity.uscc]?.values.reduce(0, +) ?? 0) }
        return MarketStatement.EntityLine(entity: entity, position: position, held: held)
      }
      let owners = province == nil ? nil : Set(entities.map(\.uscc))
      let months = try TradeTotals(db, asOf: day, between: owners).months
      return MarketStatement(
        province: province, year: year, asOf: day,
        entities: lines.sorted {
          ($0.entity.province, $0.entity.uscc) < ($1.entity.province, $1.entity.uscc)
        },
        otherArrears: otherArrears.sorted { ($0.year, $0.entity.uscc) < ($1.year, $1.entity.uscc) },
        months: months, nationalTotal: nationalTotal,
        comparisons: province == nil
          ? Published(rulebook).comparisons(months: months, lines: lines, year: year) : [])
    }
  }
}

/// The published market figures (allocation.md section 9) against a book's.
private struct Published {
  let rulebook: Rulebook

  init(_ rulebook: Rulebook) {
    self.rulebook = rulebook
  }

  func comparisons(
    months: [TradedMonth], lines: [MarketStatement.EntityLine], year: Int
  ) -> [MarketStatement.Comparison] {
    var result: [MarketStatement.Comparison] = []
    for year in Set(months.map(\.year)).sorted() {
      let own = months.filter { $0.year == year }
      let tonnes = own.reduce(0) { $0 + $1.tonnes }
      let turnover = FixedDecimal(coefficient: own.reduce(0) { $0 + $1.turnoverFen }, scale: 2)
      let million = FixedDecimal(1_000_000)
      let values: [(String, Quotient?)] = [
        ("market.volume", try? Quotient(FixedDecimal(tonnes), over: million)),
        ("market.turnover", try? Quotient(turnover, over: million)),
        ("market.meanPrice", try? Quotient(turnover, over: FixedDecimal(tonnes))),
      ]
      result += values.compactMap { comparison($0, year: year, own: $1) }
    }
    for sector in Sector.allCases {
      let count = lines.count { $0.entity.sector == sector }
      if count == 0 { continue }
      if let line = comparison(
        "market.entities.\(sector.rawValue)", year: year, own: Quotient(FixedDecimal(count)))
      {
        result.append(line)
      }
    }
    return result
  }

  private func comparison(_ id: String, year: Int, own: Quotient?) -> MarketStatement.Comparison? {
    guard let rule = try? rulebook.rules(for: year).number(id) else { return nil }
    return MarketStatement.Comparison(
      rule: id,
      label: Label(zh: "\(year)年\(rule.entry.label.zh)", en: "\(rule.entry.label.en), \(year)"),
      unit: rule.entry.unit,
      published: rule.value, own: own.flatMap { try? $0.rounded(to: rule.entry.decimals ?? 0) },
      standing: rule.entry.standing.label)
  }
}
