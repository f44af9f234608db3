import Filings

extension CSVFilingTable {
  package var definition: CSVTable {
    switch self {
    case .entities: Self.entitiesTable
    case .facilities: Self.facilitiesTable
    case .attributes: Self.attributesTable
    case .series: Self.seriesTable
    case .meters: Self.metersTable
    case .evidence: Self.evidenceTable
    case .stock: Self.stockTable
    case .secondSource: Self.secondSourceTable
    case .batches: Self.batchesTable
    case .declared: Self.declaredTable
    case .qualityPlan: Self.qualityPlanTable
    }
  }

  private static let entitiesTable = CSVTable(
    "entities", zh: "重点排放单位", en: "Entities: one row a filing", key: [.uscc, .year],
    [
      .uscc, .year,
      CSVColumn(.name, .text, zh: "单位名称", en: "name"),
      CSVColumn(.nameEn, .text, .optional, zh: "英文名称", en: "name in English"),
      CSVColumn(.sector, .code(CSVCodes.sectorList), zh: "行业", en: "sector"),
      CSVColumn(
        .submission, .integer(CSVLimits.submissions), zh: "提交号，较大者取代较小者",
        en: "submission number; a higher one replaces a lower one"),
      CSVColumn(.submittedOn, .date, zh: "提交日期", en: "day of submission"),
      CSVColumn(.province, .digits(6...6), zh: "省级行政区划代码（GB/T 2260）", en: "province by GB/T 2260"),
      CSVColumn(.city, .digits(6...6), .optional, zh: "市级行政区划代码（GB/T 2260）", en: "city by GB/T 2260"),
      CSVColumn(.industryClass, .digits(2...4), zh: "行业分类代码（GB/T 4754）", en: "industry class by GB/T 4754"),
      CSVColumn(.legalRepresentative, .text, .optional, zh: "法定代表人", en: "legal representative"),
      CSVColumn(.address, .text, .optional, zh: "地址", en: "address"),
      CSVColumn(.permit, .text, .optional, zh: "排污许可证编号", en: "pollution permit number"),
      CSVColumn(.contact, .text, .optional, zh: "联系人", en: "contact"),
      CSVColumn(.reportService, .text, .optional, zh: "报告编制机构", en: "body that prepared the report"),
      CSVColumn(.reportServiceUscc, .uscc, .optional, zh: "报告编制机构代码", en: "its credit code"),
      CSVColumn(.verifier, .text, .optional, zh: "核查机构", en: "verification body"),
      CSVColumn(.verifierUscc, .uscc, .optional, zh: "核查机构代码", en: "its credit code"),
    ])

  private static let facilitiesTable = CSVTable(
    "facilities", zh: "设施", en: "Facilities", key: [.uscc, .year, .facility],
    [
      .uscc, .year,
      CSVColumn(.facility, .identifier, zh: "设施编号", en: "id of the facility within the filing"),
      CSVColumn(.kind, .code(CSVCodes.facilityKindList), zh: "设施类型", en: "kind of facility"),
      CSVColumn(.name, .text, .optional, zh: "设施名称", en: "name"),
      CSVColumn(.capacity, .number, .optional, zh: "产能", en: "capacity"),
      CSVColumn(.capacityUnit, .text, .optional, zh: "产能单位", en: "unit of the capacity"),
      CSVColumn(.startedOn, .date, .optional, zh: "投产日期", en: "day on which it started"),
      CSVColumn(.stoppedOn, .date, .optional, zh: "关停日期", en: "day on which it stopped"),
    ])

  private static let attributesTable = CSVTable(
    "attributes", zh: "设施属性", en: "Attributes of facilities",
    key: [.uscc, .year, .facility, .attribute],
    [
      .uscc, .year, .facility,
      CSVColumn(.attribute, .code(CSVCodes.attributeList), zh: "属性", en: "attribute"),
      CSVColumn(.value, .text, zh: "属性值", en: "value"),
    ])

  private static let seriesTable = CSVTable(
    "series", zh: "月度数据序列", en: "Series of monthly values",
    key: [.uscc, .year, .facility, .direction, .item, .parameter],
    [
      .uscc, .year, .facility,
      CSVColumn(.direction, .code(CSVCodes.directionList), zh: "方向", en: "part the stream plays"),
      .item, .parameter, .unit,
      CSVColumn(.method, .code(CSVCodes.methodList), zh: "数据获取方式", en: "how the values were acquired"),
      CSVColumn(.meter, .identifier, .optional, zh: "计量器具编号", en: "id of the meter"),
      CSVColumn(
        .evidence, .identifiers, .optional, zh: "支撑材料编号，空格分隔", en: "ids of evidence, separated by spaces"),
    ] + CSVColumn.months(.columnRequired))

  private static let metersTable = CSVTable(
    "meters", zh: "计量器具", en: "Meters", key: [.uscc, .year, .meter],
    [
      .uscc, .year,
      CSVColumn(.meter, .identifier, zh: "计量器具编号", en: "id of the meter within the filing"),
      CSVColumn(.kind, .text, zh: "种类", en: "kind"),
      CSVColumn(.requiredAccuracy, .number, zh: "要求精度（%）", en: "required accuracy, per cent"),
      CSVColumn(.actualAccuracy, .number, .optional, zh: "实际精度（%）", en: "actual accuracy, per cent"),
      CSVColumn(.calibratedFrom, .date, .optional, zh: "检定有效期起", en: "first day of the calibration"),
      CSVColumn(.calibratedTo, .date, .optional, zh: "检定有效期止", en: "last day of the calibration"),
    ])

