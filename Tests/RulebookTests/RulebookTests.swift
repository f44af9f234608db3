import Filings
import Foundation
import Quantities
import Testing

@testable import Rulebook

@Suite("The rulebook as shipped")
struct ShippedRulebookTests {
  @Test("has no gap, no overlap, no missing source, and recomputes")
  func check() throws {
    #expect(RulebookCheck.problems(in: try Rulebook.embedded.get()) == [])
  }

  @Test("embeds every file of the data folder")
  func embedded() throws {
    let folder = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
      .appendingPathComponent("../../Sources/Rulebook/Data")
    let files = try FileManager.default.contentsOfDirectory(atPath: folder.path).map {
      (name: $0, text: try String(contentsOf: folder.appendingPathComponent($0), encoding: .utf8))
    }
    let onDisk = try Rulebook.load(files).get()
    let embedded = try Rulebook.embedded.get()
    #expect(onDisk.entries.map(\.id) == embedded.entries.map(\.id))
    #expect(onDisk.entries.map(\.valueText) == embedded.entries.map(\.valueText))
  }

  @Test(
    "says what each year's plan says (allocation.md sections 2 to 5)",
    arguments: [
      (2024, "allocation.method", "verifiedEmissions"), (2025, "allocation.method", "intensityCoefficient"),
      (2025, "allocation.carbideSlagLimit", "15"), (2026, "allocation.carbideSlagLimit", "30"),
      (2025, "allocation.newAndClosed", "outside"), (2026, "allocation.newAndClosed", "equalsEmissions"),
      (2025, "calendar.surrender", "2026-12-31"), (2024, "calendar.determination", "2025-09-30"),
      (2023, "steel.older.dolomite", "0.471"), (2024, "steel.factor.dolomite", "0.476"),
    ])
  func years(year: Int, id: String, expected: String) throws {
    #expect(try Rulebook.embedded.get().rules(for: year).find(id)?.valueText == expected)
  }

  @Test("no rule covers 2027 and later", arguments: [2027, 2040])
  func later(year: Int) throws {
    #expect(throws: RuleError.missing(id: "allocation.method", year: year)) {
      _ = try Rulebook.embedded.get().rules(for: year).word("allocation.method")
    }
  }

  @Test("older values do not hold in 2024")
  func older() throws {
    let rules = try Rulebook.embedded.get().rules(for: 2024)
    #expect(rules.find("steel.older.dolomite") == nil)
    #expect(rules.find("aluminium.older.cf4Factor") == nil)
  }

  @Test("every material a cement filing may deduct has a factor, every other item none")
  func deductions() throws {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    for item in Item.allCases {
      #expect(
        (rules.find("cement.deduction.\(item.rawValue)") != nil) == item.isAlternativeRawMaterial, "\(item)")
    }
  }

  @Test("every item steel accounts by a factor has one")
  func steelFactors() throws {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    for item in Item.allCases where item.isCarbonMaterial || Sector.steel.allows(item, in: .carbonate) {
      #expect(rules.find("steel.factor.\(item.rawValue)") != nil, "\(item)")
    }
    for item in Item.allCases where Sector.steel.allows(item, in: .fuelIn) {
      #expect(rules.find("steel.fuel.\(item.rawValue).carbonPerHeat") != nil, "\(item)")
    }
  }
}

@Suite("A rulebook that is wrong")
struct BrokenRulebookTests {
  private static let head = """
    table: {zh: 表, en: table}
    document: AG
    clause: A
    standing: official
    unit: t
    decimals: 1
    prefixes: [x]
    rows:

    """
  private static let documents = "documents:\n  - {tag: AG, zh: 指南, en: guideline}\n"

  private func load(_ rows: String) -> Result<Rulebook, RulebookError> {
    Rulebook.load([("documents.yaml", Self.documents), ("table.yaml", Self.head + rows)])
  }

  private func kinds(_ rows: String) throws -> [RulebookProblem.Kind] {
    RulebookCheck.problems(in: try load(rows).get()).map(\.kind)
  }

  @Test("two entries for one year are found")
  func overlap() throws {
    #expect(
      try kinds(
        """
          - {id: a, zh: 甲, en: a, value: 1, from: 2024}
          - {id: a, zh: 甲, en: a, value: 2, from: 2025}
        """) == [.overlap])
  }

  @Test("a year without entry is found")
  func gap() throws {
    #expect(
      try kinds(
        """
          - {id: a, zh: 甲, en: a, value: 1, from: 2024, to: 2024}
          - {id: a, zh: 甲, en: a, value: 2, from: 2026}
        """) == [.gap])
  }

  @Test("a document that nobody listed is found")
  func document() throws {
    #expect(try kinds("  - {id: a, zh: 甲, en: a, value: 1, from: 2024, document: AX}\n") == [.source])
  }

  @Test("a wrong factor column is found by recomputing it")
  func arithmetic() throws {
    let rows = """
        - {id: f.netCalorificValue, zh: 热值, en: NCV, value: 25.024, decimals: 3, from: 2024}
        - {id: f.carbonPerHeat, zh: 碳, en: CC, value: 0.02749, decimals: 5, from: 2024}
        - {id: f.factor, zh: 因子, en: factor, value: 2.5224, decimals: 4, from: 2024}
      """
    #expect(try kinds(rows) == [.arithmetic])
  }

  @Test(
    "each slip is refused with its line",
    arguments: [
      ("  - {id: a, zh: 甲, en: a, value: 1e3, from: 2024}\n", 9),
      (
        "  - {id: a, zh: 甲, en: a, value: 1, from: 2024}\n  - {id: b, zh: 乙, en: b, valeu: 1, from: 2024}\n",
        10
      ),
      ("  - {id: a, zh: 甲, en: a, value: 1}\n", 9),
      ("  - {id: a, zh: 甲, en: a, date: 2025-02-30, from: 2024}\n", 9),
      ("  - {id: a, zh: 甲, en: a, value: 1, from: 2024, standing: certain}\n", 9),
      ("  - {id: a, zh: 甲, value: 1, from: 2024}\n", 9),
    ])
  func slips(rows: String, line: Int) {
    guard case .failure(let error) = load(rows) else {
      Issue.record("the slip was accepted")
      return
    }
    #expect(error.file == "table.yaml")
    #expect(error.line == line)
    #expect(!error.remedy.isEmpty)
  }

  @Test("a folder's table replaces the embedded one of its name")
  func override() throws {
    let folder = FileManager.default.temporaryDirectory.appendingPathComponent(
      "cets-rules-\(UUID().uuidString)")
    try FileManager.default.createDirectory(at: folder, withIntermediateDirectories: true)
    defer { try? FileManager.default.removeItem(at: folder) }
    let table = """
      table: {zh: 选择, en: choices}
      document: CETS
      clause: ours
      standing: proposal
      from: 2024
      prefixes: [cement]
      rows:
        - {id: alternativeFuel.inTotal, zh: 计入, en: counted, word: "yes"}

      """
    try table.write(
      to: folder.appendingPathComponent("cement-choices.yaml"), atomically: true, encoding: .utf8)
    let rules = try Rulebook.overridden(by: folder.path).rules(for: 2025)
    #expect(try rules.word("cement.alternativeFuel.inTotal").value == "yes")
    #expect(rules.find("cement.process.portland") != nil)
  }
}
