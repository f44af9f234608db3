import Filings
import Quantities
import Scenarios

/// The scenarios side by side: all entities, sectors, provinces, and the entities that pay most.
struct TotalsSection {
  let report: SimulationReport
  let language: Language

  private var runs: [SimulatedScenario] { report.runs }

  private func series(
    _ values: (SimulatedScenario) throws(ArithmeticError) -> [Double?]
  ) throws(ArithmeticError) -> [ChartSeries] {
    var series: [ChartSeries] = []
    for (index, run) in runs.enumerated() {
      series.append(
        ChartSeries(
          name: run.scenario.name.text(in: language),
          colour: SimulationCharts.colours[index % SimulationCharts.colours.count], values: try values(run)))
    }
    return series
  }

  /// One value a year of the page, in 10⁴ t or 10⁴ yuan: for a chart; the tables say everything exactly.
  private func byYear(
    _ run: SimulatedScenario, _ value: (SimulatedYear) throws(ArithmeticError) -> FixedDecimal
  ) throws(ArithmeticError) -> [Double?] {
    var values: [Double?] = []
    for number in report.allYears {
      guard let year = run.year(number) else {
        values.append(nil)
        continue
      }
      values.append(try value(year).chartValue / 1e4)
    }
    return values
  }

  // MARK: All entities

  var all: Section {
    get throws(ArithmeticError) {
      var section = Section("全部单位", "All entities together")
      section.startsPage = true
      let allowances = try series { run throws(ArithmeticError) in
        try byYear(run, { year throws(ArithmeticError) in try year.position().allowances })
      }
      let due = try series { run throws(ArithmeticError) in
        try byYear(run, { year throws(ArithmeticError) in try year.position().due })
      }.map { ChartSeries(name: $0.name, colour: $0.colour, values: $0.values, isDashed: true) }
      if let svg = SimulationCharts.lines(
        due + allowances, years: report.allYears, unit: language.tenThousandTonnes)
      {
        section.blocks.append(
          .chart(
            svg: svg,
            caption: Label(
              zh: "配额（实线）与应清缴的排放量（虚线），按年度和情景；纵轴不从零开始",
              en:
                "Allowances (solid) against the emissions to be surrendered for (dashed), by year and scenario; the axis does not begin at zero"
            )))
      }
      let costs = try series { run throws(ArithmeticError) in
        try byYear(run, { year throws(ArithmeticError) in try year.position().cost })
      }
      if let svg = SimulationCharts.bars(
        costs, categories: report.allYears.map(String.init), unit: language.tenThousandYuan)
      {
        section.blocks.append(
          .chart(
            svg: svg,
            caption: Label(
              zh: "全部单位的净成本（购买＋有偿＋CCER－出售所得），按年度和情景",
              en: "Net cost of all entities (bought + paid for + CCER − proceeds), by year and scenario")))
      }
      section.blocks.append(.table(try yearTable))
      return section
    }
  }

  private var yearTable: Table {
    get throws(ArithmeticError) {
      var rows: [[Cell]] = []
      for number in report.allYears {
        for run in runs {
          guard let position = try run.year(number)?.position() else { continue }
          rows.append(
            [.text("\(number)"), .text(run.scenario.id), .number(position.due), .number(position.allowances)]
              + [
                .number(position.shortfall), .number(position.surplus), .number(position.paid),
                .number(position.ccer), .number(try position.cost),
              ])
        }
      }
      return Table(
        columns: [
          .text("年度", "Year"), .text("情景", "Scenario"), .number("应清缴", "Due", "t"),
          .number("配额", "Allowances", "t"), .number("缺口", "Shortfall", "t"),
          .number("盈余", "Surplus", "t"), .number("其中有偿", "Paid for", "t"),
          .number("CCER", "CCER", "t"), .number("净成本", "Net cost", language.yuan),
        ], rows: rows, isDense: true)
    }
  }

  // MARK: Sectors

  var sectors: Section {
    get throws(ArithmeticError) {
      var section = Section("行业", "By sector")
      section.startsPage = true
      let sectors = Sector.allCases.filter { sector in
        runs.contains { $0.years.contains { $0.entities.contains { $0.sector == sector } } }
      }
      let years = report.commonYears
      let costs = try series { run throws(ArithmeticError) in
        var values: [Double?] = []
        for sector in sectors {
          values.append(try run.position(over: years) { $0.sector == sector }.cost.chartValue / 1e4)
        }
        return values
      }
      let names = sectors.map { $0.label.text(in: language) }
      if !years.isEmpty,
        let svg = SimulationCharts.bars(costs, categories: names, unit: language.tenThousandYuan)
      {
        section.blocks.append(
          .chart(
            svg: svg,
            caption: Label(
              zh: "各行业\(span(years))年净成本合计，按情景；零以下为净收益",
              en: "Net cost by sector over \(span(years)), by scenario; below zero: net proceeds")))
      }
      var groups: [Group] = []
      for sector in sectors {
        for year in report.allYears {
          groups.append(
            Group(head: [.label(sector.label), .text("\(year)")], years: [year]) { $0.sector == sector })
        }
      }
      let head = [Column.text("行业", "Sector"), .text("年度", "Year")]
      for measure in Measure.allCases {
        section.blocks.append(.table(try sideBySide(measure, head, groups)))
      }
      return section
    }
  }

