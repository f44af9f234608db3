import Accounting
import Filings
import Quantities

/// A year of one parameter as one laboratory reported it, kept to be compared with other firms' (S16).
package struct LaboratoryVector: Sendable, Codable {
  struct Kind: Hashable, Comparable, Codable, Sendable {
    /// As it compares, however it is spelled.
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

  /// The factors of a filing that are no defaults, those months of each that one laboratory tested.
  package static func all(in filing: Filing, _ documents: DocumentIndex) -> [LaboratoryVector] {
    filing.allFacilities.flatMap { facility in
      facility.series.flatMap { series -> [LaboratoryVector] in
        guard series.parameter != .quantity, series.isOwnFinding, series.direction != .auxiliary else {
          return []
        }
        let file = Int(series.location.file)
        return documents.laboratories(among: series.evidence).map { laboratory in
          let months = (1...12).compactMap { month -> Month? in
            guard laboratory.months & 1 << (month - 1) != 0,
              let value = (try? series.value(in: month)) ?? nil,
              !value.isZero
            else { return nil }
            return Month(month: month, value: value.approximation)
          }
          return LaboratoryVector(
            kind: Kind(laboratory: laboratory.name, item: series.item, parameter: series.parameter),
            facility: facility.id, direction: series.direction,
            file: filing.files.indices.contains(file) ? filing.files[file] : "",
            line: Int(series.location.line), months: months)
        }
      }
    }
  }
}
