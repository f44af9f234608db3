import Filings

/// Months as people list them: `1–6, 9`.
package enum MonthList {
  package static func text(_ months: [Int]) -> String {
    var ranges: [(first: Int, last: Int)] = []
    for month in months.sorted() {
      if let last = ranges.last, last.last + 1 == month {
        ranges[ranges.count - 1].last = month
      } else {
        ranges.append((month, month))
      }
    }
    return ranges.map { $0.first == $0.last ? "\($0.first)" : "\($0.first)–\($0.last)" }.joined(
      separator: ", ")
  }
}
