import Accounting
import Allowances
import Filings
import Quantities

extension BatchSummary {
  /// The batch on one page: totals, balance values, units, findings, rejected filings.
  package func html(in language: Language) -> [UInt8] {
    var document = Document(
      title: Label(zh: "\(year)年度批次结果", en: "Results of the year \(year)"),
      subtitle: Label(
        zh: "处理\(counts.processed)份填报，退回\(counts.rejected)份，\(date)",
        en: "\(counts.processed) filings processed, \(counts.rejected) rejected, \(date)"),
      colophon: Label(zh: "\(program)，规则库 \(rulebook)", en: "\(program), rulebook \(rulebook)"))
    document.sections.append(overview)
    for balance in balanceValues { document.sections.append(sectorSection(balance, language)) }
    if !visits.isEmpty { document.sections.append(visitSection(language)) }
    document.sections.append(unitSection)
    document.sections.append(entitySection)
    if !rejected.isEmpty { document.sections.append(rejectedSection(language)) }
    if !findings.isEmpty { document.sections.append(findingSection) }
    return HTMLRenderer.render(document, in: language)
  }

  private func sum(_ values: [FixedDecimal]) -> FixedDecimal { (try? FixedDecimal.sum(values)) ?? .zero }

  private var overview: Section {
    var section = Section("总览", "Overview")
    func count(_ zh: String, _ en: String, _ value: Int) -> KeyFigure {
      KeyFigure(label: Label(zh: zh, en: en), value: NumberFormat.grouped(FixedDecimal(value)), unit: "")
    }
    func tonnes(_ zh: String, _ en: String, _ value: FixedDecimal) -> KeyFigure {
      KeyFigure(label: Label(zh: zh, en: en), value: NumberFormat.grouped(value), unit: "t")
    }
    section.blocks.append(
      .figures([
        count("读取填报", "filings read", counts.filingsRead), count("处理", "processed", counts.processed),
        count("退回", "rejected", counts.rejected),
        count("被取代 / 其他年度", "superseded / other years", counts.superseded + counts.otherYear),
        tonnes("核定排放量", "verified emissions", sum(entities.map(\.verified))),
        tonnes("核定配额", "determined allowances", sum(allocations.compactMap(\.determined))),
        tonnes("应清缴", "due", sum(allocations.compactMap(\.due))),
        tonnes("多退少补净额", "true-up, net", sum(allocations.compactMap(\.trueUp))),
      ]))
    section.blocks.append(
      .table(
        totals(
          by: Sector.allCases.map { sector in (sector.label, { $0.sector == sector }) },
          head: .text("行业", "Sector"))))
    let provinces = Set(entities.map(\.province)).sorted()
    section.blocks.append(
      .table(
        totals(
          by: provinces.map { code in (Province.label(of: code), { $0.province == code }) },
          head: .text("省份", "Province"))))
    return section
  }

  /// Emissions and allowances of groups of entities, with a total.
  private func totals(by groups: [(Label, (EntityResult) -> Bool)], head: Column) -> Table {
    var rows: [[Cell]] = []
    func row(_ label: Label, _ members: [EntityResult]) -> [Cell] {
      let codes = Set(members.map(\.uscc))
      let units = allocations.filter { codes.contains($0.unit.uscc) }
      return [
        .label(label), .number(FixedDecimal(members.count)), .number(FixedDecimal(units.count)),
        .number(sum(members.map(\.verified))),
        .number(sum(units.compactMap(\.determined))),
        .number(sum(units.compactMap { $0.preallocation?.amount })),
        .number(sum(units.compactMap(\.trueUp))), .number(sum(units.compactMap(\.due))),
      ]
    }
    for (label, belongs) in groups {
      let members = entities.filter(belongs)
      if !members.isEmpty { rows.append(row(label, members)) }
    }
    rows.append(row(Label(zh: "合计", en: "total"), entities))
    return Table(
      columns: [
        head, .number("单位", "Entities"), .number("单元", "Units"), .number("核定排放量", "Verified", "tCO₂e"),
        .number("核定配额", "Determined", "t"),
        .number("预分配", "Pre-allocated", "t"), .number("多退少补", "True-up", "t"), .number("应清缴", "Due", "t"),
      ], rows: rows, totalRows: 1)
  }

