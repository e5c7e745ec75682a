import { memory, presets, salesDept } from "@salesdept/core/promise"
import type { Session } from "@salesdept/core/promise"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import type {
  PlayedSimulation,
  SimulatedAction,
  SimulatedDepartment,
  SimulationOptions,
} from "../../src/simulator/index.ts"
import { playSimulation, simulateDepartment } from "../../src/simulator/index.ts"

type OfType<Type extends SimulatedAction["type"]> = Extract<SimulatedAction, { readonly type: Type }>

const of = <Type extends SimulatedAction["type"]>(
  { actions }: SimulatedDepartment,
  type: Type,
): ReadonlyArray<OfType<Type>> => actions.filter((action): action is OfType<Type> => action.type === type)

const sum = (amounts: ReadonlyArray<number>): number => amounts.reduce((total, amount) => total + amount, 0)
const minorOf = (rows: ReadonlyArray<{ readonly amountMinor: number }>): number =>
  sum(rows.map(({ amountMinor }) => amountMinor))

interface Played {
  readonly department: SimulatedDepartment
  readonly session: Session
  readonly result: PlayedSimulation
}

/** Plays a department into an empty base whose clock follows the script. */
const played = async (options: SimulationOptions): Promise<Played> => {
  const department = simulateDepartment(options)
  const { timeZone, currency } = department.options
  let now = 0
  const dept = await salesDept({
    store: memory(),
    department: presets.servicesWithActs({ timeZone, currency }),
    now: () => now,
  })
  const tenant = dept.tenant("default")
  const result = await playSimulation(department, tenant, {
    onTime: (epochMs) => {
      now = epochMs
    },
  })
  return { department, session: tenant.as("user:test"), result }
}

const everything = { limit: 10_000 }

/** What the base adds up to. */
const baseFigures = async ({ session }: Played) => {
  const deals = (await session.deals.page(everything)).items
  const invoices = (await session.invoices.page(everything)).items
  const documents = (await session.documents.page(everything)).items
  const steps = (await session.nextSteps.page(everything)).items
  const amounts = (rows: ReadonlyArray<{ readonly amount: { readonly amountMinor: number } | null }>): number =>
    sum(rows.map(({ amount }) => amount?.amountMinor ?? 0))
  const signed = documents.filter(({ signedOn }) => signedOn !== null)
  return {
    reps: (await session.reps.page(everything)).items.length,
    products: (await session.products.page(everything)).items.length,
    clients: (await session.clients.page(everything)).items.length,
    leads: (await session.leads.page(everything)).items.length,
    dialogs: (await session.dialogs.page(everything)).items.length,
    steps: steps.length,
    openSteps: steps.filter(({ status }) => status === "open").length,
    deals: deals.length,
    lost: deals.filter(({ outcome }) => outcome === "lost").length,
    won: deals.filter(({ outcome }) => outcome === "won").length,
    done: deals.filter(({ stageId }) => stageId === "done").length,
    runs: await session.scriptRuns.count(),
    unanswered: await session.scriptProposals.count(),
    scriptVersions: await session.scriptVersions.count(),
    experiments: await session.scriptExperiments.count(),
    invoices: invoices.length,
    documents: documents.length,
    signed: signed.length,
    wonMinor: amounts(deals.filter(({ outcome }) => outcome === "won")),
    invoicedMinor: sum(invoices.map(({ totalMinor }) => totalMinor)),
    paidMinor: sum(invoices.map(({ paidMinor }) => paidMinor)),
    receivedMinor: amounts((await session.payments.page(everything)).items),
    signedMinor: amounts(signed),
  }
}

