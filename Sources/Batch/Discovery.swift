import Filings

/// The input files that the paths of a command line stand for.
package struct Discovery: Sendable {
  /// A file to read, and how it is called in messages and results.
  package struct Input: Sendable, Hashable {
    package let path: String
    package let display: String
    /// Whether a path of the command line is this file, not a folder that it lies in.
    package let isNamed: Bool
  }

  /// How files are called in messages and results.
  package enum Naming: Sendable {
    /// As given on the command line: a person can open it.
    case asGiven
    /// Relative to the given folder: results do not depend on where the inputs lie.
    case relative
  }

  package private(set) var xml: [Input] = []
  package private(set) var csv: [Input] = []
  /// Files that are neither XML nor CSV by their name, and links, pipes and devices of other names.
  package private(set) var ignored: [String] = []
  /// Paths that do not exist or cannot be listed.
  package private(set) var diagnostics: [Diagnostic] = []

  /// - Parameters:
  ///   - excluding: a folder that is not searched: the output folder, if it lies inside.
  ///   - standardInput: what the path `-` stands for.
  package init(
    paths: [String], naming: Naming, excluding: String? = nil, standardInput: StandardInput? = nil
  ) {
    let excluded = excluding.map(FileSystem.resolved)
    for path in paths {
      if let standardInput, path == StandardInput.name {
        let input = standardInput.input
        if input.path.hasSuffix(".csv") { csv.append(input) } else { xml.append(input) }
        continue
      }
      let trimmed = path.count > 1 && path.hasSuffix("/") ? String(path.dropLast()) : path
      let name = trimmed.split(separator: "/").last.map(String.init) ?? trimmed
      switch FileSystem.kind(of: trimmed) {
      case .folder:
        let prefix =
          switch naming {
          case .asGiven: trimmed + "/"
          case .relative: paths.count > 1 ? name + "/" : ""
          }
        let before = (files: xml.count + csv.count, ignored: ignored.count, problems: diagnostics.count)
        search(trimmed, prefix: prefix, excluded: excluded)
        let isUnreadable = diagnostics[before.problems...].contains { $0.severity == .error }
        if xml.count + csv.count == before.files, !isUnreadable {
          diagnostics.append(
            Self.noFiling(
              in: naming == .asGiven ? trimmed : name,
              among: ignored[before.ignored...].map { String($0.dropFirst(prefix.count)) }))
        }
      // What is no regular file says so when it is read.
      case .file, .symbolicLink, .other:
        add(trimmed, display: naming == .asGiven ? trimmed : name, named: true)
      case nil: unreadable(trimmed, "there is no such file or folder", "没有该文件或文件夹")
      }
    }
  }

  private mutating func search(_ folder: String, prefix: String, excluded: String?) {
    if let excluded, FileSystem.resolved(folder) == excluded { return }
    let names: [String]
    do { names = try FileSystem.names(in: folder) } catch {
      unreadable(folder, error.reason, error.reasonInChinese)
      return
    }
    for name in names {
      let path = "\(folder)/\(name)"
      switch FileSystem.kind(of: path) {
      case .folder: search(path, prefix: "\(prefix)\(name)/", excluded: excluded)
      case .file: add(path, display: prefix + name, named: false)
      // One that is called like a filing is not passed over in silence: reading it says what it is.
      case .symbolicLink, .other:
        if Self.isNamedLikeInput(name) {
          add(path, display: prefix + name, named: false)
        } else {
          skip(prefix + name)
        }
      case nil: break
      }
    }
  }

  /// A file that was named on the command line is read as XML whatever it is called, unless it is CSV.
  private mutating func add(_ path: String, display: String, named: Bool) {
    let input = Input(path: path, display: display, isNamed: named)
    let name = display.lowercased()
    if name.hasSuffix(".csv") {
      csv.append(input)
    } else if name.hasSuffix(".xml") || named {
      xml.append(input)
    } else {
      ignored.append(display)
    }
  }

  private static func isNamedLikeInput(_ name: String) -> Bool {
    let name = name.lowercased()
    return name.hasSuffix(".csv") || name.hasSuffix(".xml")
  }

  private mutating func skip(_ display: String) {
    ignored.append(display)
    diagnostics.append(
      Diagnostic(
        .skipped, file: display,
        message: Label(
          zh: "符号链接、管道和设备不予读取", en: "a symbolic link, pipe or device: it was not looked into")))
  }

  /// Of a folder with nothing to read: what lies there instead.
  private static func noFiling(in folder: String, among ignored: [String]) -> Diagnostic {
    // Workbooks first: they may hold the filing.
    let names = ignored.filter(isWorkbook) + ignored.filter { !isWorkbook($0) }
    let most = 5
    let listed = names.prefix(most).joined(separator: ", ")
    let more = names.count - most
    let there =
      names.isEmpty
      ? Label(zh: "文件夹为空", en: "the folder is empty")
      : Label(
        zh: "其中有\(listed)\(more > 0 ? "等\(names.count)个文件" : "")",
        en: "it holds \(listed)\(more > 0 ? " and \(more) more" : "")")
    return Diagnostic(
      .noFiling, file: folder,
      message: Label(
        zh: "没有找到填报：既无XML文件也无CSV表格；\(there.zh)",
        en: "no filing found, neither an XML file nor a CSV table: \(there.en)"),
      expected: "*.xml, *.csv")
  }

  private static func isWorkbook(_ name: String) -> Bool {
    let name = name.lowercased()
    return [".xlsx", ".xls", ".xlsm", ".xlsb", ".et", ".ods"].contains { name.hasSuffix($0) }
  }

  private mutating func unreadable(_ path: String, _ en: String, _ zh: String) {
    diagnostics.append(
      Diagnostic(.unreadable, file: path, message: Label(zh: "无法读取：\(zh)", en: "cannot be read: \(en)")))
  }
}
