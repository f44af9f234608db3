import Filings
import Foundation

@testable import FilingFormats

/// The package's folder.
let csvRepository = URL(fileURLWithPath: #filePath).deletingLastPathComponent()
  .deletingLastPathComponent().deletingLastPathComponent()

/// Two codes with right check characters; nobody has them.
let csvExampleCode = "91340100MA2TEXTX0F"
let csvOtherCode = "91340100MA2TEXTX19"

func csvFile(_ path: String, _ text: String) -> CSVFile {
  CSVFile(path: path, bytes: Data(text.utf8))
}

/// The CSV files of a folder, in the order of their names, with paths relative to the folder.
func csvFiles(in folder: URL) throws -> [CSVFile] {
  try FileManager.default.contentsOfDirectory(atPath: folder.path).sorted().filter { $0.hasSuffix(".csv") }
    .map { CSVFile(path: $0, bytes: try Data(contentsOf: folder.appendingPathComponent($0))) }
}

/// A small good set: one cement entity with one line.
enum CSVExample {
  static let months = (1...12).map { "m" + ($0 < 10 ? "0" : "") + "\($0)" }.joined(separator: ",")

  static func entities(_ rows: String...) -> CSVFile {
    csvFile(
      "entities.csv",
      "uscc,year,name,sector,submission,submitted_on,province,industry_class\n"
        + rows.map { $0 + "\n" }.joined())
  }

  static let entity = entityRow(csvExampleCode)

  static func entityRow(_ code: String, year: Int = 2025) -> String {
    "\(code),\(year),虚构示例水泥有限公司,cement,1,2026-03-20,340000,3011"
  }

  static func facilities(_ rows: String...) -> CSVFile {
    csvFile("facilities.csv", "uscc,year,facility,kind\n" + rows.map { $0 + "\n" }.joined())
  }

  static let facility = "\(csvExampleCode),2025,L1,clinkerLine"

  static func series(_ rows: String...) -> CSVFile {
    csvFile(
      "series.csv",
      "uscc,year,facility,direction,item,parameter,unit,method,meter,evidence,\(months)\n"
        + rows.map { $0 + "\n" }.joined())
  }

  static let clinker = seriesRow(csvExampleCode)

  static func seriesRow(_ code: String, facility: String = "L1", item: String = "clinker") -> String {
    "\(code),2025,\(facility),product,\(item),quantity,t,measured,,,1,2,3,4,5,6,7,8,9,10,11,12"
  }
}

extension CSVTableSet {
  /// Everything found, in the set and in each filing.
  var allDiagnostics: [Diagnostic] {
    diagnostics + entries.flatMap { filing(for: $0.key).diagnostics }
  }

  func filing(_ code: String, _ year: Int = 2025) -> CSVFilingResult {
    filing(for: CSVFilingKey(uscc: code, year: year))
  }
}
