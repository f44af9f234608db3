import Filings
import Quantities
import Yams

/// Collects what is wrong with a scenario while its parts are read.
final class ScenarioFaults {
  let file: String
  private(set) var diagnostics: [Diagnostic] = []

  init(file: String) {
    self.file = file
  }

  func add(
    _ code: DiagnosticCode, at mark: Mark?, field: String, text: String = "", _ message: Label,
    expected: String = ""
  ) {
    diagnostics.append(
      Diagnostic(
        code, file: file, line: mark?.line ?? 0, column: mark?.column ?? 0, field: field, text: text,
        message: message, expected: expected))
  }
}

/// A place in a scenario's YAML: a node, what its key is called, and the readers that take a value from it
/// or say why there is none. Numbers are taken from the text as it stands, never through a binary float.
struct ScenarioNode {
  let node: Node
  /// `allocation.slope` for example.
  let path: String
  let faults: ScenarioFaults

  // MARK: Mappings

  /// The values of a mapping by their keys; keys that are not in the list are reported.
  func members(_ allowed: [String]) -> [String: ScenarioNode]? {
    guard let mapping = node.mapping else {
      report(
        .scenarioValue, Label(zh: "应为键值对", en: "a mapping was expected"), allowed.joined(separator: ", "))
      return nil
    }
    var members: [String: ScenarioNode] = [:]
    for (key, value) in mapping {
      let name = key.scalar?.string ?? ""
      guard allowed.contains(name) else {
        faults.add(
          .scenarioKey, at: key.mark, field: path, text: name.isEmpty ? Self.kind(of: key).en : name,
          Label(zh: "此处没有这个键", en: "there is no such key here"),
          expected: allowed.joined(separator: ", "))
        continue
      }
      members[name] = child(value, name)
    }
    return members
  }

  /// The items of a list.
  func items() -> [ScenarioNode] {
    guard let sequence = node.sequence else {
      report(.scenarioValue, Label(zh: "应为列表", en: "a list was expected"), "- {…}")
      return []
    }
    return sequence.enumerated().map { child($1, "[\($0 + 1)]") }
  }

  func missing(_ key: String, _ expected: String) {
    faults.add(
      .scenarioMissing, at: node.mark, field: name(of: key),
      Label(zh: "缺少\(key)", en: "`\(key)` is missing"), expected: expected)
  }

  // MARK: Values

  func text(maximum: Int = 400) -> String? {
    guard let text = node.scalar?.string, !text.isEmpty, text.unicodeScalars.count <= maximum,
      !text.unicodeScalars.contains(where: { $0.value < 0x20 && $0 != "\n" || $0.value == 0x7F })
    else {
      report(
        .scenarioValue, Label(zh: "应为文本", en: "a text was expected"), "1–\(maximum) characters")
      return nil
    }
    return text
  }

  /// A word of a list.
  func word<Word: RawRepresentable & CaseIterable>(_: Word.Type) -> Word? where Word.RawValue == String {
    if let text = node.scalar?.string, let word = Word(rawValue: text) { return word }
    report(
      .scenarioValue, Label(zh: "不是可用的词", en: "it is none of the words for this"),
      Word.allCases.map(\.rawValue).joined(separator: ", "))
    return nil
  }

  func year(in range: ClosedRange<Int>) -> Int? {
    if let scalar = node.scalar, scalar.style == .plain, scalar.string.utf8.count == 4,
      let year = Int(scalar.string), range.contains(year)
    {
      return year
    }
    report(.scenarioValue, Label(zh: "年度不在范围内", en: "the year is not in the range"), Self.text(of: range))
    return nil
  }

  /// A number in a range, exactly as it is written.
  func number(_ range: NumberRange) -> FixedDecimal? {
    guard let scalar = node.scalar, scalar.style == .plain else {
      report(.scenarioValue, Label(zh: "应为数值", en: "a number was expected"), range.text)
      return nil
    }
    do {
      let number = try FixedDecimal(scalar.string)
      if range.contains(number) { return number }
      report(.scenarioValue, Label(zh: "数值超出范围", en: "the number is out of its range"), range.text)
    } catch {
      report(
        .scenarioValue, Label(zh: "不是普通十进制数", en: "it is no plain decimal number"), range.text)
    }
    return nil
  }

  /// One value for all years, or a mapping from the year from which each holds.
  func byYear<Value: Sendable>(
    in years: ClosedRange<Int>, _ read: (ScenarioNode) -> Value?
  ) -> ByYear<Value>? {
    guard let mapping = node.mapping else { return read(self).map { ByYear($0) } }
    if mapping.isEmpty {
      report(
        .scenarioValue, Label(zh: "没有任何年度", en: "no year is given"), "{\(years.lowerBound): …}")
    }
    var steps: [(Int, Value)] = []
    for (key, value) in mapping {
      let year = child(key, key.scalar?.string ?? "?").year(in: years)
      let value = read(child(value, key.scalar?.string ?? "?"))
      if let year, let value { steps.append((year, value)) }
    }
    return ByYear(steps: steps)
  }

  // MARK: Reporting

  func report(_ code: DiagnosticCode, _ message: Label, _ expected: String) {
    faults.add(
      code, at: node.mark, field: path, text: node.scalar?.string ?? Self.kind(of: node).en, message,
      expected: expected)
  }

  private func child(_ node: Node, _ name: String) -> ScenarioNode {
    ScenarioNode(node: node, path: self.name(of: name), faults: faults)
  }

  private func name(of key: String) -> String {
    path.isEmpty ? key : key.hasPrefix("[") ? path + key : "\(path).\(key)"
  }

  private static func kind(of node: Node) -> Label {
    if node.mapping != nil { return Label(zh: "键值对", en: "a mapping") }
    if node.sequence != nil { return Label(zh: "列表", en: "a list") }
    return Label(zh: "标量", en: "a scalar")
  }

  static func text(of range: ClosedRange<Int>) -> String { "\(range.lowerBound)–\(range.upperBound)" }
}

/// The numbers that a field may have.
struct NumberRange {
  let low: FixedDecimal
  let high: FixedDecimal
  /// Whether the lower end is out of the range itself.
  var isAboveLow = false
  let unit: String

  static func from(_ low: Int, to high: FixedDecimal, _ unit: String) -> NumberRange {
    NumberRange(low: FixedDecimal(low), high: high, unit: unit)
  }

  static func above(_ low: Int, to high: Int, _ unit: String) -> NumberRange {
    NumberRange(low: FixedDecimal(low), high: FixedDecimal(high), isAboveLow: true, unit: unit)
  }

  func contains(_ number: FixedDecimal) -> Bool {
    (isAboveLow ? number > low : number >= low) && number <= high
  }

  var text: String { "\(isAboveLow ? "> " : "")\(low) – \(high)\(unit.isEmpty ? "" : " \(unit)")" }
}
