import Foundation

/// Keeps two runs out of one folder, so that their files cannot mix. The lock is the kernel's: it leaves no
/// file behind and ends with the process, however that ends.
final class FolderLock: Sendable {
  private let descriptor: Int32

  /// - Throws: if another run holds the folder.
  init(_ path: String) throws(BatchError) {
    descriptor = open(path, O_RDONLY | O_DIRECTORY | O_CLOEXEC)
    // A file system without locks does not keep anybody from working.
    guard descriptor >= 0, flock(descriptor, LOCK_EX | LOCK_NB) != 0, errno == EWOULDBLOCK else { return }
    throw BatchError("another run is writing into \(path): wait for it, or give another --out")
  }

  deinit { if descriptor >= 0 { close(descriptor) } }
}
