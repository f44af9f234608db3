import Accounting
import Allowances
import Filings
import Quantities
import Rulebook

extension ComplianceReport {
  /// The report as a self-contained page for the screen and for A4.
  package func html(in language: Language) -> [UInt8] {
    HTMLRenderer.render(document(in: language), in: language)
  }

  private func document(in language: Language) -> Document {
    let entity = filing.entity
    var document = Document(
      title: Label(zh: "\(filing.year)年度碳排放履约报告", en: "Annual compliance report \(filing.year)"),
      subtitle: Label(
        zh: "\(entity.name)（\(entity.uscc)），\(filing.sector.label.zh)行业，报告日期 \(date)",
        en:
          "\(entity.englishName.isEmpty ? entity.name : "\(entity.englishName) \(entity.name)") (\(entity.uscc)), \(filing.sector.label.en), \(date)"
      ),
      colophon: Label(
        zh: "由 cets 根据第\(filing.submission)次提交（\(filing.submittedOn)）按官方核算指南重算。所有数值均为精确十进制，按指南修约。",
        en:
          "Made by cets from submission \(filing.submission) of \(filing.submittedOn), recalculated by the official guidelines in exact decimals."
      ))
    document.sections.append(overview(in: language))
    document.sections.append(basicInformation)
    document.sections.append(facilities)
    document.sections += SourceSections(report: self).sections
    document.sections.append(monthlySummary)
    if let auxiliary = AuxiliarySection(filing: filing).section { document.sections.append(auxiliary) }
    document.sections.append(AllowanceSection(report: self).section)
    document.sections.append(comparison)
    document.sections.append(findingsSection)
    if !filing.evidence.isEmpty { document.sections.append(evidenceSection) }
    document.sections.append(rulesSection)
    return document
  }

  // MARK: What a reader looks for first

  private func overview(in language: Language) -> Section {
    var section = Section("结果摘要", "Results")
    let declared = filing.enterprise.declared.first { $0.quantity == .emissions }?.value
    let determined = sum(allocations.compactMap(\.determined))
    let preallocated = sum(allocations.compactMap { $0.preallocation?.amount })
    let due = sum(allocations.compactMap(\.due))
    let hasPreallocation = allocations.contains { $0.preallocation != nil }
    let isOutside = allocations.allSatisfy { $0.determined == nil }
    func figure(_ zh: String, _ en: String, _ value: FixedDecimal?, _ unit: String) -> KeyFigure {
      KeyFigure(
        label: Label(zh: zh, en: en), value: value.map(NumberFormat.grouped) ?? "–",
        unit: value == nil ? "" : unit)
    }
    let owed = NumberFormat.grouped(due)
    let surplus = isOutside ? nil : try? determined - due
    section.blocks.append(
      .figures([
        figure("申报排放量", "declared emissions", declared, "tCO₂e"),
        figure("重算排放量", "recomputed emissions", statement.recomputed.total, "tCO₂e"),
        figure("核定排放量", "verified emissions", statement.verified.total, "tCO₂e"),
        figure("上年度核定排放量", "verified the year before", lastYearVerified, "tCO₂e"),
        figure("核定配额", "determined allowances", isOutside ? nil : determined, "t"),
        figure("预分配配额", "pre-allocated", hasPreallocation ? preallocated : nil, "t"),
        figure("多退少补", "true-up", hasPreallocation && !isOutside ? try? determined - preallocated : nil, "t"),
        figure(
          surplus?.isNegative == true ? "缺口（应清缴 \(owed)）" : "盈余（应清缴 \(owed)）",
          surplus?.isNegative == true ? "shortfall (due \(owed))" : "surplus (due \(owed))", surplus, "t"),
      ]))
    if isOutside, !allocations.isEmpty {
      section.blocks.append(
        .remark(
          Label(
            zh: "该单位不在本年度配额分配范围：不分配配额，也无需清缴。",
            en: "The entity is outside this year's allocation: it receives and owes no allowances.")))
    }
    let rows =
      filing.sector == .steel
      ? statement.verified.enterprise.rows : statement.verified.allFacilities.flatMap(\.rows)
    if let svg = MonthlyChart.svg(rows: rows, language: language) {
      section.blocks.append(
        .chart(
          svg: svg, caption: Label(zh: "各月排放量，按排放源，tCO₂e", en: "Emissions by month and kind of source, tCO₂e")
        ))
    }
    return section
  }

  private func sum(_ values: [FixedDecimal]) -> FixedDecimal {
    (try? FixedDecimal.sum(values)) ?? .zero
  }

  // MARK: C.1, C.2

