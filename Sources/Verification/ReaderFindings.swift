import Accounting
import Filings

/// What the readers noticed without rejecting the filing, as findings of the catalogue.
enum ReaderFindings {
  /// Nil for a missing month: the check G04 finds it again, and says what takes its place. Nil for a total: what it is
  /// of is recomputed and balanced by checks of its own (R01, R12, I25, the second sources').
  static func finding(from diagnostic: Diagnostic) -> Finding? {
    if diagnostic.code == .missingMonth || diagnostic.code == .total { return nil }
    let (check, severity): (String, Finding.Severity) =
      switch diagnostic.code {
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
