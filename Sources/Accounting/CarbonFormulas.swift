import Filings
import Quantities

/// Formulas that the guidelines of all three sectors share. Each gives the exact value; the caller rounds
/// once, where the guideline says so.
package enum CarbonFormulas {
  /// CO2 of a mass of carbon: × 44/12, the division left to the rounding. tC → tCO2.
  static func carbonDioxide(ofCarbon carbon: FixedDecimal) throws(ArithmeticError) -> Quotient {
    try Quotient(carbon * FixedDecimal(44), over: FixedDecimal(12))
  }

  /// Fuel combustion with oxidation (化石燃料燃烧排放): cement, aluminium, steel's power units (3).
  ///
  /// - Parameters:
  ///   - fuelConsumption: FC, t or 10⁴ Nm³.
  ///   - netCalorificValue: NCV, GJ/t or GJ/10⁴ Nm³.
  ///   - carbonPerHeat: CC, tC/GJ.
  ///   - oxidationRate: OF, per cent.
  static func combustion(
    fuelConsumption: FixedDecimal, netCalorificValue: FixedDecimal, carbonPerHeat: FixedDecimal,
    oxidationRate: FixedDecimal
  ) throws(ArithmeticError) -> Quotient {
    let carbon = try fuelConsumption * netCalorificValue * carbonPerHeat
    return try carbonDioxide(ofCarbon: carbon * oxidationRate.percent())
  }

  /// Fuel combustion from the measured carbon content as received (收到基元素碳含量):
  /// FC × C_ar × OF × 44/12.
  static func combustion(
    fuelConsumption: FixedDecimal, carbonContent: FixedDecimal, oxidationRate: FixedDecimal
  ) throws(ArithmeticError) -> Quotient {
    try carbonDioxide(ofCarbon: fuelConsumption * carbonContent * oxidationRate.percent())
  }

  /// A quantity with an emission factor, t × tCO2/t.
  static func factor(
    quantity: FixedDecimal, emissionFactor: FixedDecimal
  ) throws(ArithmeticError) -> Quotient {
    Quotient(try quantity * emissionFactor)
  }
}
