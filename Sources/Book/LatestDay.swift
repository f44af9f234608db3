import Filings
import GRDB
import Rulebook

/// The day beyond which a date is taken for a slip of the pen.
///
/// The booked day of a book never falls, so that one trade of 2062 would book everything later in 2062. What is
/// right is known without a clock, so that the same tables give the same book: some months after the last deadline
/// of the years that the rulebook and the book know (`surrender.latestMonths`), for arrears are still surrendered.
struct LatestDay {
  private let day: CalendarDate
  /// Compliance years and vintages behind it are slips as well.
  private var year: Int { day.year }

  /// - Parameters:
  ///   - confirmed: the latest day that a person takes for right.
  ///   - newest: the newest booked day: what does not move it harms nothing.
  init(_ db: Database, rulebook: Rulebook, confirmed: CalendarDate?, newest: Int) throws {
    var deadlines = rulebook.entries.compactMap { entry -> CalendarDate? in
      guard entry.id == "calendar.surrender", case .date(let date) = entry.value else { return nil }
      return date
    }
    let year = try Int.fetchOne(
      db,
      sql: "SELECT max(year) FROM (SELECT year FROM determination UNION ALL SELECT year FROM preallocation)")
    if let year, let deadline = SurrenderDeadline(rulebook.rules(for: year)) {
      deadlines.append(deadline.date)
    }
    let margin = Self.margin(rulebook)
    let known = deadlines.max().map { $0.adding(months: margin) }
    day = [confirmed ?? known, CalendarDate(number: newest)].compactMap(\.self).max() ?? .lastDay(of: 2099)
  }

  /// The newest one; none in a rulebook of somebody's own that does not state it.
  private static func margin(_ rulebook: Rulebook) -> Int {
    let entry = rulebook.entries.last { $0.id == "surrender.latestMonths" }
    guard case .number(let months)? = entry?.value else { return 0 }
    return Int(truncatingIfNeeded: months.coefficient)
  }

  func isBefore(_ date: CalendarDate) -> Bool { day < date }

  func isBefore(_ movement: Movement) -> Bool {
    if day < movement.date { return true }
    // What names a wrong year already must be possible to reverse.
    return movement.reverses == nil
      && (movement.year > year || movement.from.vintage > year || movement.to.vintage > year)
  }

  func refusal(of movement: Movement, file: String) -> Diagnostic {
    if day < movement.date { return refusal(of: movement.date, file: file, line: movement.line) }
    let wrong = max(movement.year, movement.from.vintage, movement.to.vintage)
    return Diagnostic(
      .bookDate, file: file, line: movement.line, text: "\(wrong)",
      message: Label(
        zh: "年度\(wrong)晚于账簿和规则库所知的\(year)年",
        en: "the year \(wrong) lies beyond \(year), the last that the book and the rulebook know"
      ), expected: "≤ \(year)")
  }

  func refusal(of date: CalendarDate, file: String, line: Int) -> Diagnostic {
    Diagnostic(
      .bookDate, file: file, line: line, field: line > 0 ? "date" : "", text: "\(date)",
      message: Label(
        zh: "日期\(date)晚于\(day)（规则surrender.latestMonths：最后清缴截止日后）；过账后其后所有记录都将记在该日",
        en:
          "\(date) lies beyond \(day), by the rule surrender.latestMonths after the last deadline known; everything later would be booked on that day"
      ), expected: "≤ \(day)")
  }
}
