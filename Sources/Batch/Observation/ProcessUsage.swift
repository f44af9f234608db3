import Foundation

/// What this process has used of the machine so far.
package struct ProcessUsage: Codable, Sendable {
  /// The most memory that was resident at once.
  package var peakMemoryBytes: Int
  package var userMs: Int
  package var systemMs: Int

  static var current: ProcessUsage {
    var usage = rusage()
    getrusage(__rusage_who_t(RUSAGE_SELF.rawValue), &usage)
    return ProcessUsage(
      peakMemoryBytes: peakMemory ?? Int(usage.ru_maxrss) * 1024,
      userMs: milliseconds(usage.ru_utime), systemMs: milliseconds(usage.ru_stime))
  }

  /// Of this program alone: `ru_maxrss` still counts the memory of whoever started it.
  private static var peakMemory: Int? {
    guard let bytes = try? FileSystem.read("/proc/self/status") else { return nil }
    let lines = String(decoding: bytes, as: UTF8.self).split(separator: "\n")
    guard let line = lines.first(where: { $0.hasPrefix("VmHWM:") }) else { return nil }
    return line.split(whereSeparator: { !$0.isNumber }).first.flatMap { Int($0) }.map { $0 * 1024 }
  }

  private static func milliseconds(_ time: timeval) -> Int {
    Int(time.tv_sec) * 1000 + Int(time.tv_usec) / 1000
  }
}
