import Foundation

/// `run.json`, beside `manifest.json`: how a run went. It is no result: it has the clock's times in it, the
/// manifest does not list it, and no comparison of results looks at it (`schemas/run.schema.json`).
package struct RunSummary: Codable, Sendable {
  package struct Phase: Codable, Sendable {
    package var name: RunPhase
    /// Of what the phase goes through: files, filings, entities.
    package var items: Int
    package var itemsPerSecond: Int
    package var durationMs: Int
  }

  package struct Counts: Codable, Sendable {
    package var filingsRead = 0
    package var processed = 0
    package var rejected = 0
    package var superseded = 0
    package var otherYear = 0
    package var findings = 0
    package var allocationUnits = 0
    package var filesWritten = 0
    package var assessmentsKept = 0
    package var reportsKept = 0
  }

  package var program: String
  package var version: String
  package var command: String
  package var runId: String
  package var startedAt: String
  package var endedAt: String
  package var durationMs: Int
  package var jobs: Int
  package var phases: [Phase]
  package var counts: Counts
  package var usage: ProcessUsage
  /// SHA-256 of the `manifest.json` that this run wrote; with another one beside it, the folder has been
  /// written again since.
  package var manifest: String

  package static let fileName = "run.json"

  func json() throws(BatchError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .prettyPrinted, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(self)) + [0x0A] } catch {
      throw BatchError("cannot write \(Self.fileName): \(error)")
    }
  }
}

/// The phases of a run, in their order.
package enum RunPhase: String, Codable, CaseIterable, Sendable {
  /// Finding files; reading tables.
  case discover
  /// One filing at a time: items are filings.
  case assess
  /// The filings that the comparison of all with each other has to do with, once more.
  case compare
  /// Balance values, determination: items are allocation units.
  case settle
  /// The result tables: items are entities.
  case tables
  /// The entities' reports: items are entities.
  case reports
  /// Workbook, summary, manifest.
  case documents
}
