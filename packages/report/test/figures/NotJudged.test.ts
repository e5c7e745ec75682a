import { expect, it } from "vitest"
import { notJudgedNotes } from "../../src/figures/NotJudged.ts"

const noDialogs = { en: "dialogs were not read", ru: "диалоги не прочитаны" }
const noScript = { en: "no script was used", ru: "скрипты не использовались" }
const silent = { en: "Silent deals", ru: "Сделки, о которых молчат" }
const proposals = { en: "Proposals without a follow-up", ru: "Предложения без продолжения" }

it("says each reason once, with the rules it kept from judging, and names rules of one name once", () => {
  const notes = notJudgedNotes([
    { ruleId: "deal.silent", name: silent, reason: noDialogs },
    { ruleId: "proposal.first", name: proposals, reason: noDialogs },
    { ruleId: "proposal.second", name: proposals, reason: noDialogs },
    { ruleId: "proposal.second", name: proposals, reason: noScript },
  ])
  expect(notes).toEqual([
    {
      kind: "notJudged",
      text: {
        en: "Silent deals; Proposals without a follow-up — dialogs were not read.",
        ru: "«Сделки, о которых молчат», «Предложения без продолжения» — диалоги не прочитаны.",
      },
    },
    {
      kind: "notJudged",
      text: {
        en: "Proposals without a follow-up — no script was used.",
        ru: "«Предложения без продолжения» — скрипты не использовались.",
      },
    },
  ])
})
