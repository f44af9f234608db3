import Accounting
import Filings
import Quantities

/// Supporting documents and laboratories (E). A value whose test fails counts as not measured: the
/// guideline's default takes its place in the months of the failed test, where there is one.
enum EvidenceChecks {
  static let all = [unsupported, accreditation, dateOrder, sameDay, numberOrder, reused]

  /// E01: each reported month stands on a document of its month.
  private static let unsupported = Check("E01") { scope in
    var findings: [Finding] = []
    for facility in scope.filing.allFacilities {
      for series in facility.series where needsEvidence(series) {
        let support = scope.documents.support(by: series.evidence, testsOnly: series.needsTest)
        if support == 0xFFF { continue }
        let months = supportedMonths(of: series, facility).filter { support & 1 << ($0 - 1) == 0 }
        guard let first = months.first else { continue }
        let list = MonthList.text(months)
        findings.append(
          scope.finding(
            facility, series, month: months.count == 1 ? first : 0,
            reported: series.evidence.joined(separator: " "),
            corrections: try unsupportedValues(scope, series, facility, months),
            message: Label(
              zh: "\(series.item.label.zh)\(series.parameter.label.zh)：\(list)月没有当月支撑材料",
              en: "\(series.parameter.label.en) of \(series.item.label.en): no document for months \(list)"),
            question: Label(
              zh: "请补充\(list)月的支撑材料。", en: "Please supply the documents of months \(list).")))
      }
    }
    return findings
  }

  /// A factor without a document is the guideline's default, and what would be subtracted is not. Any other
  /// quantity has neither default nor zero to fall back on: it counts as one whose meter is not calibrated.
  private static func unsupportedValues(
    _ scope: CheckScope, _ series: Series, _ facility: Facility, _ months: [Int]
  ) throws -> [Correction] {
    let corrections = scope.failedTests(series, facility, months)
    guard series.parameter == .quantity, corrections.isEmpty else { return corrections }
    let percent = try WidestAccuracy(scope.rules).of(series).value
    return try months.flatMap { try scope.moved(series, facility, $0, byPercent: percent) }
  }

  /// Defaults of factors and auxiliary data need no evidence; quantities have no default.
  private static func needsEvidence(_ series: Series) -> Bool {
    series.direction != .auxiliary && (series.method != .defaultValue || series.parameter == .quantity)
  }

  /// Negative net quantities are I02's. A zero that cannot be is a claim like another.
  private static func supportedMonths(of series: Series, _ facility: Facility) -> [Int] {
    let positive = series.activeMonths.filter { series.months[$0].map { !$0.isNegative } ?? false }
    let empty = facility.emptyMonths(of: series)
    return empty.isEmpty ? positive : (positive + empty).sorted()
  }

  /// E03: tests are by a laboratory with CMA or CNAS.
  private static let accreditation = Check("E03") { scope in
    scope.testReports.compactMap { report in
      guard !isAccredited(report.accreditation) else { return nil }
      return scope.finding(
        scope.filing.enterprise, month: scope.month(of: report), reported: report.accreditation,
        expected: "CMA, CNAS",
        about: report, corrections: scope.failedTests(report),
        message: Label(
          zh: "检测报告\(report.id)没有CMA或CNAS资质", en: "test report \(report.id) bears neither CMA nor CNAS"),
        question: Label(
          zh: "请提供检测机构在检测日期有效的资质证书及其能力范围。",
          en: "Please supply the laboratory's certificate, valid on the day of the test, with its scope."))
    }
  }

  /// Whether the field holds nothing but marks, their certificates' numbers and what joins them: `CMA和CNAS`,
  /// `CNAS L1234`, `CMA（180012050529）`. A sentence about a mark is none: 未取得CMA资质.
  private static func isAccredited(_ text: String) -> Bool {
    if text == "CMA CNAS" || text == "CMA" || text == "CNAS" { return true }
    var rest = NormalText.of(text)[...]
    var isMarked = false
    while let first = rest.first {
      if let mark = ["CMA", "CNAS"].first(where: rest.hasPrefix) {
        rest = rest.dropFirst(mark.count)
        isMarked = true
      } else if first.isNumber || ",，、;；/&+:：()-和及与".contains(first) {
        rest = rest.dropFirst()
      } else if first == "L", rest.dropFirst().first?.isNumber ?? false {
        // CNAS numbers laboratories so.
        rest = rest.dropFirst()
      } else {
        return false
      }
    }
    return isMarked
  }

