import Accounting
import Filings
import Foundation
import Quantities
import Rulebook

/// Laboratory results of single batches (R04, E09, F10, S06 to S08). Each says nothing where there are too few.
enum BatchChecks {
  static let all = [weightedMonths, identical, ashCorrelation, lastDigits, fivesAndZeros, firstDigits]

  /// R04 (AG): the month's NCV is the mean of its batches, weighted by their masses.
  private static let weightedMonths = Check("R04") { scope in
    let tolerance = try scope.limit("tolerance")
    var findings: [Finding] = []
    for batches in try Batches.all(in: scope.filing) {
      guard let series = batches.series(.netCalorificValue), series.method != .defaultValue else { continue }
      for month in 1...12 {
        let samples = batches.samples.filter { $0.first.sampledOn.month == month }
        guard let filed = try series.value(in: month), let mean = try weightedMean(samples) else { continue }
        let expected = try mean.rounded(to: max(3, Int(filed.scale)))
        guard try (expected - filed).magnitude > tolerance.value else { continue }
        findings.append(
          scope.finding(
            batches.facility, series, month: month, reported: "\(filed)", expected: "\(expected)",
            limit: tolerance.entry,
            corrections: [
              Correction(
                key: SeriesKey(series, of: batches.facility), month: month, side: .emissions, value: expected,
                reason: Label(zh: "按批次质量加权重算", en: "recomputed from the batches, weighted by mass"))
            ],
            message: Label(
              zh: "\(batches.item.label.zh)\(month)月低位发热量与\(samples.count)个批次按质量加权的结果不一致",
              en:
                "NCV of \(batches.item.label.en) in month \(month) is not the mean of its \(samples.count) batches, weighted by mass"
            )))
      }
    }
    return findings
  }

  private static func weightedMean(_ samples: [Batches.Sample]) throws -> Quotient? {
    var (sum, mass) = (FixedDecimal.zero, FixedDecimal.zero)
    for sample in samples {
      guard let value = sample.values[.netCalorificValue] else { continue }
      try sum += value * sample.first.mass
      try mass += sample.first.mass
    }
    return mass.isZero ? nil : try Quotient(sum, over: mass)
  }

  /// E09 (PROP): two batches alike in all digits of all that was tested. One number alone may repeat by chance.
  private static let identical = Check("E09") { scope in
    let least = try scope.limit("parameters")
    var findings: [Finding] = []
    for batches in try Batches.all(in: scope.filing) {
      var seen: [[Parameter: FixedDecimal]: String] = [:]
      for sample in batches.samples where FixedDecimal(sample.values.count) >= least.value {
        guard let first = seen[sample.values] else {
          seen[sample.values] = sample.name
          continue
        }
        findings.append(
          scope.finding(
            batches.facility, batches.series(sample.first.parameter), month: sample.first.sampledOn.month,
            reported: sample.name, expected: "≠ \(first)", limit: least.entry, at: sample.first.location,
            message: Label(
              zh: "\(batches.item.label.zh)批次\(sample.name)的\(sample.values.count)项结果与批次\(first)完全相同",
              en:
                "all \(sample.values.count) results of batch \(sample.name) of \(batches.item.label.en) equal those of batch \(first)"
            ),
            question: Label(
              zh: "请提供两个批次的原始化验记录。", en: "Please supply the raw assay records of both batches.")))
      }
    }
    return findings
  }

