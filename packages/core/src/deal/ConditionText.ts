import { grouped, moneyText } from "../shared/FigureText.ts"
import type { Language, Message } from "../shared/Message.ts"
import type { Money } from "../shared/Money.ts"
import type { FactCondition } from "./Condition.ts"
import type { Operator } from "./ConditionFacts.ts"
import { customFactOf, factOf } from "./ConditionFacts.ts"
import type { FactLabel, FactLabels } from "./FactLabels.ts"

const quoted = (text: string, language: Language): string => (language === "en" ? `“${text}”` : `«${text}»`)

const shown = (
  value: number | string | Money | ReadonlyArray<string>,
  language: Language,
  label: FactLabel | undefined,
): string => {
  const named = (text: string): string => quoted(label?.values.get(text)?.[language] ?? text, language)
  if (typeof value === "number") return grouped(String(value), language)
  if (typeof value === "string") return named(value)
  if ("currency" in value) return moneyText(value)[language]
  return value.map(named).join(", ")
}

const wording: { readonly [Op in Exclude<Operator, "isSet" | "isAbsent">]: Message } = {
  is: { en: "is", ru: "—" },
  isNot: { en: "is not", ru: "— не" },
  atLeast: { en: "is at least", ru: "— не меньше" },
  atMost: { en: "is at most", ru: "— не больше" },
  above: { en: "is above", ru: "— больше" },
  below: { en: "is below", ru: "— меньше" },
  in: { en: "is one of", ru: "— одно из значений:" },
  notIn: { en: "is none of", ru: "— ни одно из значений:" },
  has: { en: "include", ru: "— среди них" },
  hasNot: { en: "do not include", ru: "— среди них нет" },
}

const customName = ({ en, ru }: Message): Message => ({ en: `the field “${en}”`, ru: `поле «${ru}»` })

const presence = (name: Message, isStatement: boolean, isSet: boolean, isCustom: boolean): Message => {
  if (isStatement) {
    return isSet
      ? { en: `it is known whether ${name.en}`, ru: `известно, так ли это: ${name.ru}` }
      : { en: `it is not known whether ${name.en}`, ru: `неизвестно, так ли это: ${name.ru}` }
  }
  const quoted = isCustom ? name.ru : `«${name.ru}»`
  return isSet
    ? { en: `${name.en} is given`, ru: `указать ${quoted}` }
    : { en: `${name.en} is not given`, ru: `не указывать ${quoted}` }
}

/** What a question about a fact asks for, as a phrase that fits after “Required:”. */
export const requirementOf = (condition: FactCondition, labels: FactLabels): Message => {
  const definition = factOf(condition.fact)
  const custom = customFactOf(condition.fact)
  const label = labels.get(condition.fact)
  const name =
    definition?.name ??
    (custom === null
      ? { en: condition.fact, ru: condition.fact }
      : customName(label?.name ?? { en: custom.key, ru: custom.key }))
  const negation = definition?.negation ?? null
  if (!("value" in condition)) return presence(name, negation !== null, condition.op === "isSet", custom !== null)
  const { op, value } = condition
  if (typeof value === "boolean") {
    if (custom === null) return value ? name : (negation ?? name)
    return value
      ? { en: `${name.en} is yes`, ru: `${name.ru} — да` }
      : { en: `${name.en} is no`, ru: `${name.ru} — нет` }
  }
  return {
    en: `${name.en} ${wording[op].en} ${shown(value, "en", label)}`,
    ru: `${name.ru} ${wording[op].ru} ${shown(value, "ru", label)}`,
  }
}

/** Joins phrases into one, with a word of each language between them. */
export const joinPhrases = (phrases: ReadonlyArray<Message>, between: Message): Message => ({
  en: phrases.map(({ en }) => en).join(between.en),
  ru: phrases.map(({ ru }) => ru).join(between.ru),
})
