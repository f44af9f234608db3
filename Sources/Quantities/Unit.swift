/// The units that filings and results use, with the code that stands in files.
///
/// The second group is what people file instead: each of them converts exactly to one of the first.
public enum Unit: String, CaseIterable, Sendable {
  /// Tonnes 吨.
  case tonne = "t"
  /// Ten thousand normal cubic metres 万立方米.
  case tenThousandNormalCubicMetres = "10^4Nm3"
  /// Gigajoules a tonne.
  case gigajoulePerTonne = "GJ/t"
  /// Gigajoules a ten thousand normal cubic metres.
  case gigajoulePerTenThousandNormalCubicMetres = "GJ/10^4Nm3"
  /// Tonnes of carbon a gigajoule.
  case tonneCarbonPerGigajoule = "tC/GJ"
  /// Tonnes of carbon a tonne.
  case tonneCarbonPerTonne = "tC/t"
  /// Tonnes of carbon dioxide a tonne.
  case tonneCarbonDioxidePerTonne = "tCO2/t"
  /// Per cent.
  case percent = "%"
  /// Kilograms a tonne.
  case kilogramPerTonne = "kg/t"
  /// Megawatt-hours.
  case megawattHour = "MWh"
  /// Gigajoules.
  case gigajoule = "GJ"
  /// Minutes.
  case minute = "min"
  /// Hours.
  case hour = "h"
  /// Days.
  case day = "d"
  /// Times a day: anode effects a cell-day.
  case perDay = "1/d"

  /// Kilograms, filed for tonnes.
  case kilogram = "kg"
  /// Normal cubic metres, filed for ten thousands of them.
  case normalCubicMetre = "Nm3"
  /// Megajoules a kilogram: the same number as gigajoules a tonne.
  case megajoulePerKilogram = "MJ/kg"
  /// Kilojoules a kilogram.
  case kilojoulePerKilogram = "kJ/kg"
  /// Kilocalories a kilogram.
  case kilocaloriePerKilogram = "kcal/kg"
  /// Megajoules a normal cubic metre.
  case megajoulePerNormalCubicMetre = "MJ/Nm3"
  /// Kilojoules a normal cubic metre.
  case kilojoulePerNormalCubicMetre = "kJ/Nm3"
  /// Kilocalories a normal cubic metre.
  case kilocaloriePerNormalCubicMetre = "kcal/Nm3"
  /// Tonnes of carbon a terajoule.
  case tonneCarbonPerTerajoule = "tC/TJ"
  /// Kilowatt-hours.
  case kilowattHour = "kWh"

  /// Other spellings of the unit that filings use.
  public var synonyms: [String] {
    switch self {
    case .tonne: ["吨"]
    case .tenThousandNormalCubicMetres: ["万Nm3", "万立方米"]
    case .gigajoulePerTenThousandNormalCubicMetres: ["GJ/万Nm3"]
    case .kilogram: ["千克"]
    case .kilogramPerTonne: ["千克/吨"]
    case .megawattHour: ["兆瓦时"]
    case .kilowattHour: ["千瓦时"]
    case .minute: ["分钟"]
    case .hour: ["小时"]
    case .day: ["天"]
    default: []
    }
  }

  /// The unit as a person reads it: `10⁴ Nm³` for `10^4Nm3`.
  public var label: String {
    switch self {
    case .tenThousandNormalCubicMetres: "10⁴ Nm³"
    case .gigajoulePerTenThousandNormalCubicMetres: "GJ/10⁴ Nm³"
    case .tonneCarbonDioxidePerTonne: "tCO₂/t"
    case .normalCubicMetre: "Nm³"
    case .megajoulePerNormalCubicMetre: "MJ/Nm³"
    case .kilojoulePerNormalCubicMetre: "kJ/Nm³"
    case .kilocaloriePerNormalCubicMetre: "kcal/Nm³"
    default: rawValue
    }
  }

  /// The unit with this code or synonym.
  public init?(code: some StringProtocol) {
    guard let unit = Self.byCode[String(code)] else { return nil }
    self = unit
  }

  private static let byCode: [String: Unit] = {
    var units: [String: Unit] = [:]
    for unit in allCases {
      units[unit.rawValue] = unit
      for synonym in unit.synonyms { units[synonym] = unit }
    }
    return units
  }()

  /// The number by which a value in this unit is multiplied to be in the other, or nil where the two
  /// measure different things. 1 for the unit itself. 1 kcal = 4.1868 kJ.
  public func factor(to other: Unit) -> FixedDecimal? {
    if self == other { return .one }
    return switch (self, other) {
    case (.kilogram, .tonne), (.kilowattHour, .megawattHour), (.kilojoulePerKilogram, .gigajoulePerTonne),
      (.tonneCarbonPerTerajoule, .tonneCarbonPerGigajoule):
      FixedDecimal(coefficient: 1, scale: 3)
    case (.normalCubicMetre, .tenThousandNormalCubicMetres): FixedDecimal(coefficient: 1, scale: 4)
    case (.day, .hour): FixedDecimal(24)
    case (.megajoulePerKilogram, .gigajoulePerTonne): .one
    case (.kilocaloriePerKilogram, .gigajoulePerTonne): FixedDecimal(coefficient: 41868, scale: 7)
    case (.megajoulePerNormalCubicMetre, .gigajoulePerTenThousandNormalCubicMetres): FixedDecimal(10)
    case (.kilojoulePerNormalCubicMetre, .gigajoulePerTenThousandNormalCubicMetres):
      FixedDecimal(coefficient: 1, scale: 2)
    case (.kilocaloriePerNormalCubicMetre, .gigajoulePerTenThousandNormalCubicMetres):
      FixedDecimal(coefficient: 41868, scale: 6)
    default: nil
    }
  }
}
