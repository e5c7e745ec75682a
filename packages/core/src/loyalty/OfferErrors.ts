import { Failure } from "../shared/Failure.ts"
import { knownText } from "../shared/KnownText.ts"

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

/** The department's list has no such reason to refuse an offer; `known` are those it has. */
export class RefusalReasonUnknown extends Failure<
  "RefusalReasonUnknown",
  { readonly reasonId: string; readonly known: ReadonlyArray<string> }
> {
  readonly _tag = "RefusalReasonUnknown"
  constructor(reasonId: string, known: ReadonlyArray<string>) {
    const there = knownText(known)
    super(
      {
        en: `There is no ${reasonId} in the list of reasons to refuse an offer; ${there.en}`,
        ru: `В списке причин отказа от предложения нет «${reasonId}»; ${there.ru}`,
      },
      { reasonId, known },
    )
  }
}