  /// E05: sampled, received, tested, reported, in this order and in time.
  private static let dateOrder = Check("E05") { scope in
    let days = try scope.limit("days")
    return scope.testReports.compactMap { report in
      if let sampled = report.sampledOn, let received = report.receivedOn, let tested = report.testedOn,
        let reported = report.reportedOn, sampled <= received, received <= tested, tested <= reported,
        FixedDecimal(reported.dayNumber - sampled.dayNumber) <= days.value
      {
        return nil
      }
      let dates = [report.sampledOn, report.receivedOn, report.testedOn, report.reportedOn].compactMap { $0 }
      let isOrdered = zip(dates, dates.dropFirst()).allSatisfy { $0 <= $1 }
      let text = dates.map(\.description).joined(separator: " → ")
      if dates.count < 4 {
        return scope.finding(
          scope.filing.enterprise, month: scope.month(of: report), fraud: false, reported: text,
          about: report, corrections: scope.failedTests(report),
          message: Label(
            zh: "检测报告\(report.id)缺少采样、收样、检测或出具日期",
            en: "test report \(report.id) lacks a date of sampling, receipt, test or report"))
      }
      if !isOrdered {
        return scope.finding(
          scope.filing.enterprise, month: scope.month(of: report), reported: text, about: report,
          corrections: scope.failedTests(report),
          message: Label(
            zh: "检测报告\(report.id)的采样、收样、检测、出具日期次序颠倒",
            en: "the dates of test report \(report.id) are out of order"))
      }
      guard let first = report.sampledOn, let last = report.reportedOn,
        FixedDecimal(last.dayNumber - first.dayNumber) > days.value
      else { return nil }
      return scope.finding(
        scope.filing.enterprise, month: scope.month(of: report), fraud: false, reported: text,
        expected: "≤ \(days.entry.valueText) d",
        limit: days.entry, about: report,
        message: Label(
          zh: "检测报告\(report.id)在采样\(last.dayNumber - first.dayNumber)天后出具",
          en: "test report \(report.id) was issued \(last.dayNumber - first.dayNumber) days after sampling"))
    }
  }

  /// E06 (MEE22): samples of several months received on one day, or their reports issued on one day or on
  /// days next to each other. Reports that follow samples taken close together are issued close together.
  private static let sameDay = Check("E06") { scope in
    let (count, days) = (try scope.limit("count"), try scope.limit("days"))
    let apart = try scope.limit("samples")
    let received = runs(of: scope.testReports, by: { $0.receivedOn }) { gap, _ in gap == 0 }
    let issued = runs(of: scope.testReports, by: { $0.reportedOn }) { gap, samples in
      gap == 0 || (FixedDecimal(gap) <= days.value && FixedDecimal(samples) >= apart.value)
    }
    let kinds = [(Label(zh: "收样", en: "received"), received), (Label(zh: "出具", en: "issued"), issued)]
    return kinds.flatMap { name, runs in
      runs.compactMap { run -> Finding? in
        guard FixedDecimal(run.places.count) >= count.value else { return nil }
        let reports = run.places.map { scope.testReports[$0] }
        let months = Set(reports.compactMap { $0.sampledOn.map { $0.year * 12 + $0.month } })
        guard FixedDecimal(months.count) >= count.value, let first = reports.first else { return nil }
        let ids = reports.map(\.id).joined(separator: " ")
        let isOneDay = run.first == run.last
        let when =
          isOneDay
          ? Label(zh: "同日", en: "on one day")
          : Label(zh: "在\(run.first)至\(run.last)集中", en: "from \(run.first) to \(run.last)")
        return scope.finding(
          scope.filing.enterprise, month: scope.month(of: first),
          reported: isOneDay ? "\(run.first)" : "\(run.first)–\(run.last)",
          expected: "< \(count.entry.valueText)",
          limit: isOneDay ? count.entry : days.entry, about: first,
          message: Label(
            zh: "\(months.count)个月份的检测报告（\(ids)）\(when.zh)\(name.zh)",
            en: "reports of \(months.count) months (\(ids)) were \(name.en) \(when.en)"),
          question: Label(
            zh: "请提供送样、收样记录和寄样单据。", en: "Please supply the records of handing over and sending samples."))
      }
    }
  }

  private struct Run {
    /// Of the reports, in the list.
    var places: ArraySlice<Int>
    let first: CalendarDate
    let last: CalendarDate
  }

