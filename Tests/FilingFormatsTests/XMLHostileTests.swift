import Filings
import Foundation
import Testing

@testable import FilingFormats

/// Files that mean harm, are damaged, or come from elsewhere.
@Suite struct XMLHostileTests {
  private func read(_ bytes: [UInt8]) -> ReadResult { XMLFilingReader().read(bytes, path: "filing.xml") }

  @Test("a DOCTYPE is refused, whatever is in it")
  func doctype() {
    let bodies = [
      "<!DOCTYPE filing>",
      "<!DOCTYPE filing SYSTEM \"http://127.0.0.1:9/filing.dtd\">",
      "<!DOCTYPE filing [<!ENTITY passwd SYSTEM \"file:///etc/passwd\">]>",
      "<!DOCTYPE filing [<!ENTITY % p SYSTEM \"http://127.0.0.1:9/p\"> %p;]>",
    ]
    for body in bodies {
      let result = readXML(XMLExample.full.replacing("<filing ", with: body + "<filing "))
      #expect(result.codes == ["XML-DOCTYPE"], "\(body)")
      #expect(result.filing == nil)
    }
  }

  @Test("a billion laughs are not laughed")
  func billionLaughs() {
    var entities = "<!ENTITY a0 \"ha\">"
    for level in 1...9 {
      entities += "<!ENTITY a\(level) \"\(String(repeating: "&a\(level - 1);", count: 10))\">"
    }
    let body = "<!DOCTYPE filing [\(entities)]>"
    let text = XMLExample.full.replacing("<filing ", with: body + "<filing ").replacing("李四", with: "&a9;")
    #expect(readXML(text).codes == ["XML-DOCTYPE"])
  }

  @Test("elements nested forty-five thousand deep are a fault and no crash")
  func deep() {
    let depth = 45_000
    for name in ["a", "facility"] {
      let text =
        "<filing xmlns=\"\(FilingSchema.namespace)\">" + String(repeating: "<\(name)>", count: depth)
        + String(repeating: "</\(name)>", count: depth) + "</filing>"
      let result = readXML(text)
      #expect(result.breaksSchema && result.filing == nil)
      #expect(result.diagnostics.count <= 100)
    }
  }

  @Test("what stops a parse stops it behind the schema engine, in a file of any size")
  func stopping() {
    // The engine read the values of a tag whose text the parser had already let go; 20,000 faults and a buffer so
    // large that it is given back at once showed it.
    let many = String(repeating: "<evidence ref=\"E1\"/>", count: 20_000)
    let text = XMLExample.full.replacing("<evidence ref=\"E1\"/>", with: many)
    #expect(text.utf8.count > 400_000)
    let result = readXML(text)
    #expect(result.breaksSchema && result.filing == nil)
  }

  @Test("two hundred thousand attributes of one tag take no time")
  func attributes() {
    let many = (0..<200_000).map { " a\($0)=\"\"" }.joined()
    let text = XMLExample.full.replacing("<entity ", with: "<entity\(many) ")
    var result = readXML("")
    let duration = ContinuousClock().measure { result = readXML(text) }
    #expect(result.codes == ["FIL-LIMIT"] && duration < .seconds(5))
  }

  @Test("a thousand facilities are no filing")
  func facilities() {
    let many = (0..<1_100).map { "<facility id=\"X\($0)\" kind=\"electrolysis\"/>" }.joined()
    let text = XMLExample.full.replacing("</facility>", with: "</facility>" + many, maxReplacements: 1)
    #expect(readXML(text).codes.contains("FIL-LIMIT"))
  }

  @Test("UTF-16 and UTF-8 with a byte order mark give the same filing")
  func encodings() throws {
    let expected = try #require(readXML(XMLExample.full).filing)
    for order in [String.Encoding.utf16LittleEndian, .utf16BigEndian] {
      let text = "\u{FEFF}" + XMLExample.full.replacing("encoding=\"UTF-8\"", with: "encoding=\"UTF-16\"")
      let result = read([UInt8](try #require(text.data(using: order))))
      #expect(result.filing == expected, "\(result.diagnostics)")
      #expect(result.filing?.facilities.first?.location.line == expected.facilities.first?.location.line)
    }
    let withMark = [0xEF, 0xBB, 0xBF] + Array(XMLExample.full.utf8)
    #expect(read(withMark).filing == expected)
  }

  @Test("a file that declares GB18030 is read in it")
  func gb18030() throws {
    // Written out, because Foundation on Linux need not know the encoding: 吨 is B6 D6, 烟煤 D1 CC C3 BA.
    let head =
      "<?xml version=\"1.0\" encoding=\"GB18030\"?><filing xmlns=\"\(FilingSchema.namespace)\" uscc=\"\(csvExampleCode)\" year=\"2025\" sector=\"cement\" submission=\"1\" submittedOn=\"2026-03-20\"><entity name=\""
    let middle =
      "\" province=\"340000\" industryClass=\"3011\"/><enterprise id=\"-\"><stock flow=\"opening\" item=\""
    var bytes = Array(head.utf8) + [0xD1, 0xCC, 0xC3, 0xBA] + Array(middle.utf8)
    bytes += [0xD1, 0xCC, 0xC3, 0xBA] + Array("\" unit=\"".utf8) + [0xB6, 0xD6]
    bytes += Array("\"/></enterprise></filing>".utf8)
    let result = read(bytes)
    #expect(result.codes == [], "\(result.diagnostics)")
    #expect(result.filing?.entity.name == "烟煤")
    #expect(result.filing?.enterprise.stock.first?.item == .bituminousCoal)
  }

  @Test("damaged and unknown encodings are named as such")
  func badEncodings() {
    let damaged = XMLExample.full.utf8.map { $0 == UInt8(ascii: "V") ? 0xFF : $0 }
    #expect(read(damaged).codes == ["XML-ENCODING"])
    #expect(readXML(XMLExample.full.replacing("UTF-8", with: "KLINGON-1")).codes == ["XML-ENCODING"])
    #expect(read([]).codes == ["FIL-EMPTY"])
    #expect(read([0]).breaksSchema)
    #expect(read(Array("PK\u{3}\u{4}".utf8)).codes == ["XML-SYNTAX"])
  }

  @Test("of a file with many faults ten thousand are kept, so that what is not shown is counted")
  func manyFaults() {
    let bad = String(repeating: "<meter/>", count: 6000)
    let result = readXML(XMLExample.full.replacing("</meters>", with: bad + "</meters>"))
    #expect(result.diagnostics.count == 10_000)
  }

  @Test("every prefix of a filing is a fault and no crash")
  func prefixes() {
    let reader = XMLFilingReader()
    let bytes = Array(XMLExample.full.utf8)
    for length in stride(from: 0, to: bytes.count - 12, by: 7) {
      #expect(reader.read(Array(bytes[..<length]), path: "filing.xml").breaksSchema)
    }
  }
}
