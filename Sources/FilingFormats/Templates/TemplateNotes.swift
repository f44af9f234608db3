import Filings
import Rulebook

/// What each entry of a template is, in what unit and with how many decimals, and where the guideline says so.
struct TemplateNotes {
  private let rules: YearRules
  private let guideline: RuleDocument?
  private let defaults: [RuleEntry]
  private let filing: Filing

  init(_ filing: Filing, _ rulebook: Rulebook) {
    self.filing = filing
    rules = rulebook.rules(for: filing.year)
    let prefix = filing.sector.rawValue + "."
    defaults = rulebook.entries.filter { $0.isInForce(in: filing.year) && $0.id.hasPrefix(prefix) }
    guideline = rulebook.document("AG-\(filing.sector.rawValue.uppercased())")
  }

  var head: [Label] {
    let sector = filing.sector.label
    let source = guideline?.title ?? Label(zh: "核算指南", en: "accounting guideline")
    return [
      Label(
        zh: "\(filing.year)年度\(sector.zh)行业填报模板。依据：\(source.zh)。",
        en: "Template of a filing for \(filing.year), \(sector.en). By: \(source.en)."),
      Label(
        zh: "把每一处“\(ToFill.text)”改为实际数据；没有的设施、品种整行（整段）删除；停产月份填0。日期写作2026-03-31。",
        en:
          "Replace every \(ToFill.text) by your data; delete the facilities and items you do not have; a month of standstill is 0. Dates are written 2026-03-31."
      ),
      Label(
        zh: "填好后运行 cets validate 检查，仍未填写之处会逐一列出（FIL-TO-FILL）。",
        en: "Then run cets validate: it lists what is still to be filled in (FIL-TO-FILL)."),
    ]
  }

  func note(_ series: Series) -> Label {
    let (direction, item, parameter) = (series.direction.label, series.item.label, series.parameter.label)
    let zh = "\(direction.zh)：\(item.zh)，\(parameter.zh)，\(series.unit.label)"
    let en = "\(direction.en): \(item.en), \(parameter.en), \(series.unit.label)"
    let digits = decimals(series.parameter)
    let value = fallback(series)
    return Label(zh: zh + digits.zh + value.zh, en: en + digits.en + value.en)
  }

  /// How many decimals the guideline gives a parameter.
  private func decimals(_ parameter: Parameter) -> Label {
    let names = parameter.isPercentage ? [parameter.rawValue, "percentage"] : [parameter.rawValue]
    let ids = names.map { "decimals.\(filing.sector.rawValue).\($0)" }
    guard let entry = ids.lazy.compactMap({ rules.find($0) }).first else { return Label(zh: "", en: "") }
    return Label(zh: "，保留\(entry.valueText)位小数", en: ", \(entry.valueText) decimals")
  }

  /// The guideline's factor or default for it, with its clause.
  private func fallback(_ series: Series) -> Label {
    let item = series.item.rawValue
    let wanted = series.parameter == .quantity ? ".\(item)" : ".\(item).\(series.parameter.rawValue)"
    guard let entry = defaults.first(where: { $0.id.hasSuffix(wanted) && $0.document.hasPrefix("AG-") })
    else {
      return Label(zh: "", en: "")
    }
    let place = "\(entry.document) \(entry.clause)"
    return series.parameter == .quantity
      ? Label(
        zh: "；计算所用因子 \(entry.valueText) \(entry.unit)（\(place)）",
        en: "; the formula's factor is \(entry.valueText) \(entry.unit) (\(place))")
      : Label(
        zh: "；没有实测时整行删除，按缺省值 \(entry.valueText) 计算（\(place)）",
        en: "; not measured? Delete it, and the default \(entry.valueText) is used (\(place))")
  }

  func note(_ row: StockRow) -> Label {
    Label(
      zh: "进销存台账：\(row.item.label.zh)，\(row.flow.label.zh)，\(row.unit.label)",
      en: "stock ledger: \(row.item.label.en), \(row.flow.label.en), \(row.unit.label)")
  }

  func note(_ source: SecondSource) -> Label {
    Label(
      zh: "交叉核对的第二来源（报表、发票等）：\(source.item.label.zh)，\(source.unit.label)",
      en:
        "a second source to compare with (statistics, invoices): \(source.item.label.en), \(source.unit.label)"
    )
  }

  func note(_ declared: Declared) -> Label {
    Label(
      zh: "本企业自行计算的\(declared.quantity.label.zh)；previousYearValue为上年值",
      en: "the \(declared.quantity.label.en) you calculated yourself; previousYearValue is last year's")
  }

  func note(_ attribute: Attribute) -> Label {
    let values =
      switch attribute.name.form {
      case .clinkerCategory:
        ClinkerCategory.allCases.map { "\($0.rawValue) \($0.label.zh)" }.joined(separator: ", ")
      case .truth: "true, false"
      case .number: "123.4"
      case .uscc: "91110000MA0000000X"
      case .text: ""
      }
    let shown = values.isEmpty ? "" : ": \(values)"
    return Label(zh: attribute.name.label.zh + shown, en: attribute.name.label.en + shown)
  }

  func note(_ facility: Facility) -> Label {
    Label(
      zh: "\(facility.kind.label.zh)：每条（座、个）一段，标识不同",
      en: "\(facility.kind.label.en): one for each, with an id of its own")
  }

  static let entity = Label(
    zh: "单位：名称、6位行政区划代码、国民经济行业代码、许可证",
    en: "the entity: name, six-digit code of the division (GB/T 2260), industry class (GB/T 4754), permit")
  static let plan = Label(
    zh: "数据质量控制方案：每个参数由何计量器具、以何频次获取",
    en: "data quality control plan: by which meter and how often each parameter is acquired")
  static let meters = Label(
    zh: "计量器具：要求精度和实际精度（%）、检定有效期", en: "meters: required and actual accuracy (%), period of the calibration")
  static let evidence = Label(
    zh: "支撑材料：检测报告须有采样、接收、检测、报告四个日期和CMA或CNAS",
    en: "documents: a test report has four dates (sampled, received, tested, reported) and CMA or CNAS")
}
