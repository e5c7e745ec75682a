import type { Session } from "@salesdept/core/promise"
import { controlStateTexts } from "@salesdept/core/control"

/** The language of the list. */
export type Language = "en" | "ru"

const headings = {
  en: {
    title: (day: string, total: number, judged: number) =>
      `Control list, ${day}: ${total} of ${judged} records need somebody`,
    above: "Above the next:",
    clears: "To clear:",
    left: "If left:",
    notRead: "Not read:",
    allRead: "Everything was read.",
  },
  ru: {
    title: (day: string, total: number, judged: number) =>
      `Список контроля, ${day}: записей, которыми надо заняться, — ${total} из ${judged}`,
    above: "Выше следующей:",
    clears: "Снять:",
    left: "Если оставить:",
    notRead: "Не прочитано:",
    allRead: "Прочитано всё.",
  },
} as const

/** The morning control list of a head of sales, line by line. */
export const morningList = async (shop: Session, language: Language): Promise<ReadonlyArray<string>> => {
  const texts = headings[language]
  const { today, rows, judged, total, hidden, notRead } = await shop.control.list({ limit: 20 })
  const lines = [texts.title(today, total, judged)]
  for (const { place, id, name, state, ownerId, reason, above, ifLeft, clears } of rows) {
    lines.push(`${place}. ${controlStateTexts[state].name[language]} · ${name ?? id} · ${ownerId ?? "—"}`)
    lines.push(`   ${reason[language]}`)
    if (above !== null) lines.push(`   ${texts.above} ${above[language]}`)
    lines.push(`   ${texts.left} ${ifLeft[language]}`, `   ${texts.clears} ${clears[language]}`)
  }
  for (const { id, why } of hidden) lines.push(`(${id}: ${why})`)
  for (const { message, recordCount } of notRead) lines.push(`${texts.notRead} ${message[language]} (${recordCount})`)
  if (notRead.length === 0) lines.push(texts.allRead)
  return lines
}
