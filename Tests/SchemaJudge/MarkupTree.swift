/// An element of a document that is about to be broken: names and values as they stand in the file,
/// references and all, so that what breaks XML itself can be written too.
final class MarkupNode {
  var name: String
  var attributes: [(name: String, value: String)]
  var children: [MarkupNode] = []
  /// What stands before the first child, and behind each.
  var texts: [String] = [""]

  init(name: String, attributes: [(name: String, value: String)]) {
    self.name = name
    self.attributes = attributes
  }

  /// All elements within it, itself first.
  var all: [MarkupNode] { [self] + children.flatMap(\.all) }

  var copy: MarkupNode {
    let node = MarkupNode(name: name, attributes: attributes)
    node.children = children.map(\.copy)
    node.texts = texts
    return node
  }

  func insert(_ child: MarkupNode, at index: Int) {
    children.insert(child, at: index)
    texts.insert("", at: min(index + 1, texts.count))
  }

  func remove(at index: Int) {
    children.remove(at: index)
    texts.remove(at: min(index + 1, texts.count - 1))
  }

  func write(into text: inout String) {
    text += "<" + name
    for attribute in attributes { text += " \(attribute.name)=\"\(attribute.value)\"" }
    guard !children.isEmpty || texts != [""] else {
      text += "/>"
      return
    }
    text += ">" + (texts.first ?? "")
    for (index, child) in children.enumerated() {
      child.write(into: &text)
      if index + 1 < texts.count { text += texts[index + 1] }
    }
    text += "</\(name)>"
  }
}

extension MarkupNode {
  /// The root of a document that is well-formed and has neither comments nor CDATA sections behind its
  /// head; nil for any other.
  static func parse(_ document: String) -> MarkupNode? {
    var stack: [MarkupNode] = []
    var rest = Substring(document)
    while let open = rest.firstIndex(of: "<"), let close = rest[open...].firstIndex(of: ">") {
      if let parent = stack.last { parent.texts[parent.texts.count - 1] += rest[..<open] }
      var tag = rest[rest.index(after: open)..<close]
      rest = rest[rest.index(after: close)...]
      if tag.hasPrefix("?") || tag.hasPrefix("!") { continue }
      if tag.hasPrefix("/") {
        let node = stack.removeLast()
        if stack.isEmpty { return node }
        continue
      }
      let isEmpty = tag.hasSuffix("/")
      if isEmpty { tag.removeLast() }
      let node = MarkupNode(
        name: String(tag.prefix { !$0.isWhitespace }),
        attributes: tag.matches(of: #/([^\s=]+)="([^"]*)"/#).map { (String($0.1), String($0.2)) })
      if let parent = stack.last {
        parent.children.append(node)
        parent.texts.append("")
      } else if isEmpty {
        return node
      }
      if !isEmpty { stack.append(node) }
    }
    return nil
  }
}
