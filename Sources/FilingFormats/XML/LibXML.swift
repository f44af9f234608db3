import CLibXML2

/// The one place that touches libxml2. Nothing above it sees a C pointer.
///
/// Ownership: `XMLSchema` frees its schema when it goes; a parse frees its parser context, its validation
/// context and the plug between them before it returns; the names and values of a tag handed to the handler
/// are the parser's, and what the handler keeps of them are copies.
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

  private var handler: FilingDecoder
  /// Whether the parse goes on only as long as the handler has no doubt.
  private let stopsAtDoubt: Bool
  private let limits: ReaderLimits
  private var context: xmlParserCtxtPtr?
  private var isStopped = false
  /// Stopped, but the parser not told so yet.
  private var stopsAtEnd = false
  private var hasDoubt = false
  private var hasUndeclaredPrefix = false
  private var depth = 0
  private var places = XMLPlaces()
  /// Those of the tag that is being reported.
  private var attributes: [XMLAttribute] = []

  private init(_ handler: FilingDecoder, _ limits: ReaderLimits, stopsAtDoubt: Bool) {
    self.handler = handler
    self.limits = limits
    self.stopsAtDoubt = stopsAtDoubt
  }

  /// Parses a document held in memory and reports everything to the handler.
  ///
  /// - Parameter schema: validates in the same pass; without one the parse stops at the first doubt.
  static func run(
    _ bytes: [UInt8], schema: XMLSchema?, limits: ReaderLimits, handler: inout FilingDecoder
  ) -> Verdict {
    let parse = XMLParse(handler, limits, stopsAtDoubt: schema == nil)
    defer { handler = parse.handler }
    return parse.run(bytes, schema)
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
  ///
  /// Stopping takes the parser's input away, and with it the values of the tag at hand. The schema engine, where it
  /// runs, looks at them behind us; so then the parser is stopped at the next end tag, of which it has the name.
  private func stop() {
    isStopped = true
    if stopsAtDoubt { xmlStopParser(context) } else { stopsAtEnd = true }
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
    depth += 1
    if depth > limits.depth {
      handler.exceeded(.depth, limits.depth, place: tagPlace)
      return stop()
    }
    if Int(count) + namespaces > limits.attributes {
      handler.exceeded(.attributes, limits.attributes, place: tagPlace)
      return stop()
    }
    collect(attributes, Int(count))
    if stopsAtDoubt, self.attributes.contains(where: { $0.qualification != .plain }) {
      hasDoubt = true
      return stop()
    }
    let place = tagPlace
    self.attributes.withUnsafeBufferPointer {
      handler.start(
        XMLTag(localName: bytes(name), uri: bytes(uri), attributes: XMLAttributes($0)), place: place)
    }
    stopIfDoubtful()
  }

  /// Takes the attributes of a tag from the parser: five pointers each, name, prefix, URI, first byte of the
  /// value, byte behind it.
  private func collect(_ pointers: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?, _ count: Int) {
    attributes.removeAll(keepingCapacity: true)
    guard let pointers else { return }
    for index in 0..<count {
      let field = pointers + index * 5
      let value =
        if let first = field[3], let end = field[4] {
          UnsafeRawBufferPointer(start: first, count: end - first)
        } else {
          UnsafeRawBufferPointer(start: nil, count: 0)
        }
      var attribute = XMLAttribute(name: bytes(field[0]), value: value)
      if field[1] != nil {
        // The schema engine, where it reads events, takes `f:id` for `id` where nothing declares the prefix;
        // xmllint, which reads a tree, rejects it.
        if field[2] == nil { hasUndeclaredPrefix = true }
        attribute.qualification =
          bytes(field[2]).equals("http://www.w3.org/2001/XMLSchema-instance") ? .instance : .foreign
      }
      attributes.append(attribute)
    }
  }

  fileprivate func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32, isSection: Bool) {
    if isStopped { return }
    let text = UnsafeRawBufferPointer(start: bytes, count: Int(count))
    handler.text(text, isSection: isSection, place: XMLPlaces.start(of: text, endingAt: place))
    stopIfDoubtful()
  }

  fileprivate func ended() {
    if stopsAtEnd {
      stopsAtEnd = false
      xmlStopParser(context)
    }
    if isStopped { return }
    depth -= 1
    handler.end()
    stopIfDoubtful()
  }

  fileprivate func doctype() {
    guard !isStopped else { return }
    handler.doctype(place: tagPlace)
    // At once, before anything of it is read; there is no tag yet.
    isStopped = true
    xmlStopParser(context)
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

/// The bytes of a text that ends with a zero; none for nil.
private func bytes(_ pointer: UnsafePointer<xmlChar>?) -> UnsafeRawBufferPointer {
  UnsafeRawBufferPointer(start: pointer, count: Int(xmlStrlen(pointer)))
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
