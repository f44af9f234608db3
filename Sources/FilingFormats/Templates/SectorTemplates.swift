import Filings
import Quantities

/// What a plant of each sector usually files: its facilities, their attributes and streams. What a plant does
/// not have, it deletes; what it has besides, it adds by the schema.
enum SectorTemplates {
  struct Stream {
    let direction: Direction
    let item: Item
    var parameters: [Parameter] = [.quantity]
    var meter = ""
  }

  struct Plan {
    let kind: FacilityKind
    let id: String
    let name: String
    let capacityUnit: String
    var attributes: [AttributeName] = []
    let streams: [Stream]
    /// Items with a stock ledger and a second source beside the metered consumption.
    var ledgers: [Item] = []
  }

  /// Streams of the entity as a whole, which its facilities do not meter.
  static func enterprise(of sector: Sector) -> [Stream] {
    switch sector {
    case .cement: []
    case .steel:
      [
        coal(.washedCoal), coal(.anthracite), coal(.bituminousCoal), gas(.naturalGas),
        Stream(direction: .carbonate, item: .limestone, meter: "M2"),
        Stream(direction: .carbonate, item: .dolomite, meter: "M2"),
        Stream(direction: .electrode, item: .electrode, meter: "M2"),
        Stream(direction: .carbonMaterial, item: .scrap, meter: "M2"),
        Stream(direction: .carbonMaterial, item: .pigIron, meter: "M2"),
        Stream(direction: .carbonMaterial, item: .silicomanganese, meter: "M2"),
        Stream(direction: .carbonMaterial, item: .ferrosilicon, meter: "M2"),
        Stream(direction: .product, item: .crudeSteel, meter: "M2"),
        Stream(direction: .soldProduct, item: .coalTar, meter: "M2"),
        Stream(direction: .soldProduct, item: .crudeBenzol, meter: "M2"),
      ]
    case .aluminium:
      [
        gas(.naturalGas), Stream(direction: .fuelIn, item: .diesel, meter: "M2"),
        Stream(
          direction: .carbonate, item: .sodiumCarbonate, parameters: [.quantity, .purity], meter: "M2"),
      ]
    }
  }

  static func facilities(of sector: Sector) -> [Plan] {
    switch sector {
    case .cement: [clinkerLine]
    case .steel: steelProcesses
    case .aluminium: [electrolysis]
    }
  }

  private static let clinkerLine = Plan(
    kind: .clinkerLine, id: "L1", name: "1号熟料线", capacityUnit: "t/d",
    attributes: [.clinkerCategory, .clinkerVariety, .kilnSize],
    streams: [
      coal(.bituminousCoal, meter: "M1"), Stream(direction: .fuelIn, item: .diesel, meter: "M2"),
      Stream(direction: .product, item: .clinker, meter: "M4"),
      Stream(direction: .alternativeRawMaterial, item: .steelSlag, meter: "M2"),
      Stream(direction: .alternativeRawMaterial, item: .flyAsh, meter: "M2"),
      Stream(direction: .auxiliary, item: .electricity), Stream(direction: .auxiliary, item: .rawMeal),
    ],
    ledgers: [.bituminousCoal])

  private static let steelProcesses = [
    process(
      .coking, "CO1", "焦化工序",
      [
        Stream(direction: .fuelIn, item: .washedCoal, meter: "M2"), gas(.blastFurnaceGas),
        Stream(direction: .fuelOut, item: .coke, meter: "M1"), gas(.cokeOvenGas, .fuelOut),
        Stream(direction: .product, item: .cokeProduct, meter: "M1"),
      ]),
    process(
      .sintering, "SI1", "烧结工序",
      [
        Stream(direction: .fuelIn, item: .coke, meter: "M1"), coal(.anthracite, meter: "M1"),
        gas(.cokeOvenGas), Stream(direction: .product, item: .sinter, meter: "M1"),
      ], [.strandArea]),
    process(
      .pelletising, "PE1", "球团工序",
      [gas(.blastFurnaceGas), Stream(direction: .product, item: .pellets, meter: "M1")]),
    process(
      .ironmaking, "BF1", "炼铁工序",
      [
        Stream(direction: .fuelIn, item: .coke, meter: "M1"), coal(.bituminousCoal, meter: "M1"),
        gas(.blastFurnaceGas, parameters: [.quantity, .netCalorificValue]),
        gas(.blastFurnaceGas, .fuelOut, parameters: [.quantity, .netCalorificValue]),
        Stream(direction: .product, item: .ironProduct, meter: "M1"),
      ], [.furnaceVolume]),
    process(
      .converterSteelmaking, "BOF1", "转炉炼钢工序",
      [
        gas(.cokeOvenGas), gas(.converterGas, .fuelOut, parameters: [.quantity, .netCalorificValue]),
        Stream(direction: .product, item: .crudeSteel, meter: "M2"),
      ], [.converterSize]),
    process(
      .electricArcSteelmaking, "EAF1", "电炉炼钢工序",
      [gas(.naturalGas), Stream(direction: .product, item: .crudeSteel, meter: "M2")]),
  ]

  private static let electrolysis = Plan(
    kind: .electrolysis, id: "D1", name: "1号铝电解工序", capacityUnit: "t/a",
    attributes: [.designCurrent, .designVoltage, .cells],
    streams: [
      Stream(direction: .product, item: .liquidAluminium, meter: "M2"),
      Stream(direction: .anode, item: .anode, meter: "M2"),
      Stream(direction: .auxiliary, item: .electricityAC), Stream(direction: .auxiliary, item: .alumina),
    ])

  private static func process(
    _ kind: FacilityKind, _ id: String, _ name: String, _ streams: [Stream],
    _ attributes: [AttributeName] = []
  ) -> Plan {
    Plan(
      kind: kind, id: id, name: name, capacityUnit: "10^4 t/a", attributes: attributes, streams: streams)
  }

  private static func coal(_ item: Item, meter: String = "M2") -> Stream {
    Stream(direction: .fuelIn, item: item, parameters: [.quantity, .netCalorificValue], meter: meter)
  }

  private static func gas(
    _ item: Item, _ direction: Direction = .fuelIn, parameters: [Parameter] = [.quantity]
  ) -> Stream {
    Stream(direction: direction, item: item, parameters: parameters, meter: "M3")
  }
}
