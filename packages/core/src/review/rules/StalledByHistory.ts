import { groupDeals, selectDeals } from "../../deal/DealRows.ts"
import { stalledDeals } from "../../deal/Stalled.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { addDays } from "../../shared/CalendarDate.ts"
import type { Message } from "../../shared/Message.ts"
import { excusedDeals } from "../Excused.ts"
import type { FindingDraft, Thresholds } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import type { OpenDeal } from "../OpenDeals.ts"
import { openDeals } from "../OpenDeals.ts"
import type { ReviewFacts } from "../ReviewFacts.ts"
import { byWeight, countsByScope, inScopes } from "../Scopes.ts"
import { dealPrice, departmentWins, expectedAtStake, sumAtStake } from "../Stake.ts"
import { daysText, moneyText, numberText, percentText, shareText } from "../Wording.ts"

/** An open deal that is older than the threshold of its pipeline. */
export interface StalledDeal extends OpenDeal {
  /** First day on which it was. */
  readonly since: CalendarDate
}

interface History {
  /** The oldest first. */
  readonly stalled: ReadonlyArray<StalledDeal>
  /** Open deals that were judged. */
  readonly judged: ReadonlyArray<OpenDeal>
  /** Thresholds of the pipelines judged, in whole or half days, ascending and without repeats. */
  readonly thresholdDays: ReadonlyArray<number>
  readonly notRead: ReadonlyArray<Message>
}

/** Pipelines are judged apart, each by its own wins: their cycles differ. */
const historyOf = (
  { deals, on, stalledHolders = {} }: Pick<ReviewFacts, "deals" | "on" | "stalledHolders">,
  probability: number,
  minimumWins: number,
): History => {
  const stalled: Array<StalledDeal> = []
  const judged: Array<OpenDeal> = []
  const thresholds = new Set<number>()
  const notRead: Array<Message> = []
  const pipelines = groupDeals(selectDeals(deals).rows, deals.pipeline)
  for (const { value, rows } of pipelines) {
    const history = stalledDeals(deals, rows, { on, probability, minimumWins })
    const open = openDeals(deals, rows, on).map((deal): OpenDeal =>
      Object.hasOwn(stalledHolders, deal.id) ? { ...deal, ownerId: stalledHolders[deal.id] ?? null } : deal,
    )
    if (history.olderThanQuantile === null) {
      if (open.length > 0) {
        const pipelineId = pipelines.length === 1 ? null : (value ?? "—")
        notRead.push(tooFewWins(pipelineId, history.daysToWin.n, minimumWins))
      }
      continue
    }
    const { thresholdDays } = history.olderThanQuantile
    thresholds.add(thresholdDays)
    const older = new Set(history.olderThanQuantile.dealIds)
    for (const deal of open) {
      judged.push(deal)
      if (!older.has(deal.id)) continue
      stalled.push({ ...deal, since: addDays(on, Math.floor(thresholdDays) + 1 - deal.ageDays) })
    }
  }
  return {
    stalled: byWeight(stalled, ({ ageDays }) => ageDays),
    judged,
    thresholdDays: [...thresholds].toSorted((left, right) => left - right),
    notRead,
  }
}

/** Of a department with one pipeline it is not said of which. */
const tooFewWins = (pipelineId: string | null, wins: number, minimumWins: number): Message => {
  const of =
    pipelineId === null ? { en: "", ru: "" } : { en: `pipeline ${pipelineId}: `, ru: `воронка ${pipelineId}: ` }
  return {
    en: `${of.en}won deals ${wins}, and ${minimumWins} are needed to judge open ones by them`,
    ru: `${of.ru}выигранных сделок ${wins}, а чтобы судить по ним об открытых, нужно ${minimumWins}`,
  }
}

const caveat: Message = {
  en: "; a ceiling: nothing this old has been won yet",
  ru: "; это потолок: сделки такого возраста ещё не выигрывали",
}

const titleOf = (count: number, probability: number): Message => {
  const number = numberText(count)
  if (probability === 1)
    return {
      en: `Open deals older than any deal ever won: ${number.en}`,
      ru: `Открытые сделки старше любой выигранной: ${number.ru}`,
    }
  const share = percentText(probability)
  return {
    en: `Open deals older than ${share.en} of the won ones were: ${number.en}`,
    ru: `Открытые сделки старше, чем были ${share.ru} выигранных: ${number.ru}`,
  }
}

