/// A property of a facility that rules or reports ask for.
package enum AttributeName: String, Code {
  case clinkerCategory
  case clinkerVariety
  case carbideSlagLine
  case gypsumAcidLine
  case hydrogenRichOxygenFurnace
  case furnaceVolume
  case strandArea
  case converterSize
  case designCurrent
  case designVoltage
  case cells
  case kilnSize
  case alternativeFuelKind
  case alternativeFuelBiomassShare
  case inPowerMarket
  case jointMember
  case laboratories

  package var label: Label {
    switch self {
    case .clinkerCategory: Label(zh: "熟料类别", en: "clinker category")
    case .clinkerVariety: Label(zh: "熟料品种", en: "clinker variety")
    case .carbideSlagLine: Label(zh: "电石渣生产线", en: "carbide-slag line")
    case .gypsumAcidLine: Label(zh: "石膏制硫酸副产熟料线", en: "gypsum–sulphuric-acid line")
    case .hydrogenRichOxygenFurnace:
      Label(zh: "富氢碳循环氧气高炉", en: "hydrogen-rich carbon-circulating oxygen furnace")
    case .furnaceVolume: Label(zh: "高炉容积", en: "furnace volume")
    case .strandArea: Label(zh: "烧结机面积", en: "strand area")
    case .converterSize: Label(zh: "转炉容量", en: "converter size")
    case .designCurrent: Label(zh: "设计电流", en: "design current")
    case .designVoltage: Label(zh: "设计电压", en: "design voltage")
    case .cells: Label(zh: "电解槽数", en: "number of cells")
    case .kilnSize: Label(zh: "回转窑规格", en: "kiln size")
    case .alternativeFuelKind: Label(zh: "替代燃料种类", en: "alternative fuel kind")
    case .alternativeFuelBiomassShare: Label(zh: "替代燃料生物质占比", en: "biomass share of the alternative fuel")
    case .inPowerMarket: Label(zh: "已纳入发电行业市场", en: "in the power sector's market")
    case .jointMember: Label(zh: "联合生产成员单位代码", en: "joint producer's member (USCC)")
    case .laboratories: Label(zh: "委托检测机构（用；分隔）", en: "laboratories engaged, separated by ;")
    }
  }
}
