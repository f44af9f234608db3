import Foundation
import Synchronization

/// What runs into a folder have noted about the entities' reports that lie in it: what they rest on, and what
/// they are. A note that is damaged, or whose files are not what it says, is worth nothing, and the reports are
/// made again.
///
/// A line is added when an entity's reports are all in their places, so that a run that is killed loses only
/// those it was at. No result, and no part of the manifest.
final class ReportRecords: Sendable {
  static let fileName = ".cets-reports"

  /// SHA-256 of what the reports rest on, and of their names and contents.
  struct Record: Sendable, Equatable {
    let basis: String
    let files: String
  }

  private struct State {
    var current: [String: Record] = [:]
    var journal: FileHandle?
  }

  private let path: String
  /// By USCC.
  private let earlier: [String: Record]
  private let state: Mutex<State>

  /// - Parameter forgetting: whether earlier notes do not count.
  init(in folder: String, forgetting: Bool) {
    path = "\(folder)/\(Self.fileName)"
    if forgetting { FileSystem.remove(path) }
    earlier = Self.read(path)
    state = Mutex(State())
  }

  private static func read(_ path: String) -> [String: Record] {
    guard let bytes = try? FileSystem.read(path, limit: 1 << 28, followingLinks: false) else { return [:] }
    var records: [String: Record] = [:]
    for line in bytes.split(separator: 0x0A) {
      let fields = String(decoding: line, as: UTF8.self).split(separator: " ").map(String.init)
      // A later line of the same entity counts; one that was cut short says nothing.
      guard fields.count == 3, fields[1].utf8.count == 64, fields[2].utf8.count == 64 else { continue }
      records[fields[0]] = Record(basis: fields[1], files: fields[2])
    }
    return records
  }

  /// The noted digest of an entity's reports, if they rest on this basis.
  func files(of uscc: String, basis: String) -> String? {
    earlier[uscc].flatMap { $0.basis == basis ? $0.files : nil }
  }

  /// Notes reports that lie in their places; `isNew` where this run wrote them.
  func note(_ uscc: String, basis: String, files: String, isNew: Bool) {
    state.withLock { state in
      state.current[uscc] = Record(basis: basis, files: files)
      guard isNew else { return }
      if state.journal == nil { state.journal = Self.open(path) }
      // Notes only spare work: a run does not fail for want of them.
      try? state.journal?.write(contentsOf: Data((Self.line(uscc, basis, files)).utf8))
    }
  }

  /// Leaves the notes of this run alone, sorted: the same results have the same notes.
  func finish() {
    let current = state.withLock { state in
      try? state.journal?.close()
      state.journal = nil
      return state.current
    }
    let text = current.sorted { $0.key < $1.key }.map { Self.line($0.key, $0.value.basis, $0.value.files) }
    do { try FileSystem.write(Array(text.joined().utf8), to: path) } catch { FileSystem.remove(path) }
  }

  private static func open(_ path: String) -> FileHandle? {
    let descriptor = Foundation.open(path, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC | O_NOFOLLOW, 0o644)
    guard descriptor >= 0 else { return nil }
    let handle = FileHandle(fileDescriptor: descriptor, closeOnDealloc: true)
    // What a killed run left of a line ends here.
    try? handle.write(contentsOf: Data([0x0A]))
    return handle
  }

  private static func line(_ uscc: String, _ basis: String, _ files: String) -> String {
    "\(uscc) \(basis) \(files)\n"
  }
}
