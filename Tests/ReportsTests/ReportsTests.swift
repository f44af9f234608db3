import Filings
import Foundation
import Quantities
import Testing

@testable import Reports

@Suite("Numbers, texts and tables for people")
struct WriterTests {
  @Test(
    "numbers are grouped, with a real minus sign",
    arguments: [
      ("1214057.49", "1,214,057.49"), ("-12.50", "−12.50"), ("999", "999"), ("-1000", "−1,000"),
      ("0.0005", "0.0005"), ("123456", "123,456"),
    ])
  func grouping(number: String, expected: String) throws {
    #expect(NumberFormat.grouped(try FixedDecimal(number)) == expected)
  }

  @Test("numbers of any length are written alike, with groups and without", arguments: 0...38)
  func digits(scale: Int) {
    var coefficient: Int128 = 1
    for digit in 1...38 {
      for sign in [Int128(1), -1] {
        let number = FixedDecimal(coefficient: sign * coefficient, scale: UInt8(scale))
        var bytes: [UInt8] = []
        NumberFormat.write(number, into: &bytes)
        #expect(String(decoding: bytes, as: UTF8.self) == number.description)
        let plain = NumberFormat.grouped(number).replacing(",", with: "").replacing("−", with: "-")
        #expect(plain == number.description)
        let whole = NumberFormat.grouped(number).prefix { $0 != "." }.split(separator: ",")
        #expect(whole.dropFirst().allSatisfy { $0.count == 3 })
      }
      coefficient = coefficient * 10 + Int128(digit % 10)
    }
  }

  @Test("JSON is what an encoder that sorts names writes")
  func json() throws {
    let evil = "\u{0}\u{1F}\"\\/\n\r\t\u{8}\u{C}\u{7F}\u{2028}中文<é>"
    var json = JSONText()
    json.object { json in
      json.array("a") { json in
        json.element(FixedDecimal(coefficient: -150, scale: 2))
        json.element(nil)
      }
      json.member("b", evil)
      json.member("c", nil as String?)
      json.member("d", -3)
      json.member("e", true)
    }
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    struct Same: Encodable {
      let a: [String?]
      let b: String
      let d = -3
      let e = true
    }
    #expect(Data(json.bytes) == (try encoder.encode(Same(a: ["-1.50", nil], b: evil))))
  }

  @Test("peers are drawn once, and anew for a unit beyond their range")
  func peers() throws {
    let values = (1...5).map { FixedDecimal(coefficient: Int128($0), scale: 1) }
    #expect(PeerChart(Array(values.prefix(2))) == nil)
    let chart = try #require(PeerChart(values))
    #expect(chart.svg(own: []) == nil)
    let (marks, ground) = try #require(chart.svg(own: [(name: "<A>", value: values[2])]))
    let inside = ground + marks
    #expect(inside.components(separatedBy: "r=\"4\"").count == 6 && inside.contains("&lt;A&gt; 0.3</text>"))
    let own = [(name: "A", value: FixedDecimal(9)), (name: "B", value: values[0])]
    let (ownMarks, ownGround) = try #require(chart.svg(own: own))
    let beyond = ownGround + ownMarks
    // The last point stands at the end of the range, less the room beside it.
    let places = beyond.matches(of: /cx="([0-9.]+)"/).compactMap { Double($0.1) }
    #expect(places.count == 7 && places.allSatisfy { (40...860).contains($0) })
  }

