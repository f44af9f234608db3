import Crypto
import Foundation

/// SHA-256 as lower-case hexadecimal, as the manifest prints it.
package func sha256(_ bytes: some DataProtocol) -> String {
  hexadecimal(SHA256.hash(data: bytes))
}

func hexadecimal(_ digest: SHA256Digest) -> String {
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
  /// SHA-256 of the program's own file; nil where the system does not show it.
  static let digest: String? = {
    guard let file = FileHandle(forReadingAtPath: "/proc/self/exe") else { return nil }
    var hash = SHA256()
    while let chunk = try? file.read(upToCount: 1 << 20), !chunk.isEmpty { hash.update(data: chunk) }
    return hexadecimal(hash.finalize())
  }()
}
