import type { Deal } from "@salesdept/core/deal"
import { presets } from "@salesdept/core/promise"
import type { Base, BaseInput } from "../../src/figures/Base.ts"
import { baseOf } from "../../src/figures/Base.ts"

/** A deal with everything usual filled in. */
export const deal = (given: Partial<Deal> & Pick<Deal, "id">): Deal => ({
  version: 1,
  textsVersion: 0,
  changedAt: "2026-01-01T00:00:00.000Z",
  factsVersion: 0,
  pipelineId: "servicesWithActs",
  pipelineVersion: 1,
  stageId: "contact",
  outcome: "open",
  clientId: null,
  ownerId: "user:1",
  sellerId: given.ownerId === undefined ? "user:1" : given.ownerId,
  closedById: null,
  productId: null,
  amount: null,
  listAmount: null,
  openedOn: "2026-01-01",
  closedOn: null,
  enteredStageAt: null,
  lostReasonId: null,
  expectedCloseOn: null,
  lines: [],
  amountFrom: "stated",
  creditShares: [],
  closeRate: null,
  cycles: [],
  earlierStays: [],
  unownedSince: null,
  reopenedOn: null,
  finishedOn: null,
  mergedIntoId: null,
  removedOn: null,
  standing: "active",
  sourceId: null,
  imported: null,
  ...given,
})

/** Money in the currency of {@link base}. */
export const usd = (amountMinor: number) => ({ amountMinor, currency: "USD" })

/** A base of some deals, as of 30 June 2026. */
export const base = (deals: ReadonlyArray<Deal>, given: Partial<BaseInput> = {}): Base =>
  baseOf({
    config: presets.servicesWithActs({ timeZone: "UTC", currency: "USD" }),
    deals,
    dealTitles: new Map(),
    repNames: new Map([["user:1", "Anna"]]),
    employments: new Map(),
    clientNames: new Map(),
    clientOwners: new Map(),
    productNames: new Map(),
    plans: [],
    planVersions: [],
    visits: [],
    asOf: "2026-06-30",
    ...given,
  })