/** The same, counted in the script. */
const scriptFigures = (department: SimulatedDepartment): Awaited<ReturnType<typeof baseFigures>> => {
  const moves = of(department, "dealMoved")
  const invoices = of(department, "invoiceIssued")
  const invoiced = new Map(invoices.map((invoice) => [invoice.dealKey, invoice.amountMinor]))
  const agreed = moves.filter(({ toStageId }) => toStageId === "paymentControl")
  const documents = of(department, "documentDrafted")
  const signedKeys = new Set(of(department, "documentSigned").map(({ documentKey }) => documentKey))
  const signed = documents.filter(({ documentKey }) => signedKeys.has(documentKey))
  const steps = of(department, "nextStepSet")
  const paidMinor = minorOf(of(department, "paymentReceived"))
  const runs = of(department, "scriptFollowed")
  return {
    reps: department.reps.length,
    products: department.products.length,
    clients: department.clients.length,
    leads: of(department, "leadReceived").length,
    dialogs: of(department, "dialogHeld").length,
    steps: steps.length,
    openSteps: steps.length - of(department, "nextStepDone").length,
    deals: of(department, "dealOpened").length,
    lost: of(department, "dealLost").length,
    won: agreed.length,
    done: moves.filter(({ toStageId }) => toStageId === "done").length,
    runs: runs.length,
    unanswered: runs.filter(({ unanswered }) => unanswered !== null).length,
    scriptVersions: department.scripts.reduce((count, { versions }) => count + versions.length, 0),
    experiments: department.scripts.filter(({ experiment }) => experiment !== null).length,
    invoices: invoices.length,
    documents: documents.length,
    signed: signed.length,
    wonMinor: sum(agreed.map(({ dealKey }) => invoiced.get(dealKey) ?? 0)),
    invoicedMinor: minorOf(invoices),
    paidMinor,
    receivedMinor: paidMinor,
    signedMinor: minorOf(signed),
  }
}

describe("playing a simulated department", () => {
  it("is refused nothing, and the base adds up to the script", async () => {
    const play = await played({ seed: 7, months: 7, reps: 4, scale: 0.5, scripts: true })
    expect(play.result).toEqual({ played: play.department.actions.length, refused: [] })
    const expected = scriptFigures(play.department)
    // A script without any of these would show nothing.
    expect(expected.won).toBeGreaterThan(5)
    expect(expected.signed).toBeGreaterThan(0)
    expect(expected.unanswered).toBeGreaterThan(0)
    const taken = await play.session.scriptProposals.page({ where: { status: "accepted" } })
    expect(new Set(taken.items.map(({ texts }) => texts["proposal"]))).toEqual(
      new Set(["Нужно согласие головного офиса"]),
    )
    expect(await baseFigures(play)).toEqual(expected)
  })

  it("is refused nothing by any seed, size or zone, and adds up", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.record(
          {
            seed: fc.integer(),
            months: fc.integer({ min: 1, max: 14 }),
            reps: fc.integer({ min: 1, max: 9 }),
            scale: fc.constantFrom(0.05, 0.2),
            scripts: fc.boolean(),
            language: fc.constantFrom("ru" as const, "en" as const),
            currency: fc.constantFrom("RUB" as const, "USD" as const),
            timeZone: fc.constantFrom("Europe/Moscow", "America/New_York", "Pacific/Auckland"),
          },
          { requiredKeys: ["seed", "scale"] },
        ),
        async (options) => {
          const play = await played(options)
          expect(play.result.refused).toEqual([])
          expect(await baseFigures(play)).toEqual(scriptFigures(play.department))
        },
      ),
      { numRuns: 12 },
    )
  })

  it("keeps the times and actors of the script", async () => {
    const { department, session } = await played({ seed: 3, months: 2, reps: 2, scale: 0.2 })
    const deal = of(department, "dealOpened")[0]
    const key = deal?.dealKey ?? ""
    const moves = department.actions.filter(
      (action) => (action.type === "dealMoved" || action.type === "dealLost") && action.dealKey === key,
    )
    const history = await session.deals.history(key)
    const told = (type: string) =>
      history.filter((event) => event.type === type).map(({ occurredAt, actor }) => ({ at: occurredAt, actor }))
    expect(told("DealOpened")).toEqual([{ at: deal?.at, actor: deal?.actor }])
    expect(told("DealMoved")).toEqual(moves.map(({ at, actor }) => ({ at, actor })))
  })

  it("reports what the library refuses, with the reason", async () => {
    const script = simulateDepartment({ seed: 7, months: 1, reps: 2, scale: 0.2 })
    const action = script.actions.find(({ type }) => type === "leadTaken")
    if (action === undefined) throw new TypeError("the script has no lead")
    const dept = await salesDept({
      store: memory(),
      department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
    })
    const progress: Array<readonly [number, number]> = []
    const times: Array<number> = []
    const { played: sent, refused } = await playSimulation({ ...script, actions: [action] }, dept.tenant("default"), {
      onTime: (epochMs) => times.push(epochMs),
      onProgress: (done, total) => progress.push([done, total]),
    })
    expect(sent).toBe(1)
    expect(refused.map((refusal) => refusal.action)).toEqual([action])
    expect(refused[0]?.reason).toMatch(/lead_/)
    expect(progress).toEqual([[1, 1]])
    expect(times).toEqual([Date.parse("2025-09-30T21:00:00.000Z"), Date.parse(action.at)])
  })
})
