import Allowances
import Book
import FilingFormats
import Filings
import Foundation
import Quantities
import Rulebook

/// `cets book post`: tables into a book, one after the other; each wholly or not at all.
package struct PostRun: Sendable {
  package struct Outcome: Sendable {
    package let posted: [PostOutcome]
    /// Files behind a refused one, which were not looked at.
    package let skipped: [String]
  }

  let book: String
  let paths: [String]
  let rulebook: Rulebook
  let options: PostOptions

  package init(book: String, paths: [String], rulebook: Rulebook, options: PostOptions) {
    self.book = book
    self.paths = paths
    self.rulebook = rulebook
    self.options = options
  }

  package func run() throws(BatchError) -> Outcome {
    let book = try Self.opened(self.book)
    defer { book.close() }
    var outcomes: [PostOutcome] = []
    for (index, path) in paths.enumerated() {
      var digest = ""
      let file = CSVFile(reading: path) { digest = $0 }
      let request = PostRequest(name: path, sha256: digest, rulebook: rulebook, options: options)
      do { outcomes.append(try book.post(file, request)) } catch { throw BatchError(error) }
      // What follows may build on the refused file.
      if outcomes.last?.isRefused ?? false {
        return Outcome(posted: outcomes, skipped: Array(paths[(index + 1)...]))
      }
    }
    return Outcome(posted: outcomes, skipped: [])
  }

  private static func opened(_ path: String) throws(BatchError) -> Book {
    do { return try Book.open(path) } catch { throw BatchError(error) }
  }
}

extension BatchError {
  package init(_ error: BookError) {
    self.init(error.description, isUsage: error.isUsage)
  }
}

extension Book {
  /// Does something with books; what fails becomes a failure of the command.
  package static func working<Value>(_ work: () throws(BookError) -> Value) throws(BatchError) -> Value {
    do { return try work() } catch { throw BatchError(error) }
  }
}

/// `cets book determine`: a run's verified results into a book.
package struct DetermineRun: Sendable {
  let book: String
  let results: String
  let rulebook: Rulebook
  let options: PostOptions

  package init(book: String, results: String, rulebook: Rulebook, options: PostOptions) {
    self.book = book
    self.results = results
    self.rulebook = rulebook
    self.options = options
  }

  package func run() throws(BatchError) -> PostOutcome {
    guard FileSystem.kind(of: "\(results)/\(Manifest.fileName)") == .file,
      let manifest = Manifest.read(in: results)
    else {
      throw BatchError(
        "\(results) holds no results of cets process: there is no \(Manifest.fileName) that can be read",
        isUsage: true)
    }
    let (allowances, found) = try verified("allowances.csv", manifest)
    let (units, unitsFound) = try verified("units.csv", manifest)
    let read = allowances?.allowances()
    let details = units?.unitDetails()
    let diagnostics = found + unitsFound + (read?.diagnostics ?? []) + (details?.diagnostics ?? [])
    if diagnostics.contains(where: { $0.severity == .error }) {
      return PostOutcome(name: results, isPosted: false, tallies: [:], diagnostics: diagnostics.sorted())
    }
    let bytes: [UInt8]
    do { bytes = try FileSystem.read("\(results)/\(Manifest.fileName)") } catch { throw BatchError(error) }
    let (entities, faults) = Self.entities(
      read?.rows ?? [], details?.rows ?? [], file: "\(results)/allowances.csv")
    if !faults.isEmpty {
      return PostOutcome(name: results, isPosted: false, tallies: [:], diagnostics: faults)
    }
    let input = DeterminationInput(
      year: manifest.year, entities: entities, rejected: rejections(manifest), run: sha256(bytes))
    do {
      let book = try Book.open(self.book)
      defer { book.close() }
      let request = PostRequest(name: results, sha256: "", rulebook: rulebook, options: options)
      return try book.determine(input, request)
    } catch { throw BatchError(error) }
  }

  /// A result file whose bytes are those that the manifest lists.
  private func verified(_ name: String, _ manifest: Manifest) throws(BatchError) -> (CSVFile?, [Diagnostic]) {
    let path = "\(results)/\(name)"
    func fault(_ zh: String, _ en: String, _ text: String = "") -> (CSVFile?, [Diagnostic]) {
      (nil, [Diagnostic(.bookResult, file: path, text: text, message: Label(zh: zh, en: en))])
    }
    guard let listed = manifest.outputs[name] else {
      return fault("manifest.json没有列出该文件", "the manifest does not list the file")
    }
    guard let bytes = try? FileSystem.read(path) else { return fault("文件缺失", "the file is missing") }
    let digest = sha256(bytes)
    guard digest == listed else {
      return fault(
        "文件已被改动：SHA-256与manifest.json不符", "the file was changed: its SHA-256 is not that of the manifest",
        digest)
    }
    return (CSVFile(reading: path), [])
  }

  /// What a run says of a rejected filing.
  private struct RejectionFile: Decodable {
    let files: [String]
    let uscc: String
  }

  /// The filings that the manifest lists as rejected; one whose file is gone is known by its name.
  private func rejections(_ manifest: Manifest) -> [DeterminationInput.Rejection] {
    manifest.outputs.keys.filter { $0.hasPrefix("rejected/") }.sorted().map { name in
      guard let bytes = try? FileSystem.read("\(results)/\(name)"), sha256(bytes) == manifest.outputs[name],
        let read = try? JSONDecoder().decode(RejectionFile.self, from: Data(bytes))
      else { return DeterminationInput.Rejection(files: name, uscc: "") }
      return DeterminationInput.Rejection(files: read.files.joined(separator: ", "), uscc: read.uscc)
    }
  }

  /// The entities of the result tables, sorted by USCC, and what the book cannot keep of them.
  private static func entities(
    _ rows: [AllowanceRow], _ details: [UnitDetailRow], file: String
  ) -> ([DeterminationInput.Entity], [Diagnostic]) {
    var faults: [Diagnostic] = []
    func whole(_ value: FixedDecimal?, _ row: AllowanceRow) -> Int? {
      guard let value else { return nil }
      if let tonnes = value.wholeTonnes { return tonnes }
      faults.append(
        Diagnostic(
          .csvValue, file: file, line: row.line, text: "\(value)",
          message: Label(zh: "账簿只记整吨", en: "the book keeps whole tonnes only"), uscc: row.uscc))
      return nil
    }
    let texts = Dictionary(grouping: details) { "\($0.uscc) \($0.unit)" }
    var entities: [DeterminationInput.Entity] = []
    for (uscc, group) in Dictionary(grouping: rows, by: \.uscc).sorted(by: { $0.key < $1.key }) {
      guard let first = group.first else { continue }
      let units = group.sorted { $0.unit < $1.unit }.map { row in
        let pairs = (texts["\(row.uscc) \(row.unit)"] ?? []).map { ($0.detail, $0.value) }
        return DeterminedUnit(
          sector: row.sector, uscc: row.uscc, unit: row.unit, emissions: row.emissions.description,
          output: row.output?.description ?? "", intensity: row.intensity?.description ?? "",
          balanceValue: row.balanceValue?.description ?? "", balanceSource: row.balanceSource,
          specialCase: row.specialCase, determined: whole(row.determined, row), due: whole(row.due, row),
          details: UnitDetailText(pairs: pairs).text)
      }
      let given = group.compactMap { whole($0.preallocated, $0) }
      entities.append(
        DeterminationInput.Entity(
          uscc: uscc, name: first.name, sector: first.sector, province: first.province, units: units,
          preallocated: given.isEmpty ? nil : given.reduce(0, +)))
    }
    return (entities, faults)
  }
}
