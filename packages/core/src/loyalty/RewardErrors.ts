import { Failure } from "../shared/Failure.ts"
import type { Message } from "../shared/Message.ts"

/** More points were asked for than the client may spend. */
export class NotEnoughPoints extends Failure<
  "NotEnoughPoints",
  { readonly clientId: string; readonly askedPoints: number; readonly activePoints: number }
> {
  readonly _tag = "NotEnoughPoints"
  constructor(clientId: string, askedPoints: number, activePoints: number) {
    super(
      {
        en: `${clientId} may spend ${activePoints} points, not ${askedPoints}`,
        ru: `${clientId} может потратить баллов: ${activePoints}, а не ${askedPoints}`,
      },
      { clientId, askedPoints, activePoints },
    )
  }
}

/** The department's configuration has no tiers. */
export class NoTiers extends Failure<"NoTiers", Record<string, never>> {
  readonly _tag = "NoTiers"
  constructor() {
    super({ en: "The department has no tiers of clients", ru: "В настройках отдела нет уровней клиентов" }, {})
  }
}

/** Which rule a change of points breaks. */
export type RewardRule =
  | "confirmedAlready"
  | "nothingPending"
  | "reversedAlready"
  | "moreThanLeft"
  | "returnedAlready"
  | "expiryPast"
  | "tooMany"

const rules: { readonly [Rule in RewardRule]: (id: string) => Message } = {
  confirmedAlready: (id) => ({ en: `${id} is active already`, ru: `${id}: баллы уже активны` }),
  nothingPending: (id) => ({ en: `${id} has no pending points left`, ru: `${id}: ожидающих баллов не осталось` }),
  reversedAlready: (id) => ({ en: `This refund of ${id} is counted already`, ru: `${id}: этот возврат уже учтён` }),
  moreThanLeft: (id) => ({
    en: `${id} has fewer points that are not reversed`,
    ru: `${id}: столько неотменённых баллов нет`,
  }),
  returnedAlready: (id) => ({ en: `${id} was called off already`, ru: `${id}: списание уже отменено` }),
  expiryPast: (id) => ({ en: `The points of ${id} would have run out already`, ru: `${id}: баллы уже сгорели бы` }),
  tooMany: (id) => ({ en: `The points of ${id} pass 2^53−1`, ru: `${id}: сумма баллов больше 2^53−1` }),
}

/** A change of points does not fit what became of them. */
export class RewardRefused extends Failure<"RewardRefused", { readonly id: string; readonly rule: RewardRule }> {
  readonly _tag = "RewardRefused"
  constructor(id: string, rule: RewardRule) {
    super(rules[rule](id), { id, rule })
  }
}

/** What is missing before points of a deal become active. */
export interface HoldReasons {
  /** Whether money came to the deal's amount and nothing of its invoices is open. */
  readonly isPaid: boolean
  /** Whether all closing documents are signed, and settle the deal's amount. */
  readonly isDocumented: boolean
}

/** Rewards of a deal wait until it is paid and documented. */
export class RewardHeld extends Failure<"RewardHeld", { readonly dealId: string } & HoldReasons> {
  readonly _tag = "RewardHeld"
  constructor(dealId: string, { isPaid, isDocumented }: HoldReasons) {
    const lacks = (paid: string, documented: string, both: string) => (isPaid ? documented : isDocumented ? paid : both)
    super(
      {
        en: `${dealId} is not ${lacks("paid", "documented", "paid and documented")} yet`,
        ru: `${dealId} ещё не ${lacks("оплачена", "закрыта документами", "оплачена и не закрыта документами")}`,
      },
      { dealId, isPaid, isDocumented },
    )
  }
}
