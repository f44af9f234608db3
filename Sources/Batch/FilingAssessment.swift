import Filings
import Verification

/// Assesses the filings of a run one by one, but for those of which an earlier run into the same folder left what
/// they would come to again: these are only read and told by their digests.
struct FilingAssessment: Sendable {
  let inputs: RunInputs
  let store: EntityStore
  private let assessor: Assessor
  private let folder: String
  /// Nil where it cannot be told what assessments rest on.
  private let bases: AssessmentBases?
  private let earlier: EarlierAssessments?

  init(_ inputs: RunInputs, _ assessor: Assessor, _ options: ProcessOptions) throws(BatchError) {
    self.inputs = inputs
    self.assessor = assessor
    folder = options.out
    let bases = AssessmentBases(
      year: options.year, rulebook: options.rulebook,
      stamper: ResultStamper(assessor, rulebook: options.rulebook, limits: options.limits))
    self.bases = bases
    earlier = bases.flatMap { options.isFresh ? nil : EarlierAssessments(in: options.out, $0) }
    store = try EntityStore(in: options.out, restingOn: bases?.common)
  }

  /// - Parameters:
  ///   - index: of the filing's source among the run's inputs.
  ///   - peers: what the comparison with the other filings of the batch found.
  func entry(
    _ index: Int, _ reader: inout FilingReader, peers: PeerFindings = .none
  ) throws(BatchError) -> FilingEntry {
    let source = inputs.sources[index]
    let raw = reader.raw(source)
    let filing = raw.fingerprint.flatMap { bases?.filing($0, named: source.display, peers: peers) }
    if let filing, case (let frame, var entity)? = earlier?.find(filing) {
      entity.source = index
      entity.display = source.display
      entity.digest = raw.digest
      return .processed(try store.add(standing: frame, of: entity))
    }
    let result = assessor.result(of: reader.read(raw), of: source, sha256: raw.digest, peers: peers)
    let basis = filing.flatMap { bases?.basis(of: result.uscc, filing: $0) }
    return try FilingEntry(result, source: index, restingOn: basis ?? .unknown, in: store)
  }

  /// Leaves what was assessed for the next run. It only spares work: a run does not fail for want of it.
  func leave() {
    guard bases != nil else { return }
    try? store.leave(as: "\(folder)/\(EarlierAssessments.fileName)")
  }
}
