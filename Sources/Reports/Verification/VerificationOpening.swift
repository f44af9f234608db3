import Accounting
import Filings
import Quantities
import Rulebook
import Verification

/// Cover, summary table, conclusion, and the chapters on how the verification went.
struct VerificationOpening {
  let report: VerificationReport

  private var filing: Filing { report.filing }

  // MARK: Cover and summary

  var cover: Section {
    var section = Section("封面", "Cover")
    section.blocks.append(
      .facts([
        Fact("核查报告编号", "report number", report.number),
        Fact("重点排放单位", "key emitting entity", filing.entity.name),
        Fact("报告年度", "year", String(filing.year)),
        Fact(
          "核查技术服务机构", "verification body",
          filing.entity.verifier.isEmpty ? nil : Label(zh: filing.entity.verifier, en: filing.entity.verifier)
        ),
        Fact("核查报告签发日期", "date of issue", nil as Label?),
        Fact("数据截止日期", "data as of", report.date.description),
      ]))
    return section
  }

  var summary: Section {
    let entity = filing.entity
    var section = Section("核查报告摘要表", "Summary table")
    func filed(_ text: String) -> Label? { text.isEmpty ? nil : Label(zh: text, en: text) }
    section.blocks.append(
      .facts([
        Fact("重点排放单位名称", "entity", filed(entity.name)), Fact("地址", "address", filed(entity.address)),
        Fact("统一社会信用代码", "unified social credit code", entity.uscc),
        Fact("法定代表人", "legal representative", filed(entity.legalRepresentative)),
        Fact("联系人", "contact", filed(entity.contact)),
        Fact("行业分类", "industry class", filed(entity.industryClass)),
        Fact("所属行业子类", "market sub-class", filing.sector.label),
        Fact("报告编制技术服务机构", "report prepared by", filed(entity.reportService)),
        Fact("该机构统一社会信用代码", "its credit code", filed(entity.reportServiceUSCC)),
        Fact("核查前报告版本和日期", "report before verification", "V\(filing.submission), \(filing.submittedOn)"),
        Fact("核查后报告版本和日期", "report after verification", nil as Label?),
      ]))
    return section
  }

  // MARK: Conclusion

  func conclusion(in language: Language) -> Section {
    var section = Section("核查结论", "Verification conclusion")
    section.blocks += conformity
    section.blocks += confirmed(in: language)
    section.blocks += changes
    section.blocks += specialMention
    section.blocks.append(.subheading(Label(zh: "签字", en: "Signatures")))
    let roles = [
      Label(zh: "核查组组长", en: "team leader"), Label(zh: "核查组成员", en: "team members"),
      Label(zh: "技术复核人", en: "technical reviewer"), Label(zh: "批准人", en: "approver"),
    ]
    section.blocks.append(
      .table(
        Table(
          columns: [.text("角色", "Role"), .text("姓名", "Name"), .text("签字", "Signature"), .text("日期", "Date")],
          rows: roles.map { [.label($0), .blank, .blank, .blank] })))
    return section
  }

  private var conformity: [Block] {
    let wrong = report.nonconformities.count { $0.severity == .s1 }
    let breached = report.nonconformities.count { $0.severity == .s2 }
    let zh =
      wrong + breached == 0
      ? "未发现填报数据与核算指南和数据质量控制方案不符。"
      : "发现不符合项\(wrong + breached)项：数据错误（S1）\(wrong)项，已按重算值取值；违反规则或缺乏支撑（S2）\(breached)项，未整改前按保守性原则取值，见附件3。"
    let en =
      wrong + breached == 0
      ? "Nothing in the filing was found that departs from the guideline or the quality-control plan."
      : "\(wrong + breached) nonconformities were found: \(wrong) wrong values (S1), recomputed; \(breached) breaches or unsupported values (S2), for which the conservative value counts until they are corrected. See annex 3."
    return [
      .subheading(Label(zh: "（1）与核算指南和数据质量控制方案的符合性", en: "(1) Conformity with the guideline and the plan")),
      .paragraph(Label(zh: zh, en: en)),
      .facts([Fact("核查组意见", "the team's opinion", nil as Label?)]),
    ]
  }

