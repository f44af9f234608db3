/// What a series of monthly values measures.
package enum Parameter: String, Code {
  case quantity
  case netCalorificValue
  case carbonPerHeat
  case carbonContent
  case oxidationRate
  case emissionFactor
  case deductionFactor
  case purity
  case anodeLossRate
  case sulphur
  case ash
  case moisture
  case moistureAirDried
  case carbonContentAirDried
  case grossCalorificValue
  case hydrogen
  case calciumOxide
  case magnesiumOxide
  case carbonDioxide
  case cf4Factor
  case c2f6Factor
  case anodeEffectMinutes
  case anodeEffectFrequency

  package var label: Label {
    switch self {
    case .quantity: Label(zh: "数量", en: "quantity")
    case .netCalorificValue: Label(zh: "低位发热量", en: "net calorific value")
    case .carbonPerHeat: Label(zh: "单位热值含碳量", en: "carbon per heat")
    case .carbonContent: Label(zh: "收到基元素碳含量", en: "carbon content, as received")
    case .oxidationRate: Label(zh: "碳氧化率", en: "oxidation rate")
    case .emissionFactor: Label(zh: "排放因子", en: "emission factor")
    case .deductionFactor: Label(zh: "扣减系数", en: "deduction factor")
    case .purity: Label(zh: "纯度", en: "purity")
    case .anodeLossRate: Label(zh: "阳极残极损耗率", en: "anode loss rate")
    case .sulphur: Label(zh: "硫分", en: "sulphur")
    case .ash: Label(zh: "灰分", en: "ash")
    case .moisture: Label(zh: "水分", en: "moisture")
    case .moistureAirDried: Label(zh: "空气干燥基水分", en: "moisture, air-dried")
    case .carbonContentAirDried: Label(zh: "空气干燥基元素碳含量", en: "carbon content, air-dried")
    case .grossCalorificValue: Label(zh: "空气干燥基高位发热量", en: "gross calorific value, air-dried")
    case .hydrogen: Label(zh: "空气干燥基氢含量", en: "hydrogen, air-dried")
    case .calciumOxide: Label(zh: "氧化钙含量", en: "calcium oxide")
    case .magnesiumOxide: Label(zh: "氧化镁含量", en: "magnesium oxide")
    case .carbonDioxide: Label(zh: "二氧化碳含量", en: "carbon dioxide content")
    case .cf4Factor: Label(zh: "CF4排放因子", en: "CF4 emission factor")
    case .c2f6Factor: Label(zh: "C2F6排放因子", en: "C2F6 emission factor")
    case .anodeEffectMinutes: Label(zh: "阳极效应持续时间", en: "anode-effect minutes")
    case .anodeEffectFrequency: Label(zh: "阳极效应频率", en: "anode-effect frequency")
    }
  }

  package var synonyms: [String] {
    switch self {
    case .quantity: ["消耗量", "产量"]
    case .netCalorificValue: ["收到基低位发热量"]
    case .carbonContent: ["元素碳含量"]
    case .deductionFactor: ["扣除因子"]
    case .sulphur: ["含硫量"]
    case .ash: ["灰分含量"]
    case .moisture: ["全水分"]
    case .moistureAirDried: ["分析水"]
    case .calciumOxide: ["CaO"]
    case .magnesiumOxide: ["MgO"]
    default: []
    }
  }
}
