import Filings

extension CSVInputTable {
  package var definition: CSVTable {
    switch self {
    case .balanceValues: Self.balanceValuesTable
    case .preallocation: Self.preallocationTable
    case .deductions: Self.deductionsTable
    case .holdings: Self.holdingsTable
    case .specialCases: Self.specialCasesTable
    case .decisions: Self.decisionsTable
    case .trades: Self.tradesTable
    case .ccer: Self.ccerTable
    case .carryOver: Self.carryOverTable
    case .differentiated: Self.differentiatedTable
    case .cancellations: Self.cancellationsTable
    case .reversals: Self.reversalsTable
    }
  }

  private static let balanceValuesTable = CSVTable(
    "balance_values", zh: "行业平衡值", en: "Balance values of the sectors", key: [.sector, .year],
    [
      CSVColumn(.sector, .code(CSVCodes.sectorList), zh: "行业", en: "sector"),
      .year,
      CSVColumn(.value, .amount, zh: "平衡值（tCO2e/t）", en: "balance value, tCO2e/t"),
      CSVColumn(.source, .text, zh: "来源", en: "where the value was published"),
    ])

  private static let preallocationTable = CSVTable(
    "preallocation", zh: "预分配", en: "Pre-allocation", key: [.uscc, .year, .unit],
    [
      .uscc, .year,
      CSVColumn(
        .unit, .facility, zh: "分配单元：设施编号；“-”为企业", en: "allocation unit: id of the facility; - for the entity"),
      CSVColumn(
        .lastYearVerified, .amount, zh: "上年核查排放量（tCO2e）", en: "verified emissions of the year before, tCO2e"),
      CSVColumn(.ratioPercent, .amount, zh: "预分配比例（%）", en: "ratio of pre-allocation, per cent"),
    ])

  private static let deductionsTable = CSVTable(
    "deductions", zh: "核减", en: "Deductions", key: [],
    [
      .uscc, .year,
      CSVColumn(.tonnes, .amount, zh: "核减量（t）", en: "allowances to deduct"),
      CSVColumn(.reason, .text, zh: "原因", en: "reason"),
    ])

  private static let holdingsTable = CSVTable(
    "holdings", zh: "配额持有", en: "Holdings of allowances", key: [],
    [
      .uscc,
      CSVColumn(.vintage, .integer(CSVLimits.years), zh: "配额年度", en: "vintage"),
      CSVColumn(.tonnes, .amount, zh: "数量（t）", en: "allowances"),
      CSVColumn(.acquiredOn, .date, .optional, zh: "取得日期", en: "day of acquisition"),
      CSVColumn(.price, .amount, .optional, zh: "单价（元/t）", en: "price, CNY/t"),
      CSVColumn(.kind, .code(CSVCodes.holdingKindList), zh: "类别", en: "how they came or went"),
    ])

  private static let specialCasesTable = CSVTable(
    "special_cases", zh: "特殊情形", en: "Special cases of allocation", key: [.uscc, .year, .facility],
    [
      .uscc, .year, .facility,
      CSVColumn(.case, .code(CSVCodes.specialCaseList), zh: "情形", en: "case"),
      CSVColumn(.evidence, .text, .optional, zh: "依据", en: "evidence"),
    ])

  private static let decisionsTable = CSVTable(
    "decisions", zh: "核查决定", en: "Decisions about findings",
    key: [
      .uscc, .year, .facility, .check, .item, .parameter, .month, .direction, .document, .reported, .line,
    ],
    [
      .uscc, .year, .facility,
      CSVColumn(.check, .text, zh: "检查编号", en: "id of the check, as in findings.csv"),
      CSVColumn(.item, .code(CSVCodes.itemList), .optional, zh: "品种", en: "item, as in findings.csv"),
      CSVColumn(
        .parameter, .code(CSVCodes.parameterList), .optional, zh: "参数", en: "parameter, as in findings.csv"),
      CSVColumn(
        .month, .integer(1...12), .optional, zh: "月份",
        en: "month, as in findings.csv; for a corrected value its month"),
      CSVColumn(
        .direction, .code(CSVCodes.directionList), .optional, zh: "方向（同一品种既进又出时）",
        en: "direction, where an item both enters and leaves"),
      CSVColumn(
        .document, .text, .optional, zh: "支撑材料编号（同月有数份时）",
        en: "id of the document, where a month has several"),
      CSVColumn(
        .reported, .text, .optional, zh: "填报值（findings.csv所列）", en: "reported value, as in findings.csv"),
      CSVColumn(
        .line, .integer(CSVLimits.lines), .optional, zh: "填报文件的行（findings.csv所列）",
        en: "line of the filing, as in findings.csv"),
      CSVColumn(.decision, .code(CSVCodes.decisionList), zh: "决定", en: "decision"),
      CSVColumn(
        .value, .number, .optional, zh: "更正值（公式所用单位）", en: "the corrected value, in the unit of the formulas"),
      CSVColumn(.reason, .text, zh: "理由", en: "reason"),
      CSVColumn(.decidedBy, .text, zh: "决定人", en: "who decided"),
      CSVColumn(.decidedOn, .date, zh: "决定日期", en: "when"),
      CSVColumn(.evidence, .text, .optional, zh: "依据", en: "evidence"),
    ])
}

/// What a row of the holdings table records.
package enum HoldingKind: String, Code {
  case issued
  case bought
  case sold
  case ccer
  case carried

  package var label: Label {
    switch self {
    case .issued: Label(zh: "发放", en: "issued")
    case .bought: Label(zh: "买入", en: "bought")
    case .sold: Label(zh: "卖出", en: "sold")
    case .ccer: Label(zh: "核证自愿减排量", en: "CCER credits")
    case .carried: Label(zh: "结转", en: "carried over")
    }
  }
}
