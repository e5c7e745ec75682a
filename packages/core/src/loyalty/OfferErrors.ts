import { Failure } from "../shared/Failure.ts"

/** Nothing is offered to a client while a payment is overdue or a complaint is open. */
export class OfferBlocked extends Failure<
  "OfferBlocked",
  { readonly clientId: string; readonly hasOverdue: boolean; readonly hasComplaint: boolean }
> {
  readonly _tag = "OfferBlocked"
  constructor(clientId: string, hasOverdue: boolean, hasComplaint: boolean) {
    const en = [...(hasOverdue ? ["a payment is overdue"] : []), ...(hasComplaint ? ["a complaint is open"] : [])]
    const ru = [...(hasOverdue ? ["есть просроченная оплата"] : []), ...(hasComplaint ? ["есть открытая жалоба"] : [])]
    super(
      {
        en: `Nothing can be offered to ${clientId}: ${en.join(", ")}`,
        ru: `Клиенту ${clientId} нельзя делать предложения: ${ru.join(", ")}`,
      },
      { clientId, hasOverdue, hasComplaint },
    )
  }
}

/** The department's list has no such reason to refuse an offer. */
export class RefusalReasonUnknown extends Failure<"RefusalReasonUnknown", { readonly reasonId: string }> {
  readonly _tag = "RefusalReasonUnknown"
  constructor(reasonId: string) {
    super(
      {
        en: `There is no ${reasonId} in the list of reasons to refuse an offer`,
        ru: `В списке причин отказа от предложения нет «${reasonId}»`,
      },
      { reasonId },
    )
  }
}
