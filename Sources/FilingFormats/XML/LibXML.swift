import CLibXML2

/// The one place that touches libxml2. Nothing above it sees a C pointer.
///
/// Ownership: `XMLSchema` frees its schema when it goes; a parse frees its parser context, its validation
/// context and the plug between them before it returns; a tag handed to the handler is the parser's, and
/// what the handler keeps of it are copies.
final class XMLSchema {
  fileprivate let pointer: xmlSchemaPtr

  /// libxml2's global tables, made once before any thread compiles a schema: libxml2 itself fills the bank
  /// of the schema language's types without a lock, and two threads at once leave it incomplete.
  private static let library: Void = {
    xmlInitParser()
    xmlSchemaInitTypes()
  }()

  /// Compiles a schema; nil if the text is not one, which a test excludes for ours.
  init?(_ xsd: [UInt8]) {
    _ = Self.library
    let compiled = xsd.withUnsafeBytes { buffer -> xmlSchemaPtr? in
      let text = buffer.bindMemory(to: CChar.self)
      guard let context = xmlSchemaNewMemParserCtxt(text.baseAddress, Int32(clamping: text.count)) else {
        return nil
      }
      defer { xmlSchemaFreeParserCtxt(context) }
      return xmlSchemaParse(context)
    }
    guard let compiled else { return nil }
    pointer = compiled
  }

  deinit { xmlSchemaFree(pointer) }
}

/// A place in the file: where the parser stands.
struct XMLPlace: Equatable {
  var line: Int
  var column: Int
}

/// A start tag where the parser holds it: valid only while the handler is called with it.
struct XMLTag {
  fileprivate let localName: UnsafePointer<xmlChar>?
  fileprivate let uri: UnsafePointer<xmlChar>?
  let attributes: XMLAttributes

  var name: String { string(localName) }
  /// Empty without one.
  var namespace: String { string(uri) }

  func isNamed(_ name: StaticString) -> Bool { xmlStrEqual(localName, name.utf8Start) == 1 }
  func isInNamespace(_ namespace: StaticString) -> Bool { xmlStrEqual(uri, namespace.utf8Start) == 1 }
}

/// The attributes of a start tag, entities expanded; valid as long as the tag.
struct XMLAttributes {
  /// Five pointers each: name, prefix, URI, first byte of the value, byte behind it.
  fileprivate let pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  let count: Int

  static var none: XMLAttributes { XMLAttributes(nil, 0) }

  fileprivate init(_ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int) {
    self.pointers = pointers
    self.count = pointers == nil ? 0 : count
  }

  func name(_ index: Int) -> String { string(field(index, 0)) }

  /// Whether it has a prefix, declared or not.
  func isQualified(_ index: Int) -> Bool { field(index, 1) != nil }

  /// Whether it is in a namespace other than that of `xsi:type` and its like.
  func isForeign(_ index: Int) -> Bool {
    isQualified(index) && string(field(index, 2)) != "http://www.w3.org/2001/XMLSchema-instance"
  }

  func isNamed(_ index: Int, _ name: StaticString) -> Bool {
    xmlStrEqual(field(index, 0), name.utf8Start) == 1 && !isQualified(index)
  }

  func value(_ index: Int) -> UnsafeRawBufferPointer {
    guard let first = field(index, 3), let end = field(index, 4) else {
      return UnsafeRawBufferPointer(start: nil, count: 0)
    }
    return UnsafeRawBufferPointer(start: first, count: end - first)
  }

  /// Whether any has a prefix: what those mean is for the schema engine to say.
  fileprivate var hasPrefix: Bool { (0..<count).contains(where: isQualified) }

  /// Whether any has a prefix that nothing declares. The schema engine, where it reads events, takes `f:id`
  /// for `id` then; xmllint, which reads a tree, rejects it.
  fileprivate var hasUndeclaredPrefix: Bool {
    (0..<count).contains { isQualified($0) && field($0, 2) == nil }
  }

  private func field(_ index: Int, _ offset: Int) -> UnsafePointer<xmlChar>? {
    pointers.flatMap { $0[index * 5 + offset] }
  }
}

/// What libxml2 found wrong.
struct XMLFault {
  enum Origin {
    /// The parser: the file is not well-formed XML.
    case parser
    /// The schema engine.
    case schema
  }

  let origin: Origin
  let code: Int
  /// libxml2's own words; read for names, never shown.
  let message: String
  let detail: String
  let place: XMLPlace
}

