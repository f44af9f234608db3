/// A place in the file.
struct XMLPlace: Equatable {
  var line: Int
  var column: Int
}

/// A start tag where a parser holds it: its bytes are valid only while the decoder is called with it.
struct XMLTag {
  /// Without a prefix.
  let localName: UnsafeRawBufferPointer
  /// Empty without one.
  let uri: UnsafeRawBufferPointer
  let attributes: XMLAttributes

  var name: String { String(decoding: localName, as: UTF8.self) }
  var namespace: String { String(decoding: uri, as: UTF8.self) }

  func isNamed(_ name: StaticString) -> Bool { localName.equals(name) }
  var isOfFiling: Bool { uri.equals(FilingSchema.namespace) }
}

/// An attribute of a start tag, entities expanded.
struct XMLAttribute {
  enum Qualification {
    case plain
    /// With the prefix of `xsi:type` and its like.
    case instance
    /// With any other prefix, declared or not.
    case foreign
  }

  /// Without a prefix.
  var name: UnsafeRawBufferPointer
  var value: UnsafeRawBufferPointer
  var qualification = Qualification.plain
}

/// The attributes of a start tag; valid as long as the tag.
struct XMLAttributes {
  private let list: UnsafeBufferPointer<XMLAttribute>

  static var none: XMLAttributes { XMLAttributes(UnsafeBufferPointer(start: nil, count: 0)) }

  init(_ list: UnsafeBufferPointer<XMLAttribute>) {
    self.list = list
  }

  var count: Int { list.count }

  func name(_ index: Int) -> String { String(decoding: list[index].name, as: UTF8.self) }

  func isQualified(_ index: Int) -> Bool { list[index].qualification != .plain }

  func isForeign(_ index: Int) -> Bool { list[index].qualification == .foreign }

  func isNamed(_ index: Int, _ name: StaticString) -> Bool {
    list[index].name.equals(name) && !isQualified(index)
  }

  func value(_ index: Int) -> UnsafeRawBufferPointer { list[index].value }
}

extension UnsafeRawBufferPointer {
  /// Whether these are the bytes of a text.
  func equals(_ text: StaticString) -> Bool {
    equals(UnsafeRawBufferPointer(start: text.utf8Start, count: text.utf8CodeUnitCount))
  }

  /// By eight or four bytes at a time, from both ends: most names are no longer than that.
  func equals(_ other: UnsafeRawBufferPointer) -> Bool {
    guard count == other.count else { return false }
    if count >= 8 {
      let isSameAtEnds =
        loadUnaligned(as: UInt64.self) == other.loadUnaligned(as: UInt64.self)
        && loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
          == other.loadUnaligned(fromByteOffset: count - 8, as: UInt64.self)
      return isSameAtEnds && (count <= 16 || isSame(as: other))
    }
    if count >= 4 {
      return loadUnaligned(as: UInt32.self) == other.loadUnaligned(as: UInt32.self)
        && loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
          == other.loadUnaligned(fromByteOffset: count - 4, as: UInt32.self)
    }
    for index in 0..<count where self[index] != other[index] { return false }
    return true
  }
}
