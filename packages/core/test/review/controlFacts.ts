import type {
  ClientControlFacts,
  ControlBase,
  DealControlFacts,
  LeadControlFacts,
  RecordFacts,
} from "../../src/control/ControlFacts.ts"
import type { ReviewControl } from "../../src/review/ReviewFacts.ts"

type Fields<Facts> = Partial<Facts> & { readonly id: string }

const record: Omit<RecordFacts, "id"> = {
  ownerId: "ann",
  ownerLeftOn: null,
  stepDueOn: null,
  lastStepDoneAt: null,
  lastAnswerAt: null,
  awaitingSince: null,
  lastInboundAt: null,
  teamId: null,
  segmentId: null,
  mark: null,
  observed: { nextSteps: true, dialogs: true, payments: true, documents: true },
}

/** Nothing can be seen of a record. */
export const unseen: RecordFacts["observed"] = { nextSteps: false, dialogs: false, payments: false, documents: false }

/** A lead as control sees it; give what matters. */
export const leadFacts = (fields: Fields<LeadControlFacts>): LeadControlFacts => ({
  ...record,
  kind: "lead",
  status: "new",
  receivedAt: "2026-03-01T09:00:00.000Z",
  closedAt: null,
  nextNurtureAt: null,
  ...fields,
})

/** A deal as control sees it; give what matters. */
export const dealFacts = (fields: Fields<DealControlFacts>): DealControlFacts => ({
  ...record,
  kind: "deal",
  clientId: null,
  pipelineId: "sales",
  stageName: { en: "Contact", ru: "Контакт" },
  stageMeaning: "open",
  stageLimitDays: null,
  outcome: "open",
  enteredStageAt: null,
  openedOn: "2026-01-01",
  closedOn: null,
  amount: null,
  invoiceCount: 0,
  unpaid: [],
  documentCount: 0,
  isDocumented: false,
  unsignedSince: null,
  undocumented: null,
  ...fields,
})

/** A client as control sees it; give what matters. */
export const clientFacts = (fields: Fields<ClientControlFacts>): ClientControlFacts => ({
  ...record,
  kind: "client",
  lastDialogAt: null,
  deals: [],
  ...fields,
})

/** Control's reading at the end of 31 March 2026 in Moscow, with the default policy. */
export const controlOf = (base: Partial<ControlBase>): ReviewControl => ({
  base: { lead: [], client: [], deal: [], ...base },
  policy: { answerWithinHours: 24, regularFromWonDeals: 2, quietAfterDays: 90 },
  context: { asOf: "2026-03-31T20:59:59.999Z", today: "2026-03-31", timeZone: "Europe/Moscow" },
})

/** Roubles. */
export const roubles = (amountMinor: number) => ({ amountMinor, currency: "RUB" })
