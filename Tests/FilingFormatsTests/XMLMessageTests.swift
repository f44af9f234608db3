import Filings
import Testing

@testable import FilingFormats

/// What the XML reader says, and where, for slips that clerks make.
@Suite struct XMLMessageTests {
  private func read(_ old: String, _ new: String) -> [Diagnostic] {
    readXML(XMLExample.full.replacing(old, with: new)).diagnostics
  }

  @Test("a text where none may stand is reported where it begins")
  func textPlace() {
    let alone = read("  <meters>", "  hello<meters>")
    #expect(
      alone.map { "\($0.code.rawValue) \($0.line):\($0.column) \($0.text)" } == ["XML-ELEMENT 8:3 hello"])
    let wide = read("<meters>", "<meters> 计量\n器具 \n")
    #expect(wide.first.map { "\($0.line)" } == "8")
  }

  @Test("a DOCTYPE is reported where it begins")
  func doctypePlace() {
    let found = read("<filing ", "<!DOCTYPE filing>\n<filing ")
    #expect(found.map { "\($0.code.rawValue) \($0.line):\($0.column)" } == ["XML-DOCTYPE 3:1"])
  }

  @Test(
    "the commonest accidents are called by their names",
    arguments: [
      ("cut off inside an attribute", "ends inside an attribute"),
      ("a blank line before the declaration", "nothing may stand before <?xml"),
      ("two filings in one file", "a file holds one filing only"),
      ("a table with the name of an XML file", "a CSV table"),
      ("a workbook", "an Excel workbook"),
    ])
  func accidents(what: String, says: String) {
    let full = XMLExample.full
    let text =
      switch what {
      case "cut off inside an attribute": String(full.prefix(while: { $0 != "皮" }))
      case "a blank line before the declaration": "\n" + full
      case "two filings in one file": full + full
      case "a workbook": "PK\u{3}\u{4}........[Content_Types].xml"
      default: "uscc,year,facility\n\(csvExampleCode),2025,L1\n"
      }
    let found = readXML(text).diagnostics
    #expect(found.count == 1 && found.first?.code == .xmlSyntax)
    #expect(found.first?.message.en.contains(says) == true, "\(found.map(\.message.en))")
  }

  @Test("a batch that stands twice is a duplicate, in whatever spelling of its item")
  func batches() {
    let batch =
      "<batch batch=\"B01-01\" item=\"bituminousCoal\" parameter=\"netCalorificValue\" unit=\"GJ/t\" sampledOn=\"2025-01-05\" mass=\"1200.50\" value=\"22.315\" number=\"TR-1\"/>"
    #expect(XMLExample.full.contains(batch))
    #expect(read(batch, batch).filter { $0.code == .duplicate } == [])
    let spelled = batch.replacing("bituminousCoal", with: "烟煤")
    #expect(read(batch, batch + spelled).map(\.code).contains(.duplicate))
    #expect(
      !read(batch, batch + spelled.replacing("B01-01", with: "B01-02")).map(\.code).contains(.duplicate))
  }

  @Test("what could not be read is not missed on top")
  func notWhole() {
    let found = read("12345.67", "12,345.67").filter { $0.code == .secondSource }
    #expect(found.map(\.message.en) == [])
    #expect(
      read("parameter=\"quantity\" unit=\"吨\"", "parameter=\"ash\" unit=\"%\"").map(\.code).contains(
        .secondSource))
  }

  @Test("a bad month says whose it is, as the tables do")
  func month() {
    let found = read("12345.67", "12,345.67").first { $0.code == .numberSeparator }
    #expect(found?.field == "m01")
    #expect(
      found?.subject
        == Diagnostic.Subject(facility: "L1", item: .bituminousCoal, parameter: .quantity, month: 1))
  }

  @Test("region and names of the entity are reported at its own element")
  func entity() {
    let found = read("province=\"340000\"", "province=\"990000\"").first { $0.code == .region }
    #expect(found.map { "\($0.line):\($0.column)" } == "4:3")
  }

  @Test("a unit is only suggested where it is the same unit")
  func units() {
    for (filed, meant) in [
      ("T", "t"), ("ｔ", "t"), ("10⁴Nm³", "10^4Nm3"), ("mwh", "MWh"), ("tСO2/t", "tCO2/t"),
    ] {
      #expect(Suggestion.unit(for: filed)?.rawValue == meant, "\(filed)")
    }
    for filed in ["万吨", "kt", "Mt", "GWh", "亿kWh", "MJ/t", "TJ/t", "GJ/kg", "tC/MJ", "g/t", "度", "斤", "‰"] {
      #expect(Suggestion.unit(for: filed) == nil, "\(filed)")
    }
    let found = read("unit=\"吨\"", "unit=\"万吨\"").first { $0.code == .xmlCode }
    #expect(found?.message.en.contains("Convert the values") == true)
    #expect(found?.expected.hasSuffix("?") == false)
  }

  @Test("a text that must be there is not there where it is blank")
  func blank() {
    for blank in ["   ", "\u{A0}", "\u{200B}"] {
      #expect(read("name=\"虚构示例水泥有限公司\"", "name=\"\(blank)\"").map(\.code) == [.toFill])
    }
    // One that may be left out may be blank.
    #expect(read("nameEn=\"Fictional Cement\"", "nameEn=\" \"").isEmpty)
  }
}
