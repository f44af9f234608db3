import FilingFormats
import Filings

/// What a person is shown of the diagnostics of a run: every place narrowed to its characters, each with
/// its line, and no more of one file than can be worked through.
enum ShownDiagnostics {
  static let perFileMax = 100

  /// - Parameter tables: those that were read already.
  static func of(
    _ diagnostics: [Diagnostic], in files: [Discovery.Input], tables: [CSVFile]
  ) -> [Diagnostic] {
    let read = Dictionary(tables.map { ($0.path, $0) }, uniquingKeysWith: { first, _ in first })
    let paths = Dictionary(files.map { ($0.display, $0.path) }, uniquingKeysWith: { first, _ in first })
    let byFile = Dictionary(grouping: diagnostics, by: \.file)
    var shown: [Diagnostic] = []
    for (file, found) in byFile.sorted(by: { $0.key < $1.key }) {
      let (kept, left) = bounded(found.sorted(), file: file)
      let source = read[file].flatMap { SourceText($0) } ?? paths[file].flatMap(text)
      let hinted = kept.map(LookAlikeHint.added)
      let located = source.map { source in hinted.map { PlaceFinder.located($0, in: source) } } ?? hinted
      shown += located.sorted() + left
    }
    return shown
  }

  /// The same without places and lines: for the many filings of a batch.
  static func bounded(_ diagnostics: [Diagnostic]) -> [Diagnostic] {
    Dictionary(grouping: diagnostics, by: \.file).sorted { $0.key < $1.key }.flatMap { file, found in
      let (kept, left) = bounded(found.sorted(), file: file)
      return kept.sorted() + left
    }
  }

  /// The text of a file that is not too large to be read again.
  private static func text(of path: String) -> SourceText? {
    (try? FileSystem.read(path, limit: SourceText.bytesMax, followingLinks: false)).flatMap { SourceText($0) }
  }

  /// The first of a file, errors before the rest, and how many more there are.
  private static func bounded(_ sorted: [Diagnostic], file: String) -> ([Diagnostic], [Diagnostic]) {
    guard sorted.count > perFileMax else { return (sorted, []) }
    let order = Diagnostic.Severity.allCases
    // That a file was not read on, or only in part, is never among those that are left out.
    let kept: [DiagnosticCode] = [.limit, .tableAlone]
    let ranked =
      sorted.filter { kept.contains($0.code) }
      + order.flatMap { severity in sorted.filter { $0.severity == severity && !kept.contains($0.code) } }
    let rest = ranked.dropFirst(perFileMax)
    let errors = rest.count { $0.severity == .error }
    let isWhole = sorted.count < ReadResult.problemsMax
    return (
      Array(ranked.prefix(perFileMax)),
      [
        Diagnostic(
          .moreDiagnostics, file: file,
          message: Label(
            zh: "该文件另有\(isWhole ? "" : "至少")\(rest.count)个问题未列出，其中错误\(errors)个",
            en:
              "\(isWhole ? "" : "at least ")\(rest.count) more of this file are not shown, \(errors) of them errors"
          ))
      ]
    )
  }
}
