import Accounting
import FilingFormats
import Filings
import Foundation
import Quantities
import Rulebook
import Testing

@testable import Batch

/// `cets validate` only checks whether a filing can be calculated; `cets process` calculates it.
@Suite struct CheckingTests {
  private static let fixtures = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
    .deletingLastPathComponent().deletingLastPathComponent().appendingPathComponent("fixtures").path

  /// Every filing of the fixtures that may be calculated, of either form.
  private static func filings() -> [ReadResult] {
    let folders = ["2025", "checks", "tampered", "invalid", "mixed-quality"].map { "\(fixtures)/\($0)" }
    let inputs = RunInputs(paths: folders, naming: .asGiven)
    var reader = FilingReader(inputs: inputs)
    return inputs.sources.map { reader.read($0).result }.filter { read in
      read.filing?.year == 2025 && !read.diagnostics.contains { $0.severity == .error }
    }
  }

  /// What may keep a filing from being calculated: a category or a factor that is missing, deductions larger
  /// than what they are taken from, numbers that are too long.
  private static let changes: [@Sendable (inout Facility) -> Void] = [
    { $0.attributes = [] },
    { $0.series.removeAll { $0.parameter != .quantity } },
    { facility in for index in facility.series.indices { facility.series[index].method = .defaultValue } },
    { scale(&$0, .alternativeRawMaterial, FixedDecimal(100_000)) },
    { scale(&$0, .fuelIn, FixedDecimal(1_000_000_000_000_000_000)) },
    { facility in
      for index in facility.series.indices where facility.series[index].parameter == .netCalorificValue {
        facility.series[index].unit = .kilocaloriePerKilogram
        facility.series[index].months = MonthlyValues { _ in
          FixedDecimal(coefficient: 9_999_999, scale: 3)
        }
      }
    },
  ]

  private static func scale(_ facility: inout Facility, _ direction: Direction, _ factor: FixedDecimal) {
    for index in facility.series.indices where facility.series[index].direction == direction {
      let months = facility.series[index].months
      facility.series[index].months = MonthlyValues { month in
        months[month].flatMap { try? $0 * factor } ?? months[month]
      }
    }
  }

  @Test("checking a filing ends with the diagnostics that calculating it does")
  func agrees() throws {
    let assessor = Assessor(rules: try Rulebook.embedded.get().rules(for: 2025))
    let filings = Self.filings()
    #expect(filings.count > 150)
    var rejected = 0
    for (number, read) in filings.enumerated() {
      // As it is, and changed in one of the ways in turn.
      for change in [{ _ in }, Self.changes[number % Self.changes.count]] {
        var read = read
        guard var filing = read.filing else { continue }
        change(&filing.enterprise)
        for index in filing.facilities.indices { change(&filing.facilities[index]) }
        read.filing = filing
        let expected: [Diagnostic]
        switch assessor.assess(read) {
        case .assessed(let assessment): expected = assessment.diagnostics
        case .rejected(let diagnostics):
          expected = diagnostics
          rejected += 1
        case .otherYear: continue
        }
        #expect(assessor.diagnostics(of: filing, read).sorted() == expected.sorted(), "\(filing.files)")
      }
    }
    #expect(rejected > 30)
  }
}
