import Allowances
import Filings
import Foundation
import Quantities
import Rulebook
import Yams

/// Reads a scenario from YAML, strictly: a key nobody knows, a value of another type or out of its range is
/// a diagnostic with its line, because a slip must not silently leave an assumption out.
package struct ScenarioReader {
  private let base: BaseRules
  private let faults: ScenarioFaults

  /// The years that a scenario may reach.
  package static let lastYear = 2060
  /// More than any scenario needs; it keeps a wrong file from being parsed at all.
  package static let maximumBytes = 1 << 20

  private init(base: BaseRules, file: String) {
    self.base = base
    faults = ScenarioFaults(file: file)
  }

  /// The scenario, or nil where something is wrong with it.
  package static func read(
    _ bytes: [UInt8], file: String, base: BaseRules
  ) -> (scenario: Scenario?, diagnostics: [Diagnostic]) {
    let reader = ScenarioReader(base: base, file: file)
    guard let root = reader.root(bytes) else { return (nil, reader.faults.diagnostics) }
    let scenario = reader.scenario(root)
    let diagnostics = reader.faults.diagnostics.sorted()
    return (diagnostics.isEmpty ? scenario : nil, diagnostics)
  }

  private func root(_ bytes: [UInt8]) -> ScenarioNode? {
    guard bytes.count <= Self.maximumBytes, let text = String(validating: bytes, as: UTF8.self) else {
      faults.add(
        .scenarioSyntax, at: nil, field: "",
        Label(zh: "不是UTF-8文本，或超过1 MiB", en: "it is no UTF-8 text, or larger than 1 MiB"))
      return nil
    }
    do {
      if let node = try Yams.compose(yaml: text) { return ScenarioNode(node: node, path: "", faults: faults) }
      faults.add(.scenarioSyntax, at: nil, field: "", Label(zh: "文件没有内容", en: "the file holds nothing"))
    } catch {
      let fault = (error as? YamlError)?.place
      faults.add(
        .scenarioSyntax, at: fault?.mark, field: "", text: fault?.problem ?? "",
        Label(zh: "不是正确的YAML", en: "it is not YAML"))
    }
    return nil
  }

  // MARK: The scenario

  private func scenario(_ root: ScenarioNode) -> Scenario? {
    guard
      let members = root.members([
        "scenario", "zh", "en", "note", "years", "allocation", "market", "growth", "abatement",
      ])
    else { return nil }
    let id = identifier(members["scenario"], root)
    let (zh, en) = (name(members["zh"], "zh", root), name(members["en"], "en", root))
    let note = members["note"].flatMap { $0.text(maximum: 2000) } ?? ""
    guard let years = years(members["years"], root) else { return nil }
    var scenario = Scenario(id: id, name: Label(zh: zh, en: en), note: note, years: years)
    if let node = members["allocation"] { allocation(node, years, &scenario.allocation) }
    if let node = members["market"] { market(node, years, &scenario.market) }
    if let node = members["growth"] { scenario.growth = growth(node, years) }
    if let node = members["abatement"] {
      scenario.abatements = node.items().compactMap { abatement($0, years) }
    }
    checkContinuity(scenario, at: members["allocation"] ?? root)
    checkPrices(scenario, at: members["market"] ?? root)
    return scenario
  }

  private func identifier(_ node: ScenarioNode?, _ root: ScenarioNode) -> String {
    let form = "A–Z a–z 0–9 - _, 1–40; not `\(Self.baseID)`"
    guard let node else {
      root.missing("scenario", form)
      return ""
    }
    let text = node.node.scalar?.string ?? ""
    let isPlain = text.utf8.allSatisfy {
      $0 &- 48 < 10 || ($0 | 0x20) &- 97 < 26 || $0 == UInt8(ascii: "-") || $0 == UInt8(ascii: "_")
    }
    if !(1...40).contains(text.utf8.count) || !isPlain || text == Self.baseID || text.hasPrefix("-") {
      node.report(.scenarioValue, Label(zh: "不能作为情景标识", en: "it cannot be the scenario's id"), form)
    }
    return text
  }

  private func name(_ node: ScenarioNode?, _ key: String, _ root: ScenarioNode) -> String {
    if let node { return node.text(maximum: 60) ?? "" }
    root.missing(key, key == "zh" ? "zh: 情景名称" : "en: the scenario's name")
    return ""
  }

  private func years(_ node: ScenarioNode?, _ root: ScenarioNode) -> ClosedRange<Int>? {
    let allowed = base.year...Self.lastYear
    guard let node else {
      root.missing("years", "years: {from: \(base.year), to: 2030}")
      return nil
    }
    guard let members = node.members(["from", "to"]) else { return nil }
    if members["from"] == nil { node.missing("from", ScenarioNode.text(of: allowed)) }
    if members["to"] == nil { node.missing("to", ScenarioNode.text(of: allowed)) }
    guard let first = members["from"]?.year(in: allowed), let last = members["to"]?.year(in: allowed) else {
      return nil
    }
    if first > last {
      members["to"]?.report(
        .scenarioValue, Label(zh: "结束年度早于起始年度", en: "the last year is before the first"),
        ScenarioNode.text(of: first...Self.lastYear))
      return nil
    }
    return first...last
  }

  // MARK: Its parts

  private func allocation(
    _ node: ScenarioNode, _ years: ClosedRange<Int>, _ allocation: inout Scenario.Allocation
  ) {
    let keys = [
      "method", "slope", "band", "cap", "balanceValue", "balanceValueFactor", "balanceValues", "specialCases",
    ]
    guard let members = node.members(keys) else { return }
    func numbers(_ key: String, _ range: NumberRange) -> ByYear<FixedDecimal>? {
      members[key]?.byYear(in: years) { $0.number(range) }
    }
    allocation.method = members["method"]?.byYear(in: years) { $0.word(AllocationMethod.self) }
    allocation.slope = numbers("slope", .above(0, to: 1, ""))
    allocation.band = numbers("band", .above(0, to: 99, "%"))
    allocation.cap = numbers("cap", .above(0, to: 99, "%"))
    allocation.basis = members["balanceValue"]?.byYear(in: years) { $0.word(BalanceBasis.self) }
    allocation.factor = numbers("balanceValueFactor", .above(0, to: 2, ""))
    for (sector, value) in bySector(members["balanceValues"]) {
      allocation.fixed[sector] = value.byYear(in: years) { $0.number(.above(0, to: 1000, "tCO2e/t")) }
    }
    for (name, value) in members["specialCases"]?.members(SpecialCase.allCases.map(\.rawValue)) ?? [:] {
      guard let specialCase = SpecialCase(rawValue: name) else { continue }
      allocation.specialCases[specialCase] = value.byYear(in: years) { $0.word(AllocationMethod.self) }
    }
  }

  private func market(_ node: ScenarioNode, _ years: ClosedRange<Int>, _ market: inout Scenario.Market) {
    guard let members = node.members(["price", "paidShare", "ccerUse", "ccerPrice"]) else { return }
    let price = NumberRange.from(0, to: FixedDecimal(100_000), "yuan/t")
    func numbers(_ key: String, _ range: NumberRange) -> ByYear<FixedDecimal>? {
      members[key]?.byYear(in: years) { $0.number(range) }
    }
    market.price = numbers("price", price)
    market.paidShare = numbers("paidShare", .from(0, to: FixedDecimal(100), "%"))
    market.ccerUse = numbers("ccerUse", .from(0, to: base.offsetLimit, "%"))
    market.ccerPrice = numbers("ccerPrice", price)
    if members["ccerUse"] != nil, members["ccerPrice"] == nil {
      node.missing("ccerPrice", price.text)
    }
  }

  private func growth(_ node: ScenarioNode, _ years: ClosedRange<Int>) -> [Sector: Scenario.Growth] {
    let range = NumberRange.from(-50, to: FixedDecimal(50), "% a year")
    var growth: [Sector: Scenario.Growth] = [:]
    for (sector, value) in bySector(node) {
      guard let members = value.members(["output", "emissions"]) else { continue }
      growth[sector] = Scenario.Growth(
        output: members["output"]?.byYear(in: base.year...years.upperBound) { $0.number(range) },
        emissions: members["emissions"]?.byYear(in: base.year...years.upperBound) { $0.number(range) })
    }
    return growth
  }

  private func abatement(_ node: ScenarioNode, _ years: ClosedRange<Int>) -> Scenario.Abatement? {
    guard let members = node.members(["uscc", "unit", "where", "from", "tonnes"]) else { return nil }
    if members["uscc"] == nil { node.missing("uscc", "a USCC of the results") }
    if members["tonnes"] == nil { node.missing("tonnes", "tCO2e a year") }
    let tonnes = members["tonnes"]?.number(.above(0, to: 1_000_000_000, "tCO2e a year"))
    if let tonnes, tonnes.scale > 2 {
      members["tonnes"]?.report(
        .scenarioValue, Label(zh: "最多两位小数", en: "at most 2 decimals"), "1000 or 1000.50")
    }
    let place = members["where"].map { $0.word(Place.self) } ?? .unit
    let first = members["from"].map { $0.year(in: years) } ?? years.lowerBound
    let unit = members["unit"].map { $0.text(maximum: 32) } ?? Facility.enterpriseID
    guard let uscc = members["uscc"]?.text(maximum: 18), let tonnes, let place, let first, let unit else {
      return nil
    }
    return Scenario.Abatement(
      uscc: uscc, unit: unit, place: place, firstYear: first, tonnes: tonnes, line: node.node.mark?.line ?? 0)
  }

  private func bySector(_ node: ScenarioNode?) -> [(Sector, ScenarioNode)] {
    guard let members = node?.members(Sector.allCases.map(\.rawValue)) else { return [] }
    return Sector.allCases.compactMap { sector in members[sector.rawValue].map { (sector, $0) } }
  }

  // MARK: What must agree

  /// α must not jump at the band's edge: cap = slope × band. Otherwise a tonne could change allowances by
  /// any amount there, and the equation of the balance value may have no solution.
  private func checkContinuity(_ scenario: Scenario, at node: ScenarioNode) {
    for year in scenario.years {
      let simulated = YearSimulation(base: base, scenario: scenario, year: year)
      guard let parameters = simulated.parameters else {
        guard needsParameters(simulated) else { continue }
        node.missing("slope, band, cap", "slope: 0.15, band: 20, cap: 3")
        return
      }
      guard let edge = try? parameters.slope * parameters.band, edge != parameters.cap else { continue }
      faults.add(
        .scenarioConflict, at: node.node.mark, field: "allocation",
        text: "\(year): slope \(parameters.slope), band \(parameters.band) %, cap \(parameters.cap) %",
        Label(
          zh: "斜率 × 区间 ≠ 上限：系数在区间边缘不连续",
          en: "slope × band is not the cap: the coefficient would jump at the band's edge"),
        expected: "cap = \(edge.withoutTrailingZeros) %")
      return
    }
  }

  private func needsParameters(_ simulated: YearSimulation) -> Bool {
    simulated.method == .intensityCoefficient
      || scenarioCases(simulated).contains { $0.value(in: simulated.year) == .intensityCoefficient }
  }

  private func scenarioCases(_ simulated: YearSimulation) -> [ByYear<AllocationMethod>] {
    Array(simulated.scenario.allocation.specialCases.values)
  }

  /// Every year has a price: its own, or the mean price of the results' year where one is known.
  private func checkPrices(_ scenario: Scenario, at node: ScenarioNode) {
    let price = scenario.market.price
    for year in scenario.years where price?.value(in: year) == nil && base.price == nil {
      node.missing("price", "yuan/t from \(year) on")
      return
    }
  }

  /// The id of the scenario in which nothing changes.
  package static let baseID = "base"
}

extension YamlError {
  /// Where and what the YAML library stumbled over.
  fileprivate var place: (mark: Mark?, problem: String) {
    switch self {
    case .scanner(_, let problem, let mark, _), .parser(_, let problem, let mark, _),
      .composer(_, let problem, let mark, _):
      (mark, problem)
    case .duplicatedKeysInMapping(let duplicates, let context):
      (context.mark, "twice: \(duplicates.sorted().joined(separator: ", "))")
    default: (nil, "")
    }
  }
}

extension Scenario {
  /// What happens if nothing changes: the rules of the results' year carried on.
  package static func unchanged(years: ClosedRange<Int>) -> Scenario {
    Scenario(
      id: ScenarioReader.baseID,
      name: Label(zh: "基准（现行规则不变）", en: "Base: the rules of the results unchanged"), note: "",
      years: years)
  }
}
