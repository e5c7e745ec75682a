import type { SummaryFacts } from "./SummaryFacts.ts"

type People = ReadonlyArray<string | null | undefined>

/** Records by the people whose they are, in their order; nobody's are left out. */
const byPerson = <R>(records: ReadonlyArray<R>, peopleOf: (record: R) => People): ((personId: string) => Array<R>) => {
  const groups = new Map<string, Array<R>>()
  for (const record of records) {
    for (const person of new Set(peopleOf(record))) {
      if (person === null || person === undefined) continue
      const group = groups.get(person)
      if (group === undefined) groups.set(person, [record])
      else group.push(record)
    }
  }
  return (personId) => groups.get(personId) ?? []
}

/**
 * Of each person the records among which everything is that figures of this person are made of: the person's own, and of deals that the
 * person sold or looks after what is owed, paid and signed. Each record is looked at once, however many people there are.
 */
export const factsByPerson = (facts: SummaryFacts): ((personId: string) => SummaryFacts) => {
  const starts = facts.dealsAtStart ?? []
  const atStart = new Map<string, string | null>(starts.map(({ dealId, sellerId }) => [dealId, sellerId]))
  const peopleOf = new Map<string | null, People>(
    facts.deals.map(({ id, ownerId, sellerId }) => [id, [ownerId, sellerId, atStart.get(id)]]),
  )
  const ofDeal = ({ dealId }: { readonly dealId: string | null }): People => peopleOf.get(dealId) ?? []
  const dealOf = new Map<string, string>(facts.invoices.map(({ id, dealId }) => [id, dealId]))
  const deals = byPerson(facts.deals, ({ id }) => peopleOf.get(id) ?? [])
  const leads = byPerson(facts.leads, ({ ownerId }) => [ownerId])
  const dialogs = byPerson(facts.dialogs, ({ repId }) => [repId])
  const nextSteps = byPerson(facts.nextSteps, ({ ownerId }) => [ownerId])
  const commitments = byPerson(facts.commitments, ({ repId }) => [repId])
  const findings = byPerson(facts.findings, ({ ownerId }) => [ownerId])
  const controlDays = byPerson(facts.controlDays, ({ personId }) => [personId])
  const invoices = byPerson(facts.invoices, ofDeal)
  const promises = byPerson(facts.promises, ({ invoiceId }) => peopleOf.get(dealOf.get(invoiceId) ?? null) ?? [])
  const payments = byPerson(facts.payments, ofDeal)
  const documents = byPerson(facts.documents, ofDeal)
  const dealsAtStart = byPerson(starts, ofDeal)
  const passages = byPerson(facts.passages ?? [], ofDeal)
  return (personId) => ({
    deals: deals(personId),
    leads: leads(personId),
    dialogs: dialogs(personId),
    nextSteps: nextSteps(personId),
    commitments: commitments(personId),
    findings: findings(personId),
    controlDays: controlDays(personId),
    invoices: invoices(personId),
    promises: promises(personId),
    payments: payments(personId),
    documents: documents(personId),
    passages: passages(personId),
    dealsAtStart: dealsAtStart(personId),
  })
}
