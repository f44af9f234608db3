import Filings
import Quantities

/// The code lists of the tables' columns, for looking up and for describing.
enum CSVCodes {
  static let sectors = CSVCodeIndex(Sector.allCases)
  static let facilityKinds = CSVCodeIndex(filedKinds)
  static let attributes = CSVCodeIndex(AttributeName.allCases)
  static let directions = CSVCodeIndex(Direction.allCases)
  static let items = CSVCodeIndex(Item.allCases)
  static let parameters = CSVCodeIndex(Parameter.allCases)
  static let methods = CSVCodeIndex(AcquisitionMethod.allCases)
  static let flows = CSVCodeIndex(StockFlow.allCases)
  static let declaredQuantities = CSVCodeIndex(DeclaredQuantity.allCases)
  static let holdingKinds = CSVCodeIndex(HoldingKind.allCases)
  static let units = CSVCodeIndex(
    Unit.allCases.flatMap { unit in ([unit.rawValue] + unit.synonyms).map { ($0, unit) } })
  static let specialCases = CSVCodeIndex(
    specialCaseList.entries.flatMap { entry in entry.map { ($0, entry[0]) } })

  static let sectorList = CSVCodeList(Sector.allCases)
  static let facilityKindList = CSVCodeList(filedKinds)
  static let attributeList = CSVCodeList(AttributeName.allCases)
  static let directionList = CSVCodeList(Direction.allCases)
  static let itemList = CSVCodeList(Item.allCases)
  static let parameterList = CSVCodeList(Parameter.allCases)
  static let methodList = CSVCodeList(AcquisitionMethod.allCases)
  static let flowList = CSVCodeList(StockFlow.allCases)
  static let declaredQuantityList = CSVCodeList(DeclaredQuantity.allCases)
  static let holdingKindList = CSVCodeList(HoldingKind.allCases)
  static let unitList = CSVCodeList(entries: Unit.allCases.map { [$0.rawValue] + $0.synonyms })

  /// The cases of allocation that a competent authority may state. They stay texts here, because what
  /// follows from them is known only to the room of allowances.
  static let specialCaseList = CSVCodeList(entries: [
    ["whitePortland", "仅生产白色硅酸盐水泥熟料"],
    ["carbideSlag", "电石渣替代率超过限值"],
    ["gypsumAcid", "石膏制硫酸副产熟料"],
    ["hydrogenRichOxygenFurnace", "富氢碳循环氧气高炉"],
    ["belowThreshold", "年排放量低于2.6万吨"],
    ["closed", "核定前关停"],
    ["newlyCommissioned", "当年新投产"],
    ["outsideAllocation", "不在配额分配范围"],
  ])

  /// What a person may decide about a finding; texts here for the same reason.
  static let decisionList = CSVCodeList(entries: [
    ["accepted", "认定"], ["dismissed", "不成立"], ["corrected", "已更正"],
  ])

  /// Why an entity's allowances are issued to the province's account (差异化发放).
  static let withheldList = CSVCodeList(entries: [
    ["closed", "核定前关停"], ["default", "上年度未足额清缴"], ["risk", "存在履约风险"],
  ])

  static let yesNoList = CSVCodeList(entries: [["yes", "是"], ["no", "否"]])
  static let yesNo = CSVCodeIndex([("yes", true), ("是", true), ("no", false), ("否", false)])

  static let withheldReasons = CSVCodeIndex(
    withheldList.entries.flatMap { entry in entry.map { ($0, entry[0]) } })

  static let decisions = CSVCodeIndex(
    decisionList.entries.flatMap { entry in entry.map { ($0, entry[0]) } })

  /// The enterprise itself is `-` and has no row among the facilities.
  private static let filedKinds = FacilityKind.allCases.filter { $0 != .enterprise }
}

/// Finds a code by the bytes of any of its spellings, without making a text of them.
///
/// Open addressing over FNV-1a hashes; at most half of the slots are taken, so a miss ends soon.
struct CSVCodeIndex<Entry: Sendable>: Sendable {
  private struct Slot: Sendable {
    let spelling: [UInt8]
    let entry: Entry
  }

  private var slots: [Slot?]
  private let mask: Int

  init(_ spellings: [(String, Entry)]) {
    var size = 16
    while size < spellings.count * 2 { size *= 2 }
    mask = size - 1
    slots = Array(repeating: nil, count: size)
    for (spelling, entry) in spellings {
      let bytes = Array(spelling.utf8)
      let place = bytes.withUnsafeBytes { find($0) }
      if slots[place] == nil { slots[place] = Slot(spelling: bytes, entry: entry) }
    }
  }

  init(_ codes: some Sequence<Entry>) where Entry: Code {
    self.init(codes.flatMap { code in code.spellings.map { ($0, code) } })
  }

  subscript(bytes: UnsafeRawBufferPointer) -> Entry? { slots[find(bytes)]?.entry }

  /// The slot that holds these bytes, or the free one where they would stand.
  private func find(_ bytes: UnsafeRawBufferPointer) -> Int {
    var hash: UInt64 = 0xCBF2_9CE4_8422_2325
    for byte in bytes { hash = (hash ^ UInt64(byte)) &* 0x100_0000_01B3 }
    var place = Int(truncatingIfNeeded: hash) & mask
    while let slot = slots[place],
      slot.spelling.count != bytes.count || !slot.spelling.elementsEqual(bytes)
    {
      place = (place + 1) & mask
    }
    return place
  }
}
