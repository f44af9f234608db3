import Allowances
import Filings
import Quantities

extension OfficialTables {
  private static let identity: [OfficialColumn] = [
    .text("序号\nNo.", 6), .text("企业名称\nEntity", 34), .text("统一社会信用代码\nUSCC", 22),
  ]

  private func identity(_ index: Int, _ unit: AllocationUnit) -> [OfficialCell] {
    [.number(FixedDecimal(index + 1)), .text(unit.name), .text(unit.uscc)]
  }

  /// floor(E × (1 + α)); rounded to six decimals first, because a spreadsheet's binary product of exact
  /// decimals may fall a hair below a whole tonne.
  private func determined(_ allocation: UnitAllocation, emissions: Int, coefficient: Int) -> OfficialCell {
    allocation.coefficient == nil
      ? .number(allocation.determined)
      : .formula("=INT(ROUND({\(emissions)}*(1+{\(coefficient)}),6))", allocation.determined)
  }

  private func coefficient(_ allocation: UnitAllocation) -> OfficialCell {
    .number(allocation.coefficient.flatMap { try? $0.rounded(to: 15) })
  }

  private func deviationPercent(_ allocation: UnitAllocation, intensity: Int, balance: Int) -> OfficialCell {
    let percent = allocation.deviation.flatMap { try? $0.times(FixedDecimal(100)).rounded(to: 4) }
    return .formula("=({\(balance)}-{\(intensity)})/{\(balance)}*100", percent)
  }

  /// 2-2: steel.
  var steelSheet: OfficialSheet {
    let rows = sorted(allocations.filter { $0.unit.sector == .steel }).enumerated().compactMap {
      index, allocation -> OfficialRow? in
      guard case .steel(let works) = allocation.unit.details else { return nil }
      return OfficialRow(
        province: allocation.unit.province,
        cells: identity(index, allocation.unit) + [
          .number(works.ironCapacity), .number(works.ironOutput), .number(works.ironmakingEmissions),
          .number(works.sinteringEmissions),
          .formula("=ROUND(({5}+{6})/{4},4)", allocation.unit.intensity), .number(works.crudeSteel),
          .number(allocation.unit.emissions),
          deviationPercent(allocation, intensity: 7, balance: 11), .number(allocation.balanceValue?.value),
          coefficient(allocation),
          determined(allocation, emissions: 9, coefficient: 12),
          allocation.due == nil ? .number(nil) : .formula("=INT({9})", allocation.due),
          .text(remark(allocation.unit)),
        ])
    }
    return OfficialSheet(
      number: "2-2", title: Label(zh: "钢铁企业配额核定", en: "Determination, steel"),
      columns: Self.identity + [
        .number("炼铁产能 (10⁴ t/a)\nIron capacity", 2), .number("①铁水产量 (t)\nIron output", 2, summed: true),
        .number("②炼铁工序排放量 (tCO2e)\nIronmaking", 2, summed: true),
        .number("③烧结工序排放量 (tCO2e)\nSintering", 2, summed: true),
        .number("④=(②+③)/①\nRatio (tCO2e/t)", 4), .number("⑤粗钢产量 (t)\nCrude steel", 2, summed: true),
        .number("⑥企业排放量 (tCO2e)\nEntity emissions", 2, summed: true, width: 16),
        .number("⑦偏离度 (%)\nDeviation", 4),
        .number("⑧平衡值\nBalance value", 6), .number("⑨强度系数\nCoefficient", 6),
        .number("⑩核定配额=⑥×(1+⑨) (t)\nDetermined", summed: true, width: 16),
        .number("⑪应清缴=⑥ (t)\nDue", summed: true), .text("备注\nRemarks", 30),
      ], rows: rows)
  }

  /// 2-3: cement.
  var cementSheet: OfficialSheet {
    let rows = sorted(allocations.filter { $0.unit.sector == .cement }).enumerated().compactMap {
      index, allocation -> OfficialRow? in
      guard case .cement(let line) = allocation.unit.details else { return nil }
      return OfficialRow(
        province: allocation.unit.province,
        cells: identity(index, allocation.unit) + [
          .text(allocation.unit.unit), .number(line.carbideSlag), .number(line.carbideSlagFactor),
          .number(line.clinker), .number(line.processFactor),
          .formula("=ROUND({4}*{5}/({6}*{7})*100,2)", line.substitution),
          .text(line.category?.label.zh ?? ""), .text(line.variety),
          .number(line.capacity), .number(line.combustion), .number(line.process),
          .formula("={12}+{13}", allocation.unit.emissions),
          .formula("=ROUND({14}/{6},4)", allocation.unit.intensity),
          deviationPercent(allocation, intensity: 15, balance: 17),
          .number(allocation.balanceValue?.value), coefficient(allocation),
          determined(allocation, emissions: 14, coefficient: 18),
          .number(allocation.due), .text(remark(allocation.unit)),
        ])
    }
    return OfficialSheet(
      number: "2-3", title: Label(zh: "水泥熟料生产线配额核定", en: "Determination, clinker lines"),
      columns: Self.identity + [
        .text("生产线编号\nLine", 9), .number("电石渣消耗量 (t)\nCarbide slag", 2, summed: true),
        .number("电石渣扣减系数\nDeduction factor", 3, width: 9),
        .number("①熟料产量 (t)\nClinker", 2, summed: true), .number("熟料过程排放因子\nProcess factor", 3, width: 9),
        .number("电石渣替代率 (%)\nSubstitution", 2, width: 9),
        .text("熟料类别\nCategory", 14), .text("熟料品种\nVariety", 10),
        .number("核定产能 (t/d)\nCapacity", 0, width: 10),
        .number("燃烧排放量 (tCO2)\nCombustion", 2, summed: true),
        .number("过程排放量 (tCO2)\nProcess", 2, summed: true),
        .number("②生产线排放量 (tCO2)\nLine emissions", 2, summed: true),
        .number("③=②/① 强度\nIntensity", 4, width: 10), .number("④偏离度 (%)\nDeviation", 4, width: 11),
        .number("⑤平衡值\nBalance value", 6, width: 11), .number("⑥强度系数\nCoefficient", 6, width: 11),
        .number("⑦核定配额 (t)\nDetermined", summed: true),
        .number("⑧应清缴 (t)\nDue", summed: true), .text("备注\nRemarks", 30),
      ], rows: rows)
  }

