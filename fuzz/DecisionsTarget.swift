import Batch
import FilingFormats
import Foundation

/// A table of decisions about findings, or of any other allowance input: it is taken or refused with a
/// reason.
enum DecisionsTarget {
  static func run(_ bytes: [UInt8]) {
    let file = CSVFile(path: "decisions.csv", bytes: Data(bytes))
    var data = AllowanceData()
    do {
      try data.decide(file, year: 2025)
    } catch {
      precondition(!"\(error)".isEmpty, "refused without a reason")
    }
    _ = AllowanceData([file], year: 2025, paths: [:])
  }
}
