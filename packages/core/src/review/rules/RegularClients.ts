import { isRegularClient } from "../../client/BasePolicy.ts"
import type { ClientControlFacts, DealControlFacts } from "../../control/ControlFacts.ts"
import type { CalendarDate } from "../../shared/CalendarDate.ts"
import { daysBetween } from "../../shared/CalendarDate.ts"
import type { Message } from "../../shared/Message.ts"
import type { Money } from "../../shared/Money.ts"
import { scaleMoney, sumMinor } from "../../shared/Money.ts"
import { localDateOf } from "../../shared/TimeZone.ts"
import { isExcused } from "../Excused.ts"
import type { FindingDraft } from "../FindingRule.ts"
import { findingRule } from "../FindingRule.ts"
import { dealAt, rowsById } from "../OpenDeals.ts"
import type { ReviewControl } from "../ReviewFacts.ts"
import type { OwnedRecord } from "../Scopes.ts"
import { byWeight, evidenceOf, greatest, inScopes } from "../Scopes.ts"
import { sumAtStake } from "../Stake.ts"
import { daysText, numberText } from "../Wording.ts"

interface Win {
  readonly deal: DealControlFacts
  readonly on: CalendarDate
}

/** Won deals by day; null where one of them has no day, since nothing can then be said of pauses. */
const winsOf = ({ deals }: ClientControlFacts): ReadonlyArray<Win> | null => {
  const wins: Array<Win> = []
  for (const deal of deals) {
    if (deal.outcome !== "won") continue
    if (deal.closedOn === null) return null
    wins.push({ deal, on: deal.closedOn })
  }
  return wins.toSorted((left, right) =>
    left.on === right.on ? (left.deal.id < right.deal.id ? -1 : 1) : left.on < right.on ? -1 : 1,
  )
}

/** Whether a client with these wins was regular on a day, by the department's own rule where it has one. */
const isRegularAt = (
  { regularRule }: ClientControlFacts,
  wins: ReadonlyArray<Win>,
  { regularFromWonDeals }: ReviewControl["policy"],
  day: CalendarDate,
): boolean =>
  isRegularClient(
    regularRule ?? { fromWonDeals: regularFromWonDeals },
    wins.map(({ on }) => on),
    day,
  ) === true

/** What a client's won deals brought on average; null where they state no amounts, or amounts in several currencies. */
const averageWin = (wins: ReadonlyArray<Win>): Money | null => {
  const amounts = wins.flatMap(({ deal }) => (deal.amount === null ? [] : [deal.amount]))
  const currency = amounts[0]?.currency
  if (currency === undefined || amounts.some((amount) => amount.currency !== currency)) return null
  const amountMinor = sumMinor(amounts.map((amount) => amount.amountMinor))
  return scaleMoney({ amountMinor, currency }, 1, amounts.length, "half-even")
}

interface QuietClient extends OwnedRecord {
  readonly quietDays: number
  readonly limitDays: number
  readonly average: Money | null
}

const quietClient = (client: ClientControlFacts, { policy, context }: ReviewControl): QuietClient | null => {
  const wins = winsOf(client)
  const last = wins?.at(-1)
  if (wins === null || last === undefined || !isRegularAt(client, wins, policy, context.today)) return null
  if (client.deals.some(({ outcome }) => outcome === "open")) return null
  const spokenOn = client.lastDialogAt === null ? null : localDateOf(client.lastDialogAt, context.timeZone)
  const lastOn = spokenOn !== null && spokenOn > last.on ? spokenOn : last.on
  const quietDays = daysBetween(lastOn, context.today)
  const limitDays = client.contactEveryDays ?? policy.quietAfterDays
  if (quietDays <= limitDays) return null
  return { id: client.id, ownerId: client.ownerId, on: lastOn, quietDays, limitDays, average: averageWin(wins) }
}

/**
 * Regular clients with whom nothing has happened for longer than agreed (the cadence of their segment or of the base, else the policy's
 * days): no sale, no dialog, no open deal; and whom nobody put off. Who is regular goes by the department's own rule, as in control. Clients whose source carries no dialogs are not judged: silence in the data is not silence with the client.
 */
