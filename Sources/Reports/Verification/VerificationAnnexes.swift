import Accounting
import Allowances
import Filings
import Quantities
import Verification

/// Chapter 5: annexes 1 to 4.
struct VerificationAnnexes {
  let report: VerificationReport

  var sections: [Section] { [results, allocation, nonconformities, documents] }

  private var results: Section {
    var section = Section("附件1 核查结果表", "Annex 1 Result table", isLandscape: true)
    for facility in report.filing.allFacilities {
      let own = report.lines.filter { $0.facility == facility.id }
      if own.isEmpty { continue }
      let isEnterprise = facility.kind == .enterprise
      section.blocks.append(
        .table(
          Table(
            caption: isEnterprise
              ? Label(zh: "企业层级", en: "Enterprise level")
              : Label(
                zh: "\(facility.id) \(facility.kind.label.zh)", en: "\(facility.id) \(facility.kind.label.en)"
              ),
            columns: [
              .text("项目", "Item"), .text("单位", "Unit"), .number("核查前", "Before"), .number("核查后", "Verified"),
              .text("是否一致", "Consistent"), .number("变化", "Change", "%"), .text("原因", "Reason"),
            ],
            rows: own.map(row),
            resultRows: Set(own.indices.filter { own[$0].kind == .total }), isDense: true)))
    }
    if let table = correctedMonths { section.blocks.append(.table(table)) }
    section.blocks.append(
      .remark(
        Label(
          zh: "未单独申报的排放源，“核查前”为按填报数据计算的结果；因子为按消耗量加权的全年均值。",
          en:
            "For a source that was not declared on its own, “before” is what the filed data give; factors are the year's means by consumption."
        )))
    return section
  }

  /// The months of every corrected series, filed and verified, in the unit of the formulas.
  private var correctedMonths: Table? {
    var keys: [(key: SeriesKey, side: Correction.Side)] = []
    for step in report.statement.corrections
    where !keys.contains(where: { $0.key == step.correction.key && $0.side == step.correction.side }) {
      keys.append((step.correction.key, step.correction.side))
    }
    if keys.isEmpty { return nil }
    var rows: [[Cell]] = []
    for (key, side) in keys {
      guard let facility = report.filing.allFacilities.first(where: { $0.id == key.facility }),
        let series = facility.series(key.direction, key.item, key.parameter)
      else { continue }
      let steps = report.statement.corrections.filter {
        $0.correction.key == key && $0.correction.side == side
      }
      let use = side == .output ? Label(zh: "（作为产量）", en: ", as output") : Label(zh: "", en: "")
      let name = Label(
        zh: "\(series.direction.label.zh)：\(series.item.label.zh) \(series.parameter.label.zh)\(use.zh)",
        en: "\(series.direction.label.en): \(series.item.label.en), \(series.parameter.label.en)\(use.en)")
      let operand = report.statement.verified.allFacilities.first { $0.facility == key.facility }?.rows
        .flatMap(\.operands).first { $0.origin.filed?.key == key }
      let filed = (1...12).map { month in (try? series.value(in: month)) ?? nil }
      rows.append(
        [.text(key.facility), .label(name), .label(Label(zh: "填报", en: "filed"))] + filed.map { .number($0) })
      let verified = (1...12).map { month -> Cell in
        guard let step = steps.first(where: { $0.correction.month == month }) else {
          return .number(filed[month - 1])
        }
        // The default that took its place stands in the formula.
        return (step.correction.value ?? operand?[month]).map { .number($0) }
          ?? .label(Label(zh: "缺省值", en: "default"))
      }
      rows.append([.empty, .empty, .label(Label(zh: "核定", en: "verified"))] + verified)
    }
    return Table(
      caption: Label(zh: "逐月更正（公式所用单位）", en: "Corrections by month, in the unit of the formulas"),
      columns: [.text("设施", "Facility"), .text("参数", "Parameter"), .text("", "")]
        + (1...12).map { .number("\($0)月", SourceSections.months[$0 - 1]) },
      rows: rows, isDense: true)
  }

  private func row(_ line: ResultLine) -> [Cell] {
    [
      .label(line.name), .text(line.unit), .number(line.before), .number(line.verified),
      .label(line.isConsistent ? Label(zh: "是", en: "yes") : Label(zh: "否", en: "no")),
      line.change == nil ? .empty : .number(line.change), .label(line.reason),
    ]
  }

