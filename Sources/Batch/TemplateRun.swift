import FilingFormats
import Filings
import Rulebook

/// `cets template`: a filing with blanks for a plant to complete.
package struct TemplateRun: Sendable {
  package enum Form: String, CaseIterable, Sendable {
    case xml, csv
  }

  package enum Start: Sendable {
    /// What a plant of the sector usually files.
    case blank(Sector, year: Int, uscc: String?)
    /// The year after that of a filing; another year where one is given.
    case lastYear([String], year: Int?, uscc: String?)
  }

  let start: Start
  let form: Form
  let out: String
  let language: Language?
  let rulebook: Rulebook

  package init(_ start: Start, form: Form, out: String, language: Language?, rulebook: Rulebook) {
    self.start = start
    self.form = form
    self.out = out
    self.language = language
    self.rulebook = rulebook
  }

  /// The files written.
  package func run() throws(BatchError) -> [String] {
    let filing = try filing()
    let writer = TemplateWriter(filing, rulebook: rulebook, language: language)
    let owner = filing.entity.uscc == ToFill.text ? filing.sector.rawValue : filing.entity.uscc
    let files = form == .xml ? [("\(owner)-\(filing.year).xml", writer.xml())] : writer.tables()
    // Somebody may have begun to fill one in.
    for (name, _) in files where FileSystem.kind(of: "\(out)/\(name)") != nil {
      throw BatchError("\(out)/\(name) is there already; name another folder with --out", isUsage: true)
    }
    do {
      try FileSystem.makeFolder(out)
      for (name, bytes) in files { try FileSystem.write(bytes, to: "\(out)/\(name)") }
    } catch { throw BatchError(error) }
    return files.map { "\(out)/\($0.0)" }
  }

  private func filing() throws(BatchError) -> Filing {
    let filing: Filing
    switch start {
    case .blank(let sector, let year, let uscc):
      if let uscc, !USCC.isValid(uscc) { throw BatchError("\(uscc) is no credit code", isUsage: true) }
      filing = TemplateFiling.blank(sector, year: year, uscc: uscc)
    case .lastYear(let paths, let year, let uscc):
      let last = try read(paths, uscc)
      filing = TemplateFiling.next(after: last, year: year ?? last.year + 1)
    }
    guard rulebook.rules(for: filing.year).find("allocation.method") != nil else {
      throw BatchError("no rule covers the year \(filing.year)", isUsage: true)
    }
    return filing
  }

  /// Last year's filing: the highest submission of the only entity, or of the one that is named.
  private func read(_ paths: [String], _ uscc: String?) throws(BatchError) -> Filing {
    let inputs = RunInputs(paths: paths, naming: .asGiven)
    var reader = FilingReader(inputs: inputs)
    let results = inputs.sources.map { reader.read($0).result }
    let good = results.filter { result in !result.diagnostics.contains { $0.severity == .error } }
    let filings = good.compactMap(\.filing).filter { uscc == nil || $0.entity.uscc == uscc }
    let entities = Set(filings.map(\.entity.uscc))
    guard entities.count == 1,
      let latest = filings.max(by: { ($0.year, $0.submission) < ($1.year, $1.submission) })
    else {
      throw BatchError(
        entities.isEmpty
          ? "there is no filing without errors; cets validate says what is wrong"
          : "there are filings of \(entities.count) entities: name one with --uscc", isUsage: true)
    }
    return latest
  }
}
