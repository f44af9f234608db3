import Filings
import Foundation
import Rulebook
import Verification

/// `cets compare`: what the checks over the batch find in result lines, a line a file: these filings are to be
/// assessed once more, with what was found.
package struct CompareRun: Sendable {
  private let results: [String]
  private let year: Int
  private let rulebook: Rulebook
  private let jobs: Int

  package init(results: [String], year: Int, rulebook: Rulebook, jobs: Int) {
    self.results = results
    self.year = year
    self.rulebook = rulebook
    self.jobs = jobs
  }

  private struct Line: Encodable {
    let name: String
    /// By USCC: the tables of one folder hold many entities.
    let peers: [String: PeerFindings]
  }

  /// The lines, sorted by name.
  package func run() async throws(BatchError) -> [UInt8] {
    let rules = try rulebook.rulesInForce(in: year)
    let (year, digest) = (year, rulebook.digest)
    let files = try await ResultFiles(results, jobs: jobs) { stamp, _ in
      stamp == ResultStamp(year: year, rulebook: digest, basis: stamp.basis)
        ? nil : "was assessed for another year, by another rulebook or by another version of cets"
    }
    let entities = Submissions(files.first.compactMap(\.entity)).counting
    let found = PeerChecks(rules: rules).findings(entities.map(\.peer))
    var byName: [String: [String: PeerFindings]] = [:]
    for entity in entities { byName[entity.display, default: [:]][entity.uscc] = found[entity.uscc] }
    let encoder = ResultJSON.encoder()
    var bytes: [UInt8] = []
    do {
      for (name, peers) in byName.sorted(by: { $0.key < $1.key }) where !peers.isEmpty {
        bytes += try encoder.encode(Line(name: name, peers: peers))
        bytes.append(0x0A)
      }
    } catch { throw BatchError("cannot write what the comparison found: \(error)") }
    return bytes
  }
}