  private var basicInformation: Section {
    let entity = filing.entity
    var section = Section("C.1 基本信息", "C.1 Basic information")
    let rows: [(String, String, String)] = [
      ("单位名称", "name", entity.name), ("英文名称", "English name", entity.englishName),
      ("统一社会信用代码", "unified social credit code", entity.uscc),
      ("行业", "sector", "\(filing.sector.label.zh) \(filing.sector.label.en)"),
      ("行业代码（GB/T 4754）", "industry class", entity.industryClass),
      (
        "省级、市级行政区代码（GB/T 2260）", "province and city",
        [entity.province, entity.city].filter { !$0.isEmpty }.joined(separator: " / ")
      ),
      ("法定代表人", "legal representative", entity.legalRepresentative), ("地址", "address", entity.address),
      ("排污许可证编号", "pollutant discharge permit", entity.permit), ("联系人", "contact", entity.contact),
      (
        "报告编制服务机构", "report prepared by",
        [entity.reportService, entity.reportServiceUSCC].filter { !$0.isEmpty }.joined(separator: "  ")
      ),
      (
        "核查机构", "verifier",
        [entity.verifier, entity.verifierUSCC].filter { !$0.isEmpty }.joined(separator: "  ")
      ),
      ("报告年度", "year", String(filing.year)),
      ("提交", "submission", "\(filing.submission) · \(filing.submittedOn)"),
    ]
    section.blocks.append(
      .table(
        Table(
          columns: [.text("项目", "Item"), .text("内容", "As filed")],
          rows: rows.filter { !$0.2.isEmpty }.map { [.label(Label(zh: $0.0, en: $0.1)), .text($0.2)] })))
    return section
  }

