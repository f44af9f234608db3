import Filings
import Quantities

/// What goes wrong in real filings, put into a made one.
enum Fault: CaseIterable {
  /// A laboratory's report used for a second month.
  case reusedReport
  /// A meter whose calibration ran out in August.
  case lapsedMeter
  /// A month that was not reported.
  case missingMonth
  /// The same calorific value all year.
  case flatCalorificValue
  /// A declared total that is not what the data give.
  case wrongTotal
  /// A second source that says a tenth more.
  case otherSource

  func apply(to filing: inout Filing, _ random: inout SeededRandom) {
    switch self {
    case .reusedReport: filing.evidence[6].sha256 = filing.evidence[2].sha256
    case .lapsedMeter: filing.meters[0].calibratedTo = Plant.date(filing.year, 8, 31)
    case .missingMonth: Self.change(&filing) { $0.months[random.number(in: 1...12)] = nil }
    case .flatCalorificValue:
      Self.change(&filing, .netCalorificValue) { series in
        for month in 2...12 { series.months[month] = series.months[1] }
      }
    case .wrongTotal:
      for index in filing.enterprise.declared.indices {
        let value = filing.enterprise.declared[index].value
        filing.enterprise.declared[index].value = (try? value + FixedDecimal(1234)) ?? value
      }
    case .otherSource:
      for index in filing.facilities.indices {
        for source in filing.facilities[index].secondSources.indices {
          for month in 1...12 {
            let value = filing.facilities[index].secondSources[source].months[month]
            filing.facilities[index].secondSources[source].months[month] =
              value.flatMap { try? $0 * FixedDecimal(coefficient: 11, scale: 1) }
          }
        }
      }
    }
  }

  /// Changes the first facility's first series of a parameter.
  private static func change(
    _ filing: inout Filing, _ parameter: Parameter = .quantity, _ body: (inout Series) -> Void
  ) {
    for facility in filing.facilities.indices {
      for series in filing.facilities[facility].series.indices
      where filing.facilities[facility].series[series].parameter == parameter {
        body(&filing.facilities[facility].series[series])
        return
      }
    }
  }
}
