import Filings

/// A kind of account. Tonnes of different ledgers never meet: allowances, CCER credits, and the tonnes that
/// are to be deducted (核减), surrendered (应清缴) or returned (应退回).
package enum AccountKind: String, CaseIterable, Sendable {
  /// 登记发放: below zero by what the registry has issued.
  case issued = "allowance.issued"
  /// 账簿以外: parties that the book does not keep.
  case elsewhere = "allowance.elsewhere"
  /// 省级账户: held for an entity under differentiated issue.
  case province = "allowance.province"
  /// 持有.
  case holding = "allowance.holding"
  /// 已清缴.
  case surrendered = "allowance.surrendered"
  /// 已注销.
  case cancelled = "allowance.cancelled"
  /// Below zero by the credits that came into the book.
  case creditsRegistered = "ccer.registered"
  case creditHolding = "ccer.holding"
  case creditsSurrendered = "ccer.surrendered"
  case creditsCancelled = "ccer.cancelled"
  /// Below zero by the deductions (核减) that were ordered.
  case deductionOrdered = "deduction.ordered"
  /// 剩余核减.
  case deductionDue = "deduction.due"
  /// 已核减.
  case deductionApplied = "deduction.applied"
  /// Below zero by the obligations that verified results set.
  case obligationAssessed = "obligation.assessed"
  /// 应清缴, still open.
  case obligationDue = "obligation.due"
  /// 应清缴, met.
  case obligationMet = "obligation.met"
  /// Below zero by what was to be returned and could not.
  case returnCalled = "return.called"
  /// 应退回, still open.
  case returnDue = "return.due"
  case returnSettled = "return.settled"

  /// Whether the account may stand below zero: the far side of what comes into a ledger.
  package var isSource: Bool {
    switch self {
    case .issued, .elsewhere, .creditsRegistered, .deductionOrdered, .obligationAssessed, .returnCalled: true
    default: false
    }
  }

  /// `allowance` of `allowance.holding`.
  package var ledger: String { String(rawValue.prefix { $0 != "." }) }
  /// `holding` of `allowance.holding`.
  package var name: String { String(rawValue.drop { $0 != "." }.dropFirst()) }

  package var label: Label {
    switch self {
    case .issued: Label(zh: "登记发放", en: "issued by the registry")
    case .elsewhere: Label(zh: "账簿以外", en: "outside the book")
    case .province: Label(zh: "省级账户", en: "province's account")
    case .holding: Label(zh: "持有配额", en: "holding")
    case .surrendered: Label(zh: "已清缴配额", en: "surrendered")
    case .cancelled: Label(zh: "已注销配额", en: "cancelled")
    case .creditsRegistered: Label(zh: "CCER登记", en: "CCER registered")
    case .creditHolding: Label(zh: "持有CCER", en: "CCER held")
    case .creditsSurrendered: Label(zh: "已抵销CCER", en: "CCER surrendered")
    case .creditsCancelled: Label(zh: "已注销CCER", en: "CCER cancelled")
    case .deductionOrdered: Label(zh: "核减决定", en: "deductions ordered")
    case .deductionDue: Label(zh: "剩余核减", en: "deduction due")
    case .deductionApplied: Label(zh: "已核减", en: "deduction applied")
    case .obligationAssessed: Label(zh: "应清缴核定", en: "obligations set")
    case .obligationDue: Label(zh: "应清缴", en: "to be surrendered")
    case .obligationMet: Label(zh: "已履约", en: "obligation met")
    case .returnCalled: Label(zh: "退回要求", en: "returns called")
    case .returnDue: Label(zh: "应退回", en: "to be returned")
    case .returnSettled: Label(zh: "已退回", en: "returned")
    }
  }
}

/// What identifies an account.
package struct AccountKey: Hashable, Sendable {
  package let kind: AccountKind
  /// A credit code; empty for sources that belong to nobody.
  package let owner: String
  /// The vintage of allowances, the compliance year of obligations and returns; 0 for CCER and deductions.
  package let vintage: Int

  package init(_ kind: AccountKind, _ owner: String, _ vintage: Int) {
    self.kind = kind
    self.owner = owner
    self.vintage = vintage
  }
}

/// What an entry of the journal does.
package enum EntryKind: String, Code {
  case opening, preissue, finalIssue, unreturned, trueUpReturn, deductionOrder, deduction, deductionReturn
  case obligation, trade, credit, carryOver, release, surrender, cancellation, returnCall, returnSettlement

  package var label: Label {
    switch self {
    case .opening: Label(zh: "期初", en: "opening holding")
    case .preissue: Label(zh: "预分配发放", en: "pre-issue")
    case .finalIssue: Label(zh: "核定发放", en: "final issue")
    case .unreturned: Label(zh: "未退回部分", en: "issued and not yet returned")
    case .trueUpReturn: Label(zh: "多退", en: "returned at true-up")
    case .deductionOrder: Label(zh: "核减决定", en: "deduction ordered")
    case .deduction: Label(zh: "核减", en: "deduction applied")
    case .deductionReturn: Label(zh: "退回核减", en: "deduction returned")
    case .obligation: Label(zh: "应清缴", en: "obligation set")
    case .trade: Label(zh: "交易", en: "trade")
    case .credit: Label(zh: "取得CCER", en: "CCER acquired")
    case .carryOver: Label(zh: "结转", en: "carry-over")
    case .release: Label(zh: "省级账户释放", en: "released by the province")
    case .surrender: Label(zh: "清缴", en: "surrender")
    case .cancellation: Label(zh: "注销", en: "cancellation")
    case .returnCall: Label(zh: "应退回", en: "return called")
    case .returnSettlement: Label(zh: "退回", en: "return settled")
    }
  }
}

extension EntryKind {
  /// What took back entries of this kind.
  package var reversedLabel: Label {
    switch self {
    case .returnCall: Label(zh: "撤回应退回", en: "return withdrawn")
    case .deductionReturn: Label(zh: "撤回退回核减", en: "returned deduction taken after all")
    default: Label(zh: "冲销\(label.zh)", en: "\(label.en) reversed")
    }
  }
}

extension CalendarDate {
  /// 20260410 for 2026-04-10, as the book stores it.
  package var number: Int { year * 10_000 + month * 100 + day }

  package init?(number: Int) {
    self.init(year: number / 10_000, month: number / 100 % 100, day: number % 100)
  }
}
