import Accounting
import Filings
import Quantities

/// C.3 and C.4: each facility's sources by month and year, and where every value comes from.
struct SourceSections {
  let report: ComplianceReport

  static let months = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]

  var sections: [Section] {
    report.statement.verified.allFacilities.filter { !$0.rows.isEmpty || $0.output != nil }.map(section)
  }

  private func section(_ part: FacilityStatement) -> Section {
    let name = report.filing.allFacilities.first { $0.id == part.facility }?.name ?? ""
    let isEnterprise = part.kind == .enterprise
    var section = Section(
      isEnterprise ? "C.3 企业层级数据" : "C.4 \(part.facility) \(name)（\(part.kind.label.zh)）",
      isEnterprise ? "C.3 Enterprise level" : "C.4 \(part.facility) (\(part.kind.label.en))",
      isLandscape: true)
    if let output = part.annualOutput, let intensity = part.intensity {
      section.blocks.append(
        .paragraph(
          Label(
            zh:
              "排放量 \(NumberFormat.grouped(part.total)) tCO₂e，产量 \(NumberFormat.grouped(output)) t，强度 \(intensity) tCO₂e/t。",
            en:
              "Emissions \(NumberFormat.grouped(part.total)) tCO₂e, output \(NumberFormat.grouped(output)) t, intensity \(intensity) tCO₂e/t."
          )))
    }
    section.blocks.append(.table(monthTable(part)))
    section.blocks.append(.table(originTable(part)))
    return section
  }

  private func monthTable(_ part: FacilityStatement) -> Table {
    var rows: [[Cell]] = []
    var results: Set<Int> = []
    if let output = part.output {
      let total = part.annualOutput
      rows.append(
        [
          .label(Label(zh: "产量 \(output.label.zh)", en: "output, \(output.label.en)")),
          .text(output.unit.label),
        ]
          + (1...12).map { .number(output[$0]) } + [.number(total)])
    }
    for row in part.rows {
      for operand in row.operands { rows.append(operandRow(operand)) }
      results.insert(rows.count)
      let note = row.countsInTotal ? "" : "（不计入总量）"
      rows.append(
        [
          .label(
            Label(
              zh: row.source.label.zh + note,
              en: row.source.label.en + (row.countsInTotal ? "" : " (not in the total)"))),
          .text("tCO₂e"),
        ] + row.months.map { .number($0) } + [.number(row.annual)])
    }
    return Table(
      caption: Label(zh: "逐月数据和排放量", en: "Data and emissions by month"),
      columns: [.text("项目", "Item"), .text("单位", "Unit")]
        + (0..<12).map { .number("\($0 + 1)月", Self.months[$0]) } + [.number("全年", "Year")],
      rows: rows, resultRows: results, isDense: true)
  }

  private func operandRow(_ operand: Operand) -> [Cell] {
    let name = Cell.label(Label(zh: "\(operand.symbol) \(operand.label.zh)", en: operand.label.en))
    if let constant = operand.constant {
      return [name, .text(operand.unit.label)] + Array(repeating: .empty, count: 12) + [.number(constant)]
    }
    // Only quantities add up over the year; a mean of factors belongs to the consumption it is weighted by.
    let isQuantity = [.tonne, .tenThousandNormalCubicMetres, .megawattHour, .gigajoule].contains(operand.unit)
    let total = isQuantity ? try? FixedDecimal.sum((1...12).compactMap { operand[$0] }) : nil
    return [name, .text(operand.unit.label)] + (1...12).map { .number(operand[$0]) } + [
      isQuantity ? .number(total) : .empty
    ]
  }

  private func originTable(_ part: FacilityStatement) -> Table {
    var rows: [[Cell]] = []
    for row in part.rows {
      for operand in row.operands {
        let (method, meter, evidence, source) = account(of: operand)
        rows.append([
          .label(row.source.label),
          .label(Label(zh: "\(operand.symbol) \(operand.label.zh)", en: operand.label.en)), .label(method),
          .text(meter), .text(evidence), .label(source),
        ])
      }
    }
    return Table(
      caption: Label(zh: "数据来源", en: "Where the values come from"),
      columns: [
        .text("排放源", "Source"), .text("参数", "Parameter"), .text("获取方式", "Method"), .text("计量器具", "Meter"),
        .text("支撑材料", "Evidence"), .text("依据", "Basis"),
      ], rows: rows, isDense: true)
  }

  private func account(of operand: Operand) -> (method: Label, meter: String, evidence: String, source: Label)
  {
    let filed = operand.origin.filed
    let basis: Label
    switch operand.origin {
    case .filed: basis = Label(zh: "企业填报", en: "filed")
    case .rule(let rule):
      basis = Label(
        zh: "\(rule.document) \(rule.clause)，\(rule.standing.label.zh)",
        en: "\(rule.document) \(rule.clause), \(rule.standing.label.en)")
    case .filedWithGaps(_, let rule, let months):
      let list = months.map(String.init).joined(separator: ", ")
      basis = Label(
        zh: "企业填报；\(list)月缺报或不予采用，取\(rule.document)缺省值",
        en: "filed; months \(list) missing or not accepted: default of \(rule.document)")
    case .derived(let label): basis = label
    }
    let method =
      filed?.method.label
      ?? (operand.origin.rule == nil
        ? AcquisitionMethod.calculated.label : AcquisitionMethod.defaultValue.label)
    return (method, filed?.meter ?? "", EvidenceText.shortened(filed?.evidence ?? []), basis)
  }
}