export const quietRegulars = findingRule({
  id: "client.quietRegular",
  version: 2,
  name: { en: "Quiet regular clients", ru: "Замолчавшие постоянные клиенты" },
  kind: "missedOpportunity",
  needs: ["control"],
  explainsBy: ["clientKey"],
  parameters: {},
  find: ({ control }) => {
    if (control === null) return { findings: [], notRead: [] }
    const { base } = control
    const judged = base.client.filter(({ observed }) => observed.dialogs)
    if (base.client.length > 0 && judged.length === 0) {
      const reason = { en: "the source does not carry dialogs", ru: "источник не передаёт диалоги" }
      return { findings: [], notRead: [reason] }
    }
    const quiet = judged
      .filter((client) => !isExcused(client, "quietRegular", control))
      .map((client) => quietClient(client, control))
      .filter((client) => client !== null)
    const draft = (clients: ReadonlyArray<QuietClient>, ownerId: string | null): FindingDraft => {
      const [count, limit] = [numberText(clients.length), limitText(clients)]
      const longest = daysText(greatest(clients, (client) => client.quietDays))
      return {
        severity: "major",
        title: { en: `Regular clients gone quiet: ${count.en}`, ru: `Замолчавшие постоянные клиенты: ${count.ru}` },
        what: {
          en: `No sale, no dialog and no open deal for more than ${limit.en}: ${count.en}. The longest silence: ${longest.en}.`,
          ru: `Ни продажи, ни диалога, ни открытой сделки дольше порога (${limit.ru}): ${count.ru}. Самая долгая тишина: ${longest.ru}.`,
        },
        ownerId,
        evidence: evidenceOf("client", clients),
        ...sumAtStake(
          clients.map(({ average }) => average),
          {
            en: "one repeat sale to each at the average of the client's own won deals",
            ru: "одна повторная продажа каждому по средней сумме его выигранных сделок",
          },
        ),
        next: {
          en: "Call each: what have they done without us, and what do we offer?",
          ru: "Позвонить каждому: как они обходились без нас и что мы предложим?",
        },
      }
    }
    const dearestFirst = byWeight(quiet, ({ average }) => average?.amountMinor ?? 0)
    return { findings: inScopes(dearestFirst, draft), notRead: [] }
  },
})

/** The limit, or the shortest and the longest where segments differ in theirs. */
const limitText = (clients: ReadonlyArray<QuietClient>): Message => {
  const [most, least] = [greatest(clients, ({ limitDays }) => limitDays), -greatest(clients, (one) => -one.limitDays)]
  if (least === most) return daysText(most)
  const [from, to] = [numberText(least), daysText(most)]
  return { en: `${from.en} to ${to.en} (by segment)`, ru: `${from.ru}–${to.ru}, по сегменту` }
}

interface Comeback extends OwnedRecord {
  readonly clientId: string
  readonly amount: Money | null
  readonly pauseDays: number
}

/** Deals won in the period from regular clients who had bought nothing for longer than the policy's quiet time. */
export const recoveredRegulars = findingRule({
  id: "client.recoveredRegular",
  version: 2,
  name: { en: "Recovered regular clients", ru: "Возвращённые постоянные клиенты" },
  kind: "win",
  needs: ["control"],
  explainsBy: ["clientKey"],
  parameters: {},
  find: ({ control, deals: columns }, period) => {
    if (control === null) return { findings: [], notRead: [] }
    const { policy, base } = control
    const rows = rowsById(columns)
    // Won back by whose result it is, whoever looks after it by now.
    const sellerOf = ({ id, ownerId }: OwnedRecord): string | null => {
      const row = rows.get(id)
      return row === undefined ? ownerId : dealAt(columns, row).ownerId
    }
    const comebacks = base.client.flatMap((client): ReadonlyArray<Comeback> => {
      const wins = winsOf(client) ?? []
      return wins.flatMap(({ deal, on }, index): ReadonlyArray<Comeback> => {
        const before = wins[index - 1]
        if (before === undefined || on < period.from || on >= period.to) return []
        if (!isRegularAt(client, wins.slice(0, index), policy, before.on)) return []
        const pauseDays = daysBetween(before.on, on)
        if (pauseDays <= policy.quietAfterDays) return []
        return [{ id: deal.id, ownerId: sellerOf(deal), clientId: client.id, amount: deal.amount, pauseDays }]
      })
    })
    const draft = (deals: ReadonlyArray<Comeback>, ownerId: string | null): FindingDraft => {
      const count = numberText(new Set(deals.map(({ clientId }) => clientId)).size)
      const longest = daysText(greatest(deals, (deal) => deal.pauseDays))
      const limit = daysText(policy.quietAfterDays)
      return {
        severity: "minor",
        title: { en: `Regular clients won back: ${count.en}`, ru: `Возвращённые постоянные клиенты: ${count.ru}` },
        what: {
          en: `Bought again after more than ${limit.en} without a purchase: ${count.en}. The longest pause: ${longest.en}.`,
          ru: `Купили снова после перерыва дольше порога (${limit.ru}): ${count.ru}. Самый долгий перерыв: ${longest.ru}.`,
        },
        ownerId,
        evidence: { kind: "deal", ids: deals.map(({ id }) => id) },
        ...sumAtStake(
          deals.map(({ amount }) => amount),
          { en: "amounts of the deals won back", ru: "суммы этих сделок" },
        ),
        next: {
          en: "What brought them back, and whom else would it bring?",
          ru: "Что их вернуло и кого ещё это вернёт?",
        },
      }
    }
    const dearestFirst = byWeight(comebacks, ({ amount }) => amount?.amountMinor ?? 0)
    return { findings: inScopes(dearestFirst, draft), notRead: [] }
  },
})
