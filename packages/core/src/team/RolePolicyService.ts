import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import type { AccessPolicyShape, AccessRecord, ActorAccess, RowScope } from "../ports/AccessPolicy.ts"
import type { Caller } from "../ports/Caller.ts"
import { checkedOptions } from "../ports/OptionShapes.ts"
import type { OptionShape, OptionShapes } from "../ports/OptionShapes.ts"
import { allOf, allWhere, oneOf } from "../ports/reading/ReadAll.ts"
import { Store } from "../ports/Store.ts"
import { instantOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import { entryInForce, repAggregate } from "./Rep.ts"
import type { Rep } from "./RepSchema.ts"
import { teamAggregate } from "./Team.ts"
import type { Team } from "./TeamSchema.ts"

/**
 * What somebody is in the department: a rep, a rep who is the mentor of others, the head of a team, the owner of the business; `none` for
 * anybody else.
 */
export type Role = "rep" | "mentor" | "head" | "owner" | "none"

/** How roles are known, and what they see beyond their own. */
export interface RolePolicyOptions {
  /** The role of an actor: the host keeps it. */
  readonly roleOf: (caller: Caller) => Role | Promise<Role>
  /** Who sees and works on records without an owner. Default: heads, not reps. */
  readonly unowned?: { readonly rep?: boolean; readonly head?: boolean }
  /**
   * What of the things without an owner by their kind heads and reps change beside the owner, by the first word of its commands:
   * `department`, `team`, `rep`, `product`, `plan`, `script`, `scriptProposal`, `scriptExperiment`, `campaign`, `reviewSchedule`, `control` (the
   * watch), `run` (imports and bulk changes). Default: nothing.
   */
  readonly manages?: { readonly rep?: ReadonlyArray<string>; readonly head?: ReadonlyArray<string> }
}

/** Something for reps, for heads, for both or for neither; another name is a slip that would give nobody anything. */
const byRole = (isOne: (value: unknown) => boolean, en: string, ru: string): OptionShape => ({
  holds: (value) =>
    typeof value === "object" &&
    value !== null &&
    Object.entries(value).every(
      ([role, one]) => (role === "rep" || role === "head") && (one === undefined || isOne(one)),
    ),
  message: { en: `must be ${en} for rep, for head or for both`, ru: `ожидается ${ru} для rep, для head или для обоих` },
})

const areas = (value: unknown): boolean => Array.isArray(value) && value.every((area) => typeof area === "string")

const policyShapes: OptionShapes & { readonly [Option in keyof RolePolicyOptions]-?: OptionShape } = {
  roleOf: {
    holds: (value) => typeof value === "function",
    message: { en: "must be a function", ru: "ожидается функция" },
    isNeeded: true,
  },
  unowned: byRole((value) => typeof value === "boolean", "true or false", "true или false"),
  manages: byRole(areas, "a list of texts", "список текстов"),
}

const nobody: ActorAccess = {
  isUnlimited: false,
  can: () => false,
  scope: () => ({ ownerIds: [], unowned: false }),
}

const everything: ActorAccess = { isUnlimited: true, can: () => true, scope: () => "all" }

/** The teams that somebody is in or leads, with the teams below them. */
const teamsOf = (actor: string, own: Rep | undefined, teams: ReadonlyArray<Team>): ReadonlySet<string> => {
  const codes = new Set(teams.flatMap(({ code, headId }) => (headId === actor ? [code] : [])))
  if (own?.teamId != null) codes.add(own.teamId)
  const below = Map.groupBy(teams, ({ parentCode }) => parentCode)
  // What is added while the set is walked is walked too.
  for (const code of codes) for (const team of below.get(code) ?? []) codes.add(team.code)
  return codes
}

/** A head and the people of the head's teams, each by the entry that is in force: who has moved on is no longer of them. */
const teammatesOf = Effect.fnUntraced(function* ({ actor, tenant }: Caller) {
  const store = yield* Store
  const reps = (field: "personId" | "teamId", values: ReadonlyArray<string>) =>
    allWhere(store, tenant, repAggregate, [oneOf(field, values)])
  // Which entry is in force changes at midnight; whose midnight says nothing of who sees what.
  const today = localDateOf(instantOf(yield* Clock.currentTimeMillis), "UTC")
  const own = entryInForce(yield* reps("personId", [actor]), today)
  const codes = teamsOf(actor, own, yield* allOf(store, tenant, teamAggregate))
  const ever = codes.size === 0 ? [] : (yield* reps("teamId", [...codes])).map(({ personId }) => personId)
  const entries = ever.length === 0 ? [] : yield* reps("personId", [...new Set(ever)])
  const mates = [...Map.groupBy(entries, ({ personId }) => personId)].flatMap(([personId, all]) => {
    const teamId = entryInForce(all, today)?.teamId ?? null
    return teamId !== null && codes.has(teamId) ? [personId] : []
  })
  return [...new Set([actor, ...mates])]
})

/** The people whose mentor somebody is, each by the entry that is in force. */
const menteesOf = Effect.fnUntraced(function* ({ actor, tenant }: Caller) {
  const store = yield* Store
  const today = localDateOf(instantOf(yield* Clock.currentTimeMillis), "UTC")
  const entries = Map.groupBy(yield* allOf(store, tenant, repAggregate), ({ personId }) => personId)
  return [...entries].flatMap(([personId, all]) =>
    entryInForce(all, today)?.profile.mentorId === actor ? [personId] : [],
  )
})

/** Kinds that a mentor lists of those taught: what is found and agreed on with them. All else of theirs is read by its id. */
const taughtKinds: ReadonlySet<string> = new Set(["finding", "debrief", "commitment", "scorecard"])

/** What a mentor does to what is a mentee's. */
const mentorActions: ReadonlySet<string> = new Set([
  "debrief.plan",
  "debrief.hold",
  "debrief.cancel",
  "debrief.verifyActions",
  "commitment.answer",
  "scorecard.record",
])

/** Talks with everybody are everybody's to read; that their leaders alone hold them, commands see to. */
const isWithEverybody = ({ kind, ownerId, isNew }: AccessRecord): boolean =>
  kind === "debrief" && ownerId === null && !isNew

/** Reads have these verbs; whatever else is done is a command. */
const readVerbs: ReadonlySet<string> = new Set(["get", "history", "getAsOf", "asOf", "visits", "balance"])
const areaOf = (action: string): string => action.slice(0, action.indexOf("."))
const isRead = (action: string): boolean => readVerbs.has(action.slice(action.indexOf(".") + 1))

const within = (
  ownerIds: ReadonlyArray<string>,
  unowned: boolean,
  manages: ReadonlyArray<string>,
  menteeIds: ReadonlyArray<string> = [],
): ActorAccess => {
  const managed = new Set(manages)
  const [owners, mentees] = [new Set(ownerIds), new Set(menteeIds)]
  const scope: RowScope = { ownerIds, unowned }
  const taught: RowScope = { ownerIds: [...ownerIds, ...menteeIds], unowned }
  const talks: RowScope = { ...taught, unowned: true }
  const isOwn = ({ ownerId }: AccessRecord): boolean => (ownerId === null ? unowned : owners.has(ownerId))
  const isMentees = ({ ownerId }: AccessRecord): boolean => ownerId !== null && mentees.has(ownerId)
  return {
    isUnlimited: false,
    // What belongs to nobody by its kind (configuration, products, plans, scripts) everybody reads and the owner changes.
    can: (action, record) => {
      if (record === null || !record.isOwned) return isRead(action) || managed.has(areaOf(action))
      if (isOwn(record)) return true
      if (isMentees(record)) return isRead(action) || mentorActions.has(action)
      return isWithEverybody(record) && (isRead(action) || action === "debrief.hold")
    },
    scope: (kind) => {
      if (kind === "debrief") return talks
      return taughtKinds.has(kind) ? taught : scope
    },
  }
}

/**
 * The policy of an ordinary department: a rep sees and works on the rep's own records, a head on those of the own team's reps (by
 * `teamId` of the reps' records), the owner on all. A mentor is a rep who also sees what was found and agreed on with those whose mentor it is
 * (`mentorId` of their profiles), talks it over with them, answers their requests for help, scores their dialogs, and reads their records by id; talks with
 * everybody are read by everybody. What has no owner by its kind is read by all three and changed by the owner alone, unless `manages` says otherwise.
 * A record may be given away by whoever may work on it.
 *
 * @param options - how the host tells roles, and who sees records without an owner
 * @throws InputInvalid with everything of the options that is not as stated
 *
 * @example
 * ```ts
 * import { memory, presets, rolePolicy, salesDept } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const access = rolePolicy({ roleOf: ({ actor }) => (actor === "user:eve" ? "owner" : "rep") })
 * const dept = await salesDept({ store: memory(), department, access })
 * const shop = dept.tenant("shop-17")
 * await shop.as("user:eve").deals.open({ title: "Audit", ownerId: "user:ann" })
 * const seen = await Promise.all(["user:ann", "user:bob"].map((actor) => shop.as(actor).deals.page({})))
 * seen.map(({ items }) => items.length) // [1, 0]
 * ```
 */
export const rolePolicy = (options: RolePolicyOptions): AccessPolicyShape => {
  const { roleOf, unowned = {}, manages = {} } = checkedOptions("rolePolicy", policyShapes, options)
  return {
    of: Effect.fnUntraced(function* (caller: Caller) {
      const role = yield* Effect.promise(async () => await roleOf(caller))
      switch (role) {
        case "owner":
          return everything
        case "head":
          return within(yield* teammatesOf(caller), unowned.head ?? true, manages.head ?? [])
        case "mentor":
          return within([caller.actor], unowned.rep ?? false, manages.rep ?? [], yield* menteesOf(caller))
        case "rep":
          return within([caller.actor], unowned.rep ?? false, manages.rep ?? [])
        case "none":
        default:
          // What is no role has no rights.
          return nobody
      }
    }),
  }
}
