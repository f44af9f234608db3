import Accounting
import Allowances
import Filings
import Quantities
import Rulebook
import Verification

/// An entity's numbers as a tree that a person can follow with a pocket calculator: totals, sources,
/// months, and for each month the formula with its numbers, where each comes from, and what rounding did.
package enum ExplainText {
  /// - Parameters:
  ///   - statement: calculated with a trace.
  ///   - facility: only this facility; nil for all.
  package static func tree(
    filing: Filing, statement: VerifiedStatement, allocations: [UnitAllocation], facility: String?,
    language: Language
  ) -> String {
    var tree = ExplainTree(language: language)
    let result = statement.verified
    tree.line(
      0,
      Label(
        zh: "\(filing.entity.name)（\(filing.entity.uscc)）\(filing.year)年 \(filing.sector.label.zh)",
        en: "\(filing.entity.name) (\(filing.entity.uscc)), \(filing.year), \(filing.sector.label.en)"))
    tree.line(1, Label(zh: "核算总量 \(result.total) tCO2e", en: "entity total \(result.total) tCO2e"))
    if let residual = result.residual, let sum = try? FixedDecimal.sum(residual) {
      tree.line(
        1,
        Label(
          zh: "其他 = E_ent − ΣE_j − ΣE_x = \(sum) tCO2（AG-STEEL (4)）",
          en: "other = E_ent − ΣE_j − ΣE_x = \(sum) tCO2 (AG-STEEL (4))"))
    }
    for part in result.allFacilities where facility == nil || part.facility == facility {
      add(part, filing, statement.corrections, to: &tree)
    }
    for allocation in allocations where facility == nil || allocation.unit.unit == facility {
      add(allocation, to: &tree)
    }
    return tree.text
  }

  // MARK: Emissions

  private static func add(
    _ part: FacilityStatement, _ filing: Filing, _ corrections: [AppliedCorrection],
    to tree: inout ExplainTree
  ) {
    if part.rows.isEmpty, part.output == nil { return }
    let name = filing.allFacilities.first { $0.id == part.facility }?.name ?? ""
    tree.line(
      0,
      Label(
        zh: "\(part.facility) \(name) \(part.kind.label.zh)：\(part.total) tCO2e",
        en: "\(part.facility) \(name) \(part.kind.label.en): \(part.total) tCO2e"))
    let own = corrections.filter { $0.correction.key.facility == part.facility }
    let (replaced, outputs) = (Replacements(own, .emissions), Replacements(own, .output))
    if let output = part.annualOutput, let intensity = part.intensity, let operand = part.output {
      tree.line(
        1,
        Label(
          zh: "产量 \(output) \(operand.unit.label)，强度 \(intensity) tCO2e/t",
          en: "output \(output) \(operand.unit.label), intensity \(intensity) tCO2e/t"))
      tree.line(2, origin(of: operand, replaced: outputs))
    }
    for row in part.rows { add(row, replaced, to: &tree) }
    if own.isEmpty { return }
    tree.line(1, Label(zh: "更正（填报值 → 核定值）", en: "corrections (filed → verified)"))
    for correction in own { tree.line(2, sentence(correction)) }
  }

  /// One step of a correction: which finding, which value, from what to what, and how.
  private static func sentence(_ applied: AppliedCorrection) -> Label {
    let (correction, key) = (applied.correction, applied.correction.key)
    let before = applied.before.map(\.description) ?? "–"
    let isOutput = correction.side == .output
    let after = Label(
      zh: correction.value.map(\.description) ?? "缺省值", en: correction.value.map(\.description) ?? "default")
    return Label(
      zh:
        "\(applied.check) \(key.item.label.zh)\(key.parameter.label.zh) \(correction.month)月\(isOutput ? "（作为产量）" : "")：\(before) → \(after.zh)（\(correction.reason.zh)）",
      en:
        "\(applied.check) \(key.parameter.label.en) of \(key.item.label.en), month \(correction.month)\(isOutput ? " (as output)" : ""): \(before) → \(after.en) (\(correction.reason.en))"
    )
  }

  /// The corrected months of values, so that a corrected number is not taken for the filed one.
  private struct Replacements {
    private var steps: [SeriesKey: [Int: AppliedCorrection]] = [:]

    init(_ corrections: [AppliedCorrection], _ side: Correction.Side) {
      for step in corrections where step.correction.side == side {
        // Of several, the first shows what was filed.
        if steps[step.correction.key]?[step.correction.month] == nil {
          steps[step.correction.key, default: [:]][step.correction.month] = step
        }
      }
    }

    func step(_ operand: Operand, _ month: Int) -> AppliedCorrection? {
      operand.origin.filed.flatMap { steps[$0.key]?[month] }
    }
  }

  private static func add(_ row: EmissionRow, _ replaced: Replacements, to tree: inout ExplainTree) {
    let note = row.countsInTotal ? Label(zh: "", en: "") : Label(zh: "（不计入总量）", en: " (not in the total)")
    tree.line(
      1,
      Label(
        zh: "\(row.source.label.zh)：\(row.annual) tCO2e\(note.zh)",
        en: "\(row.source.label.en): \(row.annual) tCO2e\(note.en)"))
    tree.line(
      2,
      Label(
        zh: "\(row.formula.text)（\(row.formula.clause)）", en: "\(row.formula.text)  (\(row.formula.clause))"))
    for operand in row.operands {
      let value = operand.constant.map { " = \($0) \(operand.unit.label)" } ?? " [\(operand.unit.label)]"
      let from = origin(of: operand, replaced: replaced)
      tree.line(
        2,
        Label(
          zh: "\(operand.symbol) \(operand.label.zh)\(value)：\(from.zh)",
          en: "\(operand.symbol) \(operand.label.en)\(value): \(from.en)"))
    }
    for month in 1...12 { addMonth(month, of: row, replaced, to: &tree) }
  }

  /// One month: the numbers put in, the exact result, and the rounded one; with the filing's lines.
  private static func addMonth(
    _ month: Int, of row: EmissionRow, _ replaced: Replacements, to tree: inout ExplainTree
  ) {
    let values = row.operands.map { operand in
      "\(operand.symbol)=\(operand[month].map { "\($0)\(operand.unit == .percent ? "%" : "")" } ?? "–")"
    }
    let exact = row.unrounded.indices.contains(month - 1) ? " = \(row.unrounded[month - 1].text())" : ""
    let places = row.operands.compactMap { operand -> Label? in
      guard let filed = operand.origin.filed else { return nil }
      let place = "\(operand.symbol) \(filed.file):\(filed.line(of: month))"
      guard let step = replaced.step(operand, month), step.before != operand[month] else {
        return Label(zh: place, en: place)
      }
      let before = step.before.map(\.description) ?? "–"
      return Label(
        zh: "\(place) 填报\(before)，按\(step.check)更正", en: "\(place) has \(before), corrected by \(step.check)")
    }
    let isEmpty = row.operands.allSatisfy { $0[month] == nil || $0.constant != nil }
    if isEmpty {
      tree.line(3, Label(zh: "\(month)月：未填报", en: "month \(month): not reported"))
      return
    }
    let result = "\(values.joined(separator: "  "))\(exact) → \(row.months[month - 1])"
    tree.line(
      3,
      Label(
        zh: "\(month)月：\(result)  〔\(places.map(\.zh).joined(separator: "；"))〕",
        en: "month \(month): \(result)  [\(places.map(\.en).joined(separator: ", "))]"))
  }

  private static func origin(of operand: Operand, replaced: Replacements) -> Label {
    switch operand.origin {
    case .filed(let filed): return self.filed(filed)
    case .rule(let entry): return rule(entry)
    case .filedWithGaps(let filed, let entry, let months):
      let (left, right) = (self.filed(filed), rule(entry))
      let lacking = months.filter { replaced.step(operand, $0) == nil }
      let steps = months.compactMap { replaced.step(operand, $0) }
      var (zh, en): ([String], [String]) = ([left.zh], [left.en])
      if !lacking.isEmpty {
        zh.append("\(MonthList.text(lacking))月缺报，取\(right.zh)")
        en.append("months \(MonthList.text(lacking)) not reported: \(right.en)")
      }
      if !steps.isEmpty {
        let list = MonthList.text(steps.map(\.correction.month))
        let checks = Set(steps.map(\.check)).sorted().joined(separator: " ")
        zh.append("\(list)月填报值按\(checks)不予采用，取\(right.zh)")
        en.append("months \(list) replaced by \(checks): \(right.en)")
      }
      return Label(zh: zh.joined(separator: "；"), en: en.joined(separator: "; "))
    case .derived(let label): return label
    }
  }

  private static func filed(_ origin: FiledOrigin) -> Label {
    let meter = origin.meter.isEmpty ? "" : ", \(origin.meter)"
    let evidence = origin.evidence.isEmpty ? "" : ", \(origin.evidence.joined(separator: " "))"
    let unit = origin.reportedUnit.label
    return Label(
      zh: "填报（\(origin.method.label.zh)，单位\(unit)\(meter)\(evidence)）\(origin.file):\(origin.line)",
      en: "filed (\(origin.method.label.en), in \(unit)\(meter)\(evidence)) \(origin.file):\(origin.line)")
  }

  private static func rule(_ entry: RuleEntry) -> Label {
    Label(
      zh:
        "规则 \(entry.id) = \(entry.valueText) \(entry.unit)，\(entry.document) \(entry.clause)，\(entry.standing.label.zh)",
      en:
        "rule \(entry.id) = \(entry.valueText) \(entry.unit), \(entry.document) \(entry.clause), \(entry.standing.label.en)"
    )
  }

  // MARK: Allowances

  private static func add(_ allocation: UnitAllocation, to tree: inout ExplainTree) {
    let unit = allocation.unit
    let determined = allocation.determined.map(\.description) ?? "–"
    tree.line(
      0,
      Label(
        zh: "配额 \(unit.unit)：核定 \(determined)，应清缴 \(allocation.due.map(\.description) ?? "–")",
        en:
          "allowances of \(unit.unit): determined \(determined), due \(allocation.due.map(\.description) ?? "–")"
      ))
    if let specialCase = unit.specialCase {
      tree.line(1, Label(zh: "特殊情形：\(specialCase.label.zh)", en: "special case: \(specialCase.label.en)"))
    }
    let intensity = unit.intensity.map(\.description) ?? "–"
    tree.line(
      1,
      Label(
        zh:
          "E = \(unit.emissions) tCO2e，产量 \(unit.output.map(\.description) ?? "–") t，I = \(intensity) tCO2e/t",
        en:
          "E = \(unit.emissions) tCO2e, output \(unit.output.map(\.description) ?? "–") t, I = \(intensity) tCO2e/t"
      ))
    if case .steel(let works) = unit.details {
      tree.line(
        2,
        Label(
          zh:
            "I = (炼铁 \(works.ironmakingEmissions) + 烧结 \(works.sinteringEmissions)) / 铁水产量 \(works.ironOutput)",
          en:
            "I = (ironmaking \(works.ironmakingEmissions) + sintering \(works.sinteringEmissions)) / iron output \(works.ironOutput)"
        ))
    }
    if let balance = allocation.balanceValue, let deviation = allocation.deviation,
      let coefficient = allocation.coefficient
    {
      tree.line(
        1,
        Label(
          zh: "BP = \(balance.value)（\(balance.source.text)）",
          en: "BP = \(balance.value) (\(balance.source.text))"))
      tree.line(
        1,
        Label(
          zh: "X = (BP − I)/BP = \(deviation.text())，α = \(coefficient.text())",
          en: "X = (BP − I)/BP = \(deviation.text()), α = \(coefficient.text())"))
      tree.line(
        1,
        Label(zh: "A = E × (1 + α)，向下取整 = \(determined)", en: "A = E × (1 + α), rounded down = \(determined)")
      )
    }
    if let preallocation = allocation.preallocation, let trueUp = allocation.trueUp {
      tree.line(
        1,
        Label(
          zh:
            "预分配 = \(preallocation.lastYearVerified) × \(preallocation.ratioPercent)% 向下取整 = \(preallocation.amount)；多退少补 \(trueUp)",
          en:
            "pre-allocated = \(preallocation.lastYearVerified) × \(preallocation.ratioPercent) % rounded down = \(preallocation.amount); true-up \(trueUp)"
        ))
    }
  }
}

/// Indented lines in one language.
struct ExplainTree {
  let language: Language
  private(set) var text = ""

  init(language: Language) {
    self.language = language
  }

  mutating func line(_ depth: Int, _ label: Label) {
    text += String(repeating: "   ", count: depth) + label.text(in: language) + "\n"
  }
}
