import { idPrefixes, isSalesDeptError } from "@salesdept/core/shared"
import { memory, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import { describe, expect, it } from "vitest"
import { idPlacesOf, inputFor, withAt } from "./FoundInput.ts"
import type { AnyUseCase } from "./FoundInput.ts"
import { suiteDesign } from "./CampaignScene.ts"
import { playEnds } from "./PlayEnds.ts"
import { playSale } from "./PlaySale.ts"
import { inScene, suiteActor } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"

const foreign = "foreign."
const absent = "nowhere."
const attacked = "attacked"
const attacker = "attacker"

const prefixes = [...new Set(Object.values<string>(idPrefixes))]
const givenId = new RegExp(`^(${prefixes.join("|")})_(?!foreign[.]|\\d{13}-|[0-9a-f]{32}$)(.+)$`)

/** What is given, with ids that no other tenant gives. */
const asForeign = (given: unknown): unknown =>
  given === undefined
    ? undefined
    : JSON.parse(JSON.stringify(given), (_key, value: unknown) =>
        typeof value === "string" ? value.replace(givenId, `$1_${foreign}$2`) : value,
      )

type Groups = { readonly [group: string]: { readonly [name: string]: AnyUseCase } }

/** Use cases by group, whatever they take: each has a type of its own, which what walks all of them does not know. */
const groupsOf = (session: Session): Groups => session as unknown as Groups

/** A session that gives its use cases what is made of what it is given. It has the same groups and names, so that it is one by its type too. */
const giving = (session: Session, made: (given: unknown, useCase: string) => unknown): Session =>
  Object.fromEntries(
    Object.entries(groupsOf(session)).map(([group, cases]) => [
      group,
      typeof cases === "function"
        ? cases
        : Object.fromEntries(
            Object.entries(cases).map(([name, call]) => [
              name,
              (...given: ReadonlyArray<unknown>) => call(...given.map((one) => made(one, `${group}.${name}`))),
            ]),
          ),
    ]),
  ) as unknown as Session

/** What use cases are given, by their names. */
type Inputs = ReadonlyMap<string, unknown>

/** A sale of one tenant, and the same of another under ids of its own. Gives what the other's use cases were given first. */
const playBoth = async (scene: Scene): Promise<Inputs> => {
  const inputs = new Map<string, unknown>()
  const noted = (given: unknown, useCase: string): unknown => {
    if (!inputs.has(useCase)) inputs.set(useCase, given)
    return given
  }
  for (const [made, tenant] of [
    [asForeign, attacked],
    [noted, attacker],
  ] as const) {
    const played: Scene = { ...scene, session: (...who) => giving(scene.session(...who), made) }
    await playSale(played, tenant)
    await playEnds(played, tenant)
  }
  return inputs
}

/** Inputs of which no refusal tells how to mend one: of several fields just one must be given, or two that differ. */
const otherInputs: Inputs = new Map<string, unknown>([
  ["clients.merge", { intoId: "client_1", fromId: "client_2" }],
  ["clients.previewMerge", { intoId: "client_1", fromId: "client_2" }],
  ["personalData.export", { clientId: "client_1" }],
  ["personalData.erase", { leadId: "lead_1" }],
  ["campaigns.outcomes", { campaignId: "campaign_1", design: suiteDesign }],
  ["control.handOver", { ids: ["client_1"], toId: "user:1" }],
  ["bank.assign", { entryId: "bankEntry_1", clientId: "client_1" }],
  ["payments.allocate", { paymentId: "payment_1", parts: [{ invoiceId: "invoice_1", amountMinor: 1 }] }],
  ["plans.variance", { planId: "plan_1", period: "2026-Q1" }],
  ["plans.forecast", { planId: "plan_1", period: "2026-Q1" }],
  ["plans.replan", { planId: "plan_1", past: ["2026-Q1"], remaining: ["2026-Q2"], reasons: [{ code: "marketShift" }] }],
  ["settlement.reconciliation", { clientId: "client_1", from: "2026-01-01", to: "2026-03-31", currency: "RUB" }],
])

/** Use cases that name no record, or only among a whole configuration, history or file. */
const notAsked = [
  "bank.importStatement",
  "control.fairness",
  "deals.trial",
  "deals.waterfall",
  "loyalty.simulate",
  "plans.norms",
  "plans.open",
]

/** A tenant's records: their ids, and one of each group of use cases. */
interface Records {
  readonly ids: ReadonlyArray<string>
  readonly byGroup: ReadonlyMap<string, string>
}

const recordsIn = async ({ session, store }: Scene, tenant: string): Promise<Records> => {
  const ids = (await storedBy(store, tenant)).flatMap(({ records }) => records.map(({ id }) => id))
  const byGroup = new Map<string, string>()
  for (const [group, { page }] of Object.entries(groupsOf(session(tenant)))) {
    if (page === undefined) continue
    const { items } = (await page({ limit: 1 })) as { readonly items: ReadonlyArray<{ readonly id: string }> }
    if (items[0] !== undefined) byGroup.set(group, items[0].id)
  }
  return { ids, byGroup }
}

/** The first id of every kind, by its prefix. */
const firstIds = (ids: ReadonlyArray<string>): ReadonlyMap<string, string> =>
  new Map(ids.toReversed().map((id) => [id.slice(0, id.indexOf("_")), id]))

/** A call with somebody else's ids in it. */
interface Attack {
  readonly useCase: string
  readonly given: ReadonlyArray<unknown>
}

/**
 * Every use case of the facade with the ids of others wherever an id may stand: one of them among the tenant's own, and nothing but
 * theirs.
 */
const attacksOf = async (own: Records, theirs: Records, inputs: Inputs): Promise<ReadonlyArray<Attack>> => {
  const known = new Set(own.ids)
  const foreignIds = theirs.ids.filter((id) => !known.has(id))
  const [ownId, foreignId] = [firstIds(own.ids), firstIds(foreignIds)]
  const attacks: Array<Attack> = []
  const withoutInput: Array<string> = []
  // What is wrong with an input is told before any store is asked.
  const dept = await salesDept({ store: memory(), department: suiteDepartment })
  for (const [group, cases] of Object.entries(groupsOf(dept.tenant("scout").as(suiteActor)))) {
    if (typeof cases === "function") continue
    for (const [name, call] of Object.entries(cases)) {
      const useCase = `${group}.${name}`
      const add = (...given: ReadonlyArray<unknown>): void => void attacks.push({ useCase, given })
      if (name === "getMany") add([...ownId.values(), ...foreignId.values()])
      else if (["get", "history", "getAsOf"].includes(name)) {
        const id = theirs.byGroup.get(group) ?? foreignIds[0]
        if (name === "getAsOf") add(id, {})
        else add(id)
      } else if (name !== "countBy" && name !== "verify") {
        const anyOwn = (prefix: string) => ownId.get(prefix) ?? `${prefix}_1`
        const input = await inputFor(call, anyOwn, inputs.get(useCase) ?? otherInputs.get(useCase))
        if (input === null) withoutInput.push(useCase)
        let all = input
        const places = await idPlacesOf(call, input)
        for (const { places: at, prefix } of places) {
          const id = foreignId.get(prefix) ?? `${prefix}_${foreign}1`
          add(withAt(input, at, id))
          all = withAt(all, at, id)
        }
        if (places.length > 1) add(all)
      }
    }
  }
  await dept.close()
  expect(withoutInput.toSorted()).toEqual(notAsked)
  return attacks
}

/** What a call came to, with all that is told. */
const outcomeOf = async (call: Promise<unknown>): Promise<unknown> => {
  try {
    return { answer: await call }
  } catch (error) {
    if (!isSalesDeptError(error)) throw error
    return { refused: error._tag, data: error.data, says: error.messages, retryable: error.retryable }
  }
}

/** Everything that attacks come to, in their order: on a dry run where there is one, and then in earnest. */
const outcomesOf = async ({ session }: Scene, attacks: ReadonlyArray<Attack>): Promise<ReadonlyArray<string>> => {
  const groups = groupsOf(session(attacker, suiteActor, ["head"]))
  const outcomes: Array<string> = []
  for (const isDry of [true, false]) {
    for (const { given, useCase } of attacks) {
      const [group = "", name = ""] = useCase.split(".")
      const call = groups[group]?.[name] ?? expect.fail(useCase)
      const outcome = await outcomeOf(isDry ? call(given[0], { dryRun: true }) : call(...given))
      outcomes.push(JSON.stringify([useCase, isDry, outcome]))
    }
  }
  return outcomes
}

/** Puts ids of nothing in the place of these ids, in whatever text they stand. */
const toNowhere = (ids: ReadonlyArray<string>): ((text: string) => string) => {
  const made = ids.filter((id) => !id.includes(foreign)).map((id) => id.replaceAll(".", "[.]"))
  const anyOf = new RegExp(`_${foreign}|(?<![\\w.-])(?:${made.join("|")})(?![\\w.-])`, "g")
  return (text) => text.replaceAll(anyOf, (id) => (id.includes(foreign) ? `_${absent}` : id.replace("_", `_${absent}`)))
}

/** A text without what is made of ids: hashes, digests and places of pages. */
const withoutDigests = (text: string): string =>
  text
    .replaceAll(/[0-9a-f]{64}/g, "hash")
    .replaceAll(/_[0-9a-f]{32}\b/g, "_digest")
    .replaceAll(/"next":"[^"]*"/g, '"next":"place"')

/** Ids of another tenant's records are worth no more than ids of nothing, in whatever call of the facade they stand. */
export const foreignIdsSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: ids of another tenant`, () => {
    it(
      "answer in every use case as ids of nothing do, and change and tell nothing",
      inScene(factory, async (scene, context) => {
        const inputs = await playBoth(scene)
        const before = await storedBy(scene.store, attacked)
        const [own, theirs] = [await recordsIn(scene, attacker), await recordsIn(scene, attacked)]
        const attacks = await attacksOf(own, theirs, inputs)
        const outcomes = await outcomesOf(scene, attacks)
        expect(await storedBy(scene.store, attacked)).toEqual(before)

        const known = new Set(own.ids)
        const swapped = toNowhere(theirs.ids.filter((id) => !known.has(id)))
        await inScene(factory, async (other) => {
          await playBoth(other)
          const ofNothing = JSON.parse(swapped(JSON.stringify(attacks))) as ReadonlyArray<Attack>
          expect(ofNothing).not.toEqual(attacks)
          const expected = await outcomesOf(other, ofNothing)
          const different = outcomes.flatMap((outcome, index) => {
            const told = withoutDigests(swapped(outcome))
            const ofNobody = withoutDigests(expected[index] ?? "")
            return told === ofNobody ? [] : [{ told, ofNobody }]
          })
          expect(different).toEqual([])
        })(context)
      }),
      // Thousands of calls, each of which a server is asked.
      240_000,
    )
  })
}
