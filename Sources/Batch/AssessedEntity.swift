import Accounting
import Allowances
import Filings
import Quantities
import Reports
import Verification

/// What settlement and the batch's tables need of an assessed filing: the filing itself is gone.
package struct AssessedEntity: Sendable, Codable, SubmittedFiling {
  /// Index of its source in the run's inputs.
  var source = 0
  var display = ""
  let uscc: String
  let name: String
  let sector: Sector
  let province: String
  let submission: Int
  let submittedOn: CalendarDate
  let total: FixedDecimal
  let units: [AllocationUnit]
  let emissionRows: [EmissionResultRow]
  /// With effects on allowances once the year is settled.
  var findings: [Finding]
  let effects: FindingEffects?
  /// What the checks over the batch compare.
  let peer: PeerChecks.Subject
  /// What they found.
  var peers = PeerFindings.none
  /// SHA-256 of an XML filing as it was assessed; nil for tables.
  var digest: String?

  /// What a line of results says of the entity; the rest stands beside it.
  enum CodingKeys: CodingKey {
    case uscc, name, sector, province, submission, submittedOn, total, units, emissionRows, findings, effects,
      peer
  }

  init(_ assessment: Assessment, display: String, digest: String?, peers: PeerFindings) {
    self.display = display
    self.digest = digest
    self.peers = peers
    let filing = assessment.filing
    uscc = filing.entity.uscc
    name = filing.entity.name
    sector = filing.sector
    province = filing.entity.province
    submission = filing.submission
    submittedOn = filing.submittedOn
    total = assessment.statement.verified.total
    units = assessment.units
    emissionRows = EmissionRows.rows(of: assessment)
    findings = assessment.statement.findings
    effects = assessment.effects
    peer = PeerChecks.Subject(assessment)
  }
}

extension PeerChecks.Subject {
  init(_ assessment: Assessment) {
    let filing = assessment.filing
    self.init(
      uscc: filing.entity.uscc, file: filing.files.first ?? "",
      vectors: LaboratoryVector.all(in: filing, assessment.documents),
      reports: assessment.documents.reportMarks,
      intensities: assessment.units.compactMap { unit in
        unit.intensity.map {
          PeerChecks.Intensity(facility: unit.unit, sector: unit.sector, value: $0)
        }
      })
  }
}

/// A filing that could not be processed.
package struct Rejection: Sendable {
  let display: String
  /// Empty where the file does not say.
  let uscc: String
  let diagnostics: [Diagnostic]
  /// The filing's, where it is known.
  var year: Int?
}

/// What decides which of several filings of one entity counts.
protocol SubmittedFiling {
  associatedtype Digest: Equatable
  var uscc: String { get }
  var submission: Int { get }
  var display: String { get }
  /// SHA-256 of an XML filing; nil for tables.
  var digest: Digest? { get }
}

/// Of several filings of one entity the one with the highest submission number counts.
struct Submissions<Filing: SubmittedFiling> {
  /// Sorted by USCC.
  private(set) var counting: [Filing] = []
  /// Those that do not count.
  private(set) var others: [Filing] = []
  private(set) var rejected: [Rejection] = []
  /// Notes on filings that a later submission replaced.
  private(set) var superseded: [Diagnostic] = []

  init(_ filings: [Filing]) {
    let order = filings.indices.sorted { left, right in
      let (left, right) = (filings[left], filings[right])
      return (left.uscc, left.submission, left.display) < (right.uscc, right.submission, right.display)
    }
    counting.reserveCapacity(filings.count)
    var start = 0
    while start < order.count {
      let uscc = filings[order[start]].uscc
      let end = order[start...].firstIndex { filings[$0].uscc != uscc } ?? order.count
      add(order[start..<end].map { filings[$0] })
      start = end
    }
  }

  /// - Parameter sorted: the filings of one entity, by submission.
  private mutating func add(_ sorted: [Filing]) {
    guard let latest = sorted.last else { return }
    let rivals = sorted.filter { $0.submission == latest.submission }
    if rivals.count == 1 || rivals.allSatisfy({ $0.digest != nil && $0.digest == latest.digest }) {
      counting.append(latest)
      others += sorted.dropLast()
      superseded += rivals.dropLast().map { Self.copy($0, of: latest) }
    } else {
      others += sorted
      rejected += rivals.map { Self.rejection(of: $0, rivals: rivals) }
    }
    superseded += sorted.dropLast().filter { $0.submission < latest.submission }
      .map { Self.note($0, replacedBy: latest) }
  }

  private static func note(_ entity: Filing, replacedBy latest: Filing) -> Diagnostic {
    Diagnostic(
      .superseded, file: entity.display, text: "\(entity.submission)",
      message: Label(
        zh: "第\(entity.submission)次提交已被\(latest.display)的第\(latest.submission)次提交取代",
        en:
          "submission \(entity.submission) is replaced by submission \(latest.submission) in \(latest.display)"
      ),
      expected: "\(latest.submission)", uscc: entity.uscc)
  }

  /// The same bytes once more: harmless, but said.
  private static func copy(_ entity: Filing, of latest: Filing) -> Diagnostic {
    Diagnostic(
      .superseded, file: entity.display, text: "\(entity.submission)",
      message: Label(
        zh: "与\(latest.display)完全相同，只处理一份", en: "the same file as \(latest.display); one of them is processed"
      ),
      uscc: entity.uscc)
  }

  /// Two different filings with one number: nobody can say which of them counts.
  private static func rejection(of entity: Filing, rivals: [Filing]) -> Rejection {
    let others = rivals.map(\.display).filter { $0 != entity.display }.joined(separator: ", ")
    let diagnostic = Diagnostic(
      .sameSubmission, file: entity.display, text: "\(entity.submission)",
      message: Label(
        zh: "\(entity.uscc)的第\(entity.submission)次提交还出现在：\(others)",
        en: "submission \(entity.submission) of \(entity.uscc) also stands in \(others)"),
      uscc: entity.uscc)
    return Rejection(display: entity.display, uscc: entity.uscc, diagnostics: [diagnostic])
  }
}
