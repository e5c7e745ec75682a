import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { calmStates } from "../../src/control/ControlPolicy.ts"
import type { JournalEvent } from "../../src/journal/Event.ts"
import { presets, isSalesDeptError } from "../../src/promise/index.ts"
import { openMinorOf } from "../../src/settlement/Invoice.ts"
import type { Invoice } from "../../src/settlement/SettlementSchema.ts"
import { localDateOf } from "../../src/shared/TimeZone.ts"
import { addDays } from "../../src/shared/CalendarDate.ts"
import type { DepartmentConfig } from "../../src/department/DepartmentSchema.ts"
import { attack, rub } from "../attack.ts"
import type { Attack } from "../attack.ts"

const dayMs = 86_400_000
const people = ["ann", "bob", "cid"] as const
const [first] = people

/** One act of a history: what is done, to which of a few records, with which small number, after how many days, dated how far back. */
interface Act {
  readonly what: keyof typeof acts
  readonly a: 1 | 2 | 3
  readonly b: 1 | 2 | 3
  readonly n: number
  readonly afterDays: number
  readonly backDays: number
}

/** What an act works on. */
interface Play extends Attack {
  readonly config: DepartmentConfig
  readonly clock: { ms: number }
  /** Deals for whose gates somebody stood, and which lack what those asked for. */
  readonly trusted: Set<string>
}

const dayOf = ({ config, clock }: Play, add = 0): string =>
  addDays(localDateOf(new Date(clock.ms).toISOString(), config.timeZone), add)

const stagesOf = ({ config }: Pick<Play, "config">): ReadonlyArray<string> =>
  config.pipelines[0]?.stages.flatMap(({ id, meaning }) => (meaning === "lost" ? [] : [id])) ?? []

const deal = ({ a }: Act) => `deal_${a}` as const
const client = ({ b }: Act) => `client_${b}` as const
const lead = ({ a }: Act) => `lead_${a}` as const
const person = ({ n }: Act) => people[n % people.length] ?? first
const subject = (act: Act) =>
  [{ dealId: deal(act) }, { clientId: client(act) }, { leadId: lead(act) }][act.n % 3] ?? { dealId: deal(act) }

const nextStage = async (play: Play, act: Act, by: number): Promise<string> => {
  const stages = stagesOf(play)
  const at = stages.indexOf((await play.shop.deals.get(deal(act)))?.stageId ?? "")
  return stages[at + by] ?? "lost"
}

type Answer = { readonly events?: ReadonlyArray<JournalEvent> } | undefined

