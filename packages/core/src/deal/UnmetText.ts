import type { Language, Message } from "../shared/Message.ts"
import type { Unmet } from "./Condition.ts"
import type { MoveUnmet } from "./Gate.ts"
import type { GrantedOtherwise } from "./GrantedOtherwise.ts"

const grantedIn = (unmet: Unmet): ReadonlyArray<GrantedOtherwise> =>
  unmet.kind === "any" ? unmet.alternatives.flat().flatMap(grantedIn) : (unmet.granted ?? [])

/** What a condition lacks, with what was approved on other terms. */
export const unmetText = (unmet: MoveUnmet): Message => {
  const { message } = unmet
  const granted = unmet.kind === "transition" ? [] : grantedIn(unmet)
  if (granted.length === 0) return message
  const told = (language: Language) => granted.map((one) => one.message[language]).join("; ")
  return { en: `${message.en} (${told("en")})`, ru: `${message.ru} (${told("ru")})` }
}
