/// Reads the plain XML in which filings are written, straight from the bytes of the file: UTF-8, elements
/// without prefixes in one namespace, attributes, text, comments, the five entities and characters by number.
///
/// It is the fast way for a good file and says nothing about any other. At the first byte that it does not
/// know, a DOCTYPE, a prefix, a bad character, it stops, and libxml2 reads the file from the beginning. So
/// it must never let pass what libxml2 rejects, nor tell the decoder anything else of what both accept:
/// `make test` and `make fuzz` compare the two on documents broken at random.
struct XMLScanner {
  enum Verdict {
    /// Plain, well-formed, and nothing in it that the decoder doubts.
    case good
    /// The decoder found something that the schema may forbid.
    case doubtful
    /// Not in the plain form: well-formed or not.
    case notPlain
  }

  private var cursor: XMLCursor
  private let limits: ReaderLimits
  /// Whether the limits leave room for a month's element, so that they need not be asked at each.
  private let hasRoomForMonths: Bool
  /// The names of the open elements, the root first.
  private var open: [UnsafeRawBufferPointer] = []
  private var elements = 0
  /// Those of the tag that is being read.
  private var attributes: [XMLAttribute] = []
  /// A bit for each of their names, by its first letter and its length; others may have the same.
  private var marks: UInt64 = 0
  /// Values of the tag that hold entities, written out, and which attributes they belong to.
  private var expanded: [UInt8] = []
  private var expansions: [(attribute: Int, range: Range<Int>)] = []

  private init(_ bytes: UnsafeRawBufferPointer, limits: ReaderLimits) {
    cursor = XMLCursor(bytes)
    self.limits = limits
    hasRoomForMonths = limits.tagBytes >= PlainMonth.mostBytes && limits.attributes > 1
  }

  /// Reports a whole document to a decoder.
  static func run(
    _ bytes: UnsafeRawBufferPointer, limits: ReaderLimits, decoder: inout FilingDecoder
  ) -> Verdict {
    var scanner = XMLScanner(bytes, limits: limits)
    return scanner.run(&decoder)
  }

  private mutating func run(_ decoder: inout FilingDecoder) -> Verdict {
    cursor.skipDeclaration()
    guard skipMisc(), cursor.byte() == UInt8(ascii: "<") else { return .notPlain }
    repeat {
      if !open.isEmpty {
        guard text(&decoder) else { return .notPlain }
        if plainMonth(&decoder) { continue }
      }
      let isRead =
        switch cursor.byte(1) {
        case UInt8(ascii: "/"): endTag(&decoder)
        case UInt8(ascii: "!"): !decoder.takesText && cursor.skipComment(limit: limits.tagBytes)
        default: startTag(&decoder)
        }
      guard isRead else { return .notPlain }
      if decoder.hasDoubt { return .doubtful }
    } while !open.isEmpty
    return skipMisc() && cursor.isAtEnd ? .good : .notPlain
  }

  /// White space and comments outside the root element.
  private mutating func skipMisc() -> Bool {
    while true {
      cursor.skipSpace()
      guard cursor.byte() == UInt8(ascii: "<"), cursor.byte(1) == UInt8(ascii: "!") else { return true }
      guard cursor.skipComment(limit: limits.tagBytes) else { return false }
    }
  }

  // MARK: Content

  /// What stands before the next tag. Text other than white space is a month's number, which needs no more
  /// than ASCII.
  private mutating func text(_ decoder: inout FilingDecoder) -> Bool {
    let start = cursor.here
    cursor.skipSpace()
    if cursor.byte() != UInt8(ascii: "<") {
      guard decoder.takesText, cursor.skipPlainText() else { return false }
    } else if decoder.takesElements {
      return cursor.here - start <= limits.tagBytes
    }
    if cursor.here > start {
      if cursor.here - start > limits.tagBytes { return false }
      decoder.text(cursor.bytes(from: start), isSection: false, place: XMLPlace(line: cursor.line, column: 0))
    }
    return true
  }

  /// A month as it is mostly written, two in three of all elements. Whatever is otherwise is left to the
  /// general way, which also says what is wrong with it.
  private mutating func plainMonth(_ decoder: inout FilingDecoder) -> Bool {
    guard hasRoomForMonths, decoder.takesMonths, open.count < limits.depth, elements < limits.elements,
      let month = cursor.plainMonth(), decoder.plainMonth(month, line: cursor.line)
    else { return false }
    cursor.advance(month.byteCount)
    elements += 1
    return true
  }

