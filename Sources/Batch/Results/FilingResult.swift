import FilingFormats
import Filings
import Verification

/// What one filing came to, in the compact form that outlives it: all that settlement and the tables of results
/// need. It can be written and read back, and is the same then.
package struct FilingResult: Sendable {
  package enum Outcome: Sendable {
    case processed(AssessedEntity)
    case rejected([Diagnostic])
    /// The filing is of another year than the run.
    case otherYear(Diagnostic)
  }

  /// How messages call the file.
  let name: String
  /// SHA-256 of an XML filing as it was assessed; nil for tables.
  let sha256: String?
  /// Empty where the file does not say.
  let uscc: String
  let filingYear: Int?
  var outcome: Outcome
}

extension Assessor {
  func result(
    of read: ReadResult, of source: FilingSource, sha256: String?, peers: PeerFindings = .none
  ) -> FilingResult {
    result(
      of: read, named: source.display, sha256: sha256, uscc: source.uscc, year: source.year, peers: peers)
  }

  /// - Parameters:
  ///   - uscc: the entity, where it is known of a filing that cannot be read.
  ///   - year: the filing's, likewise.
  func result(
    of read: ReadResult, named name: String, sha256: String?, uscc: String = "", year: Int? = nil,
    peers: PeerFindings = .none
  ) -> FilingResult {
    let outcome: FilingResult.Outcome =
      switch assess(read, peers: peers) {
      case .assessed(let assessment):
        .processed(AssessedEntity(assessment, display: name, digest: sha256, peers: peers))
      case .rejected(let diagnostics): .rejected(diagnostics.sorted())
      case .otherYear(let diagnostic): .otherYear(diagnostic)
      }
    return FilingResult(
      name: name, sha256: sha256, uscc: read.filing?.entity.uscc ?? uscc,
      filingYear: read.filing?.year ?? year, outcome: outcome)
  }
}

extension FilingResult: Codable {
  private enum Key: CodingKey {
    case name, sha256, uscc, filingYear, outcome, entity, diagnostics, peers
  }

  private enum Kind: String, Codable {
    case processed, rejected, otherYear
  }

  package func encode(to encoder: any Encoder) throws {
    var values = encoder.container(keyedBy: Key.self)
    try values.encode(name, forKey: .name)
    try values.encodeIfPresent(sha256, forKey: .sha256)
    try values.encode(uscc, forKey: .uscc)
    try values.encodeIfPresent(filingYear, forKey: .filingYear)
    switch outcome {
    case .processed(let entity):
      try values.encode(Kind.processed, forKey: .outcome)
      try values.encode(entity, forKey: .entity)
      if entity.peers != .none { try values.encode(entity.peers, forKey: .peers) }
    case .rejected(let diagnostics):
      try values.encode(Kind.rejected, forKey: .outcome)
      try values.encode(diagnostics, forKey: .diagnostics)
    case .otherYear(let diagnostic):
      try values.encode(Kind.otherYear, forKey: .outcome)
      try values.encode([diagnostic], forKey: .diagnostics)
    }
  }

  package init(from decoder: any Decoder) throws {
    let values = try decoder.container(keyedBy: Key.self)
    name = try values.decode(String.self, forKey: .name)
    sha256 = try values.decodeIfPresent(String.self, forKey: .sha256)
    uscc = try values.decode(String.self, forKey: .uscc)
    filingYear = try values.decodeIfPresent(Int.self, forKey: .filingYear)
    switch try values.decode(Kind.self, forKey: .outcome) {
    case .processed:
      var entity = try values.decode(AssessedEntity.self, forKey: .entity)
      entity.display = name
      entity.digest = sha256
      entity.peers = try values.decodeIfPresent(PeerFindings.self, forKey: .peers) ?? .none
      outcome = .processed(entity)
    case .rejected:
      outcome = .rejected(try values.decode([Diagnostic].self, forKey: .diagnostics))
    case .otherYear:
      let diagnostics = try values.decode([Diagnostic].self, forKey: .diagnostics)
      guard let diagnostic = diagnostics.first else {
        throw DecodingError.dataCorruptedError(
          forKey: .diagnostics, in: values, debugDescription: "no diagnostic says which year")
      }
      outcome = .otherYear(diagnostic)
    }
  }
}
