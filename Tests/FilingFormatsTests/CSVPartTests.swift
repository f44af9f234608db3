import Filings
import Foundation
import Testing

@testable import FilingFormats

/// Single tables, without the others of their set.
@Suite struct CSVPartTests {
  /// Everything found in a table alone.
  private func found(_ files: CSVFile...) -> [Diagnostic] {
    let set = CSVTableSet(files, mayBePart: true)
    #expect(set.isPart)
    return
      (set.diagnostics
      + set.entries.flatMap { entry -> [Diagnostic] in
        let result = set.filing(for: entry.key)
        return result.diagnostics + result.brokenRules()
      }).sorted()
  }

  private static let header =
    "uscc,year,facility,direction,item,parameter,unit,method,meter,evidence,\(CSVExample.months)"

  private func row(
    _ item: String = "clinker", _ parameter: String = "quantity", unit: String = "t", _ first: String = "1"
  )
    -> String
  {
    "\(csvExampleCode),2025,L1,product,\(item),\(parameter),\(unit),measured,M1,E1 E2,\(first),2,3,4,5,6,7,8,9,10,11,12"
  }

  @Test("a table alone is not asked for what is in the others")
  func references() {
    #expect(found(CSVExample.series(row())) == [])
    #expect(found(CSVExample.facilities(CSVExample.facility)) == [])
    #expect(found(CSVExample.entities(CSVExample.entity)) == [])
    #expect(CSVTableSet([CSVExample.series(row())]).diagnostics.map(\.code) == [.csvEntity])
  }

  @Test(
    "every row is read whatever ends the lines and wherever commas are quoted",
    arguments: ["\n", "\r\n", "\r"])
  func lineEnds(end: String) {
    let lines = [Self.header, row(), row("clinkers"), row("crudeSteel", unit: "t", "bogus")]
    let text = lines.joined(separator: end)
    for text in [text, text + end, end + text, ",,," + end + text] {
      #expect(found(csvFile("-", text)).map(\.code) == [.csvCode, .number])
    }
    let quoted = "note,\(Self.header)" + end + "\"a, b\",\(row())" + end
    #expect(found(csvFile("-", quoted)).map(\.code) == [.csvColumn])
    let meters = [
      "kind,uscc,year,meter,required_accuracy", "\"scale, belt\",\(csvExampleCode),2025,M1,half", "",
    ].joined(separator: end)
    #expect(found(csvFile("-", meters)).map(\.code) == [.number])
  }

  @Test("a table above what is shown of a file is read to its end")
  func large() {
    let long = String(repeating: "x", count: 190)
    let rows = (0..<40_000).map { "\(csvExampleCode),2025,E\($0),report,\(long)" }
    let text = (["uscc,year,evidence,kind,title"] + rows + ["\(csvExampleCode),2025,?,report,"]).joined(
      separator: "\n")
    #expect(text.utf8.count > SourceText.bytesMax)
    let set = CSVTableSet([csvFile("-", text)], mayBePart: true)
    #expect(set.filing(csvExampleCode).diagnostics.map(\.code) == [.csvValue])
  }

  @Test("values, units and attributes are checked without the other tables")
  func values() {
    #expect(found(CSVExample.series(row("clinker", "quantity", unit: "t", "-1"))).map(\.code) == [.negative])
    #expect(
      found(CSVExample.series(row("clinker", "calciumOxide", unit: "%", "101"))).map(\.code) == [.percentage])
    #expect(found(CSVExample.series(row("clinker", "quantity", unit: "GJ"))).map(\.code) == [.unit])
    #expect(found(CSVExample.series(row("clinker", "ash", unit: "%"))).map(\.code) == [.parameter])
    #expect(
      found(
        csvFile(
          "attributes.csv",
          "uscc,year,facility,attribute,value\n\(csvExampleCode),2025,L1,clinkerCategory,Portlandzement\n")
      ).map(\.code) == [.attributeValue])
    let wrong = csvExampleCode.dropLast() + "0"
    #expect(found(CSVExample.facilities("\(wrong),2025,L1,clinkerLine")).map(\.code) == [.usccCheck])
  }

  @Test("what one sector allows is not held against a filing of no known sector")
  func sectors() {
    // Only an integrated works may have a negative stream of the enterprise.
    let gas =
      "\(csvExampleCode),2025,-,fuelIn,blastFurnaceGas,quantity,10⁴m³,measured,,,-1,2,3,4,5,6,7,8,9,10,11,12"
      .replacing("10⁴m³", with: Parameter.quantity.unit(of: .blastFurnaceGas).rawValue)
    #expect(found(CSVExample.series(gas)).map(\.code) == [])
    #expect(found(CSVExample.series(row("crudeSteel"))).map(\.code) == [])
    let coal = found(CSVExample.series(row("bituminousCoal")))
    #expect(coal.map(\.code) == [.item])
    #expect(coal.allSatisfy { $0.message.en.hasPrefix("no sector has") })
  }

  @Test("one entry in two spellings is found in a table alone")
  func duplicates() {
    #expect(found(CSVExample.series(row(), row("熟料"))).map(\.code) == [.csvDuplicate])
  }
}
