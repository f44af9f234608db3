import Filings
import Quantities
import Testing

@testable import Scenarios

@Suite("Scenarios are read strictly")
struct ScenarioReaderTests {
  private func read(_ yaml: String, year: Int = 2025) throws -> [Diagnostic] {
    ScenarioReader.read(Array(yaml.utf8), file: "s.yaml", base: try baseRules(year)).diagnostics
  }

  /// The rest of a scenario whose head takes lines 1 to 4, what is wrong with it, and on which line.
  @Test(
    "each slip has a code, its line, what was expected and a remedy",
    arguments: [
      ("allocation: {slop: 0.15}", DiagnosticCode.scenarioKey, 5),
      ("prices: {2025: 60}", .scenarioKey, 5),
      ("market:\n  price: sixty", .scenarioValue, 6),
      ("market:\n  price: \"60\"", .scenarioValue, 6),
      ("market:\n  price: 1,000", .scenarioValue, 6),
      ("market:\n  price: 1e3", .scenarioValue, 6),
      ("market:\n  price: [60, 70]", .scenarioValue, 6),
      ("market:\n  price:\n    2025: 60\n    2031: 70", .scenarioValue, 8),
      ("market:\n  price: {}", .scenarioValue, 6),
      ("market:\n  price: -1", .scenarioValue, 6),
      ("market: {ccerUse: 5.1, ccerPrice: 60}", .scenarioValue, 5),
      ("market: {ccerUse: 5}", .scenarioMissing, 5),
      ("market: {paidShare: 101}", .scenarioValue, 5),
      ("allocation: {slope: 0}", .scenarioValue, 5),
      ("allocation: {slope: 0.2}", .scenarioConflict, 5),
      ("allocation: {cap: 4, band: {2027: 25}}", .scenarioConflict, 5),
      ("allocation: {method: benchmark}", .scenarioValue, 5),
      ("allocation: {balanceValue: {2027: guessed}}", .scenarioValue, 5),
      ("allocation: {balanceValues: {power: 0.8}}", .scenarioKey, 5),
      ("allocation: {specialCases: {white: equalsEmissions}}", .scenarioKey, 5),
      ("growth: {cement: {output: 51}}", .scenarioValue, 5),
      ("growth: {cement: 3}", .scenarioValue, 5),
      ("abatement: {tonnes: 5}", .scenarioValue, 5),
      ("abatement:\n  - {uscc: 91340000MA06700014}", .scenarioMissing, 6),
      ("abatement:\n  - {uscc: 91340000MA06700014, tonnes: 0.005}", .scenarioValue, 6),
      ("abatement:\n  - {uscc: 91340000MA06700014, tonnes: 5, where: roof}", .scenarioValue, 6),
      ("market: {price: 60, price: 70}", .scenarioSyntax, 5),
      ("market: {price: 60", .scenarioSyntax, 6),
      ("--- \nscenario: t", .scenarioSyntax, 5),
    ])
  func slips(rest: String, code: DiagnosticCode, line: Int) throws {
    let diagnostics = try read(head + rest)
    let first = try #require(diagnostics.first { $0.code == code }, "\(diagnostics)")
    #expect(first.line == line)
    #expect(!first.remedy.en.isEmpty && !first.message.zh.isEmpty)
    if code != .scenarioSyntax { #expect(!first.expected.isEmpty) }
  }

  @Test(
    "a head that does not say what it is about is refused",
    arguments: [
      ("zh: 情景\nen: x\nyears: {from: 2025, to: 2026}", DiagnosticCode.scenarioMissing),
      ("scenario: base\nzh: 情景\nen: x\nyears: {from: 2025, to: 2026}", .scenarioValue),
      ("scenario: a b\nzh: 情景\nen: x\nyears: {from: 2025, to: 2026}", .scenarioValue),
      ("scenario: ../x\nzh: 情景\nen: x\nyears: {from: 2025, to: 2026}", .scenarioValue),
      ("scenario: s\nen: x\nyears: {from: 2025, to: 2026}", .scenarioMissing),
      ("scenario: s\nzh: 情景\nen: x", .scenarioMissing),
      ("scenario: s\nzh: 情景\nen: x\nyears: {from: 2024, to: 2026}", .scenarioValue),
      ("scenario: s\nzh: 情景\nen: x\nyears: {from: 2027, to: 2026}", .scenarioValue),
      ("scenario: s\nzh: 情景\nen: x\nyears: 2025–2026", .scenarioValue),
      ("- 1", .scenarioValue), ("", .scenarioSyntax), ("\u{7}", .scenarioSyntax),
    ])
  func heads(yaml: String, code: DiagnosticCode) throws {
    #expect(try read(yaml).contains { $0.code == code })
  }

  @Test("bytes that are no text, an endless nesting and an alias of itself are refused without harm")
  func hostile() throws {
    let base = try baseRules()
    let bytes: [[UInt8]] = [
      [0xFF, 0xFE, 0x00], Array(repeating: UInt8(ascii: "["), count: 200_000),
      Array(String(repeating: "- ", count: 100_000).utf8), Array("a: &a [*a]".utf8),
      Array(repeating: UInt8(ascii: "x"), count: ScenarioReader.maximumBytes + 1),
    ]
    for input in bytes {
      let read = ScenarioReader.read(input, file: "s.yaml", base: base)
      #expect(read.scenario == nil && !read.diagnostics.isEmpty)
    }
  }

  @Test("numbers are what the text says, digit for digit")
  func digits() throws {
    let scenario = try scenario(head + "market: {price: 62.360000001}", base: baseRules())
    #expect(scenario.market.price?.value(in: 2025)?.description == "62.360000001")
  }

  @Test("2024 has no coefficient: a scenario that wants one gives slope, band and cap")
  func withoutParameters() throws {
    let yaml = head + "allocation: {method: intensityCoefficient}"
    #expect(try read(yaml, year: 2024).map(\.code) == [.scenarioMissing])
  }

  @Test("what an abatement names must be in the results, and emit that much")
  func references() throws {
    let base = try baseRules()
    func faults(_ abatement: String) throws -> [String] {
      try scenario(head + "abatement: [\(abatement)]", base: base)
        .faults(in: [try line(), try works()], file: "s.yaml").map(\.message.en)
    }
    #expect(try faults("{uscc: 91130000MA38000115, where: elsewhere, tonnes: 5}").isEmpty)
    #expect(try faults("{uscc: 91340000MA06700014, unit: L1, tonnes: 1000000}").isEmpty)
    #expect(try faults("{uscc: 91340000MA06700014, tonnes: 5}") == ["the results have no such unit"])
    #expect(
      try faults("{uscc: 91340000MA06700099, unit: L1, tonnes: 5}") == ["the results have no such unit"])
    #expect(
      try faults("{uscc: 91130000MA38000115, tonnes: 5}") == ["nothing can be abated there in this unit"])
    #expect(
      try faults(
        "{uscc: 91340000MA06700014, unit: L1, tonnes: 600000}, {uscc: 91340000MA06700014, unit: L1, tonnes: 600000}"
      )
        == ["more is abated than the unit emits"])
  }
}
