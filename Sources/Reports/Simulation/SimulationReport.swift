import Allowances
import Filings
import Quantities
import Rulebook
import Scenarios

/// Everything that `simulation.html` says.
package struct SimulationReport: Sendable {
  package let base: BaseRules
  /// The base first, then the scenarios in the order of the command line.
  package let runs: [SimulatedScenario]
  package let effects: [AbatementEffect]
  /// Units whose allowances, calculated anew by the base rules, are not those of the results.
  package let differing: [VerifiedUnit]
  package let unitCount: Int
  /// Whether the results were made with this very rulebook.
  package let isSameRulebook: Bool
  /// SHA-256 of the `allowances.csv` that was read.
  package let resultsDigest: String
  /// The day that the results carry.
  package let asOf: String
  package let documents: [RuleDocument]
  /// `cets 0.1.0` for example.
  package let program: String

  package init(
    base: BaseRules, runs: [SimulatedScenario], effects: [AbatementEffect], differing: [VerifiedUnit],
    unitCount: Int,
    isSameRulebook: Bool, resultsDigest: String, asOf: String, documents: [RuleDocument], program: String
  ) {
    self.base = base
    self.runs = runs
    self.effects = effects
    self.differing = differing
    self.unitCount = unitCount
    self.isSameRulebook = isSameRulebook
    self.resultsDigest = resultsDigest
    self.asOf = asOf
    self.documents = documents
    self.program = program
  }

  /// The years that every scenario covers: sums over the years are taken over these, or they could not be
  /// compared. Empty where the scenarios have no year in common.
  var commonYears: [Int] {
    let first = runs.map(\.scenario.years.lowerBound).max() ?? base.year
    let last = runs.map(\.scenario.years.upperBound).min() ?? base.year
    return first <= last ? Array(first...last) : []
  }

  /// Every year of any scenario.
  var allYears: [Int] { Set(runs.flatMap { $0.years.map(\.year) }).sorted() }

  /// The base as it is today, and each scenario in its last year.
  func shownYears(_ run: SimulatedScenario) -> [SimulatedYear] {
    let isBase = run.scenario.id == ScenarioReader.baseID
    return [isBase ? run.years.first : run.years.last].compactMap { $0 }
  }

  /// For a terminal: each scenario's last year in a line.
  package func text(in language: Language) -> String {
    var rows = [
      language == .zh
        ? ["情景", "年度", "应清缴 t", "配额 t", "盈余(+)/缺口(−) t", "成本 元"]
        : ["scenario", "year", "due t", "allowances t", "surplus/shortfall t", "cost yuan"]
    ]
    for run in runs {
      guard let last = run.years.last, let position = try? last.position(),
        let balance = try? position.balance,
        let cost = try? position.cost
      else { continue }
      rows.append(
        [run.scenario.id, "\(last.year)"]
          + [position.due, position.allowances, balance, cost].map(NumberFormat.grouped))
    }
    return TextTable.render(rows, rightAligned: [2, 3, 4, 5])
  }
}

extension SimulatedScenario {
  func year(_ year: Int) -> SimulatedYear? { years.first { $0.year == year } }

  /// The sum of the entities asked for over some years.
  func position(
    over years: [Int], _ isCounted: (SimulatedEntity) -> Bool = { _ in true }
  ) throws(ArithmeticError) -> Position {
    var positions: [Position] = []
    for year in self.years where years.contains(year.year) { positions.append(try year.position(isCounted)) }
    return try .sum(positions)
  }
}

/// Units of money and of counts, in the page's language.
extension Language {
  var yuan: String { self == .zh ? "元" : "yuan" }
  var yuanPerTonne: String { self == .zh ? "元/t" : "yuan/t" }
  var tenThousandYuan: String { self == .zh ? "万元" : "10⁴ yuan" }
  var tenThousandTonnes: String { self == .zh ? "万吨" : "10⁴ t" }
  var units: String { self == .zh ? "个" : "units" }
}
