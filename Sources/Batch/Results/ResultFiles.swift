import Crypto
import Foundation

/// Files of result lines, read back: first assessments, and those made again with what the comparison of the
/// batch found.
struct ResultFiles: Sendable {
  private(set) var first: [FilingResult] = []
  private(set) var again: [FilingResult] = []

  /// - Parameters:
  ///   - paths: the files; `-` is standard input.
  ///   - accept: says why a line cannot be used, if it cannot.
  init(
    _ paths: [String], jobs: Int, accept: @escaping @Sendable (ResultStamp, _ uscc: String) -> String?
  ) async throws(BatchError) {
    // One filing's line may come twice, where a part of the work was done again.
    var seen: Set<SHA256Digest> = []
    for path in paths {
      let bytes: Data
      do {
        bytes =
          try path == StandardInput.name
          ? FileHandle.standardInput.readToEnd() ?? Data()
          : Data(contentsOf: URL(fileURLWithPath: path), options: .alwaysMapped)
      } catch {
        throw BatchError("\(path) cannot be read: \(error.localizedDescription)")
      }
      let lines = bytes.split(separator: 0x0A)
      let read = await parallelMap(count: lines.count, jobs: jobs, state: { JSONDecoder() }) {
        decoder, index in
        Self.read(lines[index], decoder, place: "\(path):\(index + 1)", accept)
      }
      for (result, digest) in read {
        let result = try result.get()
        guard seen.insert(digest).inserted else { continue }
        if case .processed(let entity) = result.outcome, entity.peers != .none {
          again.append(result)
        } else {
          first.append(result)
        }
      }
    }
    try assureOneEach()
  }

  private static func read(
    _ line: Data, _ decoder: JSONDecoder, place: String, _ accept: (ResultStamp, String) -> String?
  ) -> (Result<FilingResult, BatchError>, SHA256Digest) {
    let digest = SHA256.hash(data: line)
    do {
      let line = try decoder.decode(ResultLine.self, from: line)
      if let reason = accept(line.stamp, line.result.uscc) {
        return (.failure(BatchError("\(place): \(line.result.name) \(reason)", isUsage: true)), digest)
      }
      return (.success(line.result), digest)
    } catch {
      return (
        .failure(
          BatchError("\(place) is no line that this version of cets assess wrote, or only a part of one")),
        digest
      )
    }
  }

  /// Two different results of one filing: nobody can say which of them holds.
  private func assureOneEach() throws(BatchError) {
    struct Filing: Hashable {
      let name: String
      let uscc: String
      let year: Int?
    }
    for results in [first, again] {
      var filings: Set<Filing> = []
      for result in results {
        let filing = Filing(name: result.name, uscc: result.uscc, year: result.filingYear)
        guard filings.insert(filing).inserted else {
          throw BatchError(
            "there are two different results of \(result.name) \(result.uscc): give those of one input folder, each once",
            isUsage: true)
        }
      }
    }
  }
}
