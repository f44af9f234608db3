import Filings
import Quantities

/// The results of a facility's batches for one item, joined by batch.
struct Batches {
  struct Sample {
    let name: String
    let first: BatchResult
    /// In the units of the formulas.
    var values: [Parameter: FixedDecimal]
  }

  let facility: Facility
  let item: Item
  /// In the order filed.
  private(set) var samples: [Sample] = []

  /// One group an item of which batches are filed, in the order of their first rows; samples of the year.
  static func all(in filing: Filing) throws(ArithmeticError) -> [Batches] {
    var groups: [Batches] = []
    for facility in filing.allFacilities where !facility.batches.isEmpty {
      var places: [Item: Int] = [:]
      for result in facility.batches where result.sampledOn.year == filing.year {
        guard let factor = result.unit.factor(to: result.parameter.unit(of: result.item)) else { continue }
        let place = places[result.item] ?? groups.count
        if place == groups.count { groups.append(Batches(facility: facility, item: result.item)) }
        places[result.item] = place
        groups[place].add(result, try result.value * factor)
      }
    }
    return groups
  }

  private var index: [String: Int] = [:]

  private init(facility: Facility, item: Item) {
    (self.facility, self.item) = (facility, item)
  }

  private mutating func add(_ result: BatchResult, _ value: FixedDecimal) {
    if let place = index[result.batch] {
      samples[place].values[result.parameter] = value
    } else {
      index[result.batch] = samples.count
      samples.append(Sample(name: result.batch, first: result, values: [result.parameter: value]))
    }
  }

  /// The item's series of a parameter, in the direction in which it is measured.
  func series(_ parameter: Parameter) -> Series? {
    facility.series.first { $0.item == item && $0.parameter == parameter && $0.direction != .auxiliary }
  }

  /// Parameters of which batches are filed, in a fixed order.
  var parameters: [Parameter] {
    Parameter.allCases.filter { parameter in samples.contains { $0.values[parameter] != nil } }
  }
}
