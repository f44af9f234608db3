import Crypto
import Foundation

/// SHA-256 as lower-case hexadecimal, as the manifest prints it.
package func sha256(_ bytes: some DataProtocol) -> String {
  hexadecimal(SHA256.hash(data: bytes))
}

func hexadecimal(_ digest: some Sequence<UInt8>) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(64)
  for byte in digest {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}

extension Program {
  /// What tells the program from every other: the build id, a hash over all that was linked, or where the linker wrote
  /// none the SHA-256 of the program's own file, which takes longer than a nation's settling. Nil where the system
  /// does not show the file.
  static let digest: String? = {
    guard let file = FileHandle(forReadingAtPath: "/proc/self/exe"),
      let head = try? file.read(upToCount: 1 << 16)
    else { return nil }
    if let id = buildID(in: Array(head)) { return id }
    var hash = SHA256()
    hash.update(data: head)
    while let chunk = try? file.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
    return hexadecimal(hash.finalize())
  }()

  /// The build id that a linker wrote into the notes at the beginning of a file: name and description of 4 and 20 bytes,
  /// type NT_GNU_BUILD_ID, the name, the id (SHA-1).
  static func buildID(in head: [UInt8]) -> String? {
    let mark: [UInt8] = [4, 0, 0, 0, 20, 0, 0, 0, 3, 0, 0, 0, 0x47, 0x4E, 0x55, 0]
    guard head.count >= mark.count + 20 else { return nil }
    for start in stride(from: 0, through: head.count - mark.count - 20, by: 4)
    where head[start..<start + mark.count].elementsEqual(mark) {
      return hexadecimal(head[(start + mark.count)...].prefix(20))
    }
    return nil
  }
}
