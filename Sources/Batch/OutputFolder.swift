import Foundation
import Synchronization

/// The folder that results are written into. Each file is renamed into its place when it is complete;
/// the manifest lists them all, and what an earlier run left and this run no longer makes is removed.
package final class OutputFolder: Sendable {
  package let path: String
  private let written = Mutex<[String: FileDigest]>([:])
  /// Folders below that are known to be there.
  private let folders = Mutex<Set<String>>([])
  private let earlier: Set<String>
  private let lock: FolderLock

  /// Makes the folder, keeps other runs out of it, and looks for the manifest of an earlier run.
  package init(_ path: String) throws(BatchError) {
    self.path = path
    do { try FileSystem.makeFolder(path) } catch { throw BatchError(error) }
    lock = try FolderLock(path)
    earlier = Set(Manifest.read(in: path)?.outputs.keys.map { $0 } ?? [])
  }

  /// Writes a file of the folder, `entities/…/statement.json` for example.
  package func write(_ bytes: [UInt8], to name: String) throws(BatchError) {
    do {
      if let folder = Self.folder(of: name) { try makeFolder(folder) }
      try FileSystem.write(bytes, to: "\(path)/\(name)")
    } catch { throw BatchError(error) }
    note(sha256(bytes), of: name)
  }

  /// Begins a file of the folder that is written piece by piece.
  func begin(_ name: String) throws(BatchError) -> FileWriter {
    try FileWriter("\(path)/\(name)")
  }

  /// Ends it.
  func finish(_ writer: FileWriter, as name: String) throws(BatchError) {
    note(try writer.finish(), of: name)
  }

  private func note(_ digest: String, of name: String) {
    written.withLock { $0[name] = FileDigest(digest) }
  }

  private func makeFolder(_ folder: String) throws(FileError) {
    if folders.withLock({ $0.contains(folder) }) { return }
    try FileSystem.makeFolder("\(path)/\(folder)")
    folders.withLock { _ = $0.insert(folder) }
  }

  /// Takes over a file that a library wrote beside its place.
  package func adopt(_ temporary: String, as name: String) throws(BatchError) {
    do {
      let digest = sha256(try FileSystem.read(temporary))
      try FileSystem.move(temporary, to: "\(path)/\(name)")
      note(digest, of: name)
    } catch { throw BatchError(error) }
  }

  /// Counts files of an earlier run as written by this one, if they are what a digest of theirs says.
  ///
  /// - Parameter expected: as ``digest(of:)`` gave it.
  func keep(_ names: [String], expected: String) -> Bool {
    var digests: [String: String] = [:]
    for name in names {
      guard let bytes = try? FileSystem.read("\(path)/\(name)", followingLinks: false) else { return false }
      digests[name] = sha256(bytes)
    }
    guard Self.digest(of: digests) == expected else { return false }
    for (name, digest) in digests { note(digest, of: name) }
    return true
  }

  /// One SHA-256 for files that this run wrote; nil if it did not write one of them.
  func digest(of names: [String]) -> String? {
    let digests = written.withLock { written in
      names.compactMap { name in written[name].map { (name, $0.text) } }
    }
    guard digests.count == names.count else { return nil }
    return Self.digest(of: Dictionary(digests, uniquingKeysWith: { first, _ in first }))
  }

  private static func digest(of digests: [String: String]) -> String {
    let lines = digests.sorted { $0.key < $1.key }.map { "\($0.key) \($0.value)\n" }
    return sha256(Array(lines.joined().utf8))
  }

  /// The SHA-256 of every file written, by its name.
  package var digests: [String: String] { files.mapValues(\.text) }

  /// The same in less room.
  var files: [String: FileDigest] { written.withLock { $0 } }

  var count: Int { written.withLock { $0.count } }

  /// Removes what an earlier run's manifest lists and this run did not write, and what a run that was
  /// killed left half written.
  package func removeStale() {
    let current = written.withLock { Set($0.keys) }
    FileSystem.remove("\(path)/\(EarlierAssessments.fileName).part")
    for name in current.union(earlier) where Self.isInside(name) { FileSystem.remove("\(path)/\(name).part") }
    for name in earlier.subtracting(current).sorted() where Self.isInside(name) {
      FileSystem.remove("\(path)/\(name)")
      if let folder = Self.folder(of: name) { FileSystem.removeIfEmpty("\(path)/\(folder)") }
    }
  }

  private static func folder(of name: String) -> String? {
    name.lastIndex(of: "/").map { String(name[..<$0]) }
  }

  /// A manifest is a file like any other and may have been tampered with: nothing outside the folder.
  private static func isInside(_ name: String) -> Bool {
    !name.hasPrefix("/") && !name.split(separator: "/").contains("..")
  }
}
