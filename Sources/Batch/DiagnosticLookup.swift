import FilingFormats
import Filings

/// Finds a diagnostic code by what somebody typed.
package enum DiagnosticLookup {
  package static func code(_ text: String) -> DiagnosticCode? {
    DiagnosticCode(rawValue: text.uppercased())
  }

  /// The code that was probably meant.
  package static func nearest(to text: String) -> String? {
    Suggestion.nearest(to: text, among: DiagnosticCode.allCases.map(\.rawValue))
  }
}
