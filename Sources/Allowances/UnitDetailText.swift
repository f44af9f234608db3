import Filings
import Quantities

/// The columns of tables 2-2 to 2-4 that only one sector has, as `units.csv` writes them and the allowance
/// book keeps them: `name=value`, one a line, sorted.
package struct UnitDetailText: Sendable, Equatable {
  package let pairs: [(name: String, value: String)]

  package init(_ text: String) {
    pairs = text.split(separator: "\n").compactMap { line in
      let parts = line.split(separator: "=", maxSplits: 1, omittingEmptySubsequences: false)
      return parts.count == 2 ? (String(parts[0]), String(parts[1])) : nil
    }
  }

  package init(pairs: [(name: String, value: String)]) {
    self.pairs = pairs.sorted { $0.name < $1.name }
  }

  package init(_ details: UnitDetails) {
    var pairs: [(name: String, value: String)] = []
    func add(_ name: String, _ value: FixedDecimal?) {
      if let value { pairs.append((name, value.description)) }
    }
    switch details {
    case .steel(let works):
      add("ironCapacity", works.ironCapacity)
      add("ironOutput", works.ironOutput)
      add("ironmakingEmissions", works.ironmakingEmissions)
      add("sinteringEmissions", works.sinteringEmissions)
      add("crudeSteel", works.crudeSteel)
    case .cement(let line):
      add("carbideSlag", line.carbideSlag)
      add("carbideSlagFactor", line.carbideSlagFactor)
      add("clinker", line.clinker)
      add("processFactor", line.processFactor)
      add("substitution", line.substitution)
      add("filedSubstitution", line.filedSubstitution)
      if let category = line.category { pairs.append(("category", category.rawValue)) }
      if !line.variety.isEmpty { pairs.append(("variety", line.variety)) }
      add("capacity", line.capacity)
      add("combustion", line.combustion)
      add("process", line.process)
    case .aluminium(let process):
      add("capacity", process.capacity)
      add("liquidAluminium", process.liquidAluminium)
      add("anodes", process.anodes)
      add("anodeEffects", process.anodeEffects)
    }
    self.init(pairs: pairs)
  }

  package var text: String { pairs.map { "\($0.name)=\($0.value)" }.joined(separator: "\n") }

  /// - Throws: if a value is no number.
  package func unitDetails(_ sector: Sector) throws -> UnitDetails {
    let values = Dictionary(pairs.map { ($0.name, $0.value) }, uniquingKeysWith: { first, _ in first })
    func number(_ name: String) throws -> FixedDecimal? { try values[name].map { try FixedDecimal($0) } }
    switch sector {
    case .steel:
      return .steel(
        UnitDetails.Steel(
          ironCapacity: try number("ironCapacity"), ironOutput: try number("ironOutput") ?? .zero,
          ironmakingEmissions: try number("ironmakingEmissions") ?? .zero,
          sinteringEmissions: try number("sinteringEmissions") ?? .zero,
          crudeSteel: try number("crudeSteel") ?? .zero))
    case .cement:
      return .cement(
        UnitDetails.Cement(
          carbideSlag: try number("carbideSlag") ?? .zero,
          carbideSlagFactor: try number("carbideSlagFactor") ?? .zero,
          clinker: try number("clinker") ?? .zero, processFactor: try number("processFactor") ?? .zero,
          substitution: try number("substitution"), filedSubstitution: try number("filedSubstitution"),
          category: values["category"].flatMap { ClinkerCategory(rawValue: $0) },
          variety: values["variety"] ?? "",
          capacity: try number("capacity"), combustion: try number("combustion") ?? .zero,
          process: try number("process") ?? .zero))
    case .aluminium:
      return .aluminium(
        UnitDetails.Aluminium(
          capacity: try number("capacity"), liquidAluminium: try number("liquidAluminium") ?? .zero,
          anodes: try number("anodes") ?? .zero, anodeEffects: try number("anodeEffects") ?? .zero))
    }
  }

  package static func == (left: UnitDetailText, right: UnitDetailText) -> Bool { left.text == right.text }
}
