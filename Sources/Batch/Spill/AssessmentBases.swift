import Crypto
import Filings
import Rulebook
import Verification

/// What an assessed entity rests on besides the program, the rulebook and the year.
struct AssessmentBasis: Sendable, Equatable {
  /// Of the filing, of how messages call it, and of what the comparison of the batch found.
  let filing: FileDigest
  /// Of what the tables and options say of the entity: whose filing it is shows only when it is read.
  let entity: FileDigest

  /// Of an entity that no later run asks for.
  static let unknown = AssessmentBasis(filing: FileDigest(bytes: []), entity: FileDigest(bytes: []))
}

/// Tells what the assessments of a run rest on.
struct AssessmentBases: Sendable {
  /// Of the program, the rulebook and the year: the same for every assessment of a run.
  let common: FileDigest
  private let stamper: ResultStamper

  /// Nil where the program cannot be told from another.
  init?(year: Int, rulebook: Rulebook, stamper: ResultStamper) {
    guard let program = Program.digest else { return nil }
    common = FileDigest(SHA256.hash(data: Array("\(program)\n\(rulebook.digest)\n\(year)".utf8)))
    self.stamper = stamper
  }

  /// - Parameters:
  ///   - fingerprint: of all that reading the filing rests on.
  ///   - name: how messages call it.
  func filing(_ fingerprint: String, named name: String, peers: PeerFindings) -> FileDigest {
    var packer = Packer()
    packer.text(fingerprint)
    packer.text(name)
    peers.pack(into: &packer)
    return FileDigest(SHA256.hash(data: packer.bytes))
  }

  /// - Parameter filing: as ``filing(_:named:peers:)`` gave it.
  func basis(of uscc: String, filing: FileDigest) -> AssessmentBasis {
    AssessmentBasis(filing: filing, entity: stamper.basis(of: uscc))
  }
}
