import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct CSVBlankTests {
  @Test("the blanks of a template are all listed, of rows without a code too")
  func blanks() {
    let blank = ToFill.text
    let files = [
      CSVExample.entities("\(csvExampleCode),2025,\(blank),cement,1,\(blank),\(blank),3011"),
      CSVExample.facilities("\(csvExampleCode),2025,L1,clinkerLine"),
      CSVExample.series(
        "\(csvExampleCode),2025,L1,product,clinker,quantity,t,measured,,,"
          + Array(repeating: blank, count: 12).joined(separator: ",")),
    ]
    let owned = CSVTableSet(files).allDiagnostics.map(ToFill.named)
    #expect(owned.map(\.code) == Array(repeating: .toFill, count: 15))
    let nobodys = CSVTableSet(
      files.map { file in
        CSVFile(
          path: file.path,
          bytes: Data(
            String(decoding: file.content, as: UTF8.self).replacing(csvExampleCode, with: blank).utf8))
      })
    #expect(nobodys.entries.isEmpty)
    let found = nobodys.allDiagnostics.map(ToFill.named)
    #expect(found.map(\.code) == Array(repeating: .toFill, count: 18))
    #expect(Set(found.map { "\($0.file) \($0.line) \($0.column)" }).count == 18)
  }
}
