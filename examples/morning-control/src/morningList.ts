import { controlKindTexts, controlStateTexts } from "@salesdept/core/control"
import type { Session } from "@salesdept/core/promise"
import { formatDay } from "@salesdept/report"

/** The language of the list. */
export type Language = "en" | "ru"

const headings = {
  en: {
    title: (day: string, total: number, judged: number) =>
      `Control list, ${day}: ${total} of ${judged} records need somebody`,
    nobody: "nobody",
    hidden: (records: number) => `Taken off this list by hand: ${records}`,
    above: "Above the next:",
    clears: "To clear:",
    left: "If left:",
    notRead: "Not read:",
    allRead: "Everything was read.",
  },
  ru: {
    title: (day: string, total: number, judged: number) =>
      `Список контроля, ${day}: записей, которыми надо заняться, — ${total} из ${judged}`,
    nobody: "никто",
    hidden: (records: number) => `Убрано из списка вручную: ${records}`,
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
  const reps = await shop.reps.page({ limit: 1000 })
  const names = new Map(reps.items.map(({ personId, texts: { name } }) => [personId, name]))
  const lines = [texts.title(formatDay(today, language), total, judged)]
  for (const { place, id, name, state, ownerId, reason, above, ifLeft, clears } of rows) {
    const owner = ownerId === null ? texts.nobody : (names.get(ownerId) ?? ownerId)
    lines.push(`${place}. ${controlStateTexts[state].name[language]} · ${name ?? id} · ${owner}`)
    lines.push(`   ${reason[language]}`)
    if (above !== null) lines.push(`   ${texts.above} ${above[language]}`)
    lines.push(`   ${texts.left} ${ifLeft[language]}`, `   ${texts.clears} ${clears[language]}`)
  }
  if (hidden.length > 0) lines.push(texts.hidden(hidden.length))
  for (const { kind, message, recordCount } of notRead) {
    lines.push(`${texts.notRead} ${message[language]} (${controlKindTexts[kind][language]}: ${recordCount})`)
  }
  if (notRead.length === 0) lines.push(texts.allRead)
  return lines
}
