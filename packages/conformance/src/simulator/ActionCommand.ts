import type { Session } from "@salesdept/core/promise"
import { localDateOf } from "@salesdept/core/shared"
import type { ActionSubject } from "./ActionBase.ts"
import type { SimulatedClient } from "./Clients.ts"
import type { SimulatedProduct } from "./Products.ts"
import type { ClosingDocumentKind } from "./SettlementActions.ts"
import type { SimulatedAction } from "./SimulatedAction.ts"
import type { SimulatedDepartment } from "./SimulatedDepartment.ts"

const documentKinds: { readonly [Kind in ClosingDocumentKind]: "serviceAct" | "deliveryNote" | "transferDocument" } = {
  act: "serviceAct",
  deliveryNote: "deliveryNote",
  universalTransferDocument: "transferDocument",
}

const subjectOf = ({ type, key }: ActionSubject) => {
  switch (type) {
    case "lead":
      return { leadId: key }
    case "deal":
      return { dealId: key }
    case "client":
      return { clientId: key }
  }
}

/** A department with its names by key. */
interface Names {
  readonly department: SimulatedDepartment
  readonly clients: ReadonlyMap<string, SimulatedClient>
  readonly products: ReadonlyMap<string, SimulatedProduct>
}

const send = (
  { department, clients, products }: Names,
  session: Session,
  action: SimulatedAction,
): Promise<unknown> => {
  const { currency, timeZone } = department.options
  const options = { occurredAt: action.at }
  const today = localDateOf(action.at, timeZone)
  const nameOf = (clientKey: string): string => clients.get(clientKey)?.name ?? clientKey
  switch (action.type) {
    case "clientRegistered": {
      const client = clients.get(action.clientKey)
      const id = action.clientKey
      const name = nameOf(action.clientKey)
      return session.clients.register(
        { id, name, ownerId: action.ownerId, ...(client === undefined ? {} : { segmentId: client.segment }) },
        options,
      )
    }
    case "leadReceived":
      return session.leads.receive({ id: action.leadKey, name: action.companyName, channelId: action.source }, options)
    case "leadTaken":
      return session.leads.take({ leadId: action.leadKey, ownerId: action.actor }, options)
    case "leadQualified": {
      const { leadKey, clientKey, dealKey } = action
      return session.leads.qualify({ leadId: leadKey, clientId: clientKey, dealId: dealKey }, options)
    }
    case "leadDisqualified":
      return session.leads.disqualify({ leadId: action.leadKey, reasonId: action.reason }, options)
    case "dialogHeld": {
      const { kind, direction, outcome: outcomeId, actor } = action
      const spoke = outcomeId === "missed" ? {} : { repId: actor }
      return session.dialogs.record(
        { id: action.dialogKey, ...subjectOf(action.about), kind, direction, outcomeId, ...spoke },
        options,
      )
    }
    case "scriptFollowed": {
      const { runKey: id, versionId, dialogKey: dialogId, dealKey: dealId, outcome: outcomeId, unanswered } = action
      return session.scriptRuns.record(
        {
          id,
          versionId,
          dialogId,
          dealId,
          repId: action.actor,
          outcomeId,
          steps: action.steps.map((stepId) => ({ stepId })),
          ...(unanswered === null ? {} : { unanswered: [{ stepId: unanswered.step, said: unanswered.said }] }),
        },
        options,
      )
    }
    case "nextStepSet":
      return session.nextSteps.set(
        {
          id: action.stepKey,
          ...subjectOf(action.about),
          typeId: action.kind,
          dueOn: action.dueOn,
          ownerId: action.actor,
        },
        options,
      )
    case "nextStepDone":
      return session.nextSteps.complete({ nextStepId: action.stepKey }, options)
    case "nextStepMoved":
      return session.nextSteps.move({ nextStepId: action.stepKey, dueOn: action.dueOn }, options)
    case "dealOpened": {
      const product = products.get(action.productId)
      return session.deals.open(
        {
          id: action.dealKey,
          title: `${product?.name ?? action.productId} — ${nameOf(action.clientKey)}`,
          clientId: action.clientKey,
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
      return session.deals.move({ dealId: action.dealKey, to: action.toStageId }, options)
    case "dealAmended": {
      const { amountMinor, listAmountMinor } = action
      return session.deals.amend(
        {
          dealId: action.dealKey,
          amount: { amountMinor, currency },
          listAmount: { amountMinor: listAmountMinor, currency },
        },
        options,
      )
    }
    case "dealLost":
      return session.deals.move({ dealId: action.dealKey, to: "lost", lostReasonId: action.reason }, options)
    case "dealReassigned":
      return session.deals.amend({ dealId: action.dealKey, ownerId: action.toRepId }, options)
    case "invoiceIssued":
      return session.invoices.issue(
        {
          id: action.invoiceKey,
          dealId: action.dealKey,
          issuedOn: today,
          currency,
          instalments: action.instalments,
        },
        options,
      )
    case "paymentReceived":
      return session.payments.receive(
        {
          id: action.paymentKey,
          invoiceId: action.invoiceKey,
          amount: { amountMinor: action.amountMinor, currency },
          receivedOn: today,
        },
        options,
      )
    case "documentDrafted":
      return session.documents.draft(
        {
          id: action.documentKey,
          dealId: action.dealKey,
          kind: documentKinds[action.kind],
          amount: { amountMinor: action.amountMinor, currency },
          draftedOn: today,
        },
        options,
      )
    case "documentSent":
      return session.documents.send({ documentId: action.documentKey, sentOn: today }, options)
    case "documentSigned":
      return session.documents.sign({ documentId: action.documentKey, signedOn: today }, options)
  }
}

/** Sends one action of a script as a command; the promise is the command's. */
export type ActionCommand = (session: Session, action: SimulatedAction) => Promise<unknown>

/**
 * Makes the translation of a script's actions into commands. The script's keys have the form of ids, so they serve as
 * ids; business time is the action's own.
 */
export const actionCommand = (department: SimulatedDepartment): ActionCommand => {
  const clients = new Map(department.clients.map((client) => [client.key, client]))
  const products = new Map(department.products.map((product) => [product.id, product]))
  return (session, action) => send({ department, clients, products }, session, action)
}
