import Rulebook

extension Rulebook {
  /// SHA-256 over all that the entries say.
  package var digest: String {
    var text = ""
    for entry in entries {
      text += "\(entry.id)\t\(entry.label.zh)\t\(entry.label.en)\t\(entry.valueText)\t\(entry.unit)\t"
      text += "\(entry.decimals ?? -1)\t\(entry.yearsText)\t\(entry.document)\t\(entry.clause)\t"
      text += "\(entry.standing.rawValue)\t\(entry.note)\n"
    }
    for check in checks {
      text += "\(check.id)\t\(check.title.zh)\t\(check.title.en)\t\(check.compares)\t\(check.rule)\t"
      text += "\(check.severity)\t\(check.isFraudIndicator)\t\(check.source)\t\(check.how.rawValue)\t"
      text += "\(check.note)\n"
    }
    for document in documents {
      text += "\(document.tag)\t\(document.title.zh)\t\(document.title.en)\t\(document.number)\t"
      text += "\(document.issued)\n"
    }
    return sha256(Array(text.utf8))
  }
}
