import Foundation
import GRDB

extension Book {
  /// Writes a copy of the book as it is at this moment, while others may go on posting.
  package func backup(to path: String) throws(BookError) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw BookError("\(path) exists already; a backup is never overwritten", isUsage: true)
    }
    let part = "\(path).part"
    do {
      try? FileManager.default.removeItem(atPath: part)
      let copy = try DatabaseQueue(path: part)
      try queue.backup(to: copy)
      // One file, without a log beside it.
      try copy.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = DELETE") }
      try copy.close()
      try FileManager.default.moveItem(atPath: part, toPath: path)
    } catch {
      try? FileManager.default.removeItem(atPath: part)
      throw BookError.from(error, path: path)
    }
  }

  /// Makes a book from a backup that is whole; a book that is there is left alone.
  package static func restore(_ backup: String, to path: String) throws(BookError) {
    let source = try openForReading(backup)
    defer { source.close() }
    let check = try source.check()
    if let problem = check.problems.first {
      throw BookError("\(backup) does not balance and is not restored: \(problem.en)")
    }
    try source.backup(to: path)
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try queue.close()
    } catch { throw BookError.from(error, path: path) }
  }
}
