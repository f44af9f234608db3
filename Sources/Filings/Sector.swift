/// A sector of the market whose filings `cets` processes.
package enum Sector: String, Code {
  case cement
  case steel
  case aluminium

  package var label: Label {
    switch self {
    case .cement: Label(zh: "水泥", en: "cement")
    case .steel: Label(zh: "钢铁", en: "steel")
    case .aluminium: Label(zh: "铝冶炼", en: "aluminium smelting")
    }
  }

  package var synonyms: [String] {
    switch self {
    case .steel: ["钢铁行业"]
    case .aluminium: ["电解铝"]
    default: []
    }
  }
}

/// What a facility of a filing is. `enterprise` is the entity itself, written `-` in files.
package enum FacilityKind: String, Code {
  case clinkerLine
  case coking
  case sintering
  case pelletising
  case ironmaking
  case converterSteelmaking
  case electricArcSteelmaking
  case powerUnit
  case electrolysis
  case other
  case enterprise

  package var label: Label {
    switch self {
    case .clinkerLine: Label(zh: "熟料生产线", en: "clinker line")
    case .coking: Label(zh: "焦化", en: "coking")
    case .sintering: Label(zh: "烧结", en: "sintering")
    case .pelletising: Label(zh: "球团", en: "pelletising")
    case .ironmaking: Label(zh: "炼铁", en: "ironmaking")
    case .converterSteelmaking: Label(zh: "转炉炼钢", en: "converter steelmaking")
    case .electricArcSteelmaking: Label(zh: "电炉炼钢", en: "electric-arc steelmaking")
    case .powerUnit: Label(zh: "发电机组", en: "power unit")
    case .electrolysis: Label(zh: "铝电解工序", en: "electrolysis process")
    case .other: Label(zh: "其他", en: "other")
    case .enterprise: Label(zh: "企业层级", en: "enterprise")
    }
  }

  package var synonyms: [String] {
    switch self {
    case .clinkerLine: ["水泥熟料生产线"]
    case .coking: ["焦化工序"]
    case .sintering: ["烧结工序"]
    case .pelletising: ["球团工序"]
    case .ironmaking: ["炼铁工序"]
    case .converterSteelmaking: ["转炉炼钢工序"]
    case .electricArcSteelmaking: ["电炉炼钢工序"]
    case .powerUnit: ["发电设施"]
    case .electrolysis: ["铝电解", "电解工序"]
    default: []
    }
  }
}
