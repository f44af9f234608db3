import Filings
import Foundation
import SchemaJudge
import Testing

@testable import FilingFormats

@Suite struct CSVTableSetTests {
  @Test("a set gives each entity's rows, however they are mixed and split over files")
  func interleaved() throws {
    var generator = FilingGenerator(seed: 11)
    let filings = (0..<12).map { _ in generator.filing() }
    var random = SeededGenerator(seed: 12)
    var files: [CSVFile] = []
    for (name, bytes) in CSVFilingWriter.tables(of: filings) {
      // Rows of different filings change places; those of one filing keep their order.
      let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n").map(String.init)
      var queues = Dictionary(grouping: lines.dropFirst(), by: { $0.prefix(23) }).sorted { $0.key < $1.key }
        .map { $0.value[...] }
      var mixed: [String] = []
      while !queues.isEmpty {
        let index = random.below(queues.count)
        mixed.append(queues[index].removeFirst())
        if queues[index].isEmpty { queues.remove(at: index) }
      }
      let half = mixed.count / 2
      for (part, rows) in [("1", mixed[..<half]), ("2", mixed[half...])] where !rows.isEmpty {
        files.append(csvFile(part + name, ([lines[0]] + rows).joined(separator: "\r\n") + "\r\n"))
      }
    }
    let set = CSVTableSet(files.sorted { $0.path < $1.path })
    #expect(set.diagnostics.isEmpty)
    #expect(set.entries.map(\.key) == set.entries.map(\.key).sorted())
    for filing in filings {
      #expect(set.filing(filing.entity.uscc, filing.year).filing == filing)
    }
  }

