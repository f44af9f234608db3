import Filings
import Foundation
import Testing

@testable import FilingFormats

@Suite struct CSVHeaderTests {
  private func header(_ columns: [String]) -> CSVFile {
    csvFile("t.csv", columns.joined(separator: ",") + "\n")
  }

  @Test("every table is recognised by its header, in any order of columns", arguments: RecognisedTable.all)
  func everyTable(table: RecognisedTable) {
    let names = table.definition.columns.map(\.name.header)
    let required = table.definition.requiredColumns.map(\.name.header)
    for columns in [names, names.reversed(), required] {
      #expect(header(columns).table == table)
      #expect(header(columns).diagnostics.isEmpty)
    }
  }

  @Test("every table that lacks one required column is still recognised", arguments: RecognisedTable.all)
  func missingColumn(table: RecognisedTable) {
    let names = table.definition.columns.map(\.name.header)
    for missing in table.definition.requiredColumns.map(\.name.header) {
      let columns = names.filter { $0 != missing }
      // Some tables are told apart by one column only; without it the file is that of no other table.
      let file = header(columns)
      guard let found = file.table, found == table else { continue }
      #expect(file.diagnostics.map(\.code) == [.csvMissingColumn])
      #expect(file.diagnostics.map(\.field) == [missing])
    }
    let series = CSVFilingTable.series.definition.columns.map(\.name.header).filter { $0 != "m07" }
    #expect(header(series).table == .filing(.series))
  }

  @Test("the columns are those of the contract")
  func contract() {
    func names(_ table: RecognisedTable) -> String {
      table.definition.columns.map { column in
        if case .optional = column.presence { column.name.header } else { column.name.header + "*" }
      }.joined(separator: " ")
    }
    #expect(
      names(.filing(.entities))
        == "uscc* year* name* name_en sector* submission* submitted_on* province* city industry_class* "
        + "legal_representative address permit contact report_service report_service_uscc verifier verifier_uscc"
    )
    #expect(
      names(.filing(.facilities))
        == "uscc* year* facility* kind* name capacity capacity_unit started_on stopped_on")
    #expect(names(.filing(.attributes)) == "uscc* year* facility* attribute* value*")
    let months = (1...12).map { ($0 < 10 ? "m0" : "m") + "\($0)" }
    let required = months.map { $0 + "*" }.joined(separator: " ")
    #expect(
      names(.filing(.series))
        == "uscc* year* facility* direction* item* parameter* unit* method* meter evidence " + required)
    #expect(
      names(.filing(.meters))
        == "uscc* year* meter* kind* required_accuracy* actual_accuracy calibrated_from calibrated_to")
    #expect(
      names(.filing(.evidence))
        == "uscc* year* evidence* kind* title issuer number sampled_on received_on tested_on reported_on "
        + "accreditation sha256")
    #expect(names(.filing(.stock)) == "uscc* year* facility* item* unit* flow* " + required)
    #expect(
      names(.filing(.secondSource))
        == "uscc* year* facility* item* parameter* unit* source* " + months.joined(separator: " ") + " annual"
    )
    #expect(names(.filing(.declared)) == "uscc* year* facility* quantity* value* previous_year_value")
    #expect(
      names(.filing(.qualityPlan))
        == "uscc* year* version* valid_from facility direction item parameter method meter frequency")
    #expect(names(.input(.balanceValues)) == "sector* year* value* source*")
    #expect(names(.input(.preallocation)) == "uscc* year* unit* last_year_verified* ratio_percent*")
    #expect(names(.input(.deductions)) == "uscc* year* tonnes* reason*")
    #expect(names(.input(.holdings)) == "uscc* vintage* tonnes* acquired_on price kind*")
    #expect(names(.input(.specialCases)) == "uscc* year* facility* case* evidence")
    #expect(
      CSVResultTable.allowances.definition.columns.map(\.name.header).joined(separator: ",")
        == "sector,uscc,name,province,unit,verified_emissions,output,intensity,balance_value,balance_source,"
        + "deviation,coefficient,special_case,determined,preallocated,true_up,due")
    #expect(
      CSVResultTable.emissions.definition.columns.map(\.name.header).joined(separator: ",")
        == "sector,uscc,facility,source,gas,declared,recomputed,verified")
    #expect(
      CSVResultTable.findings.definition.columns.map(\.name.header).joined(separator: ",")
        == "uscc,facility,check,severity,fraud,item,parameter,month,reported,expected,effect_tco2e,"
        + "effect_allowances,file,line,message")
  }

  @Test("an unknown column is named with its place and the column that was meant")
  func unknownColumn() {
    let file = header(["uscc", "year", "facility", "kind", "Name ", "colour"])
    #expect(file.table == .filing(.facilities))
    #expect(file.diagnostics.map(\.code) == [.csvColumn, .csvColumn])
    #expect(file.diagnostics[0].expected == "name")
    #expect(file.diagnostics.map(\.column) == [25, 31])
  }

  @Test("a column that stands twice is not read at all")
  func duplicateColumn() {
    let file = csvFile("f.csv", "uscc,year,facility,kind,name,name\n\(csvExampleCode),2025,L1,other,a,b\n")
    #expect(file.diagnostics.map(\.code) == [.csvDuplicateColumn])
    #expect(file.diagnostics.map(\.column) == [30])
    _ = file.readRows { rows in #expect(rows.text(.name).isEmpty) }
  }

  @Test("a table with semicolons or tabs is told to use commas")
  func separators() {
    for separator in [";", "\t"] {
      let file = csvFile("f.csv", ["uscc", "year", "facility", "kind"].joined(separator: separator) + "\n")
      #expect(file.diagnostics.map(\.code) == [.csvTable])
      #expect(file.diagnostics[0].message.en.contains("comma"))
    }
  }

  @Test("a look-alike letter is named")
  func lookAlike() throws {
    let found = try #require(Suggestion.lookAlike(in: "tСO2/t"))
    #expect(found.meant == "C")
    #expect(Suggestion.nearest(to: "tСO2/t", among: ["tC/t", "tCO2/t"]) == "tCO2/t")
    #expect(
      Suggestion.nearest(to: "bituminouscoal", among: ["coke", "bituminousCoal"]) == "bituminousCoal")
    #expect(Suggestion.nearest(to: "completely different", among: ["coke"]) == nil)
  }
}
