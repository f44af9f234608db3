/// The provincial units by the first two digits of their codes.
///
/// Source: GB/T 2260-2007 中华人民共和国行政区划代码, first level. 66 stands for the Xinjiang Production and
/// Construction Corps (新疆生产建设兵团), which the ministry addresses as a province of its own.
package enum Province {
  private static let names: [Substring: Label] = [
    "11": Label(zh: "北京", en: "Beijing"), "12": Label(zh: "天津", en: "Tianjin"),
    "13": Label(zh: "河北", en: "Hebei"), "14": Label(zh: "山西", en: "Shanxi"),
    "15": Label(zh: "内蒙古", en: "Inner Mongolia"), "21": Label(zh: "辽宁", en: "Liaoning"),
    "22": Label(zh: "吉林", en: "Jilin"), "23": Label(zh: "黑龙江", en: "Heilongjiang"),
    "31": Label(zh: "上海", en: "Shanghai"), "32": Label(zh: "江苏", en: "Jiangsu"),
    "33": Label(zh: "浙江", en: "Zhejiang"), "34": Label(zh: "安徽", en: "Anhui"),
    "35": Label(zh: "福建", en: "Fujian"), "36": Label(zh: "江西", en: "Jiangxi"),
    "37": Label(zh: "山东", en: "Shandong"), "41": Label(zh: "河南", en: "Henan"),
    "42": Label(zh: "湖北", en: "Hubei"), "43": Label(zh: "湖南", en: "Hunan"),
    "44": Label(zh: "广东", en: "Guangdong"), "45": Label(zh: "广西", en: "Guangxi"),
    "46": Label(zh: "海南", en: "Hainan"), "50": Label(zh: "重庆", en: "Chongqing"),
    "51": Label(zh: "四川", en: "Sichuan"), "52": Label(zh: "贵州", en: "Guizhou"),
    "53": Label(zh: "云南", en: "Yunnan"), "54": Label(zh: "西藏", en: "Tibet"),
    "61": Label(zh: "陕西", en: "Shaanxi"), "62": Label(zh: "甘肃", en: "Gansu"),
    "63": Label(zh: "青海", en: "Qinghai"), "64": Label(zh: "宁夏", en: "Ningxia"),
    "65": Label(zh: "新疆", en: "Xinjiang"), "66": Label(zh: "新疆兵团", en: "Xinjiang Corps"),
    "71": Label(zh: "台湾", en: "Taiwan"), "81": Label(zh: "香港", en: "Hong Kong"),
    "82": Label(zh: "澳门", en: "Macao"),
  ]

  /// Whether the code begins as a province's does.
  package static func isKnown(_ code: String) -> Bool { names[code.prefix(2)] != nil }

  /// The province's short name, such as `河北`; the code itself if it is none's.
  ///
  /// - Parameter code: six digits as filings give them.
  package static func label(of code: String) -> Label {
    names[code.prefix(2)] ?? Label(zh: code, en: code)
  }
}
