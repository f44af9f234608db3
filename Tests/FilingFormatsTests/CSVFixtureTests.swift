import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct CSVFixtureTests {
  static let folder = csvRepository.appendingPathComponent("fixtures/invalid/csv")
  static let codes =
    (try? FileManager.default.contentsOfDirectory(atPath: folder.path).sorted()) ?? []

  @Test("a folder named after a diagnostic has that one and no other", arguments: codes)
  func fixture(code: String) throws {
    let set = CSVTableSet(try csvFiles(in: Self.folder.appendingPathComponent(code)))
    #expect(set.allDiagnostics.map(\.code.rawValue) == [code])
    for diagnostic in set.allDiagnostics {
      #expect(!diagnostic.file.isEmpty)
      #expect(!diagnostic.message.zh.isEmpty && !diagnostic.message.en.isEmpty)
      #expect(diagnostic.line > 0 || [.emptyFile, .csvEncoding].contains(diagnostic.code))
    }
  }

  @Test("a faulty filing is rejected, unless the fault is another entity's or nobody's", arguments: codes)
  func rejection(code: String) throws {
    let set = CSVTableSet(try csvFiles(in: Self.folder.appendingPathComponent(code)))
    let isAccepted = set.filing(csvExampleCode).filing != nil
    #expect(isAccepted == ["CSV-ENTITY", "CSV-TABLE"].contains(code))
  }

  @Test("there is a fixture for every diagnostic of the CSV form")
  func complete() {
    let wanted = DiagnosticCode.allCases.map(\.rawValue).filter {
      $0.hasPrefix("CSV-") || $0.hasPrefix("FIL-NUMBER")
    }
    // Of a table alone nothing is wrong.
    #expect(Set(wanted).subtracting(Self.codes) == ["CSV-ALONE"])
  }

  @Test("a fault's line, column and text are those of the cell")
  func places() throws {
    let set = CSVTableSet(try csvFiles(in: Self.folder.appendingPathComponent("FIL-NUMBER-SEPARATOR")))
    let diagnostic = try #require(set.allDiagnostics.first)
    #expect(diagnostic.file == "series.csv")
    #expect(diagnostic.line == 3)
    let row = "\(csvExampleCode),2025,L1,fuelIn,bituminousCoal,quantity,t,measured,16000.00,16000.00,"
    #expect(diagnostic.column == row.count + 1)
    #expect(diagnostic.field == "m03")
    #expect(diagnostic.text == "16,000.00")
    #expect(diagnostic.uscc == csvExampleCode)
    #expect(diagnostic.subject.facility == "L1")
    #expect(diagnostic.subject.item == .bituminousCoal)
    #expect(diagnostic.subject.month == 3)
  }
}
