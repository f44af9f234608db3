import Accounting
import Allowances
import FilingFormats
import Filings
import Foundation
import Quantities
import Verification

/// The allowance inputs of a run: what the tables among its paths say.
package struct AllowanceData: Sendable {
  package private(set) var published: [BalanceValue] = []
  package private(set) var preallocations: [Settlement.UnitKey: Preallocation] = [:]
  package private(set) var specialCases: [SpecialCaseInput] = []
  /// Tables of decisions that nobody named.
  private(set) var strayDecisions: [Diagnostic] = []
  /// What persons decided about findings.
  package private(set) var decisions: [DecisionInput] = []
  /// Tonnes to be deducted, by USCC.
  package private(set) var deductions: [String: FixedDecimal] = [:]
  /// Last year's totals, by USCC.
  package private(set) var lastYear: [String: LastYearResult] = [:]
  package private(set) var diagnostics: [Diagnostic] = []

  /// Where each unit-bound row stands, to tell of rows that no unit of the run took.
  private var places: [(uscc: String, unit: String?, table: String, file: String, line: Int)] = []

  package init() {}

  /// Whether a row names an entity or a unit.
  var namesUnits: Bool { !places.isEmpty }

  /// Pre-allocations by USCC and unit.
  var preallocationsByEntity: [String: [String: Preallocation]] {
    var result: [String: [String: Preallocation]] = [:]
    for (key, value) in preallocations { result[key.uscc, default: [:]][key.unit] = value }
    return result
  }

  /// - Parameters:
  ///   - files: tables of allowance inputs and results; others are passed over.
  ///   - paths: the path of each file on the disk, by the name it has in messages.
  package init(_ files: [CSVFile], year: Int, paths: [String: String]) {
    add(AllowanceInputs(files), year: year)
    for file in files where file.table == .result(.emissions) {
      addLastYear(file, year: year, path: paths[file.path] ?? file.path)
    }
    diagnostics.sort()
  }

  /// What the tables among a run's paths and those that its options name say.
  package init(
    _ inputs: RunInputs, year: Int, balanceValues: String?, decisions: String?
  ) throws(BatchError) {
    self.init(inputs.allowanceFiles, year: year, paths: inputs.diskPaths)
    if let balanceValues { try prefer(Self.named(balanceValues, inputs.limits), year: year) }
    if let decisions { try decide(Self.named(decisions, inputs.limits), year: year) }
  }

  private static func named(_ path: String, _ limits: ReaderLimits) throws(BatchError) -> CSVFile {
    guard FileSystem.kind(of: path) != nil else {
      throw BatchError("there is no file \(path)", isUsage: true)
    }
    return CSVFile(reading: path, limits: limits)
  }

  /// Adds a table of balance values that the command line names; it wins over those among the paths.
  /// Whoever names a table means it to be used, so a faulty one is a reason not to start.
  package mutating func prefer(_ file: CSVFile, year: Int) throws(BatchError) {
    guard file.table == .input(.balanceValues) else {
      throw BatchError(
        "\(file.path) is no table of balance values: its columns are sector, year, value, source",
        isUsage: true)
    }
    let inputs = AllowanceInputs([file])
    let values = balanceValues(inputs, year: year)
    if let fault = (inputs.diagnostics + diagnostics.filter { $0.file == file.path }).first {
      throw BatchError(
        "\(file.path):\(fault.line): \(fault.message.en) [\(fault.text)]. \(fault.remedy.en)", isUsage: true)
    }
    published = values + published
  }

  private mutating func add(_ inputs: AllowanceInputs, year: Int) {
    diagnostics += inputs.diagnostics
    published += balanceValues(inputs, year: year)
    for row in inputs.preallocation where row.year == year {
      let key = Settlement.UnitKey(uscc: row.uscc, unit: row.unit)
      guard
        let preallocation = try? Preallocation(
          lastYearVerified: row.lastYearVerified, ratioPercent: row.ratioPercent)
      else { continue }
      preallocations[key] = preallocation
      places.append((row.uscc, row.unit, "preallocation", row.file, row.line))
    }
    for row in inputs.specialCases where row.year == year {
      guard let specialCase = SpecialCase(rawValue: row.caseCode) else { continue }
      specialCases.append(
        SpecialCaseInput(uscc: row.uscc, facility: row.facility, specialCase: specialCase))
      places.append(
        (
          row.uscc, row.facility == Facility.enterpriseID ? nil : row.facility, "special_cases", row.file,
          row.line
        ))
    }
    // An entity could put a table among its own filings: decisions are named by whoever runs the batch.
    strayDecisions += inputs.decisions.filter { $0.year == year }.prefix(1).map { row in
      Diagnostic(
        .unmatched, file: row.file, line: row.line, text: "decisions",
        message: Label(
          zh: "填报文件中的核查决定表不生效，请用--decisions指定",
          en: "a table of decisions among the filings has no effect: name it with --decisions"))
    }
    for row in inputs.deductions where row.year == year {
      deductions[row.uscc] = try? (deductions[row.uscc] ?? .zero) + row.tonnes
      places.append((row.uscc, nil, "deductions", row.file, row.line))
    }
  }

  /// Adds a table of decisions that the command line names. A faulty one is a reason not to start.
  package mutating func decide(_ file: CSVFile, year: Int) throws(BatchError) {
    guard file.table == .input(.decisions) else {
      throw BatchError(
        "\(file.path) is no table of decisions: see README, Decisions, for its columns", isUsage: true)
    }
    let inputs = AllowanceInputs([file])
    // The table may also lie among the paths.
    strayDecisions = []
    addDecisions(inputs, year: year)
    if let fault = (inputs.diagnostics + diagnostics.filter { $0.file == file.path }).first {
      throw BatchError(
        "\(file.path):\(fault.line): \(fault.message.en) [\(fault.text)]. \(fault.remedy.en)", isUsage: true)
    }
  }

  private mutating func addDecisions(_ inputs: AllowanceInputs, year: Int) {
    let others = inputs.decisions.filter { $0.year != year }
    if let first = others.first {
      let years = Set(others.map(\.year)).sorted().map(String.init).joined(separator: ", ")
      strayDecisions.append(
        Diagnostic(
          .unmatched, file: first.file, line: first.line, field: "year", text: years,
          message: Label(
            zh: "决定表中有\(others.count)行属于其他年度（\(years)），在\(year)年度的计算中不生效",
            en:
              "\(others.count == 1 ? "a row" : "\(others.count) rows") of the decisions table \(others.count == 1 ? "is" : "are") of another year (\(years)) and without effect in a run of \(year)"
          ), expected: "\(year)"))
    }
    for row in inputs.decisions where row.year == year {
      guard let kind = FindingDecision.Kind(rawValue: row.decisionCode) else { continue }
      if row.reason.allSatisfy(\.isWhitespace) || row.decidedBy.allSatisfy(\.isWhitespace) {
        diagnostics.append(
          Diagnostic(
            .csvMissingValue, file: row.file, line: row.line, field: "reason", text: row.check,
            message: Label(zh: "核查决定须写明理由和决定人", en: "a decision needs its reason and who decided"),
            uscc: row.uscc))
        continue
      }
      if kind == .corrected, row.value == nil || row.month == 0 || row.evidence.isEmpty {
        diagnostics.append(
          Diagnostic(
            .csvMissingValue, file: row.file, line: row.line, field: "value", text: row.check,
            message: Label(
              zh: "更正须填写月份、更正值和依据", en: "a corrected value needs its month, the value and its evidence"),
            uscc: row.uscc))
        continue
      }
      decisions.append(
        DecisionInput(
          uscc: row.uscc, facility: row.facility, check: row.check, item: row.item, parameter: row.parameter,
          mark: DecisionInput.Mark(
            direction: row.direction, document: row.document, reported: row.reported, line: row.findingLine),
          decision: FindingDecision(
            kind: kind, month: row.month, value: row.value, reason: row.reason, decidedBy: row.decidedBy,
            decidedOn: row.decidedOn, evidence: row.evidence),
          file: row.file, line: row.line))
    }
  }

  private mutating func balanceValues(_ inputs: AllowanceInputs, year: Int) -> [BalanceValue] {
    inputs.balanceValues.filter { $0.year == year }.compactMap { row in
      guard row.value > .zero else {
        diagnostics.append(
          Diagnostic(
            .csvValue, file: row.file, line: row.line, field: "value", text: "\(row.value)",
            message: Label(zh: "平衡值应大于零", en: "a balance value is above zero"), expected: "> 0"))
        return nil
      }
      return BalanceValue(
        sector: row.sector, year: row.year, value: row.value, source: .published(row.source))
    }
  }

  /// Last year's `emissions.csv`; its year is that of the manifest beside it.
  private mutating func addLastYear(_ file: CSVFile, year: Int, path: String) {
    let folder = path.lastIndex(of: "/").map { String(path[..<$0]) } ?? "."
    guard let manifest = RunYear.read(in: folder) else {
      diagnostics.append(
        Diagnostic(
          .unreadable, file: file.path,
          message: Label(
            zh: "结果表旁没有manifest.json，年度不明", en: "no manifest.json beside the results: their year is unknown"))
      )
      return
    }
    guard manifest.year == year - 1 else { return }
    let past = PastEmissions([file])
    diagnostics += past.diagnostics
    for row in past.rows
    where row.facility == Facility.enterpriseID && row.source == "total" {
      lastYear[row.uscc] = LastYearResult(declared: row.declared, verified: row.verified)
    }
  }

  /// Rows that name an entity or unit that is not in the run: nothing is lost silently.
  package func unmatched(entities: Set<String>, units: Set<Settlement.UnitKey>) -> [Diagnostic] {
    places.compactMap { place in
      let isMatched =
        place.unit.map { units.contains(Settlement.UnitKey(uscc: place.uscc, unit: $0)) }
        ?? entities.contains(place.uscc)
      guard !isMatched else { return nil }
      let unit = place.unit ?? Facility.enterpriseID
      return Diagnostic(
        .unmatched, file: place.file, line: place.line, text: "\(place.uscc) \(unit)",
        message: Label(
          zh: "\(place.table)表中的该单位不在本次处理的填报中",
          en: "no filing of this run has this unit of the \(place.table) table"),
        uscc: place.uscc)
    }
  }
}

/// The year of a folder of results, which is all that is asked of its manifest here.
private struct RunYear: Decodable {
  let year: Int

  static func read(in folder: String) -> RunYear? {
    guard let bytes = try? FileSystem.read("\(folder)/\(Manifest.fileName)") else { return nil }
    return try? JSONDecoder().decode(RunYear.self, from: Data(bytes))
  }
}
