import Accounting
import Filings
import Quantities

/// Electrolysis processes (A).
enum AluminiumChecks {
  static let all = [
    netAnode,
    RatioCheck.check(
      "A03", .aluminium,
      [
        RatioCheck(
          name: "gross", kind: .electrolysis, subject: (.anode, .anode),
          numerator: RatioCheck.quantity(.anode, .anode), denominator: RatioCheck.output)
      ]),
    RatioCheck.check(
      "A05", .aluminium,
      [
        RatioCheck(
          name: "efficiency", kind: .electrolysis, subject: (.product, .liquidAluminium), factor: 100,
          numerator: RatioCheck.output, denominator: theoreticalOutput)
      ]),
    power, alumina, anodeEffectMinutes,
    RatioCheck.check(
      "A12", .aluminium,
      [
        RatioCheck(
          name: "intensity", kind: .electrolysis, subject: (.product, .liquidAluminium),
          numerator: { scope, process in
            guard let result = scope.result(of: process) else { return nil }
            return try result.annual(.anode) + result.annual(.anodeEffect)
          }, denominator: RatioCheck.output)
      ]),
    capacity,
    RatioCheck.check(
      "A15", .aluminium,
      [
        .auxiliary(name: "fluoride", kind: .electrolysis, .aluminiumFluoride, factor: 1000)
      ]),
    anodeQuality, flatAnodes,
  ]

  /// kA × h × cells × 0.33557 g/Ah, in tonnes.
  private static let theoreticalOutput: RatioCheck.Amount = { scope, process in
    guard let current = process.number(.designCurrent), let cells = process.number(.cells) else { return nil }
    let faraday = try scope.rules.number("check.faraday").value
    let hours = try process.runningHours(in: scope.filing.year)
    return try current * cells * hours * faraday * FixedDecimal(coefficient: 1, scale: 3)
  }

  /// A02: net anode carbon per tonne: less than chemistry allows, or out of the usual.
  private static let netAnode = Check("A02", [.aluminium]) { scope in
    let (range, hard) = (try scope.range("net"), try scope.limit("stoichiometric"))
    let fraud = try scope.limit("fraud")
    let lowest = try scope.rules.number("check.A05.efficiency.low")
    let highest = try scope.rules.number("check.A05.efficiency.high")
    return try scope.facilities(.electrolysis).compactMap { process in
      guard let result = scope.result(of: process), let output = result.annualOutput, !output.isZero else {
        return nil
      }
      // Anodes left out are none: metal was made of nothing.
      let row = result.rows.first { $0.source.kind == .anode }
      let net = row?.operands.first { $0.symbol == "A_net" }
      let ratio = try Quotient(.sum((1...12).compactMap { net?[$0] }), over: output)
      guard let end = try range.passedEnd(ratio) else { return nil }
      // 0.3339 / CE, by the efficiency of output, current and cells within what there is: idle pots would
      // make it look low.
      let best = try highest.value.percent()
      var efficiency = best
      if let possible = try theoreticalOutput(scope, process), !possible.isZero {
        let apparent = try output.divided(by: possible, decimals: 4)
        efficiency = max(try lowest.value.percent(), min(best, apparent))
      }
      let least = try hard.value.divided(by: efficiency, decimals: 4)
      let isImpossible = try ratio.compared(to: least) < 0
      let isLow = try ratio.compared(to: fraud.value) < 0
      let shown = try ratio.rounded(to: 4)
      return scope.finding(
        process, process.series(.anode, .anode, .quantity), severity: isImpossible ? .s2 : .s3, fraud: isLow,
        reported: "\(shown)", expected: isImpossible ? "≥ \(least)" : range.text,
        limit: isImpossible ? hard.entry : end,
        message: Label(
          zh: "吨铝阳极净耗\(shown) t/t，\(isImpossible ? "低于化学计量" : "参考范围\(range.text)")",
          en:
            "net anode \(shown) t/t; \(isImpossible ? "below stoichiometry" : "the reference range is \(range.text)")"
        ))
    }
  }

  /// A07: AC power per tonne.
  private static let power = Check("A07", [.aluminium]) { scope in
    let range = try scope.range("power")
    let (low, high) = (try scope.limit("fraudLow"), try scope.limit("fraudHigh"))
    return try scope.facilities(.electrolysis).compactMap { process in
      guard
        let (used, made) = try process.auxiliary(
          .electricityAC, besides: scope.result(of: process)?.output)
      else { return nil }
      let ratio = try Quotient(used * FixedDecimal(1000), over: made)
      guard let end = try range.passedEnd(ratio) else { return nil }
      let isFar = try ratio.compared(to: low.value) < 0 || ratio.compared(to: high.value) > 0
      let shown = try ratio.rounded(to: 0)
      return scope.finding(
        process, process.series(.auxiliary, .electricityAC, .quantity), fraud: isFar, reported: "\(shown)",
        expected: range.text, limit: end,
        message: Label(
          zh: "吨铝交流电耗\(shown) kWh/t，参考范围\(range.text)",
          en: "AC power \(shown) kWh/t; the reference range is \(range.text)"))
    }
  }

