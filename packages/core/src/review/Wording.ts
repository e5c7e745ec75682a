import { dayNumberOf } from "../shared/CalendarDate.ts"
import { dayText, daysText, formatOf, typeset } from "../shared/FigureText.ts"
import type { Language, Message } from "../shared/Message.ts"
import type { Period } from "../shared/Period.ts"

export { daysText, moneyText } from "../shared/FigureText.ts"

const inBoth = (write: (language: Language) => string): Message => ({ en: write("en"), ru: write("ru") })

/** A number, grouped by thousands. */
export const numberText = (value: number, fractionDigits = 0): Message =>
  inBoth((language) => typeset(formatOf(language, { maximumFractionDigits: fractionDigits }).format(value)))

/** How long somebody waited: nobody counts a year in hours, nor twenty minutes as none of them. */
export const waitText = (hours: number): Message => {
  if (hours >= 48) return daysText(Math.floor(hours / 24))
  const isShort = hours < 1
  const count = numberText(isShort ? Math.max(1, Math.round(hours * 60)) : hours)
  return isShort ? { en: `${count.en} min`, ru: `${count.ru} мин` } : { en: `${count.en} h`, ru: `${count.ru} ч` }
}

/** A share as a percentage with one digit: `63.2%`, `63,2 %`. */
export const percentText = (share: number): Message =>
  inBoth((language) =>
    typeset(formatOf(language, { style: "percent", minimumFractionDigits: 1, maximumFractionDigits: 1 }).format(share)),
  )

/** A difference of two shares in percentage points, with its sign: `−19.5 pp`, `−19,5 п. п.`. */
export const pointsText = (difference: number): Message => {
  const options = { minimumFractionDigits: 1, maximumFractionDigits: 1, signDisplay: "exceptZero" } as const
  const text = inBoth((language) => typeset(formatOf(language, options).format(difference * 100)))
  return { en: `${text.en}\u00A0pp`, ru: `${text.ru}\u00A0п.\u00A0п.` }
}

/** A period as reports call it: `18 November 2026`, `the week of 16 November 2026`, `November 2026`, `3 кв. 2026`; any other by its label. */
export const periodText = ({ kind, from, label }: Period): Message => {
  if (kind === "day") return dayText(from)
  if (kind === "week") return { en: `the week of ${dayText(from).en}`, ru: `неделя с ${dayText(from).ru}` }
  if (kind === "month") {
    const options = { month: "long", year: "numeric", timeZone: "UTC" } as const
    const start = dayNumberOf(from) * 86_400_000
    return inBoth((language) =>
      typeset(new Intl.DateTimeFormat(language === "en" ? "en-US" : "ru-RU", options).format(start)),
    )
  }
  if (kind !== "quarter") return { en: label, ru: label }
  const [year = "", quarter = ""] = label.split("-Q")
  return { en: `Q${quarter}\u00A0${year}`, ru: `${quarter}\u00A0кв.\u00A0${year}` }
}

/** Part of a whole with the percentage: `4,238 of 6,711 (63.2%)`. */
export const shareText = (part: number, whole: number): Message => {
  const [a, b] = [numberText(part), numberText(whole)]
  if (whole === 0) return { en: `${a.en} of ${b.en}`, ru: `${a.ru} из ${b.ru}` }
  const percent = percentText(part / whole)
  return { en: `${a.en} of ${b.en} (${percent.en})`, ru: `${a.ru} из ${b.ru} (${percent.ru})` }
}
