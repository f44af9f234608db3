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

  /// Reads standard input to its end, or to a byte more than the limits allow: by that the reader sees that
  /// there is too much of it.
  package static func read(_ limits: ReaderLimits) throws(BatchError) -> StandardInput {
    do {
      var bytes: [UInt8] = []
      while let more = try FileHandle.standardInput.read(upToCount: chunkBytes), !more.isEmpty {
        bytes += more
        let limit = FileKind.isTable(bytes) ? limits.csvFileBytes : limits.xmlFileBytes
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
    file = "\(folder)/input.\(FileKind.isTable(bytes) ? "csv" : "xml")"
    try FileSystem.write(bytes, to: file)
  }

  /// The file to read, and how messages call it.
  var input: Discovery.Input { Discovery.Input(path: file, display: Self.name, isNamed: true) }

  package func remove() {
    try? FileManager.default.removeItem(atPath: folder)
  }
}
