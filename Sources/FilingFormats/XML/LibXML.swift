import CLibXML2

/// The one place that touches libxml2. Nothing above it sees a C pointer.
///
/// Ownership: `XMLSchema` frees its schema when it goes; a parse frees its parser context, its validation
/// context and the plug between them before it returns; strings and attributes handed to the handler are
/// copies.
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

/// An attribute as it stands in a start tag, entities expanded.
struct XMLAttribute {
  let name: String
  /// The namespace of a prefixed attribute; empty otherwise.
  let namespace: String
  let value: String
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

/// One parse of one document, validated in the same pass.
final class XMLParse {
  private let handler: FilingDecoder
  private var context: xmlParserCtxtPtr?
  private var isStopped = false

  private init(_ handler: FilingDecoder) {
    self.handler = handler
  }

  /// Parses a document held in memory and reports everything to the handler.
  ///
  /// - Returns: whether the document is well-formed and valid by the schema.
  static func run(_ bytes: [UInt8], schema: XMLSchema, handler: FilingDecoder) -> Bool {
    XMLParse(handler).run(bytes, schema)
  }

  private func run(_ bytes: [UInt8], _ schema: XMLSchema) -> Bool {
    bytes.withUnsafeBytes { buffer in
      guard buffer.count <= Int(Int32.max),
        let context = xmlCreateMemoryParserCtxt(
          buffer.bindMemory(to: CChar.self).baseAddress, Int32(buffer.count))
      else { return false }
      defer { xmlFreeParserCtxt(context) }
      guard let validation = xmlSchemaNewValidCtxt(schema.pointer) else { return false }
      defer { xmlSchemaFreeValidCtxt(validation) }
      self.context = context
      defer { self.context = nil }
      return parse(context, validation)
    }
  }

  private func parse(_ context: xmlParserCtxtPtr, _ validation: xmlSchemaValidCtxtPtr) -> Bool {
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
      xmlSchemaSetValidStructuredErrors(validation, schemaFault, me)
      guard let plug = xmlSchemaSAXPlug(validation, &context.pointee.sax, &context.pointee.userData) else {
        return false
      }
      xmlParseDocument(context)
      let isValid = xmlSchemaIsValid(validation) == 1
      xmlSchemaSAXUnplug(plug)
      return isValid && context.pointee.wellFormed == 1 && !isStopped
    }
  }

  /// Where the parser stands: behind what it reports.
  private var place: XMLPlace {
    guard let input = context?.pointee.input else { return XMLPlace(line: 0, column: 0) }
    return XMLPlace(line: Int(input.pointee.line), column: Int(input.pointee.col))
  }

  /// How far back a place is looked for. A file on one line has lines only, no columns, behind this many
  /// bytes; looking further would cost the square of its length.
  private static let reachInBytes = 4096

  /// Where the start tag begins before whose end the parser stands. No `<` can stand inside the tag.
  private var tagPlace: XMLPlace {
    guard let input = context?.pointee.input, let base = input.pointee.base, let current = input.pointee.cur
    else { return place }
    var line = Int(input.pointee.line)
    var byte = current
    let limit = max(base, current - Self.reachInBytes)
    while byte > limit, byte.pointee != UInt8(ascii: "<") {
      if byte.pointee == 0x0A { line -= 1 }
      byte -= 1
    }
    guard byte.pointee == UInt8(ascii: "<") else { return XMLPlace(line: place.line, column: 0) }
    var column = 1
    while byte > limit {
      byte -= 1
      if byte.pointee == 0x0A { return XMLPlace(line: line, column: column) }
      // The bytes behind the first of a character do not count.
      if byte.pointee & 0xC0 != 0x80 { column += 1 }
    }
    return XMLPlace(line: line, column: line == 1 && byte == base ? column : 0)
  }

  fileprivate func started(
    _ name: UnsafePointer<xmlChar>?, _ uri: UnsafePointer<xmlChar>?, _ count: Int32,
    _ attributes: UnsafeMutablePointer<UnsafePointer<xmlChar>?>?
  ) {
    var list: [XMLAttribute] = []
    list.reserveCapacity(Int(count))
    // Five pointers each: name, prefix, URI, first byte of the value, byte behind it.
    for index in 0..<Int(count) {
      guard let attributes, let first = attributes[index * 5 + 3], let end = attributes[index * 5 + 4] else {
        continue
      }
      let value = UnsafeBufferPointer(start: first, count: end - first)
      list.append(
        XMLAttribute(
          name: string(attributes[index * 5]), namespace: string(attributes[index * 5 + 2]),
          value: String(decoding: value, as: UTF8.self)))
    }
    handler.start(string(name), namespace: string(uri), attributes: list, place: tagPlace)
  }

  fileprivate func text(_ bytes: UnsafePointer<xmlChar>?, _ count: Int32, isSection: Bool) {
    handler.text(UnsafeBufferPointer(start: bytes, count: Int(count)), isSection: isSection, place: place)
  }

  fileprivate func ended() { handler.end(place: place) }

  fileprivate func doctype() {
    guard !isStopped else { return }
    isStopped = true
    handler.doctype(place: place)
    xmlStopParser(context)
  }

  fileprivate func fault(_ origin: XMLFault.Origin, _ error: UnsafeMutablePointer<xmlError>?) {
    guard let error = error?.pointee, !isStopped else { return }
    let message = error.message.map { String(cString: $0) } ?? ""
    let detail = error.str1.map { String(cString: $0) } ?? ""
    // Namespace faults of the parser leave the document well formed; what comes of them breaks the schema.
    if origin == .parser, error.level != XML_ERR_FATAL { return }
    let place =
      origin == .parser && error.line > 0
      ? XMLPlace(line: Int(error.line), column: Int(max(error.int2, 0))) : tagPlace
    handler.fault(
      XMLFault(origin: origin, code: Int(error.code), message: message, detail: detail, place: place))
  }
}

private func string(_ pointer: UnsafePointer<xmlChar>?) -> String {
  pointer.map { String(cString: $0) } ?? ""
}

// The callbacks that libxml2 calls; their context is the unretained `XMLParse` of the running parse.

private func parse(_ context: UnsafeMutableRawPointer?) -> XMLParse? {
  context.map { Unmanaged<XMLParse>.fromOpaque($0).takeUnretainedValue() }
}

private let startElement: startElementNsSAX2Func = { context, name, _, uri, _, _, count, _, attributes in
  parse(context)?.started(name, uri, count, attributes)
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
