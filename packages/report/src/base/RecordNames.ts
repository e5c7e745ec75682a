import { leadAggregate, nextStepAggregate } from "@salesdept/core/client"
import type { Deal } from "@salesdept/core/deal"
import type { StoreShape } from "@salesdept/core/ports"
import { isId } from "@salesdept/core/shared"
import type { Id, IdKind, TenantId } from "@salesdept/core/shared"
import { closingDocumentAggregate } from "@salesdept/core/settlement"
import * as Effect from "effect/Effect"
import type { Base } from "../figures/Base.ts"
import { dealNameOf } from "../figures/Base.ts"

/** What people call records, by their ids; a record without a name is not in it. */
export type RecordNames = ReadonlyMap<string, string>

const idsOf = <Kind extends IdKind>(ids: ReadonlyArray<string>, kind: Kind): ReadonlyArray<Id<Kind>> =>
  ids.filter((id): id is Id<Kind> => isId(kind, id))

/** Names of leads: the person's, and the company's behind it where both were given. */
const leadNames = async (store: StoreShape, tenant: TenantId, ids: ReadonlyArray<Id<"lead">>): Promise<RecordNames> => {
  const leads = await Effect.runPromise(store.byIds(tenant, leadAggregate, ids))
  const texts = await Effect.runPromise(store.texts(tenant, leads))
  return new Map(
    [...texts].flatMap(([id, { name, company }]) => {
      const parts = [name, company].filter((part) => part !== undefined)
      return parts.length === 0 ? [] : [[id, parts.join(", ")]]
    }),
  )
}

/**
 * What people call records: deals by title, clients and leads by name, next steps by what they are about, closing
 * documents by their deal.
 *
 * @param store - the store, for names of leads and subjects of steps
 * @param tenant - whose base
 * @param base - the base
 * @param ids - ids of the records
 */
export const recordNames = async (
  store: StoreShape,
  tenant: TenantId,
  base: Base,
  ids: ReadonlyArray<string>,
): Promise<RecordNames> => {
  const steps = await Effect.runPromise(store.byIds(tenant, nextStepAggregate, idsOf(ids, "nextStep")))
  const documents = await Effect.runPromise(
    store.byIds(tenant, closingDocumentAggregate, idsOf(ids, "closingDocument")),
  )
  const subjects = new Map<string, string>([
    ...steps.map(({ id, dealId, leadId, clientId }) => [id, dealId ?? leadId ?? clientId ?? id] as const),
    ...documents.map(({ id, dealId }) => [id, dealId] as const),
  ])
  const own = [...new Set(ids.map((id) => subjects.get(id) ?? id))]
  const leads = await leadNames(store, tenant, idsOf(own, "lead"))
  const deals = new Map<string, Deal>(base.deals.map((deal) => [deal.id, deal]))
  const nameOf = (id: string): string | null => {
    const deal = deals.get(id)
    if (deal === undefined) return base.clientNames.get(id) ?? leads.get(id) ?? null
    const name = dealNameOf(base, deal)
    // A product alone names many deals: the id tells them apart.
    const isTold = base.dealTitles.has(id) || deal.clientId !== null
    return name === null || isTold ? name : `${name} (${id})`
  }
  return new Map(
    ids.flatMap((id) => {
      const name = nameOf(subjects.get(id) ?? id)
      return name === null ? [] : [[id, name]]
    }),
  )
}
