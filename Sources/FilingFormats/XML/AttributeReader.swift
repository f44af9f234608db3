import Filings
import Quantities

/// Reads the attributes of one element into values, with a diagnostic for each that is missing, unknown or
/// not of its form. `finish()` reports those nobody asked for.
///
/// One reader serves all elements of a parse, from `begin` to `finish`, and makes no text of an attribute
/// but where the filing keeps it: this is the innermost loop of the program.
struct AttributeReader {
  private(set) var place = XMLPlace(line: 0, column: 0)
  private var element: StaticString = ""
  private var attributes = XMLAttributes.none
  /// Whether it is only asked whether there is any doubt: then nobody reads what the problems say.
  private let onlyDoubts: Bool
  /// What was asked for, in this order; not kept for doubts only.
  private var asked: [StaticString] = []
  /// How many attributes were asked for and found.
  private var found = 0
  /// Where the next one is looked for first: attributes mostly stand in the order of the schema.
  private var next = 0
  private var problems: [Problem] = []
  /// Set where problems are only counted any more: no words are looked for.
  var isCounting = false

  /// A diagnostic in the making: the decoder adds file and entity.
  struct Problem {
    let code: DiagnosticCode
    let place: XMLPlace
    let field: String
    let text: String
    let message: Label
    let expected: String
    var subject = Diagnostic.Subject()
  }

  init(onlyDoubts: Bool = false) {
    self.onlyDoubts = onlyDoubts
  }

  /// Turns to the attributes of an element; they must stay where they are until `finish`.
  mutating func begin(_ element: StaticString, _ attributes: XMLAttributes, _ place: XMLPlace) {
    self.element = element
    self.attributes = attributes
    self.place = place
    asked.removeAll(keepingCapacity: true)
    found = 0
    next = 0
  }

  /// A text; empty if it is not there.
  mutating func text(_ name: StaticString, isRequired: Bool = false) -> String {
    guard let bytes = value(name, isRequired: isRequired) else { return "" }
    let value = String(decoding: bytes, as: UTF8.self)
    if bytes.isShortPlainText, !bytes.isEmpty || !isRequired { return value }
    if isRequired, value.isEmpty {
      add(.xmlValue, name, value, Label(zh: "不能为空", en: "must not be empty"), "1–200")
    } else if value.unicodeScalars.count > 200 {
      add(.xmlValue, name, value, Label(zh: "超过200个字符", en: "has more than 200 characters"), "≤ 200")
    } else if value.unicodeScalars.contains(where: { $0.properties.generalCategory == .control }) {
      add(
        .xmlValue, name, value, Label(zh: "含有换行等控制字符", en: "has a line break or other control character"),
        "≤ 200")
    }
    return value
  }

  /// An id: letters, digits, `.`, `_`, `-`, at most 32.
  mutating func id(_ name: StaticString, isRequired: Bool = false, orEnterprise: Bool = false) -> String? {
    guard let bytes = value(name, isRequired: isRequired) else { return nil }
    let value = String(decoding: bytes, as: UTF8.self)
    if orEnterprise, value == Facility.enterpriseID { return value }
    if !value.isFilingID {
      add(.xmlValue, name, value, Label(zh: "不是有效的标识", en: "is not an id"), "[A-Za-z0-9][A-Za-z0-9._-]{0,31}")
    }
    return value
  }

  /// A code of a list or one of its synonyms.
  mutating func code<Entry: Code>(_ name: StaticString, _ index: CSVCodeIndex<Entry>, isRequired: Bool = true)
    -> Entry?
  {
    guard let value = value(name, isRequired: isRequired) else { return nil }
    if let code = index[value] { return code }
    unknownCode(name, value, among: CodeTable<Entry>.spellings)
    return nil
  }

  /// The kind of a facility; the enterprise is an element of its own.
  mutating func kind() -> FacilityKind? {
    guard let value = value("kind", isRequired: true) else { return nil }
    if let kind = CSVCodes.facilityKinds[value] { return kind }
    unknownCode(
      "kind", value, among: FacilityKind.allCases.filter { $0 != .enterprise }.flatMap(\.spellings))
    return nil
  }

  /// A unit by its code or a synonym.
  mutating func unit(_ name: StaticString) -> Unit? {
    guard let value = value(name, isRequired: true) else { return nil }
    if let unit = CSVCodes.units[value] { return unit }
    unknownCode(name, value, among: Unit.allCases.flatMap { [$0.rawValue] + $0.synonyms })
    return nil
  }

