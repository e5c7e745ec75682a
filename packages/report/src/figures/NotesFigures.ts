import { dealFigures, outcomeCurve, selectDeals } from "@salesdept/core/deal"
import type { ImportPlan } from "@salesdept/core/exchange"
import type { Message } from "@salesdept/core/shared"
import { formatDay, formatDayRange } from "../format/CalendarDay.ts"
import { formatNumber } from "../format/Number.ts"
import { formatPeriod } from "../format/Period.ts"
import type { CoverageNote } from "../DepartmentReport.ts"
import type { Base } from "./Base.ts"
import { fieldNames } from "./ImportTexts.ts"
import { comparedOwn } from "./PlannedTargets.ts"
import { closingsRecordedLate, comparedQuarters, coveredPeriod } from "./Periods.ts"
import { deals, say } from "./Words.ts"

// Russian dates end in "г.", which is also the end of the sentence.
const note = (kind: CoverageNote["kind"], en: string, ru: string): CoverageNote => ({ kind, text: say(en, ru) })

const readNote = (base: Base): CoverageNote => {
  const covered = coveredPeriod(base)
  const count = deals(base.columns.length)
  if (base.columns.length === 0) return note("read", `The whole base, ${count.en}.`, `Вся база, ${count.ru}.`)
  if (covered === null)
    return note("read", `The whole base, ${count.en}, without a date.`, `Вся база, ${count.ru}, без дат.`)
  const { from, to } = covered
  return note(
    "read",
    `The whole base, ${count.en}, dated ${formatDayRange(from, to, "en")}.`,
    `Вся база, ${count.ru} за ${formatDayRange(from, to, "ru")}`,
  )
}

/** Deals that no figure of time can use, by reason. */
const timeNotes = (base: Base): ReadonlyArray<CoverageNote> => {
  const { columns, asOf } = base
  const { notRead } = outcomeCurve(columns, selectDeals(columns).rows, { on: asOf })
  return notRead.map(({ message, dealCount }) => {
    const count = deals(dealCount)
    return note(
      "notRead",
      `${count.en}: ${message.en}; counted by stage, but in no figure of age or time.`,
      `${count.ru}: ${message.ru}; учтены по этапам, но не в показателях возраста и сроков.`,
    )
  })
}

/** Totals of money that can only be larger. */
const floorNotes = (base: Base): ReadonlyArray<CoverageNote> => {
  const { columns, currency } = base
  const { rows } = selectDeals(columns)
  const figures = dealFigures(columns, rows)
  const wonUnstated = figures.wonAmount.reduce((sum, { unstatedCount }) => sum + unstatedCount, 0)
  const notes: Array<CoverageNote> = []
  if (wonUnstated > 0) {
    const count = deals(wonUnstated)
    notes.push(
      note(
        "floor",
        `Won money is a floor: ${count.en} won without a stated amount.`,
        `Выигранные деньги — не меньше показанного: выиграно без указанной суммы ${count.ru}.`,
      ),
    )
  }
  const foreign = rows.filter((row) => columns.currency.values[columns.currency.codes[row] ?? -1] !== currency).length
  if (foreign > 0) {
    const count = deals(foreign)
    notes.push(
      note(
        "notRead",
        `${count.en} in other currencies, without a dated rate: not in any total of money.`,
        `${count.ru} в других валютах без курса на дату: в суммы не вошло.`,
      ),
    )
  }
  const open = rows.filter((row) => base.deals[row]?.outcome === "open")
  const atList = open.filter(
    (row) => Number.isNaN(columns.amountMinor[row] ?? 0) && !Number.isNaN(columns.listAmountMinor[row] ?? Number.NaN),
  ).length
  if (atList > 0) {
    const count = deals(atList)
    notes.push(
      note(
        "other",
        `${count.en} still open and without a stated amount are taken at list price.`,
        `Открыты и взяты по прайсу, так как сумма не указана: ${count.ru}.`,
      ),
    )
  }
  return notes
}

const periodNotes = (base: Base): ReadonlyArray<CoverageNote> => {
  const notes: Array<CoverageNote> = []
  const recordedFrom = closingsRecordedLate(base.columns)
  if (recordedFrom !== null) {
    notes.push(
      note(
        "floor",
        `Closings are recorded from ${formatDay(recordedFrom, "en")}, openings from earlier: deals closed before that day seem not to be in the source. Its first quarter is not whole, and shares closed by an age are floors.`,
        `Закрытия записаны с ${formatDay(recordedFrom, "ru")}, открытия — раньше: сделок, закрытых до этого дня, в источнике, по-видимому, нет. Первый квартал неполный, а доли закрытых к каждому возрасту — не меньше показанных.`,
      ),
    )
  }
  const last = comparedQuarters(base).at(-1)
  if (last !== undefined && !last.isOver) {
    const whole = { ...last.shown, name: null }
    notes.push(
      note(
        "other",
        `The last quarter is not over: ${formatPeriod(whole, "en")} only.`,
        `Последний квартал не окончен: только ${formatPeriod(whole, "ru")}`,
      ),
    )
  }
  if (base.foreignTargetCount > 0) {
    notes.push(
      note(
        "notRead",
        `Targets in other currencies, without a rate: ${base.foreignTargetCount}.`,
        `Планы в других валютах, без курса: ${base.foreignTargetCount}.`,
      ),
    )
  }
  const shown = comparedOwn(base) === null ? 0 : 1
  if (base.ownPeriodPlanCount > shown) {
    notes.push(
      note(
        "notRead",
        `Plans whose periods make up no calendar quarter, not compared here: ${base.ownPeriodPlanCount - shown}.`,
        `Планы, из периодов которых не складываются календарные кварталы, здесь не сравниваются: ${base.ownPeriodPlanCount - shown}.`,
      ),
    )
  }
  return notes
}

const share = (part: number, whole: number): Message => ({
  en: `${formatNumber(part, "en")} of ${formatNumber(whole, "en")}`,
  ru: `${formatNumber(part, "ru")} из ${formatNumber(whole, "ru")}`,
})

/** The guard against leakage: what is filled at closing is never a cause of how it closed. */
const leakageNotes = ({ filledOnlyAtClose }: ImportPlan): ReadonlyArray<CoverageNote> =>
  filledOnlyAtClose.map(({ field, blankOpen, open, closed }) => {
    const [name, blank] = [fieldNames[field], share(blankOpen, open)]
    return note(
      "other",
      `Field “${name.en}”: empty on ${blank.en} open deals and on none of ${formatNumber(closed, "en")} closed. It is filled at closing at the latest, so it is never named as a cause.`,
      `Поле «${name.ru}»: пусто у ${blank.ru} открытых сделок и ни у одной из ${formatNumber(closed, "ru")} закрытых. Его заполняют не позже закрытия, поэтому причиной оно не называется.`,
    )
  })

/**
 * What the report read, what it could not, and which figures are floors.
 *
 * @param base - the base
 * @param plan - the import of this run; null where nothing was imported
 */
export const coverageNotes = (base: Base, plan: ImportPlan | null): ReadonlyArray<CoverageNote> => [
  readNote(base),
  ...timeNotes(base),
  ...floorNotes(base),
  ...periodNotes(base),
  ...(plan === null ? [] : leakageNotes(plan)),
]
