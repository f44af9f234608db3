import Crypto
import Filings
import Foundation

/// An assessed entity as it is laid aside: what it rests on, the packed entity, what the comparison of the batch needs
/// of it, and a SHA-256 over all that.
struct AssessmentFrame {
  /// What stands before the packed entity.
  struct Head: Sendable {
    let basis: AssessmentBasis
    let entityBytes: Int
    let peerBytes: Int

    static let byteCount = 2 * FileDigest.byteCount + 16

    /// Of the whole frame.
    var frameBytes: Int { Self.byteCount + entityBytes + peerBytes + FileDigest.byteCount }

    init(basis: AssessmentBasis, entityBytes: Int, peerBytes: Int) {
      self.basis = basis
      self.entityBytes = entityBytes
      self.peerBytes = peerBytes
    }

    /// Nil for bytes that are no head.
    init?(_ bytes: ArraySlice<UInt8>) {
      guard bytes.count == Self.byteCount else { return nil }
      basis = AssessmentBasis(
        filing: FileDigest(bytes: bytes), entity: FileDigest(bytes: bytes.dropFirst(FileDigest.byteCount)))
      let counts = bytes.suffix(16)
      guard let entityBytes = Self.count(counts.prefix(8)), let peerBytes = Self.count(counts.suffix(8))
      else { return nil }
      self.entityBytes = entityBytes
      self.peerBytes = peerBytes
    }

    /// Nil for what no entity takes.
    private static func count(_ bytes: ArraySlice<UInt8>) -> Int? {
      Int(exactly: bytes.reduce(0) { $0 << 8 | UInt64($1) }).flatMap { $0 <= countMax ? $0 : nil }
    }

    private static let countMax = 1 << 31

    fileprivate var bytes: [UInt8] {
      basis.filing.bytes + basis.entity.bytes + Self.bytes(entityBytes) + Self.bytes(peerBytes)
    }

    private static func bytes(_ count: Int) -> [UInt8] {
      stride(from: 56, through: 0, by: -8).map { UInt8(truncatingIfNeeded: count >> $0) }
    }
  }

  let head: Head
  let bytes: [UInt8]

  init(_ entity: AssessedEntity, restingOn basis: AssessmentBasis) {
    var packer = Packer()
    entity.pack(into: &packer)
    let entityBytes = packer.bytes.count
    entity.peer.pack(into: &packer)
    head = Head(basis: basis, entityBytes: entityBytes, peerBytes: packer.bytes.count - entityBytes)
    let content = head.bytes + packer.bytes
    bytes = content + FileDigest(SHA256.hash(data: content)).bytes
  }

  /// Nil for bytes that are not what was written.
  init?(_ bytes: [UInt8]) {
    guard bytes.count >= Head.byteCount, let head = Head(bytes.prefix(Head.byteCount)),
      bytes.count == head.frameBytes
    else { return nil }
    let content = bytes.dropLast(FileDigest.byteCount)
    guard FileDigest(SHA256.hash(data: content)) == FileDigest(bytes: bytes.suffix(FileDigest.byteCount))
    else { return nil }
    self.head = head
    self.bytes = bytes
  }

  /// The entity, but for what the comparison needs of it and what stands beside it in a run.
  func entity() throws(UnpackingError) -> AssessedEntity {
    var unpacker = Unpacker(Array(bytes[Head.byteCount...].prefix(head.entityBytes)))
    let entity = try AssessedEntity(from: &unpacker)
    try unpacker.end()
    return entity
  }
}
