import FilingFormats
import Filings
import Rulebook

/// `cets validate`: reads everything the paths hold and reports what is wrong, the faults that only show
/// when its emissions are calculated included.
package struct ValidateRun: Sendable {
  package struct Outcome: Sendable {
    /// Sorted by place; of each file as many as are shown, and a count of the rest.
    package let diagnostics: [Diagnostic]
    /// How many there are of each severity, shown or not.
    package let totals: [Diagnostic.Severity: Int]
    /// Whether there may be more: of what is found in one file no more than some thousands are kept.
    package let isAtLeast: Bool
    /// Every file that was read, by the name it has in the diagnostics.
    package let files: [String]
    package let filings: Int
    /// Of these, how many had only single tables of theirs checked.
    package let filingsInPart: Int
  }

  let paths: [String]
  let rulebook: Rulebook
  let jobs: Int
  let progress: Progress
  let standardInput: StandardInput?
  let limits: ReaderLimits

  /// - Parameter standardInput: what the path `-` stands for.
  package init(
    paths: [String], rulebook: Rulebook, jobs: Int, progress: Progress, standardInput: StandardInput? = nil,
    limits: ReaderLimits = ReaderLimits()
  ) {
    self.limits = limits
    self.standardInput = standardInput
    self.paths = paths
    self.rulebook = rulebook
    self.jobs = jobs
    self.progress = progress
  }

  package func run() async -> Outcome {
    let inputs = RunInputs(
      paths: paths, naming: .asGiven, limits: limits, takingParts: true, standardInput: standardInput)
    let (progress, years) = (progress, CoveredYears(rulebook))
    progress.begin("validating", total: inputs.sources.count)
    let results = await parallelMap(
      count: inputs.sources.count, jobs: jobs, state: { FilingReader(inputs: inputs, takesDigests: false) }
    ) { reader, index in
      defer { progress.advance() }
      let source = inputs.sources[index]
      let result = years.assessed(reader.read(source).result, of: source, in: inputs)
      let key = result.filing.map {
        FilingKey(uscc: $0.entity.uscc, year: $0.year, submission: $0.submission)
      }
      return (result.diagnostics, key)
    }
    progress.end()
    // Allowance inputs may be validated by themselves.
    var diagnostics = inputs.diagnostics + (inputs.allowanceFiles.isEmpty ? inputs.lackingFilings() : [])
    // A fault of a file that rejects several filings stands once.
    let general = Set(inputs.diagnostics.map(Place.init))
    for (found, _) in results { diagnostics += found.filter { !general.contains(Place($0)) } }
    diagnostics += AllowanceInputs(inputs.allowanceFiles).diagnostics
    diagnostics += PastEmissions(inputs.allowanceFiles).diagnostics
    diagnostics += repeated(zip(inputs.sources, results).map { ($0.display, $1.1) })
    diagnostics += inputs.tableSets.flatMap(Self.unchecked)
    let found = inputs.discovery.xml + inputs.discovery.csv
    return Outcome(
      diagnostics: ShownDiagnostics.of(
        diagnostics, in: found, tables: inputs.tableSets.flatMap(\.files) + inputs.allowanceFiles),
      totals: Dictionary(grouping: diagnostics, by: \.severity).mapValues(\.count),
      isAtLeast: Dictionary(grouping: diagnostics, by: \.file).values.contains {
        $0.count >= ReadResult.problemsMax
      },
      files: found.map(\.display).sorted(), filings: inputs.sources.count,
      filingsInPart: inputs.tableSets.reduce(0) { $1.isPart ? $0 + $1.entries.count : $0 })
  }

  /// The years that the rulebook covers, each with what assesses its filings.
  private struct CoveredYears: Sendable {
    private let assessors: [Int: Assessor]

    init(_ rulebook: Rulebook) {
      let years = Set(
        rulebook.entries.filter { $0.id == "allocation.method" }.flatMap {
          $0.firstYear...($0.lastYear ?? $0.firstYear)
        })
      assessors = Dictionary(
        uniqueKeysWithValues: years.map { ($0, Assessor(rules: rulebook.rules(for: $0))) })
    }

    /// The result with what calculating its filing finds wrong.
    func assessed(_ result: ReadResult, of source: FilingSource, in inputs: RunInputs) -> ReadResult {
      if result.diagnostics.contains(where: { $0.severity == .error }) { return result }
      var result = result
      if let filing = result.filing {
        if let assessor = assessors[filing.year] {
          result.diagnostics = assessor.diagnostics(of: filing, result).sorted()
        } else {
          result.diagnostics.append(
            uncovered(
              filing.year, filing.files.first ?? "", line: Int(filing.location.line), of: filing.entity.uscc))
        }
      } else if case .tables(let set, let entry) = source, inputs.tableSets[set].isPart,
        assessors[entry.key.year] == nil
      {
        result.diagnostics.append(
          uncovered(entry.key.year, entry.file, line: entry.line, of: entry.key.uscc))
      }
      return result
    }

    private func uncovered(_ year: Int, _ file: String, line: Int, of uscc: String) -> Diagnostic {
      Diagnostic(
        .year, file: file, line: line, field: "year", text: "\(year)",
        message: Label(zh: "规则库不含\(year)年度", en: "no rule covers the year \(year)"),
        expected: assessors.keys.sorted().map(String.init).joined(separator: ", "), uscc: uscc)
    }
  }

  /// Of tables that were given without the others of their set: what that leaves open.
  private static func unchecked(_ set: CSVTableSet) -> [Diagnostic] {
    guard set.isPart else { return [] }
    return set.tables.map { file, table in
      let (zh, en) =
        table == .entities
        ? ("设施和数据", "facilities and data")
        : ("引用的标识、数据的完整性、行业规则", "references, completeness and the sector's rules")
      return Diagnostic(
        .tableAlone, file: file,
        message: Label(
          zh: "\(table.rawValue)表单独给出，未与其他表核对：\(zh)，也未试算排放",
          en:
            "the table \(table.rawValue) came without the others of its filing; not checked are \(en), and whether the emissions can be calculated"
        ))
    }
  }

  private struct FilingKey: Hashable, Sendable {
    let uscc: String
    let year: Int
    let submission: Int
  }

  private struct Place: Hashable {
    let code: DiagnosticCode
    let file: String
    let line: Int
    let column: Int
    let text: String

    init(_ diagnostic: Diagnostic) {
      code = diagnostic.code
      file = diagnostic.file
      line = diagnostic.line
      column = diagnostic.column
      text = diagnostic.text
    }
  }

  /// Filings of one entity, year and submission number in more than one place.
  private func repeated(_ filings: [(display: String, key: FilingKey?)]) -> [Diagnostic] {
    var first: [FilingKey: String] = [:]
    return filings.compactMap { display, key in
      guard let key else { return nil }
      guard let earlier = first[key] else {
        first[key] = display
        return nil
      }
      return Diagnostic(
        .sameSubmission, file: display, text: "\(key.submission)",
        message: Label(
          zh: "\(key.uscc)的第\(key.submission)次提交还出现在：\(earlier)",
          en: "submission \(key.submission) of \(key.uscc) also stands in \(earlier)"),
        uscc: key.uscc)
    }
  }
}
