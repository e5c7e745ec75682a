import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Result from "effect/Result"
import * as Schema from "effect/Schema"
import { clientAggregate } from "../client/Client.ts"
import type { Client } from "../client/ClientSchema.ts"
import type { GateFactReader } from "../deal/GateFactRules.ts"
import { assertSeesAll } from "../ports/reading/PermittedReads.ts"
import type { Caller } from "../ports/Caller.ts"
import type { CommandOptions } from "../ports/command/Command.ts"
import { command, commandOptionFields } from "../ports/command/Command.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import type { Duty } from "../ports/tick/Duty.ts"
import { duty } from "../ports/tick/Duty.ts"
import { eachPage, equals } from "../ports/reading/ReadAll.ts"
import { Store } from "../ports/Store.ts"
import type { ClientId } from "../shared/Ids.ts"
import { instantOf } from "../shared/Instant.ts"
import { DecideClient, DecideInPass, MoveRun, SetClientTimeZone } from "./ActionSchema.ts"
import { moveRun } from "./CampaignCommands.ts"
import { decideClient } from "./DecideCommands.ts"
import { actionsToDo } from "./DueService.ts"
import { loyaltyRunAggregate, loyaltyRunId } from "./LoyaltyRun.ts"
import { offerAggregate } from "./Offer.ts"
import { expireOffer, setClientTimeZone } from "./OfferCommands.ts"
import { NamedOffer } from "./OfferSchema.ts"
import { referralAggregate } from "./Referral.ts"
import { rewardReferral } from "./ReferralCommands.ts"
import { NamedReferral } from "./ReferralSchema.ts"
import { rewardAccountAggregate } from "./RewardAccount.ts"
import { expire } from "./RewardCommands.ts"
import { simulate } from "./SimulationService.ts"
import { ExpireRewards } from "./RewardSchema.ts"

/** How many clients one step of a pass goes through, after which it is written down how far it has come. */
const passStep = 200

/** After how long a pass breaks off; the next call goes on where it was. */
const passMs = 20_000

/** What a pass over all clients came to. */
export interface LoyaltyPass {
  /** Whether all clients are decided; false where the pass took too long and goes on with the next call. */
  readonly isOver: boolean
  /** Clients gone through. */
  readonly clients: number
  /** Actions decided, those of the holdout among them. */
  readonly actions: number
  /** What was due and held back. */
  readonly withheld: number
  /** Recommendations rewarded, since their deals are paid and documented. */
  readonly referrals: number
  /** Clients whose decision failed, such as by a conflict; the next pass decides them. */
  readonly failedClientIds: ReadonlyArray<string>
}

const noPass: LoyaltyPass = { isOver: true, clients: 0, actions: 0, withheld: 0, referrals: 0, failedClientIds: [] }

const decide = (readFacts: GateFactReader) =>
  command({ name: "loyalty.decide", input: DecideClient, work: decideClient(readFacts) })

const decideInPass = (readFacts: GateFactReader) =>
  command({ name: "loyalty.decide", input: DecideInPass, work: decideClient(readFacts) })

const reward = command({ name: "referral.reward", input: NamedReferral, work: rewardReferral })

/** Rewards what is attributed and has become paid and documented; gives how many. What is refused waits. */
const rewardReferrals = Effect.fnUntraced(function* (caller: Caller, options: Pick<CommandOptions, "occurredAt">) {
  const store = yield* Store
  let rewarded = 0
  yield* eachPage(
    store,
    caller.tenant,
    referralAggregate,
    [equals("status", "attributed")],
    Effect.fnUntraced(function* (page) {
      for (const { id } of page) {
        const outcome = yield* Effect.result(reward(caller, { referralId: id }, options))
        if (Result.isSuccess(outcome)) rewarded += 1
      }
    }),
  )
  return rewarded
})

const move = command({ name: "loyalty.run", input: MoveRun, work: moveRun })

const runOptions = Schema.Struct({ occurredAt: commandOptionFields.occurredAt })

