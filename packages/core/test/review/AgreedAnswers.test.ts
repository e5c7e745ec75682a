import { describe, expect, it } from "vitest"
import { fiveDayCalendar } from "../../src/shared/index.ts"
import type { Attack } from "../attack.ts"
import { attack, attacked } from "../attack.ts"

const hourMs = 3_600_000

const agreed = {
  ...attacked,
  control: {
    ...attacked.control,
    sla: {
      calendar: fiveDayCalendar,
      firstResponse: { minutes: 60, remindBeforeMinutes: 0 },
      rollingResponse: { minutes: 240, remindBeforeMinutes: 0 },
      escalation: [],
    },
  },
} as const

const lateOn = async ({ shop }: Attack, on: string) =>
  (await shop.findings.find({ span: "day", on })).findings
    .filter(({ ruleId }) => ruleId === "sla.breached")
    .map(({ ownerId, what, evidence }) => [ownerId, what.en.split("longest ")[1], evidence.ids])

const ticks = async ({ at, dept }: Attack, from: string, to: string) => {
  for (let ms = Date.parse(from); ms <= Date.parse(to); ms += hourMs) {
    at(new Date(ms).toISOString())
    await dept.tick({ tenants: ["shop-17"] })
  }
}

const call = { kind: "call", outcomeId: "agreed" } as const

describe("answers later than agreed", () => {
  it.each([{ watch: true }, { watch: false }])(
    "are counted to the first word about a lead, not to its taking, watched or not ($watch)",
    async ({ watch }) => {
      const scene = await attack(agreed)
      const { shop, at } = scene
      if (watch) await shop.control.watch({ everyMinutes: 60 })
      // Monday, nine in the morning: ten o'clock is agreed. The third is entered after the first talk.
      for (const id of ["lead_1", "lead_2", "lead_3", "lead_4"] as const) {
        await shop.leads.receive({ id, name: "L", channelId: "site", ownerId: "ann" })
        await shop.leads.take({ leadId: id, ownerId: "ann" })
      }
      const ours = { ...call, direction: "outbound", repId: "ann" } as const
      await shop.dialogs.record({ ...ours, leadId: "lead_3" }, { occurredAt: "2026-02-02T05:55:00.000Z" })
      at("2026-02-02T06:50:00.000Z")
      await shop.dialogs.record({ ...ours, leadId: "lead_2" })
      at("2026-02-02T09:00:00.000Z")
      await shop.dialogs.record({ ...ours, leadId: "lead_1" })
      await ticks(scene, "2026-02-03T06:00:00.000Z", "2026-02-04T06:00:00.000Z")
      const what = [["ann", "by 14 h.", ["lead_4", "lead_1"]]]
      expect(await lateOn(scene, "2026-02-02")).toEqual(what)
    },
  )

  it("say the same of an answer that no clock has looked at yet", async () => {
    const scene = await attack(agreed)
    const { shop, at } = scene
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.control.watch({ everyMinutes: 60 })
    await shop.dialogs.record({ ...call, outcomeId: "noAnswer", clientId: "client_1", direction: "inbound" })
    // One o'clock is agreed; the breach is looked at again after a day.
    await ticks(scene, "2026-02-02T07:00:00.000Z", "2026-02-02T11:00:00.000Z")
    at("2026-02-02T12:00:00.000Z")
    await shop.dialogs.record({ ...call, clientId: "client_1", direction: "outbound", repId: "ann" })
    await ticks(scene, "2026-02-02T13:00:00.000Z", "2026-02-02T21:00:00.000Z")
    const early = await lateOn(scene, "2026-02-02")
    expect(early).toEqual([["ann", "by 2 h.", ["client_1"]]])
    await ticks(scene, "2026-02-03T06:00:00.000Z", "2026-02-05T06:00:00.000Z")
    expect(await lateOn(scene, "2026-02-02")).toEqual(early)
  })

  it("are judged as their clock was: a day that became a holiday is no delay", async () => {
    const scene = await attack(agreed)
    const { shop, at } = scene
    await shop.clients.register({ id: "client_1", name: "Bakery", ownerId: "ann" })
    await shop.control.watch({ everyMinutes: 60 })
    // Monday, two in the afternoon: the four hours end on Monday at six.
    at("2026-02-02T13:00:00.000Z")
    await shop.dialogs.record({ ...call, outcomeId: "noAnswer", clientId: "client_1", direction: "inbound" })
    await ticks(scene, "2026-02-02T14:00:00.000Z", "2026-02-02T16:00:00.000Z")
    const calendar = { ...fiveDayCalendar, version: 2, exceptions: [{ on: "2026-02-03", kind: "off" }] } as const
    const { control } = agreed
    await shop.department.publish({ ...agreed, control: { ...control, sla: { ...control.sla, calendar } } })
    await ticks(scene, "2026-02-03T06:00:00.000Z", "2026-02-04T06:00:00.000Z")
    await shop.dialogs.record({ ...call, clientId: "client_1", direction: "outbound", repId: "ann" })
    await ticks(scene, "2026-02-04T07:00:00.000Z", "2026-02-05T07:00:00.000Z")
    expect((await shop.slaClocks.page({})).items).toMatchObject([{ status: "stopped", breachedAt: null }])
    for (const on of ["2026-02-02", "2026-02-03", "2026-02-04"]) expect(await lateOn(scene, on)).toEqual([])
  })
})