  private static let evidenceTable = CSVTable(
    "evidence", zh: "支撑材料", en: "Evidence documents", key: [.uscc, .year, .evidence],
    [
      .uscc, .year,
      CSVColumn(.evidence, .identifier, zh: "支撑材料编号", en: "id of the document within the filing"),
      CSVColumn(.kind, .text, zh: "种类", en: "kind"),
      CSVColumn(.title, .text, .optional, zh: "标题", en: "title"),
      CSVColumn(.issuer, .text, .optional, zh: "出具单位", en: "issuer"),
      CSVColumn(.number, .text, .optional, zh: "文件编号", en: "number of the document"),
      CSVColumn(.sampledOn, .date, .optional, zh: "采样日期", en: "day of sampling"),
      CSVColumn(.receivedOn, .date, .optional, zh: "收样日期", en: "day of receipt"),
      CSVColumn(.testedOn, .date, .optional, zh: "检测日期", en: "day of testing"),
      CSVColumn(.reportedOn, .date, .optional, zh: "报告日期", en: "day of the report"),
      CSVColumn(.accreditation, .text, .optional, zh: "资质（CMA、CNAS）", en: "accreditation (CMA, CNAS)"),
      CSVColumn(.sha256, .sha256, .optional, zh: "文件SHA-256", en: "SHA-256 of the file"),
    ])

  private static let stockTable = CSVTable(
    "stock", zh: "进销存台账", en: "Stock ledger", key: [.uscc, .year, .facility, .item, .flow],
    [
      .uscc, .year, .facility, .item, .unit,
      CSVColumn(.flow, .code(CSVCodes.flowList), zh: "台账项目", en: "column of the ledger"),
    ] + CSVColumn.months(.columnRequired))

  private static let secondSourceTable = CSVTable(
    "second_source", zh: "交叉核对数据", en: "The same values from another source",
    key: [.uscc, .year, .facility, .item, .parameter, .source],
    [
      .uscc, .year, .facility, .item, .parameter, .unit,
      CSVColumn(.source, .text, zh: "数据来源，例如205-1表、发票", en: "source: statistics form 205-1, invoices, …"),
    ] + CSVColumn.months(.optional) + [
      CSVColumn(.annual, .number, .optional, zh: "全年值", en: "value of the year")
    ])

  private static let batchesTable = CSVTable(
    "batches", zh: "批次检测结果", en: "Laboratory results, one row a batch and parameter",
    key: [.uscc, .year, .facility, .batch, .item, .parameter],
    [
      .uscc, .year, .facility,
      CSVColumn(.batch, .text, zh: "批次编号", en: "the entity's name for the batch"),
      .item, .parameter, .unit,
      CSVColumn(.sampledOn, .date, zh: "采样日期", en: "day of sampling"),
      CSVColumn(
        .mass, .number, zh: "批次数量（品种的计量单位）",
        en: "what the sample stands for, in the unit of the item's quantity"),
      CSVColumn(.value, .number, zh: "检测结果", en: "result"),
      CSVColumn(.number, .text, .optional, zh: "检测报告编号", en: "number of the laboratory's report"),
    ])

  private static let declaredTable = CSVTable(
    "declared", zh: "单位自行核算结果", en: "Results as the entity calculated them",
    key: [.uscc, .year, .facility, .quantity],
    [
      .uscc, .year, .facility,
      CSVColumn(.quantity, .code(CSVCodes.declaredQuantityList), zh: "核算量", en: "quantity"),
      CSVColumn(.value, .number, zh: "数值", en: "value"),
      CSVColumn(.previousYearValue, .number, .optional, zh: "上年核查值", en: "last year's verified value"),
    ])

  private static let qualityPlanTable = CSVTable(
    "quality_plan", zh: "数据质量控制方案", en: "Data quality control plan", key: [],
    [
      .uscc, .year,
      CSVColumn(.version, .text, zh: "版本", en: "version"),
      CSVColumn(.validFrom, .date, .optional, zh: "生效日期", en: "first day of validity"),
      CSVColumn(
        .facility, .facility, .optional, zh: "设施编号；“-”为企业层级，空为未说明",
        en: "id of the facility; - for the enterprise, empty where not stated"),
      CSVColumn(.direction, .code(CSVCodes.directionList), .optional, zh: "方向", en: "part the stream plays"),
      CSVColumn(.item, .code(CSVCodes.itemList), .optional, zh: "物项", en: "fuel, material or product"),
      CSVColumn(.parameter, .code(CSVCodes.parameterList), .optional, zh: "参数", en: "parameter"),
      CSVColumn(.method, .code(CSVCodes.methodList), .optional, zh: "数据获取方式", en: "how values are acquired"),
      CSVColumn(.meter, .identifier, .optional, zh: "计量器具编号", en: "id of the meter"),
      CSVColumn(.frequency, .text, .optional, zh: "频次", en: "frequency"),
    ])
}

/// Columns that several tables share.
extension CSVColumn {
  static let uscc = CSVColumn(.uscc, .uscc, zh: "统一社会信用代码", en: "unified social credit code")
  static let year = CSVColumn(.year, .integer(CSVLimits.years), zh: "年度", en: "year of the emissions")
  static let facility = CSVColumn(
    .facility, .facility, zh: "设施编号；“-”为企业层级", en: "id of the facility; - for the enterprise")
  static let item = CSVColumn(.item, .code(CSVCodes.itemList), zh: "物项", en: "fuel, material or product")
  static let parameter = CSVColumn(.parameter, .code(CSVCodes.parameterList), zh: "参数", en: "parameter")
  static let unit = CSVColumn(.unit, .code(CSVCodes.unitList), zh: "计量单位", en: "unit of the values")

  static func months(_ presence: Presence) -> [CSVColumn] {
    CSVColumnName.months.enumerated().map { index, name in
      CSVColumn(
        name, .number, presence, zh: "\(index + 1)月；空为未填报", en: "month \(index + 1); empty: not reported")
    }
  }
}
