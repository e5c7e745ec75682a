import type { SalesDept } from "@salesdept/core/promise"
import { presets, salesDept } from "@salesdept/core/promise"
import { migrateSqlite, sqlite } from "@salesdept/sqlite"

/** A clock that is set by hand, so that the example says the same on every day. */
export interface HandClock {
  /** Milliseconds since 1970. */
  readonly now: () => number
  /** Sets it. */
  readonly set: (instant: string) => void
}

/** A clock that stands at a moment. */
export const handClock = (instant: string): HandClock => {
  let ms = Date.parse(instant)
  return {
    now: () => ms,
    set: (to) => {
      ms = Date.parse(to)
    },
  }
}

/** Opens the department over a file; its tables are made where they are not there. */
export const openDepartment = async (filename: string, clock: HandClock): Promise<SalesDept> => {
  migrateSqlite({ filename }, new Date(clock.now()))
  return salesDept({
    store: sqlite({ filename }),
    department: presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" }),
    now: clock.now,
  })
}

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** Plays a week of work of two reps: what is left undone is what the list will show. */
export const playWeek = async (dept: SalesDept, clock: HandClock): Promise<void> => {
  const shop = dept.tenant("shop-17").as("user:head")
  clock.set("2026-11-16T06:00:00.000Z")
  await shop.reps.state({
    rows: [
      { id: "rep_ann", personId: "user:ann", name: "Ann", teamId: "north" },
      { id: "rep_bob", personId: "user:bob", name: "Bob", teamId: "north" },
    ],
  })
  await shop.clients.register({ id: "client_1", name: "Northern Bakery", ownerId: "user:ann", segmentId: "food" })
  await shop.clients.register({ id: "client_2", name: "Café Luna", ownerId: "user:bob", segmentId: "food" })

  const open = { ownerId: "user:ann", clientId: "client_1" } as const
  await shop.deals.open({ ...open, id: "deal_1", title: "Process audit", amount: rub(95_000_00) })
  await shop.deals.open({ ...open, id: "deal_2", title: "Training", amount: rub(40_000_00) })
  const bobs = { ownerId: "user:bob", clientId: "client_2" } as const
  await shop.deals.open({ ...bobs, id: "deal_3", title: "Stock audit", amount: rub(120_000_00) })
  for (const dealId of ["deal_1", "deal_2", "deal_3"] as const) await shop.deals.move({ dealId, to: "contact" })

  // Ann promised a call for Wednesday; nothing is planned about the training.
  await shop.nextSteps.set({ dealId: "deal_1", typeId: "call", dueOn: "2026-11-18", ownerId: "user:ann" })
  // Café Luna comes back in December.
  await shop.control.park({ id: "deal_3", reasonId: "clientAsked", resumeOn: "2026-12-07" })

  clock.set("2026-11-17T09:00:00.000Z")
  await shop.leads.receive({ id: "lead_1", name: "Hotel Aurora", channelId: "site" })
  await shop.dialogs.record({ clientId: "client_2", kind: "mail", direction: "inbound", outcomeId: "undecided" })
  clock.set("2026-11-19T06:00:00.000Z")
}