/** Everything that is done, by name: many acts are refused, which is part of the game. */
const acts = {
  register: ({ shop }, act) => shop.clients.register({ id: client(act), name: "A", ownerId: person(act) }),
  open: async ({ shop, config }, act, at) => {
    await shop.deals.open(
      { id: deal(act), title: "Audit", clientId: client(act), ownerId: person(act), amount: rub(100) },
      at,
    )
    if (!stagesOf({ config }).includes("quote")) return undefined
    const lines = [{ kind: "product", name: "Tea", quantity: "1", unitPriceMinor: 100 }] as const
    return shop.deals.setLines({ dealId: deal(act), currency: "RUB", lines })
  },
  contact: ({ shop }, act) => shop.contacts.add({ clientId: client(act), name: "B", roleId: "decisionMaker" }),
  advance: async (play, act, at) => play.shop.deals.move({ dealId: deal(act), to: await nextStage(play, act, 1) }, at),
  advanceFar: async (play, act, at) => {
    for (let left = 4 + act.n; left > 0; left--) {
      const to = await nextStage(play, act, 1)
      await gatesHeld(play, await play.shop.deals.move({ dealId: deal(act), to }, left % 3 === 0 ? at : {}))
    }
    return undefined
  },
  advanceMany: async (play, act, at) =>
    play.shop.deals.moveMany({ moves: [{ dealId: deal(act), to: await nextStage(play, act, 1) }] }, at),
  override: async (play, act) => {
    const head = play.as("head", ["head"])
    return head.deals.move({ dealId: deal(act), to: await nextStage(play, act, 1), override: { reason: "trusted" } })
  },
  back: async (play, act) =>
    play.shop.deals.move({ dealId: deal(act), to: await nextStage(play, act, -1), reason: "not yet" }),
  lose: ({ shop }, act) => shop.deals.move({ dealId: deal(act), to: "lost", lostReasonId: "price", reason: "dear" }),
  reopen: (play, act) =>
    play.shop.deals.move({ dealId: deal(act), to: stagesOf(play)[act.n % 3 === 0 ? 0 : 7] ?? "", reason: "again" }),
  amend: ({ shop }, act) => shop.deals.amend({ dealId: deal(act), amount: act.n === 0 ? null : rub(50 * act.n) }),
  leaveClient: ({ shop }, act) => shop.deals.amend({ dealId: deal(act), clientId: null }),
  unown: ({ shop }, act) => shop.clients.amend({ clientId: client(act), ownerId: null }),
  invoice: (play, act) =>
    play.shop.invoices.issue({
      id: `invoice_${act.a}${act.n % 2}`,
      dealId: deal(act),
      issuedOn: dayOf(play),
      currency: "RUB",
      instalments: [
        act.n % 4 === 0
          ? { offset: { from: "shipment", days: 3, counted: "calendar" }, kind: "postpayment", amountMinor: 40 }
          : { dueOn: dayOf(play, act.n), amountMinor: 40 },
        { dueOn: dayOf(play, 10), ...(act.n % 3 === 0 ? { kind: "advance" as const } : {}), amountMinor: 60 },
      ],
    }),
  pay: (play, act) =>
    play.shop.payments.receive({
      id: `payment_${act.a}${act.n}`,
      invoiceId: `invoice_${act.a}${act.n % 2}`,
      amount: rub([100, 40, 60, 150][act.b] ?? 100),
      receivedOn: dayOf(play),
      excess: "keep",
    }),
  refund: (play, act) =>
    play.shop.payments.refund({
      paymentId: `payment_${act.a}${act.n}`,
      invoiceId: `invoice_${act.a}${act.n % 2}`,
      amount: rub(40),
      refundedOn: dayOf(play),
      reasonId: "back",
    }),
  credit: (play, act) =>
    play.shop.invoices.credit({
      invoiceId: `invoice_${act.a}${act.n % 2}`,
      amount: rub(40),
      creditedOn: dayOf(play),
      reasonId: "less",
    }),
  writeOff: (play, act) =>
    play.shop.invoices.writeOff({
      invoiceId: `invoice_${act.a}${act.n % 2}`,
      amount: rub(40),
      writtenOffOn: dayOf(play),
      reasonId: "lost",
    }),
  act: async (play, act) => {
    const id = `document_${act.a}${act.n % 3}` as const
    const on = dayOf(play)
    const less = act.n % 3 === 2
    await play.shop.documents.draft({
      id,
      dealId: deal(act),
      kind: "serviceAct",
      amount: rub(less ? 60 : 100),
      draftedOn: on,
      ...(less ? { invoiceId: `invoice_${act.a}0`, difference: { reasonId: "less" } } : {}),
    })
    return play.shop.documents.sign({ documentId: id, signedOn: on })
  },
  revoke: async (play, act) => {
    const documentId = `document_${act.a}${act.n % 3}` as const
    await play.shop.documents.askRevocation({ documentId, by: "client", revocationAskedOn: dayOf(play) })
    return play.shop.documents.revoke({ documentId, revokedOn: dayOf(play) })
  },
  settle: async (play, act) => {
    const on = dayOf(play)
    const [invoiceId, documentId] = [`invoice_${act.a}s`, `document_${act.a}s`] as const
    const instalments = [{ dueOn: on, amountMinor: 100 }]
    await play.shop.invoices.issue({ id: invoiceId, dealId: deal(act), issuedOn: on, currency: "RUB", instalments })
    await play.shop.payments.receive({ id: `payment_${act.a}s`, invoiceId, amount: rub(100), receivedOn: on })
    await play.shop.documents.draft({
      id: documentId,
      dealId: deal(act),
      kind: "serviceAct",
      amount: rub(100),
      draftedOn: on,
    })
    return play.shop.documents.sign({ documentId, signedOn: on })
  },
  receive: ({ shop }, act) =>
    shop.leads.receive({ id: lead(act), name: "N", channelId: "site", ...(act.n > 4 ? { ownerId: person(act) } : {}) }),
  take: ({ shop }, act) => shop.leads.take({ leadId: lead(act), ownerId: person(act) }),
  nurture: (play, act) =>
    play.shop.leads.nurture({ leadId: lead(act), until: dayOf(play, [9, 300, 30_000][act.n % 3]) }),
  qualify: ({ shop }, act) => shop.leads.qualify({ leadId: lead(act), client: { id: client(act) } }),
  disqualify: ({ shop }, act) => shop.leads.disqualify({ leadId: lead(act), reasonId: "spam" }),
  step: (play, act) =>
    play.shop.nextSteps.set({
      id: `step_${act.a}${act.b}`,
      ...subject(act),
      typeId: "call",
      dueOn: dayOf(play, [1, 20, 400, 30_000][act.b]),
      ownerId: person(act),
    }),
  complete: ({ shop }, act) => shop.nextSteps.complete({ nextStepId: `step_${act.a}${act.b}` }),
  inbound: ({ shop }, act) =>
    shop.dialogs.record({ ...subject(act), kind: "mail", direction: "inbound", outcomeId: "undecided" }),
  outbound: ({ shop }, act) =>
    shop.dialogs.record({
      ...subject(act),
      kind: "call",
      direction: "outbound",
      outcomeId: "agreed",
      repId: person(act),
    }),
  park: (play, act) => {
    const id = [deal(act), client(act), lead(act)][act.n % 3] ?? deal(act)
    return play.shop.control.park({ id, reasonId: "clientAsked", resumeOn: dayOf(play, act.n * 15) })
  },
  ruleOut: ({ shop }, act) => shop.control.ruleOut({ id: deal(act), state: "noNextStep", reason: "it is known" }),
  mergeClients: ({ shop }, act) => shop.clients.merge({ intoId: client(act), fromId: `client_${act.a}` }),
  unmerge: ({ shop }, act) => shop.clients.unmerge({ clientId: client(act) }),
  mergeDeals: ({ shop }, act) => shop.deals.merge({ intoId: deal(act), fromId: `deal_${act.b}` }),
  remove: ({ shop }, act) => shop.deals.remove({ dealId: deal(act), reason: "entered twice" }),
  restore: ({ shop }, act) => shop.deals.restore({ dealId: deal(act) }),
  erase: ({ shop }, act) => shop.personalData.erase({ clientId: client(act) }),
  offboard: async (play, act) => {
    const [personId, restToId] = [people[act.a - 1] ?? first, people[act.b - 1] ?? first]
    await play.shop.control.offboard({ personId, restToId, leftOn: dayOf(play, -1) })
    await nothingLeftWith(play, personId)
    return undefined
  },
  rejoin: ({ shop }) => shop.reps.state({ rows: staff }),
  adopt: async (play, act) => {
    const [pipeline] = play.config.pipelines
    if (pipeline === undefined) return undefined
    await play.shop.department.publish({ ...play.config, pipelines: [{ ...pipeline, version: 2 + (act.n % 2) }] })
    return play.shop.deals.adopt({ pipelineId: pipeline.id, dealIds: [deal(act)] })
  },
  tick: ({ dept }) => dept.tick({ tenants: ["shop-17"] }).then(() => undefined),
} satisfies {
  readonly [name: string]: (play: Play, act: Act, at: { readonly occurredAt?: string }) => Promise<Answer | object>
}