  private var allocation: Section {
    var section = Section("附件2 配额分配相关数据", "Annex 2 Data for allocation", isLandscape: true)
    if report.allocations.isEmpty {
      section.blocks.append(.paragraph(Label(zh: "没有分配单元。", en: "There is no allocation unit.")))
      return section
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("单元", "Unit"), .text("名称", "Name"), .number("核定排放量", "Verified", "tCO₂e"),
            .number("产量", "Output", "t"), .number("强度", "Intensity", "tCO₂e/t"),
            .text("特殊情形", "Special case"),
            .number("平衡值", "Balance value", "tCO₂e/t"), .number("偏离度", "Deviation"),
            .number("强度系数", "Coefficient"), .number("核定配额", "Determined", "t"), .number("应清缴", "Due", "t"),
          ],
          rows: report.allocations.map { allocation in
            let unit = allocation.unit
            return [
              .text(unit.unit), .text(unit.unitName), .number(unit.emissions), .number(unit.output),
              .number(unit.intensity), unit.specialCase.map { .label($0.label) } ?? .empty,
              .number(allocation.balanceValue?.value), .quotient(allocation.deviation, decimals: 6),
              .quotient(allocation.coefficient, decimals: 6), .number(allocation.determined),
              .number(allocation.due),
            ]
          }, isDense: true)))
    for allocation in report.allocations {
      if case .steel(let works) = allocation.unit.details {
        section.blocks.append(
          .facts([
            Fact(
              "炼铁工序排放量", "ironmaking emissions", "\(NumberFormat.grouped(works.ironmakingEmissions)) tCO₂"),
            Fact("烧结工序排放量", "sintering emissions", "\(NumberFormat.grouped(works.sinteringEmissions)) tCO₂"),
            Fact("铁水产量", "iron output", "\(NumberFormat.grouped(works.ironOutput)) t"),
            Fact("粗钢产量", "crude steel", "\(NumberFormat.grouped(works.crudeSteel)) t"),
          ]))
      }
    }
    if let table = report.sensitivityTable { section.blocks.append(.table(table)) }
    return section
  }

  private var nonconformities: Section {
    var section = Section("附件3 不符合项清单", "Annex 3 Nonconformities", isLandscape: true)
    let list = report.nonconformities
    if list.isEmpty {
      section.blocks.append(.paragraph(Label(zh: "没有不符合项。", en: "There are no nonconformities.")))
    } else {
      section.blocks.append(
        .table(
          Table(
            columns: [
              .text("序号", "No."), .text("类别", "Category"), .text("不符合项描述", "Description"),
              .text("涉及参数", "Parameter"),
              .number("影响", "Effect", "tCO₂e"), .text("企业原因分析", "Cause analysis"),
              .text("整改措施", "Corrective action"),
              .text("整改结论", "Conclusion"),
            ],
            rows: list.enumerated().map { index, finding in
              [
                .text("\(index + 1) (\(finding.check), \(finding.severity.rawValue))"),
                .label(NonconformityCategory(finding.check).label), .label(finding.message),
                .label(FindingPlace.label(of: finding)),
                .effect(finding),
                .blank, action(finding), conclusion(finding),
              ]
            }, isDense: true)))
      section.blocks.append(
        .remark(
          Label(
            zh: "整改结论：已整改符合要求、已整改不符合要求、未整改，三者择一；未整改或整改不符合要求的，按保守值取值。",
            en:
              "Conclusion: corrected and conforming, corrected but not conforming, or not corrected. In the last two the conservative value counts."
          )))
    }
    if !report.dismissed.isEmpty { section.blocks.append(.table(dismissedTable)) }
    return section
  }

  private func action(_ finding: Finding) -> Cell {
    FindingText.correctiveAction(finding).map { .label($0) } ?? .blank
  }

  private func conclusion(_ finding: Finding) -> Cell {
    FindingText.isCorrectedThroughout(finding)
      ? .label(Label(zh: "已整改符合要求", en: "corrected and conforming")) : .blank
  }

  private var dismissedTable: Table {
    Table(
      caption: Label(zh: "经复核不成立的发现", en: "Findings dismissed after review"),
      columns: [
        .text("检查", "Check"), .text("位置", "Place"), .text("发现", "What was found"),
        .text("决定和理由", "Decision and reason"),
      ],
      rows: report.dismissed.map { finding in
        let reasons = finding.decisions.map(FindingText.sentence)
        return [
          .text(finding.check), .label(FindingPlace.label(of: finding)), .label(finding.message),
          .label(
            Label(
              zh: reasons.map(\.zh).joined(separator: "；"), en: reasons.map(\.en).joined(separator: "; "))),
        ]
      }, isDense: true)
  }

  private var documents: Section {
    var section = Section("附件4 支撑材料清单", "Annex 4 Supporting documents")
    var kinds: [String] = []
    for document in report.filing.evidence where !kinds.contains(document.kind) {
      kinds.append(document.kind)
    }
    if kinds.isEmpty {
      section.blocks.append(.paragraph(Label(zh: "未填报支撑材料。", en: "No supporting documents were filed.")))
    }
    for kind in kinds {
      section.blocks.append(
        .table(
          Table(
            caption: Label(zh: kind, en: kind),
            columns: [
              .text("编号", "Id"), .text("名称", "Title"), .text("出具单位", "Issuer"), .text("文号", "Number"),
              .text("采样", "Sampled"), .text("收样", "Received"), .text("检测", "Tested"), .text("出具", "Reported"),
              .text("资质", "Accreditation"),
            ],
            rows: report.filing.evidence.filter { $0.kind == kind }.map {
              [
                .text($0.id), .text($0.title), .text($0.issuer), .text($0.number), day($0.sampledOn),
                day($0.receivedOn), day($0.testedOn), day($0.reportedOn), .text($0.accreditation),
              ]
            }, isDense: true)))
    }
    return section
  }

  private func day(_ date: CalendarDate?) -> Cell { .text(date?.description ?? "") }
}
