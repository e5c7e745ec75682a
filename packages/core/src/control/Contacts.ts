import type { Deal } from "../deal/DealSchema.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Instant } from "../shared/Instant.ts"
import type { ControlledDialog, ControlledStep } from "./ControlRecords.ts"

/** Dialogs and next steps about one record, summed up. */
interface RecordContact {
  /** Earliest day by which an open step is to be done. */
  stepDueOn: CalendarDate | null
  /** When a step was last done or called off. */
  lastStepDoneAt: Instant | null
  /** When a step was last done, and not called off. */
  lastStepKeptAt: Instant | null
  /** When anybody last spoke. */
  lastDialogAt: Instant | null
  /** When we last spoke. */
  lastAnswerAt: Instant | null
  /** When the client last spoke. */
  lastInboundAt: Instant | null
  /** Whether there is any step, open or done. */
  hasSteps: boolean
  /** When the client turned to us and nobody spoke for us, in any order. */
  readonly callsAt: Array<Instant>
}

/** Dialogs about a client and about its deals, summed up. */
interface ClientTouch {
  /** When anybody last spoke. */
  lastDialogAt: Instant | null
  /** When we last spoke. */
  lastAnswerAt: Instant | null
  /** When the client last spoke, of whatever deal. */
  lastInboundAt: Instant | null
  /** When it last spoke apart from any deal. */
  lastInboundApartAt: Instant | null
}

/** Who said and did what last, about every record. What was said and done is summed up as it is taken in, and none of it is held. */
export interface Contacts {
  /** Takes in a dialog; before the first deal is read. */
  readonly readDialog: (dialog: ControlledDialog) => void
  /** Takes in a next step; before the first deal is read. */
  readonly readStep: (step: ControlledStep) => void
  /** By id of the lead, deal or client that was spoken about. */
  readonly of: (id: string) => Readonly<RecordContact> | undefined
  /** By client id; whole once every deal was read. */
  readonly touchOf: (clientId: string) => Readonly<ClientTouch> | undefined
  /** Takes what was said about a deal for the client's too; all that is open about one that left the base is the client's alone. */
  readonly readDeal: (deal: Pick<Deal, "id" | "clientId" | "standing">) => void
  /** No deal is left to be read: what was said about others counts for the clients named in the dialogs. */
  readonly endDeals: () => void
}

const later = <Time extends string>(left: Time | null, right: Time): Time =>
  left === null || right > left ? right : left

const earlier = <Time extends string>(left: Time | null, right: Time): Time =>
  left === null || right < left ? right : left

/** A dialog or step belongs to the nearest record it names: the deal, else the lead, else the client. */
export const subjectOf = ({
  dealId,
  leadId,
  clientId,
}: Pick<ControlledDialog, "dealId" | "leadId" | "clientId">): string => dealId ?? leadId ?? clientId ?? ""

/** In an inbound dialog without a rep nobody spoke for us: a missed call, a letter without an answer. */
export const isOurs = ({ direction, repId }: Pick<ControlledDialog, "direction" | "repId">): boolean =>
  direction === "outbound" || repId !== null

type Spoken = Pick<ClientTouch, "lastDialogAt" | "lastAnswerAt" | "lastInboundAt">

const hear = (side: Spoken, dialog: ControlledDialog): void => {
  side.lastDialogAt = later(side.lastDialogAt, dialog.heldAt)
  if (isOurs(dialog)) side.lastAnswerAt = later(side.lastAnswerAt, dialog.heldAt)
  if (dialog.direction === "inbound") side.lastInboundAt = later(side.lastInboundAt, dialog.heldAt)
}

/** What is found by a key, made where it is not there yet. */
const found = <Value>(map: Map<string, Value>, key: string, make: () => Value): Value => {
  const known = map.get(key)
  if (known !== undefined) return known
  const made = make()
  map.set(key, made)
  return made
}

const noContact = (): RecordContact => ({
  stepDueOn: null,
  lastStepDoneAt: null,
  lastStepKeptAt: null,
  lastDialogAt: null,
  lastAnswerAt: null,
  lastInboundAt: null,
  hasSteps: false,
  callsAt: [],
})

const noTouch = (): ClientTouch => ({
  lastDialogAt: null,
  lastAnswerAt: null,
  lastInboundAt: null,
  lastInboundApartAt: null,
})

/** Gives what is open about a record to another. */
const passOn = (from: Readonly<RecordContact>, to: RecordContact): void => {
  to.callsAt.push(...from.callsAt)
  to.hasSteps ||= from.hasSteps
  if (from.stepDueOn !== null) to.stepDueOn = earlier(to.stepDueOn, from.stepDueOn)
  if (from.lastStepDoneAt !== null) to.lastStepDoneAt = later(to.lastStepDoneAt, from.lastStepDoneAt)
}

