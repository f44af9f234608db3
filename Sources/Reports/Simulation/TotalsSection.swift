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
      if let svg = SimulationCharts.lines(due + allowances, years: report.allYears, unit: "10⁴ t") {
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
        costs, categories: report.allYears.map(String.init), unit: "10⁴ yuan")
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
          .number("CCER", "CCER", "t"), .number("净成本", "Net cost", "yuan"),
        ], rows: rows, isDense: true)
    }
  }

  // MARK: Sectors

  var sectors: Section {
    get throws(ArithmeticError) {
      var section = Section("行业", "By sector", isLandscape: true)
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
      if !years.isEmpty, let svg = SimulationCharts.bars(costs, categories: names, unit: "10⁴ yuan") {
        section.blocks.append(
          .chart(
            svg: svg,
            caption: Label(
              zh: "各行业\(span(years))年净成本合计，按情景；零以下为净收益",
              en: "Net cost by sector over \(span(years)), by scenario; below zero: net proceeds")))
      }
      var rows: [[Cell]] = []
      for sector in sectors {
        for number in report.allYears {
          var row: [Cell] = [.label(sector.label), .text("\(number)")]
          for run in runs {
            guard let position = try run.year(number)?.position({ $0.sector == sector }) else {
              row += [.empty, .empty, .empty]
              continue
            }
            row += [.number(position.allowances), .number(try position.balance), .number(try position.cost)]
          }
          rows.append(row)
        }
      }
      section.blocks.append(
        .table(
          Table(
            columns: [.text("行业", "Sector"), .text("年度", "Year")]
              + runs.flatMap { run -> [Column] in
                let id = run.scenario.id
                return [
                  .number("\(id) 配额", "\(id) allowances", "t"),
                  .number("\(id) 盈余/缺口", "\(id) surplus/shortfall", "t"),
                  .number("\(id) 净成本", "\(id) net cost", "yuan"),
                ]
              }, rows: rows, isDense: true)))
      return section
    }
  }

  // MARK: Provinces and entities

  var provinces: Section {
    get throws(ArithmeticError) {
      var section = Section("省份", "By province")
      let codes = Set(runs.flatMap { $0.years.flatMap { $0.entities.map(\.province) } }).sorted()
      var rows: [[Cell]] = []
      for code in codes {
        rows.append(try comparison([.text(code)]) { $0.province == code })
      }
      rows.append(try comparison([.label(Label(zh: "合计", en: "Total"))]) { _ in true })
      section.blocks.append(
        .table(
          Table(
            columns: [.text("省级代码", "Province")] + comparisonColumns, rows: rows, totalRows: 1,
            isDense: true)))
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
      var rows: [[Cell]] = []
      for entity in entities.prefix(20) {
        rows.append(
          try comparison([.text(entity.name), .label(entity.sector.label)]) { $0.uscc == entity.uscc })
      }
      section.blocks.append(
        .paragraph(
          Label(
            zh: "按任一情景、任一年度的最高成本排序，最多20家；全部单位见entities.csv。",
            en: "By their highest cost in any year and scenario, at most 20; all of them are in entities.csv."
          )))
      section.blocks.append(
        .table(
          Table(
            columns: [.text("单位", "Entity"), .text("行业", "Sector")] + comparisonColumns, rows: rows,
            isDense: true)))
      return section
    }
  }

  /// Balance and cost over the common years, of each scenario.
  private func comparison(
    _ head: [Cell], _ isCounted: (SimulatedEntity) -> Bool
  ) throws(ArithmeticError) -> [Cell] {
    var row = head
    for run in runs {
      let position = try run.position(over: report.commonYears, isCounted)
      row += [.number(try position.balance), .number(try position.cost)]
    }
    return row
  }

  private var comparisonColumns: [Column] {
    let years = span(report.commonYears)
    return runs.flatMap { run -> [Column] in
      let id = run.scenario.id
      return [
        .number("\(id) 盈余/缺口 \(years)", "\(id) surplus/shortfall \(years)", "t"),
        .number("\(id) 净成本 \(years)", "\(id) net cost \(years)", "yuan"),
      ]
    }
  }

  private func span(_ years: [Int]) -> String {
    guard let first = years.first, let last = years.last else { return "–" }
    return first == last ? "\(first)" : "\(first)–\(last)"
  }
}
