import Filings
import Foundation
import Quantities
import Testing

@testable import FilingFormats

@Suite struct CSVAllowanceInputTests {
  @Test("every input table is read into its rows, with their places")
  func rows() {
    let inputs = AllowanceInputs([
      csvFile("b.csv", "sector,year,value,source\n水泥,2025,0.8123,环办气候函〔2026〕1号\n"),
      csvFile(
        "p.csv",
        "uscc,year,unit,last_year_verified,ratio_percent\n\(csvExampleCode),2025,L1,1000.50,70\n"
          + "\(csvExampleCode),2025,-,1,70\n"),
      csvFile("d.csv", "uscc,year,tonnes,reason\n\(csvExampleCode),2025,12,'=上年未足额清缴\n"),
      csvFile(
        "h.csv",
        "kind,uscc,vintage,tonnes,price,acquired_on\n买入,\(csvExampleCode),2024,500,97.5,2025-06-01\n"),
      csvFile("s.csv", "uscc,year,facility,case\n\(csvExampleCode),2025,L2,核定前关停\n"),
    ])
    #expect(inputs.diagnostics.isEmpty)
    #expect(
      inputs.balanceValues == [
        BalanceValueRow(
          sector: .cement, year: 2025, value: FixedDecimal(coefficient: 8123, scale: 4),
          source: "环办气候函〔2026〕1号", file: "b.csv", line: 2)
      ])
    #expect(inputs.preallocation.map(\.unit) == ["L1", "-"])
    #expect(inputs.preallocation.map(\.line) == [2, 3])
    #expect(inputs.deductions.map(\.reason) == ["=上年未足额清缴"])
    #expect(inputs.holdings.map(\.kind) == [.bought])
    #expect(inputs.holdings[0].acquiredOn == CalendarDate(year: 2025, month: 6, day: 1))
    #expect(inputs.specialCases.map(\.caseCode) == ["closed"])
  }

  @Test("a faulty row is reported and left out; the others stay")
  func faults() {
    let inputs = AllowanceInputs([
      csvFile(
        "d.csv",
        "uscc,year,tonnes,reason\n\(csvExampleCode),2025,-1,a\n\(csvExampleCode),2025,2,b\nX,2025,3,c\n"
          + "\(csvExampleCode),2025,4\n\(csvExampleCode),25,\"1,000\",\n"),
      csvFile("s.csv", "uscc,year,facility,case\n\(csvExampleCode),2025,L2,shut\n"),
      csvFile(
        "b.csv", "sector,year,value,source\nsteel,2025,1,a\nsteel,2025,2,b\nsteel,2026,3,c\n"),
    ])
    #expect(inputs.deductions.map(\.reason) == ["b"])
    #expect(inputs.specialCases.isEmpty)
    #expect(inputs.balanceValues.map(\.source) == ["a", "c"])
    #expect(
      inputs.diagnostics.map(\.code) == [
        .csvDuplicate, .negative, .csvValue, .csvFields, .csvValue, .numberSeparator, .csvMissingValue,
        .csvCode,
      ])
  }

  @Test("two decisions about one finding are both read: the run says that neither counts, and goes on")
  func decisionsTwice() {
    let head =
      "uscc,year,facility,check,item,parameter,month,decision,value,reason,decided_by,decided_on,evidence\n"
    let inputs = AllowanceInputs([
      csvFile(
        "x.csv",
        head + "\(csvExampleCode),2025,-,E05,,,3,dismissed,,x,张三,2026-05-03,a\n"
          + "\(csvExampleCode),2025,-,E05,,,3,accepted,,x,李四,2026-05-03,a\n")
    ])
    #expect(inputs.diagnostics.isEmpty)
    #expect(inputs.decisions.map(\.line) == [2, 3])
  }

  @Test("rows of a file with a wrong header are not used")
  func wrongHeader() {
    let inputs = AllowanceInputs([
      csvFile("d.csv", "uscc,year,tonnes,reason,note\n\(csvExampleCode),2025,1,a,x\n")
    ])
    #expect(inputs.deductions.isEmpty)
    #expect(inputs.diagnostics.map(\.code) == [.csvColumn])
  }

  @Test("last year's emissions are read back")
  func pastEmissions() {
    let past = PastEmissions([
      csvFile(
        "emissions.csv",
        "sector,uscc,facility,source,gas,declared,recomputed,verified\n"
          + "cement,\(csvExampleCode),L1,combustion.bituminousCoal,CO2,,10.00,11.00\n"
          + "cement,\(csvExampleCode),-,total,,,10.00,-11.50\n")
    ])
    #expect(past.diagnostics.isEmpty)
    #expect(past.rows.map(\.source) == ["combustion.bituminousCoal", "total"])
    #expect(past.rows.map(\.verified.description) == ["11.00", "-11.50"])
    #expect(past.rows.map(\.facility) == ["L1", "-"])
  }
}