  /// A08: alumina per tonne; less than chemistry allows means that output is overstated.
  private static let alumina = Check("A08", [.aluminium]) { scope in
    let (range, hard) = (try scope.range("alumina"), try scope.limit("stoichiometric"))
    return try scope.facilities(.electrolysis).compactMap { process in
      guard let (used, made) = try process.auxiliary(.alumina, besides: scope.result(of: process)?.output)
      else { return nil }
      let ratio = try Quotient(used, over: made)
      guard let end = try range.passedEnd(ratio) else { return nil }
      let isImpossible = try ratio.compared(to: hard.value) < 0
      let shown = try ratio.rounded(to: 4)
      return scope.finding(
        process, process.series(.auxiliary, .alumina, .quantity), severity: isImpossible ? .s2 : .s3,
        reported: "\(shown)", expected: isImpossible ? "≥ \(hard.entry.valueText)" : range.text,
        limit: isImpossible ? hard.entry : end,
        message: Label(
          zh: "吨铝氧化铝消耗\(shown) t/t，\(isImpossible ? "低于理论值" : "参考范围\(range.text)")",
          en:
            "alumina \(shown) t/t; \(isImpossible ? "below the stoichiometric value" : "the reference range is \(range.text)")"
        ))
    }
  }

  /// A09: minutes of anode effect a cell-day. The factor itself is compared where it is used.
  private static let anodeEffectMinutes = Check("A09", [.aluminium]) { scope in
    let range = try scope.range("minutes")
    return try scope.facilities(.electrolysis).flatMap { process in
      try process.series.filter { $0.parameter == .anodeEffectMinutes }.compactMap { series in
        for month in 1...12 {
          guard let value = try series.value(in: month), let end = try range.passedEnd(Quotient(value)) else {
            continue
          }
          return scope.finding(
            process, series, month: month, severity: .s3, reported: "\(value)", expected: range.text,
            limit: end,
            message: Label(
              zh: "阳极效应持续时间\(value)，参考范围\(range.text)",
              en: "anode-effect minutes \(value); the reference range is \(range.text)"))
        }
        return nil
      }
    }
  }

  /// A14: output within the approved capacity.
  private static let capacity = Check("A14", [.aluminium]) { scope in
    let factor = try scope.limit("factor")
    return try scope.facilities(.electrolysis).compactMap { process in
      guard let filed = process.capacity, !filed.isZero, let output = scope.result(of: process)?.annualOutput
      else { return nil }
      guard let capacity = try Capacity.tonnes(of: process, a: .year) else {
        return Capacity.unknownUnit(scope, process, expected: "t/a")
      }
      guard try output > capacity * factor.value else { return nil }
      return scope.finding(
        process, process.series(.product, .liquidAluminium, .quantity), reported: "\(output)",
        expected: "≤ \(try capacity * factor.value)", limit: factor.entry,
        message: Label(zh: "铝液产量超过批准产能", en: "more liquid aluminium than the approved capacity"))
    }
  }

  /// A16: sulphur and ash of the anodes, per certificate.
  private static let anodeQuality = Check("A16", [.aluminium]) { scope in
    let ranges: [(Parameter, CheckRange)] = [
      (.sulphur, try scope.range("sulphur")), (.ash, try scope.range("ash")),
    ]
    return try scope.facilities(.electrolysis).flatMap { process in
      try ranges.compactMap { parameter, range in
        guard let series = process.series(.anode, .anode, parameter), series.method != .defaultValue else {
          return nil
        }
        for month in 1...12 {
          guard let value = try series.value(in: month), let end = try range.passedEnd(Quotient(value)) else {
            continue
          }
          return scope.finding(
            process, series, month: month, reported: "\(value)", expected: range.text, limit: end,
            message: Label(
              zh: "阳极\(parameter.label.zh)\(value)%，参考范围\(range.text)",
              en: "\(parameter.label.en) of the anodes \(value) %; the reference range is \(range.text)"))
        }
        return nil
      }
    }
  }

  /// A18: measured anode values that are the same in every month.
  private static let flatAnodes = Check("A18", [.aluminium]) { scope in
    scope.facilities(.electrolysis).flatMap { process in
      process.series.filter { $0.direction == .anode && $0.isOwnFinding }.compactMap { series in
        guard series.isOfFlatAnodes, let first = series.activeMonths.first.flatMap({ series.months[$0] })
        else {
          return nil
        }
        return scope.finding(
          process, series, reported: "\(first)",
          message: Label(
            zh: "实测阳极\(series.parameter.label.zh)各月相同",
            en: "measured \(series.parameter.label.en) of the anodes is the same in every month"))
      }
    }
  }
}

extension Series {
  /// Whether it is of anodes and half a year or more of it is one value, and no month another (A18).
  var isOfFlatAnodes: Bool {
    guard direction == .anode else { return false }
    let active = activeMonths
    guard active.count >= 6, let first = active.first.flatMap({ months[$0] }) else { return false }
    return active.allSatisfy { months[$0] == first }
  }
}
