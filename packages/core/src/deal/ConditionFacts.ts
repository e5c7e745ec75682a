import type { Message } from "../shared/Message.ts"
import type { GrantedOtherwise } from "./GrantedOtherwise.ts"

/** Records that must be loaded before a fact can be read. A fact's path begins with its group, but for the tax number's. */
export type FactGroup =
  | "deal"
  | "client"
  | "taxNumber"
  | "contacts"
  | "nextStep"
  | "dialogs"
  | "settlement"
  | "documents"
  | "approvals"

/** All groups, in the order in which lists of groups are given. */
export const factGroupOrder: ReadonlyArray<FactGroup> = [
  "deal",
  "client",
  "taxNumber",
  "contacts",
  "nextStep",
  "dialogs",
  "settlement",
  "documents",
  "approvals",
]

/**
 * What kind of value a fact has. `money` is a whole number of minor units **in the deal's currency** (the fact
 * `deal.currency`); `textSet` is a list of texts in which only membership matters.
 */
export type FactType = "boolean" | "number" | "money" | "text" | "textSet"

/** Every operator of the language. Which of them a fact takes is decided by its type: {@link operatorsOf}. */
export type Operator =
  | "is"
  | "isNot"
  | "atLeast"
  | "atMost"
  | "above"
  | "below"
  | "in"
  | "notIn"
  | "has"
  | "hasNot"
  | "isSet"
  | "isAbsent"

/** The operators of each type of fact. Nothing else is accepted. */
export const operatorsOf: { readonly [Type in FactType]: ReadonlyArray<Operator> } = {
  boolean: ["is", "isSet", "isAbsent"],
  number: ["is", "isNot", "atLeast", "atMost", "above", "below", "isSet", "isAbsent"],
  money: ["is", "isNot", "atLeast", "atMost", "above", "below", "isSet", "isAbsent"],
  text: ["is", "isNot", "in", "notIn", "isSet", "isAbsent"],
  textSet: ["has", "hasNot"],
}

/** One fact that a condition may ask about. */
export interface FactDefinition {
  /** The fact's name in conditions, such as `deal.amountMinor`. */
  readonly path: `${FactGroup}.${string}`
  /** What kind of value it has. */
  readonly type: FactType
  /** The records it is read from. */
  readonly group: FactGroup
  /** Its name; for a boolean the statement that holds when it is true. Begins in lower case, to stand inside a sentence. */
  readonly name: Message
  /** For a boolean the statement that holds when it is false; null for other types. */
  readonly negation: Message | null
}

const groupOf = (path: `${FactGroup}.${string}`): FactGroup => {
  // Stands in the client's texts, which no other fact needs.
  if (path === "client.hasTaxId") return "taxNumber"
  const prefix = path.slice(0, path.indexOf("."))
  return factGroupOrder.find((group) => group === prefix) ?? "deal"
}

const value = <Path extends `${FactGroup}.${string}`, Type extends Exclude<FactType, "boolean">>(
  path: Path,
  type: Type,
  en: string,
  ru: string,
) => ({ path, type, group: groupOf(path), name: { en, ru }, negation: null })

const statement = <Path extends `${FactGroup}.${string}`>(
  path: Path,
  yes: readonly [en: string, ru: string],
  no: readonly [en: string, ru: string],
) => ({
  path,
  type: "boolean" as const,
  group: groupOf(path),
  name: { en: yes[0], ru: yes[1] },
  negation: { en: no[0], ru: no[1] },
})

/**
 * The closed list of facts. In {@link FactValues} a value of null means *absent* (there is none), and a missing key means
 * *not observable* (the source does not carry it). The comment beside a fact says when it is absent, where that needs saying.
 */
