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
        uscc: $0.entity.uscc, file: "x", vectors: LaboratoryVector.all(in: $0, DocumentIndex($0)),
        intensities: [])
    }
    return PeerChecks(rules: rules).findings(subjects).mapValues {
      $0.findings.map { "\($0.check) \($0.file):\($0.line)" }
    }
  }

  private let year = [
    "22.1", "22.9", "21.7", "23.4", "22.2", "21.9", "22.6", "23.1", "22.4", "21.5", "22.8", "22.0",
  ]

  @Test(
    "a report's number compares whatever keyboard it was typed on",
    arguments: [
      ("TR-101A", "TR-101A"), ("tr-101a", "TR-101A"), ("ＴＲ－１０１ａ", "TR-101A"),
      (" TR — 101 A\u{3000}", "TR-101A"),
      ("皖检 é", "皖检É"), ("a\u{200B}b\u{A0}", "AB"), ("", ""),
      ("TR-e\u{301}-5", "TR-\u{C9}-5"), ("か\u{3099}", "が"), ("\u{2F800}", "\u{4E3D}"),
    ])
  func normalised(text: String, expected: String) {
    #expect(Array(NormalText.of(text).utf8) == Array(expected.utf8))
  }

  @Test("the quick way through plain and Chinese text comes to what the way by characters does")
  func normalisedQuickly() {
    // A dash of another kind takes the text the slow way, and is itself a dash in the end.
    let parts = [
      "a", "Z", "0", "{", " ", "\t", "\u{7F}", "检", "ー", "が", "가", "\u{3000}", "𠀀", "é", "～", "\u{FEFF}",
    ]
    for first in parts {
      for second in parts {
        for third in parts {
          let text = first + second + third
          #expect(
            NormalText.of(text + "\u{2010}") == NormalText.of(text) + "-",
            "\(text.unicodeScalars.map(\.value))")
        }
      }
    }
  }

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

  @Test(
    "S16: one laboratory however it is spelled, whatever its reports are called, and for the months it tested"
  )
  func alikeUnderAnotherName() throws {
    var spaced = try filing("B", laboratory: " 甲（合肥）检测 ", year)
    spaced.evidence[0].kind = "煤质报告"
    var mixed = try filing("C", laboratory: "甲(合肥)检测", year)
    mixed.evidence[0].sampledOn = CalendarDate("2025-01-05")
    for month in 2...12 {
      var report = Evidence(id: "E\(month)", kind: "检测报告")
      report.issuer = month == 7 ? "乙" : "甲（合肥）检测"
      report.sampledOn = CalendarDate(year: 2025, month: month, day: 5)
      mixed.evidence.append(report)
      mixed.facilities[0].series[0].evidence.append(report.id)
    }
    // July is the other laboratory's, so that it may be anything.
    mixed.facilities[0].series[0].months[7] = try decimal("30")
    let found = try findings([filing("A", laboratory: "甲（合肥）检测", year), spaced, mixed])
    #expect(found.mapValues(\.count) == ["A": 2, "B": 2, "C": 2])
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
          intensities: [
            PeerChecks.Intensity(facility: "L1", sector: .cement, value: try decimal("0.\(1000 + $0)"))
          ])
      }
    }
    #expect(try PeerChecks(rules: rules).findings(subjects(99)).isEmpty)
    let found = try PeerChecks(rules: rules).findings(subjects(250))
    #expect(Set(found.keys) == ["U0", "U1", "U248", "U249"])
    #expect(found["U0"]?.findings.map(\.check) == ["S11"])
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

@Suite("Reports that several entities filed (E08, MEE22)")
struct SharedReportTests {
  private func report(_ id: String, number: String, sha256: String = "", issuer: String = "虚构检测中心")
    -> Evidence
  {
    var document = Evidence(id: id, kind: "检测报告")
    (document.number, document.sha256, document.issuer) = (number, sha256, issuer)
    return document
  }

  private func subject(_ uscc: String, _ documents: Evidence...) throws -> PeerChecks.Subject {
    var filing = try emptyFiling(.cement)
    filing.evidence = documents
    return PeerChecks.Subject(
      uscc: uscc, file: "x", vectors: [], reports: DocumentIndex(filing).reportMarks, intensities: [])
  }

  @Test("one number however it is written, or one file, is found at each of the entities")
  func shared() throws {
    var ledger = Evidence(id: "L1", kind: "台账")
    ledger.number = "LG-2025"
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    let found = PeerChecks(rules: rules).findings([
      try subject("A", report("E1", number: "TR-2025-01"), report("E2", number: "TR-2025-02"), ledger),
      try subject("B", report("X", number: "ｔｒ－２０２５—01 ", issuer: "虚构 检测中心"), ledger),
      try subject("C", report("Y", number: "TR-2025-01", issuer: "另一检测中心"), ledger),
      try subject("F", report("V", number: "TR-2025-02", issuer: "虚构检测中心有限公司")),
      try subject("D", report("Z", number: "9", sha256: "AB"), report("Z2", number: "TR-2025-03")),
      try subject("E", report("W", number: "10", sha256: "ab")),
    ])
    #expect(
      found.mapValues(\.sharedReports) == [
        "A": ["E1": ["B"], "E2": ["F"]], "B": ["X": ["A"]], "D": ["Z": ["E"]], "E": ["W": ["D"]],
        "F": ["V": ["A"]],
      ])
  }

  @Test("the finding names the other entity, and the months lose their test")
  func finding() throws {
    var filing = try emptyFiling(.cement)
    filing.evidence = [report("E1", number: "TR-1")]
    filing.evidence[0].sampledOn = try day("2025-03-05")
    var line = Facility(id: "L1", kind: .clinkerLine)
    line.attributes = [Attribute(name: .clinkerCategory, value: "portland")]
    try line.add(.product, .clinker, "1000")
    try line.add(.fuelIn, .bituminousCoal, "100")
    try line.add(.fuelIn, .bituminousCoal, "20", .netCalorificValue, evidence: ["E1"])
    filing.facilities = [line]
    var peers = PeerFindings()
    peers.sharedReports = ["E1": ["B", "C"]]
    let alone = try verify(filing).findings(of: "E08")
    let found = try #require(try verify(filing, peers: peers).findings(of: "E08").first)
    #expect(alone.isEmpty)
    #expect(found.document == "E1" && found.expected == "≠ B, C" && found.isFraudIndicator)
    #expect(found.severity == .s2 && found.corrections.map(\.month) == [3])
  }

  @Test("a check over the batch whose limit the rulebook lacks says so to every entity")
  func missingLimit() throws {
    // Limits of checks begin in 2024.
    let rules = try Rulebook.embedded.get().rules(for: 2020)
    let found = PeerChecks(rules: rules).findings([try subject("A"), try subject("B")])
    #expect(
      found.mapValues { $0.findings.map { "\($0.check) \($0.severity)" } } == [
        "A": ["S11 s4", "S16 s4"], "B": ["S11 s4", "S16 s4"],
      ])
  }
}
