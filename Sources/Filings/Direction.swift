/// What part a stream plays at its facility.
package enum Direction: String, Code {
  case fuelIn
  case fuelOut
  case carbonate
  case electrode
  case carbonMaterial
  case alternativeRawMaterial
  case anode
  case product
  case soldProduct
  case auxiliary

  package var label: Label {
    switch self {
    case .fuelIn: Label(zh: "燃料消耗", en: "fuel in")
    case .fuelOut: Label(zh: "燃料输出", en: "fuel out")
    case .carbonate: Label(zh: "碳酸盐", en: "carbonate")
    case .electrode: Label(zh: "电极", en: "electrode")
    case .carbonMaterial: Label(zh: "含碳原料", en: "carbon-bearing material")
    case .alternativeRawMaterial: Label(zh: "非碳酸盐替代原料", en: "non-carbonate alternative raw material")
    case .anode: Label(zh: "阳极", en: "anode")
    case .product: Label(zh: "产品", en: "product")
    case .soldProduct: Label(zh: "外销产品", en: "sold product")
    case .auxiliary: Label(zh: "辅助参数", en: "auxiliary")
    }
  }

  package var synonyms: [String] {
    switch self {
    case .fuelIn: ["化石燃料消耗", "燃料输入"]
    case .fuelOut: ["燃料外供"]
    case .carbonate: ["碳酸盐原料", "熔剂"]
    case .carbonMaterial: ["外购含碳原料"]
    case .alternativeRawMaterial: ["替代原料"]
    case .anode: ["炭阳极"]
    case .product: ["产品产量"]
    case .soldProduct: ["固碳产品", "外售产品"]
    case .auxiliary: ["辅助"]
    default: []
    }
  }
}
