import Filings
import Quantities
import Reports
import Rulebook
import Scenarios

/// What `cets simulate` is asked to do.
package struct SimulateOptions: Sendable {
  package var results: String
  package var scenarios: [String]
  package var out: String
  package var language: Language
  package var rulebook: Rulebook

  package init(results: String, scenarios: [String], out: String, language: Language, rulebook: Rulebook) {
    self.results = results
    self.scenarios = scenarios
    self.out = out
    self.language = language
    self.rulebook = rulebook
  }
}

/// What a simulation came to, for the command line to tell.
package struct SimulateOutcome: Sendable {
  /// What is wrong with the scenarios; then nothing was written.
  package let diagnostics: [Diagnostic]
  package let simulation: SimulationReport?
}

/// `cets simulate`: results + scenarios → tables and a page.
package struct SimulateRun: Sendable {
  let options: SimulateOptions

  package init(_ options: SimulateOptions) {
    self.options = options
  }

  package func run() throws(BatchError) -> SimulateOutcome {
    let results = try ResultsFolder(options.results)
    try refuseResultsAsOutput()
    let base = try baseRules(results)
    var digests = Dictionary(uniqueKeysWithValues: results.digests.map { ("results/\($0)", $1) })
    let (scenarios, diagnostics) = try read(base, results, &digests)
    guard diagnostics.isEmpty else { return SimulateOutcome(diagnostics: diagnostics, simulation: nil) }
    let report = try simulate(scenarios, base, results)
    try write(report, results, digests)
    return SimulateOutcome(diagnostics: [], simulation: report)
  }

  /// The output folder removes what its last manifest lists: never that of results.
  private func refuseResultsAsOutput() throws(BatchError) {
    guard Manifest.read(in: options.out)?.outputs["allowances.csv"] != nil else { return }
    throw BatchError(
      "\(options.out) holds results of cets process: give --out a folder of its own", isUsage: true)
  }

  private func baseRules(_ results: ResultsFolder) throws(BatchError) -> BaseRules {
    do { return try BaseRules(options.rulebook.rules(for: results.manifest.year)) } catch {
      throw BatchError(
        "the rulebook does not cover the year \(results.manifest.year) of the results (\(error)): give the --rulebook that cets process was given",
        isUsage: true)
    }
  }

  // MARK: Scenarios

  private func read(
    _ base: BaseRules, _ results: ResultsFolder, _ digests: inout [String: String]
  ) throws(BatchError) -> ([Scenario], [Diagnostic]) {
    var scenarios: [Scenario] = []
    var diagnostics: [Diagnostic] = []
    for path in options.scenarios {
      let bytes: [UInt8]
      do { bytes = try FileSystem.read(path) } catch { throw BatchError(error.description, isUsage: true) }
      let (scenario, faults) = ScenarioReader.read(bytes, file: path, base: base)
      diagnostics += faults
      guard let scenario else { continue }
      diagnostics += scenario.faults(in: results.units, file: path)
      if scenarios.contains(where: { $0.id == scenario.id }) {
        diagnostics.append(
          Diagnostic(
            .scenarioDuplicate, file: path, field: "scenario", text: scenario.id,
            message: Label(zh: "两个情景的标识相同", en: "two scenarios have this id")))
      }
      digests["scenarios/\(scenario.id).yaml"] = sha256(bytes)
      scenarios.append(scenario)
    }
    return (scenarios, diagnostics)
  }

  private func simulate(
    _ scenarios: [Scenario], _ base: BaseRules, _ results: ResultsFolder
  ) throws(BatchError) -> SimulationReport {
    let last = scenarios.map(\.years.upperBound).max() ?? base.year
    let simulation = Simulation(base: base, units: results.units)
    do {
      var runs = [try simulation.run(.unchanged(years: base.year...last))]
      for scenario in scenarios { runs.append(try simulation.run(scenario)) }
      var effects: [AbatementEffect] = []
      for run in runs { effects += try simulation.effects(of: run) }
      let differing = runs.first?.years.first.map(simulation.differences) ?? []
      return SimulationReport(
        base: base, runs: runs, effects: effects, differing: differing, unitCount: results.units.count,
        isSameRulebook: results.manifest.rulebook == options.rulebook.digest,
        resultsDigest: results.digests["allowances.csv"] ?? "", asOf: results.manifest.asOf,
        documents: options.rulebook.documents, program: "\(Program.name) \(Program.version)")
    } catch {
      throw BatchError("the scenarios cannot be calculated: \(error)")
    }
  }

  // MARK: Writing

  private func write(
    _ report: SimulationReport, _ results: ResultsFolder, _ inputs: [String: String]
  ) throws(BatchError) {
    let output = try OutputFolder(options.out)
    do {
      try output.write(SimulationTables.entities(report.runs), to: "entities.csv")
      try output.write(SimulationTables.sectors(report.runs), to: "sectors.csv")
      try output.write(SimulationTables.provinces(report.runs), to: "provinces.csv")
      try output.write(SimulationTables.marginal(report.runs), to: "marginal.csv")
      try output.write(SimulationTables.abatement(report.effects), to: "abatement.csv")
      try output.write(report.html(in: options.language), to: "simulation.html")
      let manifest = Manifest(
        program: Program.name, version: Program.version, year: results.manifest.year,
        language: options.language.rawValue, asOf: results.manifest.asOf, rulebook: options.rulebook.digest,
        inputs: inputs, outputs: output.digests)
      try FileSystem.write(try manifest.json(), to: "\(output.path)/\(Manifest.fileName)")
    } catch let error as BatchError {
      throw error
    } catch let error as FileError {
      throw BatchError(error)
    } catch {
      throw BatchError("the scenarios cannot be calculated: \(error)")
    }
    output.removeStale()
  }
}