  private func confirmed(in language: Language) -> [Block] {
    let (before, after) = (report.statement.recomputed, report.statement.verified)
    let pairs = zip(before.facilities, after.facilities)
    var rows: [[Cell]] = pairs.map { recomputed, verified in
      [
        .text(verified.facility), .label(verified.kind.label), .number(declared(verified.facility)),
        .number(recomputed.total), .number(verified.total), .number(verified.annualOutput),
        .number(verified.intensity),
      ]
    }
    rows.append([
      .label(Label(zh: "企业合计", en: "entity total")), .empty, .number(declared(Facility.enterpriseID)),
      .number(before.total), .number(after.total), .empty, .empty,
    ])
    var blocks: [Block] = [
      .subheading(Label(zh: "（2）排放量的确认", en: "(2) Emissions confirmed")),
      .table(
        Table(
          columns: [
            .text("设施", "Facility"), .text("类型", "Kind"), .number("核查前（申报）", "Declared", "tCO₂e"),
            .number("重算", "Recomputed", "tCO₂e"), .number("核定", "Verified", "tCO₂e"),
            .number("产量", "Output", "t"),
            .number("强度", "Intensity", "tCO₂e/t"),
          ], rows: rows, totalRows: 1)),
    ]
    let previous = filing.enterprise.declared.first { $0.quantity == .emissions }?.previousYearValue
    let month = (report.lastYearVerified ?? previous).flatMap {
      try? $0.divided(by: FixedDecimal(12), decimals: 2)
    }
    let sources =
      filing.sector == .steel ? after.enterprise.rows : after.allFacilities.flatMap(\.rows)
    if let svg = MonthlyChart.svg(rows: sources, lastYear: month, language: language) {
      blocks.append(
        .chart(
          svg: svg,
          caption: Label(
            zh: "各月核定排放量（tCO₂e），按排放源；虚线为上年度排放量的月均值",
            en:
              "Verified emissions by month and kind of source, tCO₂e; the dashed line is a twelfth of last year's"
          )))
    }
    return blocks
  }

  private func declared(_ facility: String) -> FixedDecimal? {
    filing.allFacilities.first { $0.id == facility }?.declared.first { $0.quantity == .emissions }?.value
  }

  private var changes: [Block] {
    var rows: [[Cell]] = []
    func add(_ facility: String, _ name: Label, last: FixedDecimal?, now: FixedDecimal?) {
      guard let now else { return }
      let change = last.flatMap { last -> FixedDecimal? in
        guard !last.isZero, let difference = try? now - last else { return nil }
        return try? (difference * FixedDecimal(100)).divided(by: last, decimals: 1)
      }
      rows.append([.text(facility), .label(name), .number(last), .number(now), .number(change), .blank])
    }
    for part in report.statement.verified.allFacilities {
      let facility = filing.allFacilities.first { $0.id == part.facility }
      func last(_ quantity: DeclaredQuantity) -> FixedDecimal? {
        facility?.declared.first { $0.quantity == quantity }?.previousYearValue
      }
      let isEnterprise = part.kind == .enterprise
      if isEnterprise || !part.rows.isEmpty {
        add(
          isEnterprise ? "-" : part.facility, Label(zh: "排放量（tCO₂e）", en: "emissions (tCO₂e)"),
          last: isEnterprise ? report.lastYearVerified ?? last(.emissions) : last(.emissions),
          now: isEnterprise ? report.statement.verified.total : part.total)
      }
      add(part.facility, Label(zh: "产量（t）", en: "output (t)"), last: last(.output), now: part.annualOutput)
    }
    var blocks: [Block] = [
      .subheading(Label(zh: "（3）与上年度相比异常变化的说明", en: "(3) Abnormal change against last year")),
      .table(
        Table(
          columns: [
            .text("设施", "Facility"), .text("项目", "Quantity"), .number("上年度", "Last year"),
            .number("本年度", "This year"), .number("变化", "Change", "%"), .text("变化原因", "Explanation"),
          ], rows: rows)),
    ]
    let own = report.allocations.compactMap { allocation in
      allocation.unit.intensity.map { (name: allocation.unit.unit, value: $0) }
    }
    if let peers = report.peers, let (marks, ground) = peers.svg(own: own) {
      let columns =
        peers.showsCounts
        ? Label(
          zh: "；柱为单元数的分布，两端的柱含更远的单元",
          en: "; columns: how many units there are, the outermost with those beyond") : Label(zh: "", en: "")
      blocks.append(
        .chart(
          svg: marks, on: ground,
          caption: Label(
            zh: "本批次\(filing.sector.label.zh)行业各分配单元的强度（tCO₂e/t）；红色为本单位，虚线为中位数\(columns.zh)",
            en:
              "Intensity of the \(filing.sector.label.en) units of this batch, tCO₂e/t; red: this entity, dashed: the median\(columns.en)"
          )))
    }
    return blocks
  }

