import type { DocumentSection } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import type { AfterSaleSection } from "../model/AfterSaleSection.ts"
import { afterSaleTexts } from "./AfterSaleTexts.ts"
import { recordListBlocks } from "./RecordLists.ts"

/** What is left to do after deals were won, list by list; those with nothing on them are named in one line. */
export const afterSaleDocument = ({ lists }: AfterSaleSection, wording: Wording): DocumentSection => {
  const { language } = wording
  const texts = afterSaleTexts[language]
  const clear = lists.flatMap(({ totalCount, title }) => (totalCount === 0 ? [title[language]] : []))
  return {
    id: "after-sale",
    title: texts.title,
    blocks: [
      { kind: "paragraph", text: texts.intro, tone: null },
      ...lists.flatMap((list) => (list.totalCount === 0 ? [] : recordListBlocks(list, wording))),
      ...(clear.length === 0 ? [] : [{ kind: "paragraph" as const, text: texts.clear(clear), tone: "good" as const }]),
    ],
  }
}
