import Filings

/// The tables of movements that the allowance book posts.
extension CSVInputTable {
  static let tradesTable = CSVTable(
    "trades", zh: "配额交易", en: "Trades of allowances", key: [],
    [
      CSVColumn(.seller, .facility, zh: "卖方信用代码；“-”为账簿以外", en: "USCC of the seller; - outside the book"),
      CSVColumn(.buyer, .facility, zh: "买方信用代码；“-”为账簿以外", en: "USCC of the buyer; - outside the book"),
      CSVColumn(.vintage, .integer(CSVLimits.years), zh: "配额年度", en: "vintage"),
      CSVColumn(.tonnes, .integer(CSVLimits.tonnes), zh: "数量（t）", en: "whole tonnes"),
      CSVColumn(.price, .amount, zh: "单价（元/t）", en: "price, yuan/t, at most 2 decimals"),
      CSVColumn(.date, .date, zh: "成交日期", en: "day of the trade"),
      CSVColumn(
        .document, .identifier, .optional, zh: "成交单号；填写则不得重复", en: "number of the trade; unique where given"),
    ])

  static let ccerTable = CSVTable(
    "ccer", zh: "核证自愿减排量", en: "CCER credits acquired", key: [],
    [
      .uscc,
      CSVColumn(.tonnes, .integer(CSVLimits.tonnes), zh: "数量（t）", en: "whole tonnes"),
      CSVColumn(.registeredOn, .date, zh: "减排量登记日期", en: "day on which the credits were registered"),
      CSVColumn(.date, .date, zh: "取得日期", en: "day of acquisition"),
      CSVColumn(.project, .text, zh: "项目", en: "project; none inside the market"),
      CSVColumn(.price, .amount, .optional, zh: "单价（元/t）", en: "price, yuan/t, at most 2 decimals"),
    ])

  static let carryOverTable = CSVTable(
    "carry_over", zh: "配额结转", en: "Applications for carry-over", key: [.uscc],
    [
      .uscc,
      CSVColumn(.date, .date, zh: "结转日期", en: "day of the carry-over"),
      CSVColumn(
        .tonnes, .integer(CSVLimits.tonnes), .optional, zh: "申请数量（t）；缺省为最大可结转量",
        en: "tonnes applied for; empty: the most that may be carried over"),
      CSVColumn(
        .missedDeadline, .code(CSVCodes.yesNoList), .optional, zh: "曾逾期未履约", en: "missed a deadline before"),
    ])

  static let differentiatedTable = CSVTable(
    "differentiated", zh: "差异化发放", en: "Entities whose allowances go to the province's account",
    key: [.uscc, .year],
    [
      .uscc, .year,
      CSVColumn(.withheld, .code(CSVCodes.withheldList), zh: "原因", en: "why"),
      CSVColumn(.evidence, .text, .optional, zh: "依据", en: "evidence"),
    ])

  static let cancellationsTable = CSVTable(
    "cancellations", zh: "自愿注销", en: "Voluntary cancellations", key: [],
    [
      .uscc,
      CSVColumn(.vintage, .integer(CSVLimits.years), zh: "配额年度", en: "vintage"),
      CSVColumn(.tonnes, .integer(CSVLimits.tonnes), zh: "数量（t）", en: "whole tonnes"),
      CSVColumn(.date, .date, zh: "注销日期", en: "day of the cancellation"),
      CSVColumn(.reason, .text, zh: "原因", en: "reason"),
    ])

  static let reversalsTable = CSVTable(
    "reversals", zh: "冲销", en: "Reversals of entries of the book", key: [.entry],
    [
      CSVColumn(.entry, .integer(CSVLimits.tonnes), zh: "被冲销的分录号", en: "number of the entry to reverse"),
      CSVColumn(.date, .date, zh: "冲销日期", en: "day of the reversal"),
      CSVColumn(.reason, .text, zh: "原因", en: "reason"),
    ])
}
