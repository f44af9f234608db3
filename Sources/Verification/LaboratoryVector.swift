import Accounting
import Filings
import Quantities

/// A year of one parameter as one laboratory reported it, kept to be compared with other firms' (S16).
package struct LaboratoryVector: Sendable, Codable {
  struct Kind: Hashable, Comparable, Codable, Sendable {
    let laboratory: String
    let item: Item
    let parameter: Parameter

    static func < (left: Kind, right: Kind) -> Bool {
      (left.laboratory, left.item.rawValue, left.parameter.rawValue)
        < (right.laboratory, right.item.rawValue, right.parameter.rawValue)
    }
  }

  let kind: Kind
  let facility: String
  let direction: Direction
  let file: String
  let line: Int
  /// The reported months, January first.
  let months: [Month]

  struct Month: Sendable, Codable {
    let month: Int
    /// Binary floating point finds likeness and enters no number.
    let value: Double
  }

  /// The measured factors of a filing whose test reports are all of one laboratory.
  package static func all(in filing: Filing, _ documents: DocumentIndex) -> [LaboratoryVector] {
    filing.allFacilities.flatMap { facility in
      facility.series.compactMap { series -> LaboratoryVector? in
        guard series.parameter != .quantity, series.method == .measured, series.direction != .auxiliary else {
          return nil
        }
        var laboratory = ""
        for id in series.evidence {
          guard let issuer = documents.laboratory(of: id), !issuer.isEmpty, issuer != laboratory else {
            continue
          }
          guard laboratory.isEmpty else { return nil }
          laboratory = issuer
        }
        if laboratory.isEmpty { return nil }
        let months = (1...12).compactMap { month -> Month? in
          guard let value = (try? series.value(in: month)) ?? nil, !value.isZero else { return nil }
          return Month(month: month, value: value.approximation)
        }
        let file = Int(series.location.file)
        return LaboratoryVector(
          kind: Kind(laboratory: laboratory, item: series.item, parameter: series.parameter),
          facility: facility.id, direction: series.direction,
          file: filing.files.indices.contains(file) ? filing.files[file] : "",
          line: Int(series.location.line), months: months)
      }
    }
  }
}

/// Finds vectors that run alike without comparing each with each.
enum VectorPairs {
  private struct Normal {
    let index: Int
    let months: [Int]
    /// Mean 0, length 1.
    let values: [Double]
  }

  /// Pairs whose correlation over the same months is above a limit. Of two unit vectors at correlation r no
  /// component differs by more than √(2 − 2r): sorted by their first one, only neighbours need comparing.
  static func alike(_ vectors: [LaboratoryVector], correlation limit: Double) -> [(Int, Int)] {
    let reach = (2 - 2 * limit).squareRoot()
    let sorted = vectors.indices.compactMap { normal(vectors[$0], $0) }
      .sorted { ($0.values[0], $0.index) < ($1.values[0], $1.index) }
    var pairs: [(Int, Int)] = []
    for (place, one) in sorted.enumerated() {
      for other in sorted[(place + 1)...] {
        if other.values[0] - one.values[0] > reach { break }
        guard one.months == other.months else { continue }
        let correlation = zip(one.values, other.values).reduce(0) { $0 + $1.0 * $1.1 }
        if correlation > limit { pairs.append((min(one.index, other.index), max(one.index, other.index))) }
      }
    }
    return pairs.sorted { $0 < $1 }
  }

  /// Nil for a vector without any spread: equal values are S05's.
  private static func normal(_ vector: LaboratoryVector, _ index: Int) -> Normal? {
    let values = vector.months.map(\.value)
    guard !values.isEmpty else { return nil }
    let mean = values.reduce(0, +) / Double(values.count)
    let length = values.reduce(0) { $0 + ($1 - mean) * ($1 - mean) }.squareRoot()
    guard length > 0 else { return nil }
    return Normal(
      index: index, months: vector.months.map(\.month), values: values.map { ($0 - mean) / length })
  }
}
