import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct XMLRoundTripTests {
  @Test("a filing written and read again is the same, and the same bytes", arguments: 1...20)
  func roundTrip(seed: UInt64) throws {
    var generator = FilingGenerator(seed: seed)
    let reader = XMLFilingReader()
    for _ in 0..<10 {
      let filing = generator.filing()
      let bytes = XMLFilingWriter.write(filing)
      let result = reader.read(bytes, path: "filing.xml")
      #expect(!result.breaksSchema, "seed \(seed): \(result.diagnostics)")
      let isEqual = result.filing == filing
      #expect(isEqual, "seed \(seed)")
      let again = try #require(result.filing)
      let isSame = XMLFilingWriter.write(again) == bytes
      #expect(isSame, "seed \(seed)")
    }
  }

  @Test("xmllint accepts what the writer writes", .enabled(if: XMLLint.path != nil))
  func lint() throws {
    var generator = FilingGenerator(seed: 21)
    let documents = (0..<50).map { _ in XMLFilingWriter.write(generator.filing()) }
    #expect(try XMLLint.verdicts(documents).allSatisfy { $0 })
  }

  @Test("a filing through the tables and back is the same as before", arguments: 31...35)
  func throughTables(seed: UInt64) throws {
    var generator = FilingGenerator(seed: seed)
    let filing = generator.filing()
    let files = CSVFilingWriter.tables(of: [filing]).map { CSVFile(path: $0.name, bytes: Data($0.bytes)) }
    let read = try #require(CSVTableSet(files).filing(filing.entity.uscc, filing.year).filing)
    let isSame = XMLFilingWriter.write(read) == XMLFilingWriter.write(filing)
    #expect(isSame, "seed \(seed)")
  }

  @Test("locations name the line and column of the tag, and the line of each month")
  func locations() throws {
    let result = readXML(XMLExample.full)
    let filing = try #require(result.filing)
    #expect(result.codes == [], "\(result.diagnostics)")
    #expect(filing.files == ["filing.xml"])
    let lines = XMLExample.full.split(separator: "\n", omittingEmptySubsequences: false)
    let line = try #require(lines.firstIndex { $0.contains("<facility ") }) + 1
    let facility = try #require(filing.facilities.first)
    #expect((facility.location.line, facility.location.column) == (UInt32(line), 3))
    let series = try #require(facility.series.first)
    #expect((series.location.line, series.location.column) == (UInt32(line + 2), 5))
    #expect(series.months.line(of: 2) == UInt32(line + 5))
  }

  @Test("a tag over several lines is found where it begins")
  func longTag() throws {
    let text = try #require(XMLExample.replacing("<entity ", with: "<entity\n\n colour=\"red\"\n "))
    let diagnostic = try #require(readXML(text).diagnostics.first)
    #expect((diagnostic.code, diagnostic.line, diagnostic.column) == (.xmlAttribute, 4, 3))
  }
}