const staff = people.map((personId) => ({
  id: `rep_${personId}` as const,
  personId,
  name: personId,
  teamId: null,
  joinedOn: null,
  leftOn: null,
}))

const often: ReadonlyArray<Act["what"]> = [
  "open",
  "advance",
  "advanceFar",
  "settle",
  "invoice",
  "pay",
  "act",
  "advanceFar",
]

const anyAct: fc.Arbitrary<Act> = fc.record({
  what: fc.oneof(
    { weight: 2, arbitrary: fc.constantFrom(...often) },
    { weight: 3, arbitrary: fc.constantFrom(...(Object.keys(acts) as ReadonlyArray<Act["what"]>)) },
  ),
  a: fc.constantFrom(1, 2, 3),
  b: fc.constantFrom(1, 2, 3),
  n: fc.nat({ max: 9 }),
  afterDays: fc.constantFrom(0, 0, 0, 1, 3, 15, 80, -2),
  backDays: fc.constantFrom(0, 0, 0, 1, 30, 3000),
})

const anyDepartment = fc.record({
  preset: fc.constantFrom("servicesWithActs", "goodsWithDeliveryNotes", "b2bSaas"),
  timeZone: fc.constantFrom("Europe/Moscow", "America/New_York", "Pacific/Kiritimati"),
})