  mutating func number(_ name: StaticString, isRequired: Bool = false) -> FixedDecimal? {
    guard let value = value(name, isRequired: isRequired) else { return nil }
    do { return try FixedDecimal(utf8: value) } catch {
      let (code, message) = error.account
      add(code, name, String(decoding: value, as: UTF8.self), message, "1234.50")
      return nil
    }
  }

  mutating func date(_ name: StaticString, isRequired: Bool = false) -> CalendarDate? {
    guard let value = value(name, isRequired: isRequired) else { return nil }
    if let date = CalendarDate(utf8: value.trimmingXMLSpace), date.year >= 1000 { return date }
    add(
      .xmlValue, name, String(decoding: value, as: UTF8.self), Label(zh: "不是日期", en: "is not a date"),
      "2026-03-31")
    return nil
  }

  /// A whole number within a range, without sign and leading zeros.
  mutating func integer(_ name: StaticString, in range: ClosedRange<Int>) -> Int? {
    guard let value = value(name, isRequired: true) else { return nil }
    let digits = value.trimmingXMLSpace
    if digits.first != 48, digits.count < 6, let number = Int(csv: digits), range.contains(number) {
      return number
    }
    add(
      .xmlValue, name, String(decoding: value, as: UTF8.self),
      Label(
        zh: "应为\(range.lowerBound)至\(range.upperBound)的整数",
        en: "is not a whole number from \(range.lowerBound) to \(range.upperBound)"),
      "\(range.lowerBound)–\(range.upperBound)")
    return nil
  }

  /// A text of a fixed pattern, such as a region code.
  mutating func pattern(
    _ name: StaticString, isRequired: Bool = false, example: StaticString, _ matches: (String) -> Bool
  ) -> String {
    guard let bytes = value(name, isRequired: isRequired) else { return "" }
    let value = String(decoding: bytes, as: UTF8.self)
    if !matches(value) {
      add(
        .xmlValue, name, value, Label(zh: "格式不正确", en: "does not have the right form"), example.description)
    }
    return value
  }

  /// A SHA-256 in hexadecimal digits.
  mutating func digest(_ name: StaticString) -> String {
    guard let bytes = value(name, isRequired: false) else { return "" }
    let value = String(decoding: bytes, as: UTF8.self)
    if bytes.count != 64 || !bytes.isHexadecimal {
      add(.xmlValue, name, value, Label(zh: "格式不正确", en: "does not have the right form"), "64 × [0-9a-f]")
    }
    return value
  }

  /// Reports the attributes that the element does not have.
  mutating func finish() -> [Problem] {
    if problems.isEmpty, found == attributes.count { return [] }
    defer { problems.removeAll(keepingCapacity: true) }
    if found == attributes.count { return problems }
    let known = asked.map(\.description).sorted()
    for index in 0..<attributes.count where !attributes.isQualified(index) {
      let name = attributes.name(index)
      if known.contains(name) { continue }
      add(
        .xmlAttribute, name, name,
        Label(zh: "\(element)没有属性\(name)", en: "\(element) has no attribute \(name)"),
        Suggestion.nearest(to: name, among: known).map { "\($0)?" } ?? known.joined(separator: ", "))
    }
    for index in 0..<attributes.count where attributes.isForeign(index) {
      let name = attributes.name(index)
      add(
        .xmlAttribute, name, name,
        Label(zh: "\(element)没有该属性", en: "\(element) has no such attribute"), "")
    }
    return problems
  }

  /// The value of an attribute as it stands; empty if it is not there.
  func raw(_ name: StaticString) -> String {
    (0..<attributes.count).first { attributes.isNamed($0, name) }.map {
      String(decoding: attributes.value($0), as: UTF8.self)
    } ?? ""
  }

  private mutating func value(_ name: StaticString, isRequired: Bool) -> UnsafeRawBufferPointer? {
    if !onlyDoubts { asked.append(name) }
    if next < attributes.count, attributes.isNamed(next, name) { return take(next) }
    for index in 0..<attributes.count where attributes.isNamed(index, name) { return take(index) }
    if isRequired {
      add(
        .xmlMissingAttribute, name, "",
        Label(zh: "\(element)缺少属性\(name)", en: "\(element) lacks the attribute \(name)"), name.description)
    }
    return nil
  }

