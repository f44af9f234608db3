import Filings
import Foundation
import Quantities
import SchemaJudge
import Testing

@testable import FilingFormats

/// A filing that cannot be read whole is held against the rules all the same: its clerk mends everything at once.
@Suite struct CSVAllFaultsTests {
  /// A filing that breaks rules in every table that has any.
  private static let tables: [(name: String, text: String)] = [
    (
      "entities",
      """
      uscc,year,name,sector,submission,submitted_on,province,city,industry_class,report_service,report_service_uscc
      CODE,2025,虚构示例水泥有限公司,cement,1,2026-03-20,340000,320100,3011,虚构咨询,91340100MA2TEXTX00
      """
    ),
    (
      "facilities",
      """
      uscc,year,facility,kind,name,capacity,capacity_unit,started_on,stopped_on
      CODE,2025,L1,clinkerLine,1号线,5000,t/d,2008-06-01,2040-01-01
      CODE,2025,L2,electrolysis,2号线,-1,t/d,2020-01-01,2019-01-01
      """
    ),
    (
      "attributes",
      """
      uscc,year,facility,attribute,value
      CODE,2025,L1,clinkerCategory,Portlandzement
      CODE,2025,L2,clinkerVariety,x
      """
    ),
    (
      "meters",
      """
      uscc,year,meter,kind,required_accuracy,actual_accuracy,calibrated_from,calibrated_to
      CODE,2025,M1,皮带秤,0.5,0.4,2025-01-01,2024-01-01
      CODE,2025,M2,皮带秤,-0.5,101,2025-01-01,2025-12-31
      """
    ),
    (
      "evidence",
      """
      uscc,year,evidence,kind,title,sampled_on,sha256
      CODE,2025,E1,检测报告,T,2025-01-05,
      """
    ),
    (
      "series",
      """
      uscc,year,facility,direction,item,parameter,unit,method,meter,evidence,MONTHS
      CODE,2025,L1,product,clinker,quantity,t,measured,M1,E1,1,2,3,,5,6,7,8,-9,10,11,12
      CODE,2025,L1,fuelIn,bituminousCoal,quantity,kg,measured,M1,E1,1,2,3,4,5,6,7,8,9,10,11,12
      CODE,2025,L1,fuelIn,bituminousCoal,netCalorificValue,GJ/t,measured,,,1,2,3,4,5,6,,8,9,10,11,12
      CODE,2025,L1,fuelIn,bituminousCoal,ash,%,measured,,,1,2,3,4,5,6,7,8,9,10,11,120
      CODE,2025,L1,fuelIn,bituminousCoal,purity,%,measured,,,1,2,3,4,5,6,7,8,9,10,11,12
      CODE,2025,L2,product,crudeSteel,quantity,t,measured,,,1,2,3,4,5,6,7,8,9,10,11,12
      CODE,2025,-,auxiliary,electricity,quantity,GJ/t,measured,M2,,1,2,3,4,5,6,7,8,9,10,11,12
      """
    ),
    (
      "stock",
      """
      uscc,year,facility,item,unit,flow,MONTHS
      CODE,2025,L1,bituminousCoal,t,opening,1,3,3,4,5,6,7,8,9,10,11,12
      CODE,2025,L1,bituminousCoal,t,closing,2,3,4,5,6,7,8,9,10,11,12,-13
      CODE,2025,L1,coke,GJ,purchased,1,2,3,4,5,6,7,8,9,10,11,12
      """
    ),
    (
      "second_source",
      """
      uscc,year,facility,item,parameter,unit,source,MONTHS,annual
      CODE,2025,L1,bituminousCoal,quantity,t,205-1,1,1,1,1,1,1,1,1,1,1,1,1,13
      CODE,2025,L1,bituminousCoal,ash,%,报表,1,1,1,1,1,1,1,1,1,1,1,1,101
      CODE,2025,L1,bituminousCoal,netCalorificValue,GJ/t,年报,1,1,1,1,1,-1,1,1,1,1,1,1,
      CODE,2025,L1,coke,quantity,t,205-1,1,1,1,1,1,1,1,1,1,1,1,1,
      """
    ),
    (
      "batches",
      """
      uscc,year,facility,batch,item,parameter,unit,sampled_on,mass,value,number
      CODE,2025,L1,B1,bituminousCoal,ash,GJ,2024-01-05,-1,101,TR1
      CODE,2025,L1,B2,coke,ash,%,2025-01-05,1,1,TR2
      """
    ),
    (
      "declared",
      """
      uscc,year,facility,quantity,value,previous_year_value
      CODE,2025,-,emissions,100,90
      CODE,2025,L1,emissions,40,90
      CODE,2025,L2,emissions,50,90
      CODE,2025,L1,output,-1,2
      """
    ),
    (
      "quality_plan",
      """
      uscc,year,version,valid_from,facility,direction,item,parameter,method,meter,frequency
      CODE,2025,　,2024-12-20,L1,fuelIn,bituminousCoal,quantity,measured,M1,每日
      """
    ),
  ].map { name, text in
    (name, text.replacing("CODE", with: csvExampleCode).replacing("MONTHS", with: CSVExample.months) + "\n")
  }

