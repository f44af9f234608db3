import Accounting

/// What the comparison with the other filings of a batch found about one of them.
package struct PeerFindings: Sendable, Equatable, Codable {
  package var findings: [Finding] = []
  /// The entities that filed the same test report, sorted, by the id it has in this filing (E08).
  package var sharedReports: [String: [String]] = [:]

  package init() {}

  package static let none = PeerFindings()
}
