import type { DepartmentConfig } from "@salesdept/core/department"
import { checkedOptions } from "@salesdept/core/ports/adapter"
import type { OptionShape } from "@salesdept/core/ports/adapter"
import { salesDept } from "@salesdept/core/promise"
import type { StoreProvider } from "@salesdept/core/promise"
import { isCalendarDate } from "@salesdept/core/shared"
import type { ActorId, CalendarDate, TenantId } from "@salesdept/core/shared"
import type { DepartmentReport, ReportSource } from "../DepartmentReport.ts"
import type { ImportRun } from "./ImportRun.ts"
import { departmentReport } from "./Report.ts"

/** What the report of a base is made from. */
export interface BaseReportOptions {
  /** The store that the host works with, such as `sqlite({ filename })` or `postgres({ pool })`; it is opened and closed for the report. */
  readonly store: StoreProvider
  /** The department of tenants that have published none. */
  readonly department: DepartmentConfig
  /** Whose base. Default `default`. */
  readonly tenant?: TenantId
  /** For whom it is made: stands as the actor where the month is closed. The report itself shows the whole base. */
  readonly actor: ActorId
  /** Whether the latest month that is over is closed where it was not; without it nothing is written. Default true. */
  readonly closes?: boolean
  /**
   * The day as of which everything is told, deals and money as they stood at its end. Where absent: today, or, where somebody has yet to work with what files brought in, the
   * latest day that the deals state.
   */
  readonly on?: CalendarDate
  /** Where the report says that its figures come from. Default: a base that is called as the tenant. */
  readonly source?: ReportSource
  /** The import that has just filled the base, to be told of first: what came in and what was odd about it. */
  readonly run?: ImportRun
  /** Milliseconds since 1970; the platform's clock where absent. */
  readonly now?: () => number
}

const isObject = (value: unknown): value is object => typeof value === "object" && value !== null
const isText = (value: unknown): boolean => typeof value === "string" && value !== ""
const object = { holds: isObject, message: { en: "must be an object", ru: "ожидается объект" } }
const text = { holds: isText, message: { en: "must be a text", ru: "ожидается текст" } }

const shapes = {
  store: {
    holds: (value: unknown) => isObject(value) && "open" in value && typeof value.open === "function",
    message: {
      en: "must be a store such as sqlite({ filename })",
      ru: "ожидается хранилище, например sqlite({ filename })",
    },
    isNeeded: true,
  },
  department: { ...object, isNeeded: true },
  tenant: text,
  actor: { ...text, isNeeded: true },
  closes: {
    holds: (value: unknown) => typeof value === "boolean",
    message: { en: "must be true or false", ru: "ожидается true или false" },
  },
  on: {
    holds: (value: unknown) => typeof value === "string" && isCalendarDate(value),
    message: { en: "must be a date such as 2026-11-23", ru: "ожидается дата вида 2026-11-23" },
  },
  source: object,
  run: object,
  now: {
    holds: (value: unknown) => typeof value === "function",
    message: { en: "must be a function", ru: "ожидается функция" },
  },
} satisfies { readonly [Option in keyof BaseReportOptions]-?: OptionShape }

/**
 * The report of a base that a host works in, the same as `salesdept demo --db` shows: pipeline, control, the month summed up for
 * everybody, plan against fact with its causes, the forecast, findings, scripts. Plain data for `htmlReport` and `terminalReport` of
 * `@salesdept/report`, and for a view of your own. The latest month that is over by the day is closed with it (`findings.review`,
 * `summaries.close`) where it was not before, unless the base was imported; nothing else is written.
 *
 * @param options - store, department, tenant, day
 * @returns the report; what cannot be told is withheld in it, with the reason
 * @throws InputInvalid with every option that is not as stated; StoreFault where the store cannot be opened
 * @example
 * ```ts
 * import { baseReport } from "@salesdept/report/base"
 * import { presets } from "@salesdept/core/promise"
 * import { htmlReport } from "@salesdept/report"
 * import { migrateSqlite, sqlite } from "@salesdept/sqlite"
 *
 * migrateSqlite({ filename: "month.db" }, new Date())
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const store = sqlite({ filename: "month.db" })
 * const report = await baseReport({ store, department, tenant: "shop-17", actor: "user:head", on: "2026-10-31" })
 * report.header.source // { kind: "base", name: "shop-17" }
 * htmlReport(report, { language: "ru" }) // "<!doctype html>…"
 * ```
 */
export const baseReport = async (options: BaseReportOptions): Promise<DepartmentReport> => {
  checkedOptions("baseReport", shapes, options)
  const { actor, closes = true, department, now = Date.now, on = null, run = null, tenant = "default" } = options
  const open = await options.store.open()
  try {
    const lent = { open: () => Promise.resolve({ store: open.store, close: () => Promise.resolve() }) }
    await using dept = await salesDept({ store: lent, department, now })
    return await departmentReport({
      store: open.store,
      tenant,
      session: dept.tenant(tenant).as(actor),
      run,
      closes,
      config: department,
      asOf: on,
      now,
      source: options.source ?? { kind: "base", name: tenant },
    })
  } finally {
    await open.close()
  }
}