  /// Reports with a date of sampling in the order of another date, cut wherever one does not follow the one before
  /// it closely: `isClose` gets the days between the two dates and between the two samples.
  private static func runs(
    of reports: [Evidence], by date: (Evidence) -> CalendarDate?, isClose: (Int, Int) -> Bool
  ) -> [Run] {
    var days: [(day: Int, sampled: Int, place: Int)] = []
    for place in reports.indices {
      guard let sampledOn = reports[place].sampledOn, let day = date(reports[place]) else {
        continue
      }
      days.append((day.dayNumber, sampledOn.dayNumber, place))
    }
    days.sort { ($0.day, reports[$0.place].location.line) < ($1.day, reports[$1.place].location.line) }
    let places = days.map(\.place)
    var runs: [Run] = []
    var start = 0
    for end in 1..<days.count + 1 {
      if end < days.count,
        isClose(days[end].day - days[end - 1].day, abs(days[end].sampled - days[end - 1].sampled))
      {
        continue
      }
      if let first = date(reports[places[start]]), let last = date(reports[places[end - 1]]) {
        runs.append(Run(places: places[start..<end], first: first, last: last))
      }
      start = end
    }
    return runs
  }

  /// E07: a laboratory's numbers rise with its dates.
  private static let numberOrder = Check("E07") { scope in
    var findings: [Finding] = []
    let dated = scope.testReports.filter { !$0.number.isEmpty && $0.reportedOn != nil }
    // Where all rise together those of each laboratory do.
    let isRising = zip(dated, dated.dropFirst()).allSatisfy {
      ($0.reportedOn?.dayNumber ?? 0) <= ($1.reportedOn?.dayNumber ?? 0) && $0.number <= $1.number
    }
    if isRising { return [] }
    let groups = Dictionary(grouping: dated) {
      "\($0.issuer) \($0.number.count) \($0.number.prefix { !$0.isNumber })"
    }
    for (_, reports) in groups.sorted(by: { $0.key < $1.key }) {
      let sorted = reports.sorted {
        ($0.reportedOn?.dayNumber ?? 0, $0.number) < ($1.reportedOn?.dayNumber ?? 0, $1.number)
      }
      for (earlier, later) in zip(sorted, sorted.dropFirst())
      where later.number < earlier.number && earlier.reportedOn != later.reportedOn {
        findings.append(
          scope.finding(
            scope.filing.enterprise, month: scope.month(of: later), reported: later.number,
            expected: "> \(earlier.number)",
            about: later,
            message: Label(
              zh: "检测报告\(later.id)出具较晚而编号较小", en: "test report \(later.id) is later but has a lower number"),
            question: Label(
              zh: "请检测机构说明报告编号规则。", en: "Please have the laboratory explain how it numbers reports.")))
      }
    }
    return findings
  }

  /// E08 (MEE22): one report, or one file, for several documents of a filing or of several entities; and a
  /// report of which nobody can say whether it was used before.
  private static let reused = Check("E08") { scope in
    let documents = scope.documents.identifiable
    var seen: [ReportMark.Key: Int] = [:]
    seen.reserveCapacity(2 * documents.count)
    var findings: [Finding] = []
    for (index, mark) in scope.documents.marks.enumerated() {
      if let first = mark.keys.lazy.compactMap({ seen[$0] }).first {
        findings.append(reusedWithin(scope, documents[index], documents[first]))
      } else if mark.keys.isEmpty {
        findings.append(unidentified(scope, documents[index]))
      } else if let others = scope.surroundings.sharedReports[mark.id] {
        findings.append(reusedElsewhere(scope, documents[index], others))
      }
      for key in mark.keys where seen[key] == nil { seen[key] = index }
    }
    return findings
  }

  private static func reusedWithin(_ scope: CheckScope, _ document: Evidence, _ first: Evidence) -> Finding {
    let isSameFile =
      !document.sha256.isEmpty && NormalText.areOne(document.sha256, first.sha256)
    return scope.finding(
      scope.filing.enterprise, month: scope.month(of: document),
      reported: isSameFile ? document.sha256 : document.number,
      expected: "≠ \(first.id)", about: document,
      corrections: scope.isTestReport(document) ? scope.failedTests(document) : [],
      message: Label(
        zh: "支撑材料\(document.id)与\(first.id)\(isSameFile ? "文件相同" : "编号相同")",
        en: "document \(document.id) has the same \(isSameFile ? "file" : "number") as \(first.id)"),
      question: Label(
        zh: "请提供该月的原始检测报告。", en: "Please supply that month's original test report."))
  }

