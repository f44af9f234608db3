import Allowances
import Filings
import Quantities
import Rulebook

/// The entries of one entity's final issue. What stood before is reversed after the new entry is there, so
/// that an entity that sold a part is asked only for the difference.
struct FinalStage {
  let uscc: String
  let year: Int
  let date: CalendarDate
  /// Where the entity's allowances go: its holding or the province's account.
  let account: AccountKey
  let standing: [PostedEntry]
  /// As they were before the stage.
  let deductions: OpenDeductions

  /// Those of an earlier determination.
  private func standingEntries(_ kinds: EntryKind...) -> [PostedEntry] {
    standing.filter { kinds.contains($0.movement.kind) && $0.documentKind != "preallocation" }
  }

  func issue(preallocated: Int, determined: Int, _ posting: inout Posting) throws {
    let deductedThen = standingEntries(.deduction)
    try reverse(deductedThen, &posting)
    let returnedBefore = standing.reduce(0) { $0 + $1.movement.deductionReturned }
    let open = deductions.open(
      to: uscc, of: year, freed: deductedThen.reduce(0) { $0 + $1.movement.tonnes })
    // What a later year took of an earlier return cannot be taken back: it stays returned, as if so much less had
    // been deducted at pre-allocation.
    let kept = max(0, returnedBefore - open)
    let result = try Issue.finalIssue(
      preallocated: FixedDecimal(preallocated), deductedFirst: FixedDecimal(deductedFirst - kept),
      determined: FixedDecimal(determined), open: FixedDecimal(max(0, open - returnedBefore)))
    try setReturned(kept + (result.returned.wholeTonnes ?? 0), before: returnedBefore, &posting)
    if let deducted = result.deducted.wholeTonnes, deducted > 0 {
      try posting.post(
        Movement(
          .deduction, date, from: AccountKey(.deductionDue, uscc, 0),
          to: AccountKey(.deductionApplied, uscc, 0), deducted, year: year))
    }
    try trueUp(Int(result.issued.coefficient) + kept, &posting)
  }

  /// Only the difference to what was returned before is posted: the whole of it may be gone.
  private func setReturned(_ wanted: Int, before: Int, _ posting: inout Posting) throws {
    let (due, applied) = (AccountKey(.deductionDue, uscc, 0), AccountKey(.deductionApplied, uscc, 0))
    let change = wanted - before
    if change > 0 {
      try posting.post(Movement(.deductionReturn, date, from: applied, to: due, change, year: year))
    }
    if change < 0 {
      try posting.post(Movement(.deductionReturn, date, from: due, to: applied, -change, year: year))
    }
  }

  /// Issues `amount`, or takes it back where it is below zero; what an entity has sold and cannot return stays
  /// due as a return.
  private func trueUp(_ amount: Int, _ posting: inout Posting) throws {
    let issued = AccountKey(.issued, "", year)
    // Taking back earlier returns only adds to the holding, so it comes first.
    try reverse(standingEntries(.trueUpReturn), &posting)
    if amount > 0 {
      try posting.post(Movement(.finalIssue, date, from: issued, to: account, amount, year: year))
    }
    var toReturn = max(0, -amount)
    for entry in standingEntries(.finalIssue, .unreturned) {
      let lacking = entry.movement.tonnes - posting.journal.balance(entry.movement.to)
      if lacking > 0 {
        try posting.post(
          Movement(.unreturned, date, from: issued, to: entry.movement.to, lacking, year: year))
        toReturn += lacking
      }
      try reverse([entry], &posting)
    }
    // Also what one account lacks the other may have: the province releases allowances to the entity.
    for source in [AccountKey(.province, uscc, year), AccountKey(.holding, uscc, year)] where toReturn > 0 {
      let part = min(toReturn, posting.journal.balance(source))
      if part > 0 {
        try posting.post(Movement(.trueUpReturn, date, from: source, to: issued, part, year: year))
      }
      toReturn -= part
    }
    try setReturnDue(toReturn, &posting)
  }