  /// 2-4: aluminium.
  var aluminiumSheet: OfficialSheet {
    let rows = sorted(allocations.filter { $0.unit.sector == .aluminium }).enumerated().compactMap {
      index, allocation -> OfficialRow? in
      guard case .aluminium(let process) = allocation.unit.details else { return nil }
      return OfficialRow(
        province: allocation.unit.province,
        cells: identity(index, allocation.unit) + [
          .text(allocation.unit.unit), .number(process.capacity), .number(process.liquidAluminium),
          .number(process.anodes),
          .number(process.anodeEffects), .formula("=ROUND({9}/{5},4)", allocation.unit.intensity),
          .formula("={6}+{7}", allocation.unit.emissions),
          deviationPercent(allocation, intensity: 8, balance: 11), .number(allocation.balanceValue?.value),
          coefficient(allocation),
          determined(allocation, emissions: 9, coefficient: 12), .number(allocation.due),
          .text(remark(allocation.unit)),
        ])
    }
    return OfficialSheet(
      number: "2-4", title: Label(zh: "铝电解工序配额核定", en: "Determination, electrolysis processes"),
      columns: Self.identity + [
        .text("工序编号\nProcess", 9), .number("产能 (t/a)\nCapacity"),
        .number("①铝液产量 (t)\nLiquid aluminium", 2, summed: true),
        .number("②能源作为原材料用途排放量 (tCO2)\nAnodes", 2, summed: true, width: 17),
        .number("③阳极效应排放量 (tCO2e)\nAnode effects", 2, summed: true),
        .number("④=⑤/① 强度\nIntensity", 4), .number("⑤=②+③ 工序排放量 (tCO2e)\nProcess emissions", 2, summed: true),
        .number("⑥偏离度 (%)\nDeviation", 4),
        .number("⑦平衡值\nBalance value", 6), .number("⑧强度系数\nCoefficient", 6),
        .number("⑨核定配额 (t)\nDetermined", summed: true),
        .number("⑩应清缴 (t)\nDue", summed: true), .text("备注\nRemarks", 30),
      ], rows: rows)
  }

  /// 2-5: actually issued.
  var issuedSheet: OfficialSheet {
    let rows = sortedIssues.enumerated().map { index, issue in
      OfficialRow(
        province: issue.province,
        cells: [
          .number(FixedDecimal(index + 1)), .text(issue.name), .text(issue.uscc), .number(issue.preallocated),
          .number(issue.determined),
          .formula("={4}-{3}", issue.trueUp), .number(issue.deductionReturned),
          .number(issue.deductedAtIssue), .number(issue.preissued),
          .formula("={5}+{6}-{7}", issue.finalIssued), .formula("={8}+{9}", issue.totalIssued),
          .number(issue.due), .number(issue.deductionLeft),
          .text(issue.withholding.answer), .text(issue.withholding.reason),
          .text(issue.determined == nil ? "待核定" : ""),
        ])
    }
    return OfficialSheet(
      number: "2-5", title: Label(zh: "配额实际发放", en: "Allowances actually issued"),
      columns: Self.identity + [
        .number("预分配配额 (t)\nPre-allocated", summed: true), .number("核定配额 (t)\nDetermined", summed: true),
        .number("①多退少补 (t)\nTrue-up", summed: true), .number("②退回核减 (t)\nDeduction returned", summed: true),
        .number("③核减配额 (t)\nDeduction applied", summed: true),
        .number("④实际预发放 (t)\nPre-issued", summed: true),
        .number("⑤最终发放 (t)\nFinal issued", summed: true),
        .number("⑥=④+⑤ 发放合计 (t)\nTotal issued", summed: true),
        .number("应清缴 (t)\nDue", summed: true), .number("⑦剩余核减 (t)\nDeduction left", summed: true),
        .text("是否差异化发放\nWithheld?", 12),
        .text("原因\nWhy", 30), .text("备注\nRemarks", 14),
      ], rows: rows)
  }
}
