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
    let mean = months.reduce(0) { $0 + $1.value } / Double(months.count)
    let length = months.reduce(0) { $0 + ($1.value - mean) * ($1.value - mean) }.squareRoot()
    guard length > 0 else { return }
    vectors.append(
      Vector(
        subject: Int32(subject), place: Int32(place), start: Int32(values.count),
        months: months.reduce(0) { $0 | 1 << UInt16($1.month) }))
    for month in months { values.append((month.value - mean) / length) }
  }

  /// Pairs whose correlation over the same months is above a limit, sorted. Of two unit vectors at correlation r no
  /// component differs by more than √(2 − 2r): sorted by their first one, only neighbours need comparing.
  func alike(correlation limit: Double) -> [(Place, Place)] {
    let reach = (2 - 2 * limit).squareRoot()
    let sorted = vectors.sorted { (first(of: $0), $0.start) < (first(of: $1), $1.start) }
    var pairs: [(Place, Place)] = []
    for (place, one) in sorted.enumerated() {
      for other in sorted[(place + 1)...] {
        if first(of: other) - first(of: one) > reach { break }
        guard one.months == other.months, correlation(one, other) > limit else { continue }
        let places = [one, other].map { Place(subject: Int($0.subject), place: Int($0.place)) }.sorted()
        pairs.append((places[0], places[1]))
      }
    }
    return pairs.sorted { $0 < $1 }
  }

  private func first(of vector: Vector) -> Double { values[Int(vector.start)] }

  private func correlation(_ one: Vector, _ other: Vector) -> Double {
    (0..<one.months.nonzeroBitCount).reduce(0) {
      $0 + values[Int(one.start) + $1] * values[Int(other.start) + $1]
    }
  }
}
