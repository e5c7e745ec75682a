import type { Block, DocumentFact, ListItem, NamedRecords } from "../document/Block.ts"
import { bridgeLayout } from "../format/Bridge.ts"
import { barChart } from "../svg/BarChart.ts"
import { bridgeChart } from "../svg/BridgeChart.ts"
import type { ChartFrame } from "../svg/Chart.ts"
import { fanChart } from "../svg/FanChart.ts"
import { funnelChart } from "../svg/FunnelChart.ts"
import { stackedBar } from "../svg/StackedBar.ts"
import { stepChart } from "../svg/StepChart.ts"
import type { Tone } from "../terminal/Tone.ts"
import type { RecordLink } from "./Link.ts"
import { recordMarkup } from "./Link.ts"
import type { Markup } from "./Markup.ts"
import { markup } from "./Markup.ts"
import { formMarkup, notesMarkup } from "./Ruled.ts"
import { tableMarkup } from "./Table.ts"

type ChartKind = "bars" | "bridge" | "stack" | "steps" | "fan" | "funnel"
type ChartBlock = Extract<Block, { readonly kind: ChartKind }>

const widths = { wide: 820, narrow: 340 } as const

const drawn = (block: ChartBlock, frame: ChartFrame): Markup => {
  switch (block.kind) {
    case "bars":
      return barChart(block.bars, frame)
    case "bridge":
      return bridgeChart(block.bridge, frame)
    case "stack":
      return stackedBar(block.parts, frame)
    case "steps":
      return stepChart(block.series, block.axes, frame)
    case "fan":
      return fanChart(block.fan, frame)
    case "funnel":
      return funnelChart(block.stages, frame)
  }
}

/** A chart twice, laid out for a wide and for a narrow screen; the style sheet shows one of them. */
const figure = (block: ChartBlock): Markup => {
  const at = (place: keyof typeof widths): Markup => {
    const { id, title, description } = block
    return drawn(block, { id: `${id}-${place}`, title, description, width: widths[place] })
  }
  const note =
    block.kind === "bridge" && bridgeLayout(block.bridge).broken ? markup`<p>${block.brokenAxis}</p>` : markup``
  return markup`<figure><figcaption>${block.title}</figcaption><div class="wide">${at("wide")}</div><div class="narrow">${at("narrow")}</div>${note}</figure>`
}

const badge = (text: string, tone: Tone | null): Markup =>
  markup`<span class="badge t-${tone ?? "strong"}">${text}</span>`

const listItem = (item: ListItem): Markup => {
  const under =
    item.under.length === 0 ? markup`` : markup`<ul>${item.under.map((line) => markup`<li>${line}</li>`)}</ul>`
  const colon = item.text === "" ? "" : ": "
  const head = item.badge === null ? markup`` : markup`${badge(item.badge.text, item.badge.tone)}${colon}`
  return markup`<li>${head}${item.text}${under}</li>`
}

const listed = (records: NamedRecords["first"], link: RecordLink): ReadonlyArray<Markup> =>
  records.map(({ id, name }, index) => markup`${index === 0 ? "" : "; "}${recordMarkup(id, link, name)}`)

const valueMarkup = ({ value, records }: DocumentFact, link: RecordLink): Markup => {
  if (records === undefined) return markup`${value}`
  const more =
    records.more.length === 0
      ? markup``
      : markup`<details><summary>${records.moreLabel}</summary>${listed(records.more, link)}</details>`
  const first = records.first.length === 0 ? markup`` : markup`: ${listed(records.first, link)}`
  return markup`${records.lead}${first}${more}`
}

const facts = (block: Extract<Block, { readonly kind: "facts" }>, link: RecordLink): Markup => {
  const entries = block.entries.map((entry) => {
    const { key, value, detail } = entry
    const behind = detail === null ? markup`` : markup` <span>${detail}</span>`
    const shown = block.tiles ? markup`<b>${value}</b>` : valueMarkup(entry, link)
    return markup`<div><dt>${key}</dt><dd>${shown}${behind}</dd></div>`
  })
  return markup`<dl class="${block.tiles ? "tiles" : "facts"}">${entries}</dl>`
}

/** A block as HTML; ids of records are links where the host has pages of them. */
export const blockMarkup = (block: Block, link: RecordLink): Markup => {
  switch (block.kind) {
    case "subheading":
      return markup`<h3>${block.text}</h3>`
    case "paragraph":
      return block.tone === null ? markup`<p>${block.text}</p>` : markup`<p class="t-${block.tone}">${block.text}</p>`
    case "facts":
      return facts(block, link)
    case "list":
      return markup`<ul class="list">${block.items.map(listItem)}</ul>`
    case "card":
      return markup`<article class="card c-${block.badge.tone ?? "none"}">${badge(block.badge.text, block.badge.tone)}<h3>${block.title}</h3>${block.blocks.map((inner) => blockMarkup(inner, link))}</article>`
    case "table":
      return tableMarkup(block, link)
    case "notes":
      return notesMarkup(block)
    case "form":
      return formMarkup(block)
    default:
      return figure(block)
  }
}
