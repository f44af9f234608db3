import Filings
import Rulebook

/// The last day to surrender for a compliance year.
package struct SurrenderDeadline: Sendable, Equatable {
  package let date: CalendarDate
  /// Whether it follows from the deadlines of other years, because the calendar names no day yet.
  package let isAssumed: Bool

  /// Nil where the rulebook says nothing of the year.
  init?(_ rules: YearRules) {
    if let date = try? rules.date("calendar.surrender").value {
      (self.date, isAssumed) = (date, false)
      return
    }
    guard let months = try? rules.number("surrender.deadlineMonths").value.wholeTonnes else { return nil }
    (date, isAssumed) = (CalendarDate.lastDay(of: rules.year).adding(months: months), true)
  }

  /// Why the day is taken for the deadline; nil where it is published.
  package var assumption: Label? {
    guard isAssumed else { return nil }
    return Label(
      zh: "日历未载，按surrender.deadlineMonths推定",
      en: "the calendar names none yet: assumed by surrender.deadlineMonths")
  }
}
