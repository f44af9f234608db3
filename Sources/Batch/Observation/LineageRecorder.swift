import Foundation

/// Writes a run's OpenLineage events, one a line, at the end of a file that other runs may have written to:
/// as the file transport of OpenLineage's own clients does.
struct LineageRecorder: Sendable {
  let path: String
  let runID: String
  /// `process.2025`
  let job: String
  /// The paths of the command line.
  let inputs: [String]
  /// Files named by options, as the manifest calls them: `--decisions`.
  let named: [String: String]

  /// - Throws: also if the file is something else than events: a filing, by a slip of the hand.
  func started() throws(BatchError) {
    if let bytes = try? FileSystem.read(path), let first = bytes.first, first != UInt8(ascii: "{") {
      throw BatchError("\(path) is no file of OpenLineage events: nothing was added to it", isUsage: true)
    }
    try append(.start, inputs: datasets([:]))
  }

  func completed(inputs digests: [String: String], outputs: [String: String], in out: String)
    throws(BatchError)
  {
    try append(.complete, inputs: datasets(digests), outputs: Self.outputs(outputs, in: out))
  }

  func failed(_ error: BatchError) throws(BatchError) {
    try append(.fail, inputs: datasets([:]), error: error.message)
  }

  private func append(
    _ kind: LineageEvent.Kind, inputs: [LineageEvent.Dataset], outputs: [LineageEvent.Dataset] = [],
    error: String? = nil
  ) throws(BatchError) {
    let facets = LineageEvent.RunFacets(errorMessage: error.map { LineageEvent.ErrorMessage(message: $0) })
    let event = LineageEvent(
      eventType: kind, eventTime: UTC.now, run: LineageEvent.Run(runId: runID, facets: facets),
      job: LineageEvent.Job(name: job), inputs: inputs, outputs: outputs)
    let line = try event.line()
    do { try FileSystem.append(line, to: path) } catch { throw BatchError(error) }
  }

  // MARK: Datasets

  /// What was given on the command line: a nation's 1,291 filings are one dataset, their folder.
  private func datasets(_ digests: [String: String]) -> [LineageEvent.Dataset] {
    let given = inputs.map { path -> LineageEvent.Dataset in
      let name = path.split(separator: "/").last.map(String.init) ?? path
      guard FileSystem.kind(of: path) == .folder else { return Self.dataset(path, digests[name]) }
      let prefix = inputs.count > 1 ? name + "/" : ""
      let files = digests.filter { $0.key.hasPrefix(prefix) && named[$0.key] == nil }
      return Self.dataset(path, Self.version(of: files, below: prefix))
    }
    return given + named.sorted { $0.key < $1.key }.map { Self.dataset($0.value, digests[$0.key]) }
  }

  /// A dataset a file, or a folder in the output folder.
  private static func outputs(_ digests: [String: String], in out: String) -> [LineageEvent.Dataset] {
    let groups = Dictionary(grouping: digests) { String($0.key.prefix { $0 != "/" }) }
    return groups.sorted { $0.key < $1.key }.map { name, files in
      let isFile = digests[name] != nil
      let version =
        isFile
        ? digests[name]
        : version(of: Dictionary(uniqueKeysWithValues: files.map { ($0.key, $0.value) }), below: "\(name)/")
      var dataset = dataset("\(out)/\(name)", version)
      dataset.outputFacets = ["outputStatistics": LineageEvent.OutputStatistics(fileCount: files.count)]
      return dataset
    }
  }

  private static func dataset(_ path: String, _ version: String?) -> LineageEvent.Dataset {
    var dataset = LineageEvent.Dataset(name: FileSystem.resolved(path))
    if let version { dataset.facets["version"] = LineageEvent.DatasetVersion(datasetVersion: version) }
    return dataset
  }

  /// SHA-256 over the lines that `sha256sum` prints of a folder's files, sorted by their names.
  private static func version(of digests: [String: String], below prefix: String) -> String? {
    if digests.isEmpty { return nil }
    let lines = digests.sorted { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }
      .map { "\($0.value)  \($0.key.dropFirst(prefix.count))\n" }
    return sha256(Array(lines.joined().utf8))
  }
}
