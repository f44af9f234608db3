import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct CSVLimitTests {
  @Test("more filings, or more rows of one, than the limits allow are refused without being kept")
  func limits() {
    var limits = ReaderLimits()
    limits.filings = 2
    limits.filingRows = 3
    func table(_ codes: [String], _ limits: ReaderLimits) -> CSVFile {
      let rows = codes.enumerated().map { "\($1),2025,E\($0),report\n" }.joined()
      return CSVFile(
        path: "evidence.csv", bytes: Data("uscc,year,evidence,kind\n\(rows)".utf8), limits: limits)
    }
    let third = "91340100MA2TEXTX27"
    let many = CSVTableSet(
      [
        CSVExample.entities(CSVExample.entity, CSVExample.entityRow(csvOtherCode)),
        table([csvExampleCode, csvOtherCode, third, csvExampleCode], limits),
      ])
    #expect(many.diagnostics.map(\.code) == [.limit])
    #expect(many.diagnostics.map(\.line) == [4])
    #expect(many.filing(csvExampleCode).filing == nil)
    let entities = CSVExample.entities(CSVExample.entity, CSVExample.entityRow(csvOtherCode))
    let alternating = (0..<8).map { $0 % 2 == 0 ? csvExampleCode : csvOtherCode }.dropLast(2)
    for codes in [
      Array(alternating), alternating + [csvOtherCode, csvOtherCode],
      Array(repeating: csvOtherCode, count: 4),
    ] {
      let set = CSVTableSet([entities, table(codes, limits)])
      let isMore = codes.count { $0 == csvOtherCode } > 3
      #expect(set.filing(csvExampleCode).filing != nil)
      #expect((set.filing(csvOtherCode).filing == nil) == isMore)
      #expect(set.allDiagnostics.map(\.code) == (isMore ? [.limit] : []))
    }
  }
}