const runDue = (readFacts: GateFactReader) => {
  const decideOne = decideInPass(readFacts)
  const run = Effect.fnUntraced(function* (caller: Caller, options: Pick<CommandOptions, "occurredAt">) {
    // Clients are decided one by one: one who may decide some of them only would end the pass for the others.
    yield* assertSeesAll(caller, "loyalty.run", clientAggregate)
    const store = yield* Store
    const clock = yield* Clock.Clock
    const at = options.occurredAt ?? instantOf(clock.currentTimeMillisUnsafe())
    const [run] = yield* store.byIds(caller.tenant, loyaltyRunAggregate, [loyaltyRunId])
    if (run === undefined || run.nextRunAt === null || run.nextRunAt > at) return noPass
    // The host's clock may stand still; this one does not.
    const endsAt = clock.monotonicTimeNanosUnsafe() + BigInt(passMs) * 1_000_000n
    let { clients, actions, withheld } = noPass
    const failedClientIds: Array<string> = []
    let afterClientId: ClientId | null = run.afterClientId
    for (;;) {
      const page: ReadonlyArray<Client> = yield* store.page(caller.tenant, clientAggregate, {
        after: afterClientId === null ? null : { key: [], id: afterClientId },
        filters: [equals("standing", "active")],
        limit: passStep,
      })
      for (const { id } of page) {
        const decided = yield* Effect.result(
          decideOne(caller, { clientId: id, passDueAt: run.nextRunAt }, { occurredAt: at }),
        )
        if (Result.isFailure(decided)) failedClientIds.push(id)
        else {
          actions += decided.success.actions.length
          withheld += decided.success.withheld.length
        }
      }
      clients += page.length
      afterClientId = page.length < passStep ? null : (page.at(-1)?.id ?? null)
      if (afterClientId === null) break
      yield* move(caller, { afterClientId }, { occurredAt: at })
      if (clock.monotonicTimeNanosUnsafe() >= endsAt) break
    }
    const isOver = afterClientId === null
    const referrals = isOver ? yield* rewardReferrals(caller, { occurredAt: at }) : 0
    if (isOver) yield* move(caller, { afterClientId: null }, { occurredAt: at })
    const pass: LoyaltyPass = { isOver, clients, actions, withheld, referrals, failedClientIds }
    return pass
  })
  return decoded(runOptions, run)
}

/**
 * What loyalty decides of clients. Conditions read the facts of deals, which other areas own, so the reader is handed in. The Promise
 * facade has it as `loyalty`.
 *
 * @param readFacts - reads what conditions ask for; `readGateFacts` of the department unless a host has another
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { presets } from "@salesdept/core/department"
 * import { readGateFacts } from "@salesdept/core/department/service"
 * import { loyaltyCommands } from "@salesdept/core/loyalty/service"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment } from "@salesdept/core/ports"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const pass = loyaltyCommands(readGateFacts).run({ tenant: "shop-17", actor: "user:42" })
 * const asked = Effect.provideService(pass, DefaultDepartment, department)
 * await Effect.runPromise(Effect.provide(asked, layerMemory)) // { isOver: true, clients: 0, actions: 0, …
 * ```
 */
export const loyaltyCommands = (readFacts: GateFactReader) => ({
  /** Decides and records what campaigns make due for one client; repeated, it decides nothing twice. */
  decide: decide(readFacts),
  /** States the zone by whose clocks and calendar a client is turned to. */
  setTimeZone: command({
    name: "loyalty.setTimeZone",
    input: SetClientTimeZone,
    references: { clientId: "client" },
    work: setClientTimeZone,
  }),
  /**
   * Decides for all clients, a part at a time, where a pass is due: once a day of the department, and when a campaign is switched
   * on. A pass that broke off goes on where it was; several at once decide nothing twice.
   */
  run: runDue(readFacts),
  /** What is decided and to be done by the end of a day, by priority; what may not be done now stands apart. Ask right before you act. */
  due: actionsToDo,
  /** Plays a rule over the past before it is switched on, and writes nothing. */
  simulate: simulate(readFacts),
})

/**
 * The periodic work of loyalty: a pass over all clients, and writing down what has run out. Give it to `tick`; the Promise facade
 * does so itself.
 *
 * @param readFacts - reads what conditions ask for; `readGateFacts` of the department unless a host has another
 * @example
 * ```ts
 * import { readGateFacts } from "@salesdept/core/department/service"
 * import { loyaltyDuties } from "@salesdept/core/loyalty/service"
 *
 * loyaltyDuties(readGateFacts).map(({ name }) => name) // ["loyalty.run", "offer.expire", "reward.expire"]
 * ```
 */
export const loyaltyDuties = (readFacts: GateFactReader): ReadonlyArray<Duty> => {
  const run = runDue(readFacts)
  const expireRewards = command({ name: "reward.expire", input: ExpireRewards, work: expire })
  const expireOffers = command({ name: "offer.expire", input: NamedOffer, work: expireOffer })
  return [
    duty({
      name: "loyalty.run",
      of: loyaltyRunAggregate,
      dueAt: "nextRunAt",
      perform: (caller, _run, options) => Effect.map(run(caller, options), ({ clients }) => ({ events: [clients] })),
    }),
    duty({
      name: "offer.expire",
      of: offerAggregate,
      dueAt: "openUntil",
      perform: (caller, { id }, options) => expireOffers(caller, { offerId: id }, options),
    }),
    duty({
      name: "reward.expire",
      of: rewardAccountAggregate,
      dueAt: "nextExpiresAt",
      perform: (caller, { clientId }, options) => expireRewards(caller, { clientId }, options),
    }),
  ]
}
