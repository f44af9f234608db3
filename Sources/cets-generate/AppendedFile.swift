import Foundation

/// A file that grows piece by piece.
struct AppendedFile {
  private let handle: FileHandle

  /// Makes the file, empty.
  init(_ path: String) throws {
    guard FileManager.default.createFile(atPath: path, contents: nil) else {
      throw CocoaError(.fileWriteUnknown, userInfo: [NSFilePathErrorKey: path])
    }
    handle = try FileHandle(forWritingTo: URL(fileURLWithPath: path))
  }

  func append(_ bytes: [UInt8]) throws {
    try handle.write(contentsOf: Data(bytes))
  }
}