  /// F10 (VG26 for the sign): the more ash, the less heat.
  private static let ashCorrelation = Check("F10") { scope in
    let (highest, least) = (try scope.limit("correlation"), try scope.limit("batches"))
    var findings: [Finding] = []
    for batches in try Batches.all(in: scope.filing) where batches.item.fuelState == .solid {
      let pairs = batches.samples.compactMap { sample -> (Double, Double)? in
        guard let ash = sample.values[.ash], let heat = sample.values[.netCalorificValue] else { return nil }
        return (binary(ash), binary(heat))
      }
      guard FixedDecimal(pairs.count) >= least.value, let series = batches.series(.netCalorificValue),
        let found = correlation(pairs), found > binary(highest.value)
      else { continue }
      let shown = String(format: "%.2f", found)
      findings.append(
        scope.finding(
          batches.facility, series, reported: shown, expected: "≤ \(highest.entry.valueText)",
          limit: highest.entry,
          message: Label(
            zh: "\(batches.item.label.zh)\(pairs.count)个批次的热值与灰分的相关系数为\(shown)，灰分高而热值不低",
            en:
              "NCV and ash of \(pairs.count) batches of \(batches.item.label.en) correlate by \(shown): more ash without less heat"
          )))
    }
    return findings
  }

  // MARK: Digits

  /// The results of one parameter over the batches of an item.
  private struct Column {
    let batches: Batches
    let parameter: Parameter
    /// All to the decimals of the one that has most: a spreadsheet drops zeros at the end.
    let digits: [Int]
    let distinct: Int

    init?(_ batches: Batches, _ parameter: Parameter) {
      (self.batches, self.parameter) = (batches, parameter)
      let results = batches.facility.batches.filter {
        $0.item == batches.item && $0.parameter == parameter
      }.map(\.value)
      guard let scale = results.map(\.scale).max() else { return nil }
      digits = results.map { $0.scale < scale ? 0 : Int($0.coefficient.magnitude % 10) }
      distinct = Set(results).count
    }

    static func all(in filing: Filing) throws -> [Column] {
      try Batches.all(in: filing).flatMap { batches in
        batches.parameters.compactMap { Column(batches, $0) }
      }
    }
  }

  /// Findings of the columns whose test is significant among all of a filing's (Benjamini and Yekutieli).
  private static func significant(
    _ scope: CheckScope, _ columns: [(column: Column, pValue: Double)], limit: RuleEntry, _ level: Double,
    where isShown: (Column) -> Bool = { _ in true },
    _ words: (Column) -> (reported: String, expected: String, message: Label)
  ) -> [Finding] {
    let isSignificant = FalseDiscovery.significant(
      columns.map(\.pValue), tests: columns.count, level: level)
    return zip(columns, isSignificant).filter { $1 && isShown($0.column) }.map { entry, _ in
      let column = entry.column
      let (reported, expected, message) = words(column)
      return scope.finding(
        column.batches.facility, column.batches.series(column.parameter), reported: reported,
        expected: expected, limit: limit, at: column.batches.samples.first?.first.location,
        message: message,
        question: Label(
          zh: "请提供各批次的原始化验记录和仪器数据。", en: "Please supply raw assay records and instrument data of the batches."
        ))
    }
  }

  /// S06: the last digits of measured values are spread evenly.
  private static let lastDigits = Check("S06") { scope in
    let (least, distinct, level) = (
      try scope.limit("values"), try scope.limit("distinct"), try scope.limit("level")
    )
    let tested = try Column.all(in: scope.filing).filter {
      FixedDecimal($0.digits.count) >= least.value && FixedDecimal($0.distinct) >= distinct.value
    }.map { column in
      let counts = (0...9).map { digit in column.digits.count { $0 == digit } }
      return (column, Distributions.evenness(of: counts))
    }
    return significant(scope, tested, limit: level.entry, binary(level.value)) { column in
      let counts = (0...9).map { digit in "\(digit):\(column.digits.count { $0 == digit })" }
      return (
        counts.joined(separator: " "), "≈ \(column.digits.count / 10)",
        Label(
          zh: "\(name(column).zh)\(column.digits.count)个批次结果的末位数字分布不均匀（χ²检验，p＜\(level.entry.valueText)）",
          en:
            "the last digits of \(name(column).en) over \(column.digits.count) batches are not spread evenly (χ² test, p < \(level.entry.valueText))"
        )
      )
    }
  }

