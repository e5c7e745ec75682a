import type { NbdModel, PurchaseHistory } from "@salesdept/core/loyalty"
import { bgNbd, fitNbdModel, historyColumns, mbgNbd, paretoNbd } from "@salesdept/core/loyalty"
import type { BenchResult, Comparison, Figure } from "../Measurement.ts"
import { pairedRounds } from "../PairedRounds.ts"
import { cdnowHistories } from "./CdnowHistories.ts"

const compare = async <Name extends string>(
  model: NbdModel<Name>,
  all: ReadonlyArray<PurchaseHistory>,
  tenth: ReadonlyArray<PurchaseHistory>,
): Promise<Comparison> => {
  const fit = (histories: ReadonlyArray<PurchaseHistory>): void => {
    const starts = model.starts(historyColumns(histories)).slice(0, 1)
    const { status } = fitNbdModel(model, histories, { starts })
    if (status !== "usable") throw new Error(`${model.id} is not usable`)
  }
  const measured = await pairedRounds({
    ours: { run: () => fit(all) },
    theirs: {
      run: () => {
        for (let i = 0; i < 10; i++) fit(tenth)
      },
    },
    perRound: all.length,
    rounds: 3,
    warmUps: 1,
    unit: "customers",
  })
  return {
    work: `fit of ${model.id}, one start, standard errors`,
    rival: "ten fits of a tenth",
    target: 1,
    ...measured,
  }
}

/** The fit of 23,570 customers takes at most ten times that of 2,357. */
export const fitBench = async (): Promise<BenchResult> => {
  const all = cdnowHistories("master")
  const tenth = cdnowHistories("sample")
  if (all === null || tenth === null) {
    process.stderr.write("skipped: fits of repeat-purchase models, since the purchases of CDNOW are not here\n")
    return { comparisons: [], figures: [] }
  }
  const comparisons = [
    await compare(bgNbd, all, tenth),
    await compare(mbgNbd, all, tenth),
    await compare(paretoNbd, all, tenth),
  ]
  const figures = comparisons.map(({ work, ours }): Figure => ({
    name: `${work}: ${all.length} customers`,
    value: all.length / ours.perSecond,
    unit: "s",
  }))
  return { comparisons, figures }
}