/** What was said about a deal with one client. */
interface SpokenWith extends Spoken {
  /** The client that the dialogs name; null where they name none. */
  readonly clientId: string | null
}

const passTouch = (from: Readonly<Spoken>, to: ClientTouch): void => {
  if (from.lastDialogAt !== null) to.lastDialogAt = later(to.lastDialogAt, from.lastDialogAt)
  if (from.lastAnswerAt !== null) to.lastAnswerAt = later(to.lastAnswerAt, from.lastAnswerAt)
  if (from.lastInboundAt !== null) to.lastInboundAt = later(to.lastInboundAt, from.lastInboundAt)
}

/** Begins to sum up dialogs and steps, which may come in any order. */
export const makeContacts = (): Contacts => {
  const contacts = new Map<string, RecordContact>()
  const touches = new Map<string, ClientTouch>()
  /** Dialogs about deals that were not read yet: the client is the deal's, where it has one. */
  const ofDeals = new Map<string, Array<SpokenWith>>()
  const touch = (clientId: string): ClientTouch => found(touches, clientId, noTouch)
  const spokenWith = (dealId: string, clientId: string | null): SpokenWith => {
    const known = found(ofDeals, dealId, (): Array<SpokenWith> => [])
    const same = known.find((spoken) => spoken.clientId === clientId)
    if (same !== undefined) return same
    const spoken = { clientId, lastDialogAt: null, lastAnswerAt: null, lastInboundAt: null }
    known.push(spoken)
    return spoken
  }
  const hearAll = (spoken: ReadonlyArray<SpokenWith>, dealsClientId: string | null): void => {
    for (const one of spoken) {
      const id = dealsClientId ?? one.clientId
      if (id !== null) passTouch(one, touch(id))
    }
  }
  return {
    readDialog: (dialog) => {
      const { dealId, clientId, heldAt, direction } = dialog
      const contact = found(contacts, subjectOf(dialog), noContact)
      hear(contact, dialog)
      if (!isOurs(dialog)) contact.callsAt.push(heldAt)
      if (dealId !== null) hear(spokenWith(dealId, clientId), dialog)
      else if (clientId !== null) {
        const side = touch(clientId)
        hear(side, dialog)
        if (direction === "inbound") side.lastInboundApartAt = later(side.lastInboundApartAt, heldAt)
      }
    },
    readStep: (step) => {
      const contact = found(contacts, subjectOf(step), noContact)
      contact.hasSteps = true
      if (step.status === "open") contact.stepDueOn = earlier(contact.stepDueOn, step.dueOn)
      if (step.doneAt === null) return
      contact.lastStepDoneAt = later(contact.lastStepDoneAt, step.doneAt)
      if (step.status === "done") contact.lastStepKeptAt = later(contact.lastStepKeptAt, step.doneAt)
    },
    of: (id) => contacts.get(id),
    touchOf: (clientId) => touches.get(clientId),
    readDeal: ({ id, clientId, standing }) => {
      const contact = standing === "active" || clientId === null ? undefined : contacts.get(id)
      if (contact !== undefined && clientId !== null) passOn(contact, found(contacts, clientId, noContact))
      const spoken = ofDeals.get(id)
      if (spoken === undefined) return
      ofDeals.delete(id)
      hearAll(spoken, clientId)
    },
    endDeals: () => {
      for (const spoken of ofDeals.values()) hearAll(spoken, null)
      ofDeals.clear()
    },
  }
}

/** Sums dialogs and steps up, in any order, in one pass over each. */
export const contactsIn = (
  dialogs: ReadonlyArray<ControlledDialog>,
  nextSteps: ReadonlyArray<ControlledStep>,
): Contacts => {
  const contacts = makeContacts()
  for (const dialog of dialogs) contacts.readDialog(dialog)
  for (const step of nextSteps) contacts.readStep(step)
  return contacts
}

/**
 * Since when the client waits: the earliest call after our last answer that was not dealt with otherwise.
 *
 * @param callsAt - calls that nobody took
 * @param answeredAt - our last answer, whatever it was about
 * @param isDealtWith - whether a call was dealt with as the record was closed
 */
export const waitingSince = (
  callsAt: ReadonlyArray<Instant>,
  answeredAt: Instant | null,
  isDealtWith: (heldAt: Instant) => boolean,
): Instant | null => {
  let since: Instant | null = null
  for (const heldAt of callsAt) {
    if (answeredAt !== null && answeredAt >= heldAt) continue
    if (!isDealtWith(heldAt)) since = earlier(since, heldAt)
  }
  return since
}
