/// What flows in a stream: a fuel, material or product. One list for all sectors; `ItemRules.swift` says
/// which of them a sector allows in which direction.
package enum Item: String, Code {
  case anthracite
  case bituminousCoal
  case lignite
  case washedCoal
  case otherWashedCoal
  case coalGangue
  case coalSlime
  case coke
  case semiCoke
  case petroleumCoke
  case otherCoalProducts
  case crudeOil
  case fuelOil
  case gasoline
  case diesel
  case kerosene
  case otherPetroleumProducts
  case liquefiedNaturalGas
  case liquefiedPetroleumGas
  case coalTar
  case refineryDryGas
  case naturalGas
  case blastFurnaceGas
  case converterGas
  case cokeOvenGas
  case otherGas
  case alternativeFuel
  case limestone
  case dolomite
  case electrode
  case ferronickel
  case ferromolybdenum
  case ferrosilicon
  case silicomanganese
  case lowCarbonSilicomanganese
  case blastFurnaceFerromanganese
  case highCarbonFerromanganese
  case microCarbonFerromanganese
  case highCarbonFerrochrome
  case pigIron
  case directReducedIron
  case scrap
  case crudeBenzol
  case crudeSteel
  case cokeProduct
  case sinter
  case pellets
  case ironProduct
  case clinker
  case rawMeal
  case electricity
  case wasteHeatElectricity
  case desulphurisationPowder
  case slakedLime
  case carbideSlag
  case magnesiumSlag
  case paperMillWhiteMud
  case calciumFluorideSludge
  case phosphorusSlag
  case vanadiumTitaniumSlag
  case nitrogenSlag
  case incinerationFlyAsh
  case ferroalloySlag
  case desulphurisationGypsum
  case phosphogypsum
  case titanogypsum
  case fluorogypsum
  case borogypsum
  case mouldGypsum
  case citricAcidResidue
  case fluorite
  case steelSlag
  case nickelSlag
  case manganeseSlag
  case zincSlag
  case tinSlag
  case municipalSludge
  case aluminiumSlag
  case pyriteCinder
  case copperSlag
  case leadZincSlag
  case flyAsh
  case redMud
  case liquidAluminium
  case anode
  case calciumCarbonate = "CaCO3"
  case magnesiumCarbonate = "MgCO3"
  case sodiumCarbonate = "Na2CO3"
  case sodiumBicarbonate = "NaHCO3"
  case ironCarbonate = "FeCO3"
  case manganeseCarbonate = "MnCO3"
  case bariumCarbonate = "BaCO3"
  case lithiumCarbonate = "Li2CO3"
  case potassiumCarbonate = "K2CO3"
  case strontiumCarbonate = "SrCO3"
  case calciumMagnesiumCarbonate = "CaMg(CO3)2"
  case alumina
  case electricityAC
  case aluminiumFluoride
  case ingot
  case heat
  case runningTime

  package var label: Label {
    switch self {
    case .anthracite: Label(zh: "无烟煤", en: "anthracite")
    case .bituminousCoal: Label(zh: "烟煤", en: "bituminous coal")
    case .lignite: Label(zh: "褐煤", en: "lignite")
    case .washedCoal: Label(zh: "洗精煤", en: "washed (coking) coal")
    case .otherWashedCoal: Label(zh: "其他洗煤", en: "other washed coal")
    case .coalGangue: Label(zh: "煤矸石", en: "coal gangue")
    case .coalSlime: Label(zh: "煤泥", en: "coal slime")
    case .coke: Label(zh: "焦炭", en: "coke")
    case .semiCoke: Label(zh: "兰炭", en: "semi-coke")
    case .petroleumCoke: Label(zh: "石油焦", en: "petroleum coke")
    case .otherCoalProducts: Label(zh: "其他煤制品", en: "other coal products")
    case .crudeOil: Label(zh: "原油", en: "crude oil")
    case .fuelOil: Label(zh: "燃料油", en: "fuel oil")
    case .gasoline: Label(zh: "汽油", en: "gasoline")
    case .diesel: Label(zh: "柴油", en: "diesel")
    case .kerosene: Label(zh: "煤油", en: "kerosene")
    case .otherPetroleumProducts: Label(zh: "其他石油制品", en: "other petroleum products")
    case .liquefiedNaturalGas: Label(zh: "液化天然气", en: "liquefied natural gas")
    case .liquefiedPetroleumGas: Label(zh: "液化石油气", en: "liquefied petroleum gas")
    case .coalTar: Label(zh: "煤焦油", en: "coal tar")
    case .refineryDryGas: Label(zh: "炼厂干气", en: "refinery dry gas")
    case .naturalGas: Label(zh: "天然气", en: "natural gas")
    case .blastFurnaceGas: Label(zh: "高炉煤气", en: "blast-furnace gas")
    case .converterGas: Label(zh: "转炉煤气", en: "converter gas")
    case .cokeOvenGas: Label(zh: "焦炉煤气", en: "coke-oven gas")
    case .otherGas: Label(zh: "其他煤气", en: "other gas")
    case .alternativeFuel: Label(zh: "替代燃料", en: "alternative fuel")
    case .limestone: Label(zh: "石灰石", en: "limestone")
    case .dolomite: Label(zh: "白云石", en: "dolomite")
    case .electrode: Label(zh: "电极", en: "electrode")
    case .ferronickel: Label(zh: "镍铁", en: "ferronickel")
    case .ferromolybdenum: Label(zh: "钼铁", en: "ferromolybdenum")
    case .ferrosilicon: Label(zh: "硅铁", en: "ferrosilicon")
    case .silicomanganese: Label(zh: "锰硅合金", en: "silicomanganese")
    case .lowCarbonSilicomanganese: Label(zh: "低碳锰硅合金", en: "low-carbon silicomanganese")
    case .blastFurnaceFerromanganese: Label(zh: "高炉锰铁", en: "blast-furnace ferromanganese")
    case .highCarbonFerromanganese: Label(zh: "电炉高碳锰铁", en: "high-carbon ferromanganese (EAF)")
    case .microCarbonFerromanganese: Label(zh: "微碳锰铁", en: "micro-carbon ferromanganese")
    case .highCarbonFerrochrome: Label(zh: "高碳铬铁", en: "high-carbon ferrochrome")
    case .pigIron: Label(zh: "生铁", en: "pig iron")
    case .directReducedIron: Label(zh: "直接还原铁", en: "direct-reduced iron")
    case .scrap: Label(zh: "废钢", en: "scrap")
    case .crudeBenzol: Label(zh: "粗苯", en: "crude benzol")
    case .crudeSteel: Label(zh: "粗钢", en: "crude steel")
    case .cokeProduct: Label(zh: "焦炭产品", en: "coke (product)")
    case .sinter: Label(zh: "烧结矿", en: "sinter")
    case .pellets: Label(zh: "球团矿", en: "pellets")
    case .ironProduct: Label(zh: "铁水", en: "iron (product)")
    case .clinker: Label(zh: "熟料", en: "clinker")
    case .rawMeal: Label(zh: "生料", en: "raw meal")
    case .electricity: Label(zh: "电力", en: "electricity")
    case .wasteHeatElectricity: Label(zh: "余热发电", en: "waste-heat electricity")
    case .desulphurisationPowder: Label(zh: "脱硫粉剂", en: "desulphurisation powder")
    case .slakedLime: Label(zh: "熟石灰", en: "slaked lime")
    case .carbideSlag: Label(zh: "电石渣", en: "carbide slag")
    case .magnesiumSlag: Label(zh: "镁渣", en: "magnesium slag")
    case .paperMillWhiteMud: Label(zh: "造纸白泥", en: "paper-mill white mud")
    case .calciumFluorideSludge: Label(zh: "氟化钙污泥", en: "calcium-fluoride sludge")
    case .phosphorusSlag: Label(zh: "磷渣", en: "phosphorus slag")
    case .vanadiumTitaniumSlag: Label(zh: "钒钛渣", en: "vanadium-titanium slag")
    case .nitrogenSlag: Label(zh: "氮渣", en: "nitrogen slag")
    case .incinerationFlyAsh: Label(zh: "飞灰", en: "incineration fly ash")
    case .ferroalloySlag: Label(zh: "铁合金炉渣", en: "ferroalloy slag")
    case .desulphurisationGypsum: Label(zh: "脱硫石膏", en: "desulphurisation gypsum")
    case .phosphogypsum: Label(zh: "磷石膏", en: "phosphogypsum")
    case .titanogypsum: Label(zh: "钛石膏", en: "titanogypsum")
    case .fluorogypsum: Label(zh: "氟石膏", en: "fluorogypsum")
    case .borogypsum: Label(zh: "硼石膏", en: "borogypsum")
    case .mouldGypsum: Label(zh: "模型石膏", en: "mould gypsum")
    case .citricAcidResidue: Label(zh: "柠檬酸渣", en: "citric-acid residue")
    case .fluorite: Label(zh: "萤石", en: "fluorite")
    case .steelSlag: Label(zh: "钢渣", en: "steel slag")
    case .nickelSlag: Label(zh: "镍渣", en: "nickel slag")
    case .manganeseSlag: Label(zh: "锰渣", en: "manganese slag")
    case .zincSlag: Label(zh: "锌渣", en: "zinc slag")
    case .tinSlag: Label(zh: "锡渣", en: "tin slag")
    case .municipalSludge: Label(zh: "市政污泥", en: "municipal sludge")
    case .aluminiumSlag: Label(zh: "铝渣", en: "aluminium slag")
    case .pyriteCinder: Label(zh: "硫酸渣", en: "pyrite cinder")
    case .copperSlag: Label(zh: "铜渣", en: "copper slag")
    case .leadZincSlag: Label(zh: "铅锌渣", en: "lead-zinc slag")
    case .flyAsh: Label(zh: "粉煤灰", en: "coal fly ash")
    case .redMud: Label(zh: "赤泥", en: "red mud")
    case .liquidAluminium: Label(zh: "铝液", en: "liquid aluminium")
    case .anode: Label(zh: "阳极", en: "anode")
    case .calciumCarbonate: Label(zh: "碳酸钙", en: "calcium carbonate")
    case .magnesiumCarbonate: Label(zh: "碳酸镁", en: "magnesium carbonate")
    case .sodiumCarbonate: Label(zh: "碳酸钠", en: "sodium carbonate")
    case .sodiumBicarbonate: Label(zh: "碳酸氢钠", en: "sodium bicarbonate")
    case .ironCarbonate: Label(zh: "碳酸亚铁", en: "iron carbonate")
    case .manganeseCarbonate: Label(zh: "碳酸锰", en: "manganese carbonate")
    case .bariumCarbonate: Label(zh: "碳酸钡", en: "barium carbonate")
    case .lithiumCarbonate: Label(zh: "碳酸锂", en: "lithium carbonate")
    case .potassiumCarbonate: Label(zh: "碳酸钾", en: "potassium carbonate")
    case .strontiumCarbonate: Label(zh: "碳酸锶", en: "strontium carbonate")
    case .calciumMagnesiumCarbonate: Label(zh: "碳酸钙镁", en: "calcium magnesium carbonate")
    case .alumina: Label(zh: "氧化铝", en: "alumina")
    case .electricityAC: Label(zh: "铝电解交流电", en: "AC electricity of the electrolysis")
    case .aluminiumFluoride: Label(zh: "氟化铝", en: "aluminium fluoride")
    case .ingot: Label(zh: "铝锭", en: "ingot")
    case .heat: Label(zh: "热力", en: "heat")
    case .runningTime: Label(zh: "运行时间", en: "running time")
    }
  }

  package var synonyms: [String] {
    switch self {
    case .otherWashedCoal: ["其它洗煤"]
    case .otherCoalProducts: ["其它煤制品"]
    case .kerosene: ["一般煤油"]
    case .otherPetroleumProducts: ["其它石油制品"]
    case .coalTar: ["焦油"]
    case .otherGas: ["其它煤气"]
    case .highCarbonFerromanganese: ["高碳锰铁"]
    case .cokeProduct: ["焦炭产量"]
    case .ironProduct: ["炼铁产品", "生铁产量"]
    case .clinker: ["水泥熟料"]
    case .phosphogypsum: ["phosphoGypsum"]
    case .titanogypsum: ["titanoGypsum"]
    case .fluorogypsum: ["fluoroGypsum"]
    case .borogypsum: ["boroGypsum"]
    case .anode: ["炭阳极"]
    case .sodiumCarbonate: ["纯碱"]
    case .electricityAC: ["交流电"]
    case .aluminiumFluoride: ["AlF3"]
    default: []
    }
  }
}
