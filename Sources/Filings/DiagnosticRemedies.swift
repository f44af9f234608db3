extension DiagnosticCode {
  /// How to mend it, in both languages; one sentence that holds for every case of the code.
  package var remedy: Label {
    switch self {
    case .unreadable:
      Label(
        zh: "检查文件是否存在、是否为普通文件、权限是否可读。", en: "Check that the file exists, is a regular file and may be read.")
    case .emptyFile: Label(zh: "文件没有内容，请重新导出。", en: "The file has no content; export it again.")
    case .noFiling:
      Label(
        zh: "给出XML填报或CSV表格所在的文件夹；Excel工作簿的每张表另存为“CSV UTF-8”，压缩文件先解压；空白模板用cets template生成。",
        en:
          "Name the folder of the XML filings or CSV tables. Save each sheet of a workbook as CSV UTF-8, unpack archives; cets template writes blank tables."
      )
    case .limit:
      Label(
        zh: "该文件不像是一份填报：拆分或重新导出；确属真实数据时用--limit放宽限制。",
        en:
          "The file does not look like a filing: split it or export it again. If it is an honest one, allow more with --limit."
      )
    case .toFill:
      Label(
        zh: "填写实际数据；没有的设施或品种，整行（整段）删除。",
        en: "Fill in your data; delete the row or element of what you do not have.")
    case .skipped:
      Label(
        zh: "若其中有填报，请给出真实的路径，或复制为普通文件。",
        en: "If there are filings behind it, name their real path or put a copy in its place.")
    case .moreDiagnostics:
      Label(zh: "先修正已列出的问题，再次校验。", en: "Mend those that are shown and validate again.")
    case .xmlSyntax:
      Label(
        zh: "修正该处的XML语法（标签未闭合、引号缺失、非法字符）；压缩文件请先解压。",
        en:
          "Mend the XML there: an unclosed tag, a missing quote or a forbidden character. Unpack an archive first."
      )
    case .xmlEncoding:
      Label(
        zh: "以UTF-8保存文件，或让XML声明中的编码与实际一致。",
        en: "Save the file as UTF-8, or name in the XML declaration the encoding it really has.")
    case .xmlDoctype:
      Label(zh: "删除DOCTYPE声明；填报文件不允许DTD和实体。", en: "Delete the DOCTYPE; a filing has no DTD and no entities.")
    case .xmlRoot:
      Label(
        zh: "根元素应为filing，命名空间应为urn:cets:filing:1。",
        en: "The root element must be filing in the namespace urn:cets:filing:1.")
    case .xmlElement:
      Label(zh: "删除该元素，或改为此处允许的元素。", en: "Remove the element, or use one that is allowed there.")
    case .xmlAttribute: Label(zh: "删除该属性，或改正其名称。", en: "Remove the attribute, or correct its name.")
    case .xmlMissingElement:
      Label(
        zh: "补上所缺的元素，并保持顺序；没有数据的企业层级写作 <enterprise id=\"-\"/>。",
        en: "Add the missing element in its order; an enterprise without data is <enterprise id=\"-\"/>.")
    case .xmlMissingAttribute: Label(zh: "补上所缺的属性。", en: "Add the missing attribute.")
    case .xmlCode: Label(zh: "使用代码表中的代码或官方中文名称。", en: "Use a code of the list, or its official Chinese term.")
    case .xmlValue: Label(zh: "按所示格式填写。", en: "Write the value in the form shown.")
    case .xmlDuplicate:
      Label(zh: "同一标识只能出现一次；改名或删除重复者。", en: "An id may stand only once; rename or remove the second.")
    case .xmlReference:
      Label(zh: "引用的标识不存在；补上该条目或改正标识。", en: "Nothing has this id; add the entry or correct the id.")
    case .xmlSchema:
      Label(
        zh: "删除所示内容，或对照schemas/filing.xsd改正。",
        en: "Remove what is shown, or correct it by schemas/filing.xsd.")
    case .csvEncoding:
      Label(
        zh: "以UTF-8或GB18030保存文件；Excel工作簿请另存为CSV，压缩文件请先解压。",
        en: "Save the file as UTF-8 or GB18030; export a workbook as CSV, and unpack an archive first.")
    case .csvQuote:
      Label(zh: "补上缺失的引号；字段内的引号应写两次。", en: "Close the quote; a quote inside a field is written twice.")
    case .csvTable:
      Label(
        zh: "改用schemas/csv中某张表的表头；不是填报表的文件请移出该文件夹。",
        en: "Give it the header of a table in schemas/csv, or take a file that is no table out of the folder."
      )
    case .csvColumn: Label(zh: "删除该列，或改正列名。", en: "Remove the column, or correct its name.")
    case .csvMissingColumn: Label(zh: "补上该必填列。", en: "Add the required column.")
    case .csvDuplicateColumn: Label(zh: "同名列只保留一个。", en: "Keep only one column of that name.")
    case .csvFields:
      Label(
        zh: "该行字段数应与表头一致；检查多余或缺失的逗号。",
        en: "The row must have as many fields as the header; look for a comma too many or too few.")
    case .csvMissingValue: Label(zh: "填写该必填项。", en: "Fill in the required value.")
    case .csvCode: Label(zh: "使用代码表中的代码或官方中文名称。", en: "Use a code of the list, or its official Chinese term.")
    case .csvValue: Label(zh: "按所示格式填写。", en: "Write the value in the form shown.")
    case .csvDuplicate:
      Label(zh: "同一条目只能出现一次；删除或改名。", en: "An entry may stand only once; remove or rename the second.")
    case .csvReference:
      Label(zh: "引用的标识不存在；补上该条目或改正标识。", en: "Nothing has this id; add the entry or correct the id.")
    case .csvEntity:
      Label(
        zh: "在entities表中补上该单位和年度，或改正代码。",
        en: "Add the entity and year to the entities table, or correct the code.")
    case .tableAlone:
      Label(
        zh: "给出存放全部表格的文件夹，即可完整校验。",
        en: "Give the folder with all tables of the filing to have all of it checked.")
    case .number: Label(zh: "填写普通十进制数，例如 1234.50。", en: "Write a plain decimal number such as 1234.50.")
    case .numberSeparator:
      Label(
        zh: "去掉千位分隔符：1,234.5 写作 1234.5。", en: "Leave out the thousands separators: 1,234.5 is written 1234.5."
      )
    case .numberFullWidth: Label(zh: "用半角数字：１２ 写作 12。", en: "Use half-width digits: １２ is written 12.")
    case .numberDigits:
      Label(zh: "整数部分最多18位，小数最多9位。", en: "A number has at most 18 digits before the point and 9 behind it.")
    case .usccCheck:
      Label(
        zh: "按营业执照核对18位统一社会信用代码（GB 32100校验位）。",
        en: "Check the 18 characters against the business licence (check character of GB 32100).")
    case .unit: Label(zh: "改用所示单位并换算数值。", en: "Use the unit shown and convert the values.")
    case .unitConverted: Label(zh: "已精确换算，无需修改。", en: "It was converted exactly; nothing needs to be done.")
    case .missingMonth:
      Label(zh: "填写该月数值；确实为零时填0。", en: "Report the month; where it really is zero, write 0.")
    case .negative:
      Label(
        zh: "该处不能为负；检查符号，或按外供另行填报。",
        en: "The value cannot be negative there; check the sign, or file what was sent out as such.")
    case .percentage: Label(zh: "填写0至100之间的百分数。", en: "Write a percentage from 0 to 100.")
    case .item:
      Label(zh: "该行业在该方向上没有此项；检查方向和名称。", en: "The sector has no such item in that direction; check both.")
    case .facilityKind: Label(zh: "使用该行业的设施类型。", en: "Use a kind of facility that the sector has.")
    case .parameter: Label(zh: "删除该序列，或改正参数。", en: "Remove the series, or correct its parameter.")
    case .attributeValue:
      Label(
        zh: "按所示格式填写该属性；该类设施没有的属性应删除。",
        en: "Give the attribute a value of the form shown; remove one that such a facility cannot have.")
    case .duplicate:
      Label(
        zh: "同一设施的同一条目只能填报一次；合并或删除重复者。",
        en: "A facility files an entry only once; merge the two or remove one.")
    case .dateOrder: Label(zh: "核对两个日期的先后。", en: "Check which of the two dates comes first.")
    case .year:
      Label(
        zh: "规则库不含该年度；检查年度，或以--rulebook提供规则。",
        en: "No rule covers the year; check it, or give rules for it with --rulebook.")
    case .otherYear:
      Label(zh: "该填报属于其他年度，本次未处理。", en: "The filing is of another year and was left out of this run.")
    case .superseded:
      Label(zh: "同一单位同一年度有更高的提交号，以其为准。", en: "A filing with a higher submission number replaces it.")
    case .sameSubmission:
      Label(
        zh: "同一提交号有两份填报；请给更正的一份更高的提交号。",
        en: "Two filings have this submission number; give the corrected one a higher number.")
    case .noDefault:
      Label(
        zh: "指南没有该项的缺省值；请填报实测序列。",
        en: "The guideline has no default for it; file a series of measured values.")
    case .overflow:
      Label(
        zh: "数值过大，无法精确计算；检查单位和位数。",
        en: "The value is too large to calculate with exactly; check its unit and digits.")
    case .negativeProcess:
      Label(
        zh: "核对熟料产量与替代原料消耗量；过程排放不得为负。",
        en:
          "Check the clinker output and the alternative raw materials; process emissions cannot be below zero."
      )
    case .noAllocationUnit:
      Label(
        zh: "补上该行业的核算单元（熟料生产线、炼铁工序或铝电解工序）。",
        en: "File the sector's unit of allocation: clinker lines, ironmaking or electrolysis processes.")
    case .noBalanceValue:
      Label(
        zh: "核对强度为零或负的单元；或用balance_values表给出公布的平衡值。",
        en:
          "Look at the units whose intensity is nought or less, or give the published value in a balance_values table."
      )
    case .bookTable:
      Label(
        zh:
          "只能过账：preallocation、deductions、holdings、trades、ccer、carry_over、differentiated、cancellations、reversals、entities表。",
        en:
          "Post tables of preallocation, deductions, holdings, trades, ccer, carry_over, differentiated, cancellations, reversals or entities."
      )
    case .bookDate:
      Label(
        zh: "改正日期；确实无误的，以--latest给出最晚日期。",
        en: "Correct the day; where it is right, confirm the latest day that may occur with --latest.")
    case .bookPosted:
      Label(zh: "该内容已在账簿中，无需再过账。", en: "The book has it already; nothing needs to be done.")
    case .bookEntity:
      Label(
        zh: "核对信用代码；账簿以外的交易方填“-”，新单位先过账entities表。",
        en: "Check the code; write - for a party outside the book, or post an entities table with it first.")
    case .bookOverdraw:
      Label(
        zh: "核对数量、年度和先后；先过账取得配额的记录，再重新过账整个文件。",
        en:
          "Check tonnes, vintage and order; post what brought the allowances first, then this whole file again."
      )
    case .bookRule:
      Label(
        zh: "对照cets rules list中的规则改正，或以--rulebook提供有依据的规则。",
        en: "Correct it by the rule named (cets rules show), or give a rule with its source by --rulebook.")
    case .bookSettled:
      Label(
        zh: "请以新的核查结果重新运行cets book determine。",
        en: "Determine the year again from changed results (cets book determine).")
    case .bookReversal:
      Label(zh: "用cets book statement查看分录号。", en: "Look the entry's number up with cets book statement.")
    case .bookReversed:
      Label(
        zh: "不应恢复的，不必再过账；应恢复的，全部冲销的以--again重新过账，部分冲销的另成一个文件。",
        en:
          "Leave it where the reversal is right. To let it stand again, post it with --again where all of it was reversed, or a table of those rows alone."
      )
    case .bookResult:
      Label(
        zh: "重新运行cets process，不要改动其结果文件。",
        en: "Run cets process again and leave its result files as it wrote them.")
    case .bookRejected:
      Label(
        zh: "改正被拒的填报，重新运行cets process，再核定。",
        en: "Mend the rejected filing, run cets process again and determine its results.")
    case .bookIncomplete:
      Label(
        zh: "改正被拒的填报或给出公布的平衡值后重新运行；确需先行核定的，加--incomplete。",
        en:
          "Mend the filings or give published balance values, and run cets process again; to determine without them, say --incomplete."
      )
    case .bookDifference:
      Label(zh: "核对两处数据哪一处正确，账簿以其自身数据为准。", en: "Find out which is right; the book goes by its own entries.")
    case .secondSource:
      Label(
        zh: "来源名称写明205-1、生产月报、发票、能源利用状况报告、统计或年度报表，并核对设施、品种和参数。",
        en:
          "Name the source 205-1, productionReport, invoice, energyReport, statistics or annualReport, and check facility, item and parameter."
      )
    case .total:
      Label(
        zh: "核对合计及其各部分，更正有误的一处；不更正的，核查时会作为问题提出。",
        en:
          "Compare the total with its parts and correct the one that is wrong; what is left is raised in the verification."
      )
    case .region:
      Label(
        zh: "填写GB/T 2260的代码：前两位为省，前四位为市。",
        en: "Give the codes of GB/T 2260: two digits for the province, four for the city.")
    case .decision:
      Label(
        zh: "对照最新的findings.csv核对检查编号、设施、品种、参数和月份；有多项发现时用document、reported或line列指明；每项发现只作一个决定；否则删除该行。",
        en:
          "Compare check, facility, item, parameter and month with the newest findings.csv; where several findings fit, name one by document, reported or line; decide each finding once; or delete the row."
      )
    case .decisionDate:
      Label(
        zh: "核对决定日期，以及--as-of给出的报告日期。", en: "Check the date of the decision, and the day given by --as-of.")
    case .scenarioSyntax:
      Label(
        zh: "修正该处的YAML语法（缩进、冒号、括号），文件存为UTF-8。",
        en: "Mend the YAML there (indentation, colons, brackets) and save the file as UTF-8.")
    case .scenarioKey:
      Label(
        zh: "改用所列的键，或删除该行；见docs/simulate.md。",
        en: "Use one of the keys listed, or delete it; see docs/simulate.md.")
    case .scenarioMissing: Label(zh: "补上该键；见docs/simulate.md。", en: "Add the key; see docs/simulate.md.")
    case .scenarioValue:
      Label(
        zh: "按所示形式和范围填写，数值不加引号、不用千位分隔符。",
        en: "Write a value of the form and range shown; numbers without quotes or thousands separators.")
    case .scenarioConflict:
      Label(zh: "让斜率、区间和上限相互一致。", en: "Make slope, band and cap agree with each other.")
    case .scenarioReference:
      Label(
        zh: "对照结果中的allowances.csv核对信用代码、单元、位置和吨数。",
        en: "Compare code, unit, place and tonnes with the results' allowances.csv.")
    case .scenarioDuplicate:
      Label(zh: "给每个情景不同的标识。", en: "Give each scenario an id of its own.")
    case .unmatched:
      Label(zh: "核对信用代码和单元编号，或补交该单位的填报。", en: "Check the code and the unit, or add the entity's filing.")
    }
  }
}
