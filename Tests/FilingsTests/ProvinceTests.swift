import Testing

@testable import Filings

@Suite("Province names: GB/T 2260-2007, first level")
struct ProvinceTests {
  @Test(
    "the first two digits name the province",
    arguments: [("130000", "河北"), ("610100", "陕西"), ("140000", "山西"), ("660000", "新疆兵团"), ("150000", "内蒙古")])
  func names(_ code: String, _ name: String) {
    #expect(Province.label(of: code).zh == name)
  }

  @Test("a code that is no province's stays as it is", arguments: ["", "9", "990000", "全国"])
  func unknown(_ code: String) {
    #expect(Province.label(of: code) == Label(zh: code, en: code))
  }
}
