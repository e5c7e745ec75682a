import { formatOf, moneyText, typeset } from "../shared/FigureText.ts"
import type { ApprovalId } from "../shared/Ids.ts"
import type { Language, Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import type { Approval, ApprovalTerms } from "./ApprovalSchema.ts"
import { discountOf } from "./Discount.ts"

/** An approval that is granted and holds, but for other terms than those that the deal has. */
export interface GrantedOtherwise {
  /** The approval. */
  readonly approvalId: ApprovalId
  /** Its kind. */
  readonly kindId: string
  /** What it was granted for. */
  readonly terms: ApprovalTerms
  /** The deal's amount; null where it has none. */
  readonly amount: Money | null
  /** That amount at list price; null where it is not known. */
  readonly listAmount: Money | null
  /** What was granted and what is asked now, for people. */
  readonly message: Message
}

interface Amounts {
  readonly amount: Money | null
  readonly listAmount: Money | null
}

const termsText = (amounts: Amounts, language: Language): string => {
  if (amounts.amount === null) return language === "en" ? "no amount" : "без суммы"
  const money = moneyText(amounts.amount)[language]
  const discount = discountOf(amounts)
  if (discount === null || discount <= 0) return money
  const percent = typeset(formatOf(language, { style: "percent", maximumFractionDigits: 2 }).format(discount / 100))
  return language === "en" ? `${money} at a discount of ${percent}` : `${money} со скидкой ${percent}`
}

/** What to say of an approval that does not cover the deal. */
export const grantedOtherwise = (
  { id, kindId }: Pick<Approval, "id" | "kindId">,
  terms: ApprovalTerms,
  { amount, listAmount }: Amounts,
): GrantedOtherwise => {
  const told = (language: Language) => [termsText(terms, language), termsText({ amount, listAmount }, language)]
  const [granted = "", now = ""] = told("en")
  const [given = "", asked = ""] = told("ru")
  return {
    approvalId: id,
    kindId,
    terms,
    amount,
    listAmount,
    message: {
      en: `${id} was granted for ${granted}, the deal is now ${now}`,
      ru: `${id} согласовано на условиях: ${given}, а сейчас в сделке: ${asked}`,
    },
  }
}
