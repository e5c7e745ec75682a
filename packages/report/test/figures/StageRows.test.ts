import { presets } from "@salesdept/core/promise"
import { expect, it } from "vitest"
import { stageRows } from "../../src/figures/StageRows.ts"
import { base, deal } from "./records.ts"

const config = presets.servicesWithActs({ timeZone: "UTC", currency: "USD" })
const [first] = config.pipelines
if (first === undefined) throw new Error("the preset has a pipeline")
const second = {
  ...first,
  version: 2,
  stages: first.stages.filter(({ id }) => id !== "needs"),
  transitions: first.transitions.filter(({ from, to }) => from !== "needs" && to !== "needs"),
  retiredStages: [{ stageId: "needs", to: "proposal" }],
}
const day = (n: number) => `2026-02-0${n}T00:00:00.000Z`
const visits = (dealId: string, ...stages: ReadonlyArray<string>) =>
  stages.map((stageId, at) => ({
    dealId,
    stageId,
    enteredAt: day(at + 1),
    leftAt: at + 1 < stages.length ? day(at + 2) : null,
  }))
const others = [
  ...visits("deal_1", "contact", "needs", "proposal", "negotiation"),
  ...visits("deal_2", "contact", "needs", "lost"),
]

/** The rows from the first talk on, where the third deal has come to the last of some stages. */
const rowsOf = (...third: ReadonlyArray<string>) => {
  const deals = [
    deal({ id: "deal_1", stageId: "negotiation" }),
    deal({ id: "deal_2", stageId: "lost", outcome: "lost", closedOn: "2026-02-03" }),
    deal({ id: "deal_3", stageId: third.at(-1) ?? "" }),
  ]
  const told = [...others, ...visits("deal_3", ...third)]
  const rows = stageRows(base(deals, { config: { ...config, pipelines: [second, first] }, visits: told }))
  const share = (figure: (typeof rows)[number]["conversion"]) =>
    "numerator" in figure ? [figure.numerator, figure.denominator] : null
  return rows
    .map(({ stageId, count, reachedCount, conversion }) => [stageId, count, reachedCount, share(conversion)])
    .slice(1, 5)
}

it("shows a stage that was taken away in its place while deals stand in it, and who went on from the stages before it", () => {
  expect(rowsOf("contact", "needs")).toEqual([
    ["contact", 0, 3, [3, 3]],
    ["needs", 1, 3, [1, 2]],
    ["proposal", 0, 1, [1, 1]],
    ["negotiation", 1, 1, null],
  ])
})

it("counts it with the stage that took its deals once none stands in it", () => {
  expect(rowsOf("contact", "needs", "proposal")).toEqual([
    ["contact", 0, 3, [3, 3]],
    ["proposal", 1, 3, [1, 2]],
    ["negotiation", 1, 1, null],
    ["contract", 0, 0, null],
  ])
})
