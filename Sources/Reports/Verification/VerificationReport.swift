import Accounting
import Allowances
import Filings
import Quantities
import Rulebook
import Verification

/// Everything a verifier's report of one entity says, in whichever form it is written. What only people on
/// site can know is left as a marked blank.
package struct VerificationReport: Sendable {
  package let filing: Filing
  package let statement: VerifiedStatement
  /// The entity's units, sorted by unit.
  package let allocations: [UnitAllocation]
  /// tCO2e, verified, of the year before.
  package let lastYearVerified: FixedDecimal?
  /// The sector's units of this run by their intensity; nil where they are too few to compare with.
  package let peers: PeerChart?
  package let rules: YearRules
  /// The values that move emissions and allowances most.
  package let sensitivity: [SensitivityLine]
  /// The documents that rules cite, for their titles.
  package let documents: [RuleDocument]
  /// The day the report carries.
  package let date: CalendarDate

  // What several of its forms and chapters show.

  /// Checks of the catalogue that concern the sector.
  let checks: [CheckEntry]
  /// Checks that the filing's data do not decide.
  let undecided: [UndecidedCheck]
  /// Annex 1.
  let lines: [ResultLine]

  package init(
    filing: Filing, statement: VerifiedStatement, allocations: [UnitAllocation],
    lastYearVerified: FixedDecimal?, peers: PeerChart?, rules: YearRules,
    sensitivity: [SensitivityLine] = [], documents: [RuleDocument],
    date: CalendarDate
  ) {
    self.filing = filing
    self.statement = statement
    self.allocations = allocations
    self.lastYearVerified = lastYearVerified
    self.peers = peers
    self.rules = rules
    self.sensitivity = sensitivity
    self.documents = documents
    self.date = date
    checks = Self.checks(of: filing.sector, in: rules)
    undecided = UndecidedCheck.all(in: filing)
    lines = ResultTable.lines(filing, statement)
  }

  /// Province – verifier abbreviation – last six characters of the entity's code – year – version. The
  /// abbreviation is the verifier's to fill in.
  var number: String {
    "\(filing.entity.province)-____-\(filing.entity.uscc.suffix(6))-\(filing.year)-\(filing.submission)"
  }

  /// S1 and S2 that no person dismissed: 不符合项.
  var nonconformities: [Finding] {
    statement.findings.filter { $0.severity <= .s2 && !$0.isDismissed }
  }

  /// S3: evidence is asked for.
  var questions: [Finding] { statement.findings.filter { $0.severity == .s3 && !$0.isDismissed } }

  var remarks: [Finding] { statement.findings.filter { $0.severity == .s4 && !$0.isDismissed } }

  var dismissed: [Finding] { statement.findings.filter(\.isDismissed) }

  private static func checks(of sector: Sector, in rules: YearRules) -> [CheckEntry] {
    let otherSectors =
      switch sector {
      case .cement: "IA"
      case .steel: "CA"
      case .aluminium: "CI"
      }
    return rules.checks.filter { !$0.isOf(families: otherSectors) }
  }

  /// What only people on site decide, of the families with these letters.
  func openItems(_ families: String) -> [CheckEntry] {
    checks.filter { $0.how == .site && $0.isOf(families: families) }
  }
}

extension CheckEntry {
  /// Whether the id begins with one of some letters.
  fileprivate func isOf(families: String) -> Bool {
    id.utf8.first.map { families.utf8.contains($0) } ?? false
  }
}

/// The categories of Annex 3 of the official form.
enum NonconformityCategory: CaseIterable {
  case entity, boundary, method, data, assurance, plan, otherOnSite, other

  init(_ check: String) {
    self =
      switch check {
      case "G05", "G06", "G07", "G08": .boundary
      case "G11", "F12", "F14": .plan
      case "G09", "G14", "Q03", "Q04": .other
      case "R07", "R08", "C01", "C03", "A09", "A10": .method
      case "E17", "E18": .assurance
      default: check.hasPrefix("G") && check != "G04" ? .entity : .data
      }
  }

  var label: Label {
    switch self {
    case .entity: Label(zh: "重点排放单位基本情况", en: "entity basics")
    case .boundary: Label(zh: "核算边界", en: "boundary")
    case .method: Label(zh: "核算方法", en: "method")
    case .data: Label(zh: "核算数据", en: "data")
    case .assurance: Label(zh: "质量保证和文件存档", en: "QA and filing")
    case .plan: Label(zh: "数据质量控制方案及执行", en: "quality-control plan and execution")
    case .otherOnSite: Label(zh: "现场其他发现", en: "other on-site findings")
    case .other: Label(zh: "其他", en: "other")
    }
  }
}
