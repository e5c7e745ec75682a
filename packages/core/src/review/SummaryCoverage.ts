import type { Deal } from "../deal/DealSchema.ts"
import type { Message } from "../shared/Message.ts"
import type { DateRange } from "../shared/Period.ts"
import { daysIn } from "../shared/Period.ts"
import { isBeforeDay } from "./InstantsAround.ts"
import { daysWithin } from "./LookedThrough.ts"
import type { SummaryContext, SummaryFacts } from "./SummaryFacts.ts"
import type { SummaryFigures } from "./SummaryFigure.ts"
import type { SourcedFact, Unseen } from "./Unseen.ts"
import { numberText } from "./Wording.ts"

type Figure = keyof SummaryFigures

/** Figures that are made of what sources may not carry. */
const sourced: { readonly [Fact in SourcedFact]: ReadonlyArray<Figure> } = {
  nextSteps: ["stepsDone", "stepsOverdue"],
  dialogs: ["dialogsInbound", "dialogsOutbound"],
  payments: ["paymentsReceived", "debtsOverdue", "promisesKept", "promisesBroken"],
  documents: ["documentsSigned", "documentsUnsigned"],
  leads: ["leadsReceived", "leadsTaken"],
}

const names: { readonly [Fact in SourcedFact]: Message } = {
  nextSteps: { en: "next steps", ru: "следующие шаги" },
  dialogs: { en: "dialogs", ru: "диалоги" },
  payments: { en: "invoices and payments", ru: "счета и оплаты" },
  documents: { en: "closing documents", ru: "закрывающие документы" },
  leads: { en: "leads", ru: "лиды" },
}

const findingFigures: ReadonlyArray<Figure> = ["mistakes", "missedOpportunities", "wins"]

const notCarried = (what: SourcedFact, recordCount: number, of: number): Unseen => {
  const [{ en, ru }, some, all] = [names[what], numberText(recordCount), numberText(of)]
  const isAll = recordCount === of
  const message = isAll
    ? { en: `the source does not carry ${en}: nothing can be said`, ru: `источник не передаёт ${ru}: сказать нечего` }
    : {
        en: `the source does not carry ${en} (records: ${some.en} of ${all.en}): there are at least as many as shown`,
        ru: `источник не передаёт ${ru} (записей ${some.ru} из ${all.ru}): их не меньше, чем показано`,
      }
  return { what, recordCount, of, isAll, message }
}

const notStated = (
  what: "days" | "stageEntry",
  lacking: ReadonlyArray<Deal>,
  all: ReadonlyArray<Deal>,
): Unseen | null => {
  if (lacking.length === 0) return null
  const [some, of] = [numberText(lacking.length), numberText(all.length)]
  return {
    what,
    recordCount: lacking.length,
    of: all.length,
    isAll: lacking.length === all.length,
    message:
      what === "days"
        ? {
            en: `deals without a day, which count in no period: ${some.en} of ${of.en}`,
            ru: `сделок без даты, которые не входят ни в один период: ${some.ru} из ${of.ru}`,
          }
        : {
            en: `open deals that do not state when they came to their stage: ${some.en} of ${of.en}`,
            ru: `открытых сделок, для которых не указано, когда они пришли на этап: ${some.ru} из ${of.ru}`,
          },
  }
}

const notLookedFor: Unseen = {
  what: "findings",
  recordCount: 0,
  of: 0,
  isAll: true,
  message: {
    en: "nobody has looked the period through for findings",
    ru: "период никто не просматривал в поисках находок",
  },
}

const lookedForIn = (days: number, of: number): Unseen => ({
  what: "findings",
  recordCount: 0,
  of: 0,
  isAll: false,
  message: {
    en: `days looked through for findings: ${days} of ${of}; there are at least as many as shown`,
    ru: `в поисках находок просмотрено дней: ${days} из ${of}; находок не меньше, чем показано`,
  },
})

/** Of which records something of a kind is recorded here, whoever's they are. */
const recordedOf = (facts: SummaryFacts) => ({
  dialogs: new Set(facts.dialogs.flatMap(({ dealId, leadId }) => [dealId, leadId])),
  nextSteps: new Set(facts.nextSteps.flatMap(({ dealId, leadId }) => [dealId, leadId])),
  payments: new Set([...facts.invoices, ...facts.payments].map(({ dealId }) => dealId)),
  documents: new Set(facts.documents.map(({ dealId }) => dealId)),
})

