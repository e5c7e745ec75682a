import type { Session, TenantSales } from "@salesdept/core/promise"
import type {
  ClientId,
  ClosingDocumentId,
  DealId,
  DialogId,
  InvoiceId,
  LeadId,
  NextStepId,
  PaymentId,
} from "@salesdept/core/shared"
import { localDateOf } from "@salesdept/core/shared"
import type { ActionSubject } from "./ActionBase.ts"
import type { ClosingDocumentKind } from "./SettlementActions.ts"
import type { SimulatedAction } from "./SimulatedAction.ts"
import type { SimulatedDepartment } from "./SimulatedDepartment.ts"

/** A command that the library refused while the script was played. */
export interface RefusedAction {
  /** The action. */
  readonly action: SimulatedAction
  /** Why, in English. */
  readonly reason: string
}

/** What playing came to. */
export interface PlayedSimulation {
  /** Actions sent. */
  readonly played: number
  /** Actions refused, each with its reason. */
  readonly refused: ReadonlyArray<RefusedAction>
}

/** How a script is played. */
export interface PlayOptions {
  /** Told before each action: when it happens, so that the host's clock can follow the script. */
  readonly onTime: (epochMs: number) => void
  /** Told after each group of actions: how many of how many are done. */
  readonly onProgress?: (done: number, total: number) => void
}

const documentKinds: { readonly [Kind in ClosingDocumentKind]: "serviceAct" | "deliveryNote" | "transferDocument" } = {
  act: "serviceAct",
  deliveryNote: "deliveryNote",
  universalTransferDocument: "transferDocument",
}

const subjectOf = ({ type, key }: ActionSubject) => {
  switch (type) {
    case "lead":
      return { leadId: key as LeadId }
    case "deal":
      return { dealId: key as DealId }
    case "client":
      return { clientId: key as ClientId }
  }
}

/** How many actions are sent before their outcomes are awaited; they run in order, and those waiting share commits. */
const groupSize = 250

/** Sends one action. The script's keys have the form of ids, so they serve as ids. */
const send = (department: SimulatedDepartment, session: Session, action: SimulatedAction): Promise<unknown> => {
  const { currency, timeZone } = department.options
  const options = { occurredAt: action.at }
  const today = localDateOf(action.at, timeZone)
  const nameOf = (clientKey: string): string =>
    department.clients.find(({ key }) => key === clientKey)?.name ?? clientKey
  switch (action.type) {
    case "clientRegistered": {
      const client = department.clients.find(({ key }) => key === action.clientKey)
      const id = action.clientKey as ClientId
      const name = nameOf(action.clientKey)
      return session.clients.register(
        { id, name, ownerId: action.ownerId, ...(client === undefined ? {} : { segmentId: client.segment }) },
        options,
      )
    }
    case "leadReceived":
      return session.leads.receive(
        { id: action.leadKey as LeadId, name: action.companyName, channelId: action.source },
        options,
      )
    case "leadTaken":
      return session.leads.take({ leadId: action.leadKey as LeadId, ownerId: action.actor }, options)
    case "leadQualified": {
      const { leadKey, clientKey, dealKey } = action
      return session.leads.qualify(
        { leadId: leadKey as LeadId, clientId: clientKey as ClientId, dealId: dealKey as DealId },
        options,
      )
    }
    case "leadDisqualified":
      return session.leads.disqualify({ leadId: action.leadKey as LeadId, reasonId: action.reason }, options)
    case "dialogHeld": {
      const { kind, direction, outcome: outcomeId, actor } = action
      const spoke = outcomeId === "missed" ? {} : { repId: actor }
      return session.dialogs.record(
        { id: action.dialogKey as DialogId, ...subjectOf(action.about), kind, direction, outcomeId, ...spoke },
        options,
      )
    }
    case "nextStepSet":
      return session.nextSteps.set(
        {
          id: action.stepKey as NextStepId,
          ...subjectOf(action.about),
          typeId: action.kind,
          dueOn: action.dueOn,
          ownerId: action.actor,
        },
        options,
      )
    case "nextStepDone":
      return session.nextSteps.complete({ nextStepId: action.stepKey as NextStepId }, options)
    case "nextStepMoved":
      return session.nextSteps.move({ nextStepId: action.stepKey as NextStepId, dueOn: action.dueOn }, options)
    case "dealOpened": {
      const product = department.products.find(({ id }) => id === action.productId)
      return session.deals.open(
        {
          id: action.dealKey as DealId,
          title: `${product?.name ?? action.productId} — ${nameOf(action.clientKey)}`,
          clientId: action.clientKey as ClientId,
          ownerId: action.ownerId,
          productId: `product_${action.productId}`,
          amount: { amountMinor: action.amountMinor, currency },
          listAmount: { amountMinor: action.listAmountMinor, currency },
          expectedCloseOn: action.expectedCloseOn,
        },
        options,
      )
    }
    case "dealMoved":
      return session.deals.move({ dealId: action.dealKey as DealId, to: action.toStageId }, options)
    case "dealAmended": {
      const { amountMinor, listAmountMinor } = action
      return session.deals.amend(
        {
          dealId: action.dealKey as DealId,
          amount: { amountMinor, currency },
          listAmount: { amountMinor: listAmountMinor, currency },
        },
        options,
      )
    }
    case "dealLost":
      return session.deals.move({ dealId: action.dealKey as DealId, to: "lost", lostReasonId: action.reason }, options)
    case "dealReassigned":
      return session.deals.amend({ dealId: action.dealKey as DealId, ownerId: action.toRepId }, options)
    case "invoiceIssued":
      return session.invoices.issue(
        {
          id: action.invoiceKey as InvoiceId,
          dealId: action.dealKey as DealId,
          issuedOn: today,
          currency,
          instalments: action.instalments,
        },
        options,
      )
    case "paymentReceived":
      return session.payments.receive(
        {
          id: action.paymentKey as PaymentId,
          invoiceId: action.invoiceKey as InvoiceId,
          amount: { amountMinor: action.amountMinor, currency },
          receivedOn: today,
        },
        options,
      )
    case "documentDrafted":
      return session.documents.draft(
        {
          id: action.documentKey as ClosingDocumentId,
          dealId: action.dealKey as DealId,
          kind: documentKinds[action.kind],
          amount: { amountMinor: action.amountMinor, currency },
          draftedOn: today,
        },
        options,
      )
    case "documentSent":
      return session.documents.send({ documentId: action.documentKey as ClosingDocumentId, sentOn: today }, options)
    case "documentSigned":
      return session.documents.sign({ documentId: action.documentKey as ClosingDocumentId, signedOn: today }, options)
  }
}

const refusalOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))

/**
 * Plays a simulated department through the library's own commands, in the order of the script: first what stands
 * beforehand (reps, products, targets), then every action at its own time. Publish the department's configuration with the
 * pipeline `servicesWithActs` before.
 */
export const playSimulation = async (
  department: SimulatedDepartment,
  tenant: TenantSales,
  options: PlayOptions,
): Promise<PlayedSimulation> => {
  const { currency } = department.options
  const head = tenant.as(department.head.id)
  await head.reps.state({
    rows: department.reps.map((rep) => ({
      id: `rep_${rep.id}` as const,
      personId: rep.id,
      name: rep.name,
      teamId: rep.teamId,
      joinedOn: rep.joinedOn,
      leftOn: rep.leftOn,
    })),
  })
  await head.products.state({
    rows: department.products.map(({ id, name, listPriceMinor }) => ({
      id: `product_${id}` as const,
      name,
      listPrice: { amountMinor: listPriceMinor, currency },
    })),
  })
  const targets = department.targets.flatMap(({ repId, quarter, amountMinor }) =>
    repId === null ? [] : [{ ownerId: repId, quarter, amountMinor }],
  )
  await head.plans.publish({ id: "plan_main", currency, targets })
  const refused: Array<RefusedAction> = []
  const sessions = new Map<string, Session>()
  const sessionOf = (actor: string): Session => {
    const session = sessions.get(actor) ?? tenant.as(actor)
    sessions.set(actor, session)
    return session
  }
  for (let start = 0; start < department.actions.length; start += groupSize) {
    const group = department.actions.slice(start, start + groupSize)
    const sent = group.map((action) => {
      options.onTime(Date.parse(action.at))
      return send(department, sessionOf(action.actor), action)
    })
    for (const [index, outcome] of (await Promise.allSettled(sent)).entries()) {
      const action = group[index]
      if (outcome.status === "rejected" && action !== undefined) {
        refused.push({ action, reason: refusalOf(outcome.reason) })
      }
    }
    options.onProgress?.(start + group.length, department.actions.length)
  }
  return { played: department.actions.length, refused }
}
