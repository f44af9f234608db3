import Filings
import Quantities
import Rulebook
import Scenarios

/// How the numbers come about, and what the base takes from which document.
struct MethodSection {
  let report: SimulationReport

  var section: Section {
    var section = Section("计算方法与依据", "How it is calculated, and from what")
    section.blocks.append(.facts(steps))
    section.blocks.append(
      .table(
        Table(
          caption: Label(zh: "基准参数的来源", en: "Where the base's parameters come from"),
          columns: [
            .text("参数", "Parameter"), .text("取值", "Value"), .text("单位", "Unit"),
            .text("文件与条款", "Document, clause"), .text("效力", "Standing"),
          ],
          rows: report.base.entries.map { entry in
            [
              .label(entry.label), .text(entry.valueText), .text(entry.unit),
              .text("\(entry.document) \(entry.clause)"), .label(entry.standing.label),
            ]
          })))
    return section
  }

  private var steps: [Fact] {
    [
      Fact(
        "配额", "Allowances",
        Label(
          zh: "A = E × (1 + α)，向下取整；X = (BP − I)/BP，区间内 α = s·X，区间外 α = ±上限（ALLOC2425，方法）",
          en:
            "A = E × (1 + α), rounded down; X = (BP − I)/BP, α = s·X within the band and ±cap outside (ALLOC2425, method)"
        )),
      Fact(
        "特殊情形", "Special cases",
        Label(
          zh: "结果中的特殊情形（A = E、不在分配范围、关停和新投产、待核定）在各年度保持不变，情景另有设定的除外",
          en:
            "The results' special cases (A = E, outside allocation, closed and new, undecided) hold in every year unless the scenario says otherwise"
        )),
      Fact(
        "平衡值", "Balance value",
        Label(
          zh: "取结果的平衡值，或对当年各单元重新精确求解，或取情景设定值；乘以系数后保留6位小数",
          en:
            "that of the results, or solved anew for the year's units, or set by the scenario; times the factor, rounded to 6 decimals"
        )),
      Fact(
        "减排与增长", "Abatement, growth",
        Label(
          zh: "逐年增长率连乘并保留两位小数；减排自起始年起扣减排放，产量不变；强度保留4位小数。钢铁强度的分子取 I × 铁产量",
          en:
            "growth compounds year by year, rounded to 2 decimals; abatement lowers emissions from its year on at unchanged output; intensities have 4 decimals. Steel's counted emissions are taken as I × iron output"
        )),
      Fact(
        "有偿分配", "Paid share",
        Label(
          zh: "无偿配额 = A × (1 − 有偿比例)，向下取整；其余按当年价格付费",
          en: "free = A × (1 − paid share), rounded down; the rest is paid for at the year's price")),
      Fact(
        "CCER", "CCER",
        Label(
          zh: "只用于弥补缺口：不超过缺口，也不超过 应清缴 × 使用比例（向下取整；上限\(report.base.offsetLimit) %）",
          en:
            "meets a shortfall only: not more than the shortfall, nor than due × use, rounded down (limit \(report.base.offsetLimit) %)"
        )),
      Fact(
        "净成本", "Net cost",
        Label(
          zh: "有偿配额 × 价格 ＋ (缺口 − CCER − 盈余) × 价格 ＋ CCER × CCER价格，各项保留两位小数；盈余视为当年出售",
          en:
            "paid × price + (shortfall − CCER − surplus) × price + CCER × its price, each rounded to 2 decimals; a surplus counts as sold in its year"
        )),
      Fact(
        "未计入", "Left out",
        Label(
          zh: "跨年结转、预分配时点、罚款、交易费用，以及价格对减排的影响",
          en:
            "banking between years, the timing of pre-allocation, fines, fees, and what prices make plants do"
        )),
    ]
  }
}
