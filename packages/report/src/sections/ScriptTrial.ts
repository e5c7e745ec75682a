import type { Block } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, footnotesOf } from "../document/Footnotes.ts"
import { formatDay } from "../format/CalendarDay.ts"
import { formatCount, nouns } from "../format/Counted.ts"
import { formatDelta, formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import { isWithheld } from "../model/Figure.ts"
import type { ExperimentFigures, ScriptsSection } from "../model/ScriptsSection.ts"
import { scriptsTexts } from "./ScriptsTexts.ts"

const right = { align: "right" } as const

const blocksOf = (experiment: ExperimentFigures, wording: Wording): ReadonlyArray<Block> => {
  const { language } = wording
  const texts = scriptsTexts[language]
  const notes = footnotesOf(wording)
  const number = (value: number): string => formatNumber(value, language)
  const points = (share: number): string => formatDelta(share * 100, language, 1)
  const { script, status, settledOn, arms, difference } = experiment
  const [base, trial] = [false, true].map((isTrial) =>
    number(arms.find((arm) => arm.isTrial === isTrial)?.versionNumber ?? 0),
  )
  const begun = status === "running" ? texts.tries : texts.tried
  const share = formatPercent(experiment.trialSharePercent / 100, language, 0)
  const ended = settledOn === null || status === "running" ? [] : [texts[status](formatDay(settledOn, language))]
  return [
    {
      kind: "paragraph",
      text: begun(script, trial ?? "", share, formatDay(experiment.startedOn, language), base ?? ""),
      tone: null,
    },
    {
      kind: "facts",
      tiles: false,
      entries: [
        {
          key: texts.soFar,
          value: texts.soFarOf(number(experiment.followedCount), number(experiment.plannedCount)),
          detail: texts.followed(formatCount(experiment.followDays, nouns.day, language)),
        },
      ],
    },
    {
      kind: "table",
      caption: texts.armTable(script),
      columns: [
        { header: texts.arm },
        { header: texts.armDeals, ...right },
        { header: texts.armFollowed, ...right },
        { header: texts.armWon, ...right },
      ],
      rows: arms.map(({ versionNumber, isTrial, dealCount, followedCount, wonCount }) => [
        cell(texts.armOf(number(versionNumber), isTrial)),
        cell(number(dealCount)),
        cell(number(followedCount)),
        notes.figure(wonCount, (won) =>
          followedCount === 0 ? number(won) : `${number(won)}, ${formatPercent(won / followedCount, language, 0)}`,
        ),
      ]),
      footer: null,
      footnotes: notes.list(),
    },
    ...(isWithheld(difference)
      ? []
      : [
          {
            kind: "paragraph" as const,
            text: texts.difference(
              points(difference.points),
              points(difference.lower),
              points(difference.upper),
              formatPercent(difference.confidence, language),
            ),
            tone: null,
          },
        ]),
    { kind: "paragraph", text: [experiment.why[language], ...ended].join(" "), tone: null },
  ]
}

/** What is on trial, or was last, script by script. */
export const experimentBlocks = ({ experiments }: ScriptsSection, wording: Wording): ReadonlyArray<Block> =>
  experiments.length === 0
    ? []
    : [
        { kind: "subheading", text: scriptsTexts[wording.language].trial },
        ...experiments.flatMap((experiment) => blocksOf(experiment, wording)),
      ]
