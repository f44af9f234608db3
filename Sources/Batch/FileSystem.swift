import Foundation

/// Why a file could not be read or written: an operation, a path and the system's reason.
package struct FileError: Error, Sendable, CustomStringConvertible {
  package let operation: String
  package let path: String
  package let reason: String

  package var description: String { "cannot \(operation) \(path): \(reason)" }

  fileprivate static func current(_ operation: String, _ path: String) -> FileError {
    FileError(operation: operation, path: path, reason: String(cString: strerror(errno)))
  }
}

/// The few things the batch asks of the file system, with errors that name the path.
package enum FileSystem {
  package enum Kind: Sendable {
    case file, folder, symbolicLink, other
  }

  /// What a path is, without following a symbolic link; nil if there is nothing.
  package static func kind(of path: String) -> Kind? {
    var status = stat()
    guard lstat(path, &status) == 0 else { return nil }
    switch status.st_mode & S_IFMT {
    case S_IFREG: return .file
    case S_IFDIR: return .folder
    case S_IFLNK: return .symbolicLink
    default: return .other
    }
  }

  /// The names in a folder, sorted by their bytes.
  package static func names(in folder: String) throws(FileError) -> [String] {
    do {
      return try FileManager.default.contentsOfDirectory(atPath: folder).sorted {
        $0.utf8.lexicographicallyPrecedes($1.utf8)
      }
    } catch {
      throw FileError(operation: "list", path: folder, reason: error.localizedDescription)
    }
  }

  /// All bytes of a regular file.
  ///
  /// - Parameter limit: a larger file is not read, and one that grows meanwhile no further than this and
  ///   a byte, by which the reader sees that it is too large.
  package static func read(_ path: String, limit: Int = .max) throws(FileError) -> [UInt8] {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC)
    guard descriptor >= 0 else { throw .current("read", path) }
    defer { close(descriptor) }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else { throw .current("read", path) }
    guard status.st_mode & S_IFMT == S_IFREG else {
      throw FileError(operation: "read", path: path, reason: "it is not a regular file")
    }
    guard status.st_size <= limit else {
      throw FileError(operation: "read", path: path, reason: "it has more than \(limit) bytes")
    }
    return try contents(of: descriptor, size: Int(status.st_size), limit: limit, path)
  }

  private static func contents(
    of descriptor: Int32, size: Int, limit: Int, _ path: String
  ) throws(FileError) -> [UInt8] {
    var failed = false
    // One byte more than the size: a file that grew meanwhile is read to its end by the loop below.
    var bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      while count < buffer.count {
        let got = Foundation.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
        if got < 0 { failed = true }
        if got <= 0 { break }
        count += got
      }
    }
    if failed { throw .current("read", path) }
    while bytes.count > size, bytes.count <= limit {
      let more = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = max(0, Foundation.read(descriptor, buffer.baseAddress, buffer.count))
      }
      if more.isEmpty { break }
      bytes += more
    }
    return bytes
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(FileError) {
    do {
      try FileManager.default.createDirectory(atPath: path, withIntermediateDirectories: true)
    } catch {
      throw FileError(operation: "make folder", path: path, reason: error.localizedDescription)
    }
  }

  /// Writes a file beside its place and renames it into it, so that no reader ever sees half of it.
  package static func write(_ bytes: [UInt8], to path: String) throws(FileError) {
    let temporary = path + ".part"
    let descriptor = open(temporary, O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .current("write", path) }
    var offset = 0
    while offset < bytes.count {
      let written = bytes.withUnsafeBytes {
        Foundation.write(descriptor, $0.baseAddress.map { $0 + offset }, bytes.count - offset)
      }
      if written < 0 {
        let error = FileError.current("write", path)
        close(descriptor)
        unlink(temporary)
        throw error
      }
      offset += written
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else { throw .current("write", path) }
  }

  /// Renames a finished file into its place.
  package static func move(_ from: String, to path: String) throws(FileError) {
    guard rename(from, path) == 0 else { throw .current("write", path) }
  }

  /// Removes a file; nothing happens if it is not there.
  package static func remove(_ path: String) {
    unlink(path)
  }

  /// Removes a folder if it is empty.
  package static func removeIfEmpty(_ folder: String) {
    rmdir(folder)
  }

  /// The absolute path with symbolic links resolved; the path itself if it does not exist.
  package static func resolved(_ path: String) -> String {
    guard let resolved = realpath(path, nil) else { return path }
    defer { free(resolved) }
    return String(cString: resolved)
  }
}
