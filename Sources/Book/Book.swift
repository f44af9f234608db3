import Filings
import Foundation
import GRDB

/// An allowance book (配额账簿): an SQLite file with the journal of a market, its accounts and documents.
package struct Book: Sendable {
  package let path: String
  let queue: DatabaseQueue

  /// How long a writer waits for another one.
  private static let patience: TimeInterval = 30

  /// Makes a new book; a file that is there is left alone.
  package static func create(at path: String) throws(BookError) {
    guard !FileManager.default.fileExists(atPath: path) else {
      throw BookError("\(path) exists already; a book is never overwritten", isUsage: true)
    }
    do {
      let queue = try DatabaseQueue(path: path, configuration: configuration(readonly: false))
      try queue.writeWithoutTransaction { db in
        try db.execute(sql: "PRAGMA journal_mode = WAL")
      }
      try Schema.migrator.migrate(queue)
      try queue.close()
    } catch {
      for file in [path, "\(path)-wal", "\(path)-shm"] { try? FileManager.default.removeItem(atPath: file) }
      throw BookError.from(error, path: path)
    }
  }

  /// Opens a book for writing.
  package static func open(_ path: String) throws(BookError) -> Book {
    try open(path, readonly: false)
  }

  /// Opens a book for reading.
  package static func openForReading(_ path: String) throws(BookError) -> Book {
    try open(path, readonly: true)
  }

  private static func open(_ path: String, readonly: Bool) throws(BookError) -> Book {
    guard FileManager.default.fileExists(atPath: path) else {
      throw BookError("there is no book \(path); `cets book init \(path)` makes one", isUsage: true)
    }
    do {
      let queue = try connect(path, readonly: readonly)
      try queue.read { db in
        let identifier = try Int.fetchOne(db, sql: "PRAGMA application_id")
        guard identifier == Schema.applicationID else {
          throw BookError("\(path) is an SQLite database, but no allowance book")
        }
        if try Schema.migrator.hasBeenSuperseded(db) {
          throw BookError("\(path) was written by a newer version of cets; update the program to use it")
        }
      }
      return Book(path: path, queue: try upToDate(queue, readonly: readonly))
    } catch {
      throw BookError.from(error, path: path)
    }
  }

  /// The book in the tables of this version. What is only read is not changed: a book of an older version is
  /// then brought up to date as a copy in memory.
  private static func upToDate(_ queue: DatabaseQueue, readonly: Bool) throws -> DatabaseQueue {
    if try queue.read(Schema.migrator.hasCompletedMigrations) { return queue }
    var current = queue
    if readonly {
      current = try DatabaseQueue(configuration: configuration(readonly: false))
      try queue.backup(to: current)
      try queue.close()
    }
    do { try Schema.migrator.migrate(current) } catch {
      // Another program may have done it in the meantime.
      guard try current.read(Schema.migrator.hasCompletedMigrations) else { throw error }
    }
    return current
  }

  /// A reader that may not write beside the book (a read-only medium) takes the file as it stands, unless a
  /// writer's log lies beside it.
  private static func connect(_ path: String, readonly: Bool) throws -> DatabaseQueue {
    if !readonly { return try DatabaseQueue(path: path, configuration: configuration(readonly: false)) }
    // A reader that might write takes the log away with it when it is the last to leave.
    for isMedium in [false, true] {
      if let queue = try? DatabaseQueue(
        path: path, configuration: configuration(readonly: isMedium, isReader: true)),
        (try? queue.read { try Int.fetchOne($0, sql: "SELECT count(*) FROM sqlite_schema") }) != nil
      {
        return queue
      }
    }
    let log = try? FileManager.default.attributesOfItem(atPath: "\(path)-wal")[.size] as? Int
    if log ?? 0 == 0, let encoded = path.addingPercentEncoding(withAllowedCharacters: .urlPathAllowed) {
      return try DatabaseQueue(
        path: "file:\(encoded)?immutable=1", configuration: configuration(readonly: true))
    }
    return try DatabaseQueue(path: path, configuration: configuration(readonly: true))
  }

  private static func configuration(readonly: Bool, isReader: Bool = false) -> Configuration {
    var configuration = Configuration()
    configuration.readonly = readonly
    configuration.foreignKeysEnabled = true
    configuration.busyMode = .timeout(patience)
    configuration.prepareDatabase { db in
      // What is committed survives a power cut.
      try db.execute(sql: "PRAGMA synchronous = FULL")
      try db.execute(sql: "PRAGMA cache_size = -65536")
      if isReader { try db.execute(sql: "PRAGMA query_only = ON") }
    }
    return configuration
  }

  /// Reads in one snapshot.
  func read<Value>(_ body: (Database) throws -> Value) throws(BookError) -> Value {
    do { return try queue.read(body) } catch { throw BookError.from(error, path: path) }
  }

  /// Writes in one transaction: all of it, or nothing.
  ///
  /// - Parameter isDry: whether everything is taken back at the end.
  func write<Value>(isDry: Bool, _ body: (Database) throws -> (Value, keep: Bool)) throws(BookError) -> Value
  {
    do {
      var result: Value?
      try queue.inTransaction(.immediate) { db in
        let (value, keep) = try body(db)
        result = value
        return keep && !isDry ? .commit : .rollback
      }
      guard let result else { throw BookError("\(path): nothing was written") }
      return result
    } catch {
      throw BookError.from(error, path: path)
    }
  }

  /// Closes the file, so that its log is taken over into it.
  package func close() {
    try? queue.close()
  }
}
