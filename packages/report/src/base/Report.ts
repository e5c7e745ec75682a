import { clientAggregate, dialogAggregate, leadAggregate, nextStepAggregate } from "@salesdept/core/client"
import { controlContext, controlFacts, controlKinds } from "@salesdept/core/control"
import { departmentId } from "@salesdept/core/department"
import { planAggregate } from "@salesdept/core/plan"
import type { Findings } from "@salesdept/core/review"
import { addDays, epochMsOf, instantOf, localDateOf, startOfDay } from "@salesdept/core/shared"
import type { CalendarDate } from "@salesdept/core/shared"
import { closingDocumentAggregate, invoiceAggregate, paymentAggregate } from "@salesdept/core/settlement"
import { repAggregate } from "@salesdept/core/team"
import type { DepartmentReport } from "../DepartmentReport.ts"
import * as Effect from "effect/Effect"
import { afterSaleSection } from "../figures/AfterSaleFigures.ts"
import { attainmentSection } from "../figures/AttainmentFigures.ts"
import type { Base } from "../figures/Base.ts"
import { repNameOf } from "../figures/Base.ts"
import { asNow, controlFigures } from "../figures/ControlFigures.ts"
import { controlFirst } from "../figures/ControlFirst.ts"
import { findingsFigures, findingsOfFiles, reviewedPeriod, shownFindings } from "../figures/FindingsFigures.ts"
import { fitSection } from "../figures/FitFigures.ts"
import { forecastSection } from "../figures/ForecastFigures.ts"
import { importSection } from "../figures/ImportFigures.ts"
import { coverageNotes } from "../figures/NotesFigures.ts"
import { coveredPeriod } from "../figures/Periods.ts"
import { pipelineSection } from "../figures/PipelineFigures.ts"
import { readBase } from "../figures/ReadBase.ts"
import { scriptsSection } from "../figures/ScriptFigures.ts"
import { causesQuestion, varianceSection } from "../figures/VarianceFigures.ts"
import { withhold } from "../figures/Words.ts"
import { monthSection } from "./Month.ts"
import { isWithheld } from "../model/Figure.ts"
import { nextPlanSection } from "./NextPlan.ts"
import { recordNames } from "./RecordNames.ts"
import type { ReportInput, ReportQuestion } from "./ReportInput.ts"
import { all } from "./ReportInput.ts"
import { scriptRecords } from "./Scripts.ts"

/** A base whose sources carry no next steps and which holds none cannot show that there are none. */
const nextStepsOf = async (input: ReportInput, base: Base) => {
  const steps = await all(input, nextStepAggregate)
  const carried = base.deals.some(
    ({ sourceId }) =>
      sourceId === null ||
      base.config.sources.some(({ id, carries }) => id === sourceId && carries.includes("nextSteps")),
  )
  return steps.length === 0 && !carried ? null : steps
}

const controlOf = async (input: ReportInput, base: Base) => {
  const records = {
    leads: await all(input, leadAggregate),
    clients: await all(input, clientAggregate),
    deals: base.deals,
    dialogs: await all(input, dialogAggregate),
    nextSteps: await all(input, nextStepAggregate),
    invoices: await all(input, invoiceAggregate),
    documents: await all(input, closingDocumentAggregate),
    reps: await all(input, repAggregate),
  }
  const { asOf, timeZone, currency } = base
  return { base: controlFacts(records, base.config), context: controlContext({ asOf, timeZone, currency }) }
}

/**
 * Whether somebody works in the base, with deals that came from files or without: then rules and summaries have something to go by, and
 * say themselves what files do not carry.
 */
const isWorkedIn = async (input: ReportInput, { deals }: Base): Promise<boolean> => {
  if (deals.length === 0 || deals.some(({ sourceId }) => sourceId === null)) return true
  const records = [all(input, nextStepAggregate), all(input, dialogAggregate), all(input, invoiceAggregate)]
  return (await Promise.all(records)).some((some) => some.length > 0)
}

/** The base as of the day that is asked for; else as of today, if somebody works in it. */
const baseAsOf = async (input: ReportInput): Promise<Base> => {
  const { store, tenant, config, asOf, standsAt } = input
  const now = instantOf(input.now())
  const base = await Effect.runPromise(readBase(store, tenant, { department: config, asOf, now, standsAt }))
  const isToday = asOf === null && (await isWorkedIn(input, base))
  return isToday ? { ...base, asOf: localDateOf(now, base.timeZone) } : base
}

