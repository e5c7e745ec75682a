import type { FactValues } from "@salesdept/core/deal"
import type { BenchResult, Comparison } from "../Measurement.ts"
import { expectSame, median } from "../PairedRounds.ts"
import type { Judge } from "./GateRules.ts"
import { factsOf, ours, withJsonRules, withXstate } from "./GateRules.ts"

/** What is to be reached: evaluations a second, and multiples of the rivals' speed. */
const least = { perSecond: 1_000_000, ofXstate: 50, ofJsonRules: 100 }

/** Half of them pass. */
const mixed = factsOf(1000)
const passingOnes = mixed.filter((_, index) => index % 2 === 0)

/** How many of the deals pass. */
const passing = async (judge: Judge, deals: ReadonlyArray<FactValues>): Promise<number> => {
  let passed = 0
  for (const deal of deals) {
    const answer = judge(deal)
    if (typeof answer === "boolean" ? answer : await answer) passed += 1
  }
  return passed
}

/** Evaluations a second of processor time: nothing here waits for anything, and other work of the machine is not counted in. */
const speedOf = async (judge: Judge, deals: ReadonlyArray<FactValues>, passes: number): Promise<number> => {
  const before = process.cpuUsage()
  for (let pass = 0; pass < passes; pass++) await passing(judge, deals)
  const { user, system } = process.cpuUsage(before)
  return (passes * deals.length * 1_000_000) / (user + system)
}

const rounds = 11
const warmUps = 4
const ourPasses = 200

/** Rounds in turn, as everywhere; each of the two does as many passes as take it some milliseconds. */
const compare = async (
  judge: Judge,
  deals: ReadonlyArray<FactValues>,
  passes: number,
): Promise<Pick<Comparison, "ratio" | "ours" | "theirs">> => {
  const mine = ours()
  const [own, other, ratios]: [Array<number>, Array<number>, Array<number>] = [[], [], []]
  for (let round = 0; round < warmUps + rounds; round++) {
    const our = await speedOf(mine, deals, ourPasses)
    const their = await speedOf(judge, deals, passes)
    if (round < warmUps) continue
    own.push(our)
    other.push(their)
    ratios.push(our / their)
  }
  const unit = "gates"
  return {
    ratio: median(ratios),
    ours: { perSecond: median(own), unit },
    theirs: { perSecond: median(other), unit },
  }
}

/** Evaluates a gate of ten conditions, pure. Who fails is told everything that is lacking, by ours alone. */
export const gateBench = async (): Promise<BenchResult> => {
  const [xstate, jsonRules] = [withXstate(), withJsonRules()]
  const passed = await passing(ours(), mixed)
  expectSame("gate by xstate", passed, await passing(xstate.ofStored, mixed))
  expectSame("gate by a kept state of xstate", passed, await passing(xstate.ofKept, mixed))
  expectSame("gate by json-rules-engine", passed, await passing(jsonRules, mixed))
  const byXstate = await compare(xstate.ofStored, passingOnes, 8)
  const byKept = await compare(xstate.ofKept, passingOnes, 40)
  const byRules = await compare(jsonRules, passingOnes, 2)
  const failing = await compare(xstate.ofStored, mixed, 4)
  const work = "Gate of 10 conditions, met"
  const stepped = "xstate, the state of the stored stage stepped over ten guards"
  return {
    comparisons: [
      {
        work,
        rival: "a million a second",
        target: 1,
        ratio: byXstate.ours.perSecond / least.perSecond,
        ours: byXstate.ours,
        theirs: { perSecond: least.perSecond, unit: "gates" },
      },
      { work, rival: stepped, target: least.ofXstate, ...byXstate },
      { work, rival: "xstate, `can` of one state that is kept", target: null, ...byKept },
      { work, rival: "json-rules-engine, one rule", target: least.ofJsonRules, ...byRules },
      {
        work: "The same, half of them unmet, told what lacks",
        rival: `${stepped}, told nothing`,
        target: null,
        ...failing,
      },
    ],
    figures: [],
  }
}
