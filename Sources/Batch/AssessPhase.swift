import Filings
import Rulebook

/// What the first phase leaves: compact results, sorted, of several submissions the one that counts.
struct AssessPhase: Sendable {
  var entities: [AssessedEntity]
  let rejections: [Rejection]
  let superseded: [Diagnostic]
  let otherYear: [Diagnostic]
  let filingsRead: Int
  /// SHA-256 of every XML input, by its name.
  let digests: [String: String]

  /// - Parameter results: of all filings, in any order.
  init(_ results: [FilingResult]) {
    var entities: [AssessedEntity] = []
    var rejections: [Rejection] = []
    var otherYear: [Diagnostic] = []
    var digests: [String: String] = [:]
    for result in results {
      digests[result.name] = result.sha256
      switch result.outcome {
      case .processed(let entity): entities.append(entity)
      case .rejected(let diagnostics):
        rejections.append(
          Rejection(
            display: result.name, uscc: result.uscc, digest: result.sha256, diagnostics: diagnostics,
            year: result.filingYear))
      case .otherYear(let diagnostic): otherYear.append(diagnostic)
      }
    }
    let submissions = Submissions(entities)
    self.entities = submissions.counting
    self.rejections = (rejections + submissions.rejected).sorted {
      ($0.display, $0.uscc, $0.year ?? 0) < ($1.display, $1.uscc, $1.year ?? 0)
    }
    superseded = submissions.superseded
    self.otherYear = otherYear
    self.digests = digests
    filingsRead = results.count
  }
}

extension FilingResult {
  var entity: AssessedEntity? {
    if case .processed(let entity) = outcome { entity } else { nil }
  }

  /// Index of the filing in the run's inputs, which a line of results does not know.
  var source: Int {
    get { entity?.source ?? 0 }
    set {
      guard case .processed(var entity) = outcome else { return }
      entity.source = newValue
      outcome = .processed(entity)
    }
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
