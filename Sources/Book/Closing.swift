import Filings
import GRDB

extension Book {
  /// Closes the book up to the day before `day`: whatever is posted from now on is booked on that day or later.
  package func closeDays(before day: CalendarDate) throws(BookError) {
    if let newest = try lastDay(), newest > day {
      throw BookError("\(path) is booked up to \(newest) already", isUsage: true)
    }
    try write(isDry: false) { db in
      try Journal(db).begin(kind: "closing", name: "\(day)", sha256: "", booked: day)
      return ((), true)
    }
  }
}
