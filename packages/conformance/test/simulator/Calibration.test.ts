import { localDateTimeOf } from "@salesdept/core/shared"
import { describe, expect, it } from "vitest"
import type { SimulatedAction, SimulatedDepartment } from "../../src/simulator/index.ts"
import { simulateDepartment } from "../../src/simulator/index.ts"

type OfType<Type extends SimulatedAction["type"]> = Extract<SimulatedAction, { readonly type: Type }>

const of = <Type extends SimulatedAction["type"]>(
  { actions }: SimulatedDepartment,
  type: Type,
): ReadonlyArray<OfType<Type>> => actions.filter((action): action is OfType<Type> => action.type === type)

const sorted = (values: ReadonlyArray<number>): ReadonlyArray<number> => values.toSorted((a, b) => a - b)
const median = (values: ReadonlyArray<number>): number => sorted(values)[Math.floor(values.length / 2)] ?? Number.NaN
const mean = (values: ReadonlyArray<number>): number => values.reduce((sum, value) => sum + value, 0) / values.length
const epochDays = ({ at }: SimulatedAction): number => Date.parse(at) / 86_400_000
const lastDay = (department: SimulatedDepartment): number => Date.parse(department.options.until) / 86_400_000

const seeds = [1, 2, 3, 4, 5, 6]
const years = seeds.map((seed) => simulateDepartment({ seed }))

const agreed = (department: SimulatedDepartment): ReadonlyArray<OfType<"dealMoved">> =>
  of(department, "dealMoved").filter(({ toStageId }) => toStageId === "paymentControl")

