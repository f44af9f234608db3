extension DiagnosticCode {
  /// What the code says about a file, for `cets validate --explain` and docs/diagnostics.md.
  package var meaning: Label {
    switch self {
    case .unreadable: Label(zh: "文件无法打开或读取。", en: "The file could not be opened or read.")
    case .emptyFile: Label(zh: "文件没有任何内容。", en: "The file has no content at all.")
    case .noFiling: Label(zh: "给出的路径中没有填报。", en: "The paths given hold no filing.")
    case .limit:
      Label(zh: "文件超出读取限制，未再读下去。", en: "The file is beyond a limit of the reader and was not read on.")
    case .skipped:
      Label(
        zh: "文件夹中的符号链接、管道或设备未被读取。",
        en: "A symbolic link, pipe or device in a folder was not looked into.")
    case .toFill: Label(zh: "模板中的“待填”尚未填写。", en: "A blank of a template (待填) was not filled in.")
    case .moreDiagnostics:
      Label(zh: "一个文件最多列出100个问题，其余只计数。", en: "Of one file 100 problems are listed; the rest are counted.")
    case .xmlSyntax: Label(zh: "文件不是格式良好的XML。", en: "The file is not well-formed XML.")
    case .xmlEncoding:
      Label(zh: "文件的字节不符合其声明的编码。", en: "The bytes of the file are not in the encoding it declares.")
    case .xmlDoctype:
      Label(zh: "文件含有DOCTYPE声明，读取到此为止。", en: "The file has a DOCTYPE; reading stops there.")
    case .xmlRoot: Label(zh: "根元素不是本格式的filing。", en: "The root element is not the filing of this form.")
    case .xmlElement:
      Label(zh: "元素或文字不应出现在该处，或顺序不对。", en: "An element or text does not belong there, or is out of order.")
    case .xmlAttribute: Label(zh: "元素没有这个属性。", en: "The element has no attribute of that name.")
    case .xmlMissingElement: Label(zh: "缺少必需的元素。", en: "A required element is missing.")
    case .xmlMissingAttribute: Label(zh: "缺少必需的属性。", en: "A required attribute is missing.")
    case .xmlCode, .csvCode:
      Label(
        zh: "该值不在代码表中；大小写、空格和形近字母也要一致。",
        en: "The value is not in the code list; case, spaces and look-alike letters count.")
    case .xmlValue, .csvValue:
      Label(
        zh: "该值的格式不对，例如日期、标识或长度。", en: "The value has not the form it must have: a date, an id, a length.")
    case .xmlDuplicate, .csvDuplicate:
      Label(zh: "本应唯一的标识或条目出现两次。", en: "An id or entry that must be unique stands twice.")
    case .xmlReference, .csvReference:
      Label(zh: "引用的设施、计量器具或证据不存在。", en: "A facility, meter or document that is referred to does not exist.")
    case .xmlSchema:
      Label(zh: "文件不符合模式，且没有更具体的说明。", en: "The file breaks the schema in a way that has no code of its own.")
    case .csvEncoding:
      Label(
        zh: "表格既不是UTF-8也不是GB18030，或根本不是文本。", en: "A table is neither UTF-8 nor GB18030, or no text at all.")
    case .csvQuote: Label(zh: "引号没有闭合，或出现在字段中间。", en: "A quote is not closed, or stands inside a field.")
    case .csvTable: Label(zh: "表头不属于任何一张表。", en: "The header row is that of no table.")
    case .csvColumn: Label(zh: "表中没有这一列。", en: "The table has no column of that name.")
    case .csvMissingColumn: Label(zh: "缺少必填列。", en: "A required column is missing.")
    case .csvDuplicateColumn:
      Label(zh: "同一列名出现两次，无法判断以哪列为准。", en: "Two columns have one name; which is meant is unknown.")
    case .csvFields: Label(zh: "某行的字段数与表头不一致。", en: "A row has more or fewer fields than the header.")
    case .csvMissingValue: Label(zh: "必填的单元格为空。", en: "A required cell is empty.")
    case .csvEntity:
      Label(zh: "某行所属的单位和年度不在entities表中。", en: "The entity and year of a row are not in the entities table.")
    case .tableAlone:
      Label(
        zh: "只给出了一张表，需要其他表的检查没有做。",
        en: "A table was given by itself; what needs the other tables was not checked.")
    case .number: Label(zh: "应为数字处不是数字。", en: "What should be a number is none.")
    case .numberSeparator: Label(zh: "数字中有千位分隔符。", en: "A number has thousands separators.")
    case .numberFullWidth: Label(zh: "数字使用了全角字符。", en: "A number is written in full-width characters.")
    case .numberDigits:
      Label(zh: "数字的位数超过可精确计算的范围。", en: "A number has more digits than can be calculated with exactly.")
    case .usccCheck:
      Label(
        zh: "统一社会信用代码的第18位与前17位不符，代码有误。",
        en: "The 18th character of a credit code does not follow from the other 17: the code is mistyped.")
    case .unit: Label(zh: "该参数不能使用这个单位。", en: "The parameter cannot be filed in this unit.")
    case .unitConverted:
      Label(zh: "单位与公式所用不同，已精确换算。", en: "The unit is not that of the formulas; it was converted exactly.")
    case .missingMonth: Label(zh: "设施运行的月份没有数值。", en: "A month in which the facility existed has no value.")
    case .negative: Label(zh: "不能为负的数值为负。", en: "A value that cannot be below zero is.")
    case .percentage: Label(zh: "百分数超出0至100。", en: "A percentage is outside 0 to 100.")
    case .item: Label(zh: "该行业在该方向上没有这个品种。", en: "The sector has no such item in that direction.")
    case .facilityKind: Label(zh: "该行业没有这类设施。", en: "The sector has no facility of that kind.")
    case .parameter: Label(zh: "该方向的流没有这个参数。", en: "A stream of that direction has no such parameter.")
    case .attributeValue:
      Label(
        zh: "设施属性的值格式不对，或该类设施不能有这个值。",
        en:
          "The value of a facility's attribute has the wrong form, or is one that such a facility cannot have."
      )
    case .duplicate:
      Label(
        zh: "同一设施的同一条目填报了两次，写法可能不同。", en: "A facility files one entry twice, perhaps in different spellings.")
    case .dateOrder: Label(zh: "后一日期早于前一日期。", en: "The later of two dates comes first.")
    case .year: Label(zh: "规则库没有该年度的规则。", en: "The rulebook has no rules for the year.")
    case .otherYear: Label(zh: "填报不属于所处理的年度。", en: "The filing is not of the year that is processed.")
    case .superseded: Label(zh: "有更高的提交号取代了它。", en: "A filing with a higher submission number replaces it.")
    case .sameSubmission:
      Label(zh: "同一单位、年度、提交号有两份填报。", en: "Two filings have the same entity, year and submission number.")
    case .noDefault:
      Label(
        zh: "计算需要的参数没有填报，也没有缺省值。",
        en: "A parameter that the calculation needs is not filed and has no default.")
    case .overflow: Label(zh: "数值大到无法精确计算。", en: "The values are too large for an exact result.")
    case .negativeProcess:
      Label(
        zh: "替代原料的扣减大于熟料过程排放。", en: "Deductions for alternative raw materials exceed the process emissions.")
    case .noAllocationUnit:
      Label(zh: "填报中没有可以分配配额的单元。", en: "The filing has no unit that allowances are allocated to.")
    case .unmatched:
      Label(zh: "配额输入表中的行找不到对应的填报。", en: "A row of an allowance input has no filing that it belongs to.")
    case .noBalanceValue:
      Label(
        zh: "没有平衡值能使该行业本批次的配额等于核定排放量，这些单元的配额未核定。",
        en:
          "No balance value makes the sector's allowances in this run equal its verified emissions; its units are not determined."
      )
    case .scenarioSyntax: Label(zh: "情景文件不是有效的YAML。", en: "The scenario is no valid YAML.")
    case .scenarioKey: Label(zh: "情景文件没有这个键。", en: "A scenario has no such key.")
    case .scenarioMissing: Label(zh: "情景文件缺少必需的键。", en: "A scenario lacks a required key.")
    case .scenarioValue:
      Label(zh: "情景文件中的值格式不对。", en: "A value of the scenario has not the form it must have.")
    case .scenarioConflict:
      Label(zh: "情景文件中的两项相互矛盾。", en: "Two entries of the scenario contradict each other.")
    case .scenarioReference:
      Label(zh: "情景文件引用的对象不存在。", en: "The scenario refers to something that does not exist.")
    case .scenarioDuplicate: Label(zh: "两个情景使用了同一标识。", en: "Two scenarios have the same id.")
    case .bookTable: Label(zh: "该文件不是账簿可以过账的表。", en: "The file is no table that a book can post.")
    case .bookDate:
      Label(
        zh: "日期或年度晚于账簿和规则库所知的年份。",
        en: "A day or a year lies beyond those that the book and the rulebook know.")
    case .bookPosted: Label(zh: "账簿中已有同样的内容。", en: "The book has the same content already.")
    case .bookEntity: Label(zh: "账簿中没有该单位。", en: "The book has no such entity.")
    case .bookOverdraw: Label(zh: "账户中没有那么多配额。", en: "An account has not so many allowances.")
    case .bookRule: Label(zh: "该记录违反市场规则。", en: "An entry breaks a rule of the market.")
    case .bookSettled:
      Label(zh: "该单位该年度的配额已经核定。", en: "The allowances of the year are determined already.")
    case .bookReversal:
      Label(
        zh: "要冲销的分录不存在或不能冲销。", en: "The entry to reverse does not exist or cannot be reversed.")
    case .bookReversed:
      Label(zh: "该内容曾过账，后被冲销。", en: "The content was posted before and then reversed.")
    case .bookResult: Label(zh: "结果文件缺失或被改动。", en: "A result file is missing or was changed.")
    case .bookRejected:
      Label(zh: "有填报被拒，结果未依据该填报。", en: "A filing was rejected, and the results do not go by it.")
    case .bookIncomplete:
      Label(
        zh: "平衡值是在有填报被拒的情况下求解的。", en: "The balance value was solved without filings that were rejected.")
    case .bookDifference: Label(zh: "账簿与所给数据不一致。", en: "The book and the data given differ.")
    case .secondSource:
      Label(
        zh: "第二来源或批次检测结果没有与任何数据核对。", en: "A second source, or a batch, is compared with nothing.")
    case .total:
      Label(
        zh: "填报中的合计与其各部分之和不一致。", en: "A total in the filing is not the sum of its parts.")
    case .region: Label(zh: "行政区代码不存在或互不相符。", en: "A region's code does not exist, or two do not agree.")
    case .decision:
      Label(
        zh: "决定表中的行没有对应的发现、对应多项发现、相互矛盾，或更正值不可用；该行不生效。",
        en:
          "A row of the decisions table is about no finding or about several, contradicts another, or has a value that cannot stand; it has no effect."
      )
    case .decisionDate:
      Label(
        zh: "决定的日期早于填报的报送日期，或晚于报告日期。",
        en: "A decision is dated before the filing was submitted, or after the day that the reports carry.")
    }
  }
}
