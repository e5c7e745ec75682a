import * as Effect from "effect/Effect"
import { expect, it } from "vitest"
import type { RecordState } from "../../src/journal/Aggregate.ts"
import { memory, presets, salesDept } from "../../src/promise/index.ts"
import type { StoreProvider } from "../../src/promise/index.ts"

const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })

/** A store that gives debriefs as they stood when it was told to keep them, as one does to whoever read just before another wrote. */
const staleStore = () => {
  let kept: ReadonlyArray<RecordState> | null = null
  let isKeeping = false
  const provider: StoreProvider = {
    open: async () => {
      const { store, close } = await memory().open()
      const scan: typeof store.scan = (tenant, of, onBatch) => {
        if (of.kind !== "debrief" || !isKeeping) return store.scan(tenant, of, onBatch)
        if (kept !== null) return Effect.sync(() => onBatch(kept as Parameters<typeof onBatch>[0]))
        const batches: Array<RecordState> = []
        const noted: typeof onBatch = (batch) => {
          for (const record of batch) batches.push(record)
          onBatch(batch)
        }
        return Effect.tap(store.scan(tenant, of, noted), () => Effect.sync(() => (kept = batches)))
      }
      return { store: { ...store, scan }, close }
    },
  }
  const keep = (): void => {
    isKeeping = true
  }
  return { provider, keep }
}

it("leaves alone what another tick has verified since it read, and closes the period", async () => {
  const { provider, keep } = staleStore()
  let now = Date.parse("2026-02-02T09:00:00.000Z")
  await using dept = await salesDept({ store: provider, department, now: () => now })
  const head = dept.tenant("shop-17").as("user:head")
  await head.reps.state({ rows: [{ id: "rep_ann", personId: "user:ann", name: "Ann", joinedOn: "2025-01-01" }] })
  await head.reviewSchedules.set({ span: "day", hoursAfter: 1 })
  const text = (en: string) => ({ en, ru: en })
  const day = { kind: "day", label: "2026-02-02", from: "2026-02-02", to: "2026-02-03" } as const
  const ids = Array.from({ length: 20 }, (_, at) => `lead_${at}`)
  now = Date.parse("2026-02-03T09:00:00.000Z")
  await dept.tick()
  await head.findings.raise({
    findings: [
      {
        id: "finding_1",
        ruleId: "lead.untaken",
        ruleVersion: 1,
        kind: "mistake",
        severity: "major",
        title: text("Not taken"),
        what: text("Not taken"),
        next: text("Who takes them?"),
        ownerId: "user:ann",
        evidence: { kind: "lead", ids, count: ids.length },
        atStake: null,
        withheldReason: text("a lead states no amount"),
        period: day,
      },
    ],
  })
  const planned = { route: "personal", repId: "user:ann", leaderId: "user:head", plannedOn: "2026-02-03" } as const
  const { debrief } = await head.debriefs.plan({ ...planned, findingIds: ["finding_1"] })
  const action = { id: "leads", what: "Take them", ownerId: "user:ann", dueOn: "2026-02-03", ruleId: "lead.untaken" }
  await head.debriefs.hold({ debriefId: debrief.id, decisions: "Leads", actions: [{ ...action, expected: "fewer" }] })
  keep()
  const outcomes: Array<string | undefined> = []
  for (const morning of ["2026-02-04", "2026-02-05", "2026-02-06"]) {
    now = Date.parse(`${morning}T09:00:00.000Z`)
    const { duties } = await dept.tick()
    expect(duties.flatMap(({ failures }) => failures)).toEqual([])
    outcomes.push((await head.debriefs.get(debrief.id))?.actions[0]?.verdict?.outcome)
  }
  expect(outcomes.at(-1)).toBe("effect")
})
