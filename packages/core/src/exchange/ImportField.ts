import type { Message } from "../shared/Message.ts"

/** Kinds of records an import file may hold. */
export type ImportEntity = "deal" | "client" | "contact" | "lead" | "product" | "rep" | "team" | "target"

/** What is known of a kind of record. */
export interface EntityFields {
  /** Its name for people. */
  readonly name: Message
  /** Fields a column can be mapped to. */
  readonly fields: ReadonlyArray<string>
  /** Fields without which no record can be read; of each inner list one is enough. */
  readonly required: ReadonlyArray<ReadonlyArray<string>>
}

/** Every kind of record with its fields. `key` is the source's own id of a record, by which a repeated import finds it. */
export const importEntities: { readonly [Entity in ImportEntity]: EntityFields } = {
  deal: {
    name: { en: "deals", ru: "сделки" },
    fields: [
      "key",
      "title",
      "client",
      "owner",
      "seller",
      "product",
      "quantity",
      "stage",
      "status",
      "openedOn",
      "closedOn",
      "wonOn",
      "lostOn",
      "lostReason",
      "amount",
      "currency",
    ],
    required: [["key"], ["stage", "status", "wonOn"]],
  },
  client: {
    name: { en: "clients", ru: "клиенты" },
    fields: ["key", "name", "sector", "location", "owner", "phone", "email", "taxId"],
    required: [["name"]],
  },
  contact: {
    name: { en: "contact persons", ru: "контактные лица" },
    fields: ["key", "name", "firstName", "lastName", "client", "position", "phone", "email"],
    required: [["name", "firstName", "lastName"], ["client"]],
  },
  lead: {
    name: { en: "leads", ru: "лиды" },
    fields: [
      "key",
      "name",
      "firstName",
      "lastName",
      "source",
      "status",
      "owner",
      "createdOn",
      "company",
      "phone",
      "email",
    ],
    required: [["key"]],
  },
  product: {
    name: { en: "products", ru: "товары" },
    fields: ["key", "name", "series", "listPrice", "currency"],
    required: [["name"]],
  },
  rep: {
    name: { en: "salespeople", ru: "менеджеры" },
    fields: ["key", "name", "manager", "team", "region"],
    required: [["name"]],
  },
  team: {
    name: { en: "teams", ru: "команды" },
    fields: ["key", "name", "manager", "region"],
    required: [["name"]],
  },
  target: {
    name: { en: "targets", ru: "планы" },
    fields: ["owner", "team", "period", "amount", "currency"],
    required: [["owner", "team"], ["period"], ["amount"]],
  },
}

/** The kinds in the order in which they are read: what is referred to comes before what refers to it. */
export const importOrder: ReadonlyArray<ImportEntity> = [
  "product",
  "team",
  "rep",
  "client",
  "contact",
  "deal",
  "lead",
  "target",
]