/** Control as of the base's day. A base that came in after it held nothing on it: then its records are judged as they stand now, and that is said. */
const controlled = async ({ session }: ReportQuestion, asOf: CalendarDate) => {
  const asked = { asOf, stalledByHistory: true }
  const then = await session.control.partition(asked)
  if (controlKinds.some((kind) => then[kind].total > 0)) {
    return { partitions: then, list: await session.control.list(asked), standing: null }
  }
  const now = { ...asked, records: "now" } as const
  return {
    partitions: await session.control.partition(now),
    list: await session.control.list(now),
    standing: asNow(asOf),
  }
}

/** What is worth a review. In a base that is worked in the library's own review looks; what files alone brought in is judged as such. */
const findingsOf = async (input: ReportInput, base: Base, isWorked: boolean): Promise<Findings> => {
  if (isWorked) {
    return input.session.findings.find({ on: reviewedPeriod(base).from, span: "quarter" })
  }
  const [nextSteps, control] = [await nextStepsOf(input, base), await controlOf(input, base)]
  return findingsOfFiles({ base, control, nextSteps, plan: input.run?.plan ?? null })
}

/**
 * The moment at which records are taken as they stood, the end of the day that is asked for; null for now: of a base that held nothing
 * then, and of one that an import has just filled.
 */
const momentOf = async ({ config, run, session }: ReportQuestion, asOf: CalendarDate, hasHeld: boolean) => {
  if (run !== null || !hasHeld) return null
  const { timeZone } = (await session.department.get(departmentId))?.config ?? config
  return instantOf(epochMsOf(startOfDay(addDays(asOf, 1), timeZone)) - 1)
}

/** Reads the base back and fills the report. */
export const departmentReport = async (asked: ReportQuestion): Promise<DepartmentReport> => {
  const { asOf, store, tenant, session, run } = asked
  const judged = asOf === null ? null : await controlled(asked, asOf)
  const standsAt = asOf === null || judged === null ? null : await momentOf(asked, asOf, judged.standing === null)
  const input: ReportInput = { ...asked, standsAt }
  const base = await baseAsOf(input)
  const { partitions, list, standing } = judged ?? (await controlled(asked, base.asOf))
  const plan = run?.plan ?? null
  const question = causesQuestion(base)
  const causes = question === null ? null : (await session.plans.variance(question)).causes
  const forecast = forecastSection(base)
  const fit = fitSection(base)
  const isWorked = await isWorkedIn(input, base)
  const month = isWorked ? await monthSection(session, base, input.closes) : null
  const nextPlan = await nextPlanSection(
    session,
    base,
    await all({ ...input, standsAt: null }, planAggregate),
    forecast,
  )
  const found = await findingsOf(input, base, isWorked)
  const { top, wins } = shownFindings(found)
  const ids = [...list.rows.map(({ id }) => id), ...[...top, ...wins].flatMap(({ evidence }) => evidence.ids)]
  const names = await recordNames(store, tenant, base, ids)
  const findings = findingsFigures(base, found, names)
  const scripted = await scriptRecords(input, base)
  const scripts = scripted === null ? null : scriptsSection(base, scripted)
  const afterSale = isWorked
    ? afterSaleSection({
        base,
        invoices: await all(input, invoiceAggregate),
        documents: await all(input, closingDocumentAggregate),
        payments: await all(input, paymentAggregate),
        found,
      })
    : null
  return {
    format: "salesdept.department-report",
    formatVersion: 1,
    header: {
      departmentName: null,
      source: input.source,
      asOf: base.asOf,
      period: coveredPeriod(base) ?? withhold("no deal states a day", "ни у одной сделки нет дат"),
      timeZone: base.timeZone,
      currency: base.currency,
    },
    import: run === null ? null : importSection(run.plan, run.recorded, run.again),
    pipeline: pipelineSection(base),
    control: controlFigures(
      partitions,
      controlFirst(list.rows, names, base),
      (ownerId) => repNameOf(base, ownerId) ?? ownerId,
      standing,
    ),
    ...(afterSale === null ? {} : { afterSale }),
    ...(month === null ? {} : { month }),
    attainment: attainmentSection(base),
    ...(fit === null ? {} : { fit }),
    variance: varianceSection(base, causes),
    forecast,
    findings: findings.section,
    ...(scripts === null ? {} : { scripts }),
    ...(nextPlan === null || isWithheld(nextPlan) ? {} : { nextPlan }),
    notes: [
      ...coverageNotes(base, plan),
      ...(nextPlan !== null && isWithheld(nextPlan) ? [{ kind: "other" as const, text: nextPlan.withheld }] : []),
      ...findings.notes,
    ],
  }
}