  @Test("many peers are columns of how many there are: all of them are in one, and the chart stays small")
  func manyPeers() throws {
    let values = (0..<2000).map { FixedDecimal(coefficient: Int128(7000 + $0 * $0 % 2500), scale: 4) }
      .sorted()
    let chart = try #require(PeerChart(values))
    let (marks, ground) = try #require(chart.svg(own: [(name: "L1", value: values[3])]))
    #expect(!ground.contains("<circle") && ground.utf8.count < 6_000)
    // The highest column has its full height, and none stands beyond the line.
    let heights = ground.matches(of: #/v-([0-9.]+)h/#).compactMap { Double($0.1) }
    #expect(heights.max() == 48 && heights.allSatisfy { $0 >= 1 })
    #expect(
      ground.matches(of: #/M([0-9.]+) /#).compactMap { Double($0.1) }.allSatisfy { (40...860).contains($0) })
    #expect(marks.contains("L1 ") && marks.hasSuffix("</svg>"))
  }

  @Test(
    "what a spreadsheet would take for a formula gets an apostrophe; numbers and the enterprise's - do not",
    arguments: [
      ("=1+1", "'=1+1\n"), ("+a", "'+a\n"), ("@x", "'@x\n"), ("-", "-\n"), ("-x", "'-x\n"),
      ("a,b", "\"a,b\"\n"), ("a\"b", "\"a\"\"b\"\n"), ("\tx", "'\tx\n"),
    ])
  func formulas(text: String, expected: String) {
    var csv = CSVText()
    csv.text(text)
    csv.endRow()
    #expect(String(decoding: csv.bytes, as: UTF8.self) == expected)
  }

  @Test("a negative number stays a number")
  func negative() throws {
    var csv = CSVText()
    csv.number(try FixedDecimal("-12.50"))
    csv.number(nil)
    csv.endRow()
    #expect(String(decoding: csv.bytes, as: UTF8.self) == "-12.50,\n")
  }

  @Test("everything in a page is escaped, attributes too")
  func escaping() {
    let evil = "<script>alert('1')</script>\" onload=\"x"
    var document = Document(
      title: Label(zh: evil, en: evil), subtitle: Label(zh: evil, en: evil),
      colophon: Label(zh: evil, en: evil))
    var section = Section(evil, evil)
    section.blocks = [
      .paragraph(Label(zh: evil, en: evil)), .remark(Label(zh: evil, en: evil)),
      .table(Table(columns: [.text(evil, evil)], rows: [[.text(evil)], [.link(evil, to: evil)]])),
    ]
    document.sections = [section]
    let page = String(decoding: HTMLRenderer.render(document, in: .en), as: UTF8.self)
    #expect(!page.contains("<script"))
    #expect(!page.contains("\" onload"))
  }

  @Test(
    "axis steps are round and hold all values",
    arguments: [[1.0, 2, 3], [-5, 120], [0, 0], [0.0012, 0.0034], [1e9, 3e9]])
  func axis(values: [Double]) {
    let scale = ChartScale(values)
    for value in values { #expect(scale.position(value) >= 0 && scale.position(value) <= 1) }
    #expect(scale.ticks.count >= 2 && scale.ticks.count <= 13)
  }

  @Test("both languages of a label stand in a page, the report's own first")
  func languages() {
    let document = Document(
      title: Label(zh: "履约报告", en: "Report"), subtitle: Label(zh: "", en: ""), colophon: Label(zh: "", en: "")
    )
    let english = String(decoding: HTMLRenderer.render(document, in: .en), as: UTF8.self)
    #expect(english.contains("<h1>Report<span class=\"o\">履约报告</span></h1>"))
    #expect(english.contains("lang=\"en\""))
  }
}

@Suite("Diagnostics for people and programs")
struct DiagnosticsTests {
  private let diagnostic = Diagnostic(
    .numberSeparator, file: "a b&<.csv", line: 3, column: 7, field: "m03", text: "1,234.5",
    message: Label(zh: "千位", en: "separators"))

  @Test("text has place, code, what was found and how to mend it; no colour unless asked")
  func text() {
    let text = DiagnosticsText.render([diagnostic], language: .en, colour: false)
    #expect(text.hasPrefix("a b&<.csv:3:7: error FIL-NUMBER-SEPARATOR: separators\n"))
    #expect(text.contains("m03: 1,234.5"))
    #expect(text.contains("Leave out the thousands separators"))
    #expect(!text.contains("\u{1B}"))
    #expect(DiagnosticsText.render([diagnostic], language: .zh, colour: true).contains("\u{1B}[1;31m错误"))
  }

  @Test("control characters of a filing do not reach the terminal")
  func terminal() {
    let evil = Diagnostic(.number, file: "f", text: "\u{1B}[2J\u{07}", message: Label(zh: "", en: ""))
    #expect(!DiagnosticsText.render([evil], language: .en, colour: false).contains("\u{1B}"))
  }

  @Test("SARIF names file, region and rule; a path is a URI")
  func sarif() {
    let log = String(
      decoding: DiagnosticsDocuments.sarif([diagnostic], program: "cets", version: "1", language: .en),
      as: UTF8.self)
    #expect(log.contains("\"ruleId\" : \"FIL-NUMBER-SEPARATOR\""))
    #expect(log.contains("\"uri\" : \"a%20b&%3C.csv\""))
    #expect(log.contains("\"startLine\" : 3"))
  }
}
