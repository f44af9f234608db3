extension Manifest {
  /// Writes the manifest in pieces, as ``json()`` would write it whole: of ten nations it is large.
  ///
  /// - Parameters:
  ///   - filings: in the place of its own, sorted by the bytes of their codes; likewise ``inputs`` and ``outputs``.
  ///   - piece: takes each piece.
  func write<Failure: Error>(
    filings: some Sequence<(String, CountingFiling)>, inputs: [String: FileDigest],
    outputs: [String: FileDigest], _ piece: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try piece(Self.line("{\n  \"asOf\" : ", asOf, ",\n  \"filings\" : {"))
    var isFirst = true
    for (uscc, filing) in filings {
      let digest = filing.sha256.map { "\n      \"sha256\" : \"\($0)\"," } ?? ""
      try piece(
        Self.line(isFirst ? "\n    " : ",\n    ", uscc, " : {\n      \"file\" : ")
          + Self.line("", filing.file, ",\(digest)\n      \"submission\" : \(filing.submission)\n    }"))
      isFirst = false
    }
    try piece(Array((isFirst ? "\n\n  }" : "\n  }").utf8))
    try Self.write(inputs, as: "inputs", piece)
    try piece(Self.line(",\n  \"language\" : ", language, ""))
    try Self.write(outputs, as: "outputs", piece)
    try piece(
      Self.line(",\n  \"program\" : ", program, ",\n  \"rulebook\" : ")
        + Self.line("", rulebook, ",\n  \"version\" : ")
        + Self.line("", version, ",\n  \"year\" : \(year)\n}\n"))
  }

  private static func write<Failure: Error>(
    _ digests: [String: FileDigest], as name: String, _ piece: ([UInt8]) throws(Failure) -> Void
  ) throws(Failure) {
    try piece(Array(",\n  \"\(name)\" : {".utf8))
    var isFirst = true
    for (file, digest) in digests.sorted(by: { $0.key.utf8.lexicographicallyPrecedes($1.key.utf8) }) {
      try piece(line(isFirst ? "\n    " : ",\n    ", file, " : \"\(digest.text)\""))
      isFirst = false
    }
    try piece(Array((isFirst ? "\n\n  }" : "\n  }").utf8))
  }

  /// A text as JSON has it, between others that are JSON already.
  private static func line(_ before: String, _ text: String, _ behind: String) -> [UInt8] {
    var bytes = Array(before.utf8)
    bytes.append(UInt8(ascii: "\""))
    for byte in text.utf8 {
      switch byte {
      case UInt8(ascii: "\""), UInt8(ascii: "\\"): bytes += [UInt8(ascii: "\\"), byte]
      case 0x08: bytes += Array("\\b".utf8)
      case 0x09: bytes += Array("\\t".utf8)
      case 0x0A: bytes += Array("\\n".utf8)
      case 0x0C: bytes += Array("\\f".utf8)
      case 0x0D: bytes += Array("\\r".utf8)
      case 0..<0x20:
        let digits = String(byte, radix: 16)
        bytes += Array("\\u\(String(repeating: "0", count: 4 - digits.count))\(digits)".utf8)
      default: bytes.append(byte)
      }
    }
    bytes.append(UInt8(ascii: "\""))
    bytes.append(contentsOf: behind.utf8)
    return bytes
  }
}