  /// A finding of the rules, by its place.
  private struct Broken: Hashable, CustomStringConvertible {
    let code: DiagnosticCode
    let file: String
    let line: Int
    let field: String
    let text: String

    var description: String { "\(code.rawValue) \(file):\(line) \(field) \(text)" }
  }

  private static func read(_ tables: [(name: String, text: String)]) -> CSVFilingResult {
    let set = CSVTableSet(tables.map { csvFile($0.name, $0.text) })
    #expect(set.diagnostics == [])
    return set.filing(csvExampleCode)
  }

  private static func broken(_ result: CSVFilingResult) -> Set<Broken> {
    Set(
      result.brokenRules().map {
        Broken(code: $0.code, file: $0.file, line: $0.line, field: $0.field, text: $0.text)
      })
  }

  /// The tables with something that is none of anything in one cell after another, or in several.
  private static func spoiled(_ cells: [(table: Int, row: Int, column: Int)]) -> [(
    name: String, text: String
  )] {
    var tables = tables
    for (table, row, column) in cells {
      var rows = tables[table].text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false)
      }
      rows[row][column] = "\u{7}"
      tables[table].text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    }
    return tables
  }

  /// Every cell of a table behind its code and year.
  private static func cells(of table: Int) -> [(table: Int, row: Int, column: Int)] {
    let rows = tables[table].text.split(separator: "\n")
    return rows.indices.dropFirst().flatMap { row in
      rows[row].split(separator: ",", omittingEmptySubsequences: false).indices.dropFirst(2).map {
        (table, row, $0)
      }
    }
  }

  @Test(
    "whichever one cell is bad, what breaks the rules elsewhere is told, and nothing else",
    arguments: tables.indices)
  func oneBadCell(table: Int) {
    let whole = Self.broken(Self.read(Self.tables))
    let columns = Self.tables[table].text.prefix { $0 != "\n" }.split(separator: ",")
    for cell in Self.cells(of: table) {
      let result = Self.read(Self.spoiled([cell]))
      #expect(result.filing == nil && !result.diagnostics.isEmpty)
      let found = Self.broken(result)
      #expect(found.isSubset(of: whole), "\(found.subtracting(whole))")
      let (file, line, column) = (Self.tables[table].name, cell.row + 1, String(columns[cell.column]))
      for one in whole.subtracting(found) where one.file != file || one.line != line {
        #expect(
          Self.mayHide(one.code, of: one.file, file, line, column), "\(one) behind \(file):\(line) \(column)")
      }
    }
  }

  @Test("however many cells are bad, nothing is told that is not so", arguments: 1...20)
  func manyBadCells(seed: UInt64) {
    var random = SeededGenerator(seed: seed)
    let whole = Self.broken(Self.read(Self.tables))
    let cells = Self.tables.indices.flatMap { Self.cells(of: $0) }
    for _ in 0..<20 {
      let few = (0...random.below(20)).map { _ in random.pick(cells) }
      let found = Self.broken(Self.read(Self.spoiled(few)))
      #expect(found.isSubset(of: whole), "\(found.subtracting(whole)) of \(few)")
    }
  }

  /// Whether a rule that a row of a table breaks may be left open for what cannot be read elsewhere.
  private static func mayHide(
    _ code: DiagnosticCode, of table: String, _ file: String, _ line: Int, _ column: String
  ) -> Bool {
    // Of no known sector, a filing is held against the rules of all.
    if column == "sector" { return true }
    switch (code, table) {
    // A month in which a facility may not have been, or may have used nothing.
    case (.missingMonth, _):
      return file == "facilities" && ["started_on", "stopped_on"].contains(column)
        || file == "series" && line == 3 && (column == "m07" || keys.contains(column))
        || file == "facilities" && column == "facility"
    // Something may be what is looked for.
    case (.secondSource, _):
      return keys.contains(column) && ["facility", "direction", "item", "parameter"].contains(column)
    case (.total, "declared"): return keys.contains(column) || file == "declared"
    case (.total, "stock"):
      return file == "stock" && (column == "m01" || keys.contains(column) || column == "unit")
    default: return false
    }
  }

  /// What a row is about.
  private static let keys: Set = ["facility", "direction", "item", "parameter", "flow", "quantity"]

  @Test("the filing that these tests spoil breaks every rule that they look for")
  func whole() {
    let broken = Self.broken(Self.read(Self.tables))
    #expect(broken.count == 34)
    #expect(Set(broken.map(\.code)).count == 15)
  }

  @Test("who refers to what stands in a bad row is not told that it is not there")
  func references() {
    let bad = Self.spoiled([(1, 1, 3), (3, 1, 5), (4, 1, 5)])
    #expect(
      Self.read(bad).diagnostics.map { "\($0.code.rawValue) \($0.file)" } == [
        "CSV-VALUE evidence", "CSV-CODE facilities", "FIL-NUMBER meters",
      ])
    // Nor where the id itself cannot be read.
    let nameless = Self.spoiled([(1, 1, 2), (3, 1, 2), (4, 1, 2)])
    #expect(Self.read(nameless).diagnostics.map(\.code) == [.csvValue, .csvValue, .csvValue])
  }

  @Test("the rows of a facility that is not there are held against the rules too")
  func noSuchFacility() {
    var tables = Self.tables
    tables[1].text = tables[1].text.replacing(",L1,", with: ",L3,")
    let result = Self.read(tables)
    #expect(Set(result.diagnostics.map(\.code)) == [.csvReference])
    let hidden = Self.broken(Self.read(Self.tables)).subtracting(Self.broken(result))
    #expect(Set(hidden.map(\.code)) == [.missingMonth, .secondSource, .total])
    // More of them than a filing may have facilities are passed over: the limit is one of filed facilities.
    let rows = (0..<3000).map {
      "\(csvExampleCode),2025,X\($0),product,clinker,quantity,t,measured,,,-1,,,,,,,,,,,\n"
    }
    tables[5].text += rows.joined()
    #expect(!Self.broken(Self.read(tables)).map(\.code).contains(.limit))
  }

  @Test(
    "a header or a row that cannot be read hides no more than its own table's rules",
    arguments: tables.indices)
  func brokenTables(table: Int) {
    let whole = Self.broken(Self.read(Self.tables))
    let (name, text) = Self.tables[table]
    let header = String(text.prefix { $0 != "\n" })
    let columns = header.split(separator: ",").dropFirst(2)
    let bad =
      columns.map { text.replacing("," + $0, with: ",x" + $0, maxReplacements: 1) }
      + columns.map {
        text.replacing(header, with: header.replacing("," + $0, with: ",uscc", maxReplacements: 1))
      }
      + [text.replacing(header, with: header + ",year"), text.replacing("2025,", with: "2025,,")]
    for bad in bad {
      let set = CSVTableSet(Self.tables.map { csvFile($0.name, $0.name == name ? bad : $0.text) })
      let result = set.filing(csvExampleCode)
      #expect(result.filing == nil)
      let found = Self.broken(result)
      #expect(found.isSubset(of: whole), "\(name): \(found.subtracting(whole))")
      let hidden = Set(whole.subtracting(found).filter { $0.file != name }.map(\.code))
      if name != "entities" {
        #expect(hidden.isSubset(of: [.missingMonth, .secondSource, .total]), "\(name): \(hidden)")
      }
    }
  }

  @Test("two rows of which one cell cannot be read are not taken for the same")
  func unreadableNames() {
    var tables = Self.tables
    for (table, column) in [(7, 6), (8, 3)] {
      var rows = tables[table].text.split(separator: "\n").map {
        $0.split(separator: ",", omittingEmptySubsequences: false).map(String.init)
      }
      rows.append(rows[1])
      for row in 1..<rows.count { rows[row][column] = "\u{7}" }
      tables[table].text = rows.map { $0.joined(separator: ",") + "\n" }.joined()
    }
    let result = Self.read(tables)
    #expect(Set(result.diagnostics.map(\.code)) == [.csvValue])
    #expect(!Self.broken(result).map(\.code).contains(.duplicate))
  }

  @Test("of no known sector, a filing is held against the rules of all")
  func noSector() {
    let codes = Set(Self.broken(Self.read(Self.spoiled([(0, 1, 3)]))).map(\.code))
    #expect(
      codes.isSuperset(of: [.usccCheck, .region, .negative, .percentage, .unit, .parameter, .dateOrder]))
    #expect(codes.isDisjoint(with: [.item, .facilityKind, .missingMonth]))
  }

  @Test("a rule of which a bad filing in XML is told is told of the same one in tables")
  func asInXML() throws {
    let filing = try #require(Self.read(Self.tables).filing)
    let text = String(decoding: XMLFilingWriter.write(filing), as: UTF8.self)
    let told = Set(Self.broken(Self.read(Self.tables)).map(\.code))
    func rules(_ found: [Diagnostic]) -> Set<String> {
      Set(found.filter { told.contains($0.code) }.map { "\($0.code.rawValue) \($0.subject)" })
    }
    for (old, new, cell) in [
      ("sampledOn=\"2025-01-05\"/>", "sampledOn=\"2025-02-30\"/>", (4, 1, 5)),
      ("kind=\"clinkerLine\"", "kind=\"line\"", (1, 1, 3)),
      ("requiredAccuracy=\"0.5\"", "requiredAccuracy=\"0,5\"", (3, 1, 4)),
      ("previousYearValue=\"2\"", "previousYearValue=\"2.\"", (9, 4, 5)),
      ("capacityUnit=\"t/d\"", "capacity_unit=\"t/d\"", (1, 1, 6)),
    ] {
      let document = readXML(text.replacing(old, with: new)).diagnostics
      #expect(document.contains { !told.contains($0.code) }, "\(old)")
      let inTables = rules(Self.read(Self.spoiled([cell])).brokenRules())
      #expect(rules(document).isSubset(of: inTables), "\(old): \(rules(document).subtracting(inTables))")
    }
  }

  private struct Mend: Decodable {
    struct Edit: Decodable {
      let replace: String
      let by: String
    }

    let code: String
    let fixture: String
    let file: String?
    let edits: [Edit]?
    let hex: Bool?
  }

  @Test("who mends what is shown of a fixture hears of no rule that was not shown with it")
  func fixtures() throws {
    let data = try Data(
      contentsOf: csvRepository.appendingPathComponent("Sources/Reports/Diagnostics/Data/mends.json"))
    let mends = try JSONDecoder().decode([Mend].self, from: data).filter {
      $0.fixture.hasPrefix("csv/") && $0.hex != true && $0.edits != nil
    }
    #expect(mends.count > 12)
    // What none of the fixtures breaks, in tables that none of them has.
    let more = ["meters", "stock", "batches"].compactMap { name in
      Self.tables.first { $0.name == name }.map { csvFile("\(name).csv", $0.text) }
    }
    for mend in mends {
      let folder = csvRepository.appendingPathComponent("fixtures/invalid/\(mend.fixture)")
      let bad = try csvFiles(in: folder)
      let mended = bad.map { file in
        guard file.path == mend.file, let edits = mend.edits else { return file }
        return csvFile(
          file.path,
          edits.reduce(String(decoding: file.content, as: UTF8.self)) {
            $0.replacing($1.replace, with: $1.by)
          })
      }
      let set = CSVTableSet(mended + more)
      #expect(set.allDiagnostics == [], "\(mend.code)")
      let shown = Self.broken(CSVTableSet(bad + more).filing(csvExampleCode))
      #expect(shown.count > 8, "\(mend.code)")
      // What the row that was bad files may be what a batch is compared with.
      let later = Self.broken(set.filing(csvExampleCode)).subtracting(shown).filter {
        $0.code != .secondSource
      }
      #expect(later == [], "\(mend.code): \(later)")
    }
  }
}
