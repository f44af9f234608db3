import Accounting
import FilingFormats
import Filings
import Foundation
import Quantities
import Rulebook
import Testing
import Verification

@testable import Batch

/// What the phase of reports takes over from earlier is what it would calculate.
@Suite("What is not calculated twice")
struct ShortcutTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("fixtures").path

  private static let filings = ["2025", "checks", "tampered"].flatMap { folder -> [String] in
    let all = (try? FileManager.default.contentsOfDirectory(atPath: "\(fixtures)/\(folder)")) ?? []
    return all.filter { $0.hasSuffix(".xml") }.sorted().map { "\(folder)/\($0)" }
  }

  private static func read(_ name: String) throws -> ReadResult {
    let inputs = RunInputs(paths: ["\(fixtures)/\(name)"], naming: .asGiven)
    var reader = FilingReader(inputs: inputs)
    return reader.read(try #require(inputs.sources.first)).result
  }

  private static func text(_ statement: EmissionStatement) -> String {
    let parts = statement.allFacilities.map { part in
      let rows = part.rows.map { "\($0.source.code) \($0.months) \($0.annual)" }
      return "\(part.facility) \(rows) \(part.monthlyTotals) \(part.total) \(part.annualOutput as Any)"
    }
    return "\(parts) \(statement.monthlyTotals) \(statement.total) \(statement.residual as Any)"
  }

  @Test("a statement in which one series moved", arguments: filings.filter { $0.hasPrefix("2025/") })
  func standing(name: String) throws {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    let filing = try #require(try Self.read(name).filing)
    let base = try Accounting.statement(of: filing, by: rules)
    var moved = 0
    for facility in filing.allFacilities {
      for (index, series) in facility.series.enumerated() {
        var raised = filing
        var changed = series
        for month in 1...12 {
          if let value = series.months[month] { changed.months[month] = try value * FixedDecimal(2) }
        }
        if let place = filing.facilities.firstIndex(where: { $0.id == facility.id }) {
          raised.facilities[place].series[index] = changed
        } else {
          raised.enterprise.series[index] = changed
        }
        guard let whole = try? Accounting.statement(of: raised, by: rules) else { continue }
        let standing = StandingStatement(base, changed: SeriesKey(series, of: facility))
        let short = try Accounting.statement(
          of: raised, by: rules, options: CalculationOptions(standing: standing))
        #expect(Self.text(short) == Self.text(whole), "\(facility.id) \(series.item) \(series.parameter)")
        if whole.total != base.total { moved += 1 }
      }
    }
    #expect(moved > 0)
  }

  @Test("a verified statement whose findings are known", arguments: filings)
  func known(name: String) throws {
    let assessor = Assessor(rules: try Rulebook.embedded.get().rules(for: 2025))
    let read = try Self.read(name)
    guard case .assessed(let assessment) = assessor.assess(read) else { return }
    let first = assessment.statement
    let again = try #require(assessor.reported(read, findings: first.findings))
    #expect(Self.text(again.statement.verified) == Self.text(first.verified))
    #expect("\(again.statement.corrections)" == "\(first.corrections)")
    #expect("\(again.statement.correctedFiling)" == "\(first.correctedFiling)")
    #expect(again.diagnostics == assessment.diagnostics)
  }
}