/** A department of anybody. */
type Department = typeof anyDepartment extends fc.Arbitrary<infer Value> ? Value : never

const configOf = ({ preset, timeZone }: Department): DepartmentConfig => ({
  ...presets[preset]({ timeZone, currency: "RUB" }),
  overrides: { perPerson: 3, period: "month", roles: ["head"] },
})

const all = { limit: 100 } as const

/** What came in for an invoice, counted from the payments. */
const receivedFor = async ({ shop }: Play, { id }: Invoice): Promise<number> =>
  (await shop.payments.page(all)).items
    .flatMap(({ allocations }) => allocations)
    .reduce((sum, { invoiceId, invoiceMinor }) => sum + (invoiceId === id ? invoiceMinor : 0), 0)

/** The gates of the ready pipelines, said once more and from the records alone. */
const gateHeld = async (play: Play, dealId: `deal_${string}`, from: string, to: string): Promise<void> => {
  const { shop, config } = play
  const stages = config.pipelines[0]?.stages ?? []
  const meaning = (id: string) => stages.find((stage) => stage.id === id)?.meaning
  const place = (id: string) => stages.findIndex((stage) => stage.id === id)
  const one = await shop.deals.get(dealId)
  const invoices = (await shop.invoices.page({ ...all, where: { dealId } })).items
  const paid = await Promise.all(invoices.map((invoice) => receivedFor(play, invoice)))
  const settled = invoices.map(({ credits, writeOffs }, at) =>
    [...credits, ...writeOffs].reduce((sum, { amountMinor }) => sum + amountMinor, paid[at] ?? 0),
  )
  const told = JSON.stringify({ dealId, from, to, one, invoices })
  if (to === "contract") {
    expect(one?.amount, told).not.toBeNull()
    expect(await shop.clients.get((one?.clientId ?? "client_none") as "client_1"), told).not.toBeNull()
  }
  if (meaning(from) === "awaitingPayment" && meaning(to) !== "lost" && place(to) > place(from)) {
    expect(invoices.length, told).toBeGreaterThan(0)
    for (const [at, { instalments }] of invoices.entries()) {
      let left = settled[at] ?? 0
      for (const { amountMinor, dueOn, kind } of instalments) {
        if (left < amountMinor) {
          expect(kind, told).not.toBe("advance")
          expect(dueOn === null || dueOn >= dayOf(play), told).toBe(true)
        }
        left = Math.max(0, left - amountMinor)
      }
    }
  }
  if (meaning(to) === "aftercare" || meaning(to) === "done") {
    const amountMinor = one?.amount?.amountMinor ?? Number.POSITIVE_INFINITY
    const sum = (values: ReadonlyArray<number>) => values.reduce((total, value) => total + value, 0)
    const covered = sum(paid) + sum(invoices.map(({ creditedMinor }) => creditedMinor))
    expect(covered, told).toBe(sum(invoices.map(({ totalMinor }) => totalMinor)))
    // What was credited was not sold: the amount follows it.
    expect(sum(paid), told).toBeGreaterThanOrEqual(amountMinor)
    const documents = (await shop.documents.page({ ...all, where: { dealId } })).items
    const live = documents.filter(({ revokedOn }) => revokedOn === null)
    expect(live.length > 0 && live.every(({ signedOn }) => signedOn !== null), told).toBe(true)
    const accepted = live.map(
      ({ amount, difference }) => amount.amountMinor - Math.min(0, difference?.differenceMinor ?? 0),
    )
    expect(sum(accepted), told).toBeGreaterThanOrEqual(amountMinor)
  }
}

/** Every move that was made met its gates, but for those that somebody stands for. */
const gatesHeld = async (play: Play, answer: Answer): Promise<void> => {
  for (const { type, stream, payload } of answer?.events ?? []) {
    if (type !== "DealMoved" && type !== "DealAdopted") continue
    const { from, to, override } = payload as { from: string; to: string; override?: object }
    if (override !== undefined) play.trusted.add(stream)
    if (override === undefined && from !== to) await gateHeld(play, `deal_${stream.slice("deal_".length)}`, from, to)
  }
}

