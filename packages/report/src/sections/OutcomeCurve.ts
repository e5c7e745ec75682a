import type { Block } from "../document/Block.ts"
import type { Wording } from "../document/Footnotes.ts"
import { cell, withheldText } from "../document/Footnotes.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPercent } from "../format/Percent.ts"
import type { OrWithheld } from "../model/Figure.ts"
import { isWithheld } from "../model/Figure.ts"
import type { OutcomeCurve, OutcomePoint } from "../model/PipelineSection.ts"
import { pipelineTexts } from "./PipelineTexts.ts"

/** Days at which the curve is told in figures. */
const toldDays = [7, 14, 30, 60, 90, 120, 180, 270, 365, 540, 730]

/** The last point at which anything is still won or lost; what follows is a straight line. */
const lastChange = (points: ReadonlyArray<OutcomePoint>): number =>
  points.reduce((day, point, index) => {
    const before = points[index - 1]
    return before === undefined || before.openShare !== point.openShare ? point.day : day
  }, 0)

const heldAt = (points: ReadonlyArray<OutcomePoint>, day: number): OutcomePoint | undefined =>
  points.findLast((point) => point.day <= day)

/** How deals end over time: the curves on a page, and the figures on chosen days. */
export const curveBlocks = (figure: OrWithheld<OutcomeCurve>, { language }: Wording): ReadonlyArray<Block> => {
  const texts = pipelineTexts[language]
  const heading: Block = { kind: "subheading", text: texts.curve }
  if (isWithheld(figure)) {
    return [heading, { kind: "paragraph", text: withheldText(figure.withheld, language), tone: "faint" }]
  }
  const number = (value: number): string => formatNumber(value, language)
  const percent = (share: number): string => formatPercent(share, language)
  const description = texts.curveDescription(
    figure.count,
    number(figure.wonCount),
    number(figure.lostCount),
    number(figure.openCount),
    figure.method[language],
  )
  const end = Math.max(1, lastChange(figure.points))
  const days = [...toldDays.filter((day) => day < end), end]
  return [
    heading,
    { kind: "paragraph", text: description, tone: null },
    {
      kind: "steps",
      id: "outcomes",
      title: texts.curveChart,
      description,
      series: [
        {
          label: texts.wonShare,
          role: "primary",
          dash: "",
          points: figure.points.map((point) => ({ x: point.day, y: point.wonShare })),
        },
        {
          label: texts.lostShare,
          role: "alarm",
          dash: "8 4",
          points: figure.points.map((point) => ({ x: point.day, y: point.lostShare })),
        },
        {
          label: texts.openShare,
          role: "neutral",
          dash: "2 4",
          points: figure.points.map((point) => ({ x: point.day, y: point.openShare })),
        },
      ],
      axes: {
        xMax: end,
        yMax: 1,
        xLabel: texts.day,
        xTick: number,
        yTick: (share) => formatPercent(share, language, 0),
      },
    },
    {
      kind: "table",
      caption: texts.curveTable,
      columns: [
        { header: texts.day, align: "right" },
        { header: texts.wonShare, align: "right" },
        { header: texts.lostShare, align: "right" },
        { header: texts.openShare, align: "right" },
      ],
      rows: days.flatMap((day) => {
        const point = heldAt(figure.points, day)
        if (point === undefined) return []
        return [
          [number(day), percent(point.wonShare), percent(point.lostShare), percent(point.openShare)].map((text) =>
            cell(text),
          ),
        ]
      }),
      footer: null,
      footnotes: [],
    },
  ]
}
