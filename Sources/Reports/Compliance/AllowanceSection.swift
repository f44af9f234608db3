import Allowances
import Filings
import Quantities

/// Allowances and true-up, each unit's worked out with its numbers.
struct AllowanceSection {
  let report: ComplianceReport

  var section: Section {
    var section = Section("配额与履约", "Allowances and compliance")
    if report.allocations.isEmpty {
      section.blocks.append(
        .remark(Label(zh: "填报中没有可分配配额的单元。", en: "The filing has no unit to which allowances are allocated.")))
      return section
    }
    section.blocks.append(.table(table))
    for allocation in report.allocations {
      section.blocks.append(
        .subheading(
          Label(
            zh: "\(allocation.unit.unit) \(allocation.unit.unitName) 计算过程",
            en: "\(allocation.unit.unit), worked out")))
      for line in lines(of: allocation) { section.blocks.append(.paragraph(line)) }
    }
    if let issue = report.issue { section.blocks.append(.table(issueTable(issue))) }
    return section
  }

  private var table: Table {
    let rows = report.allocations.map { allocation -> [Cell] in
      let unit = allocation.unit
      return [
        .text(unit.unit), .number(unit.emissions), .number(unit.output), .number(unit.intensity),
        .number(allocation.balanceValue?.value),
        .quotient(allocation.deviation, decimals: 6), .quotient(allocation.coefficient, decimals: 6),
        unit.specialCase.map { .label($0.label) } ?? .empty, .number(allocation.determined),
        .number(allocation.preallocation?.amount),
        .number(allocation.trueUp), .number(allocation.due),
      ]
    }
    return Table(
      columns: [
        .text("单元", "Unit"), .number("核定排放量 E", "Verified", "tCO₂e"), .number("产量", "Output", "t"),
        .number("强度 I", "Intensity", "tCO₂e/t"),
        .number("平衡值 BP", "Balance value", "tCO₂e/t"), .number("偏离度 X", "Deviation"),
        .number("强度系数 α", "Coefficient"),
        .text("特殊情形", "Special case"), .number("核定配额", "Determined", "t"),
        .number("预分配", "Pre-allocated", "t"),
        .number("多退少补", "True-up", "t"), .number("应清缴", "Due", "t"),
      ], rows: rows, isDense: true)
  }