  @Test("a bad row rejects its own filing and leaves the others alone")
  func isolation() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity, CSVExample.entityRow(csvOtherCode)),
      CSVExample.facilities(CSVExample.facility, "\(csvOtherCode),2025,L1,clinkerLine"),
      CSVExample.series(
        CSVExample.clinker, CSVExample.seriesRow(csvOtherCode, item: "clincer"),
        CSVExample.seriesRow(csvOtherCode, facility: "L9")),
    ])
    #expect(set.diagnostics.isEmpty)
    #expect(set.filing(csvExampleCode).filing != nil)
    let other = set.filing(csvOtherCode)
    #expect(other.filing == nil)
    #expect(other.diagnostics.map(\.code) == [.csvCode, .csvReference])
    #expect(other.diagnostics.map(\.line) == [3, 4])
    #expect(other.diagnostics.allSatisfy { $0.uscc == csvOtherCode })
    #expect(other.diagnostics[0].message.en.contains("clinker"))
  }

  @Test("a row with a field too many rejects the filing it begins with")
  func brokenRow() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity, CSVExample.entityRow(csvOtherCode)),
      CSVExample.facilities(CSVExample.facility, "\(csvOtherCode),2025,L1,clinkerLine,"),
      CSVExample.series(CSVExample.clinker, CSVExample.seriesRow(csvOtherCode)),
    ])
    #expect(set.diagnostics.isEmpty)
    #expect(set.filing(csvExampleCode).filing != nil)
    #expect(set.filing(csvOtherCode).filing == nil)
    // The row is broken, so that the facility is missing is no fault of the series.
    #expect(set.filing(csvOtherCode).diagnostics.map(\.code) == [.csvFields])
  }

  @Test("a file with a wrong header rejects the filings that have rows in it, and no other")
  func wrongHeader() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity, CSVExample.entityRow(csvOtherCode)),
      CSVExample.facilities(CSVExample.facility),
      csvFile("more.csv", "uscc,year,facility,kind,colour\n\(csvOtherCode),2025,L1,clinkerLine,red\n"),
    ])
    #expect(set.diagnostics.map(\.code) == [.csvColumn])
    #expect(set.filing(csvExampleCode).filing != nil)
    #expect(set.filing(csvOtherCode).filing == nil)
    #expect(set.filing(csvOtherCode).blockedBy.map(\.code) == [.csvColumn])
    #expect(set.filing(csvOtherCode).diagnostics.isEmpty)
  }

  @Test("a file that cannot be read rejects every filing of the folder: nobody knows whose rows it has")
  func opaqueFile() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity), CSVExample.facilities(CSVExample.facility),
      CSVFile(path: "series.csv", bytes: Data([0x1F, 0x8B, 8, 0])),
    ])
    #expect(set.diagnostics.map(\.code) == [.csvEncoding])
    #expect(set.filing(csvExampleCode).filing == nil)
  }

  @Test("a file of no known table rejects the filings that it names")
  func unknownTable() {
    func set(_ text: String) -> CSVTableSet {
      CSVTableSet([
        CSVExample.entities(CSVExample.entity), CSVExample.facilities(CSVExample.facility),
        csvFile("x.csv", text),
      ])
    }
    #expect(set("a,b\n1,2\n").filing(csvExampleCode).filing != nil)
    #expect(set("a,b\n1,\(csvExampleCode)\n").filing(csvExampleCode).filing == nil)
    #expect(set("a,b\n1,2\n").diagnostics.map(\.code) == [.csvTable])
  }

  @Test("two submissions of one year in a folder cannot be told apart")
  func twoSubmissions() {
    let second = CSVExample.entity.replacing(",1,2026", with: ",2,2026")
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity, second), CSVExample.facilities(CSVExample.facility),
    ])
    #expect(set.entries.count == 1)
    #expect(set.filing(csvExampleCode).filing == nil)
    #expect(set.filing(csvExampleCode).diagnostics.map(\.code) == [.csvDuplicate])
    #expect(set.filing(csvExampleCode).diagnostics.map(\.line) == [3])
  }

  @Test("two years of one entity are two filings")
  func twoYears() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity, CSVExample.entityRow(csvExampleCode, year: 2024)),
      CSVExample.facilities(CSVExample.facility),
    ])
    #expect(set.entries.map(\.key.year) == [2024, 2025])
    #expect(set.entries.map(\.submission) == [1, 1])
    #expect(set.filing(csvExampleCode, 2025).filing?.facilities.count == 1)
    #expect(set.filing(csvExampleCode, 2024).filing?.facilities.count == 0)
  }

  @Test("a row whose year cannot be read rejects the entity's filings")
  func unreadableYear() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity), CSVExample.facilities("\(csvExampleCode),2O25,L1,clinkerLine"),
    ])
    #expect(set.filing(csvExampleCode).filing == nil)
    #expect(set.allDiagnostics.map(\.code) == [.csvValue])
    #expect(set.allDiagnostics.map(\.field) == ["year"])
  }

  @Test("a folder without an entities table says so once a file")
  func noEntities() {
    let set = CSVTableSet([CSVExample.facilities(CSVExample.facility, CSVExample.facility)])
    #expect(set.diagnostics.map(\.code) == [.csvEntity])
    #expect(set.entries.isEmpty)
  }

  @Test("rows of an unknown entity are one diagnostic a file, with their number")
  func unknownEntity() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity),
      CSVExample.facilities(
        "\(csvOtherCode),2025,L1,other", CSVExample.facility, "\(csvOtherCode),2025,L2,other"),
    ])
    #expect(set.diagnostics.map(\.code) == [.csvEntity])
    #expect(set.diagnostics.map(\.line) == [2])
    #expect(set.diagnostics[0].uscc == csvOtherCode)
    #expect(set.diagnostics[0].message.en.contains("2 rows"))
    #expect(set.filing(csvExampleCode).filing != nil)
  }

  @Test("the enterprise is - and needs no row; references to nothing are named")
  func references() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity),
      CSVExample.series(
        CSVExample.seriesRow(csvExampleCode, facility: "-"),
        "\(csvExampleCode),2025,-,fuelIn,coke,quantity,t,measured,M1,E1 E2 E1,,,,,,,,,,,,"),
      csvFile("evidence.csv", "uscc,year,evidence,kind\n\(csvExampleCode),2025,E1,检测报告\n"),
      csvFile("plan.csv", "uscc,year,version,facility,meter\n\(csvExampleCode),2025,V1,L9,M9\n"),
    ])
    let result = set.filing(csvExampleCode)
    #expect(
      result.diagnostics.map(\.code) == [
        .csvReference, .csvReference, .csvReference, .csvDuplicate, .csvReference,
      ])
    #expect(result.diagnostics.map(\.text) == ["L9", "M9", "M1", "E1", "E2"])
  }

  @Test("a facility of the id - is an error, because - is the enterprise")
  func enterpriseRow() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity), CSVExample.facilities("\(csvExampleCode),2025,-,other"),
    ])
    #expect(set.filing(csvExampleCode).diagnostics.map(\.code) == [.csvValue])
  }

  @Test(
    "limits of texts, dates, codes and numbers of the entity",
    arguments: [
      ("name", String(repeating: "长", count: 201)), ("name", "a\u{7}"), ("name", "\"two\nlines\""),
      ("submission", "0"), ("submission", "10000"), ("submission", "1.0"), ("submitted_on", "2026-02-30"),
      ("province", "34000"), ("industry_class", "C3011"),
    ])
  func limits(column: String, value: String) throws {
    let names = [
      "uscc", "year", "name", "sector", "submission", "submitted_on", "province", "industry_class",
    ]
    var row = CSVExample.entity.split(separator: ",").map(String.init)
    row[try #require(names.firstIndex(of: column))] = value
    let result = CSVTableSet([CSVExample.entities(row.joined(separator: ","))]).filing(csvExampleCode)
    #expect(result.diagnostics.map(\.code) == [.csvValue])
    #expect(result.diagnostics.map(\.field) == [column])
    #expect(result.filing == nil)
  }

  @Test("a text of 200 characters is short enough, and official terms stand for codes")
  func accepted() {
    let name = String(repeating: "长", count: 200)
    let row = CSVExample.entity.replacing("虚构示例水泥有限公司", with: name).replacing("cement", with: "水泥")
    let result = CSVTableSet([CSVExample.entities(row)]).filing(csvExampleCode)
    #expect(result.filing?.entity.name == name)
    #expect(result.filing?.sector == .cement)
  }

  @Test("results of last year and allowance inputs among the filings disturb nobody")
  func otherTables() {
    let set = CSVTableSet([
      CSVExample.entities(CSVExample.entity),
      csvFile("emissions.csv", "sector,uscc,facility,source,gas,declared,recomputed,verified\n"),
      csvFile("deductions.csv", "uscc,year,tonnes,reason\n\(csvOtherCode),2025,x,y\n"),
    ])
    #expect(set.allDiagnostics.isEmpty)
    #expect(set.filing(csvExampleCode).filing != nil)
  }

  @Test("several threads read filings of one set at the same time")
  func threads() async {
    var generator = FilingGenerator(seed: 21)
    let filings = (0..<40).map { _ in generator.filing() }
    let set = CSVTableSet(
      CSVFilingWriter.tables(of: filings).map { CSVFile(path: $0.name, bytes: Data($0.bytes)) })
    await withTaskGroup(of: Bool.self) { group in
      for filing in filings {
        group.addTask { set.filing(filing.entity.uscc, filing.year).filing == filing }
      }
      for await isSame in group { #expect(isSame) }
    }
  }

  @Test("fifty thousand mixed rows are read in linear time", .timeLimit(.minutes(1)))
  func manyRows() {
    let codes = (0..<500).map { "91340100MA2T" + String($0 + 10000) + "X" }
    let items = Item.allCases.map(\.rawValue)
    var series = ""
    for row in 0..<100 {
      for code in codes {
        series +=
          CSVExample.seriesRow(code, facility: "-", item: items[row % items.count])
          .replacing("product", with: row < items.count ? "product" : "auxiliary") + "\n"
      }
    }
    let head = CSVExample.series()
    let set = CSVTableSet([
      csvFile(
        "entities.csv",
        "uscc,year,name,sector,submission,submitted_on,province,industry_class\n"
          + codes.map { CSVExample.entityRow($0) + "\n" }.joined()),
      csvFile("series.csv", String(decoding: head.content, as: UTF8.self) + series),
    ])
    #expect(set.diagnostics.isEmpty)
    #expect(set.entries.count == 500)
    var total = 0
    for entry in set.entries { total += set.filing(for: entry.key).filing?.enterprise.series.count ?? 0 }
    #expect(total == 50_000)
  }
}
