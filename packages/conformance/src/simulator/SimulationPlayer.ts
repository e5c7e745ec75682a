import type { Session, TenantSales } from "@salesdept/core/promise"
import type { Instant } from "@salesdept/core/shared"
import { epochMsOf, startOfDay } from "@salesdept/core/shared"
import { actionCommand } from "./ActionCommand.ts"
import { scriptWork } from "./ScriptPlay.ts"
import type { SimulatedAction } from "./SimulatedAction.ts"
import type { SimulatedDepartment } from "./SimulatedDepartment.ts"
import { storiesOf } from "./Stories.ts"

/** A command that the library refused while the script was played. */
export interface RefusedAction {
  /** The action. */
  readonly action: SimulatedAction
  /** Why, in English. */
  readonly reason: string
}

/** What playing came to. */
export interface PlayedSimulation {
  /** Actions sent. */
  readonly played: number
  /** Actions refused, each with its reason. */
  readonly refused: ReadonlyArray<RefusedAction>
}

/** How a script is played. */
export interface PlayOptions {
  /**
   * Told before anything is sent and before each pause: when it happens, in milliseconds since 1970-01-01T00:00:00Z, so that the host's
   * clock can follow the script. Between pauses it may go back, by hours or days: never for the same records.
   */
  readonly onTime: (epochMs: number) => void
  /**
   * What else happens meanwhile, by time: each is awaited when everything before it has been played and nothing after it, so that the
   * host may tick and close periods as they end. Those after the last action come at the end. None where left out.
   */
  readonly pauses?: ReadonlyArray<{ readonly at: Instant; readonly run: () => Promise<void> }>
  /** Told after each group of actions: how many of how many are done. */
  readonly onProgress?: (done: number, total: number) => void
}

/** How many actions are sent at most before their outcomes are awaited: those waiting share commits. */
const groupSize = 250

/**
 * Actions as they may be sent: together, but one of each story after the other. A store need not keep the order of commands that nobody
 * waits for, as one with several connections does not.
 */
const inTurns = (
  actions: ReadonlyArray<SimulatedAction>,
  storyOf: (action: SimulatedAction) => string,
): ReadonlyArray<ReadonlyArray<SimulatedAction>> => {
  const counts = new Map<string, number>()
  const turns: Array<Array<SimulatedAction>> = []
  for (const action of actions) {
    const story = storyOf(action)
    const turn = counts.get(story) ?? 0
    counts.set(story, turn + 1)
    ;(turns[turn] ??= []).push(action)
  }
  return turns
}

const refusalOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/** States what stands beforehand: who sells, in which teams, what is sold, and what is aimed at. */
const prepare = async (department: SimulatedDepartment, head: Session, occurredAt: Instant): Promise<void> => {
  const { currency } = department.options
  const reps = department.reps.map(({ id, name, teamId, joinedOn, leftOn }) => ({
    id: `rep_${id}`,
    personId: id,
    name,
    teamId,
    joinedOn,
    leftOn,
  }))
  const products = department.products.map(({ id, name, listPriceMinor }) => ({
    id: `product_${id}`,
    name,
    listPrice: { amountMinor: listPriceMinor, currency },
  }))
  const targets = department.targets.flatMap(({ repId, quarter, amountMinor }) =>
    repId === null ? [] : [{ ownerId: repId, quarter, amountMinor }],
  )
  const teams = department.teams.map(({ id, name }, index) => ({
    id: `team_${index + 1}`,
    code: id,
    name,
    headId: department.head.id,
  }))
  await head.reps.state({ rows: reps }, { occurredAt })
  await head.teams.state({ rows: teams }, { occurredAt })
  await head.products.state({ rows: products }, { occurredAt })
  await head.plans.publish({ id: "plan_main", currency, targets }, { occurredAt })
}

/**
 * Plays a simulated department through the library's own commands, in the order of the script: first what stands
 * beforehand (reps, products, targets), then every action at its own time, and between them the versions of scripts as they are approved. The tenant's department must have the
 * pipeline preset `servicesWithActs`; on an empty base nothing is then refused. Records get the script's keys as ids, so
 * play a script once: a second time its new records are refused, since they are there.
 *
 * @param department - what {@link simulateDepartment} gave
 * @param tenant - the tenant to play it in
 * @param options - who is told of the time and of the progress, and what else happens meanwhile
 * @returns how many actions were sent, and which of them were refused
 * @throws whatever the library refuses of reps, products, targets or versions of scripts
 * @example
 * ```ts
 * import { playSimulation, simulateDepartment } from "@salesdept/conformance/simulator"
 * import { memory, presets, salesDept } from "@salesdept/core/promise"
 *
 * let now = 0
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await using dept = await salesDept({ store: memory(), department, now: () => now })
 * const played = await playSimulation(simulateDepartment({ seed: 7, months: 1 }), dept.tenant("default"), {
 *   onTime: (epochMs) => void (now = epochMs),
 * })
 * played // { played: …, refused: [] }
 * ```
 */
export const playSimulation = async (
  department: SimulatedDepartment,
  tenant: TenantSales,
  options: PlayOptions,
): Promise<PlayedSimulation> => {
  const { from, timeZone } = department.options
  const send = actionCommand(department)
  const refused: Array<RefusedAction> = []
  const sessions = new Map<string, Session>()
  const sessionOf = (actor: string): Session => {
    const session = sessions.get(actor) ?? tenant.as(actor)
    sessions.set(actor, session)
    return session
  }
  const startsAt = startOfDay(from, timeZone)
  options.onTime(epochMsOf(startsAt))
  await prepare(department, sessionOf(department.head.id), startsAt)
  const { actions } = department
  const storyOf = storiesOf(actions)
  const pauses = [...scriptWork(department, sessionOf), ...(options.pauses ?? [])].toSorted((left, right) =>
    left.at < right.at ? -1 : left.at > right.at ? 1 : 0,
  )
  let next = 0
  const pauseUntil = async (instant: Instant | null): Promise<void> => {
    const due = pauses.slice(next).filter(({ at }) => instant === null || at <= instant)
    next += due.length
    for (const { at, run } of due) {
      options.onTime(epochMsOf(at))
      await run()
    }
  }
  for (let start = 0; start < actions.length;) {
    await pauseUntil(actions[start]?.at ?? null)
    const until = pauses[next]?.at
    const whole = actions.slice(start, start + groupSize)
    // Actions are in order of time: a pause cuts the group.
    const cut = until === undefined ? -1 : whole.findIndex(({ at }) => at >= until)
    const group = cut < 0 ? whole : whole.slice(0, cut)
    for (const turn of inTurns(group, storyOf)) {
      const sent = turn.map((action) => {
        options.onTime(epochMsOf(action.at))
        return send(sessionOf(action.actor), action)
      })
      for (const [index, outcome] of (await Promise.allSettled(sent)).entries()) {
        const action = turn[index]
        if (outcome.status === "rejected" && action !== undefined) {
          refused.push({ action, reason: refusalOf(outcome.reason) })
        }
      }
    }
    start += group.length
    options.onProgress?.(start, actions.length)
  }
  await pauseUntil(null)
  return { played: actions.length, refused }
}
