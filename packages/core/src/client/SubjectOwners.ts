import type { OwnerStep } from "../journal/Aggregate.ts"

/** Whose that is which a dialog or a next step is about: the deal before the lead and the client that it came from. */
export const subjectOwners: ReadonlyArray<OwnerStep<"dealId" | "leadId" | "clientId">> = [
  { through: "dealId", kinds: [{ kind: "deal", field: "ownerId" }] },
  { through: "leadId", kinds: [{ kind: "lead", field: "ownerId" }] },
  { through: "clientId", kinds: [{ kind: "client", field: "ownerId" }] },
]
