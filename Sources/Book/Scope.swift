import GRDB

/// What may be asked of a book: a year or a province that it has nothing of is a slip, and no empty paper.
extension Book {
  /// The compliance years that a book has pre-allocations or determinations of, as of a document; nil: of all.
  static func years(_ db: Database, upTo document: Int? = nil) throws -> [Int] {
    try Int.fetchAll(
      db,
      sql: """
        SELECT year FROM determination WHERE document <= ?1
        UNION SELECT year FROM preallocation WHERE document <= ?1 ORDER BY year
        """, arguments: [document ?? Int.max])
  }

  static func unknownYear(_ year: Int, known: [Int], path: String) -> BookError {
    let those = known.map(String.init).joined(separator: ", ")
    return BookError(
      "\(path): nothing is pre-allocated or determined of \(year); the book has \(those)", isUsage: true)
  }

  /// Throws where no entity is, or ever was, of the province.
  package func requireProvince(_ province: String) throws(BookError) {
    let known = try read { db in
      try Set(
        String.fetchAll(db, sql: "SELECT DISTINCT province FROM naming")
          + BookEntity.all(db).map(\.province)
      ).sorted()
    }
    if known.contains(province) { return }
    let those = known.isEmpty ? "none yet" : known.joined(separator: ", ")
    throw BookError(
      "\(path): the book has no entity of the province \(province); it has \(those)", isUsage: true)
  }
}
