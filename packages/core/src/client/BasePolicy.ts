import type { CalendarDate } from "../shared/CalendarDate.ts"
import { daysBetween } from "../shared/CalendarDate.ts"
import type { Message } from "../shared/Message.ts"

/** An entry of a list that the tenant keeps. */
export interface NamedChoice {
  /** Short name. */
  readonly id: string
  /** Name for people. */
  readonly name: Message
}

/** A part of the clients that is treated alike. */
export interface Segment extends NamedChoice {
  /** A client of the segment is to be spoken with at least every so many days, 1 to 3650; the base's rule where absent. */
  readonly contactEveryDays?: number
}

/** What a person may agree to, such as news by mail. */
export interface ConsentPurpose extends NamedChoice {
  /** A consent holds for so many days, 1 to 36500, unless it states its own last day; without end where absent. */
  readonly validDays?: number
}

/** When a client counts as regular: the tenant's own rule of counting. */
export interface RegularRule {
  /** From so many won deals on (inclusive), 1 to 3650. */
  readonly fromWonDeals: number
  /** Only deals won within so many days before the day asked about (inclusive) count, 1 to 36500; all of them where absent. */
  readonly withinDays?: number
}

/** A list of the base from which a command takes a choice. */
export type BaseList =
  | "channels"
  | "origins"
  | "segments"
  | "contactRoles"
  | "consentPurposes"
  | "nextStepTypes"
  | "nextStepOutcomes"

/**
 * A tenant's rules of the client base. Every list is optional: where one is given, only its entries are taken; where it is
 * left out, any short name is.
 */
export interface BasePolicy {
  /** By which ways people turn to the department: call, site, mail, … */
  readonly channels?: ReadonlyArray<NamedChoice>
  /** What brought them: an advertisement, a partner, an exhibition, … */
  readonly origins?: ReadonlyArray<NamedChoice>
  /** Segments of clients. */
  readonly segments?: ReadonlyArray<Segment>
  /** What contact persons do at a client: decides, pays, uses, … */
  readonly contactRoles?: ReadonlyArray<NamedChoice>
  /** What people may agree to. */
  readonly consentPurposes?: ReadonlyArray<ConsentPurpose>
  /** What a next step may be. */
  readonly nextStepTypes?: ReadonlyArray<NamedChoice>
  /** What a next step may come to; where it is given, an outcome must be named when a step is done. */
  readonly nextStepOutcomes?: ReadonlyArray<NamedChoice>
  /** When a client is regular; the rule of control (`regularFromWonDeals`) where absent. */
  readonly regular?: RegularRule
  /**
   * ISO 3166 code of the country where the department is, such as `RU`: its telephone numbers are written without their code, and its
   * taxpayers' numbers are checked. Where absent it is `RU` in a department that counts in roubles; elsewhere only international numbers
   * are compared when duplicates are looked for.
   */
  readonly country?: string
  /** Clients are to be spoken with at least every so many days, 1 to 3650; the rule of control (`quietAfterDays`) where absent. */
  readonly contactEveryDays?: number
}

/** Whether a list of the policy has an entry; a list that is not given takes any. */
export const isChoice = (policy: BasePolicy | undefined, list: BaseList, id: string): boolean => {
  const entries = policy?.[list]
  return entries === undefined || entries.some((entry) => entry.id === id)
}

/**
 * The country where the department is: as its base states it, else Russia where it counts in roubles, which are the money of that country
 * alone; null where that is not known.
 */
export const homeCountryOf = (rules: { readonly base?: BasePolicy; readonly currency: string } | null): string | null =>
  rules?.base?.country ?? (rules?.currency === "RUB" ? "RU" : null)

/** The parts of a department's rules that say who is regular and how often clients are spoken with. */
export interface RegularityRules {
  /** Rules of the base; absent where the tenant has none. */
  readonly base?: BasePolicy
  /** Rules of control, which hold where the base has none. */
  readonly control: { readonly regularFromWonDeals: number; readonly quietAfterDays: number }
}

/**
 * The tenant's rule of when a client is regular.
 *
 * @param rules - of the base, and of control where the base has none
 *
 * @example
 * ```ts
 * import { regularRuleOf } from "@salesdept/core/client"
 *
 * regularRuleOf({ control: { regularFromWonDeals: 2, quietAfterDays: 90 } }) // { fromWonDeals: 2 }
 * ```
 */
export const regularRuleOf = ({ base, control }: RegularityRules): RegularRule =>
  base?.regular ?? { fromWonDeals: control.regularFromWonDeals }

/**
 * Whether a client is regular on a day.
 *
 * @param rule - the tenant's rule
 * @param wonOn - a day for each won deal of the client; null where it is not known on which day it was won
 * @param on - the day asked about; deals won after it do not count
 * @returns true or false; null where only deals of unknown day would decide it
 *
 * @example
 * ```ts
 * import { isRegularClient } from "@salesdept/core/client"
 *
 * isRegularClient({ fromWonDeals: 2, withinDays: 365 }, ["2026-01-10", "2024-01-10"], "2026-02-01") // false
 * isRegularClient({ fromWonDeals: 2, withinDays: 365 }, ["2026-01-10", null], "2026-02-01") // null
 * ```
 */
export const isRegularClient = (
  rule: RegularRule,
  wonOn: ReadonlyArray<CalendarDate | null>,
  on: CalendarDate,
): boolean | null => {
  let counted = 0
  let unknown = 0
  for (const day of wonOn) {
    if (day === null) unknown += 1
    else if (day <= on && (rule.withinDays === undefined || daysBetween(day, on) <= rule.withinDays)) counted += 1
  }
  // Without a window a deal counts whenever it was won.
  if (rule.withinDays === undefined) return counted + unknown >= rule.fromWonDeals
  if (counted >= rule.fromWonDeals) return true
  return counted + unknown >= rule.fromWonDeals ? null : false
}

/** The cadence that the base's rules state for a segment, in days: the segment's own, else the base's; null where neither does. */
export const statedCadenceDays = (base: BasePolicy | undefined, segmentId: string | null): number | null =>
  base?.segments?.find(({ id }) => id === segmentId)?.contactEveryDays ?? base?.contactEveryDays ?? null

/**
 * How often a client is to be spoken with, in days: its segment's cadence, else the base's, else that of control.
 *
 * @param rules - of the base, and of control where the base has none
 * @param segmentId - the client's segment; null for a client of none
 *
 * @example
 * ```ts
 * import { contactCadenceDays } from "@salesdept/core/client"
 *
 * const control = { regularFromWonDeals: 2, quietAfterDays: 90 }
 * const segments = [{ id: "key", name: { en: "Key", ru: "Ключевые" }, contactEveryDays: 14 }]
 * contactCadenceDays({ base: { segments }, control }, "key") // 14
 * contactCadenceDays({ base: { segments }, control }, null) // 90
 * ```
 */
export const contactCadenceDays = ({ base, control }: RegularityRules, segmentId: string | null): number =>
  statedCadenceDays(base, segmentId) ?? control.quietAfterDays
