import Filings
import Quantities

/// What the plants of all sectors have in common: who they are, their meters and their documents.
enum Plant {
  /// Province and city by GB/T 2260, and a place for the name.
  private static let places = [
    ("130000", "130200", "河北"), ("140000", "140100", "山西"), ("150000", "150200", "内蒙古"),
    ("210000", "210300", "辽宁"), ("320000", "320500", "江苏"), ("340000", "340100", "安徽"),
    ("360000", "360100", "江西"), ("370000", "370600", "山东"), ("410000", "410100", "河南"),
    ("420000", "420100", "湖北"), ("430000", "430100", "湖南"), ("440000", "441800", "广东"),
    ("450000", "450200", "广西"), ("510000", "510100", "四川"), ("520000", "520100", "贵州"),
    ("530000", "530100", "云南"), ("610000", "610100", "陕西"), ("620000", "620100", "甘肃"),
    ("640000", "640100", "宁夏"), ("650000", "650100", "新疆"),
  ]

  private static func industry(_ sector: Sector) -> (zh: String, en: String, code: String) {
    switch sector {
    case .cement: ("水泥", "Cement", "3011")
    case .steel: ("钢铁", "Steel", "3120")
    case .aluminium: ("铝业", "Aluminium", "3216")
    }
  }

  /// A filing without facilities. The names say that it is made up.
  static func filing(_ sector: Sector, _ index: Int, year: Int, _ random: inout SeededRandom) -> Filing {
    let (province, city, place) = random.pick(places)
    let industry = industry(sector)
    var entity = Entity(
      uscc: code("91\(province)MA\(padded(index, 7))"), name: "\(place)虚构\(industry.zh)\(index)号有限公司",
      province: province)
    entity.englishName = "Fictional \(industry.en) No. \(index) Co., Ltd."
    entity.city = city
    entity.industryClass = industry.code
    entity.legalRepresentative = "虚构"
    entity.address = "\(place)示例路\(index)号"
    entity.permit = "PW\(padded(index, 8))"
    entity.contact = "环保部"
    entity.reportService = "虚构咨询有限公司"
    entity.reportServiceUSCC = code("91110000MA0123456")
    entity.verifier = "虚构核查有限公司"
    entity.verifierUSCC = code("91110000MA0654321")
    var filing = Filing(
      entity: entity, year: year, sector: sector, submission: 1,
      submittedOn: date(year + 1, 3, 1 + index % 28))
    filing.meters = meters(year)
    filing.evidence = evidence(index, year, &random)
    return filing
  }

  private static func meters(_ year: Int) -> [Meter] {
    let kinds = [("皮带秤", 50), ("汽车衡", 20), ("气体流量计", 150), ("转子秤", 50)]
    return kinds.enumerated().map { index, kind in
      let accuracy = FixedDecimal(coefficient: Int128(kind.1), scale: 2).withoutTrailingZeros
      var meter = Meter(id: "M\(index + 1)", kind: kind.0, requiredAccuracy: accuracy)
      meter.actualAccuracy = accuracy
      meter.calibratedFrom = date(year, 1, 1)
      meter.calibratedTo = date(year, 12, 31)
      return meter
    }
  }

  /// A laboratory's report a month, and the works' own ledger.
  private static func evidence(_ index: Int, _ year: Int, _ random: inout SeededRandom) -> [Evidence] {
    var documents: [Evidence] = (1...12).map { month in
      var report = Evidence(id: laboratory[month - 1], kind: "检测报告")
      report.title = "\(month)月煤质检测报告"
      report.issuer = "虚构检测中心"
      report.number = "TR-\(year)-\(padded(index, 5))-\(padded(month, 2))"
      report.sampledOn = date(year, month, 5)
      report.receivedOn = date(year, month, 7)
      report.testedOn = date(year, month, 9)
      report.reportedOn = date(year, month, 12)
      report.accreditation = "CMA CNAS"
      report.sha256 = (0..<4).map { _ in hexadecimal(random.next()) }.joined()
      return report
    }
    var ledger = Evidence(id: "L1", kind: "台账")
    ledger.title = "生产月报和进销存台账"
    ledger.issuer = "本企业"
    ledger.number = "LG-\(year)"
    documents.append(ledger)
    return documents
  }

  /// The monthly laboratory reports.
  static let laboratory = (1...12).map { "E\(padded($0, 2))" }

  /// The plan names how the first six quantities are acquired.
  static func qualityPlan(of filing: Filing) -> [PlannedParameter] {
    let planned = filing.allFacilities.flatMap { facility in
      facility.series.filter {
        $0.parameter == .quantity && [.fuelIn, .product, .anode].contains($0.direction)
      }.map { (facility.id, $0) }
    }
    return planned.prefix(6).map { facility, series in
      var line = PlannedParameter(version: "V1")
      line.validFrom = date(filing.year - 1, 12, 20)
      line.facility = facility
      line.direction = series.direction
      line.item = series.item
      line.parameter = .quantity
      line.method = .measured
      line.meter = series.meter
      line.frequency = "每日"
      return line
    }
  }

  /// A code of seventeen characters with its check character.
  private static func code(_ body: String) -> String {
    body + (USCC.checkCharacter(for: body).map(String.init) ?? "0")
  }

  private static func hexadecimal(_ number: UInt64) -> String {
    let digits = String(number, radix: 16)
    return String(repeating: "0", count: 16 - digits.count) + digits
  }

  static func padded(_ number: Int, _ width: Int) -> String {
    let digits = String(number)
    return String(repeating: "0", count: max(0, width - digits.count)) + digits
  }

  /// A day that exists: every caller's does.
  static func date(_ year: Int, _ month: Int, _ day: Int) -> CalendarDate {
    CalendarDate(year: year, month: month, day: day) ?? .lastDay(of: year)
  }
}
