import Quantities

/// What a second source is, by what the filing calls it.
package enum SecondSourceKind: CaseIterable, Sendable {
  /// Form 205-1 of the energy statistics.
  case statisticsForm
  /// Production and technical monthly reports.
  case productionReport
  /// Invoices and energy-use reports.
  case invoice
  /// Industrial statistics and output control.
  case statistics
  /// The entity's own yearly report, where a yearly mean stands.
  case annualReport

  /// Parts of the names that sources of the kind have, small letters.
  private var names: [StaticString] {
    switch self {
    case .statisticsForm: Self.statisticsForms
    case .productionReport: Self.productionReports
    case .invoice: Self.invoices
    case .statistics: Self.statisticsNames
    case .annualReport: Self.annualReports
    }
  }

  private static let statisticsForms: [StaticString] = ["205-1"]
  private static let productionReports: [StaticString] = [
    "productionreport", "production report", "生产月报", "技术月报",
  ]
  private static let invoices: [StaticString] = [
    "invoice", "发票", "结算", "energyreport", "energy report", "能源利用状况",
  ]
  private static let statisticsNames: [StaticString] = ["statistics", "统计", "产量调控"]
  private static let annualReports: [StaticString] = ["annualreport", "annual report", "年度报表", "年报"]

  package func matches(_ source: String) -> Bool {
    names.contains(where: source.holds)
  }

  /// What the checks compare with sources of the kind: quantities, and yearly means of heat.
  func compares(_ parameter: Parameter, of item: Item) -> Bool {
    switch self {
    case .statisticsForm, .productionReport, .invoice: parameter == .quantity
    case .statistics: parameter == .quantity && item == .crudeSteel
    case .annualReport: parameter == .netCalorificValue
    }
  }
}

extension SecondSource {
  /// Whether some check compares the filing with the source.
  package var isCompared: Bool {
    SecondSourceKind.allCases.contains { $0.compares(parameter, of: item) && $0.matches(source) }
  }
}
