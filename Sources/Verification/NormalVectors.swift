/// Vectors of one kind, brought to mean 0 and length 1, in little room: a nation has tens of thousands. Finds those
/// that run alike without comparing each with each.
struct NormalVectors {
  /// Which vector: the subject's index, and its place among the subject's vectors.
  struct Place: Comparable {
    let subject: Int
    let place: Int

    static func < (left: Place, right: Place) -> Bool {
      (left.subject, left.place) < (right.subject, right.place)
    }
  }

  private struct Vector {
    let subject: Int32
    let place: Int32
    /// Where its values begin among all.
    let start: Int32
    /// The reported months, a bit each.
    let months: UInt16
  }

  private var vectors: [Vector] = []
  private var values: [Double] = []

  /// - Parameter room: for so many vectors.
  init(room: Int) {
    vectors.reserveCapacity(room)
    values.reserveCapacity(room * 12)
  }

  /// Adds a vector; one without any spread is left out: equal values are S05's.
  mutating func add(_ vector: LaboratoryVector, of subject: Int, at place: Int) {
    let months = vector.months
    guard let normal = Self.normal(months.map(\.value)) else { return }
    vectors.append(
      Vector(
        subject: Int32(subject), place: Int32(place), start: Int32(values.count),
        months: months.reduce(0) { $0 | 1 << UInt16($1.month) }))
    values += normal
  }

  /// Pairs whose correlation over the months of one of them, which the other has too, is above a limit, sorted: a month
  /// tested elsewhere or not at all makes nothing unlike.
  func alike(correlation limit: Double) -> [(Place, Place)] {
    var pairs: [(Place, Place)] = []
    for months in Set(vectors.map(\.months)).sorted() { pairs += alike(over: months, correlation: limit) }
    return pairs.sorted { $0 < $1 }
  }

  /// Of two unit vectors at correlation r no component differs by more than √(2 − 2r): sorted by their first one, only
  /// neighbours need comparing.
  private func alike(over months: UInt16, correlation limit: Double) -> [(Place, Place)] {
    let reach = (2 - 2 * limit).squareRoot()
    let count = months.nonzeroBitCount
    var parts: [(first: Double, vector: Vector, start: Int)] = []
    var room: [Double] = []
    for vector in vectors where vector.months & months == months {
      guard let part = part(of: vector, over: months) else { continue }
      parts.append((part[0], vector, room.count))
      room += part
    }
    parts.sort { ($0.first, $0.vector.start) < ($1.first, $1.vector.start) }
    var pairs: [(Place, Place)] = []
    for (place, one) in parts.enumerated() {
      for other in parts[(place + 1)...] {
        if other.first - one.first > reach { break }
        // Pairs of more months than these are compared over theirs.
        guard one.vector.months == months || other.vector.months == months else { continue }
        let correlation = (0..<count).reduce(0) { $0 + room[one.start + $1] * room[other.start + $1] }
        guard correlation > limit else { continue }
        let places = [one.vector, other.vector].map { Place(subject: Int($0.subject), place: Int($0.place)) }
          .sorted()
        pairs.append((places[0], places[1]))
      }
    }
    return pairs
  }

  /// A vector's values of some of its months, brought to mean 0 and length 1 again; nil where they have no spread.
  private func part(of vector: Vector, over months: UInt16) -> [Double]? {
    let start = Int(vector.start)
    if vector.months == months { return Array(values[start..<start + months.nonzeroBitCount]) }
    var part: [Double] = []
    var place = start
    for bit in 0..<16 where vector.months & 1 << bit != 0 {
      if months & 1 << bit != 0 { part.append(values[place]) }
      place += 1
    }
    return Self.normal(part)
  }

  private static func normal(_ values: [Double]) -> [Double]? {
    let mean = values.reduce(0, +) / Double(values.count)
    let length = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    // Equal values come out as next to nothing.
    guard length > 1e-9 * (abs(mean) + 1e-3) else { return nil }
    return values.map { ($0 - mean) / length }
  }
}
