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
/// Open addressing; at most half of the slots are taken, so a miss ends soon.
struct CSVCodeIndex<Entry: Sendable>: Sendable {
  private struct Slot: Sendable {
    let ends: CellEnds
    /// Where the spelling begins among ``spellings``.
    let start: Int
    let entry: Entry
  }

  private var slots: [Slot?]
  private var spellings: [UInt8] = []
  private let mask: Int

  init(_ entries: [(String, Entry)]) {
    var size = 16
    while size < entries.count * 2 { size *= 2 }
    mask = size - 1
    slots = Array(repeating: nil, count: size)
    for (spelling, entry) in entries {
      let bytes = Array(spelling.utf8)
      bytes.withUnsafeBytes { bytes in
        let ends = CellEnds(bytes)
        let place = find(bytes, ends)
        guard slots[place] == nil else { return }
        slots[place] = Slot(ends: ends, start: spellings.count, entry: entry)
        spellings += bytes
      }
    }
  }

  init(_ codes: some Sequence<Entry>) where Entry: Code {
    self.init(codes.flatMap { code in code.spellings.map { ($0, code) } })
  }

  subscript(bytes: UnsafeRawBufferPointer) -> Entry? { slots[find(bytes, CellEnds(bytes))]?.entry }

  /// The slot that holds these bytes, or the free one where they would stand.
  private func find(_ bytes: UnsafeRawBufferPointer, _ ends: CellEnds) -> Int {
    var place = ends.mixed & mask
    while let slot = slots[place], slot.ends != ends || !isSpelling(bytes, at: slot.start) {
      place = (place + 1) & mask
    }
    return place
  }

  /// Whether the bytes are those of a spelling of the same length and the same ends.
  private func isSpelling(_ bytes: UnsafeRawBufferPointer, at start: Int) -> Bool {
    if bytes.count <= CellEnds.wholeBytes { return true }
    return spellings.withUnsafeBytes {
      UnsafeRawBufferPointer(rebasing: $0[start..<start + bytes.count]).isSame(as: bytes)
    }
  }
}