/**
 * What figures in a period could not see, of some reps, by figure; figures that are not named saw everything. A record whose source
 * carries nothing of a kind is seen all the same where something of it is recorded here. What is alike for all reps is looked for once.
 */
export const summaryCoverage = (
  facts: SummaryFacts,
  period: DateRange,
  context: SummaryContext,
): ((isTheirs: (repId: string | null) => boolean, facts: SummaryFacts) => { readonly [Name in Figure]?: Unseen }) => {
  const recorded = context.carriedBy === undefined ? null : recordedOf(facts)
  const hasLeads = facts.leads.length > 0
  const isFound = facts.findings.some(({ periodFrom, periodTo }) => periodFrom >= period.from && periodTo <= period.to)
  return (isTheirs, some) => coverageOf(some, { recorded, hasLeads, isFound }, isTheirs, period, context)
}

/** What is known of all records, whoever is asked about. */
interface Known {
  readonly recorded: ReturnType<typeof recordedOf> | null
  readonly hasLeads: boolean
  readonly isFound: boolean
}

const coverageOf = (
  facts: SummaryFacts,
  { recorded, hasLeads, isFound }: Known,
  isTheirs: (repId: string | null) => boolean,
  { from, to }: DateRange,
  { carriedBy, dayOf, lookedThrough = [] }: SummaryContext,
): { readonly [Name in Figure]?: Unseen } => {
  const coverage: { [Name in Figure]?: Unseen } = {}
  const note = (figures: ReadonlyArray<Figure>, unseen: Unseen | null): void => {
    if (unseen !== null) for (const figure of figures) coverage[figure] = unseen
  }
  const deals = facts.deals.filter(({ sellerId }) => isTheirs(sellerId))
  const hadBegun = deals.filter(({ openedOn }) => openedOn === null || openedOn < to)
  const running = hadBegun.filter(({ closedOn, outcome }) =>
    closedOn === null ? outcome === "open" : closedOn >= from,
  )

  if (carriedBy !== undefined && recorded !== null) {
    const [isEarlier, isBeforeEnd] = [isBeforeDay(from, dayOf), isBeforeDay(to, dayOf)]
    const leads = facts.leads.filter(
      ({ ownerId, receivedAt, closedAt }) =>
        isTheirs(ownerId) && isBeforeEnd(receivedAt) && (closedAt === null || !isEarlier(closedAt)),
    )
    const inWork = [...running, ...leads]
    const owed = hadBegun.filter(({ outcome }) => outcome !== "lost")
    const look = (
      what: SourcedFact,
      records: ReadonlyArray<{ readonly id: string; readonly sourceId: string | null }>,
      known: ReadonlySet<string | null>,
    ): void => {
      const blind = records.filter(({ id, sourceId }) => !carriedBy(sourceId).includes(what) && !known.has(id))
      note(sourced[what], blind.length === 0 ? null : notCarried(what, blind.length, records.length))
    }
    look("nextSteps", inWork, recorded.nextSteps)
    look("dialogs", inWork, recorded.dialogs)
    look("payments", owed, recorded.payments)
    look("documents", owed, recorded.documents)
    // Deals do not say which leads they came from: a base that has any carries them.
    if (!hasLeads) look("leads", running, new Set())
  }

  const ended = (wanted: Deal["outcome"]): Unseen | null => {
    const all = deals.filter(({ outcome }) => outcome === wanted)
    return notStated(
      "days",
      all.filter(({ closedOn }) => closedOn === null),
      all,
    )
  }
  note(["dealsWon"], ended("won"))
  note(["dealsLost"], ended("lost"))
  const unopened = deals.filter(({ openedOn }) => openedOn === null)
  note(["dealsOpened"], notStated("days", unopened, deals))
  const undated = deals.filter(
    ({ openedOn, closedOn, outcome }) => openedOn === null || (closedOn === null && outcome !== "open"),
  )
  note(["pipelineStart", "pipelineEnd"], notStated("days", undated, deals))
  const open = running.filter(({ outcome }) => outcome === "open")
  const unentered = open.filter(({ enteredStageAt }) => enteredStageAt === null)
  note(["dealsMoved"], notStated("stageEntry", unentered, open))
  const [days, of] = [daysWithin(lookedThrough, { from, to }), daysIn({ from, to })]
  if (days > 0 && days < of) note(findingFigures, lookedForIn(days, of))
  else if (days === 0 && !isFound) note(findingFigures, notLookedFor)
  return coverage
}