  private func sectorSection(_ balance: BalanceValue, _ language: Language) -> Section {
    let name = balance.sector.label
    var section = Section("行业平衡值：\(name.zh)", "Balance value: \(name.en)")
    let source: Label =
      switch balance.source {
      case .published(let text): Label(zh: "公布值，来源：\(text)", en: "published; source: \(text)")
      case .solved(let units):
        Label(
          zh: "未提供公布值，由本批次\(units)个单元精确解得",
          en: "none was given: solved exactly for the \(units) units of this run")
      case .solvedSmallest(let units):
        Label(
          zh: "未提供公布值，由本批次\(units)个单元解得；一个区间内的值都平衡，取最小者",
          en:
            "none was given: solved for the \(units) units of this run; every value of an interval balances, the smallest was taken"
        )
      }
    section.blocks.append(
      .paragraph(
        Label(
          zh: "BP = \(balance.value) tCO₂e/t（\(source.zh)）",
          en: "BP = \(balance.value) tCO₂e/t (\(source.en))")))
    if let svg = DeviationChart.svg(allocations, balanceValue: balance) {
      section.blocks.append(
        .chart(
          svg: svg,
          caption: Label(
            zh: "各单元强度（由低到高）与平衡值；绿色：配额盈余，红色：配额缺口；浅色带：系数随偏离度变化的区间",
            en:
              "Units by intensity, lowest first, against the balance value; green receives more than it emitted, red less; shaded: where the coefficient follows the deviation"
          )))
    }
    return section
  }

