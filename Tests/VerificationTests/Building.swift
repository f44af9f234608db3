import Accounting
import Filings
import Quantities
import Rulebook

@testable import Verification

struct Missing: Error {}

func day(_ text: String) throws -> CalendarDate {
  guard let date = CalendarDate(text) else { throw Missing() }
  return date
}

func decimal(_ text: String) throws -> FixedDecimal { try FixedDecimal(text) }

/// A filing of 2025 with a meter that raises no question; tests add what they need.
func emptyFiling(_ sector: Sector) throws -> Filing {
  var filing = Filing(
    entity: Entity(uscc: "91340000MA00000000", name: "测试（虚构）", province: "340000"), year: 2025,
    sector: sector, submission: 1, submittedOn: try day("2026-03-20"))
  var meter = Meter(id: "M0", kind: "皮带秤", requiredAccuracy: try decimal("0.5"))
  meter.actualAccuracy = try decimal("0.5")
  meter.calibratedFrom = try day("2025-01-01")
  meter.calibratedTo = try day("2025-12-31")
  filing.meters = [meter]
  return filing
}

/// A cement filing of 2025 with a ledger, `L1`, and a test report a month, `E1` to `E12`, in order but for the
/// laboratory's accreditation in one month.
func reportedFiling(unaccredited: Int? = nil) throws -> Filing {
  var filing = try emptyFiling(.cement)
  filing.evidence = [Evidence(id: "L1", kind: "台账")]
  for month in 1...12 {
    var report = Evidence(id: "E\(month)", kind: "检测报告")
    report.number = "TR-\(100 + month)"
    report.sampledOn = CalendarDate(year: 2025, month: month, day: 5)
    report.receivedOn = CalendarDate(year: 2025, month: month, day: 7)
    report.testedOn = CalendarDate(year: 2025, month: month, day: 9)
    report.reportedOn = CalendarDate(year: 2025, month: month, day: 12)
    report.accreditation = month == unaccredited ? "" : "CMA"
    filing.evidence.append(report)
  }
  return filing
}

extension Facility {
  /// Adds a series with one value in all months, or in the given ones and zero in the others. A quantity is
  /// calculated from the filing's own meter unless another is named, or none (E17).
  mutating func add(
    _ direction: Direction, _ item: Item, _ value: String, _ parameter: Parameter = .quantity,
    months: ClosedRange<Int> = 1...12, meter: String? = nil, evidence: [String] = ["L1"]
  ) throws {
    let amount = try decimal(value)
    let own = parameter == .quantity ? "M0" : ""
    series.append(
      Series(
        direction: direction, item: item, parameter: parameter, unit: parameter.unit(of: item),
        method: parameter == .quantity && (meter ?? "").isEmpty ? .calculated : .measured,
        meter: meter ?? own,
        evidence: evidence,
        months: MonthlyValues((1...12).map { months.contains($0) ? amount : .zero })))
  }
}

func verify(
  _ filing: Filing, peers: PeerFindings = .none, lastYear: LastYearResult? = nil,
  decisions: [DecisionInput] = [], tracing: Bool = false
) throws -> VerifiedStatement {
  let rules = try Rulebook.embedded.get().rules(for: 2025)
  let options = CalculationOptions(tracing: tracing)
  let statement = try Accounting.statement(of: filing, by: rules, options: options)
  return try Verification(filing: filing, rules: rules, options: options).verify(
    statement, noticed: [], peers: peers, lastYear: lastYear, decisions: decisions)
}

extension VerifiedStatement {
  func findings(of check: String) -> [Finding] { findings.filter { $0.check == check } }
}