  private var facilities: Section {
    var section = Section("C.2 设施", "C.2 Facilities")
    let rows = filing.facilities.map { facility -> [Cell] in
      let attributes = facility.attributes.map {
        "\($0.name.label.zh) \($0.name.label.en): \(AttributeText.text($0))"
      }
      return [
        .text(facility.id), .label(facility.kind.label), .text(facility.name), .number(facility.capacity),
        .text(facility.capacityUnit), .text(facility.startedOn?.description ?? ""),
        .text(facility.stoppedOn?.description ?? ""),
        .text(attributes.joined(separator: "; ")),
      ]
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("编号", "Id"), .text("类型", "Kind"), .text("名称", "Name"), .number("产能", "Capacity"),
            .text("单位", "Unit"),
            .text("投产", "Started"), .text("停产", "Stopped"), .text("属性", "Attributes"),
          ], rows: rows)))
    if !filing.meters.isEmpty {
      section.blocks.append(
        .table(
          Table(
            caption: Label(zh: "计量器具", en: "Meters"),
            columns: [
              .text("编号", "Id"), .text("类型", "Kind"), .number("要求精度", "Required accuracy", "%"),
              .number("实际精度", "Actual accuracy", "%"), .text("检定有效期", "Calibrated"),
            ],
            rows: filing.meters.map { meter in
              let period = [meter.calibratedFrom, meter.calibratedTo].map { $0?.description ?? "?" }.joined(
                separator: " – ")
              let isKnown = meter.calibratedFrom != nil || meter.calibratedTo != nil
              return [
                .text(meter.id), .text(meter.kind), .number(meter.requiredAccuracy),
                .number(meter.actualAccuracy),
                .text(isKnown ? period : ""),
              ]
            })))
    }
    return section
  }

  // MARK: C.5

  /// Emissions by month: the facilities and the entity; for steel E_ent, ΣE_j, ΣE_x and the residual.
  private var monthlySummary: Section {
    var section = Section("C.5 排放量汇总", "C.5 Emissions by month", isLandscape: true)
    let verified = statement.verified
    var rows: [[Cell]] = []
    func add(_ label: Label, _ months: [FixedDecimal], _ total: FixedDecimal?) {
      rows.append([.label(label)] + months.map { .number($0) } + [.number(total)])
    }
    for part in verified.facilities {
      add(
        Label(zh: "\(part.facility) \(part.kind.label.zh)", en: "\(part.facility) \(part.kind.label.en)"),
        part.monthlyTotals, part.total)
    }
    if filing.sector == .steel {
      let processes = verified.facilities.filter { $0.kind != .powerUnit && $0.kind != .other }
      let units = verified.facilities.filter { $0.kind == .powerUnit }
      add(
        Label(zh: "工序合计 ΣE_j", en: "main processes ΣE_j"), months(of: processes), sum(processes.map(\.total)))
      add(Label(zh: "发电机组合计 ΣE_x", en: "power units ΣE_x"), months(of: units), sum(units.map(\.total)))
      if let residual = verified.residual {
        add(Label(zh: "其他 E_other", en: "other (residual) E_other"), residual, sum(residual))
      }
    } else if !verified.enterprise.rows.isEmpty {
      add(
        Label(zh: "企业层级其他排放", en: "enterprise level"), verified.enterprise.monthlyTotals,
        verified.enterprise.total)
    }
    add(
      Label(
        zh: filing.sector == .steel ? "企业排放 E_ent" : "企业排放总量",
        en: filing.sector == .steel ? "entity E_ent (mass balance)" : "entity total"),
      verified.monthlyTotals, verified.total)
    section.blocks.append(
      .table(
        Table(
          columns: [.text("范围", "Scope")]
            + (1...12).map { .number("\($0)月", SourceSections.months[$0 - 1], "tCO₂e") } + [
              .number("全年", "Year", "tCO₂e")
            ],
          rows: rows, totalRows: 1, isDense: true)))
    return section
  }

  private func months(of parts: [FacilityStatement]) -> [FixedDecimal] {
    (0..<12).map { month in sum(parts.map { $0.monthlyTotals[month] }) }
  }

  // MARK: Declared, recomputed, verified

  private var comparison: Section {
    var section = Section("申报、重算与核定", "Declared, recomputed, verified")
    let rows = FacilityComparison.rows(filing: filing, statement: statement).map { row -> [Cell] in
      [
        .text(row.facility), .label(row.quantity), .number(row.declared), .number(row.recomputed),
        .number(row.verified),
        .number(row.difference),
      ]
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("设施", "Facility"), .text("项目", "Quantity"), .number("申报值", "Declared"),
            .number("重算值", "Recomputed"),
            .number("核定值", "Verified"), .number("核定 − 申报", "Verified − declared"),
          ], rows: rows)))
    return section
  }

  private var findingsSection: Section {
    var section = Section("发现", "Findings")
    if statement.findings.isEmpty {
      section.blocks.append(
        .paragraph(Label(zh: "读取和重算中没有发现问题。", en: "Reading and recalculating found nothing to remark.")))
      return section
    }
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("检查", "Check"), .text("级别", "Severity"), .text("设施", "Facility"), .text("月份", "Month"),
            .text("说明", "What was found"),
            .text("填报", "Reported"), .text("应为", "Expected"), .number("影响", "Effect", "tCO₂e"),
          ],
          rows: statement.findings.map { finding in
            [
              .text(finding.check), .text(finding.severity.rawValue), .text(finding.facility),
              .text(finding.month == 0 ? "" : "\(finding.month)"), .label(finding.message),
              .text(finding.reported),
              .text(finding.expected), .effect(finding),
            ]
          })))
    return section
  }

  private var evidenceSection: Section {
    var section = Section("支撑材料", "Supporting documents")
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("编号", "Id"), .text("类型", "Kind"), .text("名称", "Title"), .text("出具单位", "Issuer"),
            .text("文号", "Number"),
            .text("报告日期", "Reported"), .text("资质", "Accreditation"),
          ],
          rows: filing.evidence.map { document in
            [
              .text(document.id), .text(document.kind), .text(document.title), .text(document.issuer),
              .text(document.number),
              .text(document.reportedOn?.description ?? ""), .text(document.accreditation),
            ]
          }, isDense: true)))
    return section
  }

  private var rulesSection: Section {
    var section = Section("采用的规则", "Rules used")
    section.blocks.append(
      .paragraph(
        Label(
          zh: "每个缺省值都注明文件、条款和效力：“官方”为文件原文，“二手转录”为第三方转录（原文未取得），使用前请核对。",
          en:
            "Each default names its document, clause and standing. “Secondary” values are transcriptions by third parties of a document that was not at hand; check them before relying on them."
        )))
    section.blocks.append(
      .table(
        Table(
          columns: [
            .text("规则", "Rule"), .text("名称", "Name"), .number("值", "Value"), .text("单位", "Unit"),
            .text("来源", "Source"), .text("效力", "Standing"),
          ],
          rows: rules.map { rule in
            [
              .text(rule.id), .label(rule.label), .text(rule.valueText), .text(rule.unit),
              .text("\(rule.document), \(rule.clause)"),
              .label(rule.standing.label),
            ]
          })))
    let tags = Set(rules.map(\.document))
    section.blocks.append(
      .table(
        Table(
          caption: Label(zh: "引用文件", en: "Documents"),
          columns: [
            .text("代号", "Tag"), .text("文件", "Document"), .text("文号", "Number"), .text("日期", "Issued"),
          ],
          rows: documents.filter { tags.contains($0.tag) }.map {
            [.text($0.tag), .label($0.title), .text($0.number), .text($0.issued)]
          })))
    return section
  }
}

/// An attribute's value with both names where it is a code.
enum AttributeText {
  static func text(_ attribute: Attribute) -> String {
    guard attribute.name == .clinkerCategory,
      let category = ClinkerCategory.allCases.first(where: { $0.spellings.contains(attribute.value) })
    else { return attribute.value }
    return "\(category.label.zh) \(category.label.en)"
  }
}
