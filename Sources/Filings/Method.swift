/// How a value was acquired (数据获取方式).
package enum AcquisitionMethod: String, Code {
  case measured
  case calculated
  case design
  case defaultValue = "default"

  package var label: Label {
    switch self {
    case .measured: Label(zh: "实测值", en: "measured")
    case .calculated: Label(zh: "计算值", en: "calculated")
    case .design: Label(zh: "设计值", en: "design")
    case .defaultValue: Label(zh: "缺省值", en: "default")
    }
  }

  package var synonyms: [String] {
    switch self {
    case .measured: ["实测"]
    case .calculated: ["计算"]
    case .design: ["设计"]
    case .defaultValue: ["缺省"]
    }
  }
}

/// A column of a stock ledger (进销存台账).
package enum StockFlow: String, Code {
  case opening
  case purchased
  case sold
  case closing
  case produced
  case consumed
  case flared

  package var label: Label {
    switch self {
    case .opening: Label(zh: "期初库存", en: "opening stock")
    case .purchased: Label(zh: "购入量", en: "purchased")
    case .sold: Label(zh: "外销量", en: "sold")
    case .closing: Label(zh: "期末库存", en: "closing stock")
    case .produced: Label(zh: "产量", en: "produced")
    case .consumed: Label(zh: "消耗量", en: "consumed")
    case .flared: Label(zh: "放散量", en: "flared")
    }
  }

  package var synonyms: [String] {
    switch self {
    case .opening: ["期初"]
    case .purchased: ["购入"]
    case .sold: ["外销", "外售"]
    case .closing: ["期末"]
    case .produced: ["生产"]
    case .consumed: ["消耗"]
    case .flared: ["放散"]
    }
  }
}
