/**
 * Which fact counts towards a measure, and when: money of deals won (day won), invoiced (day of issue), paid (day received, before refunds),
 * documented (day the closing document was signed), money owed (at the end of the period, of invoices issued by then, less what
 * is paid, written off and credited as known); list price of deals won; units of their lines; counts of deals won, lost, closed (won or lost)
 * and opened, documents signed, leads received, taken for the first time and qualified, dialogs and meetings held, proposals made
 * (next steps of that type that are done).
 */
export const creditMoments = [
  "wonMoney",
  "listMoney",
  "invoicedMoney",
  "paidMoney",
  "documentedMoney",
  "debtMoney",
  "units",
  "wonDeals",
  "lostDeals",
  "closedDeals",
  "openedDeals",
  "documentsSigned",
  "leads",
  "takenLeads",
  "qualifiedLeads",
  "dialogs",
  "meetings",
  "proposals",
] as const

/** Which fact counts, and when. */
export type CreditMoment = (typeof creditMoments)[number]

/** By what facts can be told apart. */
export const factDimensions = ["rep", "product", "pipeline", "client"] as const

/** A dimension of facts. */
export type FactDimension = (typeof factDimensions)[number]

/** Where the amount of a record stands: in a field of type money, or in fields of minor units and currency. */
type CreditMoney =
  | { readonly field: string }
  | { readonly minor: string; readonly currency: string; readonly less: ReadonlyArray<string> }

/** Where a credit moment is read. */
export interface CreditSource {
  /** Kind of the records counted. */
  readonly kind: "deal" | "invoice" | "payment" | "closingDocument" | "lead" | "dialog" | "nextStep"
  /** Whether the dimensions are those of the deal they belong to. */
  readonly ofDeal: boolean
  /** Text fields that must have these values. */
  readonly where: ReadonlyArray<{ readonly field: string; readonly is: string }>
  /** The field that says when. */
  readonly at: string
  /** Whether that is a calendar date or an instant. */
  readonly atKind: "date" | "instant"
  /** What is summed; null where records are counted. */
  readonly money: CreditMoney | null
  /** The list whose entries' quantities are summed instead; its entries name their own product. None where absent. */
  readonly each?: { readonly list: string; readonly quantity: string }
  /** Field with the rates that its own money was counted at, which hold before the rate frozen on the deal. None where absent. */
  readonly rates?: string
  /** Fields of the dimensions; one left out is not told by such facts. */
  readonly fields: { readonly [Dimension in FactDimension]?: string }
  /** Whether a period's figure is a balance at its end instead of a flow within it. */
  readonly isBalance: boolean
}

// A deal and all that comes of it counts for its seller, whoever looks after it by now.
const ofDeals = { rep: "sellerId", product: "productId", pipeline: "pipelineId", client: "clientId" } as const
const common = { where: [], atKind: "date", isBalance: false, money: null } as const
const deals = { ...common, kind: "deal", ofDeal: false, fields: ofDeals } as const
// A deal that was recorded by mistake counts for nothing.
const active = { field: "standing", is: "active" } as const
const won = [{ field: "outcome", is: "won" }, active] as const

const lead = {
  ...common,
  kind: "lead",
  ofDeal: false,
  atKind: "instant",
  fields: { rep: "ownerId", client: "clientId" },
} as const

/** Where each credit moment is read. */
export const creditSources: { readonly [Moment in CreditMoment]: CreditSource } = {
  wonMoney: { ...deals, where: won, at: "closedOn", money: { field: "amount" } },
  listMoney: { ...deals, where: won, at: "closedOn", money: { field: "listAmount" } },
  units: { ...deals, where: won, at: "closedOn", each: { list: "lines", quantity: "quantity" } },
  wonDeals: { ...deals, where: won, at: "closedOn" },
  lostDeals: { ...deals, where: [{ field: "outcome", is: "lost" }, active], at: "closedOn" },
  // Only a deal that is won or lost has a day of closing.
  closedDeals: { ...deals, where: [active], at: "closedOn" },
  openedDeals: { ...deals, where: [active], at: "openedOn" },
  invoicedMoney: {
    ...deals,
    kind: "invoice",
    ofDeal: true,
    at: "issuedOn",
    money: { minor: "totalMinor", currency: "currency", less: [] },
  },
  debtMoney: {
    ...deals,
    kind: "invoice",
    ofDeal: true,
    at: "issuedOn",
    money: { minor: "totalMinor", currency: "currency", less: ["paidMinor", "writtenOffMinor", "creditedMinor"] },
    isBalance: true,
  },
  paidMoney: { ...deals, kind: "payment", ofDeal: true, at: "receivedOn", money: { field: "amount" }, rates: "rates" },
  documentedMoney: { ...deals, kind: "closingDocument", ofDeal: true, at: "signedOn", money: { field: "amount" } },
  documentsSigned: { ...deals, kind: "closingDocument", ofDeal: true, at: "signedOn" },
  leads: { ...lead, at: "receivedAt" },
  takenLeads: { ...lead, at: "takenAt" },
  qualifiedLeads: { ...lead, where: [{ field: "status", is: "qualified" }], at: "closedAt" },
  proposals: {
    ...lead,
    kind: "nextStep",
    where: [
      { field: "status", is: "done" },
      { field: "typeId", is: "proposal" },
    ],
    at: "doneAt",
  },
  dialogs: {
    ...common,
    kind: "dialog",
    ofDeal: false,
    at: "heldAt",
    atKind: "instant",
    fields: { rep: "repId", client: "clientId" },
  },
  meetings: {
    ...common,
    kind: "dialog",
    ofDeal: false,
    where: [{ field: "kind", is: "meeting" }],
    at: "heldAt",
    atKind: "instant",
    fields: { rep: "repId", client: "clientId" },
  },
}
