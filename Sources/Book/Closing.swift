import Filings
import GRDB
import Rulebook

extension Book {
  /// Closes the book up to the day before `day`: whatever is posted from now on is booked on that day or later.
  ///
  /// - Parameter latest: the latest day that a person takes for right, as of ``PostOptions``.
  package func closeDays(
    before day: CalendarDate, rulebook: Rulebook, latest: CalendarDate? = nil
  ) throws(BookError) {
    if let newest = try lastDay(), newest > day {
      throw BookError("\(path) is booked up to \(newest) already", isUsage: true)
    }
    try write(isDry: false) { db in
      let journal = try Journal(db)
      let limit = try LatestDay(db, rulebook: rulebook, confirmed: latest, newest: journal.lastBooked)
      if limit.isBefore(day) {
        let refusal = limit.refusal(of: day, file: path, line: 0)
        throw BookError("\(path): \(refusal.message.en); confirm it with --latest", isUsage: true)
      }
      try journal.begin(kind: "closing", name: "\(day)", sha256: "", booked: day)
      return ((), true)
    }
  }
}
