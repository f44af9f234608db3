import Accounting
import Filings

/// What the readers noticed without rejecting the filing, as findings of the catalogue.
enum ReaderFindings {
  static func finding(from diagnostic: Diagnostic) -> Finding {
    let (check, severity): (String, Finding.Severity) =
      switch diagnostic.code {
      case .missingMonth: ("G04", .s1)
      case .noAllocationUnit: ("G06", .s2)
      case .unitConverted: ("R06", .s4)
      default: (diagnostic.code.rawValue, diagnostic.severity == .note ? .s4 : .s3)
      }
    return Finding(
      check: check, severity: severity,
      facility: diagnostic.subject.facility.isEmpty ? Facility.enterpriseID : diagnostic.subject.facility,
      item: diagnostic.subject.item, parameter: diagnostic.subject.parameter,
      month: diagnostic.subject.month, reported: diagnostic.text, expected: diagnostic.expected,
      file: diagnostic.file, line: diagnostic.line, message: diagnostic.message)
  }
}
