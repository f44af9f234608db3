import Accounting
import FilingFormats
import Foundation
import Rulebook
import Testing
import Verification

@testable import Batch

/// Every check that the program decides has a filing in `fixtures/checks` that triggers it and only it. All
/// of them are changed copies of a few clean filings, so each is a negative case of every other check.
@Suite("The catalogue's automatic checks (verification.md section 7)")
struct CheckFixtureTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("fixtures").path

  private static func names(in folder: String) -> [String] {
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "\(fixtures)/\(folder)")) ?? []
    return all.filter { $0.hasSuffix(".xml") }.map { String($0.dropLast(4)) }.sorted()
  }

  private static func findings(_ name: String) throws -> [Finding] {
    let inputs = RunInputs(paths: ["\(fixtures)/\(name).xml"], naming: .asGiven)
    var reader = FilingReader(inputs: inputs)
    let read = reader.read(try #require(inputs.sources.first)).result
    let assessor = Assessor(rules: try Rulebook.embedded.get().rules(for: 2025))
    guard case .assessed(let assessment) = assessor.assess(read) else {
      Issue.record("\(name) was rejected: \(read.diagnostics)")
      return []
    }
    return assessment.statement.findings
  }

  @Test("triggers its check and no other", arguments: names(in: "checks"))
  func only(name: String) throws {
    let found = try Self.findings("checks/\(name)")
    let expected = String(name.prefix { $0 != "-" })
    #expect(Set(found.map(\.check)) == [expected], "\(found.map { "\($0.check): \($0.message.en)" })")
    for finding in found {
      #expect(!finding.question.zh.isEmpty && !finding.question.en.isEmpty)
      #expect(finding.line > 0 && !finding.file.isEmpty)
      let saysCorrected = finding.question.en.contains("the conservative value counts")
      #expect(!saysCorrected || !finding.corrections.isEmpty, "\(finding.message.en)")
    }
  }

  /// Q03 and Q04 look at the allowance inputs (AllowanceCheckTests), S11 and S16 at a batch (PeerCheckTests), S15 at
  /// last year's results (LastYearTests).
  @Test("every automatic check has its fixture, and is made somewhere")
  func complete() throws {
    let catalogue = try Rulebook.embedded.get().checks
    #expect(catalogue.count == 178)
    let automatic = Set(catalogue.filter { $0.how == .automatic }.map(\.id))
    let made = Set(CheckRegistry.all.map(\.id)).union(CheckRegistry.elsewhere)
    #expect(automatic == made.intersection(automatic) && made == automatic)
    let fixtures = Set(Self.names(in: "checks").map { String($0.prefix { $0 != "-" }) })
    #expect(automatic.subtracting(["Q03", "Q04", "S11", "S15", "S16"]) == fixtures)
  }

  @Test("severities of the catalogue are kept or lowered, never raised", arguments: names(in: "checks"))
  func severity(name: String) throws {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    for finding in try Self.findings("checks/\(name)") {
      let entry = try #require(rules.check(finding.check))
      let highest = try #require(entry.severity.split(separator: "/").min())
      #expect(finding.severity.rawValue >= highest)
      if finding.isFraudIndicator { #expect(entry.isFraudIndicator || entry.rule.contains("FR")) }
    }
  }

  @Test("a tampered filing is caught by the checks that must catch it", arguments: names(in: "tampered"))
  func tampered(name: String) throws {
    let table = try String(contentsOfFile: "\(Self.fixtures)/tampered/expected.csv", encoding: .utf8)
    let row = try #require(table.split(separator: "\n").first { $0.hasPrefix("\(name),") })
    let expected = Set(row.split(separator: ",")[1].split(separator: " ").map(String.init))
    #expect(expected.isSubset(of: Set(try Self.findings("tampered/\(name)").map(\.check))))
  }
}
