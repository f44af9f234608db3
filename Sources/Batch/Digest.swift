import Crypto
import Foundation

/// SHA-256 as lower-case hexadecimal, as the manifest prints it.
package func sha256(_ bytes: some DataProtocol) -> String {
  let digits = Array("0123456789abcdef".utf8)
  var text: [UInt8] = []
  text.reserveCapacity(64)
  for byte in SHA256.hash(data: bytes) {
    text.append(digits[Int(byte >> 4)])
    text.append(digits[Int(byte & 15)])
  }
  return String(decoding: text, as: UTF8.self)
}
