import Accounting
import Allowances
import Filings
import Quantities
import Reports
import Verification

/// What settlement and the batch's tables need of an assessed filing: the filing itself is gone.
package struct AssessedEntity: Sendable, Codable {
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
  let digest: String?
  let diagnostics: [Diagnostic]
  /// The filing's, where it is known.
  var year: Int?
}

/// Of several filings of one entity the one with the highest submission number counts.
struct Submissions {
  private(set) var counting: [AssessedEntity] = []
  private(set) var rejected: [Rejection] = []
  /// Notes on filings that a later submission replaced.
  private(set) var superseded: [Diagnostic] = []

  init(_ entities: [AssessedEntity]) {
    for (_, group) in Dictionary(grouping: entities, by: \.uscc).sorted(by: { $0.key < $1.key }) {
      let sorted = group.sorted { ($0.submission, $0.display) < ($1.submission, $1.display) }
      guard let latest = sorted.last else { continue }
      let rivals = sorted.filter { $0.submission == latest.submission }
      if rivals.count == 1 || rivals.allSatisfy({ $0.digest != nil && $0.digest == latest.digest }) {
        counting.append(latest)
        superseded += rivals.dropLast().map { Self.copy($0, of: latest) }
      } else {
        rejected += rivals.map { Self.rejection(of: $0, rivals: rivals) }
      }
      superseded += sorted.dropLast().filter { $0.submission < latest.submission }
        .map { Self.note($0, replacedBy: latest) }
    }
  }

  private static func note(_ entity: AssessedEntity, replacedBy latest: AssessedEntity) -> Diagnostic {
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
  private static func copy(_ entity: AssessedEntity, of latest: AssessedEntity) -> Diagnostic {
    Diagnostic(
      .superseded, file: entity.display, text: "\(entity.submission)",
      message: Label(
        zh: "与\(latest.display)完全相同，只处理一份", en: "the same file as \(latest.display); one of them is processed"
      ),
      uscc: entity.uscc)
  }

  /// Two different filings with one number: nobody can say which of them counts.
  private static func rejection(of entity: AssessedEntity, rivals: [AssessedEntity]) -> Rejection {
    let others = rivals.map(\.display).filter { $0 != entity.display }.joined(separator: ", ")
    let diagnostic = Diagnostic(
      .sameSubmission, file: entity.display, text: "\(entity.submission)",
      message: Label(
        zh: "\(entity.uscc)的第\(entity.submission)次提交还出现在：\(others)",
        en: "submission \(entity.submission) of \(entity.uscc) also stands in \(others)"),
      uscc: entity.uscc)
    return Rejection(
      display: entity.display, uscc: entity.uscc, digest: entity.digest, diagnostics: [diagnostic])
  }
}