  // MARK: Provinces and entities

  var provinces: Section {
    get throws(ArithmeticError) {
      var section = Section("省份", "By province")
      section.startsPage = true
      let years = report.commonYears
      section.blocks.append(.paragraph(sums))
      var groups: [Group] = []
      for code in Set(runs.flatMap { $0.years.flatMap { $0.entities.map(\.province) } }).sorted() {
        groups.append(Group(head: [.label(Province.label(of: code))], years: years) { $0.province == code })
      }
      groups.append(Group(head: [.label(Label(zh: "合计", en: "Total"))], years: years) { _ in true })
      for measure in [Measure.balance, .cost] {
        var table = try sideBySide(measure, [.text("省份", "Province")], groups)
        table.totalRows = 1
        section.blocks.append(.table(table))
      }
      return section
    }
  }

  /// The entities with the highest cost in any scenario.
  var largest: Section {
    get throws(ArithmeticError) {
      var section = Section("成本最高的单位", "The entities that pay most")
      let years = report.commonYears
      var costs: [String: FixedDecimal] = [:]
      for run in runs {
        for year in run.years where years.contains(year.year) {
          var own: [String: FixedDecimal] = [:]
          for entity in year.entities { own[entity.uscc] = try entity.position.cost }
          for (uscc, cost) in own { costs[uscc] = max(costs[uscc] ?? cost, cost) }
        }
      }
      let entities = (runs.first?.years.first?.entities ?? []).sorted {
        let (left, right) = (costs[$0.uscc] ?? .zero, costs[$1.uscc] ?? .zero)
        return left == right ? $0.uscc < $1.uscc : left > right
      }
      section.blocks.append(
        .paragraph(
          Label(
            zh: "按任一情景、任一年度的最高成本排序，最多20家；全部单位见entities.csv。\(sums.zh)",
            en:
              "By their highest cost in any year and scenario, at most 20; all of them are in entities.csv. \(sums.en)"
          )))
      let groups = entities.prefix(20).map { entity in
        Group(head: [.text(entity.name), .label(entity.sector.label)], years: years) {
          $0.uscc == entity.uscc
        }
      }
      let head = [Column.text("单位", "Entity"), .text("行业", "Sector")]
      for measure in [Measure.balance, .cost] {
        section.blocks.append(.table(try sideBySide(measure, head, groups)))
      }
      return section
    }
  }

  // MARK: Side by side

  /// Some entities in some years: a row of a table with a column for each scenario.
  private struct Group {
    let head: [Cell]
    let years: [Int]
    let isCounted: (SimulatedEntity) -> Bool
  }

  private enum Measure: CaseIterable {
    case allowances, balance, cost

    var label: Label {
      switch self {
      case .allowances: Label(zh: "配额（t）", en: "Allowances, t")
      case .balance: Label(zh: "盈余（＋）或缺口（−）（t）", en: "Surplus, or shortfall (−), t")
      case .cost: Label(zh: "净成本（元）", en: "Net cost, yuan")
      }
    }

    func value(of position: Position) throws(ArithmeticError) -> FixedDecimal {
      switch self {
      case .allowances: position.allowances
      case .balance: try position.balance
      case .cost: try position.cost
      }
    }
  }

  private func sideBySide(
    _ measure: Measure, _ head: [Column], _ groups: [Group]
  ) throws(ArithmeticError) -> Table {
    var rows: [[Cell]] = []
    for group in groups {
      var row = group.head
      for run in runs {
        // An empty cell, and not a zero, where a scenario says nothing of these years.
        guard run.years.contains(where: { group.years.contains($0.year) }) else {
          row.append(.empty)
          continue
        }
        let position = try run.position(over: group.years, group.isCounted)
        row.append(.number(try measure.value(of: position)))
      }
      rows.append(row)
    }
    return Table(
      caption: measure.label,
      columns: head + runs.map { .number($0.scenario.id, $0.scenario.id) }, rows: rows, isDense: true)
  }

  /// What sums over years are taken over.
  private var sums: Label {
    let years = span(report.commonYears)
    return Label(zh: "数值为\(years)年合计。", en: "Sums over \(years).")
  }

  private func span(_ years: [Int]) -> String {
    guard let first = years.first, let last = years.last else { return "–" }
    return first == last ? "\(first)" : "\(first)–\(last)"
  }
}