  private mutating func endTag(_ decoder: inout FilingDecoder) -> Bool {
    cursor.advance(2)
    guard let opened = open.popLast(), cursor.take(opened) else { return false }
    cursor.skipSpace()
    guard cursor.take(UInt8(ascii: ">")) else { return false }
    decoder.end()
    return true
  }

  private mutating func startTag(_ decoder: inout FilingDecoder) -> Bool {
    let start = cursor.here
    let place = cursor.place
    cursor.advance(1)
    elements += 1
    guard let name = cursor.name(), open.count < limits.depth, elements <= limits.elements else {
      return false
    }
    attributes.removeAll(keepingCapacity: true)
    marks = 0
    if !expansions.isEmpty {
      expanded.removeAll(keepingCapacity: true)
      expansions.removeAll(keepingCapacity: true)
    }
    var isInNamespace = !open.isEmpty
    while true {
      let gap = cursor.here
      cursor.skipSpace()
      let next = cursor.byte()
      if next == UInt8(ascii: ">") || next == UInt8(ascii: "/") { break }
      guard cursor.here > gap, attribute() else { return false }
      // The namespace is declared on the root, and nowhere else.
      if attributes[attributes.count - 1].name.equals("xmlns") {
        guard open.isEmpty, !isInNamespace, attributes.removeLast().value.equals(FilingSchema.namespace),
          expansions.isEmpty
        else { return false }
        isInNamespace = true
      }
    }
    let isEmpty = cursor.take(UInt8(ascii: "/"))
    guard cursor.take(UInt8(ascii: ">")), isInNamespace, attributes.count < limits.attributes,
      cursor.here - start <= limits.tagBytes
    else { return false }
    report(name, to: &decoder, place)
    if isEmpty { decoder.end() } else { open.append(name) }
    return true
  }

  private static var uri: UnsafeRawBufferPointer {
    UnsafeRawBufferPointer(
      start: FilingSchema.namespace.utf8Start, count: FilingSchema.namespace.utf8CodeUnitCount)
  }

  private mutating func report(
    _ name: UnsafeRawBufferPointer, to decoder: inout FilingDecoder, _ place: XMLPlace
  ) {
    if expansions.isEmpty {
      attributes.withUnsafeBufferPointer {
        decoder.start(XMLTag(localName: name, uri: Self.uri, attributes: XMLAttributes($0)), place: place)
      }
      return
    }
    var attributes = attributes
    expanded.withUnsafeBytes { values in
      // What is not expanded stands in the file itself.
      for (index, range) in expansions {
        attributes[index].value = UnsafeRawBufferPointer(rebasing: values[range])
      }
      attributes.withUnsafeBufferPointer {
        decoder.start(XMLTag(localName: name, uri: Self.uri, attributes: XMLAttributes($0)), place: place)
      }
    }
  }

  // MARK: Attributes

  /// `name="value"`; no name twice, and no more of them than are allowed: where one may stand twice, it is held
  /// against all before it.
  private mutating func attribute() -> Bool {
    guard attributes.count < limits.attributes, let name = cursor.name() else { return false }
    let mark: UInt64 = 1 << ((UInt64(name[0]) &* 3 &+ UInt64(name.count)) & 63)
    if marks & mark != 0 { for other in attributes where other.name.equals(name) { return false } }
    marks |= mark
    cursor.skipSpace()
    guard cursor.take(UInt8(ascii: "=")) else { return false }
    cursor.skipSpace()
    let quote = cursor.byte()
    guard quote == UInt8(ascii: "\"") || quote == UInt8(ascii: "'") else { return false }
    cursor.advance(1)
    let start = cursor.here
    guard cursor.skipValue(until: quote) else { return false }
    attributes.append(XMLAttribute(name: name, value: cursor.bytes(from: start)))
    if cursor.byte() == UInt8(ascii: "&"), !expand(from: start, until: quote) { return false }
    return cursor.take(quote)
  }

  /// Writes out a value from its beginning, at whose first entity the cursor stands.
  private mutating func expand(from start: Int, until quote: UInt8) -> Bool {
    let first = expanded.count
    expanded.append(contentsOf: cursor.bytes(from: start))
    while cursor.byte() == UInt8(ascii: "&") {
      guard let character = cursor.reference() else { return false }
      expanded.append(contentsOf: Array(String(character).utf8))
      let next = cursor.here
      guard cursor.skipValue(until: quote) else { return false }
      expanded.append(contentsOf: cursor.bytes(from: next))
    }
    expansions.append((attributes.count - 1, first..<expanded.count))
    return true
  }
}