/** Whoever stands behind the contract has the client and the amount that it asked for, whatever was done since. */
const gatesStayMet = async ({ shop, config, trusted }: Play): Promise<void> => {
  const stages = stagesOf({ config })
  for (const one of (await shop.deals.page({ ...all, where: { standing: "active" } })).items) {
    if (trusted.has(one.id) || stages.indexOf(one.stageId) < stages.indexOf("contract")) continue
    expect(one, JSON.stringify(one)).toMatchObject({ amount: {}, clientId: expect.stringContaining("client_") })
  }
}

/** The states of all records on a day when everything that was put off has come back. */
const inTheEnd = ({ shop, clock }: Play) =>
  shop.control.partition({
    asOf: new Date(clock.ms + 100_000 * dayMs).toISOString(),
    records: "now",
    idsPerState: 100,
  })

async function nothingLeftWith(play: Play, personId: string): Promise<void> {
  const partitions = await inTheEnd(play)
  for (const { byOwner } of [partitions.lead, partitions.client, partitions.deal]) {
    const counts = byOwner.find(({ ownerId }) => ownerId === personId)?.counts
    for (const [state, count] of Object.entries(counts ?? {})) {
      if (state !== "closed") expect(count, `${personId} ${state}`).toBe(0)
    }
  }
  const steps = (await play.shop.nextSteps.page({ ...all, where: { ownerId: personId, status: "open" } })).items
  expect(steps).toEqual([])
}

/** All records that are in the base. */
const basesOf = async ({ shop }: Play) => ({
  lead: (await shop.leads.page({ ...all, where: { standing: "active" } })).items,
  client: (await shop.clients.page({ ...all, where: { standing: "active" } })).items,
  deal: (await shop.deals.page({ ...all, where: { standing: "active" } })).items,
})

/** Everybody is in one state, now and in the end, whatever the clock says. */
const everybodySeen = async (play: Play) => {
  const sizes = await basesOf(play)
  const partitions = [await play.shop.control.partition({ idsPerState: 100 }), await inTheEnd(play)] as const
  for (const kind of ["lead", "client", "deal"] as const) {
    const ids = sizes[kind].map(({ id }) => id).toSorted()
    for (const { states } of partitions.map((one) => one[kind])) {
      expect(states.flatMap(({ worstIds }) => worstIds).toSorted()).toEqual(ids)
    }
  }
  return partitions
}

/** Everybody is in one state, is on a list or has a reason not to be, and comes back in the end. */
const nobodyLeft = async (play: Play): Promise<void> => {
  const { shop } = play
  const sizes = await basesOf(play)
  const [now, end] = await everybodySeen(play)
  const stateIn = (partitions: typeof now) =>
    new Map(
      [partitions.lead, partitions.client, partitions.deal].flatMap(({ states }) =>
        states.flatMap(({ state, worstIds }) => worstIds.map((id) => [id, state] as const)),
      ),
    )
  const [states, last] = [stateIn(now), stateIn(end)]
  const { rows, hidden } = await shop.control.list()
  const asked = [...states].flatMap(([id, state]) => (calmStates.includes(state) ? [] : [id])).toSorted()
  expect([...rows, ...hidden].map(({ id }) => id).toSorted()).toEqual(asked)
  const promised = {
    kinds: ["lead", "client", "deal"],
    states: now.lead.states.flatMap(({ state }) => (calmStates.includes(state) ? [] : [state])),
  } as const
  const coverage = await shop.control.coverage({ promised })
  expect(coverage.uncovered.map(({ id }) => id).toSorted()).toEqual(asked)
  expect(coverage.isCovered).toBe(asked.length === 0)
  const covered = await shop.control.assertCovered({ promised }).then(
    () => true,
    () => false,
  )
  expect(covered).toBe(asked.length === 0)
  const dealsOf = Map.groupBy(sizes.deal, ({ clientId }) => clientId)
  for (const [id, state] of last) {
    // A client whose deal needs somebody is looked after there.
    const ofDeals = (dealsOf.get(id as "client_1") ?? []).map((one) => last.get(one.id) ?? "closed")
    const isElsewhere = ofDeals.some((one) => !calmStates.includes(one))
    if (!isElsewhere && calmStates.includes(state)) expect(`${id} ${state}`).toBe(`${id} closed`)
  }
  const left = new Set(
    (await shop.reps.page(all)).items.flatMap(({ personId, leftOn }) => (leftOn === null ? [] : [personId])),
  )
  // What is closed owes nothing and was promised nothing.
  const [invoices, steps] = [
    await shop.invoices.page(all),
    await shop.nextSteps.page({ ...all, where: { status: "open" } }),
  ]
  for (const { dealId, ...one } of invoices.items) {
    if (openMinorOf(one) > 0) expect(last.get(dealId) ?? "out of the base", dealId).not.toBe("closed")
  }
  for (const { dealId, leadId, clientId } of steps.items) {
    const about = dealId ?? leadId ?? clientId ?? ""
    expect(last.get(about) ?? "out of the base", about).not.toBe("closed")
  }
  const inWork = [
    ...sizes.lead.filter(({ closedAt }) => closedAt === null),
    ...sizes.deal.filter(({ outcome, stageId }) => outcome !== "lost" && stageId !== "done"),
  ]
  for (const { id, ownerId } of inWork) {
    // Whatever is not over has somebody who is there, or is told to be nobody's.
    if (ownerId !== null && !left.has(ownerId)) continue
    expect(coverage.uncovered.find((one) => one.id === id)?.holds, id).toContain("unassigned")
  }
}

