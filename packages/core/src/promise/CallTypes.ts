import type { Promised } from "./Promised.ts"
import type { UseCases } from "./UseCases.ts"

type Call<Area extends keyof UseCases, Name extends keyof UseCases[Area]> = Promised<UseCases[Area][Name]>

/**
 * What a call of a session is given: a command's input, a question, an id. For what a host passes on or keeps until it calls.
 *
 * @example
 * ```ts
 * import type { Session } from "@salesdept/core/promise"
 *
 * type NewDeal = import("@salesdept/core/promise").CallInput<"deals", "open">
 * type Opened = import("@salesdept/core/promise").CallAnswer<"deals", "open">["deal"]
 * const openDeal = async (shop: Session, input: NewDeal): Promise<Opened> => (await shop.deals.open(input)).deal
 * ```
 */
export type CallInput<Area extends keyof UseCases, Name extends keyof UseCases[Area]> = Exclude<
  Parameters<Call<Area, Name>>[0],
  undefined
>

/**
 * What a call of a session answers, when it is waited for: `CallAnswer<"deals", "get">` is a deal with its texts, or null, and
 * `CallAnswer<"deals", "page">["items"][number]` the same of a list.
 */
export type CallAnswer<Area extends keyof UseCases, Name extends keyof UseCases[Area]> = Awaited<
  ReturnType<Call<Area, Name>>
>
