import Allowances
import Filings
import Verification

/// What of an assessed entity stays in memory: who it is, and where the rest lies.
struct EntityEntry: Sendable, SubmittedFiling {
  let uscc: String
  /// How messages call its filing.
  let display: String
  /// Index of its source in the run's inputs.
  let source: Int
  let sector: Sector
  let submission: Int
  let submittedOn: CalendarDate
  /// SHA-256 of an XML filing as it was assessed; nil for tables.
  let digest: FileDigest?
  fileprivate let place: EntityStore.Place

  fileprivate init(_ entity: AssessedEntity, _ place: EntityStore.Place) {
    uscc = entity.uscc
    display = entity.display
    source = entity.source
    sector = entity.sector
    submission = entity.submission
    submittedOn = entity.submittedOn
    digest = entity.digest.flatMap { FileDigest($0) }
    self.place = place
  }
}

/// The assessed entities of a run, laid aside in a file: so memory hardly grows with the filings.
final class EntityStore: Sendable {
  fileprivate struct Place: Sendable {
    let start: Int
    let bytes: Int32
    /// What the comparison of the batch needs stands behind the rest, because it is read at another time.
    let peerBytes: Int32
  }

  private let file: SpillFile

  /// - Parameter folder: where the results go: there is room for them.
  init(in folder: String) throws(BatchError) {
    do { file = try SpillFile(in: folder) } catch { throw BatchError(error) }
  }

  /// Lays an entity aside; several threads may do so at once.
  func add(_ entity: AssessedEntity) throws(BatchError) -> EntityEntry {
    var packer = Packer()
    entity.pack(into: &packer)
    let bytes = packer.bytes.count
    entity.peer.pack(into: &packer)
    do {
      let start = try file.append(packer.bytes)
      return EntityEntry(
        entity,
        Place(start: start, bytes: Int32(bytes), peerBytes: Int32(packer.bytes.count - bytes)))
    } catch { throw BatchError(error) }
  }

  /// The entity, but for what the comparison needs of it.
  func entity(_ entry: EntityEntry) throws(BatchError) -> AssessedEntity {
    let place = entry.place
    var entity = try unpack(place.start, place.bytes) { packed throws(UnpackingError) in
      let entity = try AssessedEntity(from: &packed)
      try packed.end()
      return entity
    }
    entity.source = entry.source
    entity.display = entry.display
    entity.digest = entry.digest?.text
    return entity
  }

  func units(of entry: EntityEntry) throws(BatchError) -> [AllocationUnit] {
    try unpack(entry.place.start, entry.place.bytes) { packed throws(UnpackingError) in
      try AssessedEntity.units(from: &packed)
    }
  }

  /// A part of what the comparison of the batch needs.
  func peer(_ entry: EntityEntry, _ part: PeerChecks.Part) throws(BatchError) -> PeerChecks.Subject {
    try unpack(entry.place.start + Int(entry.place.bytes), entry.place.peerBytes) {
      packed throws(UnpackingError) in
      try PeerChecks.Subject(from: &packed, only: part)
    }
  }

  private func unpack<Value>(
    _ start: Int, _ count: Int32, _ unpack: (inout Unpacker) throws(UnpackingError) -> Value
  ) throws(BatchError) -> Value {
    let bytes: [UInt8]
    do { bytes = try file.read(start..<(start + Int(count))) } catch { throw BatchError(error) }
    var unpacker = Unpacker(bytes)
    do { return try unpack(&unpacker) } catch { throw BatchError(file.damaged) }
  }
}
