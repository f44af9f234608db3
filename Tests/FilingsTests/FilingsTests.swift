import Quantities
import Testing

@testable import Filings

@Suite("Codes")
struct CodeTests {
  private func check<Entry: Code>(_ list: Entry.Type) {
    let spellings = CodeTable<Entry>.spellings
    #expect(Set(spellings).count == spellings.count, "\(list): a spelling stands for two codes")
    for code in Entry.allCases {
      #expect(!code.label.zh.isEmpty && !code.label.en.isEmpty)
      #expect(code.rawValue.utf8.allSatisfy { $0 < 128 }, "\(code.rawValue) has a look-alike letter")
    }
  }

  @Test("no spelling of a list stands for two codes, and every code has both names")
  func lists() {
    check(Sector.self)
    check(FacilityKind.self)
    check(Direction.self)
    check(Item.self)
    check(Parameter.self)
    check(AcquisitionMethod.self)
    check(StockFlow.self)
    check(DeclaredQuantity.self)
    check(AttributeName.self)
    check(ClinkerCategory.self)
  }

  @Test(
    "the contract's Chinese terms are accepted",
    arguments: [("水泥", Sector.cement), ("钢铁", .steel), ("铝冶炼", .aluminium)])
  func chinese(term: String, sector: Sector) {
    #expect(CodeTable<Sector>()[term] == sector)
    #expect(CodeTable<AcquisitionMethod>()["实测值"] == .measured)
    #expect(CodeTable<Item>()["烟煤"] == .bituminousCoal)
  }

  @Test("every diagnostic has a code of the five families and a remedy in both languages")
  func diagnostics() {
    for code in DiagnosticCode.allCases {
      #expect(["XML-", "CSV-", "FIL-", "SCN-", "BOOK-"].contains { code.rawValue.hasPrefix($0) })
      #expect(!code.remedy.zh.isEmpty && !code.remedy.en.isEmpty)
    }
  }
}

@Suite("Unified social credit codes, GB 32100")
struct USCCTests {
  @Test(
    "published codes are valid",
    arguments: ["91350100M000100Y43", "914403001922038216", "9144030071526726XG", "91440300708461136T"])
  func published(code: String) {
    #expect(USCC.isValid(code))
  }

  @Test(
    "a wrong check character, letter or length is not",
    arguments: ["91350100M000100Y44", "91350100M000100I43", "91350100M000100Y4", "", "９1350100M000100Y43"])
  func wrong(code: String) {
    #expect(!USCC.isValid(code))
  }
}

@Suite("Dates and facilities")
struct FacilityTests {
  @Test(
    "days that do not exist are no dates",
    arguments: ["2025-02-29", "2025-13-01", "2025-1-01", "2025-04-31", "x", "2025/01/01"])
  func dates(text: String) {
    #expect(CalendarDate(text) == nil)
    #expect(CalendarDate("2024-02-29")?.description == "2024-02-29")
    // The schema of filings has no such year; a table of one was accepted once.
    #expect(CalendarDate("0010-01-01") == nil)
  }

  @Test("a facility exists from the month it started in to the month it stopped in")
  func existence() {
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.startedOn = CalendarDate("2025-05-20")
    line.stoppedOn = CalendarDate("2025-09-01")
    #expect((1...12).map { line.existed(in: $0, of: 2025) } == (1...12).map { (5...9).contains($0) })
  }

  @Test("a sector's items: steel deducts only crude steel and what it sells; alternative fuels are cement's")
  func items() {
    #expect(Sector.steel.allows(.coalTar, in: .soldProduct))
    #expect(!Sector.steel.allows(.sinter, in: .soldProduct))
    #expect(!Sector.cement.allows(.limestone, in: .carbonate))
    #expect(!Sector.steel.allows(.alternativeFuel, in: .fuelIn))
    #expect(Sector.aluminium.allows(.sodiumCarbonate, in: .carbonate))
  }
}
