import Filings
import Foundation

/// Why a file could not be read or written: an operation, a path and the system's reason.
package struct FileError: Error, Sendable, CustomStringConvertible {
  package let operation: String
  package let path: String
  package let reason: String
  /// The reason in Chinese; the system's own words where we have none.
  package let reasonInChinese: String
  /// Whether the file is only too large.
  package let isTooLarge: Bool

  package var description: String { "cannot \(operation) \(path): \(reason)" }
  package var label: Label { Label(zh: reasonInChinese, en: reason) }

  init(operation: String, path: String, reason: String, zh: String? = nil, isTooLarge: Bool = false) {
    self.operation = operation
    self.path = path
    self.reason = reason
    reasonInChinese = zh ?? reason
    self.isTooLarge = isTooLarge
  }

  static func current(_ operation: String, _ path: String) -> FileError {
    let chinese: [Int32: String] = [
      ENOENT: "文件不存在", EACCES: "没有读取权限", EIO: "设备读写错误", EISDIR: "是文件夹", ENXIO: "设备不存在",
    ]
    return FileError(
      operation: operation, path: path, reason: String(cString: strerror(errno)), zh: chinese[errno])
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
  /// - Parameters:
  ///   - limit: a larger file is not read, nor one that grows beyond it meanwhile.
  ///   - followingLinks: whether the path may be a symbolic link: not where anybody may have laid it.
  package static func read(
    _ path: String, limit: Int = .max, followingLinks: Bool = true
  ) throws(FileError) -> [UInt8] {
    let (descriptor, status) = try opened(path, limit, followingLinks)
    defer { close(descriptor) }
    var failed = false
    let size = Int(status.st_size)
    // One byte more than the size, to see whether the file grew.
    var bytes = [UInt8](unsafeUninitializedCapacity: size + 1) { buffer, count in
      count = fill(UnsafeMutableRawBufferPointer(buffer), from: descriptor, &failed)
    }
    if failed { throw .current("read", path) }
    // Files of no size may have content all the same, those of /proc for one.
    while bytes.count > size, bytes.count <= limit {
      let more = [UInt8](unsafeUninitializedCapacity: 1 << 16) { buffer, count in
        count = fill(UnsafeMutableRawBufferPointer(buffer), from: descriptor, &failed)
      }
      if more.isEmpty { break }
      bytes += more
    }
    if bytes.count > limit { throw tooLarge(path, limit) }
    try assureUnchanged(descriptor, status, path)
    return bytes
  }

  /// The same without a copy where `Data` is wanted.
  package static func data(
    of path: String, limit: Int, followingLinks: Bool
  ) throws(FileError) -> Data {
    let (descriptor, status) = try opened(path, limit, followingLinks)
    defer { close(descriptor) }
    var failed = false
    var data = Data(count: Int(status.st_size))
    let count = data.withUnsafeMutableBytes { fill($0, from: descriptor, &failed) }
    if failed { throw .current("read", path) }
    data.removeSubrange(count...)
    try assureUnchanged(descriptor, status, path)
    return data
  }

  /// What a file begins with, if it is larger than a size; nil if it is not.
  package static func beginning(
    of path: String, bytes: Int, ifLargerThan size: Int, limit: Int, followingLinks: Bool
  ) throws(FileError) -> Data? {
    let (descriptor, status) = try opened(path, limit, followingLinks)
    defer { close(descriptor) }
    guard Int(status.st_size) > size else { return nil }
    var failed = false
    var data = Data(count: bytes)
    let count = data.withUnsafeMutableBytes { fill($0, from: descriptor, &failed) }
    if failed { throw .current("read", path) }
    return data.prefix(count)
  }

  /// Opens a regular file for reading, without waiting for anybody at the other end of a pipe.
  private static func opened(
    _ path: String, _ limit: Int, _ followingLinks: Bool
  ) throws(FileError) -> (Int32, stat) {
    let descriptor = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC | (followingLinks ? 0 : O_NOFOLLOW))
    guard descriptor >= 0 else {
      guard errno == ELOOP else { throw .current("read", path) }
      throw FileError(
        operation: "read", path: path, reason: "it is a symbolic link; links are not followed",
        zh: "是符号链接，不予跟随")
    }
    var status = stat()
    guard fstat(descriptor, &status) == 0 else {
      close(descriptor)
      throw .current("read", path)
    }
    guard status.st_mode & S_IFMT == S_IFREG else {
      close(descriptor)
      throw FileError(
        operation: "read", path: path, reason: "it is not a regular file but a pipe, device or folder",
        zh: "不是普通文件，而是管道、设备或文件夹")
    }
    guard status.st_size <= limit else {
      close(descriptor)
      throw tooLarge(path, limit)
    }
    return (descriptor, status)
  }

  /// Reads until the buffer is full or the file ends.
  private static func fill(
    _ buffer: UnsafeMutableRawBufferPointer, from descriptor: Int32, _ failed: inout Bool
  ) -> Int {
    var count = 0
    while count < buffer.count {
      let got = Foundation.read(descriptor, buffer.baseAddress.map { $0 + count }, buffer.count - count)
      if got < 0 { failed = true }
      if got <= 0 { break }
      count += got
    }
    return count
  }

  /// A file that somebody writes while it is read is half old and half new.
  private static func assureUnchanged(_ descriptor: Int32, _ before: stat, _ path: String) throws(FileError) {
    var after = stat()
    guard fstat(descriptor, &after) == 0 else { throw .current("read", path) }
    guard before.st_size == after.st_size, before.st_mtim.tv_sec == after.st_mtim.tv_sec,
      before.st_mtim.tv_nsec == after.st_mtim.tv_nsec
    else {
      throw FileError(
        operation: "read", path: path, reason: "it changed while it was read; try again when it is finished",
        zh: "读取期间文件被改动，请在其写完后重试")
    }
  }

  private static func tooLarge(_ path: String, _ limit: Int) -> FileError {
    FileError(
      operation: "read", path: path, reason: "it has more than \(limit) bytes", zh: "超过\(limit)字节",
      isTooLarge: true)
  }

  /// Makes a folder and those above it.
  package static func makeFolder(_ path: String) throws(FileError) {
    // Mostly those above it are there.
    if mkdir(path, 0o777) == 0 { return }
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
    guard write(bytes, to: descriptor, at: nil) else {
      let error = FileError.current("write", path)
      close(descriptor)
      unlink(temporary)
      throw error
    }
    guard close(descriptor) == 0, rename(temporary, path) == 0 else { throw .current("write", path) }
  }

  /// Writes all bytes to an open file: at a place, or where it stands. False where that fails; `errno` says why.
  static func write(_ bytes: [UInt8], to descriptor: Int32, at start: Int?) -> Bool {
    bytes.withUnsafeBytes { buffer in
      var offset = 0
      while offset < buffer.count {
        let (address, left) = (buffer.baseAddress.map { $0 + offset }, buffer.count - offset)
        let written =
          start.map { pwrite(descriptor, address, left, off_t($0 + offset)) }
          ?? Foundation.write(descriptor, address, left)
        if written < 0 { return false }
        offset += written
      }
      return true
    }
  }

  /// Bytes of an open file, fewer where it ends; nil where they cannot be read.
  static func read(_ range: Range<Int>, from descriptor: Int32) -> [UInt8]? {
    var failed = false
    let bytes = [UInt8](unsafeUninitializedCapacity: range.count) { buffer, count in
      while count < range.count {
        let got = pread(
          descriptor, buffer.baseAddress.map { $0 + count }, range.count - count,
          off_t(range.lowerBound + count))
        if got < 0 { failed = true }
        if got <= 0 { break }
        count += got
      }
    }
    return failed ? nil : bytes
  }

  /// Adds bytes to the end of a file in one piece, so that those of two processes do not mix.
  package static func append(_ bytes: [UInt8], to path: String) throws(FileError) {
    let descriptor = open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0o644)
    guard descriptor >= 0 else { throw .current("write", path) }
    let written = bytes.withUnsafeBytes { Foundation.write(descriptor, $0.baseAddress, bytes.count) }
    let error = written == bytes.count ? nil : FileError.current("write", path)
    guard close(descriptor) == 0, error == nil else { throw error ?? .current("write", path) }
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