  private var unitSection: Section {
    var section = Section("分配单元", "Allocation units", isLandscape: true)
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("行业", "Sector"), .text("单位", "Entity"), .text("单元", "Unit"),
            .number("核定排放量", "Verified", "tCO₂e"),
            .number("产量", "Output", "t"), .number("强度", "Intensity", "tCO₂e/t"), .number("偏离度", "Deviation"),
            .number("系数", "Coefficient"),
            .text("特殊情形", "Special case"), .number("核定配额", "Determined", "t"),
            .number("预分配", "Pre-allocated", "t"),
            .number("多退少补", "True-up", "t"), .number("应清缴", "Due", "t"),
          ],
          rows: allocations.map { allocation in
            let unit = allocation.unit
            return [
              .text(unit.sector.label.zh),
              .link(unit.name, to: "entities/\(unit.uscc)/compliance-report.html"), .text(unit.unit),
              .number(unit.emissions), .number(unit.output), .number(unit.intensity),
              .quotient(allocation.deviation, decimals: 6),
              .quotient(allocation.coefficient, decimals: 6),
              unit.specialCase.map { .label($0.label) } ?? .empty,
              .number(allocation.determined), .number(allocation.preallocation?.amount),
              .number(allocation.trueUp), .number(allocation.due),
            ]
          }, isDense: true)))
    return section
  }

  private var entitySection: Section {
    var section = Section("单位", "Entities")
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("单位", "Entity"), .text("信用代码", "USCC"), .number("申报", "Declared", "tCO₂e"),
            .number("重算", "Recomputed", "tCO₂e"),
            .number("核定", "Verified", "tCO₂e"), .number("发现", "Findings"),
          ],
          rows: entities.map { entity in
            [
              entity.report.isEmpty ? .text(entity.name) : .link(entity.name, to: entity.report),
              .text(entity.uscc), .number(entity.declared),
              .number(entity.recomputed), .number(entity.verified), .number(FixedDecimal(entity.findings)),
            ]
          })))
    return section
  }

  private func rejectedSection(_ language: Language) -> Section {
    var section = Section("退回的填报", "Rejected filings")
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("文件", "File"), .text("信用代码", "USCC"), .text("首个问题", "First fault"),
            .text("如何修正", "How to mend it"), .number("问题数", "Faults"),
          ],
          rows: rejected.map { filing in
            let first = filing.firstError
            let place =
              first.map {
                $0.line > 0 ? "\($0.code.rawValue), \($0.line):\($0.column): " : "\($0.code.rawValue): "
              } ?? ""
            return [
              .link(filing.files.joined(separator: ", "), to: "rejected/\(filing.name).json"),
              .text(filing.uscc),
              .text(place + (first?.message.text(in: language) ?? "")),
              .text(first?.remedy.text(in: language) ?? ""),
              .number(FixedDecimal(filing.diagnostics.count { $0.severity == .error })),
            ]
          })))
    return section
  }

  private var findingSection: Section {
    var section = Section("发现", "Findings")
    let severities = Finding.Severity.allCases
    section.blocks.append(
      .table(
        Table(
          caption: Label(zh: "按行业和级别", en: "By sector and severity"),
          columns: [.text("行业", "Sector")] + severities.map { .number($0.rawValue, $0.rawValue) },
          rows: Sector.allCases.map { sector in
            [.label(sector.label)]
              + severities.map { severity in
                let rows = findings.filter { $0.severity == severity }
                return .number(FixedDecimal(rows.reduce(0) { $0 + ($1.bySector[sector] ?? 0) }))
              }
          })))
    section.blocks.append(
      .table(
        Table(
          caption: Label(zh: "按检查", en: "By check"),
          columns: [
            .text("检查", "Check"), .text("内容", "What it compares"), .text("级别", "Severity"),
          ] + Sector.allCases.map { .number($0.label.zh, $0.label.en) } + [
            .number("合计", "All"), .number("单位数", "Entities"), .number("影响合计", "Effects", "tCO₂e"),
          ],
          rows: findings.map { finding in
            [.text(finding.check), .label(finding.title), .text(finding.severity.rawValue)]
              + Sector.allCases.map { .number(FixedDecimal(finding.bySector[$0] ?? 0)) } + [
                .number(FixedDecimal(finding.count)), .number(FixedDecimal(finding.entities)),
                finding.effect == nil ? .empty : .number(finding.effect),
              ]
          })))
    return section
  }

  private func visitSection(_ language: Language) -> Section {
    var section = Section("优先现场核查的单位", "Whom to visit first", isLandscape: true)
    section.blocks.append(
      .paragraph(
        Label(
          zh:
            "按“涉及排放量 × 可疑权重”排序；发现未给出影响的，按相关排放源的5%计；同一数据的多项发现只计最重的一项。权重为本程序建议值（规则 check.visit），可配置；排序只提示先后，不是结论。",
          en:
            "Ranked by emissions at stake × doubt. Where a finding states no effect, a share of its source counts; of several findings about one value only the weightiest. The weights are proposals (rules check.visit) and can be changed; a rank is no verdict."
        )))
    section.blocks.append(
      .table(
        Table(
          columns: [
            .number("序", "No."), .text("单位", "Entity"), .text("行业", "Sector"), .text("省份", "Province"),
            .number("涉及排放", "At stake", "tCO₂e"), .number("得分", "Stake × doubt"), .number("发现", "Findings"),
            .number("疑点", "FR"), .text("主要原因", "Why"),
          ],
          rows: visits.enumerated().map { index, visit in
            [
              .number(FixedDecimal(index + 1)),
              .link(visit.name, to: "entities/\(visit.uscc)/verification-report.html"),
              .label(visit.sector.label),
              .label(Province.label(of: visit.province)), .number(visit.stake), .number(visit.score),
              .number(FixedDecimal(visit.findings)), .number(FixedDecimal(visit.fraudIndicators)),
              .text(reasons(visit).text(in: language)),
            ]
          }, isDense: true)))
    return section
  }

  private func reasons(_ visit: Visit) -> Label {
    let titles = visit.checks.map { id in
      (id, findings.first { $0.check == id }?.title ?? Label(zh: id, en: id))
    }
    return Label(
      zh: titles.map { "\($0.0) \($0.1.zh)" }.joined(separator: "；"),
      en: titles.map { "\($0.0) \($0.1.en)" }.joined(separator: "; "))
  }
}
