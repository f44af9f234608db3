import Filings
import Quantities
import Scenarios

/// What the next tonne is worth, and why a tonne in ironmaking is worth more than a tonne elsewhere.
struct MarginalSection {
  let report: SimulationReport
  let language: Language

  var section: Section {
    get throws(ArithmeticError) {
      var section = Section("减排一吨的价值", "The value of a tonne abated")
      section.startsPage = true
      for text in explanation { section.blocks.append(.paragraph(text)) }
      if !report.effects.isEmpty { section.blocks.append(.table(try effects)) }
      section.blocks.append(.table(table))
      return section
    }
  }

  /// What the scenarios' abatements bring, each against the same scenario without it.
  private var effects: Table {
    get throws(ArithmeticError) {
      var rows: [[Cell]] = []
      for effect in report.effects {
        rows.append([
          .text(effect.scenario), .text("\(effect.year)"), .number(effect.tonnes),
          .number(try effect.allowances), .number(try effect.balance), .number(try effect.saved),
          .quotient(try Quotient(effect.balance, over: effect.tonnes), decimals: 6),
          .quotient(try Quotient(effect.saved, over: effect.tonnes), decimals: 2),
        ])
      }
      return Table(
        caption: Label(
          zh: "减排的效果（与同一情景不减排相比，全部单位）",
          en: "What abatement brings, against the same scenario without it, all entities"),
        columns: [
          .text("情景", "Scenario"), .text("年度", "Year"), .number("减排量", "Abated", "tCO₂e"),
          .number("配额变化", "Allowances", "t"), .number("盈余/缺口变化", "Surplus/shortfall", "t"),
          .number("节省", "Saved", language.yuan), .number("每吨", "Per tonne", "t/t"),
          .number("每吨节省", "Saved per tonne", language.yuanPerTonne),
        ], rows: rows, isDense: true)
    }
  }

  private var explanation: [Label] {
    [
      Label(
        zh:
          "减排一吨，应清缴少一吨，核定配额也少 dA/dE 吨；价值 v = 1 − dA/dE（吨配额/吨）。区间内（计入强度的排放）：v = −α + s·E/(Q·BP)，熟料线与电解工序即 s·(1 − 2X)；钢铁其他工序不影响强度：v = −α；达到上限时两处都是 v = −α。因此在炼铁、烧结减排一吨，比在其他工序减排多得 s·E/(Q·BP) 吨。",
        en:
          "A tonne abated is a tonne less to surrender, and dA/dE tonnes fewer are issued: its value is v = 1 − dA/dE tonnes of allowances. Within the band, in what the intensity counts: v = −α + s·E/(Q·BP), which for a clinker line or electrolysis process is s·(1 − 2X). Elsewhere in a steel works the intensity stays: v = −α. At the cap v = −α everywhere. So a tonne abated in ironmaking or sintering is worth s·E/(Q·BP) tonnes more than one elsewhere."
      ),
      Label(
        zh:
          "按当年价格，v 吨配额折合 价格 × (p + (1 − p)·v) 元，p 为有偿比例。平衡值与产量保持不变，CCER用量不变，未计取整；缺口由CCER弥补时也按配额市场价计，因此减排的实际节省可能较少；恰在区间边缘处，减排与增排的价值不同（单侧导数），marginal.csv 两者都列出。若平衡值重新求解且不乘系数，全行业配额总量恒等于排放总量：一家所得即他家所失，行业合计没有收益。",
        en:
          "In yuan it saves price × (p + (1 − p)·v), p being the paid share. It is valued at the price of an allowance, also where CCER met the shortfall, so that what an abatement saves may be less. Balance value, output and CCER are held fixed and nothing is rounded; exactly at an edge of the band a tonne less and a tonne more differ (one-sided), and marginal.csv has both. Were the balance value solved anew without a factor, a sector's allowances would equal its emissions whatever it emits: what one plant gains the others lose."
      ),
    ]
  }

  /// By sector, year and scenario: how many places stand on which piece, and the range of the values.
  private var table: Table {
    var rows: [[Cell]] = []
    for sector in Sector.allCases {
      let places: [Place] = sector == .steel ? [.ironmaking, .elsewhere] : [.unit]
      for place in places {
        for run in report.runs {
          for year in report.shownYears(run) { rows.append(row(sector, place, run, year)) }
        }
      }
    }
    return Table(
      caption: Label(
        zh: "再减排一吨的价值：基准首年与各情景末年", en: "The next tonne: today, and in each scenario's last year"),
      columns: [
        .text("行业", "Sector"), .text("位置", "Where"), .text("情景", "Scenario"), .text("年度", "Year"),
        .number("区间内", "Within band", language.units), .number("上限 +", "At +cap", language.units),
        .number("下限 −", "At −cap", language.units), .number("A = E", "A = E", language.units),
        .number("价值 最低", "Value, lowest", "t/t"), .number("中位", "Median", "t/t"),
        .number("最高", "Highest", "t/t"), .number("中位折合", "Median in money", language.yuanPerTonne),
      ], rows: rows, isDense: true)
  }

  private func row(
    _ sector: Sector, _ place: Place, _ run: SimulatedScenario, _ year: SimulatedYear
  ) -> [Cell] {
    let values = year.units.filter { $0.unit.sector == sector }
      .flatMap { $0.marginal.filter { $0.value.place == place } }
    func count(_ pieces: MarginalValue.Piece...) -> Cell {
      .number(FixedDecimal(values.count { pieces.contains($0.value.piece) }))
    }
    let counted = values.filter { $0.value.piece != .equalsEmissions }
    let sorted = counted.compactMap { value -> (FixedDecimal, FixedDecimal)? in
      guard let rounded = try? value.value.abated.rounded(to: 6) else { return nil }
      return (rounded, value.abatedYuan)
    }.sorted { $0.0 < $1.0 }
    // The lower of the two middle ones where their number is even: a value that some unit has.
    let median = sorted.isEmpty ? nil : sorted[(sorted.count - 1) / 2]
    return [
      .text(sector.label.text(in: language)), .text(place.label.text(in: language)), .text(run.scenario.id),
      .text("\(year.year)"),
      count(.slope, .edgeAbove, .edgeBelow), count(.cappedAbove), count(.cappedBelow),
      count(.equalsEmissions), .number(sorted.first?.0), .number(median?.0), .number(sorted.last?.0),
      .number(median?.1),
    ]
  }
}
