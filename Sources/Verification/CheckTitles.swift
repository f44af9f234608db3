import Filings

/// What each check compares, in a few words.
package enum CheckTitles {
  /// The title of a check; the code itself where the catalogue has none.
  package static func title(of check: String) -> Label {
    titles[check] ?? Label(zh: check, en: check)
  }

  private static let titles: [String: Label] = [
    "A09": Label(zh: "CF4排放因子", en: "CF4 factor"),
    "A10": Label(zh: "C2F6排放因子", en: "C2F6 factor"),
    "C01": Label(zh: "熟料过程排放因子", en: "process factor of the clinker"),
    "C03": Label(zh: "替代原料扣减系数", en: "deduction factors"),
    "G04": Label(zh: "月度数据完整性", en: "twelve months in each row"),
    "G06": Label(zh: "核算单元完整性", en: "completeness of the boundary"),
    "R01": Label(zh: "申报值与重算值", en: "declared against recomputed"),
    "R06": Label(zh: "计量单位", en: "units"),
    "R07": Label(zh: "指南缺省值", en: "default factors"),
  ]
}
