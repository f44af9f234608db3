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
  /// What its assessment rests on.
  let basis: AssessmentBasis
  /// Whether it is what an earlier run assessed.
  let stands: Bool
  fileprivate let place: EntityStore.Place

  fileprivate init(
    _ entity: AssessedEntity, _ place: EntityStore.Place, restingOn basis: AssessmentBasis, stands: Bool
  ) {
    uscc = entity.uscc
    display = entity.display
    source = entity.source
    sector = entity.sector
    submission = entity.submission
    submittedOn = entity.submittedOn
    digest = entity.digest.flatMap { FileDigest($0) }
    self.basis = basis
    self.stands = stands
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

  /// What all assessments rest on; nil where that cannot be told.
  let common: FileDigest?
  private let file: SpillFile

  /// - Parameters:
  ///   - folder: where the results go: there is room for them.
  ///   - common: what all assessments rest on.
  init(in folder: String, restingOn common: FileDigest? = nil) throws(BatchError) {
    self.common = common
    do {
      file = try SpillFile(in: folder)
      if let common { _ = try file.append(EarlierAssessments.head(common)) }
    } catch { throw BatchError(error) }
  }

  /// Lays an entity aside; several threads may do so at once.
  func add(
    _ entity: AssessedEntity, restingOn basis: AssessmentBasis = .unknown
  ) throws(BatchError) -> EntityEntry {
    try add(AssessmentFrame(entity, restingOn: basis), of: entity, stands: false)
  }

  /// Lays aside what an earlier run assessed, likewise.
  func add(standing frame: AssessmentFrame, of entity: AssessedEntity) throws(BatchError) -> EntityEntry {
    try add(frame, of: entity, stands: true)
  }

  private func add(
    _ frame: AssessmentFrame, of entity: AssessedEntity, stands: Bool
  ) throws(BatchError) -> EntityEntry {
    do {
      let start = try file.append(frame.bytes) + AssessmentFrame.Head.byteCount
      return EntityEntry(
        entity,
        Place(start: start, bytes: Int32(frame.head.entityBytes), peerBytes: Int32(frame.head.peerBytes)),
        restingOn: frame.head.basis, stands: stands)
    } catch { throw BatchError(error) }
  }

  /// Leaves a copy of all that was laid aside for a later run.
  func leave(as path: String) throws(BatchError) {
    let writer = try FileWriter(path)
    let end = file.byteCount
    for start in stride(from: 0, to: end, by: 1 << 20) {
      let bytes: [UInt8]
      do { bytes = try file.read(start..<min(end, start + 1 << 20)) } catch { throw BatchError(error) }
      try writer.write(bytes)
    }
    _ = try writer.finish()
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