export const conditionFacts = [
  value("deal.amountMinor", "money", "deal amount", "сумма сделки"),
  value("deal.currency", "text", "deal currency", "валюта сделки"),
  value("deal.stageId", "text", "deal stage", "этап сделки"),
  value("deal.ownerId", "text", "deal owner", "ответственный за сделку"),
  // Whole days since the deal was opened, by the tenant's calendar.
  value("deal.ageDays", "number", "age of the deal in days", "возраст сделки в днях"),
  // Whole days since the deal last entered its stage.
  value("deal.daysInStage", "number", "number of days in the stage", "число дней на этапе"),
  // `YYYY-MM-DD`.
  value("deal.expectedCloseOn", "text", "expected close date", "ожидаемая дата закрытия"),
  // Negative once the date has passed; absent while no date is set.
  value(
    "deal.expectedCloseInDays",
    "number",
    "number of days to the expected close",
    "число дней до ожидаемого закрытия",
  ),
  // Discount from list price, 0 to 100; absent while a line has no list price or the list price is in another currency.
  value("deal.discountPercent", "number", "discount from the list price in %", "скидка от цены по прайсу в %"),
  value("deal.lineCount", "number", "number of deal lines", "число позиций сделки"),
  value("deal.productIds", "textSet", "products of the deal", "товары и услуги сделки"),

  statement(
    "client.isKnown",
    ["the deal has a client", "в сделке указан клиент"],
    ["the deal has no client", "в сделке не указан клиент"],
  ),
  value("client.segment", "text", "client segment", "сегмент клиента"),
  // The number itself is never a fact: conditions and verdicts hold no personal data.
  statement(
    "client.hasTaxId",
    ["the client's tax number is recorded", "ИНН клиента указан"],
    ["the client's tax number is not recorded", "ИНН клиента не указан"],
  ),
  statement(
    "client.isRegular",
    ["the client is a regular one", "клиент постоянный"],
    ["the client is not a regular one", "клиент не постоянный"],
  ),

  value("contacts.count", "number", "number of contact persons", "число контактных лиц"),
  value("contacts.roles", "textSet", "roles of contact persons", "роли контактных лиц"),

  statement(
    "nextStep.isPlanned",
    ["a next step is planned", "следующий шаг запланирован"],
    ["no next step is planned", "следующий шаг не запланирован"],
  ),
  // Negative when overdue; absent while no step is planned.
  value("nextStep.dueInDays", "number", "number of days to the next step", "число дней до следующего шага"),
  // False when nothing is planned: then nothing is overdue.
  statement(
    "nextStep.isOverdue",
    ["the next step is overdue", "следующий шаг просрочен"],
    ["the next step is not overdue", "следующий шаг не просрочен"],
  ),

  value("dialogs.count", "number", "number of dialogs", "число диалогов"),
  // Absent while there was no dialog.
  value("dialogs.lastOutcome", "text", "result of the last dialog", "результат последнего диалога"),
  value("dialogs.daysSinceLast", "number", "number of days since the last dialog", "число дней с последнего диалога"),
  value("dialogs.outcomes", "textSet", "results of dialogs", "результаты диалогов"),

  // An invoice that credit notes took back whole is none, in number and in money.
  value("settlement.invoiceCount", "number", "number of invoices", "число счетов"),
  // In the deal's currency: of invoices in another by the rate frozen on the deal, and absent where it has none.
  // Less what was credited.
  value("settlement.invoicedMinor", "money", "invoiced sum", "сумма выставленных счетов"),
  value("settlement.paidMinor", "money", "paid sum", "оплаченная сумма"),
  value("settlement.openMinor", "money", "sum still to be paid", "остаток к оплате"),
  value("settlement.overdueMinor", "money", "overdue sum", "просроченная сумма"),
  // Paid ÷ invoiced, 0 to 1 (inclusive), 1 is everything; absent while nothing is invoiced.
  value(
    "settlement.paidShare",
    "number",
    "paid share of the invoiced (1 = all)",
    "доля оплаты от выставленного (1 — всё)",
  ),
  // Payments cover the deal's amount and no invoice is open; absent while the deal has no amount.
  statement(
    "settlement.fullyPaid",
    ["the deal is paid in full", "сделка оплачена полностью"],
    ["the deal is not paid in full", "сделка оплачена не полностью"],
  ),
  // All that the contract asks before delivery is paid, also when it asks for nothing; absent while neither contract nor
  // invoice states when to pay.
  statement(
    "settlement.advancePaid",
    ["payments due before delivery are made", "платежи, положенные до исполнения, поступили"],
    ["payments due before delivery are not made", "платежи, положенные до исполнения, не поступили"],
  ),

  value("documents.count", "number", "number of closing documents", "число закрывающих документов"),
  // Kinds of documents that are not revoked, whether signed or not.
  value("documents.kinds", "textSet", "kinds of closing documents", "виды закрывающих документов"),
  value("documents.signedKinds", "textSet", "kinds of signed documents", "виды подписанных документов"),
  // Absent while there is no document: "all of none" proves nothing.
  statement(
    "documents.allSigned",
    ["all closing documents are signed", "все закрывающие документы подписаны"],
    ["not all closing documents are signed", "подписаны не все закрывающие документы"],
  ),
  // Signed documents that were not revoked cover the deal's amount, or the shortfall is explained; absent while there is none.
  statement(
    "documents.documented",
    ["the deal is documented in full", "сделка полностью закрыта документами"],
    ["the deal is not documented in full", "сделка не полностью закрыта документами"],
  ),
  value("documents.signedMinor", "money", "sum of signed documents", "сумма подписанных документов"),

  value("approvals.granted", "textSet", "granted approvals", "полученные согласования"),
] as const

