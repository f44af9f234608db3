import Filings
import Foundation

extension Rulebook {
  /// The rulebook inside the program, loaded once.
  package static let embedded: Result<Rulebook, RulebookError> = load(embeddedFiles)

  /// The embedded rulebook with the tables of a folder: a file replaces the embedded one of the same
  /// name, any other adds to the rulebook.
  package static func overridden(by directory: String) throws(RulebookError) -> Rulebook {
    var files = Dictionary(uniqueKeysWithValues: embeddedFiles.map { ($0.name, $0.text) })
    let names: [String]
    do { names = try FileManager.default.contentsOfDirectory(atPath: directory) } catch {
      throw RulebookError(
        file: directory, line: 0, message: "the folder cannot be read",
        remedy: "Give a folder of YAML tables.")
    }
    for name in names where name.hasSuffix(".yaml") || name.hasSuffix(".yml") {
      guard let text = try? String(contentsOfFile: "\(directory)/\(name)", encoding: .utf8) else {
        throw RulebookError(
          file: "\(directory)/\(name)", line: 0, message: "the file cannot be read",
          remedy: "Save it as UTF-8 and check its permissions.")
      }
      files[name] = text
    }
    return try load(files.sorted { $0.key < $1.key }.map { ($0.key, $0.value) }).get()
  }

  /// The rulebook of these files, in the order of their names.
  static func load(_ files: [(name: String, text: String)]) -> Result<Rulebook, RulebookError> {
    var loader = RulebookLoader()
    do {
      for (name, text) in files.sorted(by: { $0.name < $1.name }) { try loader.load(text, file: name) }
      return .success(Rulebook(entries: loader.entries, documents: loader.documents, checks: loader.checks))
    } catch {
      return .failure(error)
    }
  }

  private static var embeddedFiles: [(name: String, text: String)] {
    [
      ("aluminium-carbonates.yaml", PackageResources.aluminium_carbonates_yaml),
      ("aluminium-older.yaml", PackageResources.aluminium_older_yaml),
      ("aluminium.yaml", PackageResources.aluminium_yaml),
      ("allocation.yaml", PackageResources.allocation_yaml),
      ("calendar.yaml", PackageResources.calendar_yaml),
      ("cement-choices.yaml", PackageResources.cement_choices_yaml),
      ("cement-deductions.yaml", PackageResources.cement_deductions_yaml),
      ("cement-fuels.yaml", PackageResources.cement_fuels_yaml),
      ("cement-older.yaml", PackageResources.cement_older_yaml),
      ("cement-oxidation.yaml", PackageResources.cement_oxidation_yaml),
      ("cement-process.yaml", PackageResources.cement_process_yaml),
      ("check-limits.yaml", PackageResources.check_limits_yaml),
      ("check-ranges.yaml", PackageResources.check_ranges_yaml),
      ("checks.yaml", PackageResources.checks_yaml),
      ("decimals.yaml", PackageResources.decimals_yaml),
      ("documents.yaml", PackageResources.documents_yaml),
      ("market.yaml", PackageResources.market_yaml),
      ("reference-ranges.yaml", PackageResources.reference_ranges_yaml),
      ("reference-values.yaml", PackageResources.reference_values_yaml),
      ("steel-a1-fuels.yaml", PackageResources.steel_a1_fuels_yaml),
      ("steel-a2-factors.yaml", PackageResources.steel_a2_factors_yaml),
      ("steel-older.yaml", PackageResources.steel_older_yaml),
      ("steel-oxidation.yaml", PackageResources.steel_oxidation_yaml),
      ("surrender.yaml", PackageResources.surrender_yaml),
    ].map { (name: $0.0, text: String(decoding: $0.1, as: UTF8.self)) }
  }
}