  /// S07: more values end in 0 or 5 than the fifth that chance gives.
  private static let fivesAndZeros = Check("S07") { scope in
    let (least, share, level) = (
      try scope.limit("values"), try scope.limit("share"), try scope.limit("level")
    )
    func rounded(_ column: Column) -> Int { column.digits.count { $0 == 0 || $0 == 5 } }
    func isMany(_ column: Column) -> Bool {
      Double(rounded(column) * 100) > Double(column.digits.count) * binary(share.value)
    }
    let tested = try Column.all(in: scope.filing).filter {
      FixedDecimal($0.digits.count) >= least.value
    }.map { column in
      (column, Distributions.binomialTail(atLeast: rounded(column), of: column.digits.count, chance: 0.2))
    }
    return significant(scope, tested, limit: share.entry, binary(level.value), where: isMany) { column in
      (
        "\(rounded(column)) / \(column.digits.count)", "≤ \(share.entry.valueText) %",
        Label(
          zh: "\(name(column).zh)\(column.digits.count)个批次结果中有\(rounded(column))个以0或5结尾",
          en:
            "\(rounded(column)) of \(column.digits.count) results of \(name(column).en) end in 0 or 5"
        )
      )
    }
  }

  /// S08: first digits of masses, where there are many over two decades or more (Benford). Heat never is.
  private static let firstDigits = Check("S08") { scope in
    let (least, decades, level) = (
      try scope.limit("values"), try scope.limit("decades"), try scope.limit("level")
    )
    var tested: [(batches: Batches, counts: [Int], pValue: Double)] = []
    for batches in try Batches.all(in: scope.filing) {
      let masses = batches.samples.map(\.first.mass).filter { !$0.isZero }
      guard FixedDecimal(masses.count) >= least.value, let low = masses.min(), let high = masses.max(),
        binary(high) >= binary(low) * pow(10, binary(decades.value))
      else { continue }
      let digits = masses.map { "\($0)".first { $0 != "0" && $0 != "." }?.wholeNumberValue ?? 0 }
      let counts = (1...9).map { digit in digits.count { $0 == digit } }
      tested.append((batches, counts, Distributions.benford(counts)))
    }
    let isSignificant = FalseDiscovery.significant(
      tested.map(\.pValue), tests: tested.count, level: binary(level.value))
    return zip(tested, isSignificant).filter(\.1).map { entry, _ in
      let (batches, counts, _) = entry
      return scope.finding(
        batches.facility, batches.series(.quantity),
        reported: zip(1...9, counts).map { "\($0):\($1)" }.joined(separator: " "), limit: level.entry,
        at: batches.samples.first?.first.location,
        message: Label(
          zh: "\(batches.item.label.zh)\(counts.reduce(0, +))个批次数量的首位数字不符合本福特定律",
          en:
            "the first digits of the masses of \(counts.reduce(0, +)) batches of \(batches.item.label.en) do not follow Benford's law"
        ))
    }
  }

  private static func name(_ column: Column) -> Label {
    let (item, parameter) = (column.batches.item.label, column.parameter.label)
    return Label(zh: item.zh + parameter.zh, en: "\(parameter.en) of \(item.en)")
  }

  // MARK: Binary floating point, for likeness only

  private static func binary(_ value: FixedDecimal) -> Double { Double(value.description) ?? 0 }

  /// Pearson's r; nil where either has no spread.
  private static func correlation(_ pairs: [(Double, Double)]) -> Double? {
    let count = Double(pairs.count)
    let (meanX, meanY) = (pairs.reduce(0) { $0 + $1.0 } / count, pairs.reduce(0) { $0 + $1.1 } / count)
    var (xx, yy, xy) = (0.0, 0.0, 0.0)
    for (x, y) in pairs {
      xx += (x - meanX) * (x - meanX)
      yy += (y - meanY) * (y - meanY)
      xy += (x - meanX) * (y - meanY)
    }
    return xx > 0 && yy > 0 ? xy / (xx * yy).squareRoot() : nil
  }
}
