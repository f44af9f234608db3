import Accounting
import Filings
import Quantities

/// Which way a value is conservative: so that emissions are not understated and allowances not over-issued
/// (保守性原则).
enum Conservative {
  /// Whether more of the value means more emissions.
  enum Sign {
    case up, down
  }

  /// The uses of a series that count, each with its conservative direction. Auxiliary data, and
  /// alternative fuel (not in the total), have none.
  static func uses(
    of series: Series, _ facility: Facility, _ sector: Sector
  ) -> [(side: Correction.Side, sign: Sign)] {
    if series.parameter != .quantity { return factorUses(of: series) }
    switch series.direction {
    case .fuelIn: return series.item == .alternativeFuel ? [] : [(.emissions, .up)]
    case .carbonate, .electrode, .carbonMaterial, .anode: return [(.emissions, .up)]
    case .fuelOut, .soldProduct, .alternativeRawMaterial: return [(.emissions, .down)]
    case .auxiliary: return []
    case .product:
      switch series.item {
      // Activity data of the process emissions, and the output.
      case .clinker, .liquidAluminium: return [(.emissions, .up), (.output, .down)]
      // Subtracted from the works' balance; of a process only the output.
      case .crudeSteel where facility.kind == .enterprise: return [(.emissions, .down), (.output, .down)]
      default: return [(.output, .down)]
      }
    }
  }

  /// The conservative direction of one use of a month's value; nil where it has no such use. Of what a works sends
  /// out net, more carbon means less emissions.
  static func sign(
    of series: Series, _ facility: Facility, _ sector: Sector, in month: Int, _ side: Correction.Side
  ) -> Sign? {
    guard let sign = uses(of: series, facility, sector).first(where: { $0.side == side })?.sign else {
      return nil
    }
    if series.parameter == .quantity { return sign }
    let quantity = facility.series(series.direction, series.item, .quantity)
    let isNegative = quantity?.months[month]?.isNegative ?? false
    return (sign == .up) != isNegative ? .up : .down
  }

  /// Sulphur, ash and the loss rate reduce what an anode emits; every other factor of a formula multiplies.
  /// Moistures, oxides and the like stand in no formula: checks compare them.
  private static func factorUses(of series: Series) -> [(side: Correction.Side, sign: Sign)] {
    switch series.parameter {
    case .moisture, .moistureAirDried, .carbonContentAirDried, .grossCalorificValue, .hydrogen, .calciumOxide,
      .magnesiumOxide, .carbonDioxide, .anodeEffectMinutes, .anodeEffectFrequency:
      return []
    case .sulphur, .ash: if series.direction != .anode { return [] }
    default: break
    }
    let isSubtracted = [.fuelOut, .soldProduct, .alternativeRawMaterial].contains(series.direction)
    let reduces = [.sulphur, .ash, .anodeLossRate].contains(series.parameter)
    if series.direction == .auxiliary { return [] }
    return [(.emissions, isSubtracted != reduces ? .down : .up)]
  }

  /// A month's value moved by a percentage of its size to the conservative side of each of its uses, and
  /// rounded to the guideline's decimals before it is used, as a derived quantity is; exact where nil.
  static func corrections(
    of series: Series, _ facility: Facility, _ sector: Sector, month: Int, byPercent percent: FixedDecimal,
    decimals: Int?
  ) throws -> [Correction] {
    guard let value = try series.value(in: month), !value.isZero, !percent.isZero else { return [] }
    let change = try value.magnitude * percent.percent()
    return try uses(of: series, facility, sector).map { side, sign in
      let isUp = sign == .up
      let operation = (value.isNegative ? !isUp : isUp) ? "+" : "−"
      let text = "× (1 \(operation) \(percent) %)"
      let moved = isUp ? try value + change : try value - change
      return Correction(
        key: SeriesKey(series, of: facility), month: month, side: side,
        value: try decimals.map { try moved.rounded(to: $0) } ?? moved, reason: Label(zh: text, en: text))
    }
  }

  /// Another source's months in place of the filed ones, in the uses for which they are the conservative
  /// ones over the year.
  static func corrections(
    of series: Series, _ facility: Facility, _ sector: Sector, replacedBy months: [FixedDecimal?],
    reason: Label
  ) throws -> [Correction] {
    var (own, other) = (FixedDecimal.zero, FixedDecimal.zero)
    for month in 1...12 {
      guard let value = months[month - 1] else { continue }
      try other += value
      if let filed = try series.value(in: month) { try own += filed }
    }
    let conservative = uses(of: series, facility, sector).filter {
      $0.sign == .up ? other > own : other < own
    }
    return replacements(of: series, facility, sector, by: months, reason: reason).filter { correction in
      conservative.contains { $0.side == correction.side }
    }
  }

  /// Another source's months in place of the filed ones in every use, conservative or not.
  static func replacements(
    of series: Series, _ facility: Facility, _ sector: Sector, by months: [FixedDecimal?], reason: Label
  ) -> [Correction] {
    uses(of: series, facility, sector).flatMap { side, _ in
      months.enumerated().compactMap { index, value in
        value.map {
          Correction(
            key: SeriesKey(series, of: facility), month: index + 1, side: side, value: $0, reason: reason)
        }
      }
    }
  }
}
