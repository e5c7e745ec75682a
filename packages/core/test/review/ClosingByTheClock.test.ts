import { expect, it } from "vitest"
import { presets } from "../../src/promise/index.ts"
import { attack } from "../attack.ts"

const department = (timeZone: string) => presets.servicesWithActs({ timeZone, currency: "RUB" })

it.each([
  // The day after has 23 hours, 25 hours, and 24 and a half.
  ["Europe/Berlin", "2026-03-28", "2026-03-29T10:00:00.000Z"],
  ["America/New_York", "2026-10-31", "2026-11-01T17:00:00.000Z"],
  ["Australia/Lord_Howe", "2026-04-04", "2026-04-05T01:30:00.000Z"],
  ["Asia/Kathmandu", "2026-04-04", "2026-04-05T06:15:00.000Z"],
])("closes a day at noon of the next one by the clocks of %s, when they change too", async (zone, day, noon) => {
  const { dept, shop, at } = await attack(department(zone))
  at(`${day}T09:00:00.000Z`)
  await shop.reviewSchedules.set({ span: "day", hoursAfter: 12 })
  const [schedule] = (await shop.reviewSchedules.page()).items
  expect([schedule?.nextOn, schedule?.nextCloseAt]).toEqual([day, noon])
  at(noon)
  await dept.tick()
  const labels = (await shop.summaries.page()).items.map(({ label }) => label)
  expect(labels).toEqual([day])
})

it("closes a day when it is over in the zone that the department has gone to meanwhile", async () => {
  const { dept, shop, at } = await attack(department("Europe/Moscow"))
  at("2026-02-05T06:00:00.000Z")
  await shop.reviewSchedules.set({ span: "day", hoursAfter: 2 })
  await shop.department.publish(department("Europe/Lisbon"))
  const closed = async (now: string) => {
    at(now)
    const { duties } = await dept.tick()
    expect(duties.filter(({ failed }) => failed > 0)).toEqual([])
    return (await shop.summaries.page()).items.map(({ label }) => label)
  }
  // Two in the morning in Moscow, and still the day before in Lisbon.
  expect(await closed("2026-02-05T23:00:00.000Z")).toEqual([])
  expect(await closed("2026-02-06T01:59:00.000Z")).toEqual([])
  expect(await closed("2026-02-06T02:00:00.000Z")).toEqual(["2026-02-05"])
  const [schedule] = (await shop.reviewSchedules.page()).items
  expect(schedule?.nextCloseAt).toBe("2026-02-07T02:00:00.000Z")
})
