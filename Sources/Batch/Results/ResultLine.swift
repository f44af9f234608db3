import Foundation

/// A line of `cets assess -`: a filing's result and what it rests on. See docs/assess.md.
struct ResultLine: Sendable, Codable {
  let stamp: ResultStamp
  var result: FilingResult

  init(stamp: ResultStamp, result: FilingResult) {
    self.stamp = stamp
    self.result = result
  }

  func encode(to encoder: any Encoder) throws {
    try stamp.encode(to: encoder)
    try result.encode(to: encoder)
  }

  init(from decoder: any Decoder) throws {
    stamp = try ResultStamp(from: decoder)
    result = try FilingResult(from: decoder)
  }

  /// The line with its end.
  func json() throws(BatchError) -> [UInt8] {
    do { return Array(try ResultJSON.encoder().encode(self)) + [0x0A] } catch {
      throw BatchError("cannot write the result of \(result.name): \(error)")
    }
  }
}
