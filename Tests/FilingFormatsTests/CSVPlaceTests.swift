import Filings
import Testing

@testable import FilingFormats

@Suite struct CSVPlaceTests {
  @Test(
    "a place is named by its column below empty rows, and shown whatever ends the lines",
    arguments: ["\n", "\r\n", "\r"])
  func places(end: String) throws {
    let lines = [",,,", "", "uscc,year,facility,quantity,value", "\(csvExampleCode),2025,L1,output,-1"]
    let source = try #require(SourceText(Array((lines.joined(separator: end) + end).utf8)))
    let said = Diagnostic(
      .negative, file: "declared.csv", line: 4, field: "value", text: "-1", message: Label(zh: "", en: ""))
    let found = PlaceFinder.located(said, in: source)
    #expect(found.column == "\(csvExampleCode),2025,L1,output,".utf8.count + 1)
    #expect(found.excerpt?.text.hasPrefix(csvExampleCode) == true)
    let byText = Diagnostic(
      .negative, file: "declared.csv", line: 4, text: "-1", message: Label(zh: "", en: ""))
    #expect(PlaceFinder.located(byText, in: source).field == "value")
  }
}
