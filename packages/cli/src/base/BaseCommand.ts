import type { DepartmentConfig } from "@salesdept/core/department"
import { departmentId } from "@salesdept/core/department"
import { salesDept } from "@salesdept/core/promise"
import type { OpenStore, SalesDept, Session } from "@salesdept/core/promise"
import type { Message } from "@salesdept/core/shared"
import type { TerminalStyle } from "@salesdept/report"
import { baseReport } from "@salesdept/report/base"
import { departmentOfFile } from "../demo/DepartmentFile.ts"
import { exitCodes } from "../ExitCode.ts"
import { printReport } from "../PrintedReport.ts"
import { writeReport } from "../ReportFiles.ts"
import { printable } from "../Terminal.ts"
import type { Terminal } from "../Terminal.ts"
import type { BaseArguments } from "./BaseArguments.ts"
import { controlListView, coverageView } from "./ControlView.ts"
import { recordNames, repNames } from "./Names.ts"
import { storeOf } from "./OpenedBase.ts"

/** Who reads where nobody is named: it writes nothing. */
const reader = "salesdept"

/** Tenants that are named to who has to choose one. */
const namedTenants = 20

/** Some names, with a sign where there are more. */
const some = (names: ReadonlyArray<string>): string =>
  `${names.slice(0, namedTenants).join(", ")}${names.length < namedTenants ? "" : ", …"}`

/** Whether a tenant has ever worked in the base. */
const isTenant = async (dept: SalesDept, id: string): Promise<boolean> => {
  const limit = 10_000
  for (let after: string | undefined; ;) {
    const page = await dept.tenants({ limit, ...(after === undefined ? {} : { after }) })
    if (page.includes(id)) return true
    if (page.length < limit) return false
    after = page.at(-1)
  }
}

/** Whose base is meant, or why that cannot be told. */
const tenantOf = async (dept: SalesDept, asked: string | null): Promise<string | Message> => {
  if (asked !== null && (await isTenant(dept, asked))) return asked
  const tenants = await dept.tenants({ limit: namedTenants })
  const [only, ...others] = tenants
  if (only === undefined) return { en: "Nobody has worked in this base yet", ru: "В этой базе ещё никто не работал" }
  const names = some(tenants)
  // A job that asks about a tenant by a wrong name would find everybody under control for ever.
  if (asked !== null)
    return {
      en: `Nobody has worked in this base as ${asked}; --tenant takes ${names}`,
      ru: `Арендатора «${asked}» в этой базе нет; --tenant принимает ${names}`,
    }
  if (others.length === 0) return only
  return { en: `Say whose base with --tenant: ${names}`, ru: `Укажите арендатора в --tenant: ${names}` }
}

const ownsNothing = (ownerId: string, names: ReadonlyMap<string, string>): Message => {
  const people = some([...names].map(([id, name]) => `${id} (${name})`))
  return {
    en: `${ownerId} owns nothing here and is nobody's id in the department; --owner takes an id: ${people}`,
    ru: `За «${ownerId}» ничего не закреплено, и в отделе такого id нет; --owner принимает id: ${people}`,
  }
}

const noDepartment = (tenant: string): Message => ({
  en: `${tenant} has published no department here: let your product publish it (department.publish), or give what it gives to salesDept as JSON, with --department FILE`,
  ru: `Арендатор «${tenant}» не публиковал здесь настроек отдела: опубликуйте их из приложения (department.publish) или передайте в JSON то, что оно даёт salesDept: --department ФАЙЛ`,
})

const monthNotClosed: Message = {
  en: "The latest month is not closed and is left out: --actor ID closes it in that person's name",
  ru: "Последний месяц не закрыт, и его итогов в отчёте нет: --actor ID закроет его от имени этого человека",
}

const shown = (lines: ReadonlyArray<string>): string => `${lines.join("\n")}\n`

