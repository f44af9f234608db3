import Filings

/// Which parameters have a source besides the one they were reported from.
struct SecondSources {
  private let filing: Filing

  init(_ filing: Filing) {
    self.filing = filing
  }

  /// The names of the other sources of a series: second sources, and the stock ledger of a quantity.
  func names(for series: Series, of facility: Facility) -> [String] {
    var names = facility.secondSources.filter { $0.item == series.item && $0.parameter == series.parameter }
      .map(\.source)
    if series.parameter == .quantity, facility.stock.contains(where: { $0.item == series.item }) {
      names.append("进销存台账 stock ledger")
    }
    return names
  }

  /// Verified parameters without any other source.
  var singleSourceCount: Int {
    filing.allFacilities.reduce(0) { count, facility in
      count
        + facility.series.count { series in
          series.direction != .auxiliary && series.method != .defaultValue
            && names(for: series, of: facility).isEmpty
        }
    }
  }
}