describe.each(years.map((department, index) => ({ department, seed: seeds[index] })))(
  "a year of the default department, seed $seed",
  ({ department }) => {
    it("has its usual size", () => {
      expect(of(department, "leadReceived").length).toSatisfy((count: number) => count >= 1500 && count <= 2500)
      expect(of(department, "dealOpened").length).toSatisfy((count: number) => count >= 780 && count <= 1020)
    })

    it("wins a quarter to a third of what is decided", () => {
      const won = agreed(department).length
      const share = won / (won + of(department, "dealLost").length)
      expect(share).toSatisfy((value: number) => value >= 0.23 && value <= 0.38)
    })

    it("has amounts with a heavy tail", () => {
      const amounts = of(department, "invoiceIssued").map(({ amountMinor }) => amountMinor)
      expect(mean(amounts) / median(amounts)).toBeGreaterThan(1.3)
      expect(Math.max(...amounts) / median(amounts)).toBeGreaterThan(8)
    })

    it("is paid late and in parts, but mostly in time", () => {
      const firstPayment = new Map<string, OfType<"paymentReceived">>()
      const payments = of(department, "paymentReceived")
      for (const payment of payments) {
        if (!firstPayment.has(payment.invoiceKey)) firstPayment.set(payment.invoiceKey, payment)
      }
      let late = 0
      let partial = 0
      for (const { invoiceKey, instalments } of of(department, "invoiceIssued")) {
        const payment = firstPayment.get(invoiceKey)
        const [first] = instalments
        if (payment === undefined || first === undefined) continue
        if (payment.at.slice(0, 10) > first.dueOn) late++
        if (payment.amountMinor < first.amountMinor) partial++
      }
      expect(late / firstPayment.size).toSatisfy((share: number) => share > 0.1 && share < 0.45)
      expect(partial).toBeGreaterThan(3)
    })

    it("has records in every state of control on its last day", () => {
      const end = lastDay(department)
      const endDate = department.options.until
      const taken = new Set(of(department, "leadTaken").map(({ leadKey }) => leadKey))
      const decided = new Set(
        [...of(department, "leadQualified"), ...of(department, "leadDisqualified")].map(({ leadKey }) => leadKey),
      )
      const received = of(department, "leadReceived")
      const done = of(department, "dealMoved").filter(({ toStageId }) => toStageId === "done")
      const closed = new Set([...of(department, "dealLost"), ...done].map(({ dealKey }) => dealKey))
      const open = of(department, "dealOpened").filter(({ dealKey }) => !closed.has(dealKey))
      const stepDone = new Set(of(department, "nextStepDone").map(({ stepKey }) => stepKey))
      const due = new Map<string, string>()
      const stepOf = new Map<string, string>()
      const owner = new Map<string, string>()
      const lastTouch = new Map<string, number>()
      for (const action of department.actions) {
        if (action.type === "nextStepSet") stepOf.set(action.about.key, action.stepKey)
        if (action.type === "nextStepSet" || action.type === "nextStepMoved") due.set(action.stepKey, action.dueOn)
        if (action.type === "dealOpened") owner.set(action.dealKey, action.ownerId)
        if (action.type === "dealReassigned") owner.set(action.dealKey, action.toRepId)
        if (action.type === "dialogHeld") lastTouch.set(action.about.key, epochDays(action))
      }
      const openStep = (key: string): string | undefined => {
        const stepKey = stepOf.get(key)
        return stepKey === undefined || stepDone.has(stepKey) ? undefined : due.get(stepKey)
      }
      const left = new Set(department.reps.filter(({ leftOn }) => leftOn !== null).map(({ id }) => id))
      const sent = new Set(of(department, "documentSent").map(({ documentKey }) => documentKey))
      const signed = new Set(of(department, "documentSigned").map(({ documentKey }) => documentKey))
      const paid = new Map<string, number>()
      for (const { invoiceKey, amountMinor } of of(department, "paymentReceived")) {
        paid.set(invoiceKey, (paid.get(invoiceKey) ?? 0) + amountMinor)
      }
      const owing = of(department, "invoiceIssued").filter(({ invoiceKey, instalments }) => {
        const overdue = instalments.filter(({ dueOn }) => dueOn < endDate)
        return (paid.get(invoiceKey) ?? 0) < overdue.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
      })
      const lastDeal = new Map(of(department, "dealOpened").map((deal) => [deal.clientKey, epochDays(deal)]))
      const regulars = of(department, "clientRegistered").filter(({ origin }) => origin === "base")
      const missed = of(department, "dialogHeld").filter(({ outcome }) => outcome === "missed")

      const states = {
        "lead nobody took": received.filter(({ leadKey }) => !taken.has(leadKey)),
        "lead taken and left lying": received.filter(
          (lead) => taken.has(lead.leadKey) && !decided.has(lead.leadKey) && end - epochDays(lead) > 30,
        ),
        "deal in good order": open.filter(({ dealKey }) => (openStep(dealKey) ?? "") >= endDate),
        "deal with an overdue step": open.filter(({ dealKey }) => (openStep(dealKey) ?? endDate) < endDate),
        "deal without a step": open.filter(({ dealKey }) => openStep(dealKey) === undefined),
        "deal nobody touched for a month": open.filter(({ dealKey }) => end - (lastTouch.get(dealKey) ?? end) > 30),
        "deal of a rep who left": open.filter(({ dealKey }) => left.has(owner.get(dealKey) ?? "")),
        "instalment overdue": owing,
        "document drafted and not sent": of(department, "documentDrafted").filter((d) => !sent.has(d.documentKey)),
        "document sent and not signed": [...sent].filter((key) => !signed.has(key)),
        "inbound call nobody answered, and nothing since": missed.filter(
          (call) => lastTouch.get(call.about.key) === epochDays(call),
        ),
        "regular client gone quiet": regulars.filter(({ clientKey }) => end - (lastDeal.get(clientKey) ?? 0) > 180),
        "deal handed over": of(department, "dealReassigned"),
        "lead recommended by a client": received.filter(({ referredByClientKey }) => referredByClientKey !== null),
        "repeat sale": of(department, "dealOpened").filter(({ leadKey }) => leadKey === null),
      }
      const empty = Object.entries(states)
        .filter(([, records]) => records.length === 0)
        .map(([state]) => state)
      // One small group of orphaned deals may be taken over completely; the next test asks for them over all seeds.
      expect(empty.filter((state) => state !== "deal of a rep who left")).toEqual([])
    })
  },
)

