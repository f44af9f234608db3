import Foundation
import GRDB

extension Book {
  /// Writes a copy of the book as it is at this moment, while others may go on posting.
  package func backup(to path: String) throws(BookError) {
    try copy(to: path, what: "a backup")
  }

  private func copy(to path: String, what: String) throws(BookError) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw BookError("\(path) exists already; \(what) is never overwritten", isUsage: true)
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
      // A damaged file is the one that is read; a full disk that of the copy.
      let isDamaged = (error as? DatabaseError)?.resultCode == .SQLITE_CORRUPT
      throw BookError.from(error, path: isDamaged ? self.path : path)
    }
  }

  /// Makes a book from a backup that is whole; a book that is there is left alone.
  package static func restore(_ backup: String, to path: String) throws(BookError) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw BookError("\(path) exists already; a book is never overwritten", isUsage: true)
    }
    let (source, check) = try checked(backup)
    defer { source.close() }
    if let problem = check.problems.first {
      throw BookError("\(backup) does not balance and is not restored: \(problem.en)")
    }
    try source.copy(to: path, what: "a book")
    do {
      let queue = try DatabaseQueue(path: path)
      try queue.writeWithoutTransaction { try $0.execute(sql: "PRAGMA journal_mode = WAL") }
      try queue.close()
    } catch { throw BookError.from(error, path: path) }
  }

  /// A backup that can be read wholly, and what it proves.
  private static func checked(_ backup: String) throws(BookError) -> (Book, BookCheck) {
    do throws(BookError) {
      let source = try openForReading(backup)
      do throws(BookError) { return (source, try source.check()) } catch {
        source.close()
        throw error
      }
    } catch {
      guard error.isDamage else { throw error }
      throw BookError("\(backup): the backup itself is damaged; restore an earlier one")
    }
  }
}
