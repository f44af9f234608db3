import Filings
import Quantities

/// All rules of all years, in the order of their files.
package struct Rulebook: Sendable {
  package let entries: [RuleEntry]
  package let documents: [RuleDocument]
  /// The catalogue of checks, in its order.
  package let checks: [CheckEntry]

  package init(entries: [RuleEntry], documents: [RuleDocument], checks: [CheckEntry] = []) {
    self.entries = entries
    self.documents = documents
    self.checks = checks
  }

  /// The rules in force in a year.
  package func rules(for year: Int) -> YearRules {
    YearRules(
      year: year, entries: entries.filter { $0.isInForce(in: year) },
      earlier: entries.filter { $0.lastYear.map { $0 < year } ?? false }, checks: checks)
  }

  package func document(_ tag: String) -> RuleDocument? {
    documents.first { $0.tag == tag }
  }
}

/// The rules in force in one year. A class, because everything that calculates holds them.
package final class YearRules: Sendable {
  package let year: Int
  /// The catalogue of checks, in its order.
  package let checks: [CheckEntry]
  private let checkByID: [String: CheckEntry]
  private let byID: [String: RuleEntry]
  private let earlier: [String: [RuleEntry]]
  /// By check and name: `C10`, `coal.high`.
  private let limits: [String: [(name: String, entry: RuleEntry)]]
  private let fuelDefaults: [FuelKey: RuleEntry]

  private struct FuelKey: Hashable {
    let sector: Sector
    let item: Item
    let parameter: Parameter
  }

  init(year: Int, entries: [RuleEntry], earlier: [RuleEntry], checks: [CheckEntry]) {
    self.year = year
    self.checks = checks
    checkByID = Dictionary(checks.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    self.earlier = Dictionary(grouping: earlier, by: \.id)
    byID = Dictionary(entries.map { ($0.id, $0) }, uniquingKeysWith: { first, _ in first })
    var limits: [String: [(name: String, entry: RuleEntry)]] = [:]
    var fuelDefaults: [FuelKey: RuleEntry] = [:]
    let fuels = Sector.allCases.map { ($0, "\($0.rawValue).fuel.") }
    for (id, entry) in byID {
      let parts = id.hasPrefix("check.") ? id.split(separator: ".", maxSplits: 2) : []
      if parts.count == 3 { limits[String(parts[1]), default: []].append((String(parts[2]), entry)) }
      for (sector, prefix) in fuels where id.hasPrefix(prefix) {
        let names = id.dropFirst(prefix.count).split(separator: ".")
        if names.count == 2, let item = Item(rawValue: String(names[0])),
          let parameter = Parameter(rawValue: String(names[1]))
        {
          fuelDefaults[FuelKey(sector: sector, item: item, parameter: parameter)] = entry
        }
      }
    }
    (self.limits, self.fuelDefaults) = (limits, fuelDefaults)
  }

  /// The entry, or nil if no rule of that name is in force in the year.
  package func find(_ id: String) -> RuleEntry? { byID[id] }

  /// What an entry was in earlier versions of its guideline: `steel.older.dolomite` for
  /// `steel.factor.dolomite`.
  package func earlier(_ id: String) -> [RuleEntry] {
    let parts = id.split(separator: ".")
    guard parts.count > 2 else { return [] }
    return earlier["\(parts[0]).older.\(parts.dropFirst(2).joined(separator: "."))"] ?? []
  }

  /// The check of that id in the catalogue.
  package func check(_ id: String) -> CheckEntry? { checkByID[id] }

  /// The number an entry sets.
  package func number(_ id: String) throws(RuleError) -> Rule<FixedDecimal> {
    guard let entry = byID[id] else { throw .missing(id: id, year: year) }
    guard case .number(let number) = entry.value else { throw .otherKind(id: id, year: year) }
    return Rule(value: number, entry: entry)
  }

  /// A limit of a check: the number that the entry `check.<check>.<name>` sets.
  package func limit(_ check: String, _ name: String) throws(RuleError) -> Rule<FixedDecimal> {
    guard let entry = limits[check]?.first(where: { $0.name == name })?.entry else {
      throw .missing(id: "check.\(check).\(name)", year: year)
    }
    guard case .number(let number) = entry.value else { throw .otherKind(id: entry.id, year: year) }
    return Rule(value: number, entry: entry)
  }

  /// The guideline's default for a factor of a fuel: what the entry `<sector>.fuel.<item>.<parameter>` sets;
  /// nil where it has none.
  package func fuelDefault(_ sector: Sector, _ item: Item, _ parameter: Parameter) -> Rule<FixedDecimal>? {
    let key = FuelKey(sector: sector, item: item, parameter: parameter)
    guard let entry = fuelDefaults[key], case .number(let number) = entry.value else { return nil }
    return Rule(value: number, entry: entry)
  }

  /// The date an entry sets.
  package func date(_ id: String) throws(RuleError) -> Rule<CalendarDate> {
    guard let entry = byID[id] else { throw .missing(id: id, year: year) }
    guard case .date(let date) = entry.value else { throw .otherKind(id: id, year: year) }
    return Rule(value: date, entry: entry)
  }

  /// The word an entry sets: a switch or the name of a method.
  package func word(_ id: String) throws(RuleError) -> Rule<String> {
    guard let entry = byID[id] else { throw .missing(id: id, year: year) }
    guard case .word(let word) = entry.value else { throw .otherKind(id: id, year: year) }
    return Rule(value: word, entry: entry)
  }
}

/// A rule's value together with the entry it comes from.
package struct Rule<Value: Sendable>: Sendable {
  package let value: Value
  package let entry: RuleEntry
}

/// Why a rule cannot be applied.
package enum RuleError: Error, Equatable, Sendable {
  /// No rule of that name is in force in the year.
  case missing(id: String, year: Int)
  /// The rule has another kind of value than the formula needs.
  case otherKind(id: String, year: Int)
}
