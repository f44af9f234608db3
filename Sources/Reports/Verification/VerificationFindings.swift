import Accounting
import Filings
import Quantities
import Rulebook
import Verification

/// Chapter 3: what was found about the entity, its boundary, method, data and quality assurance.
struct VerificationFindings {
  let report: VerificationReport

  private var filing: Filing { report.filing }

  func sections(in language: Language) -> [Section] {
    [entity, boundary, method] + data(in: language) + [emissions, production, assurance, plan, other]
  }

  private func findings(_ ids: (String) -> Bool) -> [Finding] {
    report.statement.findings.filter { ids($0.check) && !$0.isDismissed }
  }

  /// What was found under some checks, and what remains to be seen on site.
  private func blocks(_ found: [Finding], open: [CheckEntry]) -> [Block] {
    var blocks: [Block] = []
    if found.isEmpty {
      blocks.append(
        .paragraph(Label(zh: "文件评审未发现不符合。", en: "The document review found nothing to object to.")))
    } else {
      blocks.append(.table(.findings(found, rules: report.rules)))
      blocks += Block.effectNote(found)
    }
    if !open.isEmpty {
      blocks.append(.table(.openItems(open, caption: Label(zh: "现场核查事项", en: "To be seen on site"))))
    }
    return blocks
  }

  // MARK: 3.1 to 3.3

  private var entity: Section {
    var section = Section("3 核查发现 · 3.1 重点排放单位基本情况", "3 Findings · 3.1 The entity")
    let ids = ["G01", "G02", "G03", "G07", "G09", "G12", "G13", "G14"]
    section.blocks = blocks(
      findings(ids.contains), open: report.openItems("G").filter { ids.contains($0.id) })
    return section
  }

