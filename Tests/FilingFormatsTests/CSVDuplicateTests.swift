import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct CSVDuplicateTests {
  @Test("two rows of one entry are told apart by columns and values as they stand")
  func duplicates() throws {
    let set = CSVTableSet(
      [
        csvFile(
          "stock.csv",
          "uscc,year,facility,item,unit,flow,\(CSVExample.months)\n"
            + ["烟煤", "bituminousCoal"].map {
              "\(csvExampleCode),2025,L1,\($0),t,opening,1,2,3,4,5,6,7,8,9,10,11,12\n"
            }
            .joined())
      ], mayBePart: true)
    let found = try #require(set.filing(csvExampleCode).diagnostics.first)
    #expect(found.code == .csvDuplicate)
    #expect((found.field, found.text) == ("flow", "opening"))
    #expect(found.message.en.hasSuffix("line 2: the same facility L1, item bituminousCoal, flow opening."))
    #expect(found.column == "\(csvExampleCode),2025,L1,bituminousCoal,t,".utf8.count + 1)
  }
}
