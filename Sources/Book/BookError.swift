import GRDB

/// Why a book could not be read or written. Faults of single rows are diagnostics, not this.
package struct BookError: Error, Sendable, CustomStringConvertible {
  package let description: String
  /// Whether the command line is to blame.
  package let isUsage: Bool
  /// Whether a file is damaged.
  let isDamage: Bool

  package init(_ description: String, isUsage: Bool = false) {
    self.init(description, isUsage: isUsage, isDamage: false)
  }

  private init(_ description: String, isUsage: Bool, isDamage: Bool) {
    self.description = description
    self.isUsage = isUsage
    self.isDamage = isDamage
  }

  /// What a failure of the database means for the person at the keyboard.
  static func from(_ error: any Error, path: String) -> BookError {
    if let error = error as? BookError { return error }
    guard let error = error as? DatabaseError else { return BookError("\(path): \(error)") }
    let reason =
      switch error.resultCode {
      case .SQLITE_FULL: "the disk is full; nothing was posted, free some space and run it again"
      case .SQLITE_IOERR:
        "the disk does not take or give the data (\(error.message ?? "I/O error")); nothing was posted"
      case .SQLITE_READONLY, .SQLITE_PERM: "the file or its folder may not be written; nothing was posted"
      case .SQLITE_BUSY, .SQLITE_LOCKED: "another program has been writing for half a minute; try again later"
      case .SQLITE_NOTADB: "this is no book: the file is no SQLite database"
      case .SQLITE_CORRUPT: "the file is damaged; restore it from a backup (cets book restore)"
      case .SQLITE_CANTOPEN: "the file cannot be opened; check that it exists and may be read"
      default: "\(error.message ?? "SQLite error") (\(error.resultCode.rawValue)); nothing was posted"
      }
    let isDamage = [.SQLITE_CORRUPT, .SQLITE_NOTADB].contains(error.resultCode)
    return BookError("\(path): \(reason)", isUsage: false, isDamage: isDamage)
  }
}
