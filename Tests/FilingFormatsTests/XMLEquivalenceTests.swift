import Filings
import Foundation
import SchemaJudge
import Testing

@testable import FilingFormats

/// The reader accepts what libxml2's schema engine accepts, and nothing else. `make fuzz` does the same
/// with a million documents.
@Suite struct XMLEquivalenceTests {
  static let originals = [XMLExample.full.replacing("<!-- Fictional: no such entity exists. -->\n", with: "")]

  @Test("ten thousand filings broken by their structure get libxml2's verdict", arguments: 1...4)
  func equivalence(seed: UInt64) throws {
    var agreement = try #require(Agreement())
    var mutator = FilingMutator(Self.originals, seed: seed)
    for _ in 0..<2500 { agreement.check(mutator.next()) }
    for (document, account) in agreement.disagreements {
      let file = FileManager.default.temporaryDirectory.appendingPathComponent("disagreement-\(seed).xml")
      try Data(document).write(to: file)
      Issue.record("seed \(seed), \(file.path): \(account)")
    }
    #expect(agreement.documents == 2500)
    #expect((250...2250).contains(agreement.valid), "the changes must break some documents and not others")
  }

  @Test("libxml2 in the process says what xmllint says", .enabled(if: XMLLint.path != nil, "needs xmllint"))
  func judge() throws {
    let judge = try #require(SchemaJudge())
    var mutator = FilingMutator(Self.originals, seed: 5)
    let documents = (0..<400).map { _ in mutator.next() }
    let verdicts = try XMLLint.verdicts(documents)
    for (document, verdict) in zip(documents, verdicts) {
      #expect(judge.accepts(document) == verdict, "\(String(decoding: document, as: UTF8.self))")
    }
  }

  @Test("what the fuzzers start from and what they found gets libxml2's verdict")
  func seeds() throws {
    var agreement = try #require(Agreement())
    let folder = csvRepository.appendingPathComponent("fuzz/seeds")
    let files = try FileManager.default.contentsOfDirectory(at: folder, includingPropertiesForKeys: nil)
    for file in files { agreement.check([UInt8](try Data(contentsOf: file))) }
    #expect(agreement.documents >= 2 && agreement.valid >= 1)
    #expect(agreement.disagreements.map(\.account) == [])
  }
}
