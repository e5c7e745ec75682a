import { entryStage, outcomeOf } from "../deal/Pipeline.ts"
import type { Pipeline } from "../deal/Pipeline.ts"
import { sha256 } from "../journal/Sha256.ts"
import type { Id, IdKind } from "../shared/Ids.ts"
import { startOfDay } from "../shared/TimeZone.ts"
import { derivedId } from "./DerivedId.ts"
import { stageIdOf } from "./ImportDepartment.ts"
import type { ImportPlan } from "./ImportPlan.ts"
import type { ClientRow, ContactRow, CustomRow, DealRow, LeadRow, ProductRow, RepRow } from "./ImportRow.ts"
import { leadStatusOf } from "./LeadStatusText.ts"
import { stageNamed } from "./StageMapping.ts"

/** Ids of a source's records. */
export interface SourceIds {
  /** Id of the person behind a salesperson's key: the value that stands as owner; null for who is nobody of the host's. */
  readonly owner: (key: string) => string | null
  /** Id of a salesperson's record. */
  readonly rep: (key: string) => Id<"rep">
  /** Id of a deal. */
  readonly deal: (key: string) => Id<"deal">
  /** Id of a client. */
  readonly client: (key: string) => Id<"client">
  /** Id of a contact person. */
  readonly contact: (key: string) => Id<"contact">
  /** Id of a lead. */
  readonly lead: (key: string) => Id<"lead">
  /** Id of a product. */
  readonly product: (key: string) => Id<"product">
}

/** The ids that people have in the host, or null, by the keys of a plan's salespeople; by names where keys are not among them. */
export const hostPeople = ({ reps, people }: Pick<ImportPlan, "reps" | "people">): ReadonlyMap<string, string | null> =>
  new Map(
    reps.flatMap(({ sourceKey, name }) => {
      const key = [sourceKey, name].find((text) => Object.hasOwn(people, text))
      const id = key === undefined ? undefined : people[key]
      return id === undefined ? [] : [[sourceKey, id] as const]
    }),
  )

/**
 * The ids that records of a source have in the base.
 *
 * @param source - the host's name for the source
 * @param people - ids of the host's people by the keys of salespeople, null for who is nobody of the host's; others' are derived
 *
 * @example
 * ```ts
 * import { sourceIds } from "@salesdept/core/exchange/service"
 *
 * const ids = sourceIds("crm", new Map([["Anna", "user:ann"]]))
 * ids.deal("17") // "deal_9a7feaf8328e0671a4da5c444c"
 * ids.owner("Anna") // "user:ann"
 * ```
 */
export const sourceIds = (source: string, people: ReadonlyMap<string, string | null> = new Map()): SourceIds => {
  const of =
    <Kind extends IdKind>(kind: Kind) =>
    (key: string): Id<Kind> =>
      derivedId(kind, source, key, sha256)
  return {
    owner: (key) => {
      const id = people.get(key)
      return id === undefined ? of("rep")(key) : id
    },
    rep: of("rep"),
    deal: of("deal"),
    client: of("client"),
    contact: of("contact"),
    lead: of("lead"),
    product: of("product"),
  }
}

const orNull = <Key, Value>(key: Key | null, of: (key: Key) => Value): Value | null => (key === null ? null : of(key))

/** A salesperson as the command takes it; null for who is nobody of the host's. */
export const repInput = (ids: SourceIds, { sourceKey, name, teamKey }: RepRow) => {
  const personId = ids.owner(sourceKey)
  return personId === null
    ? null
    : { id: ids.rep(sourceKey), personId, name, teamId: teamKey, joinedOn: null, leftOn: null }
}

/** What the files of a plan speak of: of all else they say nothing, which is not "none". */
export interface SpokenOf {
  /** Whether a file has a column for one of some fields. */
  readonly fields: (file: string, ...fields: ReadonlyArray<string>) => boolean
  /** Whether products have list prices. */
  readonly prices: boolean
}

/** Tells by the mapping of a plan what its files speak of. */
export const spokenOf = (plan: ImportPlan): SpokenOf => {
  const ofFiles = new Map(
    plan.mapping.files.map(({ file, columns }) => [
      file,
      new Set(columns.flatMap(({ field }) => (field === null ? [] : [field]))),
    ]),
  )
  return {
    fields: (file, ...fields) => {
      const filled = ofFiles.get(file)
      return filled === undefined || fields.some((field) => filled.has(field))
    },
    prices: plan.products.some(({ listPriceMinor }) => listPriceMinor !== null),
  }
}

/** A product as the command takes it. */
export const productInput = (ids: SourceIds, { sourceKey, name, listPriceMinor, currency }: ProductRow) => ({
  id: ids.product(sourceKey),
  name,
  listPrice: orNull(listPriceMinor, (amountMinor) => ({ amountMinor, currency })),
})

/** What a row says of custom fields, as commands take it. */
const customOf = ({ custom }: CustomRow): CustomRow => (custom === undefined ? {} : { custom })

const detailsOf = ({ phones, emails }: Pick<ClientRow, "phones" | "emails">) => ({
  ...(phones.length === 0 ? {} : { phones }),
  ...(emails.length === 0 ? {} : { emails }),
})

