import FilingFormats
import Filings

/// Reads a filing in either form, wherever its bytes come from, with every diagnostic of the readers and of the
/// rules common to both forms.
struct FormReader {
  private let xml: XMLFilingReader
  private let limits: ReaderLimits
  /// Whether anybody asks for the digests.
  private let takesDigests: Bool

  init(limits: ReaderLimits, takesDigests: Bool = true) {
    self.limits = limits
    self.takesDigests = takesDigests
    xml = XMLFilingReader(limits: limits)
  }

  /// An XML filing, and its SHA-256 if it is taken.
  ///
  /// - Parameter bytes: nil for a file larger than the limits.
  mutating func read(_ bytes: [UInt8]?, named name: String) -> (result: ReadResult, digest: String?) {
    guard let bytes else {
      return (ReadResult(filing: nil, diagnostics: [limits.oversize(.xmlFile, path: name)]), nil)
    }
    return (Self.finished(xml.read(bytes, path: name)), takesDigests ? sha256(bytes) : nil)
  }

  /// A filing of a folder's tables.
  func read(_ entry: CSVTableSet.Entry, of set: CSVTableSet) -> ReadResult {
    let found = set.filing(for: entry.key)
    let diagnostics = found.diagnostics + found.blockedBy + found.brokenRules()
    return Self.finished(ReadResult(filing: found.filing, diagnostics: diagnostics.sorted()))
  }

  private static func finished(_ result: ReadResult) -> ReadResult {
    var result = result
    result.diagnostics = result.diagnostics.map(ToFill.named).sorted()
    return result
  }
}
