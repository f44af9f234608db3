import Crypto
import Foundation

/// Writes a file piece by piece beside its place, and renames it into it when it is complete: no reader ever sees
/// half of it, and no more of it is in memory than a piece.
final class FileWriter {
  private let path: String
  private var descriptor: Int32
  private var hash = SHA256()
  private var buffer: [UInt8] = []

  private static let bufferBytes = 1 << 16

  init(_ path: String) throws(BatchError) {
    self.path = path
    descriptor = open(path + ".part", O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw BatchError(.current("write", path)) }
    buffer.reserveCapacity(Self.bufferBytes)
  }

  /// One that was not finished leaves nothing behind.
  deinit {
    guard descriptor >= 0 else { return }
    close(descriptor)
    unlink(path + ".part")
  }

  func write(_ bytes: [UInt8]) throws(BatchError) {
    if buffer.count + bytes.count > Self.bufferBytes { try flush() }
    if bytes.count < Self.bufferBytes {
      buffer.append(contentsOf: bytes)
    } else {
      try put(bytes)
    }
  }

  /// Puts the file into its place.
  ///
  /// - Returns: its SHA-256.
  func finish() throws(BatchError) -> String {
    try flush()
    let closed = close(descriptor)
    descriptor = -1
    guard closed == 0, rename(path + ".part", path) == 0 else {
      let error = BatchError(.current("write", path))
      unlink(path + ".part")
      throw error
    }
    return hexadecimal(hash.finalize())
  }

  private func flush() throws(BatchError) {
    try put(buffer)
    buffer.removeAll(keepingCapacity: true)
  }

  private func put(_ bytes: [UInt8]) throws(BatchError) {
    guard FileSystem.write(bytes, to: descriptor, at: nil) else { throw BatchError(.current("write", path)) }
    hash.update(data: bytes)
  }
}