  private mutating func take(_ index: Int) -> UnsafeRawBufferPointer {
    next = index + 1
    found += 1
    return attributes.value(index)
  }

  private mutating func unknownCode(
    _ name: StaticString, _ value: UnsafeRawBufferPointer, among words: @autoclosure () -> [String]
  ) {
    let value = String(decoding: value, as: UTF8.self)
    let spellings = isCounting ? [] : words()
    let isUnit = name.description == "unit"
    let nearest =
      isUnit ? Suggestion.unit(for: value)?.rawValue : Suggestion.nearest(to: value, among: spellings)
    let hint = isUnit && nearest == nil ? UnitHint.conversion : Label(zh: "", en: "")
    add(
      .xmlCode, name, value,
      Label(
        zh: "“\(value)”不在代码表中\(hint.zh.isEmpty ? "" : "。")\(hint.zh)",
        en: "“\(value)” is not in the code list\(hint.en.isEmpty ? "" : ".")\(hint.en)"),
      nearest.map { "\($0)?" } ?? Suggestion.shortened(spellings.filter { $0.utf8.allSatisfy { $0 < 128 } }))
  }

  private mutating func add(
    _ code: DiagnosticCode, _ field: StaticString, _ text: String, _ message: Label, _ expected: String
  ) {
    add(code, field.description, text, message, expected)
  }

  private mutating func add(
    _ code: DiagnosticCode, _ field: String, _ text: String, _ message: Label, _ expected: String
  ) {
    problems.append(
      Problem(
        code: code, place: place, field: field, text: text,
        message: Label(
          zh: code == .xmlAttribute || code == .xmlMissingAttribute
            ? message.zh : "\(element)的\(field)\(message.zh)",
          en: code == .xmlAttribute || code == .xmlMissingAttribute
            ? message.en : "\(field) of \(element) \(message.en)"),
        expected: expected))
  }
}

extension String {
  /// Whether the text is an id of the XML and CSV forms.
  var isFilingID: Bool {
    guard (1...32).contains(utf8.count) else { return false }
    var isFirst = true
    for byte in utf8 {
      switch byte {
      case 48...57, 65...90, 97...122: break
      case UInt8(ascii: "."), UInt8(ascii: "_"), UInt8(ascii: "-"): if isFirst { return false }
      default: return false
      }
      isFirst = false
    }
    return true
  }

  /// The text without white space at its ends, as XSD collapses it for numbers and dates.
  var trimmingXMLSpace: String {
    guard utf8.first?.isXMLSpace == true || utf8.last?.isXMLSpace == true else { return self }
    let head = utf8.drop(while: \.isXMLSpace)
    let count = head.reversed().drop(while: \.isXMLSpace).count
    return String(decoding: head.prefix(count), as: UTF8.self)
  }
}

extension UnsafeRawBufferPointer {
  /// Whether these are at most 200 bytes without a control character; a byte that begins one of U+0080 to
  /// U+009F is a reason to look closer.
  fileprivate var isShortPlainText: Bool {
    guard count <= 200 else { return false }
    for byte in self where byte < 0x20 || byte == 0x7F || byte == 0xC2 { return false }
    return true
  }

  /// The bytes without white space at their ends, as XSD collapses it for numbers and dates.
  fileprivate var trimmingXMLSpace: UnsafeRawBufferPointer {
    var (start, end) = (0, count)
    while start < end, self[start].isXMLSpace { start += 1 }
    while start < end, self[end - 1].isXMLSpace { end -= 1 }
    return UnsafeRawBufferPointer(rebasing: self[start..<end])
  }
}

extension NumberError {
  /// The diagnostic code and the words for a text that is no number.
  var account: (DiagnosticCode, Label) {
    switch self {
    case .thousandsSeparator: (.numberSeparator, Label(zh: "含有千位分隔符", en: "has thousands separators"))
    case .fullWidthDigits: (.numberFullWidth, Label(zh: "含有全角数字", en: "has full-width digits"))
    case .tooManyDigits: (.numberDigits, Label(zh: "位数过多", en: "has too many digits"))
    case .empty: (.number, Label(zh: "为空", en: "is empty"))
    case .exponent: (.number, Label(zh: "用了科学计数法", en: "is in scientific notation"))
    case .notANumber: (.number, Label(zh: "不是数字", en: "is not a number"))
    }
  }
}
