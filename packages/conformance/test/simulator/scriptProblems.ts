import { localDateTimeOf } from "@salesdept/core/shared"
import type { SimulatedAction, SimulatedDepartment, SimulatedInstalment, StageId } from "../../src/simulator/index.ts"
import { stageOrder } from "../../src/simulator/index.ts"

interface DealState {
  readonly key: string
  stageId: StageId
  ownerId: string
  amountMinor: number
  invoiceKey: string | null
  isSigned: boolean
}
interface InvoiceState {
  readonly amountMinor: number
  readonly instalments: ReadonlyArray<SimulatedInstalment>
  paidMinor: number
}
interface DocumentState {
  readonly dealKey: string
  state: "drafted" | "sent" | "signed"
}
interface StepState {
  readonly subjectKey: string
  isOpen: boolean
}

/**
 * Plays a script against a strict model of what can happen, written apart from the simulator; says everything that
 * cannot.
 */
export const scriptProblems = (department: SimulatedDepartment): ReadonlyArray<string> => {
  const { options, reps, products, clients, scripts, actions } = department
  const problems: Array<string> = []
  const leads = new Map<string, { ownerId: string | null; isDecided: boolean }>()
  const known = new Set<string>()
  const deals = new Map<string, DealState>()
  const steps = new Map<string, StepState>()
  const openSteps = new Map<string, string>()
  const invoices = new Map<string, InvoiceState>()
  const documents = new Map<string, DocumentState>()
  const unique = new Set<string>()
  const runs = new Set<string>()
  const repsById = new Map(reps.map((rep) => [rep.id, rep]))
  const clientKeys = new Set(clients.map(({ key }) => key))
  const prices = new Map(products.map(({ id, listPriceMinor }) => [id, listPriceMinor]))

  let now = ""
  let current: SimulatedAction | undefined
  const must = (holds: boolean, text: string): void => {
    if (!holds) problems.push(`${text}: ${JSON.stringify(current)}`)
  }
  const isNew = (key: string): void => {
    must(!unique.has(key), "key used twice")
    unique.add(key)
  }
  const found = <T>(map: ReadonlyMap<string, T>, key: string): T | undefined => {
    must(map.has(key), `unknown ${key}`)
    return map.get(key)
  }
  const isAmount = (amountMinor: number): void => {
    must(Number.isSafeInteger(amountMinor) && amountMinor > 0, "amount is not a whole number above 0")
  }
  const isAtWork = (id: string, date: string): boolean => {
    const rep = repsById.get(id)
    return rep !== undefined && rep.joinedOn <= date && (rep.leftOn === null || date <= rep.leftOn)
  }
  const ownedDeal = (key: string): DealState | undefined => {
    const deal = found(deals, key)
    if (deal !== undefined) must(deal.ownerId === current?.actor, "somebody else's deal")
    return deal
  }
  const exists = (subject: { readonly type: string; readonly key: string }): boolean =>
    ({ lead: leads.has(subject.key), deal: deals.has(subject.key), client: known.has(subject.key) })[subject.type] ??
    false

  for (const action of actions) {
    current = action
    must(action.at >= now, "out of order")
    now = action.at
    const { date, time } = localDateTimeOf(action.at, options.timeZone)
    must(date >= options.from && date < options.until, "outside the period")
    if (action.actor.startsWith("user:") && action.actor !== department.head.id) {
      must(isAtWork(action.actor, date), "not at work")
      must(time >= "09:00" && time < "18:00", "outside working hours")
      must(new Date(`${date}T00:00:00.000Z`).getUTCDay() !== 0, "on a Sunday")
    } else {
      must(action.actor === "system" || action.actor === department.head.id, "unknown actor")
    }
    switch (action.type) {
      case "leadReceived": {
        isNew(action.leadKey)
        must(prices.has(action.productId), "unknown product")
        if (action.referredByClientKey !== null) must(known.has(action.referredByClientKey), "recommended by nobody")
        leads.set(action.leadKey, { ownerId: null, isDecided: false })
        break
      }
      case "leadTaken": {
        const lead = found(leads, action.leadKey)
        if (lead === undefined) break
        must(lead.ownerId === null, "taken twice")
        lead.ownerId = action.actor
        break
      }
      case "leadQualified":
      case "leadDisqualified": {
        const lead = found(leads, action.leadKey)
        if (lead === undefined) break
        must(lead.ownerId === action.actor, "somebody else's lead")
        must(!lead.isDecided, "decided twice")
        must(!openSteps.has(action.leadKey), "decided with an open step")
        lead.isDecided = true
        if (action.type === "leadQualified") {
          must(known.has(action.clientKey) && deals.has(action.dealKey), "qualified into nothing")
        }
        break
      }
      case "clientRegistered": {
        isNew(action.clientKey)
        must(clientKeys.has(action.clientKey), "not among the clients")
        must(repsById.has(action.ownerId), "unknown owner")
        known.add(action.clientKey)
        break
      }
      case "dialogHeld": {
        isNew(action.dialogKey)
        must(exists(action.about), "about nothing")
        must(Number.isInteger(action.minutes) && action.minutes >= 0, "odd minutes")
        must((action.minutes === 0) === (action.outcome === "noAnswer" || action.outcome === "missed"), "odd length")
        break
      }
      case "scriptFollowed": {
        isNew(action.runKey)
        const deal = ownedDeal(action.dealKey)
        const script = scripts.find(({ versions }) => versions.some(({ id }) => id === action.versionId))
        must(deal?.stageId === script?.stageId, "held by another stage's script")
        must(!runs.has(`${action.dealKey} ${script?.id}`), "held by a script twice")
        runs.add(`${action.dealKey} ${script?.id}`)
        const version = script?.versions.find(({ id }) => id === action.versionId)
        must(version !== undefined && version.approvedAt <= action.at, "held by a version that is not approved")
        const known = version?.steps.map(({ id }) => id) ?? []
        must(
          action.steps.every((step) => known.includes(step)),
          "a step that the version has not",
        )
        must(unique.has(action.dialogKey), "noted before the conversation")
        break
      }
      case "nextStepSet": {
        isNew(action.stepKey)
        must(exists(action.about), "about nothing")
        must(!openSteps.has(action.about.key), "a second open step")
        must(action.dueOn >= date, "due in the past")
        openSteps.set(action.about.key, action.stepKey)
        steps.set(action.stepKey, { subjectKey: action.about.key, isOpen: true })
        break
      }
      case "nextStepDone":
      case "nextStepMoved": {
        const step = found(steps, action.stepKey)
        if (step === undefined) break
        must(step.isOpen, "step is done already")
        if (action.type === "nextStepMoved") {
          must(action.dueOn >= date, "moved into the past")
          break
        }
        step.isOpen = false
        openSteps.delete(step.subjectKey)
        break
      }
      case "dealOpened": {
        isNew(action.dealKey)
        must(known.has(action.clientKey), "unknown client")
        if (action.leadKey !== null) must(leads.get(action.leadKey)?.isDecided === false, "lead is decided or unknown")
        must(action.ownerId === action.actor, "opened for somebody else")
        must(action.expectedCloseOn > date, "expected in the past")
        must(action.listAmountMinor === (prices.get(action.productId) ?? 0) * action.quantity, "not at list price")
        isAmount(action.amountMinor)
        deals.set(action.dealKey, {
          key: action.dealKey,
          stageId: action.stageId,
          ownerId: action.ownerId,
          amountMinor: action.amountMinor,
          invoiceKey: null,
          isSigned: false,
        })
        break
      }
      case "dealAmended": {
        const deal = ownedDeal(action.dealKey)
        isAmount(action.amountMinor)
        must(action.amountMinor <= action.listAmountMinor, "dearer than the list")
        if (deal === undefined) break
        must(deal.invoiceKey === null, "amended after the invoice")
        deal.amountMinor = action.amountMinor
        break
      }
      case "dealMoved": {
        const deal = ownedDeal(action.dealKey)
        if (deal === undefined) break
        must(deal.stageId === action.fromStageId, "moved from where it is not")
        const place = stageOrder.findIndex((stageId) => stageId === action.fromStageId)
        must(place >= 0 && stageOrder[place + 1] === action.toStageId, "a stage left out")
        deal.stageId = action.toStageId
        const invoice = deal.invoiceKey === null ? undefined : invoices.get(deal.invoiceKey)
        if (action.toStageId === "paymentControl") must(invoice !== undefined, "agreed without an invoice")
        if (action.toStageId === "fulfilment") {
          must((invoice?.paidMinor ?? 0) >= (invoice?.instalments[0]?.amountMinor ?? Infinity), "fulfilled unpaid")
          const overdue = invoice?.instalments.filter(({ dueOn }) => dueOn < date) ?? []
          const owed = overdue.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
          must((invoice?.paidMinor ?? 0) >= owed, "fulfilled while money is overdue")
        }
        if (action.toStageId === "aftercare") {
          must(deal.isSigned, "aftercare without a signature")
          must(invoice?.paidMinor === invoice?.amountMinor, "aftercare and not paid")
        }
        if (action.toStageId === "done") {
          must(!openSteps.has(deal.key), "done with an open step")
        }
        break
      }
      case "dealLost": {
        const deal = ownedDeal(action.dealKey)
        if (deal === undefined) break
        must(deal.stageId === action.fromStageId, "lost where it is not")
        must(!openSteps.has(deal.key), "lost with an open step")
        deal.stageId = "lost"
        break
      }
      case "dealReassigned": {
        const deal = found(deals, action.dealKey)
        must(!isAtWork(action.fromRepId, date) && isAtWork(action.toRepId, date), "handed over for no reason")
        if (deal === undefined) break
        must(deal.ownerId === action.fromRepId, "taken from who had it not")
        deal.ownerId = action.toRepId
        break
      }
      case "invoiceIssued": {
        isNew(action.invoiceKey)
        const deal = ownedDeal(action.dealKey)
        isAmount(action.amountMinor)
        for (const { amountMinor } of action.instalments) isAmount(amountMinor)
        const total = action.instalments.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
        must(total === action.amountMinor, "instalments do not add up")
        const days = action.instalments.map(({ dueOn }) => dueOn)
        must(
          days.every((day, index) => day > (days[index - 1] ?? date)),
          "due days out of order",
        )
        invoices.set(action.invoiceKey, { amountMinor: total, instalments: action.instalments, paidMinor: 0 })
        if (deal === undefined) break
        must(deal.stageId === "contract" && deal.invoiceKey === null, "invoiced at the wrong time")
        must(deal.amountMinor === action.amountMinor, "invoice differs from the deal")
        deal.invoiceKey = action.invoiceKey
        break
      }
      case "paymentReceived": {
        isNew(action.paymentKey)
        isAmount(action.amountMinor)
        const invoice = found(invoices, action.invoiceKey)
        must(deals.get(action.dealKey)?.invoiceKey === action.invoiceKey, "another deal's invoice")
        if (invoice === undefined) break
        invoice.paidMinor += action.amountMinor
        must(invoice.paidMinor <= invoice.amountMinor, "overpaid")
        break
      }
      case "documentDrafted": {
        isNew(action.documentKey)
        const deal = ownedDeal(action.dealKey)
        must(deal?.stageId === "closingDocuments", "drafted before the fulfilment")
        must(deal?.amountMinor === action.amountMinor, "document differs from the deal")
        documents.set(action.documentKey, { dealKey: action.dealKey, state: "drafted" })
        break
      }
      case "documentSent":
      case "documentSigned": {
        const document = found(documents, action.documentKey)
        if (document === undefined) break
        const isSent = action.type === "documentSent"
        must(document.state === (isSent ? "drafted" : "sent"), "document out of order")
        document.state = isSent ? "sent" : "signed"
        const deal = ownedDeal(document.dealKey)
        if (deal !== undefined && !isSent) deal.isSigned = true
      }
    }
  }
  if (known.size !== clients.length) problems.push(`${clients.length} clients, ${known.size} registered`)
  return problems
}
