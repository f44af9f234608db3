import Accounting
import Allowances
import Crypto
import FilingFormats
import Foundation
import Quantities
import Rulebook
import Verification

/// What a filing's result rests on besides the filing: results are settled together only where this is the same.
struct ResultStamp: Sendable, Equatable, Codable {
  static let currentFormat = 1

  var format = ResultStamp.currentFormat
  var program = "\(Program.name) \(Program.version)"
  let year: Int
  /// SHA-256 of the rulebook.
  let rulebook: String
  /// SHA-256 of what the tables and options say of the entity.
  let basis: String
}

/// Makes the stamps of a run.
struct ResultStamper: Sendable {
  private let assessor: Assessor
  private let limits: ReaderLimits
  private let rulebook: String
  /// Of an entity of which no table says anything: nearly every one.
  private let plain: FileDigest

  init(_ assessor: Assessor, rulebook: Rulebook, limits: ReaderLimits) {
    self.assessor = assessor
    self.limits = limits
    self.rulebook = rulebook.digest
    plain = Self.digest(Basis(limits: limits))
  }

  func stamp(for uscc: String) -> ResultStamp {
    ResultStamp(year: assessor.year, rulebook: rulebook, basis: basis(of: uscc).text)
  }

  /// SHA-256 of what the tables and options say of the entity.
  func basis(of uscc: String) -> FileDigest {
    let basis = Basis(
      limits: limits, specialCases: assessor.specialCases[uscc],
      preallocations: assessor.preallocations[uscc],
      decisions: assessor.decisions[uscc], lastYear: assessor.lastYear[uscc])
    return basis.isPlain ? plain : Self.digest(basis)
  }

  private struct Basis: Encodable {
    let limits: ReaderLimits
    var specialCases: [SpecialCaseInput]?
    /// By unit.
    var preallocations: [String: Preallocation]?
    var decisions: [DecisionInput]?
    var lastYear: LastYearResult?

    var isPlain: Bool { specialCases == nil && preallocations == nil && decisions == nil && lastYear == nil }
  }

  private static func digest(_ basis: Basis) -> FileDigest {
    // Texts, whole numbers and nothing else: they can always be written.
    FileDigest(SHA256.hash(data: (try? ResultJSON.encoder().encode(basis)) ?? Data()))
  }
}

/// How results are written: keys sorted, so that the same result is the same bytes.
enum ResultJSON {
  static func encoder() -> JSONEncoder {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    return encoder
  }
}
