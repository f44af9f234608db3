import Filings
import Quantities
import Rulebook

/// The carbide-slag substitution rate of a clinker line (电石渣替代率):
/// (slag × its deduction factor) / (clinker × its process factor).
struct CarbideSlagSubstitution {
  /// t in the year.
  let slag: FixedDecimal
  let deductionFactor: FixedDecimal
  let processFactor: FixedDecimal
  private let rate: Quotient?
  /// Per cent; nil in years without one.
  private let limit: FixedDecimal?

  init(line: Facility, rules: YearRules) throws {
    deductionFactor = try rules.number("cement.deduction.carbideSlag").value
    processFactor =
      try line.clinkerCategory.map {
        try rules.number("cement.process.\($0.rawValue)").value
      } ?? .zero
    slag = try Self.annual(line.series(.alternativeRawMaterial, .carbideSlag, .quantity))
    let clinker = try Self.annual(line.series(.product, .clinker, .quantity))
    let base = try clinker * processFactor
    rate = base.isZero ? nil : try Quotient(slag * deductionFactor, over: base)
    limit = try? rules.number("allocation.carbideSlagLimit").value
  }

  /// Per cent, 2 decimals, as table 2-3 prints it; nil without clinker.
  func percent() throws -> FixedDecimal? {
    try rate?.times(FixedDecimal(100)).rounded(to: 2)
  }

  /// Whether the exact rate is above the limit of the year.
  var isAboveLimit: Bool {
    get throws(ArithmeticError) {
      guard let rate, let limit else { return false }
      return try rate.compared(to: limit.percent()) > 0
    }
  }

  private static func annual(_ series: Series?) throws -> FixedDecimal {
    guard let series else { return .zero }
    var total = FixedDecimal.zero
    for month in 1...12 { try total += series.value(in: month) ?? .zero }
    return total
  }
}
