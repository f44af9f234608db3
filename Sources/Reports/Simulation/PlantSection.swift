import Filings
import Quantities
import Scenarios

/// What the scenarios mean for one entity.
struct PlantSection {
  let report: SimulationReport
  let plant: SimulatedEntity
  let language: Language

  var section: Section {
    get throws(ArithmeticError) {
      var section = Section(
        "单位视角：\(plant.name)", "A plant's view: \(plant.name)")
      section.startsPage = true
      section.blocks.append(
        .facts([
          Fact("统一社会信用代码", "USCC", plant.uscc), Fact("行业", "Sector", plant.sector.label),
          Fact("省份", "Province", Province.label(of: plant.province)),
        ]))
      if let svg = SimulationCharts.bars(
        try series, categories: report.allYears.map(String.init), unit: language.tenThousandYuan)
      {
        section.blocks.append(
          .chart(
            svg: svg,
            caption: Label(
              zh: "该单位的净成本，按年度和情景；零以下为净收益",
              en: "The entity's net cost by year and scenario; below zero: net proceeds")))
      }
      section.blocks.append(.table(try positions))
      if let svg = SimulationCharts.lines(savings, years: report.allYears, unit: language.yuanPerTonne) {
        section.blocks.append(.chart(svg: svg, caption: savingsCaption))
      }
      let marginal = marginalRows
      if !marginal.isEmpty { section.blocks.append(.table(marginalTable(marginal))) }
      return section
    }
  }

  private func own(_ run: SimulatedScenario, _ year: Int) -> Position? {
    run.year(year)?.entities.first { $0.uscc == plant.uscc && $0.sector == plant.sector }?.position
  }

  private var series: [ChartSeries] {
    get throws(ArithmeticError) {
      var series: [ChartSeries] = []
      for (index, run) in report.runs.enumerated() {
        var values: [Double?] = []
        for year in report.allYears {
          if let position = own(run, year) {
            values.append(try position.cost.chartValue / 1e4)
          } else {
            values.append(nil)
          }
        }
        series.append(
          ChartSeries(
            name: run.scenario.name.text(in: language),
            colour: SimulationCharts.colours[index % SimulationCharts.colours.count],
            values: values))
      }
      return series
    }
  }

  /// What a tonne abated at the plant's largest unit saves: solid in what the intensity counts, dashed
  /// elsewhere in a steel works.
  private var savings: [ChartSeries] {
    report.runs.enumerated().flatMap { index, run in
      [true, false].map { isCounted in
        let values = report.allYears.map { year -> Double? in
          largestUnit(run, year)?.marginal.first { $0.value.place.countsInIntensity == isCounted }?.abatedYuan
            .chartValue
        }
        return ChartSeries(
          name: run.scenario.name.text(in: language),
          colour: SimulationCharts.colours[index % SimulationCharts.colours.count], values: values,
          isDashed: !isCounted)
      }
    }
  }

  private func largestUnit(_ run: SimulatedScenario, _ year: Int) -> SimulatedUnit? {
    run.year(year)?.units.filter { $0.unit.uscc == plant.uscc && $0.unit.sector == plant.sector }
      .max { $0.unit.emissions < $1.unit.emissions }
  }

  private var savingsCaption: Label {
    plant.sector == .steel
      ? Label(
        zh: "减排一吨所省（元/吨）：实线为炼铁、烧结工序，虚线为其他工序，按年度和情景",
        en:
          "What a tonne abated saves: solid in ironmaking or sintering, dashed elsewhere in the works, by year and scenario"
      )
      : Label(
        zh: "在最大单元减排一吨所省（元/吨），按年度和情景",
        en: "What a tonne abated at the largest unit saves, by year and scenario")
  }

  private var positions: Table {
    get throws(ArithmeticError) {
      var rows: [[Cell]] = []
      for year in report.allYears {
        for run in report.runs {
          guard let position = own(run, year) else { continue }
          rows.append([
            .text("\(year)"), .text(run.scenario.id), .number(position.due),
            .number(position.allowances), .number(try position.balance), .number(position.paid),
            .number(position.ccer), .number(position.paidCost), .number(position.marketCost),
            .number(position.ccerCost), .number(try position.cost),
          ])
        }
      }
      return Table(
        caption: Label(zh: "配额与成本", en: "Allowances and cost"),
        columns: [
          .text("年度", "Year"), .text("情景", "Scenario"),
          .number("应清缴", "Due", "t"), .number("配额", "Allowances", "t"),
          .number("盈余/缺口", "Surplus/shortfall", "t"), .number("有偿", "Paid for", "t"),
          .number("CCER", "CCER", "t"), .number("有偿成本", "Paid allowances", language.yuan),
          .number("市场买卖", "Market", language.yuan), .number("CCER成本", "CCER cost", language.yuan),
          .number("净成本", "Net cost", language.yuan),
        ], rows: rows, isDense: true)
    }
  }

  private var marginalRows: [[Cell]] {
    var rows: [[Cell]] = []
    for run in report.runs {
      for year in report.shownYears(run) {
        for unit in year.units where unit.unit.uscc == plant.uscc && unit.unit.sector == plant.sector {
          for marginal in unit.marginal {
            rows.append([
              .text(run.scenario.id), .text("\(year.year)"), .text(unit.unit.unit),
              .number(unit.intensity), .number(unit.balanceValue), .quotient(unit.deviation, decimals: 6),
              .quotient(unit.coefficient, decimals: 6), .text(marginal.value.place.label.text(in: language)),
              .text(marginal.value.piece.label.text(in: language)),
              .quotient(marginal.value.abated, decimals: 6),
              .number(marginal.abatedYuan),
            ])
          }
        }
      }
    }
    return rows
  }

  private func marginalTable(_ rows: [[Cell]]) -> Table {
    Table(
      caption: Label(
        zh: "减排一吨的价值（基准首年与各情景末年）", en: "The value of a tonne abated: today, and in each scenario's last year"),
      columns: [
        .text("情景", "Scenario"), .text("年度", "Year"), .text("单元", "Unit"),
        .number("强度 I", "Intensity", "tCO₂e/t"), .number("平衡值 BP", "Balance value", "tCO₂e/t"),
        .number("偏离度 X", "Deviation"), .number("系数 α", "Coefficient"), .text("位置", "Where"),
        .text("区段", "Piece"), .number("价值", "Value", "t/t"), .number("折合", "In money", language.yuanPerTonne),
      ], rows: rows, isDense: true)
  }
}

extension MarginalValue.Piece {
  var label: Label {
    switch self {
    case .slope: Label(zh: "区间内", en: "within the band")
    case .cappedAbove: Label(zh: "上限", en: "at +cap")
    case .cappedBelow: Label(zh: "下限", en: "at −cap")
    case .edgeAbove: Label(zh: "区间上缘", en: "upper edge of the band")
    case .edgeBelow: Label(zh: "区间下缘", en: "lower edge of the band")
    case .equalsEmissions: Label(zh: "A = E", en: "A = E")
    }
  }
}
