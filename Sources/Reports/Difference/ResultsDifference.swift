import Filings
import Quantities

/// What differs between the results of two runs, and why.
package struct ResultsDifference: Sendable {
  /// A reason that holds for the whole run, or for one entity.
  package enum Reason: Sendable, Equatable {
    case program(String, String)
    case rulebook
    case year(Int, Int)
    case decisions
    /// A province's input that was added, taken away or changed, by its name.
    case input(String)
    case submission(Int, Int)
    /// The filing's file, where its submission is the same.
    case file(String)
    case added, removed
    /// The year's balance value of the sector moved: by another entity, or by an input.
    case balanceValue(String, String)
    /// Its own filing is the same: the checks that compare entities found otherwise.
    case otherEntities
  }

  /// A value of a result table in both runs; nil where its row is not in one.
  package struct Change: Sendable, Equatable {
    /// `emissions`, `allowances` or `findings`.
    package let table: String
    /// What the row is about: facility and source, unit, or check and place.
    package let place: String
    package let column: String
    package let before: String?
    package let after: String?

    package init(table: String, place: String, column: String, before: String?, after: String?) {
      self.table = table
      self.place = place
      self.column = column
      self.before = before
      self.after = after
    }

    /// After minus before, where both are numbers.
    package var difference: FixedDecimal? {
      guard let before = before.flatMap({ try? FixedDecimal($0) }),
        let after = after.flatMap({ try? FixedDecimal($0) })
      else { return nil }
      return try? after - before
    }
  }

  package struct EntityChanges: Sendable {
    package let uscc: String
    package let name: String
    package let reasons: [Reason]
    /// In the order of the tables and their rows.
    package let changes: [Change]

    package init(uscc: String, name: String, reasons: [Reason], changes: [Change]) {
      self.uscc = uscc
      self.name = name
      self.reasons = reasons
      self.changes = changes
    }
  }

  package let runReasons: [Reason]
  /// Sorted by code; only entities with changes.
  package let entities: [EntityChanges]
  /// How many entities are the same in both.
  package let unchanged: Int

  package init(runReasons: [Reason], entities: [EntityChanges], unchanged: Int) {
    self.runReasons = runReasons
    self.entities = entities
    self.unchanged = unchanged
  }
}

extension ResultsDifference.Reason {
  package var label: Label {
    switch self {
    case .program(let before, let after):
      Label(zh: "程序版本 \(before) → \(after)", en: "program \(before) → \(after)")
    case .rulebook: Label(zh: "规则库不同", en: "another rulebook")
    case .year(let before, let after): Label(zh: "年度 \(before) → \(after)", en: "year \(before) → \(after)")
    case .decisions: Label(zh: "核查决定不同", en: "other decisions")
    case .input(let name): Label(zh: "输入\(name)不同", en: "\(name) differs")
    case .submission(let before, let after):
      Label(zh: "第\(before)次提交 → 第\(after)次提交", en: "submission \(before) → \(after)")
    case .file(let name): Label(zh: "填报文件\(name)改变", en: "its filing \(name) changed")
    case .added: Label(zh: "新增单位", en: "only in the second run")
    case .removed: Label(zh: "仅见于第一次运行", en: "only in the first run")
    case .balanceValue(let before, let after):
      Label(zh: "行业平衡值 \(before) → \(after)", en: "the sector's balance value \(before) → \(after)")
    case .otherEntities: Label(zh: "与其他单位比较的结果改变", en: "compared with other entities, whose data changed")
    }
  }
}
