import Filings
import Quantities
import Rulebook
import Testing

@testable import Allowances

func decimal(_ text: String) throws -> FixedDecimal { try FixedDecimal(text) }

/// ALLOC2425: slope 0.15, band 20 %, cap 3 %.
func parameters() throws -> CoefficientParameters {
  CoefficientParameters(slope: try decimal("0.15"), band: FixedDecimal(20), cap: FixedDecimal(3))
}

@Suite("Intensity coefficient method, ALLOC2425")
struct CoefficientTests {
  /// domain/allocation.md section 10: vectors of an unrelated implementation that does not round the
  /// intensity first; the numbers are compared to 4 decimals before rounding down.
  @Test(
    "the four vectors of an unrelated implementation hold",
    arguments: [
      ("1000000", "1200000", "1004651.1628"), ("600000", "650000", "593398.9267"),
      ("1000000", "1500000", "1030000.0000"), ("1000000", "900000", "970000.0000"),
    ])
  func vectors(emissions: String, output: String, expected: String) throws {
    let method = CoefficientMethod(parameters: try parameters())
    let balance = try decimal("0.86")
    let (tonnes, product) = (try decimal(emissions), try decimal(output))
    // X = 1 − E/(Q·BP), exact.
    let deviation = try Quotient(product * balance - tonnes, over: product * balance)
    let coefficient = try method.coefficient(deviation: deviation)
    let exact = try method.exactAllowances(emissions: tonnes, coefficient: coefficient)
    #expect(try exact.rounded(to: 4) == decimal(expected))
    #expect(try method.allowances(emissions: tonnes, coefficient: coefficient) == exact.rounded(to: 0, .down))
  }

  @Test(
    "α is capped from the very edge of the band on",
    arguments: [
      ("0.8", "0.03"), ("1.2", "-0.03"), ("1.0", "0"), ("0.9", "0.015"), ("1.1", "-0.015"), ("3", "-0.03"),
    ])
  func edges(intensity: String, expected: String) throws {
    let method = CoefficientMethod(parameters: try parameters())
    let deviation = try method.deviation(intensity: decimal(intensity), balanceValue: .one)
    #expect(try method.coefficient(deviation: deviation).rounded(to: 6) == decimal(expected))
  }

  @Test("allowances are rounded down, never up")
  func roundedDown() throws {
    let method = CoefficientMethod(parameters: try parameters())
    #expect(
      try method.allowances(emissions: decimal("100.99"), coefficient: Quotient(.zero)) == decimal("100"))
  }
}

@Suite("Balance value, allocation.md section 3")
struct BalanceValueTests {
  private func solve(_ points: [(String, String)]) throws -> BalanceValueSolver.Solution? {
    try BalanceValueSolver(parameters: parameters()).solve(
      points.map { BalanceValueSolver.Point(emissions: try decimal($0.0), intensity: try decimal($0.1)) },
      decimals: 6)
  }

  @Test("without a cap it is the emission-weighted mean intensity")
  func uncapped() throws {
    // (100·0.8 + 300·0.9)/400 = 0.875
    let solution = try solve([("100", "0.8000"), ("300", "0.9000")])
    #expect(try solution?.value == decimal("0.875000"))
    #expect(solution?.isSmallestOfInterval == false)
  }

  @Test("one unit balances at its own intensity")
  func single() throws {
    #expect(try solve([("1234.56", "0.8123")])?.value == decimal("0.812300"))
  }

  @Test("a capped unit shifts the value: the piece with one unit capped below is solved")
  func capped() throws {
    // 100 t at I = 3 is capped at −0.03: 0.15·(1 − I·u)·1000 = 3 → with I = 1: u = 0.98 → BP = 1.020408.
    #expect(try solve([("1000", "1.0000"), ("100", "3.0000")])?.value == decimal("1.020408"))
  }

  @Test("where every value of an interval balances, the smallest is taken and said so")
  func interval() throws {
    // Equal emissions, so far apart that both are capped between BP = 1/0.8 and 10/1.2.
    let solution = try solve([("100", "1.0000"), ("100", "10.0000")])
    #expect(try solution?.value == decimal("1.250000"))
    #expect(solution?.isSmallestOfInterval == true)
  }

