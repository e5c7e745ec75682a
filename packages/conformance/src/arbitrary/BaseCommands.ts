import * as fc from "fast-check"
import type { AnyCommand } from "./AnyCommand.ts"
import { clientId, commands, day, dealId, leadId, nullOr, optional, person, pooled } from "./AnyCommand.ts"
import { anyText } from "./Values.ts"

const contactId = pooled("contact", 3)
const anySlug = fc.constantFrom("decides", "pays", "news")
const tags = fc.uniqueArray(fc.constantFrom("vip", "2026", "ёж"), { maxLength: 3 })
const subject = optional({ dealId, clientId, leadId })
const sourceId = fc.constantFrom("bareExport", "fullExport", "fullExport", "nobody")

const clientRow = fc.record({
  id: clientId,
  name: anyText(20),
  ownerId: nullOr(person),
  segmentId: nullOr(anyText(20)),
})

/** Rows of a source about clients. */
export const anyClientRows = fc.uniqueArray(clientRow, { minLength: 1, maxLength: 4, selector: ({ id }) => id })

/** Any command over the client base. */
export const baseCommands: ReadonlyArray<fc.Arbitrary<AnyCommand>> = [
  commands("clients.register", fc.record({ id: clientId, name: anyText(20) }), (session, input, options) =>
    session.clients.register(input, options),
  ),
  commands("clients.import", fc.record({ sourceId, rows: anyClientRows }), (session, input, options) =>
    session.clients.import(input, options),
  ),
  commands(
    "leads.receive",
    fc.record({ id: leadId, name: anyText(20), channelId: fc.constantFrom("site", "call") }),
    (session, input, options) => session.leads.receive(input, options),
  ),
  commands("leads.take", fc.record({ leadId, ownerId: person }), (session, input, options) =>
    session.leads.take(input, options),
  ),
  commands(
    "clients.amend",
    fc
      .tuple(
        fc.record({ clientId }),
        optional({
          name: anyText(20),
          ownerId: nullOr(person),
          segmentId: nullOr(anyText(20)),
          language: nullOr(fc.constantFrom("ru", "en")),
          phones: nullOr(fc.array(fc.constantFrom("+7 495 123-45-67", "8 916 000 00 00"), { maxLength: 2 })),
        }),
      )
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.clients.amend(input, options),
  ),
  commands(
    "clients.tag",
    fc
      .tuple(fc.record({ clientId }), optional({ add: tags, remove: tags }))
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.clients.tag(input, options),
  ),
  commands(
    "contacts.add",
    fc.record({ id: contactId, clientId, name: anyText(20), roleId: fc.constantFrom("decides", "pays") }),
    (session, input, options) => session.contacts.add(input, options),
  ),
  commands(
    "contacts.import",
    fc.record({
      sourceId,
      rows: fc.uniqueArray(fc.record({ id: contactId, clientId, name: anyText(20) }), {
        minLength: 1,
        maxLength: 3,
        selector: ({ id }) => id,
      }),
    }),
    (session, input, options) => session.contacts.import(input, options),
  ),
  commands(
    "contacts.amend",
    fc
      .tuple(fc.record({ contactId }), optional({ name: anyText(20), leftOn: nullOr(day), roleId: nullOr(anySlug) }))
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.contacts.amend(input, options),
  ),
  commands(
    "consents.give",
    fc
      .tuple(
        optional({ clientId, contactId, leadId }),
        fc.record({ id: pooled("consent", 3), purposeId: anySlug, proof: anyText(20) }),
      )
      .map(([who, own]) => ({ ...who, ...own, proofKind: "webForm" }) as const),
    (session, input, options) => session.consents.give(input, options),
  ),
  commands("consents.withdraw", fc.record({ consentId: pooled("consent", 3) }), (session, input, options) =>
    session.consents.withdraw(input, options),
  ),
  commands("leads.assign", fc.record({ leadId, ownerId: nullOr(person) }), (session, input, options) =>
    session.leads.assign(input, options),
  ),
  commands("leads.nurture", fc.record({ leadId, until: day }), (session, input, options) =>
    session.leads.nurture(input, options),
  ),
  commands("leads.resume", fc.record({ leadId }), (session, input, options) => session.leads.resume(input, options)),
  commands("leads.tag", fc.record({ leadId, add: tags }), (session, input, options) =>
    session.leads.tag(input, options),
  ),
  commands(
    "leads.qualify",
    fc.oneof(
      fc.record({ leadId, clientId }),
      fc.record({
        leadId,
        client: fc.record({ id: clientId }),
        deal: fc.record({ id: dealId, title: anyText(20) }),
      }),
    ),
    (session, input, options) => session.leads.qualify(input, options),
  ),
  commands(
    "leads.disqualify",
    fc.record({ leadId, reasonId: fc.constantFrom("spam", "weather") }),
    (session, input, options) => session.leads.disqualify(input, options),
  ),
  commands(
    "dialogs.record",
    fc
      .tuple(
        subject,
        optional({
          repId: person,
          summary: anyText(40),
          participantIds: fc.uniqueArray(contactId, { maxLength: 2 }),
          nextStep: fc.record({ id: pooled("nextStep", 3), typeId: fc.constant("call"), dueOn: day, ownerId: person }),
        }),
        fc.record({ id: pooled("dialog", 6), outcomeId: fc.constantFrom("agreed", "weather") }),
      )
      .map(([about, rest, own]) => ({ ...about, ...rest, ...own, kind: "call", direction: "inbound" }) as const),
    (session, input, options) => session.dialogs.record(input, options),
  ),
  commands(
    "nextSteps.set",
    fc
      .tuple(subject, fc.record({ id: pooled("nextStep", 3), dueOn: day, ownerId: person }))
      .map(([about, own]) => ({ ...about, ...own, typeId: "call" })),
    (session, input, options) => session.nextSteps.set(input, options),
  ),
  commands("nextSteps.move", fc.record({ nextStepId: pooled("nextStep", 3), dueOn: day }), (session, input, options) =>
    session.nextSteps.move(input, options),
  ),
  commands(
    "nextSteps.complete",
    fc
      .tuple(fc.record({ nextStepId: pooled("nextStep", 3) }), optional({ outcomeId: anySlug, note: anyText(20) }))
      .map(([own, rest]) => ({ ...own, ...rest })),
    (session, input, options) => session.nextSteps.complete(input, options),
  ),
  commands(
    "nextSteps.cancel",
    fc.record({ nextStepId: pooled("nextStep", 3), reason: anyText(20) }),
    (session, input, options) => session.nextSteps.cancel(input, options),
  ),
  commands(
    "nextSteps.assign",
    fc.record({ nextStepId: pooled("nextStep", 3), ownerId: person }),
    (session, input, options) => session.nextSteps.assign(input, options),
  ),
]
