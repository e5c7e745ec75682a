import * as Clock from "effect/Clock"
import * as Effect from "effect/Effect"
import * as Schema from "effect/Schema"
import { departmentAggregate, departmentId } from "../department/Department.ts"
import type { RecordKind, RecordState } from "../journal/Aggregate.ts"
import type { DomainEvent } from "../journal/Event.ts"
import { narrowed } from "../journal/Narrowed.ts"
import type { Caller } from "../ports/Caller.ts"
import { DefaultDepartment } from "../ports/DefaultDepartment.ts"
import { currencyField, dateField, idField } from "../ports/input/FieldSchema.ts"
import { standingClient } from "../ports/command/References.ts"
import { decoded } from "../ports/reading/DecodedQuestion.ts"
import { check } from "../ports/input/Input.ts"
import type { RecordFilter } from "../ports/RecordFilter.ts"
import type { StoreShape } from "../ports/Store.ts"
import { listPageFields, pageWanted } from "../ports/reading/ListPage.ts"
import { allOf, allWhere, equals } from "../ports/reading/ReadAll.ts"
import { storeFor } from "../ports/reading/ScopedStore.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { ClientId, TenantId } from "../shared/Ids.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import { AmountUnsafe } from "../shared/MoneyErrors.ts"
import { instantOf } from "../shared/Instant.ts"
import { localDateOf } from "../shared/TimeZone.ts"
import type { AgeingInvoice, AgeingRow } from "./Ageing.ts"
import { ageing } from "./Ageing.ts"
import { closingDocumentAggregate } from "./ClosingDocument.ts"
import type { DocumentControlInput, DocumentGap, SettledDeal } from "./DocumentControl.ts"
import { documentedNotPaid, paidNotDocumented } from "./DocumentControl.ts"
import { invoiceAggregate } from "./Invoice.ts"
import { paymentAggregate } from "./Payment.ts"
import { reconciliation } from "./Reconciliation.ts"
import { invoiceOn } from "./SettlementTimes.ts"

/** How a client keeps its promises to pay. */
export interface PromiseCount {
  /** The client; null for invoices of nobody known. */
  readonly clientId: ClientId | null
  /** Promises that are open. */
  readonly open: number
  /** Promises that were kept. */
  readonly kept: number
  /** Promises that were broken. */
  readonly broken: number
}

const gapsQuestion = Schema.Struct({
  /**
   * The day that ages are counted to, `YYYY-MM-DD`, while every record counts as it stands; today in the department's time zone
   * where left out.
   */
  on: Schema.optionalKey(dateField),
  ...listPageFields,
})

const ageingQuestion = Schema.Struct({
  /** By what open money is added up: the client, the deal's owner, or the deal. */
  by: Schema.Literals(["client", "rep", "deal"]),
  /** The day at whose end it is asked about, `YYYY-MM-DD`; today in the department's time zone where left out. */
  on: Schema.optionalKey(dateField),
  /**
   * Last days late of the buckets (inclusive): whole, above 0, rising; 30, 60 and 90 where left out, and one bucket more for
   * all that is later.
   */
  bounds: Schema.optionalKey(Schema.Array(Schema.Int)),
  ...listPageFields,
})

const promisesQuestion = Schema.Struct(listPageFields)

const reconciliationQuestion = Schema.Struct({
  /** The client. */
  clientId: idField("client"),
  /** The first day of the period, `YYYY-MM-DD`. */
  from: dateField,
  /** The day after its last, `YYYY-MM-DD`; later than `from`. */
  to: dateField,
  /** ISO 4217 code of the statement; each currency has one of its own. */
  currency: currencyField,
  /** By what a debt arises: the invoice, or the signed document; the invoice where left out. */
  basis: Schema.optionalKey(Schema.Literals(["invoices", "documents"])),
}).check(
  check<{ readonly from: string; readonly to: string }>(
    "period.order",
    { en: "must begin before it ends", ru: "должен начинаться раньше, чем заканчивается" },
    ({ from, to }) => from < to,
  ),
)

