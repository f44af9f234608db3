import Accounting
import Allowances
import FilingFormats
import Filings
import Quantities
import Reports
import Rulebook
import Verification

/// What one filing came to, in full.
package struct Assessment: Sendable {
  package let filing: Filing
  let documents: DocumentIndex
  package var statement: VerifiedStatement
  package let units: [AllocationUnit]
  /// Nil where no finding changes a number.
  package let effects: FindingEffects?
  /// Warnings and notes of the readers.
  package let diagnostics: [Diagnostic]
}

/// What the reports of a filing tell. It lives only while they are written.
struct ReportedFiling: Sendable {
  let filing: Filing
  let statement: VerifiedStatement
  /// Warnings and notes of the readers.
  let diagnostics: [Diagnostic]
}

/// The outcome of assessing a filing: all of it, or why it is rejected.
package enum AssessmentOutcome: Sendable {
  case assessed(Assessment)
  case rejected([Diagnostic])
  /// The filing is of another year than the run.
  case otherYear(Diagnostic)
}

/// The first phase: one filing at a time, needing nothing of any other.
package struct Assessor: Sendable {
  let rules: YearRules
  let year: Int
  /// By USCC.
  let specialCases: [String: [SpecialCaseInput]]
  /// By USCC and unit.
  let preallocations: [String: [String: Preallocation]]
  /// By USCC.
  let decisions: [String: [DecisionInput]]
  /// Last year's totals, by USCC.
  let lastYear: [String: LastYearResult]
  let options: CalculationOptions

  package init(
    rules: YearRules, allowances: AllowanceData = AllowanceData(), tracing: Bool = false
  ) {
    self.rules = rules
    year = rules.year
    specialCases = Dictionary(grouping: allowances.specialCases, by: \.uscc)
    preallocations = allowances.preallocationsByEntity
    self.decisions = Dictionary(grouping: allowances.decisions, by: \.uscc)
    lastYear = allowances.lastYear
    options = CalculationOptions(tracing: tracing)
  }

  /// What one per cent of a value moves; nothing where it cannot be calculated.
  func sensitivity(
    _ statement: VerifiedStatement, _ settlement: Settlement, _ balanceValues: [BalanceValue]
  ) -> [SensitivityLine] {
    let filing = statement.correctedFiling
    let tried = Sensitivity(
      filing: filing, uncorrected: statement.decidedFiling, rules: rules,
      specialCases: specialCases[filing.entity.uscc] ?? [], settlement: settlement,
      balanceValues: balanceValues)
    return (try? tried.lines(statement.verified)) ?? []
  }

  /// - Parameter peers: what the comparison with the other filings of the batch found.
  package func assess(_ read: ReadResult, peers: PeerFindings = .none) -> AssessmentOutcome {
    guard let filing = read.filing, !read.diagnostics.contains(where: { $0.severity == .error }) else {
      return .rejected(read.diagnostics)
    }
    guard filing.year == year else { return .otherYear(otherYear(filing)) }
    do {
      let noticed = read.diagnostics + unitsMissing(in: filing)
      let statement = try Accounting.statement(of: filing, by: rules, options: options)
      let cases = specialCases[filing.entity.uscc] ?? []
      let further = try AllowanceChecks(filing: filing, statement: statement, rules: rules).findings(
        specialCases: cases, preallocations: preallocations[filing.entity.uscc] ?? [:])
      let documents = DocumentIndex(filing)
      let verified = try Verification(
        filing: filing, documents: documents, rules: rules, options: options
      ).verify(
        statement, noticed: noticed, further: further, peers: peers,
        lastYear: lastYear[filing.entity.uscc], decisions: decisions[filing.entity.uscc] ?? [])
      let units = try UnitBuilder(
        filing: verified.correctedFiling, uncorrected: verified.decidedFiling, statement: verified.verified,
        rules: rules, specialCases: cases
      ).units()
      return .assessed(
        Assessment(
          filing: filing, documents: documents, statement: verified, units: units,
          effects: try FindingEffects(filing, verified, rules: rules, specialCases: cases),
          diagnostics: noticed.sorted()))
    } catch let error as AccountingError {
      return .rejected(read.diagnostics + [error.diagnostic(for: filing)])
    } catch {
      return .rejected(read.diagnostics + [uncalculable(filing, "\(error)")])
    }
  }

  /// A filing that was assessed before, read once more for its reports.
  ///
  /// - Parameter findings: what was found then.
  /// - Returns: nil where it is no longer the filing that it was.
  func reported(_ read: ReadResult, findings: [Finding]) -> ReportedFiling? {
    guard let filing = read.filing, filing.year == year,
      let statement = try? Accounting.statement(of: filing, by: rules, options: options),
      let verified = try? Verification.verified(statement, of: filing, by: findings, rules: rules)
    else { return nil }
    return ReportedFiling(
      filing: filing, statement: verified,
      diagnostics: (read.diagnostics + unitsMissing(in: filing)).sorted())
  }

  /// Every diagnostic that assessing a filing ends with, and no more than it takes to tell: what a finding
  /// corrects can only reject a filing whose numbers are near what a decimal holds, and neither can a formula.
  func diagnostics(of filing: Filing, _ read: ReadResult) -> [Diagnostic] {
    if filing.hasLongNumbers {
      switch assess(read) {
      case .assessed(let assessment): return assessment.diagnostics
      case .rejected(let diagnostics): return diagnostics
      case .otherYear: return read.diagnostics
      }
    }
    do {
      let options = CalculationOptions(onlyChecking: !filing.hasConversions)
      let statement = try Accounting.statement(of: filing, by: rules, options: options)
      _ = try UnitBuilder(
        filing: filing, statement: statement, rules: rules,
        specialCases: specialCases[filing.entity.uscc] ?? []
      ).units()
      return read.diagnostics + unitsMissing(in: filing)
    } catch let error as AccountingError {
      return read.diagnostics + [error.diagnostic(for: filing)]
    } catch {
      return read.diagnostics + [uncalculable(filing, "\(error)")]
    }
  }

  private func otherYear(_ filing: Filing) -> Diagnostic {
    Diagnostic(
      .otherYear, file: filing.files.first ?? "", line: Int(filing.location.line), field: "year",
      text: String(filing.year),
      message: Label(
        zh: "填报年度为\(filing.year)，本次处理\(year)", en: "the filing is of \(filing.year), this run of \(year)"),
      expected: String(year), uscc: filing.entity.uscc)
  }

  /// A filing without the sector's unit of allocation is processed, but somebody must look at it.
  private func unitsMissing(in filing: Filing) -> [Diagnostic] {
    // A stand-alone electric-arc works is a steel filing too, outside allocation.
    let needed: [FacilityKind] =
      switch filing.sector {
      case .cement: [.clinkerLine]
      case .steel: [.ironmaking, .electricArcSteelmaking]
      case .aluminium: [.electrolysis]
      }
    guard let first = needed.first, !filing.facilities.contains(where: { needed.contains($0.kind) }) else {
      return []
    }
    return [
      Diagnostic(
        .noAllocationUnit, file: filing.files.first ?? "", line: Int(filing.location.line),
        message: Label(
          zh: "填报中没有\(first.label.zh)", en: "the filing has no \(first.label.en)"),
        expected: needed.map(\.rawValue).joined(separator: ", "), uscc: filing.entity.uscc)
    ]
  }

  private func uncalculable(_ filing: Filing, _ reason: String) -> Diagnostic {
    Diagnostic(
      .overflow, file: filing.files.first ?? "", line: Int(filing.location.line), text: reason,
      message: Label(zh: "无法计算：\(reason)", en: "cannot be calculated: \(reason)"),
      uscc: filing.entity.uscc)
  }
}