const moneyAddsUp = async (play: Play): Promise<void> => {
  for (const invoice of (await play.shop.invoices.page(all)).items) {
    expect(await receivedFor(play, invoice)).toBe(invoice.paidMinor)
    expect(
      invoice.totalMinor - invoice.paidMinor - invoice.creditedMinor - invoice.writtenOffMinor,
    ).toBeGreaterThanOrEqual(0)
  }
  for (const { amount, allocations, refunds, unallocatedMinor } of (await play.shop.payments.page(all)).items) {
    const counted = allocations.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
    const refundedMinor = refunds.reduce((sum, refund) => sum + refund.amountMinor, 0)
    expect(counted + refundedMinor + unallocatedMinor).toBe(amount.amountMinor)
  }
}

const played = async (department: Department, history: ReadonlyArray<Act>): Promise<void> => {
  const config = configOf(department)
  const scene = await attack(config)
  const play: Play = { ...scene, config, clock: { ms: Date.parse("2026-02-02T06:00:00.000Z") }, trusted: new Set() }
  await play.shop.reps.state({ rows: staff })
  for (const at of [1, 2, 3] as const) {
    const act: Act = { what: "open", a: at, b: at, n: at, afterDays: 0, backDays: 0 }
    for (const what of ["register", "contact", "open"] as const) await acts[what](play, act, {})
  }
  // A clock may be put back, and is right again in the end.
  let latestMs = play.clock.ms
  for (const act of history) {
    play.clock.ms += act.afterDays * dayMs + 60_000
    latestMs = Math.max(latestMs, play.clock.ms)
    play.at(new Date(play.clock.ms).toISOString())
    const at = act.backDays === 0 ? {} : { occurredAt: new Date(play.clock.ms - act.backDays * dayMs).toISOString() }
    const one: (play: Play, act: Act, at: { readonly occurredAt?: string }) => Promise<Answer | object> = acts[act.what]
    const answer = await one(play, act, at).catch((error: unknown) => {
      if (!isSalesDeptError(error)) throw error
      return undefined
    })
    await gatesHeld(play, answer)
  }
  await everybodySeen(play)
  play.clock.ms = latestMs
  play.at(new Date(latestMs).toISOString())
  await nobodyLeft(play)
  await gatesStayMet(play)
  await moneyAddsUp(play)
}

describe("after any history of a department", () => {
  it("gates were met and stay so, nobody is out of control or put off for ever, coverage tells the truth, and money adds up", async () => {
    await fc.assert(
      fc.asyncProperty(anyDepartment, fc.array(anyAct, { minLength: 5, maxLength: 50, size: "max" }), played),
      { numRuns: Number(process.env["PROMISE_RUNS"] ?? 40) },
    )
  })
})
