import Filings

extension CSVResultTable {
  /// Result tables are recognised, so that last year's results may lie among the filings. Their columns
  /// are those of the contract in its order; `findings` is not read back.
  package var definition: CSVTable {
    switch self {
    case .allowances: Self.allowancesTable
    case .units: Self.unitsTable
    case .emissions: Self.emissionsTable
    case .findings: Self.findingsTable
    }
  }

  private static let allowancesTable = CSVTable(
    "allowances", zh: "配额结果", en: "Allowances of each unit", key: [.uscc, .unit],
    [
      CSVColumn(.sector, .code(CSVCodes.sectorList), zh: "行业", en: "sector"),
      .uscc,
      CSVColumn(.name, .text, .columnRequired, zh: "单位名称", en: "name of the entity"),
      CSVColumn(.province, .text, .columnRequired, zh: "省级代码", en: "province"),
      CSVColumn(.unit, .facility, zh: "单元", en: "unit of allocation; - for a steel entity"),
      CSVColumn(.verifiedEmissions, .number, zh: "核定排放量（tCO2e）", en: "verified emissions, tCO2e"),
      CSVColumn(.output, .number, .columnRequired, zh: "产量（t）", en: "output, t"),
      CSVColumn(.intensity, .number, .columnRequired, zh: "强度（tCO2e/t）", en: "intensity, tCO2e/t"),
      CSVColumn(.balanceValue, .number, .columnRequired, zh: "平衡值（tCO2e/t）", en: "balance value, tCO2e/t"),
      CSVColumn(.balanceSource, .text, .columnRequired, zh: "平衡值来源", en: "source of the balance value"),
      CSVColumn(.deviation, .number, .columnRequired, zh: "偏离度", en: "deviation"),
      CSVColumn(.coefficient, .number, .columnRequired, zh: "强度系数", en: "coefficient"),
      CSVColumn(.specialCase, .text, .columnRequired, zh: "特殊情形", en: "special case"),
      CSVColumn(.determined, .number, .columnRequired, zh: "核定配额（t）", en: "determined allowances, t"),
      CSVColumn(.preallocated, .number, .columnRequired, zh: "预分配（t）", en: "pre-allocated, t"),
      CSVColumn(.trueUp, .number, .columnRequired, zh: "多退少补（t）", en: "true-up, t"),
      CSVColumn(.due, .number, .columnRequired, zh: "应清缴（t）", en: "due, t"),
    ])

  private static let unitsTable = CSVTable(
    "units", zh: "分配单元明细", en: "Details of each unit", key: [.uscc, .unit, .detail],
    columns([.sector, .uscc, .unit, .detail, .value]))

  private static let emissionsTable = CSVTable(
    "emissions", zh: "排放结果", en: "Emissions by facility and source", key: [.uscc, .facility, .source],
    [
      CSVColumn(.sector, .code(CSVCodes.sectorList), zh: "行业", en: "sector"),
      .uscc, .facility,
      CSVColumn(.source, .text, zh: "排放源；total为合计", en: "emission source; total for the sum"),
      CSVColumn(.gas, .text, .columnRequired, zh: "气体", en: "gas"),
      CSVColumn(.declared, .number, .columnRequired, zh: "申报值（tCO2e）", en: "as declared, tCO2e"),
      CSVColumn(.recomputed, .number, .columnRequired, zh: "复算值（tCO2e）", en: "recomputed, tCO2e"),
      CSVColumn(.verified, .number, zh: "核定值（tCO2e）", en: "verified, tCO2e"),
    ])

  private static let findingsTable = CSVTable(
    "findings", zh: "发现", en: "Findings", key: [],
    columns([
      .uscc, .facility, .check, .severity, .fraud, .item, .parameter, .month, .reported, .expected,
      .effectTco2e, .effectAllowances, .file, .line, .message,
    ]))

  private static func columns(_ names: [CSVColumnName]) -> [CSVColumn] {
    names.map { CSVColumn($0, .text, .columnRequired, zh: $0.header, en: $0.header) }
  }
}
