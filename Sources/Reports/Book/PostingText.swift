import Book
import Filings
import Quantities

/// What posting came to, for a terminal.
package enum PostingText {
  package static func line(_ outcome: PostOutcome, isDry: Bool, language: Language) -> String {
    if outcome.isRefused {
      return language == .zh ? "\(outcome.name)：未过账\n" : "\(outcome.name): nothing was posted\n"
    }
    let moved = outcome.days.map { days($0, language) } ?? ""
    if outcome.tallies.isEmpty {
      if outcome.isPosted {
        return language == .zh ? "\(outcome.name)：已登记\(moved)\n" : "\(outcome.name): noted\(moved)\n"
      }
      return language == .zh ? "\(outcome.name)：无变化\n" : "\(outcome.name): nothing to change\n"
    }
    let parts = EntryKind.allCases.compactMap { kind in
      outcome.tallies[kind].map { part(kind, $0, language) }
    }
    let word =
      isDry
      ? (language == .zh ? "将过账（试运行，未写入）" : "would post (dry run, nothing is written)")
      : (language == .zh ? "已过账" : "posted")
    return "\(outcome.name): \(word): \(parts.joined(separator: "; "))\(moved)\n"
  }

  /// A correction posts the new amount and takes the old one back: what counts is the difference.
  private static func part(_ kind: EntryKind, _ tally: PostOutcome.Tally, _ language: Language) -> String {
    let posted = "\(tally.entries) × = \(grouped(tally.tonnes)) t"
    let reversed = "\(tally.reversals) × = \(grouped(tally.reversedTonnes)) t"
    let (label, back) = (kind.label.text(in: language), kind.reversedLabel.text(in: language))
    if tally.reversals == 0 { return "\(label) \(posted)" }
    if tally.entries == 0 { return "\(back) \(reversed)" }
    let net = "\(tally.net > 0 ? "+" : "")\(grouped(tally.net)) t"
    return language == .zh
      ? "\(label) 净\(net)（\(posted)，\(back) \(reversed)）"
      : "\(label) net \(net) (\(posted), \(back) \(reversed))"
  }

  private static func grouped(_ tonnes: Int) -> String { NumberFormat.grouped(FixedDecimal(tonnes)) }

  /// A day too far would be that of everything posted later, so it is always said how far it moves.
  private static func days(_ move: PostOutcome.DayMove, _ language: Language) -> String {
    guard let from = move.from else {
      return language == .zh ? "；账簿记账至\(move.to)" : "; the book is booked up to \(move.to)"
    }
    return language == .zh
      ? "；账簿最新记账日由\(from)移至\(move.to)" : "; the newest day of the book moves from \(from) to \(move.to)"
  }

  /// What `cets book check` found.
  package static func check(_ check: BookCheck, language: Language) -> String {
    var text = ""
    for problem in check.problems + check.breaches { text += problem.text(in: language) + "\n" }
    let totals: [(AccountKind, Int)] = [.issued, .elsewhere, .holding, .province, .surrendered, .cancelled]
      .map {
        ($0, check.totals[$0] ?? 0)
      }
    for (kind, tonnes) in totals {
      let shown = kind.isSource ? -tonnes : tonnes
      text += "\(kind.label.text(in: language)): \(NumberFormat.grouped(FixedDecimal(shown))) t\n"
    }
    let counts = "\(check.documents) / \(check.entries) / \(check.accounts)"
    text +=
      language == .zh
      ? "文档/分录/账户：\(counts)；\(check.problems.isEmpty ? "账簿平衡" : "账簿不平衡")\n"
      : "documents / entries / accounts: \(counts); \(check.problems.isEmpty ? "the book balances" : "the book does not balance")\n"
    if !check.breaches.isEmpty {
      let count = check.breaches.count
      text += language == .zh ? "违反规则\(count)处\n" : "rules broken: \(count)\n"
    }
    return text
  }
}