/** A client as the command takes it; of one that is only mentioned nothing but its name is said. */
export const clientInput = (
  ids: SourceIds,
  spoken: SpokenOf,
  { sourceKey, name, ownerKey, sector, ...row }: ClientRow,
) => ({
  id: ids.client(sourceKey),
  name,
  ...(row.origin === "table" && spoken.fields(row.file, "owner") ? { ownerId: orNull(ownerKey, ids.owner) } : {}),
  ...(row.origin === "table" && spoken.fields(row.file, "sector") ? { segmentId: sector } : {}),
  ...detailsOf(row),
  ...(row.taxId === null ? {} : { taxId: row.taxId }),
  ...customOf(row),
})

/** A contact person as the command takes it. */
export const contactInput = (ids: SourceIds, { sourceKey, name, clientKey, position, ...row }: ContactRow) => ({
  id: ids.contact(sourceKey),
  clientId: ids.client(clientKey),
  name,
  ...(position === null ? {} : { position }),
  ...detailsOf(row),
  ...customOf(row),
})

// A status of its own may close a deal whose stage is an open one: then the stage of that outcome is meant.
const stageInSource = (plan: ImportPlan, row: DealRow): string => {
  const own = plan.stages.find(({ name }) => name === row.stageName)
  const closing = plan.stages.find(({ meaning }) => meaning === row.outcome)
  if (own?.meaning === row.outcome) return stageIdOf(own.name, sha256)
  return closing === undefined ? row.outcome : stageIdOf(closing.name, sha256)
}

const stageInPipeline = (pipeline: Pipeline, { mapping }: ImportPlan, row: DealRow): string => {
  const own = stageNamed({ pipeline, stageIds: mapping.stageIds ?? {} }, row.stageName)
  const meant = own !== undefined && outcomeOf(own) === row.outcome ? own : null
  // The entry stage for open ones; the first after the sale for won ones, whose payment nobody has seen.
  const first = row.outcome === "open" ? entryStage(pipeline) : undefined
  return (meant ?? first ?? pipeline.stages.find((stage) => outcomeOf(stage) === row.outcome))?.id ?? row.outcome
}

/** A deal as the command takes it. */
export const dealInput = (ids: SourceIds, spoken: SpokenOf, plan: ImportPlan, row: DealRow) => {
  const says = (...fields: ReadonlyArray<string>): boolean => spoken.fields(row.file, ...fields)
  const money = (amountMinor: number | null) => (amountMinor === null ? null : { amountMinor, currency: row.currency })
  const stageId = plan.pipeline === null ? stageInSource(plan, row) : stageInPipeline(plan.pipeline, plan, row)
  return {
    id: ids.deal(row.sourceKey),
    title: row.title,
    stageId,
    ...(says("client") ? { clientId: orNull(row.clientKey, ids.client) } : {}),
    ...(says("owner") ? { ownerId: orNull(row.ownerKey, ids.owner) } : {}),
    ...(row.sellerKey === undefined ? {} : { sellerId: ids.owner(row.sellerKey) }),
    ...(says("product") ? { productId: orNull(row.productKey, ids.product) } : {}),
    ...(says("amount") ? { amount: money(row.amountMinor) } : {}),
    // It is told by a list of prices beside the deals.
    ...(says("product") && spoken.prices ? { listAmount: money(row.listAmountMinor) } : {}),
    ...(says("openedOn") ? { openedOn: row.openedOn } : {}),
    ...(says("closedOn", "wonOn", "lostOn") ? { closedOn: row.closedOn } : {}),
    ...(row.lostReasonId === undefined ? {} : { lostReasonId: row.lostReasonId }),
    ...customOf(row),
  }
}

/** A word of a source as a short name: what short names cannot hold becomes `_`. */
const slugOf = (text: string): string =>
  text
    .trim()
    .replaceAll(/[^\p{L}\p{N}_.-]+/gu, "_")
    .slice(0, 60) || "_"

/** By which channel leads come of whom only a file is known. */
const importChannel = "import"

/** A lead as the command takes it: one that a deal came from is qualified, whatever its status says. */
export const leadInput = (
  ids: SourceIds,
  spoken: SpokenOf,
  plan: ImportPlan,
  row: LeadRow,
  deals: ReadonlyMap<string, DealRow>,
) => {
  const deal = row.dealKey === null ? undefined : deals.get(row.dealKey)
  const status = deal !== undefined ? "qualified" : row.status === null ? null : (leadStatusOf(row.status) ?? "new")
  return {
    id: ids.lead(row.sourceKey),
    ...(row.name === null ? { knownAs: row.sourceKey } : { name: row.name }),
    ...detailsOf(row),
    ...(row.company === null ? {} : { company: row.company }),
    ...(spoken.fields(row.file, "owner") ? { ownerId: orNull(row.ownerKey, ids.owner) } : {}),
    channelId: importChannel,
    ...(spoken.fields(row.file, "source") ? { originId: orNull(row.source, slugOf) } : {}),
    ...(status === null ? {} : { status }),
    receivedAt: orNull(row.createdOn, (day) => startOfDay(day, plan.timeZone)),
    // The day of a deal that came of it is the deal's own; when the lead was closed the files do not say.
    closedAt: null,
    ...(deal === undefined ? {} : { clientId: orNull(deal.clientKey, ids.client), dealId: ids.deal(deal.sourceKey) }),
    ...customOf(row),
  } as const
}
