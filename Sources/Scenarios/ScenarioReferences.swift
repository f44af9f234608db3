import Filings
import Quantities

extension Scenario {
  /// What the abatements name and the results do not have, or cannot give.
  package func faults(in units: [VerifiedUnit], file: String) -> [Diagnostic] {
    var faults: [Diagnostic] = []
    var abated: [String: FixedDecimal] = [:]
    for abatement in abatements {
      let own = units.filter { $0.uscc == abatement.uscc }
      guard let unit = own.first(where: { $0.unit == abatement.unit }) else {
        faults.append(
          fault(
            abatement, file, "\(abatement.uscc) \(abatement.unit)",
            Label(zh: "结果中没有该单元", en: "the results have no such unit"),
            expected: own.isEmpty ? "" : "unit: \(own.map(\.unit).sorted().joined(separator: ", "))"))
        continue
      }
      let places: [Place] = unit.sector == .steel ? [.ironmaking, .sintering, .elsewhere] : [.unit]
      if !places.contains(abatement.place) {
        faults.append(
          fault(
            abatement, file, "where: \(abatement.place.rawValue)",
            Label(zh: "该单元没有这个减排位置", en: "nothing can be abated there in this unit"),
            expected: "where: \(places.map(\.rawValue).joined(separator: ", "))"))
      }
      let key = "\(abatement.uscc) \(abatement.unit)"
      guard let total = try? (abated[key] ?? .zero) + abatement.tonnes else { continue }
      abated[key] = total
      if total > unit.emissions {
        faults.append(
          fault(
            abatement, file, "tonnes: \(total)",
            Label(zh: "减排量超过该单元的排放量", en: "more is abated than the unit emits"),
            expected: "≤ \(unit.emissions)"))
      }
    }
    return faults
  }

  private func fault(
    _ abatement: Abatement, _ file: String, _ text: String, _ message: Label, expected: String
  ) -> Diagnostic {
    Diagnostic(
      .scenarioReference, file: file, line: abatement.line, field: "abatement", text: text, message: message,
      expected: expected, uscc: abatement.uscc)
  }
}
