import FilingFormats
import Filings
import Foundation

/// Reading what came from outside: never more than the limits, no symbolic link, no pipe.
extension FileError {
  /// What is said of an input that could not be read.
  func diagnostic(_ name: ReaderLimits.Name, _ limits: ReaderLimits, file: String) -> Diagnostic {
    if isTooLarge { return limits.oversize(name, path: file) }
    return Diagnostic(
      .unreadable, file: file, message: Label(zh: "无法读取：\(label.zh)", en: "cannot be read: \(label.en)"))
  }
}

extension CSVFile {
  /// A table of the disk; `display` is what diagnostics call it. One that cannot be read says why.
  ///
  /// - Parameters:
  ///   - followingLinks: only for a file that the user named as an option or the program itself wrote.
  ///   - digest: called with the SHA-256 of what was read.
  package init(
    reading path: String, display: String? = nil, limits: ReaderLimits = ReaderLimits(),
    followingLinks: Bool = true, digest: ((String) -> Void)? = nil
  ) {
    let display = display ?? path
    do {
      let limit = limits.csvFileBytes
      if let head = try FileSystem.beginning(
        of: path, bytes: Self.headBytes, ifLargerThan: Self.largeBytes, limit: limit,
        followingLinks: followingLinks),
        let hopeless = CSVFile(path: display, hopelessHead: head, limits: limits)
      {
        self = hopeless
        return
      }
      let data = try FileSystem.data(of: path, limit: limit, followingLinks: followingLinks)
      digest?(sha256(data))
      self.init(path: display, bytes: data, limits: limits)
    } catch {
      self.init(path: display, unreadable: error.diagnostic(.csvFile, limits, file: display))
    }
  }

  /// A table whose bytes came from elsewhere; nil for one larger than the limits.
  init(path: String, content: Data?, limits: ReaderLimits) {
    guard let content else {
      self.init(path: path, unreadable: limits.oversize(.csvFile, path: path))
      return
    }
    if content.count > Self.largeBytes,
      let hopeless = CSVFile(path: path, hopelessHead: content.prefix(Self.headBytes), limits: limits)
    {
      self = hopeless
    } else {
      self.init(path: path, bytes: content, limits: limits)
    }
  }
}
