import Filings
import Quantities

/// What receives allowances: a steel entity, a clinker line or an electrolysis process, with the
/// verified numbers that its allowances depend on and those that the official tables print.
package struct AllocationUnit: Sendable, Codable {
  package let sector: Sector
  package let uscc: String
  package let name: String
  package let province: String
  /// The facility's id; `-` for a steel entity.
  package let unit: String
  package let unitName: String
  /// tCO2e, verified, 2 decimals.
  package let emissions: FixedDecimal
  /// Tonnes of clinker, liquid aluminium or (steel) iron; nil or zero: no intensity.
  package let output: FixedDecimal?
  /// 4 decimals; nil without output.
  package let intensity: FixedDecimal?
  package let specialCase: SpecialCase?
  package let details: UnitDetails

  package init(
    sector: Sector, uscc: String, name: String, province: String, unit: String, unitName: String,
    emissions: FixedDecimal, output: FixedDecimal?, intensity: FixedDecimal?, specialCase: SpecialCase?,
    details: UnitDetails
  ) {
    self.sector = sector
    self.uscc = uscc
    self.name = name
    self.province = province
    self.unit = unit
    self.unitName = unitName
    self.emissions = emissions
    self.output = output
    self.intensity = intensity
    self.specialCase = specialCase
    self.details = details
  }
}

extension AllocationUnit {
  /// The unit with other emissions and intensity.
  package func with(emissions: FixedDecimal, intensity: FixedDecimal?) -> AllocationUnit {
    AllocationUnit(
      sector: sector, uscc: uscc, name: name, province: province, unit: unit, unitName: unitName,
      emissions: emissions, output: output, intensity: intensity, specialCase: specialCase, details: details)
  }
}

/// Why a unit is not allocated by the sector's formula.
package enum SpecialCase: String, Code {
  case whitePortland
  case carbideSlag
  case gypsumAcid
  case hydrogenRichOxygenFurnace
  case belowThreshold
  case closed
  case newlyCommissioned
  case outsideAllocation
  case noOutput

  package var label: Label {
    switch self {
    case .whitePortland: Label(zh: "仅生产白色硅酸盐水泥熟料", en: "only white Portland clinker")
    case .carbideSlag: Label(zh: "电石渣替代率超过限值", en: "carbide-slag substitution above the limit")
    case .gypsumAcid: Label(zh: "石膏制硫酸副产熟料", en: "clinker from gypsum–sulphuric acid")
    case .hydrogenRichOxygenFurnace: Label(zh: "富氢碳循环氧气高炉", en: "hydrogen-rich oxygen blast furnace")
    case .belowThreshold: Label(zh: "年排放量低于2.6万吨", en: "below 26,000 t")
    case .closed: Label(zh: "核定前关停", en: "closed before determination")
    case .newlyCommissioned: Label(zh: "当年新投产", en: "newly commissioned")
    case .outsideAllocation: Label(zh: "不在配额分配范围", en: "outside allocation")
    case .noOutput: Label(zh: "无产量，待核定", en: "no output: to be decided")
    }
  }
}

/// The columns of tables 2-2, 2-3 and 2-4 that only one sector has. Nil: not filed.
package enum UnitDetails: Sendable, Codable {
  case steel(Steel)
  case cement(Cement)
  case aluminium(Aluminium)

  package struct Steel: Sendable, Codable {
    /// Ironmaking capacity, 10⁴ t/a.
    package var ironCapacity: FixedDecimal?
    package var ironOutput: FixedDecimal
    package var ironmakingEmissions: FixedDecimal
    package var sinteringEmissions: FixedDecimal
    package var crudeSteel: FixedDecimal

    package init(
      ironCapacity: FixedDecimal?, ironOutput: FixedDecimal, ironmakingEmissions: FixedDecimal,
      sinteringEmissions: FixedDecimal, crudeSteel: FixedDecimal
    ) {
      self.ironCapacity = ironCapacity
      self.ironOutput = ironOutput
      self.ironmakingEmissions = ironmakingEmissions
      self.sinteringEmissions = sinteringEmissions
      self.crudeSteel = crudeSteel
    }
  }

  package struct Cement: Sendable, Codable {
    package var carbideSlag: FixedDecimal
    package var carbideSlagFactor: FixedDecimal
    package var clinker: FixedDecimal
    package var processFactor: FixedDecimal
    /// Per cent, 2 decimals; nil without clinker.
    package var substitution: FixedDecimal?
    /// That before conservative corrections, where it and not ``substitution`` is above the limit.
    package var filedSubstitution: FixedDecimal?
    package var category: ClinkerCategory?
    package var variety: String
    /// t/d as filed.
    package var capacity: FixedDecimal?
    package var combustion: FixedDecimal
    package var process: FixedDecimal

    package init(
      carbideSlag: FixedDecimal, carbideSlagFactor: FixedDecimal, clinker: FixedDecimal,
      processFactor: FixedDecimal, substitution: FixedDecimal?, filedSubstitution: FixedDecimal?,
      category: ClinkerCategory?, variety: String, capacity: FixedDecimal?, combustion: FixedDecimal,
      process: FixedDecimal
    ) {
      self.carbideSlag = carbideSlag
      self.carbideSlagFactor = carbideSlagFactor
      self.clinker = clinker
      self.processFactor = processFactor
      self.substitution = substitution
      self.filedSubstitution = filedSubstitution
      self.category = category
      self.variety = variety
      self.capacity = capacity
      self.combustion = combustion
      self.process = process
    }
  }

  package struct Aluminium: Sendable, Codable {
    /// t/a.
    package var capacity: FixedDecimal?
    package var liquidAluminium: FixedDecimal
    package var anodes: FixedDecimal
    package var anodeEffects: FixedDecimal

    package init(
      capacity: FixedDecimal?, liquidAluminium: FixedDecimal, anodes: FixedDecimal,
      anodeEffects: FixedDecimal
    ) {
      self.capacity = capacity
      self.liquidAluminium = liquidAluminium
      self.anodes = anodes
      self.anodeEffects = anodeEffects
    }
  }
}
