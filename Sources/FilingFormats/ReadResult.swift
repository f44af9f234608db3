import Filings

/// What a reader makes of a filing: the filing, if it could be understood, and everything it noticed.
/// A filing with an error among its diagnostics is not to be processed.
package struct ReadResult: Sendable {
  package var filing: Filing?
  /// Sorted by place.
  package var diagnostics: [Diagnostic]

  /// No more problems than this are kept of one XML file: what is not shown can be counted so far.
  package static let problemsMax = 10_000

  package init(filing: Filing?, diagnostics: [Diagnostic]) {
    self.filing = filing
    self.diagnostics = diagnostics
  }
}
