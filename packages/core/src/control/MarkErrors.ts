import type { CalendarDate } from "../shared/CalendarDate.ts"
import { Failure } from "../shared/Failure.ts"
import { knownText } from "../shared/KnownText.ts"

/** The record is closed: there is nothing to put off. */
export class SubjectClosed extends Failure<"SubjectClosed", { readonly id: string }> {
  readonly _tag = "SubjectClosed"
  constructor(id: string) {
    super({ en: `${id} is closed, nothing is left to do`, ru: `Запись ${id} закрыта, делать по ней нечего` }, { id })
  }
}

/** The department's list of reasons to park has no such entry; `known` are those it has. */
export class ParkReasonUnknown extends Failure<
  "ParkReasonUnknown",
  { readonly field: "reasonId"; readonly reasonId: string; readonly known: ReadonlyArray<string> }
> {
  readonly _tag = "ParkReasonUnknown"
  constructor(reasonId: string, known: ReadonlyArray<string>) {
    const there = knownText(known)
    super(
      {
        en: `There is no reason to park named ${reasonId}; ${there.en}`,
        ru: `В списке причин отложить нет «${reasonId}»; ${there.ru}`,
      },
      { field: "reasonId", reasonId, known },
    )
  }
}

/** Days that have no latest are stated so. */
const lastDay = "9999-12-31"

/** The day is not after today, or later than the limit allows. */
export class PutOffDayRefused extends Failure<
  "PutOffDayRefused",
  { readonly id: string; readonly day: CalendarDate; readonly after: CalendarDate; readonly latest: CalendarDate }
> {
  readonly _tag = "PutOffDayRefused"
  constructor(id: string, day: CalendarDate, after: CalendarDate, latest: CalendarDate) {
    const [en, ru] = latest === lastDay ? ["", ""] : [` and not later than ${latest}`, ` и не позднее ${latest}`]
    super(
      {
        en: `${id} needs a day after ${after}${en}, not ${day}`,
        ru: `Для ${id} нужен день позже ${after}${ru}, а не ${day}`,
      },
      { id, day, after, latest },
    )
  }
}

/** There is nothing to undo: the record is not parked, not snoozed by the caller, or not ruled out. */
export class NothingToUndo extends Failure<
  "NothingToUndo",
  { readonly id: string; readonly what: "parking" | "snooze" | "rulingOut" | "handOver" }
> {
  readonly _tag = "NothingToUndo"
  constructor(id: string, what: "parking" | "snooze" | "rulingOut" | "handOver") {
    const text = {
      parking: { en: "is not parked", ru: "не отложена" },
      snooze: { en: "is not snoozed by the caller", ru: "не скрыта из вашего списка" },
      rulingOut: { en: "is not ruled out", ru: "не исключена из списка" },
      handOver: { en: "is undone already", ru: "уже отменена" },
    }[what]
    super(
      { en: `${id} ${text.en}: there is nothing to undo`, ru: `Запись ${id} ${text.ru}: отменять нечего` },
      { id, what },
    )
  }
}