  private var specialMention: [Block] {
    let single = SecondSources(filing).singleSourceCount
    let openItems = report.openItems("GREFCIAS").count
    let fraud = report.statement.findings.count { $0.isFraudIndicator && !$0.isDismissed }
    var zh = ["需要现场核查确认的事项\(openItems)项，见第3章各节；重点关注\(report.questions.count)项，见3.7。"]
    var en = [
      "\(openItems) items can only be decided on site (chapter 3); \(report.questions.count) values call for evidence (3.7)."
    ]
    let undecided = Set(report.undecided.map(\.check)).sorted()
    if !undecided.isEmpty {
      zh.append("\(undecided.count)项检查因缺少数据未能判定（\(undecided.joined(separator: "、"))），见3.4.1。")
      en.append(
        "\(undecided.count) checks could not be decided for lack of data (\(undecided.joined(separator: ", "))): 3.4.1."
      )
    }
    if single > 0 {
      zh.append("\(single)个参数没有可供交叉核对的第二数据来源（单一数据来源）。")
      en.append("\(single) parameters have no second source to be held against (single source).")
    }
    if fraud > 0 {
      zh.append("其中\(fraud)项带有疑点标记（FR），报省级生态环境部门关注；疑点不是结论。")
      en.append(
        "\(fraud) findings carry a fraud indicator (FR), for the province to look at: an indicator is no accusation."
      )
    }
    if !report.dismissed.isEmpty {
      zh.append("\(report.dismissed.count)项发现经复核不成立，见附件3。")
      en.append("\(report.dismissed.count) findings were dismissed after review, see annex 3.")
    }
    return [
      .subheading(Label(zh: "（4）未覆盖或需要特别说明的问题", en: "(4) Issues not covered or needing special mention")),
      .paragraph(Label(zh: zh.joined(), en: en.joined(separator: " "))),
      .facts([Fact("其他说明", "further remarks", nil as Label?)]),
    ]
  }

  // MARK: Chapters 1, 2 and 4

  var overview: Section {
    var section = Section("1 概述", "1 Overview")
    section.blocks.append(.subheading(Label(zh: "1.1 核查目的", en: "1.1 Purpose")))
    section.blocks.append(
      .paragraph(
        Label(
          zh: "核实重点排放单位\(filing.year)年度温室气体排放报告的数据和信息，确认排放量和配额核定所需数据，为配额核定和清缴提供依据。",
          en:
            "To verify the data of the entity's report for \(filing.year), and to confirm the emissions and the data from which allowances are determined and surrendered."
        )))
    section.blocks.append(.subheading(Label(zh: "1.2 核查范围", en: "1.2 Scope")))
    let kinds = filing.facilities.map { "\($0.id) \($0.kind.label.zh)" }.joined(separator: "、")
    let english = filing.facilities.map { "\($0.id) \($0.kind.label.en)" }.joined(separator: ", ")
    section.blocks.append(
      .paragraph(
        Label(
          zh: "企业层级及下列设施的化石燃料燃烧、过程等直接排放：\(kinds)。辅助参数表不属于核查范围。",
          en:
            "Direct emissions of the enterprise level and of these facilities: \(english). Auxiliary tables are outside verification."
        )))
    section.blocks.append(.subheading(Label(zh: "1.3 核查依据", en: "1.3 Criteria")))
    section.blocks.append(.table(criteria))
    return section
  }

