import Foundation

/// A RunEvent of the OpenLineage specification 2-0-2 (https://openlineage.io/spec/2-0-2/OpenLineage.json): which
/// datasets a run read and which it wrote.
struct LineageEvent: Encodable, Sendable {
  enum Kind: String, Encodable, Sendable {
    case start = "START"
    case complete = "COMPLETE"
    case fail = "FAIL"
  }

  struct Run: Encodable, Sendable {
    let runId: String
    let facets: RunFacets
  }

  struct RunFacets: Encodable, Sendable {
    // The specification's name for it.
    // swift-format-ignore: AlwaysUseLowerCamelCase
    let processing_engine = ProcessingEngine()
    /// Only of a run that failed.
    var errorMessage: ErrorMessage?
  }

  struct Job: Encodable, Sendable {
    let namespace = Program.name
    /// `process.2025`
    let name: String
    let facets = ["jobType": JobType()]
  }

  struct Dataset: Encodable, Sendable {
    /// OpenLineage's name for files of the machine itself.
    let namespace = "file"
    /// The absolute path.
    let name: String
    /// SHA-256 of the file, or of a folder's files; none before they are read.
    var facets: [String: DatasetVersion] = [:]
    var outputFacets: [String: OutputStatistics]?
  }

  struct DatasetVersion: Encodable, Sendable {
    let _producer = LineageEvent.producer
    let _schemaURL = facetURL("DatasetVersionDatasetFacet", "1-0-1")
    let datasetVersion: String
  }

  struct OutputStatistics: Encodable, Sendable {
    let _producer = LineageEvent.producer
    let _schemaURL = facetURL("OutputStatisticsOutputDatasetFacet", "1-0-2")
    let fileCount: Int
  }

  struct ProcessingEngine: Encodable, Sendable {
    let _producer = LineageEvent.producer
    let _schemaURL = facetURL("ProcessingEngineRunFacet", "1-1-1")
    let name = Program.name
    let version = Program.version
  }

  struct JobType: Encodable, Sendable {
    let _producer = LineageEvent.producer
    let _schemaURL = facetURL("JobTypeJobFacet", "2-0-4")
    let processingType = "BATCH"
    let integration = "CETS"
    let jobType = "COMMAND"
  }

  struct ErrorMessage: Encodable, Sendable {
    let _producer = LineageEvent.producer
    let _schemaURL = facetURL("ErrorMessageRunFacet", "1-0-1")
    let message: String
    let programmingLanguage = "SWIFT"
  }

  static let producer = "urn:\(Program.name):program:\(Program.version)"

  let eventType: Kind
  let eventTime: String
  let producer = LineageEvent.producer
  let schemaURL = "https://openlineage.io/spec/2-0-2/OpenLineage.json#/$defs/RunEvent"
  let run: Run
  let job: Job
  let inputs: [Dataset]
  let outputs: [Dataset]

  private static func facetURL(_ name: String, _ version: String) -> String {
    "https://openlineage.io/spec/facets/\(version)/\(name).json#/$defs/\(name)"
  }

  func line() throws(BatchError) -> [UInt8] {
    let encoder = JSONEncoder()
    encoder.outputFormatting = [.sortedKeys, .withoutEscapingSlashes]
    do { return Array(try encoder.encode(self)) + [0x0A] } catch {
      throw BatchError("cannot write the lineage event: \(error)")
    }
  }
}
