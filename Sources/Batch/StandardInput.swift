import FilingFormats
import Filings
import Foundation

/// One XML filing or one CSV table from standard input, laid into a folder of its own, so that it is read
/// like any other file. Messages call it `-`.
package struct StandardInput: Sendable {
  /// What the paths of a command line call it.
  package static let name = "-"

  let folder: String
  let file: String
  /// Whether it is a table without the entities table that it belongs to: what it refers to is elsewhere.
  let isLoneTable: Bool

  /// Reads standard input to its end, or to a byte more than the limits allow: by that the reader sees that
  /// there is too much of it.
  package static func read(_ limits: ReaderLimits) throws(BatchError) -> StandardInput {
    do {
      var bytes: [UInt8] = []
      while let more = try FileHandle.standardInput.read(upToCount: chunkBytes), !more.isEmpty {
        bytes += more
        let limit = CSVLoneTable.isTable(bytes) ? limits.csvFileBytes : limits.xmlFileBytes
        if bytes.count > limit {
          bytes.removeSubrange((limit + 1)...)
          break
        }
      }
      return try StandardInput(bytes)
    } catch let error as FileError { throw BatchError(error) } catch {
      throw BatchError("standard input cannot be read: \(error.localizedDescription)")
    }
  }

  private static let chunkBytes = 1 << 20

  init(_ bytes: [UInt8]) throws(FileError) {
    folder =
      FileManager.default.temporaryDirectory
      .appendingPathComponent("cets-\(UUID().uuidString)").path
    try FileSystem.makeFolder(folder)
    let isXML = !CSVLoneTable.isTable(bytes)
    file = "\(folder)/input.\(isXML ? "xml" : "csv")"
    try FileSystem.write(bytes, to: file)
    let entities = isXML ? nil : CSVLoneTable.entities(for: bytes)
    isLoneTable = entities != nil
    if let entities { try FileSystem.write(entities, to: "\(folder)/entities.csv") }
  }

  /// The files to read, and how messages call them.
  var inputs: [Discovery.Input] {
    [Discovery.Input(path: file, display: Self.name)]
      + (isLoneTable ? [Discovery.Input(path: "\(folder)/entities.csv", display: Self.standIn)] : [])
  }

  private static let standIn = "-/entities.csv"

  /// Whether a diagnostic is about the input: a table alone is checked for its structure, codes and
  /// numbers, not for what it refers to.
  func concerns(_ diagnostic: Diagnostic) -> Bool {
    guard isLoneTable else { return true }
    guard diagnostic.file == Self.name else { return false }
    let isOfForm =
      diagnostic.code.rawValue.hasPrefix("CSV-") || diagnostic.code.rawValue.hasPrefix("FIL-NUMBER")
    let isOfOthers = diagnostic.code == .csvReference || diagnostic.code == .csvEntity
    let others: [DiagnosticCode] = [.negative, .emptyFile, .limit, .toFill, .unreadable]
    return (isOfForm && !isOfOthers) || others.contains(diagnostic.code)
  }

  package func remove() {
    try? FileManager.default.removeItem(atPath: folder)
  }
}
