import { foldedText } from "./CellText.ts"

/** Where a lead of a source stands. */
export type ImportedLeadStatus = "new" | "inWork" | "qualified" | "disqualified"

const words: { readonly [Status in ImportedLeadStatus]: ReadonlyArray<string> } = {
  new: [
    "new",
    "open",
    "not contacted",
    "unassigned",
    "новый",
    "новая",
    "не обработан",
    "неразобранное",
    "новая заявка",
  ],
  inWork: [
    "in progress",
    "in process",
    "working",
    "contacted",
    "attempted to contact",
    "connected",
    "nurturing",
    "processed",
    "assigned",
    "в работе",
    "в обработке",
    "обработка",
    "взят в работу",
    "первичный контакт",
    "контакт установлен",
  ],
  qualified: [
    "qualified",
    "converted",
    "won",
    "closed won",
    "open deal",
    "sql",
    "качественный лид",
    "квалифицирован",
    "сконвертирован",
    "успешно реализовано",
    "сделка создана",
  ],
  disqualified: [
    "unqualified",
    "disqualified",
    "junk",
    "junk lead",
    "lost",
    "closed lost",
    "not qualified",
    "bad timing",
    "spam",
    "archived",
    "некачественный лид",
    "некачественный",
    "дисквалифицирован",
    "забракован",
    "закрыто и не реализовано",
    "отказ",
    "спам",
    "архив",
  ],
}

const statusOf: ReadonlyMap<string, ImportedLeadStatus> = new Map(
  (["new", "inWork", "qualified", "disqualified"] as const).flatMap((status) =>
    words[status].map((word) => [foldedText(word), status] as const),
  ),
)

/** Where a lead stands by its status as written, English or Russian; null where the word is not known. */
export const leadStatusOf = (text: string): ImportedLeadStatus | null => statusOf.get(foldedText(text)) ?? null