/// One parse of one document.
final class XMLParse {
  /// What the end of a parse says about the document.
  enum Verdict {
    /// Well-formed and, where the schema engine ran, valid.
    case good
    case bad
    /// Stopped, because without the schema engine nobody can tell.
    case doubtful
  }

  private let handler: FilingDecoder
  /// Whether the parse goes on only as long as the handler has no doubt.
  private let stopsAtDoubt: Bool
  private let limits: ReaderLimits
  private var context: xmlParserCtxtPtr?
  private var isStopped = false
  private var hasDoubt = false
  private var hasUndeclaredPrefix = false
  private var depth = 0
  private var places = XMLPlaces()

  private init(_ handler: FilingDecoder, _ limits: ReaderLimits, stopsAtDoubt: Bool) {
    self.handler = handler
    self.limits = limits
    self.stopsAtDoubt = stopsAtDoubt
  }

  /// Parses a document held in memory and reports everything to the handler.
  ///
  /// - Parameter schema: validates in the same pass; without one the parse stops at the first doubt.
  static func run(
    _ bytes: [UInt8], schema: XMLSchema?, limits: ReaderLimits, handler: FilingDecoder
  ) -> Verdict {
    XMLParse(handler, limits, stopsAtDoubt: schema == nil).run(bytes, schema)
  }

  private func run(_ bytes: [UInt8], _ schema: XMLSchema?) -> Verdict {
    bytes.withUnsafeBytes { buffer in
      guard buffer.count <= Int(Int32.max),
        let context = xmlCreateMemoryParserCtxt(
          buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count))
      else { return .bad }
      defer { xmlFreeParserCtxt(context) }
      self.context = context
      defer { self.context = nil }
      guard let schema else { return parse(context, nil) }
      guard let validation = xmlSchemaNewValidCtxt(schema.pointer) else { return .bad }
      defer { xmlSchemaFreeValidCtxt(validation) }
      return parse(context, validation)
    }
  }

  private func parse(_ context: xmlParserCtxtPtr, _ validation: xmlSchemaValidCtxtPtr?) -> Verdict {
    let me = Unmanaged.passUnretained(self).toOpaque()
    // No network. Entities are replaced, or `&amp;` in an attribute would arrive as `&#38;`; there are none
    // but the five of XML, because a DOCTYPE stops the parse.
    xmlCtxtUseOptions(context, Int32(XML_PARSE_NONET.rawValue | XML_PARSE_NOENT.rawValue))
    var sax = xmlSAXHandler()
    sax.initialized = XML_SAX2_MAGIC
    sax.startElementNs = startElement
    sax.endElementNs = endElement
    // One function for all text, or the parser would look at every blank to tell whether it matters.
    sax.characters = textFound
    sax.cdataBlock = sectionFound
    sax.ignorableWhitespace = textFound
    sax.internalSubset = internalSubset
    let own = context.pointee.sax
    let ownData = context.pointee.userData
    defer {
      context.pointee.sax = own
      context.pointee.userData = ownData
    }
    return withUnsafeMutablePointer(to: &sax) { handler in
      context.pointee.sax = handler
      context.pointee.userData = me
      xmlSetStructuredErrorFunc(me, parserFault)
      defer { xmlSetStructuredErrorFunc(nil, nil) }
      var isValid = true
      if let validation {
        xmlSchemaSetValidStructuredErrors(validation, schemaFault, me)
        guard let plug = xmlSchemaSAXPlug(validation, &context.pointee.sax, &context.pointee.userData) else {
          return .bad
        }
        xmlParseDocument(context)
        isValid = xmlSchemaIsValid(validation) == 1
        xmlSchemaSAXUnplug(plug)
      } else {
        xmlParseDocument(context)
      }
      if hasDoubt { return .doubtful }
      return isValid && context.pointee.wellFormed == 1 && !isStopped && !hasUndeclaredPrefix
        ? .good : .bad
    }
  }

  /// Where the parser stands: behind what it reports.
  private var place: XMLPlace {
    guard let input = context?.pointee.input else { return XMLPlace(line: 0, column: 0) }
    return XMLPlace(line: Int(input.pointee.line), column: Int(input.pointee.col))
  }

  /// Where the start tag begins before whose end the parser stands. No `<` can stand inside the tag.
  private var tagPlace: XMLPlace {
    guard let input = context?.pointee.input, let base = input.pointee.base, let current = input.pointee.cur
    else { return place }
    return places.tag(
      in: UnsafeBufferPointer(start: base, count: current - base), dropped: Int(input.pointee.consumed),
      line: Int(input.pointee.line))
  }

  /// Ends the parse: nothing is reported any more.
  private func stop() {
    isStopped = true
    xmlStopParser(context)
  }

  private func stopIfDoubtful() {
    guard stopsAtDoubt, !isStopped, hasDoubt || handler.hasDoubt else { return }
    hasDoubt = true
    stop()
  }

  fileprivate func started(
    _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, namespaces: Int, _ count: Int32,
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    if isStopped { return }
    // What is known to be bad is not read on only to be counted.
    if handler.isFull { return stop() }
    let tag = XMLTag(localName: name, uri: uri, attributes: XMLAttributes(attributes, Int(count)))
    depth += 1
    if depth > limits.depth {
      handler.exceeded(.depth, limits.depth, place: tagPlace)
      return stop()
    }
    if tag.attributes.count + namespaces > limits.attributes {
      handler.exceeded(.attributes, limits.attributes, place: tagPlace)
      return stop()
    }
    if stopsAtDoubt, tag.attributes.hasPrefix {
      hasDoubt = true
      return stop()
    }
    if tag.attributes.hasUndeclaredPrefix { hasUndeclaredPrefix = true }
    handler.start(tag, place: tagPlace)
    stopIfDoubtful()
  }

  fileprivate func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32, isSection: Bool) {
    if isStopped { return }
    handler.text(UnsafeBufferPointer(start: bytes, count: Int(count)), isSection: isSection, place: place)
    stopIfDoubtful()
  }

  fileprivate func ended() {
    if isStopped { return }
    depth -= 1
    handler.end()
    stopIfDoubtful()
  }

  fileprivate func doctype() {
    guard !isStopped else { return }
    handler.doctype(place: place)
    stop()
  }

  fileprivate func fault(_ origin: XMLFault.Origin, _ error: UnsafeMutablePointer<xmlError>?) {
    guard let error = error?.pointee, !isStopped else { return }
    if stopsAtDoubt {
      // Not stopped here: in the midst of a fault the parser still needs its input.
      hasDoubt = true
      return
    }
    let message = error.message.map { String(cString: $0) } ?? ""
    let detail = error.str1.map { String(cString: $0) } ?? ""
    // Namespace faults of the parser leave the document well formed; what comes of them breaks the schema.
    if origin == .parser, error.level != XML_ERR_FATAL { return }
    handler.fault(
      XMLFault(
        origin: origin, code: Int(error.code), message: message, detail: detail,
        place: place(of: error, origin)))
  }

  /// Where a fault stands. While the parser reports one of its own its buffer may just have moved, so that
  /// nothing may be looked up in it; the schema engine speaks between events, when it stands still.
  private func place(of error: xmlError, _ origin: XMLFault.Origin) -> XMLPlace {
    guard origin == .parser else { return tagPlace }
    guard error.line > 0 else { return place }
    return XMLPlace(line: Int(error.line), column: Int(max(error.int2, 0)))
  }
}

