import FilingFormats
import Filings
import Foundation
import Verification

/// A filing on standard input, or the tables of one folder: a header line, then the bytes. See docs/assess.md.
struct Frame: Sendable {
  /// The line before the bytes.
  struct Header: Decodable {
    struct File: Decodable, Sendable {
      let name: String
      let bytes: Int
    }

    /// Of an XML filing.
    let name: String?
    let bytes: Int?
    /// Of the tables of a folder.
    let tables: [File]?
    /// Which of the tables' filings: each `parts`th, beginning with `part`, from 0.
    let part: Int?
    let parts: Int?
    /// What the comparison of the batch found, by USCC: only these are assessed.
    let peers: [String: PeerFindings]?

    var files: [File] {
      tables ?? name.flatMap { name in bytes.map { [File(name: name, bytes: $0)] } } ?? []
    }

    var isValid: Bool {
      let (part, parts) = (part ?? 0, parts ?? 1)
      return !files.isEmpty && files.allSatisfy { $0.bytes >= 0 } && (tables == nil) != (name == nil)
        && parts > 0 && (0..<parts).contains(part)
    }
  }

  let header: Header
  /// Nil for a file larger than the limits.
  let contents: [Data?]
}

/// Takes frames from a stream, without keeping more than one in memory.
struct FrameReader {
  private let descriptor: Int32
  private let limits: ReaderLimits
  private var buffer = Data()
  private var isAtEnd = false
  private var count = 0

  private static let chunkBytes = 1 << 20
  /// What the comparison found may name every other entity.
  private static let headerBytesMax = 64 << 20

  init(_ descriptor: Int32, limits: ReaderLimits) {
    self.descriptor = descriptor
    self.limits = limits
  }

  /// The next frame, nil at the end of the stream.
  mutating func next() throws(BatchError) -> Frame? {
    guard let line = try headerLine() else { return nil }
    count += 1
    guard let header = try? JSONDecoder().decode(Frame.Header.self, from: line), header.isValid else {
      throw BatchError("standard input: frame \(count) begins with no header; docs/assess.md describes it")
    }
    let limit = header.tables == nil ? limits.xmlFileBytes : limits.csvFileBytes
    var contents: [Data?] = []
    for file in header.files { contents.append(try content(of: file, limit: limit)) }
    return Frame(header: header, contents: contents)
  }

  private mutating func headerLine() throws(BatchError) -> Data? {
    var searched = 0
    while true {
      if let end = buffer[(buffer.startIndex + searched)...].firstIndex(of: 0x0A) {
        let line = buffer[..<end]
        buffer = buffer[(end + 1)...]
        return Data(line)
      }
      searched = buffer.count
      guard searched <= Self.headerBytesMax else {
        throw BatchError("standard input: the header of frame \(count + 1) does not end")
      }
      if try !fill() {
        if buffer.isEmpty { return nil }
        throw BatchError("standard input ends within the header of frame \(count + 1)")
      }
    }
  }

  /// The bytes of a file; those of one that is too large are passed over.
  private mutating func content(of file: Frame.Header.File, limit: Int) throws(BatchError) -> Data? {
    let isKept = file.bytes <= limit
    var content = Data()
    var left = file.bytes
    while left > 0 {
      if buffer.isEmpty, try !fill() {
        throw BatchError(
          "standard input ends within \(file.name): \(left) of its \(file.bytes) bytes are missing")
      }
      let part = buffer.prefix(left)
      left -= part.count
      if isKept { content.append(part) }
      buffer = buffer.dropFirst(part.count)
    }
    return isKept ? content : nil
  }

  /// Reads on; false at the end.
  private mutating func fill() throws(BatchError) -> Bool {
    if isAtEnd { return false }
    var chunk = Data(count: Self.chunkBytes)
    var got = 0
    repeat {
      got = chunk.withUnsafeMutableBytes { read(descriptor, $0.baseAddress, $0.count) }
    } while got < 0 && errno == EINTR
    guard got >= 0 else {
      throw BatchError("standard input cannot be read: \(String(cString: strerror(errno)))")
    }
    isAtEnd = got == 0
    // A slice of the buffer would keep all that was ever read.
    buffer = Data(buffer) + chunk.prefix(got)
    return got > 0
  }
}
