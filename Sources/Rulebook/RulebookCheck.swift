import Filings
import Quantities

/// Something wrong with a rulebook.
package struct RulebookProblem: Sendable, Equatable {
  package enum Kind: String, Sendable {
    /// Two entries of one id hold in the same year.
    case overlap
    /// A year between the first and the last of an id has no entry.
    case gap
    /// No document, clause, name or unit, or a document that is not listed.
    case source
    /// A value that follows from others does not.
    case arithmetic
  }

  package let kind: Kind
  package let id: String
  package let message: String
}

/// Proves what can be proved about a rulebook: no gap or overlap of years, no missing source, and every
/// value that can be recomputed from others agrees.
package enum RulebookCheck {
  package static func problems(in rulebook: Rulebook) -> [RulebookProblem] {
    var problems: [RulebookProblem] = []
    for (id, entries) in Dictionary(grouping: rulebook.entries, by: \.id).sorted(by: { $0.key < $1.key }) {
      problems += years(id, entries)
    }
    for entry in rulebook.entries { problems += source(entry, rulebook) }
    problems += RulebookArithmetic.problems(in: rulebook)
    return problems
  }

  private static func years(_ id: String, _ entries: [RuleEntry]) -> [RulebookProblem] {
    let sorted = entries.sorted { $0.firstYear < $1.firstYear }
    return zip(sorted, sorted.dropFirst()).compactMap { earlier, later in
      let end = earlier.lastYear ?? Int.max
      if end >= later.firstYear {
        return RulebookProblem(
          kind: .overlap, id: id, message: "two entries hold in \(later.firstYear)")
      }
      if end + 1 < later.firstYear {
        return RulebookProblem(
          kind: .gap, id: id, message: "no entry holds from \(end + 1) to \(later.firstYear - 1)")
      }
      return nil
    }
  }

  private static func source(_ entry: RuleEntry, _ rulebook: Rulebook) -> [RulebookProblem] {
    var problems: [RulebookProblem] = []
    func add(_ message: String) {
      problems.append(RulebookProblem(kind: .source, id: entry.id, message: message))
    }
    if rulebook.document(entry.document) == nil { add("the document \(entry.document) is not listed") }
    if entry.clause.isEmpty { add("the clause is missing") }
    if entry.label.zh.isEmpty || entry.label.en.isEmpty { add("a name is missing") }
    if let last = entry.lastYear, last < entry.firstYear { add("the last year comes before the first") }
    if case .number(let number) = entry.value {
      if entry.unit.isEmpty { add("the unit is missing") }
      if let decimals = entry.decimals, number.withoutTrailingZeros.scale > UInt8(clamping: decimals) {
        add("\(number) has more than \(decimals) decimals")
      }
    }
    return problems
  }
}

/// Recomputes what follows from other entries.
enum RulebookArithmetic {
  static func problems(in rulebook: Rulebook) -> [RulebookProblem] {
    let years = Set(rulebook.entries.map(\.firstYear)).sorted()
    return years.flatMap { year in
      let rules = rulebook.rules(for: year)
      return fuelFactors(rulebook, rules) + coalTar(rules) + coefficient(rules) + anodeEffects(rules)
    }
  }

  /// The last column of AG-STEEL table A.1: NCV × CC × 44/12, 4 decimals.
  private static func fuelFactors(_ rulebook: Rulebook, _ rules: YearRules) -> [RulebookProblem] {
    rulebook.entries.filter { $0.firstYear == rules.year && $0.id.hasSuffix(".factor") }.compactMap { entry in
      let fuel = entry.id.dropLast(".factor".count)
      guard let heat = try? rules.number("\(fuel).netCalorificValue").value,
        let carbon = try? rules.number("\(fuel).carbonPerHeat").value
      else { return nil }
      return disagreement(entry, carbonDioxide(heat, carbon, decimals: 4))
    }
  }

  /// Coal tar of table A.2 is that of table A.1, 3 decimals: 33.453 × 0.02200 × 44/12 = 2.699.
  private static func coalTar(_ rules: YearRules) -> [RulebookProblem] {
    guard let entry = rules.find("steel.factor.coalTar"), entry.firstYear == rules.year,
      let heat = try? rules.number("steel.fuel.coalTar.netCalorificValue").value,
      let carbon = try? rules.number("steel.fuel.coalTar.carbonPerHeat").value
    else { return [] }
    return disagreement(entry, carbonDioxide(heat, carbon, decimals: 3)).map { [$0] } ?? []
  }

  /// cap = slope × band: the coefficient has no jump at the edge of the band, as the balance value needs.
  private static func coefficient(_ rules: YearRules) -> [RulebookProblem] {
    guard let entry = rules.find("allocation.cap"), entry.firstYear == rules.year,
      let slope = try? rules.number("allocation.slope").value,
      let band = try? rules.number("allocation.band").value
    else { return [] }
    return disagreement(entry, try? slope * band).map { [$0] } ?? []
  }

  /// 0.14481 tCO2e a tonne of aluminium, as the domain notes compute it from the defaults.
  private static func anodeEffects(_ rules: YearRules) -> [RulebookProblem] {
    guard let entry = rules.find("aluminium.anodeEffect.cf4Factor"), entry.firstYear == rules.year,
      case .number(let cf4) = entry.value,
      let c2f6 = try? rules.number("aluminium.anodeEffect.c2f6Factor").value,
      let cf4Potential = try? rules.number("aluminium.gwp.cf4").value,
      let c2f6Potential = try? rules.number("aluminium.gwp.c2f6").value,
      let noted = try? rules.number("aluminium.anodeEffect.perTonne"),
      let sum = try? cf4 * cf4Potential + c2f6 * c2f6Potential,
      let perTonne = try? sum.divided(by: FixedDecimal(1000), decimals: 5)
    else { return [] }
    return disagreement(noted.entry, perTonne).map { [$0] } ?? []
  }

  private static func carbonDioxide(
    _ heat: FixedDecimal, _ carbon: FixedDecimal, decimals: Int
  ) -> FixedDecimal? {
    guard let product = try? heat * carbon * FixedDecimal(44) else { return nil }
    return try? product.divided(by: FixedDecimal(12), decimals: decimals)
  }

  private static func disagreement(_ entry: RuleEntry, _ expected: FixedDecimal?) -> RulebookProblem? {
    guard case .number(let stated) = entry.value, stated != expected else { return nil }
    return RulebookProblem(
      kind: .arithmetic, id: entry.id,
      message: "states \(stated), but \(expected.map { "\($0)" } ?? "nothing") follows from the other entries"
    )
  }
}
