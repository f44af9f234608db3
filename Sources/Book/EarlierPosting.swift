import Filings
import GRDB

/// The newest document with the same content as one that is to be posted, and what became of it.
struct EarlierPosting {
  private let id: Int
  private let name: String
  private let entries: Int
  private let reversed: Int
  /// The documents whose entries reversed its entries.
  private let reversals: [Reversal]

  private struct Reversal {
    let id: Int
    /// Whether a person ordered it; deductions only follow the reversal of an order.
    let isByHand: Bool
  }

  /// Nil where the content is new, or there is none to compare.
  init?(_ db: Database, kind: String, sha256: String) throws {
    if sha256.isEmpty { return nil }
    let row = try Row.fetchOne(
      db,
      sql: """
        SELECT id, name, first_entry,
          (SELECT n.first_entry FROM document AS n WHERE n.id = d.id + 1),
          (SELECT coalesce(max(id), 0) + 1 FROM entry)
        FROM document AS d WHERE kind = ? AND sha256 = ? AND sha256 <> '' ORDER BY id DESC LIMIT 1
        """, arguments: [kind, sha256])
    guard let row else { return nil }
    let (first, next, end): (Int, Int?, Int) = (row[2], row[3], row[4])
    let last = next ?? end
    (id, name, entries) = (row[0], row[1], last - first)
    let rows = try Row.fetchAll(
      db,
      sql: """
        SELECT d.id, d.kind = 'reversals' AND max(r.kind <> 'deduction'), count(*) FROM entry AS r JOIN document AS d ON d.id = r.document
        WHERE r.reverses >= ? AND r.reverses < ? GROUP BY d.id ORDER BY d.id
        """, arguments: [first, last])
    reversals = rows.map { Reversal(id: $0[0], isByHand: $0[1]) }
    reversed = rows.reduce(0) { $0 + ($1[2] as Int) }
  }

  /// What keeps the document from being posted; nil where nothing does.
  func diagnostic(for request: PostRequest) -> Diagnostic? {
    let (known, by) = ("\(id)（\(name)）", reversals.map { "\($0.id)" }.joined(separator: ", "))
    let those = "\(reversals.count == 1 ? "document" : "documents") \(by)"
    let isWhole = entries > 0 && reversed == entries
    if isWhole, request.options.isAgain { return nil }
    // What a later table of the same kind corrected stands corrected. A reversal by hand says that the content
    // was wrong: it neither stands nor comes back unasked, for whoever posts a folder again.
    if reversals.contains(where: \.isByHand) {
      return Diagnostic(
        .bookReversed, file: request.name, text: "\(reversed)/\(entries)",
        message: isWhole
          ? Label(
            zh: "内容相同的文件已过账为文档\(known)，其全部分录已由文档\(by)冲销；未过账。确需重新过账请加--again",
            en:
              "document \(id) (\(name)) had the same content, and \(those) reversed all of it; nothing was posted. To post it once more, say --again"
          )
          : Label(
            zh: "内容相同的文件已过账为文档\(known)，其中部分分录已由文档\(by)冲销；未过账。需恢复的记录请另成一个文件过账",
            en:
              "document \(id) (\(name)) has the same content, and \(those) reversed a part of it; nothing was posted. Post a table with the rows that are to stand again"
          ))
    }
    return Diagnostic(
      .bookPosted, file: request.name,
      message: Label(
        zh: "内容相同的文件已过账：文档\(known)\(by.isEmpty ? "" : "，已由文档\(by)更正")",
        en:
          "the same content is posted already: document \(id) (\(name))\(by.isEmpty ? "" : ", which \(those) corrected")"
      ))
  }
}
