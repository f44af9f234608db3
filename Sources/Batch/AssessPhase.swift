import Filings
import Rulebook
import Verification

/// What of a filing's result stays in memory.
enum FilingEntry: Sendable {
  case processed(EntityEntry)
  // Few, and large: in a place of their own.
  indirect case rejected(Rejection, FileDigest?)
  indirect case otherYear(Diagnostic, name: String, FileDigest?)

  /// - Parameters:
  ///   - source: index of the filing in the run's inputs, which a line of results does not know.
  ///   - basis: what an entity rests on, for a later run.
  ///   - store: where it is laid aside.
  init(
    _ result: FilingResult, source: Int = 0, restingOn basis: AssessmentBasis = .unknown,
    in store: EntityStore
  ) throws(BatchError) {
    let digest = result.sha256.flatMap { FileDigest($0) }
    switch result.outcome {
    case .processed(var entity):
      entity.source = source
      self = .processed(try store.add(entity, restingOn: basis))
    case .rejected(let diagnostics):
      self = .rejected(
        Rejection(
          display: result.name, uscc: result.uscc, diagnostics: diagnostics, year: result.filingYear), digest)
    case .otherYear(let diagnostic): self = .otherYear(diagnostic, name: result.name, digest)
    }
  }
}

/// What the first phase leaves: sorted, of several submissions the one that counts.
struct AssessPhase: Sendable {
  let store: EntityStore
  var entities: [EntityEntry]
  let rejections: [Rejection]
  let superseded: [Diagnostic]
  let otherYear: [Diagnostic]
  let filingsRead: Int
  /// SHA-256 of the XML inputs that do not count, by their names.
  private let otherDigests: [String: FileDigest]

  /// - Parameter results: of all filings, in any order.
  init(_ results: [Result<FilingEntry, BatchError>], in store: EntityStore) throws(BatchError) {
    var entities: [EntityEntry] = []
    entities.reserveCapacity(results.count)
    var rejections: [Rejection] = []
    var otherYear: [Diagnostic] = []
    var digests: [String: FileDigest] = [:]
    for result in results {
      switch try result.get() {
      case .processed(let entity): entities.append(entity)
      case .rejected(let rejection, let digest):
        rejections.append(rejection)
        digests[rejection.display] = digest
      case .otherYear(let diagnostic, let name, let digest):
        otherYear.append(diagnostic)
        digests[name] = digest
      }
    }
    let submissions = Submissions(entities)
    for entity in submissions.others { digests[entity.display] = entity.digest }
    self.store = store
    self.entities = submissions.counting
    self.rejections = (rejections + submissions.rejected).sorted {
      ($0.display, $0.uscc, $0.year ?? 0) < ($1.display, $1.uscc, $1.year ?? 0)
    }
    superseded = submissions.superseded
    self.otherYear = otherYear
    otherDigests = digests
    filingsRead = results.count
  }

  /// SHA-256 of every XML input, by its name.
  var digests: [String: FileDigest] {
    var digests = otherDigests
    for entity in entities { digests[entity.display] = entity.digest }
    return digests
  }

  /// The places of the entities, those of a sector together: the order of the tables of units.
  var bySector: [Int] {
    Sector.allCases.sorted { $0.rawValue < $1.rawValue }.flatMap { sector in
      entities.indices.filter { entities[$0].sector == sector }
    }
  }

  /// What the checks over the batch find, by USCC.
  func peerFindings(_ rules: YearRules) throws(BatchError) -> [String: PeerFindings] {
    try PeerChecks(rules: rules).findings(of: entities.count) { index, part throws(BatchError) in
      try store.peer(entities[index], part)
    }
  }
}

extension FilingResult {
  var entity: AssessedEntity? {
    if case .processed(let entity) = outcome { entity } else { nil }
  }
}

extension Rulebook {
  /// - Throws: where no rule covers the year.
  func rulesInForce(in year: Int) throws(BatchError) -> YearRules {
    let rules = rules(for: year)
    guard rules.find("allocation.method") != nil else {
      throw BatchError(
        "no rule covers the year \(year): `cets rules list` shows which years have rules, --rulebook adds your own",
        isUsage: true)
    }
    return rules
  }
}
