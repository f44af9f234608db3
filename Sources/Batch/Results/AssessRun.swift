import FilingFormats
import Filings
import Foundation
import Rulebook
import Verification

/// `cets assess -`: filings from a stream, a result line each. Nothing of one filing depends on another, so any
/// number of these may share a nation.
package struct AssessRun: Sendable {
  package struct Options: Sendable {
    package var year: Int
    /// Files and folders of tables that say something of entities.
    package var tables: [String]
    package var decisions: String?
    package var rulebook: Rulebook
    package var limits: ReaderLimits
    package var jobs: Int

    package init(
      year: Int, tables: [String], decisions: String?, rulebook: Rulebook, limits: ReaderLimits, jobs: Int
    ) {
      self.year = year
      self.tables = tables
      self.decisions = decisions
      self.rulebook = rulebook
      self.limits = limits
      self.jobs = jobs
    }
  }

  /// Frames that are read before they are assessed together.
  private static let framesPerJob = 8

  private let options: Options
  private let assessor: Assessor
  private let stamper: ResultStamper

  package init(_ options: Options) throws(BatchError) {
    let rules = try options.rulebook.rulesInForce(in: options.year)
    let inputs = RunInputs(paths: options.tables, naming: .relative, limits: options.limits)
    let allowances = try AllowanceData(
      inputs, year: options.year, balanceValues: nil, decisions: options.decisions)
    self.options = options
    assessor = Assessor(rules: rules, allowances: allowances)
    stamper = ResultStamper(assessor, rulebook: options.rulebook, limits: options.limits)
  }

  /// - Parameter write: takes the lines, in the order of the frames.
  package func run(
    from descriptor: Int32 = STDIN_FILENO, write: ([UInt8]) throws -> Void
  ) async throws(BatchError) {
    var reader = FrameReader(descriptor, limits: options.limits)
    var isAtEnd = false
    while !isAtEnd {
      var works: [Work] = []
      var frames = 0
      while frames < options.jobs * Self.framesPerJob {
        guard let frame = try reader.next() else {
          isAtEnd = true
          break
        }
        frames += 1
        works += self.works(of: frame)
      }
      let lines = await assess(works)
      do { for line in lines { if let line = try line.get() { try write(line) } } } catch {
        throw error as? BatchError
          ?? BatchError("standard output cannot be written: \(error.localizedDescription)")
      }
    }
  }

  // MARK: Work

  /// One filing of a frame.
  private enum Work: Sendable {
    case xml(name: String, Data?, peers: [String: PeerFindings]?)
    case tables(CSVTableSet, CSVTableSet.Entry, PeerFindings)
  }

  private func works(of frame: Frame) -> [Work] {
    let header = frame.header
    guard let tables = header.tables else {
      return [.xml(name: header.name ?? "", frame.contents.first ?? nil, peers: header.peers)]
    }
    let set = CSVTableSet(
      zip(tables, frame.contents).map { file, content in
        CSVFile(path: file.name, content: content, limits: options.limits)
      })
    let (part, parts) = (header.part ?? 0, header.parts ?? 1)
    return set.entries.enumerated().compactMap { index, entry in
      guard index % parts == part else { return nil }
      guard let peers = header.peers else { return .tables(set, entry, .none) }
      return peers[entry.key.uscc].map { .tables(set, entry, $0) }
    }
  }

  private func assess(_ works: [Work]) async -> [Result<[UInt8]?, BatchError>] {
    await parallelMap(
      count: works.count, jobs: options.jobs, state: { FormReader(limits: options.limits) }
    ) { reader, index in
      guard let result = result(of: works[index], &reader) else { return .success(nil) }
      do throws(BatchError) {
        return .success(try ResultLine(stamp: stamper.stamp(for: result.uscc), result: result).json())
      } catch { return .failure(error) }
    }
  }

  private func result(of work: Work, _ reader: inout FormReader) -> FilingResult? {
    switch work {
    case .xml(let name, let content, let peers):
      let (read, digest) = reader.read(content.map { Array($0) }, named: name)
      let found = peers.map { $0[read.filing?.entity.uscc ?? ""] } ?? PeerFindings.none
      return found.map { assessor.result(of: read, named: name, sha256: digest, peers: $0) }
    case .tables(let set, let entry, let peers):
      return assessor.result(
        of: reader.read(entry, of: set), named: entry.file, sha256: nil, uscc: entry.key.uscc,
        year: entry.key.year, peers: peers)
    }
  }
}
