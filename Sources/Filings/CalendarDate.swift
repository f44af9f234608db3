/// A day of the Gregorian calendar, written `2026-03-31`.
package struct CalendarDate: Sendable, Hashable, Comparable, CustomStringConvertible {
  /// The year's number, and in eight bits each that of the month and of the day: later days have greater numbers.
  private let packed: UInt32

  package var year: Int { Int(packed >> 16) }
  package var month: Int { Int(packed >> 8 & 0xFF) }
  package var day: Int { Int(packed & 0xFF) }

  /// Nil for a day that does not exist.
  package init?(year: Int, month: Int, day: Int) {
    guard (1...9999).contains(year), (1...12).contains(month),
      (1...Self.days(in: month, of: year)).contains(day)
    else { return nil }
    self.init(unchecked: year, month: month, day: day)
  }

  /// Reads `YYYY-MM-DD`; nil for anything else.
  package init?(_ text: some StringProtocol) {
    var text = String(text)
    guard let date = text.withUTF8({ Self(utf8: UnsafeRawBufferPointer($0)) }) else { return nil }
    self = date
  }

  /// Reads `YYYY-MM-DD` from bytes; nil for anything else. A year that begins with 0 is none, in the schema
  /// of filings neither.
  package init?(utf8 bytes: UnsafeRawBufferPointer) {
    guard bytes.count == 10, bytes[0] != UInt8(ascii: "0") else { return nil }
    guard bytes[4] == UInt8(ascii: "-"), bytes[7] == UInt8(ascii: "-") else { return nil }
    var areDigits = true
    func pair(_ place: Int) -> Int {
      let (ten, one) = (bytes[place] &- 48, bytes[place + 1] &- 48)
      if ten >= 10 || one >= 10 { areDigits = false }
      return Int(ten) &* 10 &+ Int(one)
    }
    let (year, month, day) = (pair(0) &* 100 &+ pair(2), pair(5), pair(8))
    guard areDigits else { return nil }
    self.init(year: year, month: month, day: day)
  }

  /// The last day of a year of four digits.
  package static func lastDay(of year: Int) -> CalendarDate {
    CalendarDate(unchecked: min(max(year, 1), 9999), month: 12, day: 31)
  }

  /// Days since the first of March of the year 0, by which two days can be subtracted.
  package var dayNumber: Int {
    let (shifted, years) = month > 2 ? (month - 3, year) : (month + 9, year - 1)
    return 365 * years + years / 4 - years / 100 + years / 400 + (153 * shifted + 2) / 5 + day - 1
  }

  /// The same day so many months later; the month's last where it is shorter.
  package func adding(months: Int) -> CalendarDate {
    let count = year * 12 + month - 1 + months
    let (year, month) = (count / 12, count % 12 + 1)
    let last = Self.days(in: month, of: year)
    return CalendarDate(unchecked: min(max(year, 1), 9999), month: month, day: min(day, last))
  }

  private init(unchecked year: Int, month: Int, day: Int) {
    packed = UInt32(year) << 16 | UInt32(month) << 8 | UInt32(day)
  }

  package var description: String {
    func padded(_ number: Int, _ width: Int) -> String {
      let digits = String(number)
      return String(repeating: "0", count: max(0, width - digits.count)) + digits
    }
    return "\(padded(year, 4))-\(padded(month, 2))-\(padded(day, 2))"
  }

  package static func < (left: CalendarDate, right: CalendarDate) -> Bool {
    left.packed < right.packed
  }

  /// The days of a month.
  package static func days(in month: Int, of year: Int) -> Int {
    switch month {
    case 2: year % 4 == 0 && (year % 100 != 0 || year % 400 == 0) ? 29 : 28
    case 4, 6, 9, 11: 30
    default: 31
    }
  }
}
