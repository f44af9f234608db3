import Filings

extension CSVResultTable {
  /// Result tables are recognised, so that last year's results may lie among the filings. Their columns
  /// are those of the contract in its order; only `emissions` is read back.
  package var definition: CSVTable {
    switch self {
    case .allowances: Self.allowancesTable
    case .emissions: Self.emissionsTable
    case .findings: Self.findingsTable
    }
  }

  private static let allowancesTable = CSVTable(
    "allowances", zh: "配额结果", en: "Allowances of each unit", key: [],
    columns(
      [
        .sector, .uscc, .name, .province, .unit, .verifiedEmissions, .output, .intensity, .balanceValue,
        .balanceSource, .deviation, .coefficient, .specialCase, .determined, .preallocated, .trueUp, .due,
      ]))

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