/** What is thrown for settings and sums is a typed failure; anything else is a defect. */
const refusing = <Answer>(question: () => Answer): Effect.Effect<Answer, InputInvalid | AmountUnsafe> =>
  Effect.try({
    try: question,
    catch: (error) => {
      if (error instanceof InputInvalid || error instanceof AmountUnsafe) return error
      throw error
    },
  })

const unallocated: RecordFilter = { field: "unallocatedCurrency", kind: "text", test: { _tag: "IsNotNull" } }

/** The tenant's day, where the question names none. */
const dayIn = Effect.fnUntraced(function* (store: StoreShape, tenant: TenantId, on: CalendarDate | undefined) {
  if (on !== undefined) return on
  const [department] = yield* store.byIds(tenant, departmentAggregate, [departmentId])
  const config = department?.config ?? (yield* DefaultDepartment)
  return localDateOf(instantOf(yield* Clock.currentTimeMillis), config?.timeZone ?? "UTC")
})

/**
 * The questions about settlement. All but `reconciliation`, which reads what is the client's, read every invoice of the tenant once, a batch at a time. The Promise
 * facade has them as `settlement`.
 *
 * @param deals - deals as a kind of record: settlement itself does not know them
 * @example
 * ```ts
 * import { Effect } from "effect"
 * import { dealAggregate } from "@salesdept/core/deal"
 * import { presets } from "@salesdept/core/department"
 * import { layerMemory } from "@salesdept/core/memory"
 * import { DefaultDepartment } from "@salesdept/core/ports"
 * import { settlementQueries } from "@salesdept/core/settlement/service"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const question = settlementQueries(dealAggregate).ageing({ tenant: "shop-17", actor: "user:42" }, { by: "client" })
 * const asked = Effect.provideService(question, DefaultDepartment, department)
 * const { items } = await Effect.runPromise(Effect.provide(asked, layerMemory))
 * items // []
 * ```
 */
