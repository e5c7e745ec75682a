import type { DepartmentConfig } from "@salesdept/core/department"
import type { Session } from "@salesdept/core/promise"
import type { CustomField } from "@salesdept/core/shared"
import { suiteDepartment } from "./SuiteDepartment.ts"

/** A name that is the same in both languages. */
export const name = (text: string) => ({ en: text, ru: text })
const tiers = ["bronze", "silver", "gold"]

/** Custom fields of every kind. */
export const fields: ReadonlyArray<CustomField> = [
  {
    of: "client",
    key: "tier",
    label: { en: "Tier", ru: "Категория" },
    kind: "choice",
    choices: tiers.map((id) => ({ id, name: id === "gold" ? { en: "gold", ru: "золотой" } : name(id) })),
  },
  { of: "client", key: "vip", label: name("VIP"), kind: "boolean" },
  { of: "client", key: "note", label: name("Note"), kind: "text" },
  { of: "client", key: "contractNo", label: name("Contract"), kind: "text", filterable: true },
  { of: "deal", key: "score", label: { en: "Score", ru: "Балл" }, kind: "number", minimum: -1000, maximum: 1000 },
  { of: "deal", key: "budget", label: name("Budget"), kind: "money" },
  { of: "deal", key: "validTo", label: name("Valid to"), kind: "date" },
  {
    of: "deal",
    key: "needs",
    label: name("Needs"),
    kind: "multiChoice",
    choices: ["crm", "erp", "bi"].map((id) => ({ id, name: name(id) })),
  },
  {
    of: "lead",
    key: "tier",
    label: name("Tier"),
    kind: "choice",
    choices: tiers.map((id) => ({ id, name: name(id) })),
  },
  { of: "contact", key: "decides", label: name("Decides"), kind: "boolean", required: true },
]

/** A department with them. */
export const configured: DepartmentConfig = { ...suiteDepartment, customFields: fields }

/** The ids on a page. */
export const idsOf = ({ items }: { readonly items: ReadonlyArray<{ readonly id: string }> }) =>
  items.map(({ id }) => id)

/** Opens a deal with custom fields. */
export const open = async (shop: Session, id: string, custom: { readonly [key: string]: unknown }) =>
  (await shop.deals.open({ id: `deal_${id}`, title: id, custom })).deal

/** Roubles. */
export const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** What a promise is rejected with, or its answer. */
export const refused = async (promise: Promise<unknown>): Promise<unknown> => {
  try {
    return await promise
  } catch (error) {
    return error
  }
}
