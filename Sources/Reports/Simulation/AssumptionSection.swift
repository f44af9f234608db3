import Filings
import Quantities
import Rulebook
import Scenarios

extension SimulationReport {
  /// How far a scenario can be relied on.
  var standing: Label { Standing.scenario.label }
}

/// What each scenario assumes, by year; years in which nothing changes stand in one row.
struct AssumptionSection {
  let report: SimulationReport
  let language: Language

  var section: Section {
    var section = Section("假设", "Assumptions")
    section.blocks.append(.table(parameters))
    section.blocks.append(.table(balanceValues))
    let further = abatements + growths
    if !further.isEmpty { section.blocks.append(.facts(further)) }
    return section
  }

  private var parameters: Table {
    Table(
      caption: Label(zh: "参数", en: "Parameters"),
      columns: [
        .text("情景", "Scenario"), .text("年度", "Years"), .text("方法", "Method"), .number("斜率", "Slope"),
        .number("区间 ±", "Band ±", "%"), .number("上限 ±", "Cap ±", "%"),
        .number("平衡值系数", "Factor on BP"), .number("价格", "Price", language.yuanPerTonne),
        .number("有偿比例", "Paid share", "%"), .number("CCER", "CCER use", "%"),
        .number("CCER价格", "CCER price", language.yuanPerTonne),
      ],
      rows: report.runs.flatMap { run in
        collapsed(run) { parameterCells($0, run.scenario) }
      }, isDense: true)
  }

  private func parameterCells(_ year: SimulatedYear, _ scenario: Scenario) -> [Cell] {
    let method = scenario.allocation.method?.value(in: year.year) ?? report.base.method
    let market = year.market
    return [
      .label(method.label), .number(year.parameters?.slope), .number(year.parameters?.band),
      .number(year.parameters?.cap), .number(scenario.allocation.factor?.value(in: year.year) ?? .one),
      .number(market.price), .number(market.paidShare), .number(market.ccerUse),
      market.ccerUse.isZero ? .empty : .number(market.ccerPrice),
    ]
  }

  private var balanceValues: Table {
    let sectors = Sector.allCases
    return Table(
      caption: Label(zh: "平衡值", en: "Balance values"),
      columns: [.text("情景", "Scenario"), .text("年度", "Years")]
        + sectors.flatMap { sector -> [Column] in
          [.number(sector.label.zh, sector.label.en, "tCO₂e/t"), .text("来源", "From")]
        },
      rows: report.runs.flatMap { run in
        collapsed(run) { year in
          sectors.flatMap { sector -> [Cell] in
            guard let balance = year.balanceValues.first(where: { $0.sector == sector }) else {
              return [.number(nil), .empty]
            }
            return [.number(balance.value), .label(balance.source.label)]
          }
        }
      }, isDense: true)
  }

  /// One row for each run of years with the same cells.
  private func collapsed(_ run: SimulatedScenario, _ cells: (SimulatedYear) -> [Cell]) -> [[Cell]] {
    var rows: [(first: Int, last: Int, cells: [Cell])] = []
    for year in run.years {
      let own = cells(year)
      if let last = rows.indices.last, texts(rows[last].cells) == texts(own) {
        rows[last].last = year.year
      } else {
        rows.append((year.year, year.year, own))
      }
    }
    return rows.map { row in
      [.text(run.scenario.id), .text(row.first == row.last ? "\(row.first)" : "\(row.first)–\(row.last)")]
        + row.cells
    }
  }

  private func texts(_ cells: [Cell]) -> [String] {
    cells.map { cell in
      switch cell {
      case .number(let number): number?.description ?? "–"
      case .conditional(let number): "(\(number))"
      case .label(let label): label.en
      case .text(let text): text
      case .empty, .blank, .link: ""
      }
    }
  }

  private var abatements: [Fact] {
    report.runs.flatMap { run in
      run.scenario.abatements.map { abatement in
        let name = report.runs.first?.years.first?.entities.first { $0.uscc == abatement.uscc }?.name ?? ""
        let tonnes = NumberFormat.grouped(abatement.tonnes)
        let plant = abatement.unit == Facility.enterpriseID ? name : "\(name) \(abatement.unit)"
        return Fact(
          run.scenario.id, run.scenario.id,
          Label(
            zh:
              "\(name) \(abatement.unit)，\(abatement.place.label.zh)：自\(abatement.firstYear)年起每年 \(tonnes) tCO₂e",
            en:
              "abatement at \(plant), \(abatement.place.label.en): \(tonnes) tCO₂e a year from \(abatement.firstYear) on"
          ))
      }
    }
  }

  private var growths: [Fact] {
    report.runs.flatMap { run in
      Sector.allCases.compactMap { sector -> Fact? in
        guard let growth = run.scenario.growth[sector] else { return nil }
        func path(_ rates: ByYear<FixedDecimal>?) -> String {
          run.scenario.years.map { "\($0): \(rates?.value(in: $0)?.description ?? "0") %" }
            .joined(separator: ", ")
        }
        return Fact(
          run.scenario.id, run.scenario.id,
          Label(
            zh: "\(sector.label.zh)年增长：产量 \(path(growth.output))；排放 \(path(growth.emissions))",
            en:
              "growth of \(sector.label.en): output \(path(growth.output)); emissions \(path(growth.emissions))"
          ))
      }
    }
  }
}

extension AllocationMethod {
  var label: Label {
    switch self {
    case .equalsEmissions: Label(zh: "等于核定排放量", en: "A = E")
    case .intensityCoefficient: Label(zh: "强度系数法", en: "coefficient")
    }
  }
}

extension SimulatedBalanceValue.Source {
  var label: Label {
    switch self {
    case .results: Label(zh: "结果", en: "results")
    case .solved: Label(zh: "重新求解", en: "solved")
    case .scenario: Label(zh: "情景设定", en: "scenario")
    }
  }
}

extension Place {
  var label: Label {
    switch self {
    case .unit: Label(zh: "本单元", en: "in the unit")
    case .ironmaking: Label(zh: "炼铁、烧结工序", en: "in ironmaking or sintering")
    case .sintering: Label(zh: "烧结工序", en: "in sintering")
    case .elsewhere: Label(zh: "其他工序", en: "elsewhere in the works")
    }
  }
}