export const settlementQueries = <State extends RecordState & SettledDeal, Event extends DomainEvent>(
  deals: RecordKind<State, Event>,
) => {
  const gaps = (name: string, find: typeof paidNotDocumented) =>
    decoded(
      gapsQuestion,
      Effect.fnUntraced(function* (caller: Caller, question: typeof gapsQuestion.Encoded) {
        const page = yield* Effect.fromResult(
          pageWanted<DocumentGap>(
            {
              name,
              filters: [],
              order: { field: "since", kind: "date", direction: "asc" },
              placeOf: ({ since, dealId, amount }) => ({ key: [since], id: `${dealId} ${amount.currency}` }),
            },
            question,
          ),
        )
        const store = yield* storeFor(caller)
        const { tenant } = caller
        const on = yield* dayIn(store, tenant, question.on)
        const input: DocumentControlInput = {
          deals: yield* allOf(store, tenant, narrowed(deals, ["id", "ownerId", "clientId", "outcome"])),
          invoices: yield* allOf(store, tenant, invoiceAggregate),
          documents: yield* allOf(store, tenant, closingDocumentAggregate),
          payments: yield* allWhere(store, tenant, paymentAggregate, [unallocated]),
        }
        return page.ofAll(yield* refusing(() => find(input, on)))
      }),
    )
  return {
    /**
     * Open money by client, rep or deal, by currency and days late: as it stood at the end of a day, the tenant's own of now where
     * none is named. Payments that are dated later do not count. Rows in order of what they are added up by, null last; each page looks
     * at all invoices.
     */
    ageing: decoded(
      ageingQuestion,
      Effect.fnUntraced(function* (caller: Caller, question: typeof ageingQuestion.Encoded) {
        const { by, bounds } = question
        const page = yield* Effect.fromResult(
          pageWanted<AgeingRow>(
            {
              name: "settlement.ageing",
              filters: [equals("by", by)],
              order: { field: "groupId", kind: "text", direction: "asc" },
              placeOf: ({ groupId, currency }) => ({ key: groupId === null ? null : [groupId], id: currency }),
            },
            question,
          ),
        )
        const store = yield* storeFor(caller)
        const on = yield* dayIn(store, caller.tenant, question.on)
        const invoices = yield* allOf(store, caller.tenant, invoiceAggregate)
        const owners = new Map<string, string | null>()
        if (by === "rep") {
          for (const { id, ownerId } of yield* allOf(store, caller.tenant, narrowed(deals, ["ownerId"])))
            owners.set(id, ownerId)
        }
        const grouped = invoices.flatMap((stored): ReadonlyArray<AgeingInvoice> => {
          const invoice = invoiceOn(stored, on)
          if (invoice === null) return []
          const groups = { client: invoice.clientId, deal: invoice.dealId, rep: owners.get(invoice.dealId) ?? null }
          return [{ ...invoice, groupId: groups[by] }]
        })
        return page.ofAll(yield* refusing(() => ageing(grouped, on, bounds)))
      }),
    ),
    /** Deals that are paid, and no signed document proves what for; the oldest first. Each page looks at all of them. */
    paidNotDocumented: gaps("settlement.paidNotDocumented", paidNotDocumented),
    /** Deals whose documents are signed, and the money is not there; the oldest first. Each page looks at all of them. */
    documentedNotPaid: gaps("settlement.documentedNotPaid", documentedNotPaid),
    /** Promises open, kept and broken by client, those with any; in order of client, null last. Each page looks at all invoices. */
    promises: decoded(
      promisesQuestion,
      Effect.fnUntraced(function* (caller: Caller, question: typeof promisesQuestion.Encoded) {
        const page = yield* Effect.fromResult(
          pageWanted<PromiseCount>(
            {
              name: "settlement.promises",
              filters: [],
              order: { field: "clientId", kind: "text", direction: "asc" },
              placeOf: ({ clientId }) => ({ key: clientId === null ? null : [clientId], id: clientId ?? "nobody" }),
            },
            question,
          ),
        )
        const store = yield* storeFor(caller)
        const counts = new Map<ClientId | null, PromiseCount>()
        for (const invoice of yield* allOf(store, caller.tenant, invoiceAggregate)) {
          const { clientId, promise, promisesKept, promisesBroken } = invoice
          const before = counts.get(clientId) ?? { clientId, open: 0, kept: 0, broken: 0 }
          const open = before.open + (promise === null ? 0 : 1)
          if (promise === null && promisesKept + promisesBroken === 0) continue
          counts.set(clientId, {
            clientId,
            open,
            kept: before.kept + promisesKept,
            broken: before.broken + promisesBroken,
          })
        }
        return page.ofAll([...counts.values()])
      }),
    ),
    /** The reconciliation statement (акт сверки) of a client for a period: `from` inclusive, `to` exclusive. */
    reconciliation: decoded(
      reconciliationQuestion,
      Effect.fnUntraced(function* (caller: Caller, question: typeof reconciliationQuestion.Type) {
        const { from, to, currency, basis = "invoices" } = question
        const store = yield* storeFor(caller)
        const { tenant } = caller
        const clientId = yield* standingClient(store, tenant, question.clientId)
        const own = <Kind extends RecordState, Happened extends DomainEvent>(of: RecordKind<Kind, Happened>) =>
          allWhere(store, tenant, of, [equals("clientId", clientId)])
        const invoices = yield* own(invoiceAggregate)
        const payments = yield* own(paymentAggregate)
        const known = new Set<string>(payments.map(({ id }) => id))
        // Others may have paid for the client.
        const others = invoices.flatMap(({ paidBy }) => paidBy.map(({ paymentId }) => paymentId))
        const missing = [...new Set(others)].filter((id) => !known.has(id))
        const records = {
          clientId,
          invoices,
          payments: [...payments, ...(yield* store.byIds(tenant, paymentAggregate, missing))],
          documents: yield* own(closingDocumentAggregate),
        }
        return yield* refusing(() => reconciliation(records, { from, to }, currency, basis))
      }),
    ),
  }
}
