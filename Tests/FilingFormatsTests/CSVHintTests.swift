import Filings
import Foundation
import Testing

@testable import FilingFormats

/// What the reader tells of slips that spreadsheets and keyboards make, and where it points.
@Suite struct CSVHintTests {
  private let header = "uscc,year,facility,direction,item,parameter,unit,method,\(CSVExample.months)"

  private func cells(_ first: String, _ rest: String = ",2,3,4,5,6,7,8,9,10,11,12") -> String {
    "\(csvExampleCode),2025,L1,product,clinker,quantity,t,measured,\(first)\(rest)"
  }

  private func broken(_ row: String) -> [Diagnostic] {
    let set = CSVTableSet([csvFile("series.csv", "\(header)\n\(row)\n")], mayBePart: true)
    return set.diagnostics + set.entries.flatMap { set.filing(for: $0.key).diagnostics }
  }

  @Test("a number that its thousands comma splits is shown with its column and how to write it")
  func thousands() throws {
    for (split, whole) in [("7,935.91", "7935.91"), ("1,234,567.80", "1234567.80"), ("-7,935", "-7935")] {
      let found = try #require(broken(cells(split)).first)
      #expect(found.code == .csvFields)
      #expect((found.field, found.text) == ("m01", split))
      #expect(found.column == cells("").utf8.count - ",2,3,4,5,6,7,8,9,10,11,12".utf8.count + 1)
      #expect(found.message.en.contains("write \(whole)."))
    }
    // Whole numbers of three digits beside it are none of its parts.
    let late = try #require(broken(cells("100", ",200,300,400,500,600,700,800,900,100,100,7,935.91")).first)
    #expect((late.field, late.text) == ("m12", "7,935.91"))
  }

  @Test("a surplus cell that tells nothing is pointed at where it begins, its quote included")
  func surplus() throws {
    let row = cells("1", ",2,3,4,5,6,7,8,9,10,11,12,\"a note\"")
    let found = try #require(broken(row).first)
    #expect((found.code, found.column) == (.csvFields, row.utf8.count - "\"a note\"".utf8.count + 1))
  }

  @Test("commas of full width are told of where they stand for the others")
  func fullWidth() throws {
    let row = cells("1", "，2，3,4,5,6,7,8,9,10,11,12")
    let found = try #require(broken(row).first)
    #expect((found.code, found.text) == (.csvFields, "，"))
    #expect(found.column == cells("1", "").utf8.count + 1)
    #expect(found.message.en.contains("full-width"))
    // In a text one is at home.
    let entity = CSVExample.entity.replacing("虚构", with: "虚，构").replacing(",3011", with: "").replacing(
      ",340000", with: "")
    let plain = CSVTableSet([CSVExample.entities(entity)]).diagnostics
    #expect(plain.allSatisfy { !$0.message.en.contains("full-width") })
  }

  @Test(
    "the header below a title or a line for Excel is found",
    arguments: ["水泥企业2025年填报", "sep=,", "2025,series,,\nunits in t"])
  func title(above: String) throws {
    let file = csvFile("series.csv", "\(above)\n\n\(header)\n\(cells("1"))\n")
    let found = try #require(file.diagnostics.first)
    #expect(file.diagnostics.map(\.code) == [.csvTable])
    #expect(
      found.message.en.hasPrefix(
        "Line \(above.split(separator: "\n").count + 2) is the header of the table series"))
    #expect(found.expected == "series")
  }

  @Test("a Chinese label in the header is told its column", arguments: CSVFilingTable.allCases)
  func labels(table: CSVFilingTable) {
    let columns = table.definition.columns
    let labels = columns.map { String($0.label.zh.prefix { !"；，（".contains($0) }) }
    // All of them, where they tell the columns apart.
    if Set(labels).count == labels.count {
      let file = csvFile("t.csv", labels.joined(separator: ",") + "\n")
      #expect(file.table == .filing(table))
      #expect(file.diagnostics.map(\.code) == columns.map { _ in .csvColumn })
      #expect(file.diagnostics.map(\.expected) == columns.map(\.name.header))
    }
    // One of them.
    var names = columns.map(\.name.header)
    names[2] = columns[2].label.zh.contains("，") ? labels[2] : columns[2].label.zh
    let file = csvFile("t.csv", names.joined(separator: ",") + "\n")
    #expect(file.diagnostics.map(\.code) == [.csvColumn])
    #expect(file.diagnostics.map(\.expected) == [columns[2].name.header])
  }

  @Test("what turned a credit code into something else is named")
  func codes() throws {
    let zero = try #require(csvExampleCode.firstIndex(of: "0"))
    let letter = csvExampleCode.replacingCharacters(in: zero...zero, with: "O")
    for (slip, words, expected) in [
      (letter, "no letter O", "\(csvExampleCode)?"),
      (csvExampleCode.lowercased(), "capitals", "\(csvExampleCode)?"),
      ("9.165E+17", "spreadsheet", ""), (String(csvExampleCode.dropLast()), "this one 17", ""),
    ] {
      let set = CSVTableSet([CSVExample.facilities("\(slip),2025,L1,clinkerLine")], mayBePart: true)
      let found = try #require(set.diagnostics.first)
      #expect(found.code == .csvValue)
      #expect(found.message.en.contains(words))
      #expect(expected.isEmpty || found.expected == expected)
    }
  }
}
