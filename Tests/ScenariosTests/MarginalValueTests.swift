import Allowances
import Filings
import Quantities
import Testing

@testable import Scenarios

/// Worked out by hand from A = E·(1 + α), α = 0.15·X, X = (BP − I)/BP, ±3 % from |X| = 20 % on (ALLOC2425,
/// method; domain/allocation.md section 3).
@Suite("The value of a tonne abated, from ALLOC2425's piecewise linear coefficient")
struct MarginalValueTests {
  private func value(
    _ place: Place, emissions: String, output: String, intensity: String, balance: String
  ) throws -> MarginalValue {
    let parameters = CoefficientParameters(
      slope: try decimal("0.15"), band: FixedDecimal(20), cap: FixedDecimal(3))
    let method = CoefficientMethod(parameters: parameters)
    let deviation = try method.deviation(
      intensity: decimal(intensity), balanceValue: decimal(balance))
    return try MarginalMethod(
      parameters: parameters, emissions: decimal(emissions), output: decimal(output),
      intensity: decimal(intensity), balanceValue: decimal(balance), deviation: deviation,
      coefficient: method.coefficient(deviation: deviation)
    ).value(place)
  }

  /// A clinker line of 1,000,000 t clinker and BP = 1: v = 0.15·(1 − 2X) within the band, −α at the cap.
  @Test(
    "a clinker line's tonne is worth s·(1 − 2X) within the band and −α at the cap",
    arguments: [
      ("1000000", "1.0000", MarginalValue.Piece.slope, "0.15", "0.15"),  // X = 0
      ("900000", "0.9000", .slope, "0.12", "0.12"),  // X = 0.1
      ("1100000", "1.1000", .slope, "0.18", "0.18"),  // X = −0.1
      ("700000", "0.7000", .cappedAbove, "-0.03", "-0.03"),  // X = 0.3: fewer allowances by 1.03 a tonne
      ("1300000", "1.3000", .cappedBelow, "0.03", "0.03"),  // X = −0.3
      ("800000", "0.8000", .edgeAbove, "-0.03", "0.09"),  // X = 0.2: a tonne more is within the band
      ("1200000", "1.2000", .edgeBelow, "0.21", "0.03"),  // X = −0.2: a tonne less is within the band
    ])
  func clinkerLine(
    emissions: String, intensity: String, piece: MarginalValue.Piece, abated: String, emitted: String
  ) throws {
    let value = try value(.unit, emissions: emissions, output: "1000000", intensity: intensity, balance: "1")
    #expect(value.piece == piece)
    #expect(try value.abated.rounded(to: 6) == decimal(abated))
    #expect(try value.emitted.rounded(to: 6) == decimal(emitted))
  }

  @Test("in a steel works a tonne of ironmaking is worth s·E/(Q·BP) more than a tonne elsewhere")
  func steel() throws {
    // X = 0.1, α = 0.015; −0.015 + 0.15·3,000,000/(1,500,000·1) = 0.285; elsewhere −0.015.
    let iron = try value(
      .ironmaking, emissions: "3000000", output: "1500000", intensity: "0.9000", balance: "1")
    let elsewhere = try value(
      .elsewhere, emissions: "3000000", output: "1500000", intensity: "0.9000", balance: "1")
    #expect(try iron.abated.rounded(to: 6) == decimal("0.285"))
    #expect(try elsewhere.abated.rounded(to: 6) == decimal("-0.015"))
    #expect(elsewhere.piece == .slope)
  }

  @Test("a capped steel works gains nothing by abating in ironmaking rather than elsewhere")
  func cappedSteel() throws {
    for place in [Place.ironmaking, .elsewhere] {
      let value = try value(
        place, emissions: "3000000", output: "1500000", intensity: "1.3000", balance: "1")
      #expect(try value.abated.rounded(to: 6) == decimal("0.03"))
    }
  }

  /// A is quadratic in E within the band, so the difference over ±1 t is the derivative itself.
  @Test(
    "it is the exact slope of E·(1 + α): the difference over a tonne either side agrees",
    arguments: ["870000", "999999", "1113000"])
  func slope(emissions: String) throws {
    let parameters = CoefficientParameters(
      slope: try decimal("0.15"), band: FixedDecimal(20), cap: FixedDecimal(3))
    let method = CoefficientMethod(parameters: parameters)
    let output = try decimal("1000000")
    // The intensity unrounded: 6 decimals hold a tonne in a million exactly.
    func allowances(_ emissions: FixedDecimal) throws -> Quotient {
      let intensity = try emissions.divided(by: output, decimals: 6)
      let deviation = try method.deviation(intensity: intensity, balanceValue: decimal("1"))
      return try method.exactAllowances(
        emissions: emissions, coefficient: method.coefficient(deviation: deviation))
    }
    let here = try decimal(emissions)
    let (less, more) = (try allowances(here - .one), try allowances(here + .one))
    let difference = try more.rounded(to: 12) - less.rounded(to: 12)
    let value = try value(
      .unit, emissions: emissions, output: "1000000",
      intensity: here.divided(by: output, decimals: 6).description, balance: "1")
    // 1 − (A(E+1) − A(E−1))/2, doubled.
    #expect(try value.abated.rounded(to: 12) * FixedDecimal(2) == FixedDecimal(2) - difference)
  }

  @Test("in money it is price × (p + (1 − p)·v): with everything paid for, the full price")
  func money() throws {
    let value = try value(
      .ironmaking, emissions: "3000000", output: "1500000", intensity: "0.9000", balance: "1")
    func yuan(_ share: String) throws -> FixedDecimal {
      try value.yuan(value.abated, price: decimal("100"), paidShare: decimal(share))
    }
    #expect(try yuan("0") == decimal("28.50"))
    #expect(try yuan("5") == decimal("32.08"))  // 100·(0.05 + 0.95·0.285) = 32.075
    #expect(try yuan("100") == decimal("100"))
  }

  @Test("where A = E a tonne abated is worth no allowance, and only the paid share of its price")
  func equalsEmissions() throws {
    let value = MarginalValue.ofEmissions(.unit)
    #expect(value.abated == Quotient(.zero))
    #expect(try value.yuan(value.abated, price: decimal("80"), paidShare: decimal("10")) == decimal("8"))
  }
}