  private var criteria: Table {
    let used = Set(report.statement.verified.usedRules.map(\.document))
    let always: Set<String> = ["REG775", "VG26", "ALLOC2425", "NOTICE26"]
    return Table(
      columns: [.text("代号", "Tag"), .text("文件", "Document"), .text("文号", "Number"), .text("日期", "Issued")],
      rows: report.documents.filter { used.contains($0.tag) || always.contains($0.tag) }.map {
        [.text($0.tag), .label($0.title), .text($0.number), .text($0.issued)]
      })
  }

  var process: Section {
    var section = Section("2 核查过程和方法", "2 Process")
    section.blocks.append(.subheading(Label(zh: "2.1 核查组安排", en: "2.1 Team")))
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("姓名", "Name"), .text("职责", "Role"), .text("任务分工", "Tasks"), .text("是否现场", "On site"),
          ],
          rows: (0..<3).map { _ in [.blank, .blank, .blank, .blank] })))
    section.blocks.append(.subheading(Label(zh: "2.2 文件评审", en: "2.2 Document review")))
    section.blocks.append(.paragraph(documentReview))
    section.blocks.append(.subheading(Label(zh: "2.3 现场核查", en: "2.3 Site visit")))
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("时间", "When"), .text("地点", "Where"), .text("对象和职务", "Whom, position"),
            .text("内容（查、问、看、验）", "What: documents, interviews, inspection, recalculation"),
            .text("证据（照片、签到）", "Proof: photos, sign-in"),
          ], rows: (0..<3).map { _ in Array(repeating: Cell.blank, count: 5) })))
    section.blocks.append(.subheading(Label(zh: "2.4 核查报告编写及内部技术复核", en: "2.4 Writing and internal review")))
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("编号", "Check"), .text("要求", "Requirement"), .text("来源", "Source"), .text("情况", "State"),
          ],
          rows: report.checks.filter { $0.how == .report }.map {
            [.text($0.id), .label($0.title), .text($0.source), .blank]
          })))
    return section
  }

  private var documentReview: Label {
    let series = filing.allFacilities.reduce(0) { $0 + $1.series.count }
    let automatic = report.checks.count { $0.how == .automatic }
    let calculated = report.checks.count { $0.how == .calculation }
    let found = report.statement.findings.count
    return Label(
      zh:
        "对第\(filing.submission)次提交的排放报告（\(filing.submittedOn)）的\(series)个月度数据序列、\(filing.evidence.count)份支撑材料、\(filing.meters.count)台计量器具逐项评审：复算全部排放量，执行自动检查\(automatic)项，另有\(calculated)项由核算方法保证；共形成发现\(found)项。",
      en:
        "Submission \(filing.submission) of \(filing.submittedOn) was reviewed item by item: \(series) series of monthly data, \(filing.evidence.count) documents, \(filing.meters.count) meters. All emissions were recalculated, \(automatic) checks were run, \(calculated) more hold by the way of calculation; \(found) findings were made."
    )
  }

  var closing: Section {
    var section = Section("4 核查结论", "4 Conclusion")
    let total = NumberFormat.grouped(report.statement.verified.total)
    section.blocks.append(
      .paragraph(
        Label(
          zh:
            "\(filing.entity.name)\(filing.year)年度核定温室气体排放量为 \(total) tCO₂e，不符合项\(report.nonconformities.count)项，重点关注\(report.questions.count)项。",
          en:
            "Verified emissions of \(filing.year): \(total) tCO₂e; \(report.nonconformities.count) nonconformities, \(report.questions.count) values that call for evidence."
        )))
    section.blocks.append(.facts([Fact("核查组结论", "the team's conclusion", nil as Label?)]))
    return section
  }
}
