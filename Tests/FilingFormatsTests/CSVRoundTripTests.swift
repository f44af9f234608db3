import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct CSVRoundTripTests {
  @Test("filings written as tables and read again are the same", arguments: 1...20)
  func roundTrip(seed: UInt64) throws {
    var generator = FilingGenerator(seed: seed)
    let filings = (0..<10).map { _ in generator.filing() }
    let files = CSVFilingWriter.tables(of: filings).map { CSVFile(path: $0.name, bytes: Data($0.bytes)) }
    let set = CSVTableSet(files)
    #expect(set.diagnostics.isEmpty, "seed \(seed)")
    #expect(set.entries.count == filings.count)
    for filing in filings {
      let result = set.filing(filing.entity.uscc, filing.year)
      #expect(result.diagnostics.isEmpty, "seed \(seed)")
      #expect(result.filing == filing, "seed \(seed)")
      // Equality of numbers leaves the decimals open; the text does not.
      let again = try #require(result.filing)
      #expect(
        CSVFilingWriter.tables(of: [again]).map(\.bytes) == CSVFilingWriter.tables(of: [filing]).map(\.bytes))
    }
  }

  @Test("tables taken out piece by piece are the same as at once")
  func pieces() {
    var generator = FilingGenerator(seed: 7)
    let filings = (0..<5).map { _ in generator.filing() }
    var writer = CSVFilingWriter()
    var pieces: [CSVFilingTable: [UInt8]] = [:]
    for filing in filings {
      writer.append(filing)
      for table in CSVFilingTable.allCases { pieces[table, default: []] += writer.take(table) }
    }
    for (name, bytes) in CSVFilingWriter.tables(of: filings) {
      #expect(CSVFilingTable.allCases.first { $0.fileName == name }.flatMap { pieces[$0] } == bytes)
    }
  }

  @Test(
    "a text that a spreadsheet would run is guarded, and comes back as it was",
    arguments: [
      ("=1+1", "'=1+1"), ("+86 551", "'+86 551"), ("-", "'-"), ("@SUM(A1)", "'@SUM(A1)"), ("\tx", "'\tx"),
      ("＝1", "'＝1"), ("'quoted'", "''quoted'"), ("'", "''"), ("'=", "''="), ("plain", "plain"), ("", ""),
      ("5-3", "5-3"),
    ])
  func formulaGuard(text: String, written: String) {
    #expect(CSVFormulaGuard.guarded(text) == written)
    #expect(CSVFormulaGuard.unguarded(written) == text)
  }

  @Test("an apostrophe before anything else is part of the text")
  func ownApostrophe() {
    #expect(CSVFormulaGuard.unguarded("'t Hooft") == "'t Hooft")
    #expect(CSVFormulaGuard.unguarded("'") == "'")
  }

  @Test("no cell of a free text begins with a sign that starts a formula")
  func nothingRuns() throws {
    var generator = FilingGenerator(seed: 3)
    let filings = (0..<50).map { _ in generator.filing() }
    for (name, bytes) in CSVFilingWriter.tables(of: filings) {
      let rows = try #require(CSVScannerTests.rows(of: String(decoding: bytes, as: UTF8.self)))
      let table = try #require(CSVFilingTable.allCases.first { $0.fileName == name })
      for row in rows.dropFirst() {
        for (column, cell) in zip(table.definition.columns, row) {
          guard case .text = column.form, let first = cell.first else { continue }
          #expect(!"=+-@＝＋－＠\t\r".contains(first), "\(name) \(column.name.header) \(cell)")
        }
      }
    }
  }
}
