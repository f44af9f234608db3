import Filings

/// The entries of one entity's pre-allocation.
struct PreallocationStage {
  let uscc: String
  let year: Int
  let date: CalendarDate
  /// Of the table; 0 for none.
  let line: Int
  /// Where the entity's allowances go: its holding or the province's account.
  let account: AccountKey
  let standing: [PostedEntry]
  /// As they were before the stage.
  let deductions: OpenDeductions

  func issue(_ amount: Int, _ posting: inout Posting) throws {
    // Deductions first: what they took before is open again for the new amount.
    let freed = try takeBack(.deduction, &posting)
    let deducted = min(amount, deductions.open(to: uscc, of: year, freed: freed))
    if deducted > 0 {
      try posting.post(
        Movement(
          .deduction, date, from: AccountKey(.deductionDue, uscc, 0),
          to: AccountKey(.deductionApplied, uscc, 0), deducted, year: year, line: line))
    }
    if amount > deducted {
      try posting.post(
        Movement(
          .preissue, date, from: AccountKey(.issued, "", year), to: account, amount - deducted, year: year,
          line: line))
    }
    // The new issue comes before the old one goes, so that an entity that sold a part is asked only for the
    // difference.
    _ = try takeBack(.preissue, &posting)
  }

  /// - Returns: the tonnes that are taken back.
  private func takeBack(_ kind: EntryKind, _ posting: inout Posting) throws -> Int {
    let entries = standing.filter { $0.movement.kind == kind }
    for entry in entries {
      try posting.post(entry.movement.reversal(of: entry.id, on: date, year: year, line: line))
    }
    return entries.reduce(0) { $0 + $1.movement.tonnes }
  }
}