  private var boundary: Section {
    var section = Section("3.2 核算边界", "3.2 Boundary")
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("编号", "Id"), .text("类型", "Kind"), .text("名称", "Name"), .number("产能", "Capacity"),
            .text("单位", "Unit"), .text("投产", "Started"), .text("停产", "Stopped"),
            .text("现场确认", "Seen on site"),
          ],
          rows: filing.facilities.map {
            [
              .text($0.id), .label($0.kind.label), .text($0.name), .number($0.capacity),
              .text($0.capacityUnit),
              .text($0.startedOn?.description ?? ""), .text($0.stoppedOn?.description ?? ""), .blank,
            ]
          })))
    let ids = ["G05", "G06", "G08", "I23", "I24", "A19"]
    section.blocks += blocks(
      findings(ids.contains), open: report.checks.filter { $0.how == .site && ids.contains($0.id) })
    return section
  }

  private var method: Section {
    var section = Section("3.3 核算方法", "3.3 Method")
    var seen: Set<String> = []
    var rows: [[Cell]] = []
    for part in report.statement.verified.allFacilities {
      for row in part.rows where seen.insert(row.formula.text + row.formula.clause).inserted {
        rows.append([.label(row.formula.label), .text(row.formula.text), .text(row.formula.clause)])
      }
    }
    section.blocks.append(
      .table(
        Table(
          columns: [.text("排放源", "Source"), .text("公式", "Formula"), .text("条款", "Clause")], rows: rows)))
    section.blocks += blocks(
      findings { NonconformityCategory($0) == .method }, open: [])
    return section
  }

  // MARK: 3.4.1, one subsection a parameter

  private func data(in language: Language) -> [Section] {
    var sections: [Section] = []
    for (index, facility) in filing.allFacilities.enumerated() {
      let series = facility.series.filter { $0.direction != .auxiliary }
      if series.isEmpty { continue }
      var section = Section(
        index == 0 || sections.isEmpty
          ? "3.4 核算数据 · 3.4.1 活动数据和排放因子：\(name(facility).zh)" : "3.4.1 活动数据和排放因子：\(name(facility).zh)",
        index == 0 || sections.isEmpty
          ? "3.4 Data · 3.4.1 Activity data and factors: \(name(facility).en)"
          : "3.4.1 Activity data and factors: \(name(facility).en)")
      for parameter in series { section.blocks += blocks(parameter, facility) }
      sections.append(section)
    }
    let families = "RFSCIA"
    let elsewhere = ["I23", "I24", "A19"]
    let open = report.openItems(families).filter { !elsewhere.contains($0.id) }
    let undecided = report.undecided
    if !open.isEmpty || !undecided.isEmpty {
      var section = Section("3.4.1 数据的现场核查事项", "3.4.1 Data to be seen on site")
      if !undecided.isEmpty { section.blocks.append(.table(.undecided(undecided, rules: report.rules))) }
      if !open.isEmpty {
        section.blocks.append(
          .table(.openItems(open, caption: Label(zh: "现场核查事项", en: "To be seen on site"))))
      }
      sections.append(section)
    }
    return sections
  }

  private func name(_ facility: Facility) -> Label {
    facility.kind == .enterprise
      ? Label(zh: "企业层级", en: "enterprise level")
      : Label(zh: "\(facility.id) \(facility.kind.label.zh)", en: "\(facility.id) \(facility.kind.label.en)")
  }

  private func blocks(_ series: Series, _ facility: Facility) -> [Block] {
    let found = report.statement.findings.filter {
      $0.facility == facility.id && $0.direction == series.direction && $0.item == series.item
        && $0.parameter == series.parameter && !$0.isDismissed
    }
    var blocks: [Block] = [
      .subheading(
        Label(
          zh: "\(series.direction.label.zh)：\(series.item.label.zh) \(series.parameter.label.zh)",
          en: "\(series.direction.label.en): \(series.item.label.en), \(series.parameter.label.en)")),
      .facts(facts(series, facility, found)),
    ]
    if !found.isEmpty {
      blocks.append(.table(.findings(found, rules: report.rules)))
      if let chart = chart(series, found) { blocks.append(chart) }
    }
    return blocks
  }

  private func facts(_ series: Series, _ facility: Facility, _ found: [Finding]) -> [Fact] {
    let sources = SecondSources(filing).names(for: series, of: facility)
    let unit = series.unit.label
    let meter = filing.meters.first { $0.id == series.meter }
    let calibrated = [meter?.calibratedFrom, meter?.calibratedTo].compactMap { $0?.description }
    var facts = [
      Fact(
        "数据获取", "acquired",
        Label(
          zh: "\(series.method.label.zh)，填报单位 \(unit)", en: "\(series.method.label.en), filed in \(unit)"))
    ]
    if !series.meter.isEmpty {
      let text = "\(series.meter) \(meter?.kind ?? "") \(calibrated.joined(separator: " – "))"
      facts.append(Fact("计量器具", "meter", text))
    }
    if !series.evidence.isEmpty {
      facts.append(Fact("支撑材料", "documents", EvidenceText.shortened(series.evidence)))
    }
    facts.append(
      Fact(
        "交叉核对", "cross-check",
        sources.isEmpty
          ? Label(zh: "单一数据来源", en: "single source")
          : Label(zh: sources.joined(separator: "、"), en: sources.joined(separator: ", "))))
    let key = SeriesKey(series, of: facility)
    let steps = report.statement.corrections.filter { $0.correction.key == key }
    let isMoved = steps.contains { $0.before != $0.correction.value }
    // The finding may be about a document, and stand in 3.5.
    let checks = Set(steps.map(\.check)).sorted().joined(separator: " ")
    let conclusion =
      !steps.isEmpty
      ? isMoved
        ? Label(
          zh: "不符合（\(checks)），已按保守值更正，见附件1",
          en: "nonconforming (\(checks)); the conservative value counts, see annex 1")
        : Label(
          zh: "不符合（\(checks)），填报值即为保守值，予以保留，见附件1",
          en: "nonconforming (\(checks)); the filed value is the conservative one and stays, see annex 1")
      : found.contains { $0.severity <= .s2 }
        ? Label(zh: "不符合，见下表", en: "nonconforming, see below")
        : found.isEmpty
          ? Label(zh: "文件评审未发现不符合", en: "nothing found in the document review")
          : Label(zh: "需要补充证据，见下表", en: "evidence is asked for, see below")
    facts.append(Fact("核查结论", "conclusion", conclusion))
    return facts
  }

  /// The months of the series, those of the findings and of their corrections marked.
  private func chart(_ series: Series, _ found: [Finding]) -> Block? {
    let months = (1...12).map { (try? series.value(in: $0)) ?? nil }
    var marked = Set(found.map(\.month).filter { $0 > 0 })
    marked.formUnion(found.flatMap(\.months))
    marked.formUnion(found.flatMap(\.corrections).map(\.month))
    guard !marked.isEmpty || found.contains(where: { ["S05", "S09"].contains($0.check) }),
      let svg = SeriesChart.svg(months, marked: marked)
    else { return nil }
    return .chart(
      svg: svg,
      caption: Label(
        zh:
          "\(series.item.label.zh)\(series.parameter.label.zh)逐月填报值（\(series.parameter.unit(of: series.item).label)），红色为有发现的月份",
        en:
          "\(series.parameter.label.en) of \(series.item.label.en) as filed, \(series.parameter.unit(of: series.item).label); red: months with a finding"
      ))
  }

  // MARK: 3.4.2, 3.4.3

  private var emissions: Section {
    var section = Section("3.4.2 排放量", "3.4.2 Emissions", isLandscape: true)
    var rows: [[Cell]] = []
    for part in report.statement.verified.allFacilities {
      for row in part.rows where row.countsInTotal {
        rows.append(
          [.text(part.facility), .label(row.source.label)] + row.months.map { .number($0) } + [
            .number(row.annual)
          ])
      }
    }
    rows.append(
      [.empty, .label(Label(zh: "企业排放总量", en: "entity total"))]
        + report.statement.verified.monthlyTotals.map { .number($0) } + [
          .number(report.statement.verified.total)
        ])
    section.blocks.append(
      .table(
        Table(
          caption: Label(zh: "核定排放量，tCO₂e", en: "Verified emissions, tCO₂e"),
          columns: [.text("设施", "Facility"), .text("排放源", "Source")]
            + (1...12).map { .number("\($0)月", SourceSections.months[$0 - 1]) } + [.number("全年", "Year")],
          rows: rows, totalRows: 1, isDense: true)))
    let ids = ["R01", "I15", "I16", "C11", "C21", "A12", "I17", "S10", "C05", "C10", "C12"]
    let found = findings { ids.contains($0) }
    if !found.isEmpty { section.blocks.append(.table(.findings(found, rules: report.rules))) }
    return section
  }

  private var production: Section {
    var section = Section("3.4.3 生产数据", "3.4.3 Production data")
    let parts = zip(report.statement.recomputed.allFacilities, report.statement.verified.allFacilities)
    let rows = parts.compactMap { before, after -> [Cell]? in
      guard let filed = before.annualOutput, let verified = after.annualOutput, let output = after.output
      else {
        return nil
      }
      let declared = filing.allFacilities.first { $0.id == after.facility }?.declared
        .first { $0.quantity == .output }?.value
      return [
        .text(after.facility), .label(output.label), .number(declared), .number(filed), .number(verified),
        .number(after.intensity),
      ]
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("设施", "Facility"), .text("产品", "Product"), .number("申报", "Declared", "t"),
            .number("填报月度合计", "Sum of months", "t"), .number("核定", "Verified", "t"),
            .number("核定强度", "Intensity", "tCO₂e/t"),
          ], rows: rows)))
    return section
  }

  // MARK: 3.5 to 3.7

  private var assurance: Section {
    var section = Section("3.5 质量保证和文件存档", "3.5 Quality assurance")
    if !filing.meters.isEmpty {
      section.blocks.append(
        .table(
          Table(
            caption: Label(zh: "计量器具", en: "Meters"),
            columns: [
              .text("编号", "Id"), .text("类型", "Kind"), .number("要求精度", "Required", "%"),
              .number("实际精度", "Actual", "%"), .text("检定自", "Calibrated from"), .text("检定至", "to"),
            ],
            rows: filing.meters.map {
              [
                .text($0.id), .text($0.kind), .number($0.requiredAccuracy), .number($0.actualAccuracy),
                .text($0.calibratedFrom?.description ?? "–"), .text($0.calibratedTo?.description ?? "–"),
              ]
            })))
    }
    section.blocks += blocks(findings { $0.hasPrefix("E") }, open: report.openItems("E"))
    return section
  }

  private var plan: Section {
    var section = Section("3.6 数据质量控制方案及其执行", "3.6 The quality-control plan and its execution")
    let rows = filing.qualityPlan.map { line -> [Cell] in
      [
        .text(line.version), .text(line.validFrom?.description ?? ""), .text(line.facility ?? ""),
        line.item.map { .label($0.label) } ?? .empty, line.parameter.map { .label($0.label) } ?? .empty,
        line.method.map { .label($0.label) } ?? .empty, .text(line.meter), .text(line.frequency),
      ]
    }
    if !rows.isEmpty {
      section.blocks.append(
        .table(
          Table(
            columns: [
              .text("版本", "Version"), .text("生效", "Valid from"), .text("设施", "Facility"), .text("品种", "Item"),
              .text("参数", "Parameter"), .text("获取方式", "Method"), .text("计量器具", "Meter"),
              .text("频次", "Frequency"),
            ], rows: rows, isDense: true)))
    }
    section.blocks += blocks(findings { NonconformityCategory($0) == .plan }, open: [])
    return section
  }

  private var other: Section {
    var section = Section("3.7 其他发现", "3.7 Other findings")
    let questions = report.questions
    if questions.isEmpty {
      section.blocks.append(.paragraph(Label(zh: "没有重点关注事项。", en: "No value calls for special attention.")))
    } else {
      section.blocks.append(
        .paragraph(
          Label(
            zh: "以下数据超出参考范围或呈现异常形态（S3）。参考范围只用于提示补充证据，本身不构成不符合项。",
            en:
              "These values lie outside a reference range or show an unusual pattern (S3). A range is a prompt for evidence, never by itself a nonconformity."
          )))
      section.blocks.append(
        .table(
          Table(
            columns: [
              .text("检查", "Check"), .text("位置", "Place"), .text("发现", "What was found"),
              .text("限值和来源", "Limit and source"),
              .text("向企业提出的问题", "Question"), .text("答复", "Answer"),
            ],
            rows: questions.map { finding in
              [
                .text(finding.check + (finding.isFraudIndicator ? " FR" : "")),
                .label(FindingPlace.label(of: finding)), .label(finding.message),
                .text(FindingSource.text(of: finding, in: report.rules, language: .zh)),
                .label(finding.question), .blank,
              ]
            }, isDense: true)))
    }
    if !report.remarks.isEmpty {
      section.blocks.append(
        .table(
          .findings(
            report.remarks, rules: report.rules, caption: Label(zh: "说明（S4）", en: "For information (S4)"))))
    }
    return section
  }
}

/// `E01 … E12 (12)` instead of twelve ids.
enum EvidenceText {
  static func shortened(_ ids: [String]) -> String {
    guard ids.count > 3, let first = ids.first, let last = ids.last else { return ids.joined(separator: " ") }
    return "\(first) … \(last) (\(ids.count))"
  }
}
