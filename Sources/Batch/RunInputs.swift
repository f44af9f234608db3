import FilingFormats
import Filings

/// A filing that can be read: an XML file, or the rows of one entity and year in a folder's CSV tables.
package enum FilingSource: Sendable {
  case xml(Discovery.Input)
  /// Index of the table set, and the entry in it: large, and so in a place of its own.
  indirect case tables(set: Int, entry: CSVTableSet.Entry)

  /// The entity, where it is known before the filing is read.
  var uscc: String {
    switch self {
    case .xml: ""
    case .tables(_, let entry): entry.key.uscc
    }
  }

  /// Its year, likewise.
  var year: Int? {
    switch self {
    case .xml: nil
    case .tables(_, let entry): entry.key.year
    }
  }

  /// How messages call it.
  package var display: String {
    switch self {
    case .xml(let input): input.display
    case .tables(_, let entry): entry.file
    }
  }
}

/// Everything the paths of a command line hold, found and sorted, but not yet read as filings.
package struct RunInputs: Sendable {
  package let discovery: Discovery
  /// In the order of their paths.
  package let sources: [FilingSource]
  package let tableSets: [CSVTableSet]
  /// Files of allowance inputs and of results.
  let allowanceFiles: [CSVFile]
  /// What belongs to no single filing.
  package let diagnostics: [Diagnostic]
  let limits: ReaderLimits
  /// The SHA-256 of every table that could be read, by its name, where they were asked for.
  let tableDigests: [String: String]

  /// - Parameter takingParts: whether tables that were named one by one may lack the others of their set.
  package init(
    paths: [String], naming: Discovery.Naming, limits: ReaderLimits = ReaderLimits(),
    excluding: String? = nil, digesting: Bool = false, takingParts: Bool = false,
    standardInput: StandardInput? = nil
  ) {
    let discovery = Discovery(
      paths: paths, naming: naming, excluding: excluding, standardInput: standardInput)
    var diagnostics = discovery.diagnostics
    var tableSets: [CSVTableSet] = []
    var allowanceFiles: [CSVFile] = []
    var sources = discovery.xml.map(FilingSource.xml)
    var digests: [String: String] = [:]
    for folder in Self.folders(of: discovery.csv) {
      let files = folder.map { file in
        CSVFile(
          reading: file.path, display: file.display, limits: limits, followingLinks: false,
          digest: digesting ? { digests[file.display] = $0 } : nil)
      }
      allowanceFiles += files.filter { file in
        switch file.table {
        case .input, .result: true
        case .filing, nil: false
        }
      }
      let set = CSVTableSet(files, mayBePart: takingParts && folder.allSatisfy(\.isNamed))
      diagnostics += set.diagnostics
      sources += set.entries.map { .tables(set: tableSets.count, entry: $0) }
      tableSets.append(set)
    }
    self.limits = limits
    tableDigests = digests
    self.discovery = discovery
    self.sources = sources
    self.tableSets = tableSets
    self.allowanceFiles = allowanceFiles
    self.diagnostics = diagnostics.map(ToFill.named).sorted()
  }

  /// What is said where the paths hold tables but no filing, and nothing else is wrong with them.
  func lackingFilings() -> [Diagnostic] {
    guard sources.isEmpty, !diagnostics.contains(where: { $0.severity == .error }),
      let table = discovery.csv.first
    else { return [] }
    return [
      Diagnostic(
        .noFiling, file: table.display,
        message: Label(zh: "没有找到填报：表格中没有填报的数据行", en: "no filing found: the tables have no row of one"))
    ]
  }

  /// Where each table lies on the disk, by the name it has in messages.
  var diskPaths: [String: String] {
    Dictionary(discovery.csv.map { ($0.display, $0.path) }, uniquingKeysWith: { first, _ in first })
  }

  /// The tables of one folder belong together.
  private static func folders(of files: [Discovery.Input]) -> [[Discovery.Input]] {
    var folders: [(name: Substring, files: [Discovery.Input])] = []
    for file in files {
      let name = file.path.lastIndex(of: "/").map { file.path[..<$0] } ?? ""
      if let index = folders.firstIndex(where: { $0.name == name }) {
        folders[index].files.append(file)
      } else {
        folders.append((name, [file]))
      }
    }
    return folders.map(\.files)
  }
}

/// What there is of a filing before it is read as one.
enum RawFiling {
  /// The bytes of an XML file, how messages call it, and its SHA-256 if that is taken.
  case xml([UInt8], name: String, digest: String?)
  case tables(CSVTableSet, CSVTableSet.Entry)
  case unreadable(Diagnostic)

  /// SHA-256 of an XML file, if it is taken.
  var digest: String? {
    if case .xml(_, _, let digest) = self { digest } else { nil }
  }

  /// SHA-256 of all that reading the filing rests on; nil where it is not taken or there is nothing to read.
  var fingerprint: String? {
    switch self {
    case .xml(_, _, let digest): digest
    case .tables(let set, let entry): sha256(set.fingerprint(of: entry))
    case .unreadable: nil
    }
  }
}

/// Reads filings of a run's inputs. Each thread has one of its own, because it holds the compiled schema.
struct FilingReader {
  let inputs: RunInputs
  private let takesDigests: Bool
  private var forms: FormReader

  init(inputs: RunInputs, takesDigests: Bool = true) {
    self.inputs = inputs
    self.takesDigests = takesDigests
    forms = FormReader(limits: inputs.limits, takesDigests: false)
  }

  /// The filing with every diagnostic of the readers and of the rules common to both forms; `digest` is
  /// the SHA-256 of an XML file, if it is taken.
  mutating func read(_ source: FilingSource) -> (result: ReadResult, digest: String?) {
    let raw = raw(source)
    return (read(raw), raw.digest)
  }

  func raw(_ source: FilingSource) -> RawFiling {
    switch source {
    case .xml(let input):
      do {
        let bytes = try FileSystem.read(input.path, limit: inputs.limits.xmlFileBytes, followingLinks: false)
        return .xml(bytes, name: input.display, digest: takesDigests ? sha256(bytes) : nil)
      } catch {
        return .unreadable(error.diagnostic(.xmlFile, inputs.limits, file: input.display))
      }
    case .tables(let set, let entry): return .tables(inputs.tableSets[set], entry)
    }
  }

  mutating func read(_ raw: RawFiling) -> ReadResult {
    switch raw {
    case .xml(let bytes, let name, _): forms.read(bytes, named: name).result
    case .tables(let set, let entry): forms.read(entry, of: set)
    case .unreadable(let diagnostic): ReadResult(filing: nil, diagnostics: [diagnostic])
    }
  }
}
