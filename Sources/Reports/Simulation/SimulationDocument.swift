import Filings
import Quantities
import Scenarios

extension SimulationReport {
  /// The scenarios side by side on one page.
  package func html(in language: Language) throws(ArithmeticError) -> [UInt8] {
    let entities = runs.first?.years.first?.entities.count ?? 0
    let (first, last) = (allYears.first ?? base.year, allYears.last ?? base.year)
    var document = Document(
      title: Label(zh: "情景模拟：基于\(base.year)年度核定结果", en: "Scenarios over the results of \(base.year)"),
      subtitle: Label(
        zh: "\(runs.count - 1)个情景与基准比较，\(first)–\(last)年，\(entities)家单位、\(unitCount)个分配单元；结果日期 \(asOf)",
        en:
          "\(runs.count - 1) scenarios beside the base, \(first)–\(last), \(entities) entities with \(unitCount) units of allocation; results of \(asOf)"
      ),
      colophon: Label(
        zh: "\(program)；结果 allowances.csv SHA-256 \(resultsDigest)；全部数值见同目录CSV表",
        en:
          "\(program); results' allowances.csv SHA-256 \(resultsDigest); every number is in the CSV tables beside this page"
      ))
    document.sections.append(overview)
    document.sections.append(AssumptionSection(report: self, language: language).section)
    document.sections.append(try TotalsSection(report: self, language: language).all)
    document.sections.append(try TotalsSection(report: self, language: language).sectors)
    document.sections.append(try MarginalSection(report: self, language: language).section)
    for plant in plants {
      document.sections.append(try PlantSection(report: self, plant: plant, language: language).section)
    }
    document.sections.append(try TotalsSection(report: self, language: language).provinces)
    document.sections.append(try TotalsSection(report: self, language: language).largest)
    document.sections.append(MethodSection(report: self).section)
    return HTMLRenderer.render(document, in: language)
  }

  private var overview: Section {
    var section = Section("说明", "What this is")
    section.blocks.append(
      .remark(
        Label(
          zh:
            "情景是使用者的假设，不是规定，也不是预测：其效力为“情景假设”。2027年及以后没有公布的分配公式；本页任何数值都不得作为配额核定的依据。",
          en:
            "A scenario is its user's assumption: no law and no forecast. Its standing is: scenario. For 2027 and later no formula has been published; nothing on this page may be cited as an allocation."
        )))
    if differing.isEmpty {
      section.blocks.append(
        .paragraph(
          Label(
            zh: "核对：按\(base.year)年度规则重新计算，全部\(unitCount)个单元的核定配额与结果一致，误差为0吨。",
            en:
              "Checked: calculated anew by the rules of \(base.year), the allowances of all \(unitCount) units are those of the results, to the tonne."
          )))
    } else {
      let names = differing.prefix(10).map { "\($0.name) \($0.unit)" }
      section.blocks.append(
        .remark(
          Label(
            zh:
              "注意：按\(base.year)年度规则重新计算，\(differing.count)个单元的核定配额与结果不同：\(names.joined(separator: "；"))。请用处理结果时的规则库。",
            en:
              "Take care: calculated anew by the rules of \(base.year), \(differing.count) units differ from the results: \(names.joined(separator: "; ")). Use the rulebook that the results were made with."
          )))
    }
    if !isSameRulebook {
      section.blocks.append(
        .remark(
          Label(
            zh: "处理结果时用的是另一个规则库（摘要不同）；基准参数取自本次的规则库。",
            en:
              "The results were made with another rulebook (its digest differs); the base takes its parameters from the present one."
          )))
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("标识", "Id"), .text("情景", "Scenario"), .text("年度", "Years"), .text("效力", "Standing"),
            .text("假设来源（使用者填写）", "Where it comes from (the user's words)"),
          ],
          rows: runs.enumerated().map { index, run in
            let years = run.scenario.years
            return [
              .text(run.scenario.id), .label(run.scenario.name),
              .text("\(years.lowerBound)–\(years.upperBound)"),
              index == 0
                ? .label(
                  Label(zh: "\(base.year)年规则，其后为假设", en: "rules of \(base.year); later years assumed"))
                : .label(standing), .text(run.scenario.note),
            ]
          })))
    return section
  }

  /// The plants that the page shows one by one: those that a scenario abates at, then each sector's largest.
  private var plants: [SimulatedEntity] {
    guard let entities = runs.first?.years.first?.entities else { return [] }
    let abating = runs.flatMap { $0.scenario.abatements.map(\.uscc) }
    var chosen: [SimulatedEntity] = []
    for uscc in abating where !chosen.contains(where: { $0.uscc == uscc }) && chosen.count < 6 {
      if let entity = entities.first(where: { $0.uscc == uscc }) { chosen.append(entity) }
    }
    for sector in Sector.allCases where !chosen.contains(where: { $0.sector == sector }) {
      let own = entities.filter { $0.sector == sector && !$0.position.due.isZero }
      if let largest = own.max(by: { $0.position.emissions < $1.position.emissions }) {
        chosen.append(largest)
      }
    }
    return chosen
  }
}
