import Crypto
import Foundation

/// The assessed entities that an earlier run left in the folder of its results, so that a rerun assesses only what is
/// another. No result, and no part of the manifest. The file is the earlier run's temporary one: a head, then a frame
/// for each entity. One of another program, rulebook or year is worth nothing, nor is a frame that is damaged; the
/// filings are assessed anew then.
final class EarlierAssessments: Sendable {
  static let fileName = ".cets-assessed"

  /// What the file begins with.
  static func head(_ common: FileDigest) -> [UInt8] { Array("cets assessed 1\n".utf8) + common.bytes }

  private struct Place: Sendable {
    let start: Int
    let bytes: Int32
  }

  private let bases: AssessmentBases
  private let descriptor: Int32
  /// Of the frames, by what the filing's assessment rests on: the frames themselves stay where they are.
  private let places: [FileDigest: Place]

  /// Nil where there are none of any use.
  init?(in folder: String, _ bases: AssessmentBases) {
    let descriptor = open("\(folder)/\(Self.fileName)", O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOFOLLOW)
    guard descriptor >= 0 else { return nil }
    self.bases = bases
    self.descriptor = descriptor
    places = Self.places(descriptor, Self.head(bases.common))
    if places.isEmpty { return nil }
  }

  deinit { close(descriptor) }

  /// Goes from frame to frame as far as they follow one another.
  private static func places(_ descriptor: Int32, _ head: [UInt8]) -> [FileDigest: Place] {
    var places: [FileDigest: Place] = [:]
    var status = stat()
    guard fstat(descriptor, &status) == 0, status.st_mode & S_IFMT == S_IFREG,
      read(descriptor, 0..<head.count) == head
    else { return places }
    var start = head.count
    while start < status.st_size,
      let bytes = read(descriptor, start..<(start + AssessmentFrame.Head.byteCount)),
      let frame = AssessmentFrame.Head(bytes[...]), let count = Int32(exactly: frame.frameBytes),
      start + frame.frameBytes <= status.st_size
    {
      places[frame.basis.filing] = Place(start: start, bytes: count)
      start += frame.frameBytes
    }
    return places
  }

  private static func read(_ descriptor: Int32, _ range: Range<Int>) -> [UInt8]? {
    FileSystem.read(range, from: descriptor).flatMap { $0.count == range.count ? $0 : nil }
  }

  /// What an earlier run assessed, if this one would come to the same; without what stands beside it in a run.
  ///
  /// - Parameter filing: what the filing's assessment rests on.
  func find(_ filing: FileDigest) -> (AssessmentFrame, AssessedEntity)? {
    guard let place = places[filing],
      let bytes = Self.read(descriptor, place.start..<(place.start + Int(place.bytes))),
      let frame = AssessmentFrame(bytes), let entity = try? frame.entity(),
      frame.head.basis == bases.basis(of: entity.uscc, filing: filing)
    else { return nil }
    return (frame, entity)
  }
}