private func string(_ pointer: UnsafePointer<xmlChar>?) -> String {
  pointer.map { String(cString: $0) } ?? ""
}

// The callbacks that libxml2 calls; their context is the unretained `XMLParse` of the running parse.

private func parse(_ context: UnsafeMutableRawPointer?) -> XMLParse? {
  context.map { Unmanaged<XMLParse>.fromOpaque($0).takeUnretainedValue() }
}

private let startElement: startElementNsSAX2Func = {
  context, name, _, uri, namespaces, _, count, _, attributes in
  parse(context)?.started(name, uri, namespaces: Int(namespaces), count, attributes)
}

private let endElement: endElementNsSAX2Func = { context, _, _, _ in parse(context)?.ended() }

private let textFound: charactersSAXFunc = { context, bytes, count in
  parse(context)?.text(bytes, count, isSection: false)
}

private let sectionFound: cdataBlockSAXFunc = { context, bytes, count in
  parse(context)?.text(bytes, count, isSection: true)
}

private let internalSubset: internalSubsetSAXFunc = { context, _, _, _ in parse(context)?.doctype() }

private let parserFault: xmlStructuredErrorFunc = { context, error in parse(context)?.fault(.parser, error) }

private let schemaFault: xmlStructuredErrorFunc = { context, error in parse(context)?.fault(.schema, error) }