const showControl = async (
  asked: BaseArguments,
  session: Session,
  style: TerminalStyle,
  { out }: Terminal,
  refuse: (why: Message) => number,
): Promise<number> => {
  const { isCoverage, json, language, limit, on, states } = asked
  const when = on === null ? {} : { asOf: on }
  if (isCoverage) {
    const coverage = await session.control.coverage(when)
    if (json) out(`${JSON.stringify(coverage)}\n`)
    else {
      const first = coverage.uncovered.slice(0, limit)
      const names = await recordNames(
        session,
        first.map(({ id }) => id),
      )
      const rows = first.map((row) => ({ ...row, name: names.get(row.id) ?? null }))
      out(shown(coverageView(coverage, rows, await repNames(session), language, style)))
    }
    return coverage.isCovered ? exitCodes.done : exitCodes.attention
  }
  const list = await session.control.list({
    ...when,
    limit,
    ...(states === null ? {} : { states }),
    ...(asked.ownerId === undefined ? {} : { ownerId: asked.ownerId }),
  })
  const { ownerId } = asked
  if (typeof ownerId === "string" && list.judged === 0) {
    const { items } = await session.reps.page({ where: { personId: ownerId }, limit: 1 })
    if (items.length === 0) return refuse(ownsNothing(ownerId, await repNames(session)))
  }
  const view = async () => controlListView(list, states !== null, await repNames(session), language, style)
  out(json ? `${JSON.stringify(list)}\n` : shown(await view()))
  return exitCodes.done
}

const showReport = async (
  { actor, folder, isFull, json, language, on }: BaseArguments,
  base: { readonly store: OpenStore["store"]; readonly department: DepartmentConfig; readonly tenant: string },
  style: TerminalStyle,
  terminal: Terminal,
): Promise<number> => {
  const { error, now, out } = terminal
  const report = await baseReport({
    store: { open: () => Promise.resolve({ store: base.store, close: () => Promise.resolve() }) },
    department: base.department,
    tenant: base.tenant,
    actor: actor ?? reader,
    closes: actor !== null,
    now,
    ...(on === null ? {} : { on }),
  })
  if (json) out(`${JSON.stringify(report)}\n`)
  else printReport(report, { language, ...style, isFull }, terminal)
  // Of a base that nobody has worked in no month is closed by anybody.
  const isWorkedIn = report.afterSale !== undefined
  if (isWorkedIn && report.month === undefined && actor === null) error(`${monthNotClosed[language]}\n`)
  if (folder !== null) {
    const { html, json: data, workbook } = writeReport(report, folder, language)
    error(`${[html, data, workbook].join("\n")}\n`)
  }
  return exitCodes.done
}

/** Reads a base that a product works in, shows what was asked, and answers the exit code. */
export const runBaseCommand = async (asked: BaseArguments, terminal: Terminal): Promise<number> => {
  const { language } = asked
  const given = asked.department === null ? null : await departmentOfFile(asked.department)
  const open = await (await storeOf(asked.database, asked.naming)).open()
  try {
    const lent = { open: () => Promise.resolve({ store: open.store, close: () => Promise.resolve() }) }
    await using dept = await salesDept({
      store: lent,
      now: terminal.now,
      ...(given === null ? {} : { department: given }),
    })
    const refuse = (why: Message): number => {
      terminal.error(`${printable(why[language])}\n`)
      return exitCodes.input
    }
    const tenant = await tenantOf(dept, asked.tenant)
    if (typeof tenant !== "string") return refuse(tenant)
    const session = dept.tenant(tenant).as(reader)
    const department = (await session.department.get(departmentId))?.config ?? given
    if (department === null) return refuse(noDepartment(tenant))
    const style = { width: asked.width ?? terminal.width, colour: terminal.colour }
    return asked.verb === "control"
      ? await showControl(asked, session, style, terminal, refuse)
      : await showReport(asked, { store: open.store, department, tenant }, style, terminal)
  } finally {
    await open.close()
  }
}