describe("the years together", () => {
  const all = years.flatMap(({ actions }) => actions)
  const ofAll = <Type extends SimulatedAction["type"]>(type: Type): ReadonlyArray<OfType<Type>> =>
    all.filter((action): action is OfType<Type> => action.type === type)

  it("have seasons: a busy December, a quiet January", () => {
    const inMonth = (month: string): number =>
      ofAll("leadReceived").filter(({ at }) => at.slice(5, 7) === month && at >= "2025-10").length
    expect(inMonth("12") / inMonth("01")).toBeGreaterThan(1.3)
    expect(inMonth("03") / inMonth("05")).toBeGreaterThan(1.1)
  })

  it("hurry the last stages in the last month of a quarter", () => {
    const entered = new Map<string, OfType<"dealMoved">>()
    const days: { readonly last: Array<number>; readonly other: Array<number> } = { last: [], other: [] }
    for (const [index, department] of years.entries()) {
      for (const move of of(department, "dealMoved")) {
        if (move.toStageId === "negotiation") entered.set(`${index} ${move.dealKey}`, move)
        if (move.fromStageId !== "negotiation") continue
        const entry = entered.get(`${index} ${move.dealKey}`)
        if (entry === undefined) continue
        const isLast = Number(entry.at.slice(5, 7)) % 3 === 0
        days[isLast ? "last" : "other"].push(epochDays(move) - epochDays(entry))
      }
    }
    expect(median(days.last)).toBeLessThan(median(days.other))
  })

  it("have times in a stage that look lognormal: skewed as they are, even as logarithms", () => {
    const skew = (values: ReadonlyArray<number>): number => {
      const centre = mean(values)
      const spread = Math.sqrt(mean(values.map((value) => (value - centre) ** 2)))
      return mean(values.map((value) => ((value - centre) / spread) ** 3))
    }
    const times: Array<number> = []
    for (const department of years) {
      const entered = new Map<string, number>()
      for (const move of of(department, "dealMoved")) {
        if (move.toStageId === "proposal") entered.set(move.dealKey, epochDays(move))
        const since = entered.get(move.dealKey)
        if (move.fromStageId === "proposal" && since !== undefined) times.push(epochDays(move) - since)
      }
    }
    expect(skew(times)).toBeGreaterThan(1.5)
    expect(Math.abs(skew(times.map(Math.log)))).toBeLessThan(0.6)
  })

  it("have quiet weekends", () => {
    const weekday = ({ at }: SimulatedAction): number =>
      new Date(`${localDateTimeOf(at, "Europe/Moscow").date}T00:00:00.000Z`).getUTCDay()
    const received = ofAll("leadReceived").map(weekday)
    const sundays = received.filter((day) => day === 0).length
    const tuesdays = received.filter((day) => day === 2).length
    expect(sundays).toBeGreaterThan(0)
    expect(sundays / tuesdays).toBeLessThan(0.4)
    expect(ofAll("dialogHeld").filter((dialog) => weekday(dialog) === 0)).toEqual([])
  })

  it("have reps who differ, newcomers who win less, and deals left behind by those who left", () => {
    const newcomers = { won: 0, lost: 0 }
    const others = { won: 0, lost: 0 }
    let orphans = 0
    for (const department of years) {
      const fresh = new Set(department.reps.filter(({ mentorId }) => mentorId !== null).map(({ id }) => id))
      for (const { actor } of agreed(department)) (fresh.has(actor) ? newcomers : others).won++
      for (const { actor } of of(department, "dealLost")) (fresh.has(actor) ? newcomers : others).lost++
      const leaver = department.reps.find(({ leftOn }) => leftOn !== null)
      const owner = new Map<string, string>()
      for (const action of department.actions) {
        if (action.type === "dealOpened") owner.set(action.dealKey, action.ownerId)
        if (action.type === "dealReassigned") owner.set(action.dealKey, action.toRepId)
        if (action.type === "dealLost") owner.delete(action.dealKey)
        if (action.type === "dealMoved" && action.toStageId === "done") owner.delete(action.dealKey)
      }
      orphans += [...owner.values()].filter((id) => id === leaver?.id).length
    }
    expect(newcomers.won / (newcomers.won + newcomers.lost)).toBeLessThan(others.won / (others.won + others.lost))
    expect(orphans).toBeGreaterThan(3)
  })

  it("miss some quarters and exceed others", () => {
    const attained: Array<number> = []
    for (const department of years) {
      for (const quarter of ["2025-Q4", "2026-Q1", "2026-Q2", "2026-Q3"]) {
        const months = (at: string): string => `${at.slice(0, 4)}-Q${Math.ceil(Number(at.slice(5, 7)) / 3)}`
        const fact = of(department, "invoiceIssued").filter(({ at }) => months(at) === quarter)
        const target = department.targets.filter((t) => t.repId === null && t.quarter === quarter)
        const sum = (rows: ReadonlyArray<{ readonly amountMinor: number }>): number =>
          rows.reduce((total, { amountMinor }) => total + amountMinor, 0)
        attained.push(sum(fact) / sum(target))
      }
    }
    expect(attained.some((ratio) => ratio > 1.05)).toBe(true)
    expect(attained.some((ratio) => ratio < 0.95)).toBe(true)
    expect(mean(attained)).toSatisfy((ratio: number) => ratio > 0.8 && ratio < 1.2)
  })
})

describe("options", () => {
  it("scale demand in proportion", () => {
    const leads = (scale: number): number =>
      simulateDepartment({ seed: 8, scale }).actions.filter(({ type }) => type === "leadReceived").length
    expect(leads(4) / leads(1)).toSatisfy((ratio: number) => ratio > 3.6 && ratio < 4.4)
  })

  it("give English names, dollars and another zone", () => {
    const department = simulateDepartment({
      seed: 8,
      scale: 0.2,
      language: "en",
      currency: "USD",
      timeZone: "America/New_York",
    })
    const text = JSON.stringify(department)
    expect(text).not.toMatch(/[А-Яа-яЁё]/)
    expect(department.products.find(({ id }) => id === "audit")).toEqual({
      id: "audit",
      name: "Process audit",
      listPriceMinor: 120_000,
    })
  })
})
