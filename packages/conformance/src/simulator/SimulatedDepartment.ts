import { actionScript } from "./ActionScript.ts"
import type { SimulatedClient } from "./Clients.ts"
import { prospectSource } from "./Clients.ts"
import { arrivalsOf } from "./Demand.ts"
import { playLead } from "./LeadLife.ts"
import { personName } from "./PersonNames.ts"
import type { SimulatedProduct } from "./Products.ts"
import { catalogueOf } from "./Products.ts"
import { forkRandom, randomFrom } from "./Random.ts"
import { playRepeat, registerRegulars } from "./RepeatLife.ts"
import type { SimulatedRep, SimulatedTeam } from "./Reps.ts"
import { sellersOf, teamsOf } from "./Reps.ts"
import type { SimulatedScript } from "./SalesScripts.ts"
import { scriptsOf } from "./SalesScripts.ts"
import { withScriptRuns } from "./ScriptRuns.ts"
import type { SimulatedAction } from "./SimulatedAction.ts"
import type { ResolvedOptions, SimulationOptions } from "./SimulationOptions.ts"
import { resolveOptions } from "./SimulationOptions.ts"
import type { SimulatedTarget } from "./Targets.ts"
import { targetsOf } from "./Targets.ts"
import type { SimulationTruth } from "./Truth.ts"
import { truthOf } from "./Truth.ts"
import { workClock } from "./WorkClock.ts"
import type { World } from "./World.ts"
import { headId, keyCounter } from "./World.ts"

/** A sales department's life over a period, as plain JSON-safe data. */
export interface SimulatedDepartment {
  /** The options with every default filled in, and the day after the last. */
  readonly options: ResolvedOptions
  /** The head, who sees the whole department and hands deals over. */
  readonly head: {
    /** The head's id, an actor of the script. */
    readonly id: string
    /** Invented name. */
    readonly name: string
  }
  /** The reps. */
  readonly reps: ReadonlyArray<SimulatedRep>
  /** Their teams. */
  readonly teams: ReadonlyArray<SimulatedTeam>
  /** What they sell. */
  readonly products: ReadonlyArray<SimulatedProduct>
  /** Every client that a `clientRegistered` of the script names. */
  readonly clients: ReadonlyArray<SimulatedClient>
  /** By what they sell; none unless the options ask for scripts. */
  readonly scripts: ReadonlyArray<SimulatedScript>
  /** Quarterly targets of reps and of teams. */
  readonly targets: ReadonlyArray<SimulatedTarget>
  /** What happened, by time; of the same instant, causes before effects. */
  readonly actions: ReadonlyArray<SimulatedAction>
  /** What was planted, and where it shows. */
  readonly truth: SimulationTruth
}

/** Plays everything that follows from what was played before, until nothing follows any more within the period. */
const playConsequences = (world: World, next: () => ReturnType<typeof forkRandom>): void => {
  for (;;) {
    const recommendation = world.recommendations.pop()
    if (recommendation !== undefined) {
      const { clientKey, second } = recommendation
      playLead(world, next(), { second, source: "referral", referredByClientKey: clientKey })
      continue
    }
    const repeat = world.repeatSales.pop()
    if (repeat === undefined) return
    playRepeat(world, next(), repeat)
  }
}

/**
 * Simulates a sales department: a script of dated facts with the season, people, delays, omissions and late money of a
 * real one. It reads no clock; the same options give the same result, and another seed another department. Times follow
 * the given zone's working hours.
 *
 * Reps stand in the order: those who stay all the time, one in nine (from four reps on; at least one) who leaves and leaves
 * deals behind, then one in four who joins within the period and has a mentor. Of nine, `user:7` leaves and `user:8` and
 * `user:9` join.
 *
 * @param options - the seed, and whatever shall differ from the defaults: a year from 1 October 2025 of nine Russian
 * reps
 * @throws `InputInvalid` with every problem of the options
 * @example
 * ```ts
 * import { simulateDepartment } from "@salesdept/conformance/simulator"
 *
 * const mistakes = [{ kind: "overdueSteps", repId: "user:2" } as const]
 * const { actions, truth } = simulateDepartment({ seed: 7, months: 3, planted: { mistakes } })
 * actions[0]?.type // "clientRegistered"
 * // Of the 195 steps that user:2 set, 112 went overdue.
 * truth.mistakes.map(({ occasions, evidenceKeys }) => [evidenceKeys.length, occasions]) // [[112, 195]]
 * ```
 */
export const simulateDepartment = (options: SimulationOptions): SimulatedDepartment => {
  const resolved = resolveOptions(options)
  const { from, until, timeZone, language, currency, planted } = resolved
  const random = randomFrom(resolved.seed)
  const clock = workClock(from, until, timeZone, language)
  const catalogue = catalogueOf(language, currency)
  const teams = teamsOf(resolved)
  const sellers = sellersOf(forkRandom(random), resolved, teams, clock)
  const head = { id: headId, name: personName(random, language).name }
  const targets = targetsOf(forkRandom(random), resolved, { sellers, teams }, catalogue, clock)
  const scripts = scriptsOf(resolved, clock)
  const world: World = {
    options: resolved,
    clock,
    script: actionScript(clock.startsAt, clock.endsAt),
    sellers,
    prospects: prospectSource(random, language),
    catalogue,
    scripts,
    stepEffects: new Map(planted.effectiveSteps?.map(({ step, oddsRatio }) => [step, Math.log(oddsRatio)])),
    clients: [],
    regulars: [],
    repeatSales: [],
    recommendations: [],
    newKey: keyCounter(),
  }
  registerRegulars(world, forkRandom(random))
  for (const arrival of arrivalsOf(forkRandom(random), resolved, clock)) playLead(world, forkRandom(random), arrival)
  playConsequences(world, () => forkRandom(random))
  const noted = randomFrom(`${resolved.seed} scripts`)
  const actions = withScriptRuns(world.script.finished(), scripts, resolved, noted)
  return {
    options: resolved,
    head,
    reps: sellers.map(({ rep }) => rep),
    teams,
    products: catalogue.map(([{ product }]) => product),
    clients: world.clients,
    scripts,
    targets,
    actions,
    truth: truthOf(resolved, actions, clock),
  }
}
