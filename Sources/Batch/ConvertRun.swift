import FilingFormats
import Filings

/// `cets convert`: the same filings in the other form.
package struct ConvertRun: Sendable {
  package enum Form: String, CaseIterable, Sendable {
    case xml, csv
  }

  package struct Outcome: Sendable {
    package let converted: Int
    package let diagnostics: [Diagnostic]
    /// The files written, in their folder.
    package let files: [String]
  }

  let paths: [String]
  let form: Form
  let out: String
  let jobs: Int

  package init(paths: [String], form: Form, out: String, jobs: Int) {
    self.paths = paths
    self.form = form
    self.out = out
    self.jobs = jobs
  }

  package func run() async throws(BatchError) -> Outcome {
    let inputs = RunInputs(paths: paths, naming: .asGiven, excluding: out)
    let results = await parallelMap(
      count: inputs.sources.count, jobs: jobs, state: { FilingReader(inputs: inputs) }
    ) { reader, index in reader.read(inputs.sources[index]).result }
    var filings: [Filing] = []
    for result in results {
      guard let filing = result.filing, !result.diagnostics.contains(where: { $0.severity == .error }) else {
        continue
      }
      filings.append(filing)
    }
    filings.sort { ($0.entity.uscc, $0.year, $0.submission) < ($1.entity.uscc, $1.year, $1.submission) }
    let diagnostics = (inputs.diagnostics + inputs.lackingFilings() + results.flatMap(\.diagnostics)).filter {
      $0.severity == .error
    }
    do {
      try FileSystem.makeFolder(out)
      let files = try form == .xml ? writeXML(filings) : writeTables(filings)
      return Outcome(converted: filings.count, diagnostics: diagnostics.sorted(), files: files)
    } catch let error as FileError { throw BatchError(error) } catch { throw BatchError("\(error)") }
  }

  /// One file a filing: `USCC-YEAR-SUBMISSION.xml`.
  private func writeXML(_ filings: [Filing]) throws -> [String] {
    try filings.map { filing in
      let name = "\(filing.entity.uscc)-\(filing.year)-\(filing.submission).xml"
      try FileSystem.write(XMLFilingWriter.write(filing), to: "\(out)/\(name)")
      return name
    }
  }

  /// One set of tables for all filings; a set has room for one submission of an entity and year, so
  /// further submissions go into folders of their own.
  private func writeTables(_ filings: [Filing]) throws -> [String] {
    var sets: [[Filing]] = []
    // Submissions of one entity and year stand one after the other.
    var set = 0
    var previous: Filing?
    for filing in filings {
      let isFurther = previous?.entity.uscc == filing.entity.uscc && previous?.year == filing.year
      set = isFurther ? set + 1 : 0
      if set == sets.count { sets.append([]) }
      sets[set].append(filing)
      previous = filing
    }
    var names: [String] = []
    for (index, set) in sets.enumerated() {
      let folder = index == 0 ? out : "\(out)/set-\(index + 1)"
      try FileSystem.makeFolder(folder)
      for (name, bytes) in CSVFilingWriter.tables(of: set) {
        try FileSystem.write(bytes, to: "\(folder)/\(name)")
        names.append(index == 0 ? name : "set-\(index + 1)/\(name)")
      }
    }
    return names
  }
}