type ListedFact = (typeof conditionFacts)[number]

/** Path of a fact, such as `settlement.paidShare`. */
export type FactPath = ListedFact["path"]

/**
 * Path of a custom field of the deal or of its client, such as `client.custom.tier`. Its kind is in the configuration, which is held to
 * what its gates ask when it is published; a date is seen as the number of whole days to it, negative once it has passed.
 */
export type CustomFactPath = `${"client" | "deal"}.custom.${string}`

/** Takes a path of a custom field apart; null where it is none. */
export const customFactOf = (
  path: string,
): { readonly path: CustomFactPath; readonly group: "client" | "deal"; readonly key: string } | null => {
  const [, group, key] = /^(client|deal)\.custom\.([A-Za-z][A-Za-z0-9_]{0,39})$/.exec(path) ?? []
  if ((group !== "client" && group !== "deal") || key === undefined) return null
  return { path: `${group}.custom.${key}`, group, key }
}

/** The type of the fact at a path. */
export type FactTypeOf<Path extends FactPath> = Extract<ListedFact, { readonly path: Path }>["type"]

/** Paths of all facts of a type. */
export type FactPathOf<Type extends FactType> = Extract<ListedFact, { readonly type: Type }>["path"]

/** The value that a source gives for each type of fact. */
export interface FactValueOf {
  /** True or false. */
  readonly boolean: boolean
  /** A finite number. */
  readonly number: number
  /** Whole minor units in the deal's currency. */
  readonly money: number
  /** Text, compared exactly. */
  readonly text: string
  /** Texts without order. */
  readonly textSet: ReadonlyArray<string>
}

/** Any fact's value. */
export type FactValue = FactValueOf[FactType]

/**
 * The facts of one deal as a gate reads them: null where a value is absent, no key where the source does not carry the
 * fact. A value of a wrong type counts as not carried, so that a faulty source can never open a gate.
 */
export type FactValues = { readonly [Path in FactPath]?: FactValueOf[FactTypeOf<Path>] | null } & {
  readonly [path: CustomFactPath]: FactValue | null | undefined
} & {
  /** Granted approvals that are not among `approvals.granted`, since the deal has other terms: no condition reads them, verdicts tell of them. */
  readonly grantedOtherwise?: ReadonlyArray<GrantedOtherwise>
}

const byPath: ReadonlyMap<string, FactDefinition & { readonly path: FactPath }> = new Map(
  conditionFacts.map((definition) => [definition.path, definition]),
)

/**
 * Looks a fact up by its path; undefined where there is none.
 *
 * @param path - such as `settlement.paidShare`; paths of custom fields are not in the list
 *
 * @example
 * ```ts
 * import { factOf } from "@salesdept/core/deal/gates"
 *
 * factOf("settlement.paidShare")?.type // "number"
 * factOf("settlement.paid") === undefined // true
 * ```
 */
export const factOf = (path: string): (FactDefinition & { readonly path: FactPath }) | undefined => byPath.get(path)
