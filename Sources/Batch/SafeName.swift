/// Names for files from what an input is called: never a path, never hidden, never too long.
enum SafeName {
  static func fileName(_ text: String) -> String {
    let allowed = text.unicodeScalars.map { scalar -> Character in
      let isPlain = scalar.properties.isAlphabetic || scalar.properties.numericType != nil
      return isPlain || "._-".unicodeScalars.contains(scalar) ? Character(scalar) : "_"
    }
    var name = String(allowed)
    while name.hasPrefix(".") || name.hasPrefix("-") { name.removeFirst() }
    // A file name has at most 255 bytes; a number and an ending may follow.
    while name.utf8.count > 200 { name.removeFirst() }
    return name.isEmpty ? "filing" : name
  }
}
