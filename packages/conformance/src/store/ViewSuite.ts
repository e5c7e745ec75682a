import type { RecordState, Texts } from "@salesdept/core/journal"
import type { DepartmentConfig } from "@salesdept/core/department"
import type { OpenStore } from "@salesdept/core/promise"
import { expect } from "vitest"
import { playEnds } from "./PlayEnds.ts"
import { playSale } from "./PlaySale.ts"
import { makeScene, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { suiteDepartment } from "./SuiteDepartment.ts"
import { storedBy } from "./Stored.ts"
import { notSupported } from "./StoreHarness.ts"

/** A view as a store's package declares it, as far as it is held against what the library answers. */
export interface ReadableView {
  /** Its name after prefix and version. */
  readonly name: string
  /** The table it reads: the kind of the records, or the journal. */
  readonly table: string
  /** A column with a list, where each element is a row. */
  readonly list: string | null
  /** Its columns, the tenant first. */
  readonly columns: ReadonlyArray<{
    /** Its name. */
    readonly name: string
    /** What it holds. */
    readonly type: string
    /** Where it comes from. */
    readonly value:
      | { readonly _tag: "Column"; readonly column: string }
      | { readonly _tag: "Text"; readonly field: string; readonly ofElement: boolean }
      | { readonly _tag: "Inside"; readonly column: string; readonly path: ReadonlyArray<string> }
      | { readonly _tag: "Element"; readonly field: string }
      | { readonly _tag: "Place" }
  }>
}

type Row = { readonly [column: string]: unknown }

/** Every row of one tenant that a view shows, as the driver gives it. */
export type ReadView = (view: string, tenant: string) => Promise<ReadonlyArray<{ readonly [column: string]: unknown }>>

const field = (value: unknown, name: string): unknown =>
  typeof value === "object" && value !== null ? ((value as Row)[name] ?? null) : null

const camel = (column: string): string => column.replaceAll(/_([a-z])/g, (_, letter: string) => letter.toUpperCase())

/** What a record holds for a column: of money, one half of it. */
const held = (record: RecordState, column: string): unknown => {
  // A view names the fields of records of any kind.
  const row = record as unknown as Row
  const own = row[camel(column)]
  if (own !== undefined) return own
  if (column === "custom") return null
  const [, money, half] = /^(.+)_(minor|currency)$/.exec(column) ?? []
  if (money === undefined) throw new Error(`a record of ${record.id} has nothing for ${column}`)
  return field(row[camel(money)], half === "minor" ? "amountMinor" : "currency")
}

const expectedRow = (
  view: ReadableView,
  tenant: string,
  record: RecordState,
  texts: Texts,
  element: { readonly value: unknown; readonly place: number } | null,
): Row =>
  Object.fromEntries(
    view.columns.map(({ name, value }): readonly [string, unknown] => {
      if (name === "tenant_id") return [name, tenant]
      switch (value._tag) {
        case "Column":
          return [name, held(record, value.column)]
        case "Text":
          return [
            name,
            texts[value.ofElement ? `${value.field}${String(field(element?.value, "id"))}` : value.field] ?? null,
          ]
        case "Inside":
          return [name, value.path.reduce(field, held(record, value.column))]
        case "Element":
          return [name, field(element?.value, value.field)]
        case "Place":
          return [name, element?.place ?? null]
      }
    }),
  )

/** Drivers give whole numbers as text, instants as dates, SQLite truth as 0 and 1; decimals are compared as numbers. */
const plain = (value: unknown, type: string): unknown => {
  if (value === null || value === undefined) return null
  if (type === "integer" || type === "decimal") return Number(value)
  if (type === "json") return typeof value === "string" ? JSON.parse(value) : value
  if (type === "boolean") return typeof value === "number" ? value === 1 : value
  if (type === "instant") return new Date(value as string | Date).toISOString()
  return value
}

const comparable = (view: ReadableView, rows: ReadonlyArray<Row>): ReadonlyArray<string> =>
  rows.map((row) => JSON.stringify(view.columns.map(({ name, type }) => [name, plain(row[name], type)]))).toSorted()

const customFields: DepartmentConfig["customFields"] = [
  { of: "deal", key: "score", label: { en: "Score", ru: "Балл" }, kind: "number" },
  { of: "deal", key: "note", label: { en: "Note", ru: "Заметка" }, kind: "text" },
  { of: "client", key: "tier", label: { en: "Tier", ru: "Категория" }, kind: "text", filterable: true },
]

/** Values of own fields, a line with a product and one with a name, a refund, an erased person, and another tenant with the same ids. */
const playMore = async ({ session }: Scene): Promise<void> => {
  const shop = session()
  await shop.department.publish({ ...suiteDepartment, customFields })
  await shop.deals.open({
    id: "deal_lines",
    title: "Поставка «под ключ»",
    clientId: "client_1",
    custom: { score: 70.5, note: "любит тишину" },
  })
  await shop.clients.amend({ clientId: "client_1", custom: { tier: "gold" } })
  await shop.deals.setLines({
    dealId: "deal_lines",
    currency: "RUB",
    lines: [
      {
        kind: "service",
        name: "Аудит",
        quantity: "2.5",
        unitPriceMinor: 100_00,
        listPriceMinor: 120_00,
        taxPercent: "20",
      },
      { id: "extra", kind: "product", productId: "product_1", quantity: "3", unitPriceMinor: 33, taxIncluded: false },
    ],
  })
  await shop.invoices.issue({
    id: "invoice_2",
    dealId: "deal_lines",
    issuedOn: "2026-02-14",
    currency: "RUB",
    instalments: [{ dueOn: "2026-02-28", amountMinor: 250_99 }],
  })
  await shop.payments.receive({
    id: "payment_2",
    invoiceId: "invoice_2",
    amount: { amountMinor: 250_99, currency: "RUB" },
    receivedOn: "2026-02-03",
  })
  await shop.payments.release({ paymentId: "payment_2", invoiceId: "invoice_2", amountMinor: 50_00 })
  await shop.payments.refund({
    paymentId: "payment_2",
    amount: { amountMinor: 50_00, currency: "RUB" },
    refundedOn: "2026-02-04",
    reasonId: "returned",
  })
  await shop.contacts.add({ id: "contact_gone", clientId: "client_1", name: "Иван Забытый" })
  await shop.personalData.erase({ contactId: "contact_gone" })
  await session("shop-18").clients.register({ id: "client_1", name: "Чужой" })
}

/** What the library itself answers, in words of its own: the same records, the same money, the same days. */
const expectAnswers = async ({ session }: Scene, read: ReadView): Promise<void> => {
  const shop = session()
  const { items: deals } = await shop.deals.page({})
  const shown = await read("v1_deals", suiteTenant)
  expect(
    new Map(
      shown.map((row) => [
        row["id"],
        [row["title"], row["outcome"], plain(row["amount_minor"], "integer"), row["closed_on"]],
      ]),
    ),
  ).toEqual(
    new Map(
      deals.map((deal) => [
        deal.id,
        [deal.texts["title"], deal.outcome, deal.amount?.amountMinor ?? null, deal.closedOn],
      ]),
    ),
  )
  expect(deals.some(({ closedOn, outcome }) => outcome === "won" && closedOn !== null)).toBe(true)
  const lines = (await read("v1_deal_lines", suiteTenant)).map((row) => [
    row["deal_id"],
    Number(row["line_no"]),
    row["line_id"],
    row["name"],
    Number(row["quantity"]),
    Number(row["unit_price_minor"]),
    plain(row["tax_included"], "boolean"),
  ])
  expect(lines.toSorted((left, right) => Number(left[1]) - Number(right[1]))).toEqual([
    ["deal_lines", 1, "1", "Аудит", 2.5, 100_00, true],
    ["deal_lines", 2, "extra", null, 3, 33, false],
  ])
  const moves = (await read("v1_stage_moves", suiteTenant)).map((row) => [
    row["deal_id"],
    Number(row["move_no"]),
    plain(row["moved_at"], "instant"),
    row["from_stage_id"],
    row["to_stage_id"],
    plain(row["from_stage_seconds"], "integer"),
    plain(row["amount_minor"], "integer"),
    row["owner_id_text"],
  ])
  const histories = await Promise.all(deals.map(({ id }) => shop.deals.history(id)))
  const told = histories
    .flat()
    .flatMap(({ mark, occurredAt, stream, version }) =>
      mark === null || mark.previousStageId === null || mark.previousStageId === mark.stageId
        ? []
        : [
            [
              stream,
              version,
              occurredAt,
              mark.previousStageId,
              mark.stageId,
              mark.previousStageSeconds,
              mark.amountMinor,
              mark.ownerId,
            ],
          ],
    )
  const inOrder = (rows: ReadonlyArray<ReadonlyArray<unknown>>) => rows.map((row) => JSON.stringify(row)).toSorted()
  expect(inOrder(moves)).toEqual(inOrder(told))
  expect(moves.length).toBeGreaterThan(5)
  const names = new Map((await read("v1_contacts", suiteTenant)).map((row) => [row["id"], row["name"]]))
  expect([names.get("contact_1"), names.get("contact_gone")]).toEqual(["Пётр Ёжиков", null])
  const invoice = await shop.invoices.get("invoice_1")
  const paid = (await read("v1_payment_allocations", suiteTenant)).filter((row) => row["invoice_id"] === "invoice_1")
  expect(paid.reduce((sum, row) => sum + Number(row["invoice_minor"]), 0)).toBe(invoice?.paidMinor)
  expect((await read("v1_clients", "shop-18")).map((row) => row["name"])).toEqual(["Чужой"])
}

/**
 * Plays a department through the library, and holds every view that hosts read against what the library answers. Closes the store.
 *
 * @param opened - a store over tables that are empty
 * @param views - every view of the store's package, version 1
 * @param read - reads a view as a host would
 */
export const expectViews = async (
  opened: OpenStore,
  views: ReadonlyArray<ReadableView>,
  read: ReadView,
): Promise<void> => {
  const harness = {
    open: () => Promise.resolve(opened),
    release: () => Promise.resolve(),
    reopen: notSupported,
    secondConnection: notSupported,
    joined: notSupported,
    tamper: notSupported,
  } as const
  const scene = await makeScene(harness, opened)
  try {
    await playSale(scene)
    await playEnds(scene)
    await playMore(scene)
    const stored = new Map((await storedBy(scene.store, suiteTenant)).map((kind) => [kind.kind, kind]))
    for (const view of views) {
      const rows = await read(`v1_${view.name}`, suiteTenant)
      expect(rows.length, `${view.name} has rows`).toBeGreaterThan(0)
      expect(Object.keys(rows[0] ?? {}), view.name).toEqual(view.columns.map(({ name }) => name))
      const kind = stored.get(view.table)
      // The journal is held against histories, below.
      if (kind === undefined) continue
      const texts = new Map(kind.texts)
      const expected = kind.records.flatMap((record) => {
        const own = texts.get(record.id) ?? {}
        if (view.list === null) return [expectedRow(view, suiteTenant, record, own, null)]
        const list = held(record, view.list) as ReadonlyArray<unknown>
        return list.map((value, at) => expectedRow(view, suiteTenant, record, own, { value, place: at + 1 }))
      })
      expect(comparable(view, rows), view.name).toEqual(comparable(view, expected))
    }
    await expectAnswers(scene, read)
  } finally {
    await scene.dept.close()
  }
}
