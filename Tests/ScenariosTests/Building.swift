import Allowances
import Filings
import Quantities
import Rulebook

@testable import Scenarios

func decimal(_ text: String) throws -> FixedDecimal { try FixedDecimal(text) }

func baseRules(_ year: Int = 2025) throws -> BaseRules {
  try BaseRules(Rulebook.embedded.get().rules(for: year))
}

/// A unit of the results with the allowances that ALLOC2425 gives it at a balance value.
func unit(
  _ sector: Sector = .cement, uscc: String = "91340000MA06700014", unit: String = "L1",
  emissions: String, output: String, intensity: String, balanceValue: String?,
  specialCase: SpecialCase? = nil, determined: String?, due: String?
) throws -> VerifiedUnit {
  VerifiedUnit(
    sector: sector, uscc: uscc, name: "厂", province: "340000", unit: unit,
    emissions: try decimal(emissions), output: try decimal(output), intensity: try decimal(intensity),
    balanceValue: try balanceValue.map(decimal), specialCase: specialCase,
    determined: try determined.map(decimal), due: try due.map(decimal))
}

/// A clinker line at the balance value: X = 0, A = E.
func line() throws -> VerifiedUnit {
  try unit(
    emissions: "1000000", output: "1250000", intensity: "0.8000", balanceValue: "0.800000",
    determined: "1000000", due: "1000000")
}

/// A steel works: 3,000,000 t, of which 1,350,000 t in ironmaking and sintering for 1,500,000 t of iron.
func works() throws -> VerifiedUnit {
  try unit(
    .steel, uscc: "91130000MA38000115", unit: "-", emissions: "3000000", output: "1500000",
    intensity: "0.9000", balanceValue: "1.000000", determined: "3045000", due: "3000000")
}

/// Reads a scenario that is expected to be right.
func scenario(_ yaml: String, base: BaseRules) throws -> Scenario {
  let read = ScenarioReader.read(Array(yaml.utf8), file: "s.yaml", base: base)
  guard let scenario = read.scenario else { throw Faulty(diagnostics: read.diagnostics) }
  return scenario
}

struct Faulty: Error {
  let diagnostics: [Diagnostic]
}

let head = """
  scenario: s
  zh: 情景
  en: a scenario
  years: {from: 2025, to: 2030}

  """