  private func setReturnDue(_ wanted: Int, _ posting: inout Posting) throws {
    let due = AccountKey(.returnDue, uscc, year)
    let called = AccountKey(.returnCalled, "", year)
    let change = wanted - posting.journal.balance(due)
    if change > 0 { try posting.post(Movement(.returnCall, date, from: called, to: due, change, year: year)) }
    if change < 0 {
      try posting.post(Movement(.returnCall, date, from: due, to: called, -change, year: year))
    }
  }

  /// The new obligation comes before the old one goes: what was surrendered already stays surrendered.
  func oblige(due amount: Int, _ posting: inout Posting) throws {
    let (assessed, due) = (AccountKey(.obligationAssessed, "", year), AccountKey(.obligationDue, uscc, year))
    if amount > 0 {
      try posting.post(Movement(.obligation, date, from: assessed, to: due, amount, year: year))
    }
    try reverse(standingEntries(.obligation), &posting)
  }

  // MARK: Surrendered too much

  /// Gives back what is surrendered beyond a lower obligation, to the accounts that it came from: CCER above their
  /// new limit first, then what was surrendered last.
  func giveBack(due: Int, _ posting: inout Posting) throws {
    let surrenders = standing.filter {
      $0.movement.kind == .surrender && $0.movement.from.kind != .obligationDue
    }.reversed()
    var parts: [Int: Int] = [:]
    func pick(_ tonnes: Int, _ isPicked: (PostedEntry) -> Bool) {
      var wanted = tonnes
      for entry in surrenders where isPicked(entry) {
        let part = min(max(0, wanted), entry.movement.tonnes - (parts[entry.id] ?? 0))
        parts[entry.id, default: 0] += part
        wanted -= part
      }
    }
    let isCredit = { (entry: PostedEntry) in entry.movement.from.kind == .creditHolding }
    if let rules = SurrenderRules(posting.request.rulebook, year: year) {
      let used = surrenders.filter(isCredit).reduce(0) { $0 + $1.movement.tonnes }
      pick(used - (try rules.creditLimit(due: due)), isCredit)
    }
    let met = surrenders.reduce(0) { $0 + $1.movement.tonnes }
    pick(met - due - parts.values.reduce(0, +)) { _ in true }
    for entry in surrenders { try giveBack(parts[entry.id] ?? 0, of: entry, &posting) }
  }

  /// A reversal mirrors its entry, so that both of the surrender's entries go, and come again with what stays.
  private func giveBack(_ tonnes: Int, of surrender: PostedEntry, _ posting: inout Posting) throws {
    guard tonnes > 0, let met = standing.first(where: { $0.id == surrender.id + 1 }) else { return }
    try reverse([surrender, met], &posting)
    let rest = surrender.movement.tonnes - tonnes
    if rest == 0 { return }
    for half in [surrender.movement, met.movement] {
      try posting.post(
        Movement(.surrender, half.date, from: half.from, to: half.to, rest, year: year))
    }
  }

  // MARK: An order is overturned

  /// Returns deductions of the year, so that an order of theirs can be reversed; ``issue(preallocated:determined:_:)``
  /// settles the year anew then.
  func giveBackDeductions(atMost tonnes: Int, _ posting: inout Posting) throws {
    let deductedThen = standingEntries(.deduction)
    try reverse(deductedThen, &posting)
    let lacking = tonnes - deductedThen.reduce(0) { $0 + $1.movement.tonnes }
    let returned = standing.reduce(0) { $0 + $1.movement.deductionReturned }
    let part = min(lacking, deductedFirst - returned)
    if part > 0 { try setReturned(returned + part, before: returned, &posting) }
  }

  /// What was deducted at pre-allocation.
  private var deductedFirst: Int {
    standing.filter { $0.documentKind == "preallocation" && $0.movement.kind == .deduction }
      .reduce(0) { $0 + $1.movement.tonnes }
  }

  private func reverse(_ entries: [PostedEntry], _ posting: inout Posting) throws {
    for entry in entries {
      try posting.post(entry.movement.reversal(of: entry.id, on: date, year: year))
    }
  }
}