  /// The formula with its numbers, step by step.
  private func lines(of allocation: UnitAllocation) -> [Label] {
    let unit = allocation.unit
    var lines: [Label] = []
    let emissions = NumberFormat.grouped(unit.emissions)
    if case .steel(let works) = unit.details, let intensity = unit.intensity {
      let formula =
        "I = (\(NumberFormat.grouped(works.ironmakingEmissions)) + \(NumberFormat.grouped(works.sinteringEmissions))) / \(NumberFormat.grouped(works.ironOutput)) = \(intensity) tCO₂e/t"
      lines.append(
        Label(zh: "强度（炼铁与烧结工序）：\(formula)", en: "Intensity of ironmaking and sintering: \(formula)"))
    } else if let output = unit.output, let intensity = unit.intensity {
      let formula = "I = \(emissions) / \(NumberFormat.grouped(output)) = \(intensity) tCO₂e/t"
      lines.append(Label(zh: "强度：\(formula)", en: "Intensity: \(formula)"))
    }
    if case .cement(let line) = unit.details, !line.carbideSlag.isZero, let rate = line.substitution {
      let formula =
        "(\(NumberFormat.grouped(line.carbideSlag)) × \(line.carbideSlagFactor)) / (\(NumberFormat.grouped(line.clinker)) × \(line.processFactor)) = \(rate) %"
      lines.append(Label(zh: "电石渣替代率：\(formula)", en: "Carbide-slag substitution: \(formula)"))
      if let filed = line.filedSubstitution {
        lines.append(
          Label(
            zh: "更正前的替代率为\(filed)%，高于限值；保守更正不使特殊情形失效。",
            en:
              "Before the corrections it was \(filed) %, above the limit: a conservative correction takes no special case away."
          ))
      }
    }
    if let specialCase = unit.specialCase {
      let result = allocation.determined.map(NumberFormat.grouped) ?? "–"
      lines.append(
        Label(
          zh:
            "特殊情形“\(specialCase.label.zh)”：不按强度系数计算，核定配额 \(result) t，应清缴 \(allocation.due.map(NumberFormat.grouped) ?? "–") t。",
          en:
            "Special case “\(specialCase.label.en)”: not by the coefficient; determined \(result) t, due \(allocation.due.map(NumberFormat.grouped) ?? "–") t."
        ))
    } else if let balance = allocation.balanceValue, let deviation = allocation.deviation,
      let coefficient = allocation.coefficient,
      let intensity = unit.intensity, let determined = allocation.determined
    {
      lines.append(
        Label(
          zh:
            "X = (BP − I) / BP = (\(balance.value) − \(intensity)) / \(balance.value) = \(deviation.text(decimals: 8))，α = \(coefficient.text(decimals: 8))（平衡值：\(source(balance).zh)）",
          en:
            "X = (BP − I) / BP = (\(balance.value) − \(intensity)) / \(balance.value) = \(deviation.text(decimals: 8)), α = \(coefficient.text(decimals: 8)) (balance value: \(source(balance).en))"
        ))
      lines.append(
        Label(
          zh:
            "A = E × (1 + α) = \(emissions) × (1 + \(coefficient.text(decimals: 8)))，向下取整 = \(NumberFormat.grouped(determined)) t",
          en:
            "A = E × (1 + α) = \(emissions) × (1 + \(coefficient.text(decimals: 8))), rounded down = \(NumberFormat.grouped(determined)) t"
        ))
    } else if let determined = allocation.determined {
      lines.append(
        Label(
          zh: "本年度核定配额等于核定排放量：\(NumberFormat.grouped(determined)) t",
          en: "This year's allowances equal the verified emissions: \(NumberFormat.grouped(determined)) t"))
    }
    if let preallocation = allocation.preallocation, let trueUp = allocation.trueUp {
      let formula =
        "\(NumberFormat.grouped(preallocation.lastYearVerified)) × \(preallocation.ratioPercent) %"
      lines.append(
        Label(
          zh:
            "预分配 = \(formula) 向下取整 = \(NumberFormat.grouped(preallocation.amount)) t；多退少补 = 核定 − 预分配 = \(NumberFormat.grouped(trueUp)) t",
          en:
            "Pre-allocated = \(formula), rounded down = \(NumberFormat.grouped(preallocation.amount)) t; true-up = determined − pre-allocated = \(NumberFormat.grouped(trueUp)) t"
        ))
    }
    return lines
  }

  private func source(_ balance: BalanceValue) -> Label {
    switch balance.source {
    case .published(let text): Label(zh: "公布值，\(text)", en: "published, \(text)")
    case .solved(let units): Label(zh: "由本批次\(units)个单元解得", en: "solved for the \(units) units of this run")
    case .solvedSmallest(let units):
      Label(
        zh: "由本批次\(units)个单元解得，区间最小值",
        en: "solved for the \(units) units of this run, smallest of an interval")
    }
  }

  private func issueTable(_ issue: EntityIssue) -> Table {
    let rows: [(String, String, FixedDecimal?)] = [
      ("预分配配额", "pre-allocated", issue.preallocated),
      ("预分配阶段核减", "deducted at pre-allocation", issue.deductedAtPreallocation),
      ("实际预发放", "pre-issued", issue.preissued), ("核定配额", "determined", issue.determined),
      ("多退少补", "true-up", issue.trueUp),
      ("退回核减", "deduction returned", issue.deductionReturned),
      ("核定阶段核减", "deducted at final issue", issue.deductedAtIssue),
      ("最终发放", "final issue", issue.finalIssued), ("发放合计", "total issued", issue.totalIssued),
      ("应清缴", "due", issue.due),
      ("剩余核减", "deduction still open", issue.deductionLeft),
    ]
    return Table(
      caption: Label(zh: "配额发放（企业合计）", en: "Issue of allowances, entity"),
      columns: [.text("项目", "Item"), .number("数量", "Amount", "t")],
      rows: rows.map { [.label(Label(zh: $0.0, en: $0.1)), .number($0.2)] })
  }
}