  private static func reusedElsewhere(
    _ scope: CheckScope, _ document: Evidence, _ others: [String]
  ) -> Finding {
    let list = others.prefix(5).joined(separator: ", ") + (others.count > 5 ? " …" : "")
    return scope.finding(
      scope.filing.enterprise, month: scope.month(of: document),
      reported: document.number.isEmpty ? document.sha256 : document.number, expected: "≠ \(list)",
      about: document, corrections: scope.failedTests(document),
      message: Label(
        zh: "检测报告\(document.id)也是其他企业的支撑材料：\(list)",
        en: "test report \(document.id) is a supporting document of other entities too: \(list)"),
      question: Label(
        zh: "请提供该月的原始检测报告，并说明委托关系。",
        en: "Please supply that month's original test report, and say who ordered the test."))
  }

  private static func unidentified(_ scope: CheckScope, _ report: Evidence) -> Finding {
    scope.finding(
      scope.filing.enterprise, month: scope.month(of: report), fraud: false, about: report,
      corrections: scope.failedTests(report),
      message: Label(
        zh: "检测报告\(report.id)既无编号又无文件校验值，无法核对是否重复使用",
        en:
          "test report \(report.id) has neither number nor SHA-256: whether it is used more than once cannot be seen"
      ),
      question: Label(
        zh: "请填报检测报告编号及文件的SHA-256。", en: "Please state the report's number and its file's SHA-256."))
  }
}

extension Evidence {
  /// Whether the document is a laboratory's report, by what it is called.
  var isTestReport: Bool {
    kind.holds("test") || kind.holds("检测") || kind.holds("检验") || kind.holds("化验")
  }

  /// Whether the document is the works' own ledger, by what it is called.
  var isLedger: Bool { kind.holds("台账") || kind.holds("ledger") }
}

extension Series {
  /// Whether the value is one that only a laboratory or the pots' control can have found.
  var needsTest: Bool {
    switch parameter {
    case .netCalorificValue, .carbonContent, .carbonPerHeat, .purity, .cf4Factor, .c2f6Factor:
      isOwnFinding && direction != .auxiliary
    case .sulphur, .ash, .anodeLossRate: isOwnFinding && direction == .anode
    default: false
    }
  }
}

extension CheckScope {
  func isTestReport(_ document: Evidence) -> Bool { documents.isTestReport(document) }

  var testReports: [Evidence] { documents.testReports }

  /// The month a document's sample was taken in; 0 where it has none in the year. A decision about one of
  /// several reports names it by its month.
  func month(of document: Evidence) -> Int {
    guard let day = document.sampledOn, day.year == filing.year else { return 0 }
    return day.month
  }

  /// The values of these months are no longer supported: the guideline's default takes the place of a factor,
  /// and what would be subtracted without a document is not. Other quantities have no default.
  ///
  /// A failed test must not pay (保守性原则): where the default would mean less emissions than the filed
  /// value, the filed value stays, but for one in another unit (R06).
  func failedTests(_ series: Series, _ facility: Facility, _ months: [Int]) -> [Correction] {
    func correction(_ month: Int, _ value: FixedDecimal?, _ reason: Label) -> Correction {
      Correction(
        key: SeriesKey(series, of: facility), month: month, side: .emissions, value: value, reason: reason)
    }
    if series.parameter == .quantity {
      guard [.fuelOut, .soldProduct, .alternativeRawMaterial].contains(series.direction) else { return [] }
      let reason = Label(zh: "没有支撑材料，不予扣减", en: "without a document nothing is subtracted")
      return months.map { correction($0, .zero, reason) }
    }
    let carbon = rules.defaultCarbon(of: series, filing.sector)
    let standing = rules.standing(of: series, filing.sector)
    let slip = try? unitSlip(of: series)
    return months.map { month in
      let sign = Conservative.sign(of: series, facility, filing.sector, in: month, .emissions)
      if let standing, let sign, let filed = (try? series.value(in: month)) ?? nil,
        sign == .up ? filed > standing : filed < standing, (try? slip?.holds(for: filed)) != true
      {
        return correction(
          month, filed,
          Label(
            zh: "检测无效；填报值比指南缺省值更保守，仍取填报值",
            en: "the test does not count; the filed value stays, for the default would be less conservative"))
      }
      return correction(
        month, carbon, Label(zh: "检测无效，取指南缺省值", en: "the test does not count: the guideline's default"))
    }
  }

  /// What a failed report supported, in the month of its sample; in all months where it does not say which.
  func failedTests(_ report: Evidence) -> [Correction] {
    if let day = report.sampledOn, day.year != filing.year { return [] }
    return filing.allFacilities.flatMap { facility in
      facility.series.filter {
        $0.direction != .auxiliary && $0.isOwnFinding && $0.evidence.contains(report.id)
      }.flatMap { failedTests($0, facility, report.sampledOn.map { [$0.month] } ?? $0.activeMonths) }
    }
  }
}
