import Accounting
import Filings
import Foundation
import Rulebook
import Testing

@testable import Reports

@Suite("SARIF in pieces")
struct SARIFPiecesTests {
  @Test("the pieces together are what the encoder makes of the whole log", arguments: [0, 1, 3])
  func whole(count: Int) throws {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    let rows = (0..<count).map { index in
      FindingResultRow(
        uscc: "U\(index)",
        finding: Finding(
          check: index == 0 ? "R04" : "E08", severity: .s2, facility: "L1", file: "a b:c.xml", line: index,
          message: Label(zh: "一", en: "one\n\"two\" \"results\" : [\n\n      ]")))
    }
    let frame = FindingDocuments.sarifFrame(
      checks: Set(rows.map(\.finding.check)), rules: rules, program: "cets", version: "1", language: .en)
    let pieces = rows.flatMap { FindingDocuments.sarifResults([$0], language: .en) }
    let bytes = frame.head + pieces.dropFirst(2) + frame.tail
    #expect(pieces == FindingDocuments.sarifResults(rows, language: .en))
    let log = try #require(try JSONSerialization.jsonObject(with: Data(bytes)) as? [String: Any])
    let runs = try #require(log["runs"] as? [[String: Any]])
    #expect((runs.first?["results"] as? [Any])?.count == count)
    // Written again by the same rules, it is the same.
    let again = try JSONSerialization.data(
      withJSONObject: log, options: [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes])
    #expect(String(decoding: again, as: UTF8.self) + "\n" == String(decoding: bytes, as: UTF8.self))
  }
}
