import Quantities

/// The state of a fuel; oxidation rates and rules of measurement depend on it.
package enum FuelState: Sendable {
  case solid, liquid, gas
}

extension Item {
  /// The state of a fuel; nil for everything that is not a fuel.
  package var fuelState: FuelState? {
    switch self {
    case .anthracite, .bituminousCoal, .lignite, .washedCoal, .otherWashedCoal, .coalGangue, .coalSlime,
      .coke, .semiCoke, .petroleumCoke, .otherCoalProducts, .alternativeFuel:
      .solid
    case .crudeOil, .fuelOil, .gasoline, .diesel, .kerosene, .otherPetroleumProducts, .liquefiedNaturalGas,
      .liquefiedPetroleumGas, .coalTar:
      .liquid
    case .refineryDryGas, .naturalGas, .blastFurnaceGas, .converterGas, .cokeOvenGas, .otherGas:
      .gas
    default: nil
    }
  }

  /// The unit in which the item's quantity enters the formulas.
  package var quantityUnit: Unit {
    switch self {
    case .naturalGas, .blastFurnaceGas, .converterGas, .cokeOvenGas, .otherGas:
      .tenThousandNormalCubicMetres
    case .electricity, .wasteHeatElectricity, .electricityAC: .megawattHour
    case .heat: .gigajoule
    case .runningTime: .hour
    default: .tonne
    }
  }
}

extension Parameter {
  /// The unit in which a parameter of an item enters the formulas.
  package func unit(of item: Item) -> Unit {
    switch self {
    case .quantity: item.quantityUnit
    case .netCalorificValue, .grossCalorificValue:
      item.quantityUnit == .tenThousandNormalCubicMetres
        ? .gigajoulePerTenThousandNormalCubicMetres : .gigajoulePerTonne
    case .carbonPerHeat: .tonneCarbonPerGigajoule
    case .carbonContent, .carbonContentAirDried: .tonneCarbonPerTonne
    case .emissionFactor, .deductionFactor: .tonneCarbonDioxidePerTonne
    case .oxidationRate, .purity, .anodeLossRate, .sulphur, .ash, .moisture, .moistureAirDried, .hydrogen,
      .calciumOxide, .magnesiumOxide, .carbonDioxide:
      .percent
    case .cf4Factor, .c2f6Factor: .kilogramPerTonne
    case .anodeEffectMinutes: .minute
    case .anodeEffectFrequency: .perDay
    }
  }

  /// Whether the value of a month may lie outside 0 to 100 per cent of something: percentages may not.
  package var isPercentage: Bool {
    switch self {
    case .oxidationRate, .purity, .anodeLossRate, .sulphur, .ash, .moisture, .moistureAirDried, .hydrogen,
      .calciumOxide, .magnesiumOxide, .carbonDioxide:
      true
    default: false
    }
  }
}

extension Sector {
  /// The kinds of facility that a filing of the sector may have.
  package var facilityKinds: [FacilityKind] {
    switch self {
    case .cement: [.clinkerLine, .powerUnit, .other]
    case .steel:
      [
        .coking, .sintering, .pelletising, .ironmaking, .converterSteelmaking, .electricArcSteelmaking,
        .powerUnit, .other,
      ]
    case .aluminium: [.electrolysis, .powerUnit, .other]
    }
  }

  /// Whether a filing of the sector may have this item in this direction.
  package func allows(_ item: Item, in direction: Direction) -> Bool {
    switch direction {
    case .fuelIn: item.fuelState != nil && (item != .alternativeFuel || self == .cement)
    case .fuelOut: self == .steel && item.fuelState != nil && item != .alternativeFuel
    case .auxiliary: true
    case .carbonate:
      switch self {
      case .cement: false
      case .steel: item == .limestone || item == .dolomite
      case .aluminium: item.isPureCarbonate
      }
    case .electrode: self == .steel && item == .electrode
    case .carbonMaterial: self == .steel && item.isCarbonMaterial
    case .alternativeRawMaterial: self == .cement && item.isAlternativeRawMaterial
    case .anode: self == .aluminium && item == .anode
    case .soldProduct: self == .steel && [.pigIron, .coalTar, .crudeBenzol].contains(item)
    case .product: products.contains(item)
    }
  }

  /// The items a filing of the sector may name as products.
  package var products: [Item] {
    switch self {
    case .cement: [.clinker]
    case .steel: [.crudeSteel, .cokeProduct, .sinter, .pellets, .ironProduct]
    case .aluminium: [.liquidAluminium]
    }
  }
}

extension FacilityKind {
  /// The product by which the emission intensity of a facility of this kind is measured.
  package var product: Item? {
    switch self {
    case .clinkerLine: .clinker
    case .coking: .cokeProduct
    case .sintering: .sinter
    case .pelletising: .pellets
    case .ironmaking: .ironProduct
    case .converterSteelmaking, .electricArcSteelmaking: .crudeSteel
    case .electrolysis: .liquidAluminium
    case .powerUnit, .other, .enterprise: nil
    }
  }
}

extension Item {
  /// Carbonates of the aluminium guideline's table, filed with their purity.
  package var isPureCarbonate: Bool {
    switch self {
    case .calciumCarbonate, .magnesiumCarbonate, .sodiumCarbonate, .sodiumBicarbonate, .ironCarbonate,
      .manganeseCarbonate, .bariumCarbonate, .lithiumCarbonate, .potassiumCarbonate, .strontiumCarbonate,
      .calciumMagnesiumCarbonate:
      true
    default: false
    }
  }

  /// Purchased carbon-bearing materials of the steel guideline's table A.2.
  package var isCarbonMaterial: Bool {
    switch self {
    case .ferronickel, .ferromolybdenum, .ferrosilicon, .silicomanganese, .lowCarbonSilicomanganese,
      .blastFurnaceFerromanganese, .highCarbonFerromanganese, .microCarbonFerromanganese,
      .highCarbonFerrochrome, .pigIron, .directReducedIron, .scrap:
      true
    default: false
    }
  }

  /// Non-carbonate alternative raw materials of the cement guideline's table.
  package var isAlternativeRawMaterial: Bool {
    switch self {
    case .desulphurisationPowder, .slakedLime, .carbideSlag, .magnesiumSlag, .paperMillWhiteMud,
      .calciumFluorideSludge, .phosphorusSlag, .vanadiumTitaniumSlag, .nitrogenSlag, .incinerationFlyAsh,
      .ferroalloySlag, .desulphurisationGypsum, .phosphogypsum, .titanogypsum, .fluorogypsum, .borogypsum,
      .mouldGypsum, .citricAcidResidue, .fluorite, .steelSlag, .nickelSlag, .manganeseSlag, .zincSlag,
      .tinSlag, .municipalSludge, .aluminiumSlag, .pyriteCinder, .copperSlag, .leadZincSlag, .flyAsh, .redMud:
      true
    default: false
    }
  }
}

extension Sector {
  /// Whether a value may be below zero: a net quantity. A steelworks as a whole may send out more of a gas
  /// than it takes in.
  package func allowsNegative(
    _ parameter: Parameter, in direction: Direction, of facility: String
  ) -> Bool {
    self == .steel && facility == Facility.enterpriseID && parameter == .quantity && direction == .fuelIn
  }
}