const whatOf = (facts: ReviewFacts, deals: ReadonlyArray<OpenDeal>, openCount: number, history: History): Message => {
  const share = shareText(deals.length, openCount)
  const [first, last] = [history.thresholdDays[0] ?? 0, history.thresholdDays.at(-1) ?? 0]
  const [to, oldest] = [daysText(last), daysText(deals[0]?.ageDays ?? 0)]
  const limit =
    first === last
      ? to
      : {
          en: `${numberText(first, 1).en} to ${to.en}, by pipeline`,
          ru: `${numberText(first, 1).ru}–${to.ru}, смотря по воронке`,
        }
  const { atStake } = sumAtStake(
    deals.map(({ row }) => dealPrice(facts.deals, row)),
    { en: "", ru: "" },
  )
  const value = atStake === null ? null : moneyText(atStake)
  return {
    en: `${share.en} of the open deals with a known age have been open for more than ${limit.en}; the oldest for ${oldest.en}.${value === null ? "" : ` Their value: ${value.en}.`}`,
    ru: `Открыты дольше порога (${limit.ru}): ${share.ru} открытых сделок с известным возрастом; самой старой ${oldest.ru}.${value === null ? "" : ` Их стоимость: ${value.ru}.`}`,
  }
}

/**
 * Open deals that have outlived what the department's own wins took, each with the day on which it did.
 *
 * @param facts - the deals, and the day on which they are looked at
 * @param thresholds - those of the rule
 */
export const stalledSince = (
  facts: Pick<ReviewFacts, "deals" | "on">,
  { probability = 1, minimumWins = 20 }: Thresholds,
): ReadonlyArray<StalledDeal> => historyOf(facts, probability, minimumWins).stalled

/**
 * Open deals that have outlived what the department's own wins took, but for those put off. No limit is set by hand. They stand with who held them when they did:
 * who was given one that had stalled has not let it stall.
 */
export const stalledByHistory = findingRule({
  id: "deal.stalledByHistory",
  version: 3,
  name: { en: "Deals stalled by the department's own history", ru: "Зависшие сделки по истории самого отдела" },
  kind: "missedOpportunity",
  parameters: {
    probability: {
      default: 1,
      min: 0.5,
      max: 1,
      meaning: {
        en: "quantile of the days that won deals took; 1 is the longest",
        ru: "квантиль срока выигранных сделок; 1 — самая долгая",
      },
    },
    minimumWins: {
      default: 20,
      min: 1,
      max: 1_000_000,
      meaning: { en: "won deals needed to judge a pipeline", ru: "сколько выигранных сделок нужно для порога воронки" },
    },
    criticalShare: {
      default: 0.5,
      min: 0,
      max: 1,
      meaning: {
        en: "share of the open deals from which it is critical (inclusive)",
        ru: "доля открытых сделок, с которой находка критична (включительно)",
      },
    },
  },
  find: (facts, _period, { probability, minimumWins, criticalShare }) => {
    const history = historyOf(facts, probability, minimumWins)
    const wins = departmentWins(facts)
    const judgedCount = countsByScope(history.judged)
    const draft = (deals: ReadonlyArray<OpenDeal>, ownerId: string | null): FindingDraft => {
      const openCount = judgedCount(ownerId)
      return {
        severity: deals.length >= criticalShare * openCount ? "critical" : "major",
        title: titleOf(deals.length, probability),
        what: whatOf(facts, deals, openCount, history),
        ownerId,
        evidence: { kind: "deal", ids: deals.map(({ id }) => id) },
        ...expectedAtStake(
          facts.deals,
          deals.map(({ row }) => row),
          wins,
          probability === 1 ? caveat : undefined,
        ),
        next: {
          en: "Go through the list, the oldest first: a dated next step, or close as lost with the reason",
          ru: "Пройти список начиная с самых старых: назначить следующий шаг с датой или закрыть как проигранную с причиной",
        },
      }
    }
    const putOff = excusedDeals(facts.control, "stalled")
    return {
      findings: inScopes(
        history.stalled.filter(({ id }) => !putOff.has(id)),
        draft,
      ),
      notRead: history.notRead,
    }
  },
})
