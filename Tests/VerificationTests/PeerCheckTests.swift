import Filings
import Quantities
import Rulebook
import Testing

@testable import Verification

@Suite("Checks over a batch (S11, S16) and their statistics")
struct PeerCheckTests {
  private func filing(_ uscc: String, laboratory: String, _ values: [String]) throws -> Filing {
    var filing = try emptyFiling(.cement)
    filing.entity.uscc = uscc
    var report = Evidence(id: "E1", kind: "检测报告")
    report.issuer = laboratory
    filing.evidence = [report]
    filing.files = ["\(uscc).xml"]
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.series = [
      Series(
        direction: .fuelIn, item: .bituminousCoal, parameter: .netCalorificValue, unit: .gigajoulePerTonne,
        method: .measured, evidence: ["E1"], months: MonthlyValues(try values.map { try decimal($0) }),
        location: SourceLocation(file: 0, line: 9, column: 1))
    ]
    filing.facilities = [line]
    return filing
  }

  private func findings(_ filings: [Filing]) throws -> [String: [String]] {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    let subjects = filings.map {
      PeerChecks.Subject(
        uscc: $0.entity.uscc, file: "x", vectors: LaboratoryVector.all(in: $0), intensities: [])
    }
    return PeerChecks(rules: rules).findings(subjects).mapValues {
      $0.map { "\($0.check) \($0.file):\($0.line)" }
    }
  }

  private let year = [
    "22.1", "22.9", "21.7", "23.4", "22.2", "21.9", "22.6", "23.1", "22.4", "21.5", "22.8", "22.0",
  ]

  @Test("S16 (MEE22): results of one laboratory that run alike at two firms are found at both")
  func alike() throws {
    // The second is the first times two plus one: correlation 1.
    let copied = try year.map { "\(try decimal($0) * decimal("2") + decimal("1"))" }
    let found = try findings([
      filing("A", laboratory: "甲", year), filing("B", laboratory: "甲", copied),
      filing("C", laboratory: "乙", year), filing("D", laboratory: "甲", year.reversed()),
    ])
    #expect(found == ["A": ["S16 A.xml:9"], "B": ["S16 B.xml:9"]])
  }

  @Test("S16: one firm's lines may share a sample, and values without spread are not alike")
  func notAlike() throws {
    var one = try filing("A", laboratory: "甲", year)
    one.facilities.append(one.facilities[0])
    let flat = [String](repeating: "22.0", count: 12)
    let found = try findings([one, filing("B", laboratory: "甲", flat), filing("C", laboratory: "甲", flat)])
    #expect(found.isEmpty)
  }

  @Test("S11: the lowest and the highest per cent of a sector, where a per cent means something")
  func percentiles() throws {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    func subjects(_ count: Int) throws -> [PeerChecks.Subject] {
      try (0..<count).map {
        PeerChecks.Subject(
          uscc: "U\($0)", file: "x", vectors: [],
          intensities: [("L1", .cement, try decimal("0.\(1000 + $0)"))])
      }
    }
    #expect(try PeerChecks(rules: rules).findings(subjects(99)).isEmpty)
    let found = try PeerChecks(rules: rules).findings(subjects(250))
    #expect(Set(found.keys) == ["U0", "U1", "U248", "U249"])
    #expect(found["U0"]?.map(\.check) == ["S11"])
  }

  // From scipy 1.17: 2 * scipy.stats.t.sf(t, df).
  @Test(
    "Student's distribution",
    arguments: [
      (3.0, 9, 0.014956), (2.262157, 9, 0.05), (4.5, 10, 0.001143), (12.7062, 1, 0.05), (4.302653, 2, 0.05),
      (0.0, 7, 1.0),
    ])
  func student(t: Double, freedom: Int, expected: Double) {
    #expect(abs(StudentT.pValue(t, degreesOfFreedom: freedom) - expected) < 1e-5)
  }
}
