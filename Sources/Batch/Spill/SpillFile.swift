import Foundation
import Synchronization

/// A file for what a run needs again in its later phases and does not keep in memory. It loses its name as soon as it
/// is open: whatever ends the run, nothing of it stays behind, and nobody else can change it.
final class SpillFile: Sendable {
  private let descriptor: Int32
  private let path: String
  private let end = Mutex(0)

  static let fileName = ".cets-spill"

  init(in folder: String) throws(FileError) {
    path = "\(folder)/\(Self.fileName)"
    // What a run that was killed in between left under the name goes first: it might be a link.
    unlink(path)
    descriptor = open(path, O_RDWR | O_CREAT | O_EXCL | O_CLOEXEC | O_NOFOLLOW, 0o600)
    guard descriptor >= 0 else { throw .current("write", path) }
    unlink(path)
  }

  deinit { close(descriptor) }

  /// Adds bytes; several threads may do so at once.
  ///
  /// - Returns: where they begin.
  func append(_ bytes: [UInt8]) throws(FileError) -> Int {
    let start = end.withLock { end in
      defer { end += bytes.count }
      return end
    }
    guard FileSystem.write(bytes, to: descriptor, at: start) else { throw .current("write", path) }
    return start
  }

  func read(_ range: Range<Int>) throws(FileError) -> [UInt8] {
    guard let bytes = FileSystem.read(range, from: descriptor) else { throw .current("read", path) }
    guard bytes.count == range.count else { throw damaged }
    return bytes
  }

  /// How many bytes it has.
  var byteCount: Int { end.withLock { $0 } }

  /// What was read is not what was written.
  var damaged: FileError {
    FileError(
      operation: "read", path: path, reason: "the run's temporary file is not what was written to it",
      zh: "临时文件与写入的内容不符")
  }
}