  @Test("an intensity of nought or less is capped above for every value, and the others make up for it")
  func noIntensity() throws {
    // 10 t at +3 % must be won from 1,000 t: 0.15·(1 − u) = −0.0003 → u = 1.002 → BP = 0.998004.
    #expect(try solve([("1000", "1.0000"), ("10", "0")])?.value == decimal("0.998004"))
    #expect(try solve([("1000", "1.0000"), ("10", "-0.8503")])?.value == decimal("0.998004"))
    #expect(
      try solve([("1000", "1.0000"), ("300", "0.9000"), ("10", "-2.5000"), ("7", "0")])?.value
        == solve([("1000", "1.0000"), ("300", "0.9000"), ("17", "0")])?.value)
    // So much at +3 % that 1,000 t at −3 % do not pay for it.
    #expect(try solve([("1000", "1.0000"), ("1000.01", "-0.1000")]) == nil)
  }

  @Test("units without emissions have no say; none at all has no value")
  func empty() throws {
    #expect(try solve([("0", "0.8000"), ("10", "0")]) == nil)
    #expect(try solve([]) == nil)
  }

  @Test("a published value is rounded before it is used (contract.md: 6 decimals, half up)")
  func publishedValue() throws {
    let rules = try Rulebook.embedded.get().rules(for: 2025)
    let given = BalanceValue(
      sector: .steel, year: 2025, value: try decimal("0.8499995"), source: .published("test"))
    let settlement = Settlement(year: 2025, rules: rules, published: [given], preallocations: [:])
    #expect(try settlement.balanceValues(for: Settlement.Points()).map(\.value) == [decimal("0.850000")])
  }

  @Test("at the value found, the exact sum changes sign between its neighbours", arguments: [1, 2, 3, 4, 5])
  func signChange(seed: Int) throws {
    var state = UInt64(seed)
    func next(_ bound: Int) -> Int {
      state = state &* 6_364_136_223_846_793_005 &+ 1_442_695_040_888_963_407
      return Int(state >> 33) % bound
    }
    let points = (0..<200).map { _ in
      BalanceValueSolver.Point(
        emissions: FixedDecimal(coefficient: Int128(1000 + next(1_000_000)), scale: 2),
        intensity: FixedDecimal(coefficient: Int128(4000 + next(12000)), scale: 4))
    }
    let solver = BalanceValueSolver(parameters: try parameters())
    let value = try #require(try solver.solve(points, decimals: 6)).value
    let step = try decimal("0.000001")
    let method = CoefficientMethod(parameters: try parameters())
    func balance(_ candidate: FixedDecimal) throws -> FixedDecimal {
      var sum = FixedDecimal.zero
      for point in points {
        let deviation = try method.deviation(intensity: point.intensity, balanceValue: candidate)
        let coefficient = try method.coefficient(deviation: deviation)
        sum = try sum + (coefficient.times(point.emissions)).rounded(to: 12)
      }
      return sum
    }
    #expect(try balance(value - step).isNegative, "seed \(seed)")
    #expect(try !balance(value + step).isNegative, "seed \(seed)")
  }
}

@Suite("Issue with deductions, allocation.md section 5")
struct IssueTests {
  private func issue(_ preallocated: Int, _ determined: Int, _ deduction: Int) throws -> EntityIssue {
    try Issue.settle(
      uscc: "", name: "", province: "", preallocated: FixedDecimal(preallocated),
      determined: FixedDecimal(determined), due: .zero, deduction: FixedDecimal(deduction))
  }

  @Test("the draft's own example: the excess deduction returns")
  func draftExample() throws {
    let issue = try issue(50_000, 30_000, 70_000)
    #expect(issue.deductedAtPreallocation == FixedDecimal(50_000))
    #expect(issue.preissued == .zero)
    #expect(issue.deductionReturned == FixedDecimal(20_000))
    #expect(issue.finalIssued == .zero)
    #expect(issue.totalIssued == .zero)
    #expect(issue.deductionLeft == FixedDecimal(40_000))
  }

  @Test("an entity with a unit that a person has to decide about is not settled, and its issue left open")
  func undecided() throws {
    func allocation(_ unit: String, determined: Int?, due: Int) throws -> UnitAllocation {
      UnitAllocation(
        unit: AllocationUnit(
          sector: .aluminium, uscc: "U", name: "N", province: "340000", unit: unit, unitName: unit,
          emissions: FixedDecimal(due), output: nil, intensity: nil, specialCase: nil,
          details: .aluminium(
            UnitDetails.Aluminium(capacity: nil, liquidAluminium: .zero, anodes: .zero, anodeEffects: .zero))),
        balanceValue: nil, deviation: nil, coefficient: nil, determined: determined.map { FixedDecimal($0) },
        preallocation: try Preallocation(
          lastYearVerified: FixedDecimal(1_000), ratioPercent: FixedDecimal(50)),
        trueUp: nil, due: FixedDecimal(due))
    }
    let issue = try #require(
      try Issue.entity(
        [allocation("A", determined: 900, due: 950), allocation("B", determined: nil, due: 70)],
        deduction: FixedDecimal(200)))
    #expect(issue.preallocated == FixedDecimal(1_000) && issue.preissued == FixedDecimal(800))
    #expect(issue.due == FixedDecimal(1_020))
    #expect(issue.determined == nil && issue.trueUp == nil && issue.finalIssued == nil)
    #expect(issue.totalIssued == nil && issue.deductionLeft == nil)
  }

  @Test(
    "total issued is what was determined less what was deducted, never negative",
    arguments: [
      (0, 100, 0), (50, 100, 0), (50, 100, 30), (50, 100, 70), (50, 100, 200), (50, 30, 0), (50, 30, 10),
      (50, 30, 40), (50, 0, 60),
    ])
  func conservation(preallocated: Int, determined: Int, deduction: Int) throws {
    let issue = try issue(preallocated, determined, deduction)
    let applied = min(deduction, determined)
    #expect(issue.totalIssued == FixedDecimal(determined - applied))
    #expect(issue.deductionLeft == FixedDecimal(deduction - applied))
  }
}
