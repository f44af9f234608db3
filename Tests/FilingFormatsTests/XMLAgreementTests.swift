import Filings
import Foundation
import Testing

@testable import FilingFormats

/// The reader says that the schema is broken if and only if xmllint does.
@Suite(.enabled(if: XMLLint.path != nil, "needs xmllint")) struct XMLAgreementTests {
  static let xsi = "xmlns:xsi=\"http://www.w3.org/2001/XMLSchema-instance\""

  /// What stands in the example, what stands there instead, and the one code that the reader gives; nil
  /// where nothing breaks the schema.
  static let cases: [(old: String, new: String, code: String?)] = [
    ("<!-- ", "<!-- ", nil),
    ("kind=\"clinkerLine\"", "kind=\"熟料生产线\"", nil),
    ("value=\"123.45\"", "value=\"-123456789012345678.123456789\"", nil),
    ("value=\"123.45\"", "value=\"&#10; 5\t\"", nil),
    ("submittedOn=\"2026-03-20\"", "submittedOn=\" 2026-03-20 \"", nil),
    ("year=\"2025\"", "year=\" 2025\"", nil),
    ("contact=\"李四\"", "contact=\"\"", nil),
    ("<filing ", "<filing \(xsi) xsi:schemaLocation=\"urn:cets:filing:1 nowhere.xsd\" ", nil),
    ("<filing ", "<filing \(xsi) xsi:noNamespaceSchemaLocation=\"http://127.0.0.1:9/x.xsd\" ", nil),
    ("<entity ", "<entity xmlns:q=\"\" ", nil),
    (">12345.67<", "><!-- a --><![CDATA[12]]>3<?p q?>45&#46;67<", nil),
    ("<enterprise id=\"-\">", "<enterprise id=\"-\"><!-- c -->", nil),
    ("<entity ", "<entity \(xsi) xsi:type=\"Entity\" ", nil),
    ("<entity ", "<entity \(xsi) xsi:type=\"Month\" ", "XML-SCHEMA"),
    ("<entity ", "<entity \(xsi) xsi:nil=\"false\" ", "XML-SCHEMA"),
    ("<entity ", "<entity \(xsi) xsi:foo=\"1\" ", "XML-SCHEMA"),
    ("<entity ", "<entity foo:bar=\"1\" ", "XML-ATTRIBUTE"),
    // Found by XMLEquivalenceTests: a prefix that nothing declares is no attribute of ours.
    ("<enterprise id=\"-\"", "<enterprise id=\"-\" f:id=\"-\"", "XML-ATTRIBUTE"),
    ("<entity ", "<entity xml:lang=\"zh\" ", "XML-ATTRIBUTE"),
    ("<entity ", "<entity colour=\"red\" ", "XML-ATTRIBUTE"),
    ("urn:cets:filing:1", "urn:cets:filing:2", "XML-ROOT"),
    ("<qualityPlan>", "<qualityPlan>text", "XML-ELEMENT"),
    ("<qualityPlan>", "<qualityPlan><![CDATA[ ]]>", "XML-ELEMENT"),
    ("previousYearValue=\"120.00\"/>", "previousYearValue=\"120.00\"> </declared>", "XML-ELEMENT"),
    ("previousYearValue=\"120.00\"/>", "previousYearValue=\"120.00\"><!-- --></declared>", nil),
    ("<meters>", "<metres/><meters>", "XML-ELEMENT"),
    ("<meters>", "<meters xmlns=\"urn:x\"/><meters>", "XML-ELEMENT"),
    ("<meters>", "<qualityPlan/><meters>", "XML-ELEMENT"),
    ("</meters>", "</meters><entity name=\"a\" province=\"340000\" industryClass=\"3011\"/>", "XML-ELEMENT"),
    ("<evidence ref=\"E1\"/>", "<month n=\"3\">1</month><evidence ref=\"E1\"/>", "XML-ELEMENT"),
    ("<evidence ref=\"E1\"/>", "<evidence ref=\"E1\"><month n=\"1\">1</month></evidence>", "XML-ELEMENT"),
    ("<month n=\"1\">12345.67</month>", "<month n=\"1\">1<b/></month>", "XML-ELEMENT"),
    (" province=\"340000\"", "", "XML-MISSING-ATTRIBUTE"),
    (" n=\"1\"", "", "XML-MISSING-ATTRIBUTE"),
    ("sector=\"cement\"", "sector=\"cement \"", "XML-CODE"),
    ("item=\"烟煤\"", "item=\"烟 煤\"", "XML-CODE"),
    ("unit=\"吨\"", "unit=\"\"", "XML-CODE"),
    ("unit=\"吨\"", "unit=\"tons\"", "XML-CODE"),
    ("kind=\"clinkerLine\"", "kind=\"enterprise\"", "XML-CODE"),
    ("year=\"2025\"", "year=\"1999\"", "XML-VALUE"),
    ("year=\"2025\"", "year=\"+2025\"", "XML-VALUE"),
    ("submission=\"1\"", "submission=\"01\"", "XML-VALUE"),
    ("submission=\"1\"", "submission=\"10000\"", "XML-VALUE"),
    ("submittedOn=\"2026-03-20\"", "submittedOn=\"2026-02-29\"", "XML-VALUE"),
    ("submittedOn=\"2026-03-20\"", "submittedOn=\"2026-03-20Z\"", "XML-VALUE"),
    ("submittedOn=\"2026-03-20\"", "submittedOn=\"0999-03-20\"", "XML-VALUE"),
    ("uscc=\"\(csvExampleCode)\"", "uscc=\"91340100MI2TEXTX0F\"", "XML-VALUE"),
    ("contact=\"李四\"", "contact=\"李&#10;四\"", "XML-VALUE"),
    ("contact=\"李四\"", "contact=\"李&#x85;四\"", "XML-VALUE"),
    ("contact=\"李四\"", "contact=\"\(String(repeating: "𠮷", count: 201))\"", "XML-VALUE"),
    ("contact=\"李四\"", "contact=\"\(String(repeating: "𠮷", count: 200))\"", nil),
    ("contact=\"李四\"", "contact=\"\(String(repeating: "&amp;", count: 200))\"", nil),
    ("contact=\"李四\"", "contact=\"\(String(repeating: "&#38;", count: 201))\"", "XML-VALUE"),
    ("name=\"虚构示例水泥有限公司\"", "name=\"\"", "XML-VALUE"),
    ("id=\"M1\"", "id=\".M1\"", "XML-VALUE"),
    ("id=\"-\"", "id=\"E\"", "XML-VALUE"),
    ("<facility id=\"L1\"", "<facility id=\"-\"", "XML-VALUE"),
    ("n=\"2\"", "n=\"13\"", "XML-VALUE"),
    ("n=\"2\"", "n=\"02\"", "XML-VALUE"),
    ("n=\"2\"", "n=\" 2\"", nil),
    ("n=\"2\"", "n=\" 1\"", "XML-DUPLICATE"),
    ("</meters>", "<meter id=\"M1\" kind=\"k\" requiredAccuracy=\"1\"/></meters>", "XML-DUPLICATE"),
    ("<evidence ref=\"E1\"/>", "<evidence ref=\"E1\"/><evidence ref=\"E1\"/>", "XML-DUPLICATE"),
    ("<series ", "<attribute name=\"clinkerCategory\" value=\"x\"/><series ", "XML-DUPLICATE"),
    ("<series ", "<attribute name=\"熟料类别\" value=\"portland\"/><series ", nil),
    ("facility=\"L1\"", "facility=\"L2\"", "XML-REFERENCE"),
    ("facility=\"L1\"", "facility=\"-\"", nil),
    ("ref=\"E1\"", "ref=\"E2\"", "XML-REFERENCE"),
    ("method=\"实测值\" meter=\"M1\"", "method=\"实测值\" meter=\"M2\"", "XML-REFERENCE"),
    (">12345.67<", ">12,345.67<", "FIL-NUMBER-SEPARATOR"),
    (">12345.67<", ">１２<", "FIL-NUMBER-FULLWIDTH"),
    (">12345.67<", ">1234567890123456789<", "FIL-NUMBER-DIGITS"),
    (">12345.67<", ">1e5<", "FIL-NUMBER"),
    (">12345.67<", ">NaN<", "FIL-NUMBER"),
    (">12345.67<", "><", "FIL-NUMBER"),
    (">12345.67<", ">.5<", "FIL-NUMBER"),
    (">12345.67<", ">+5<", "FIL-NUMBER"),
    ("requiredAccuracy=\"0.5\"", "requiredAccuracy=\"0,5\"", "FIL-NUMBER-SEPARATOR"),
    ("</filing>", "", "XML-SYNTAX"),
    ("</filing>", "</filing><filing/>", "XML-SYNTAX"),
    ("year=\"2025\"", "year=2025", "XML-SYNTAX"),
    ("year=\"2025\"", "year=\"2025\" year=\"2025\"", "XML-SYNTAX"),
    ("contact=\"李四\"", "contact=\"&eacute;\"", "XML-SYNTAX"),
    ("contact=\"李四\"", "contact=\"&#1;\"", "XML-SYNTAX"),
  ]

  @Test("each fault gets its one code, exactly where xmllint objects")
  func cases() throws {
    let documents = try Self.cases.map { try #require(XMLExample.replacing($0.old, with: $0.new)) }
    let verdicts = try XMLLint.verdicts(documents.map { Array($0.utf8) })
    for (index, (old, new, code)) in Self.cases.enumerated() {
      let result = readXML(documents[index])
      let found = result.diagnostics.filter(\.code.isSchemaRule)
      #expect(result.breaksSchema == !verdicts[index], "\(old) → \(new): \(result.codes)")
      #expect(found.map(\.code.rawValue) == (code.map { [$0] } ?? []), "\(old) → \(new)")
      #expect((result.filing != nil) == (code == nil), "\(old) → \(new)")
      #expect(found.allSatisfy { $0.line > 0 && !$0.message.zh.isEmpty && !$0.message.en.isEmpty })
    }
  }
}
