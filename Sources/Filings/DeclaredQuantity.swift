/// A result that the entity itself calculated and declares.
package enum DeclaredQuantity: String, Code {
  case emissions
  case combustionEmissions
  case processEmissions
  case anodeEmissions
  case anodeEffectEmissions
  case output
  case intensity

  package var label: Label {
    switch self {
    case .emissions: Label(zh: "排放量", en: "emissions")
    case .combustionEmissions: Label(zh: "化石燃料燃烧排放量", en: "combustion emissions")
    case .processEmissions: Label(zh: "过程排放量", en: "process emissions")
    case .anodeEmissions: Label(zh: "阳极消耗排放量", en: "anode emissions")
    case .anodeEffectEmissions: Label(zh: "阳极效应排放量", en: "anode-effect emissions")
    case .output: Label(zh: "产量", en: "output")
    case .intensity: Label(zh: "碳排放强度", en: "intensity")
    }
  }

  package var synonyms: [String] {
    switch self {
    case .emissions: ["温室气体排放量"]
    case .output: ["产品产量"]
    default: []
    }
  }
}
