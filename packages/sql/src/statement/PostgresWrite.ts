import type { PlainTable } from "../journal/JournalTables.ts"
import { commandTable, fieldValueTable, journalTable, outboxTable, textsTable } from "../journal/JournalTables.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import type { RecordTable } from "../schema/RecordTable.ts"
import type { ChangedRows } from "./ChangedRows.ts"
import { changedRows } from "./ChangedRows.ts"
import { forgetInputs } from "./JournalStatements.ts"
import type { RecordWrite } from "./RecordWrite.ts"
import type { DraftColumn, WriteDraft } from "./WriteDraft.ts"
import { columnList, idColumn, parameter, rememberedTexts, rowsTable } from "./WriteDraft.ts"

/** Everything one command writes. */
export interface CommandWrites {
  /** Whose records. */
  readonly tenant: string
  /** Records, each at most once. */
  readonly records: ReadonlyArray<RecordWrite>
  /** Deals, not among the records, whose `facts_version` must not have moved. */
  readonly guards: ReadonlyArray<{ readonly id: string; readonly factsVersion: number }>
  /** Deals, not among the records, whose `facts_version` goes up by one. */
  readonly touches: ReadonlyArray<string>
  /** Clients of all of whose deals, but for those among the records, `facts_version` goes up by one. */
  readonly touchedClients: ReadonlyArray<string>
  /**
   * Records that the decision took from memory, with the hash of their last event, empty for absent ones: a version alone would come
   * again with a tenant that was erased and came back. Null for records of which it relies on no more than that they are in the base.
   */
  readonly assumptions: ReadonlyArray<{
    readonly table: RecordTable
    readonly id: string
    readonly head: string | null
  }>
  /** Clients of the records that it makes, by id: none of them may have gone into another. Those among the assumptions are left out. */
  readonly ofClients: ReadonlyArray<string>
  /** Journal rows, as `journalValues` gives them. */
  readonly journal: ReadonlyArray<ReadonlyArray<unknown>>
  /** Streams to mark for delivery: tenant, stream, first and last new version, recorded at. */
  readonly outbox: ReadonlyArray<ReadonlyArray<unknown>>
  /** Texts: tenant, record id, version, texts, salt. */
  readonly texts: ReadonlyArray<ReadonlyArray<unknown>>
  /** Values of custom fields that records are not found under any more: tenant, kind, field, value, record id. */
  readonly removedFieldValues: ReadonlyArray<ReadonlyArray<unknown>>
  /** Values of custom fields that records are found under from now on: tenant, kind, field, value, record id. */
  readonly addedFieldValues: ReadonlyArray<ReadonlyArray<unknown>>
  /** Records of which every version of the texts is deleted. */
  readonly erasures: ReadonlyArray<string>
  /** The idempotency record: tenant, key, salt, digest, answer, streams, recorded at; or null. */
  readonly command: ReadonlyArray<unknown> | null
  /** The id of the transaction outside of which nothing is to be written; anywhere where absent. */
  readonly within?: string
}

/** A record that stood in the way of a write. */
export interface WriteCheck {
  /** Kind of the record. */
  readonly kind: string
  /** Its id. */
  readonly id: string
  /** The version, or facts version, that was expected. */
  readonly expectedVersion: number
}

/**
 * One statement that writes all of a command or nothing. It returns a row of `kind` and `id` for each check that holds; where
 * one is missing, nothing was written.
 */
export interface WriteStatement {
  /** Text of the statement. */
  readonly text: string
  /** Its parameters. */
  readonly values: ReadonlyArray<unknown>
  /** What must come back. */
  readonly checks: ReadonlyArray<WriteCheck>
}

/**
 * The order in which every command takes its locks, so that none waits for another in a ring: deals last, since commands
 * about anything else touch them at their end.
 */
export const byLockOrder = (
  left: { readonly kind: string; readonly id: string },
  right: { readonly kind: string; readonly id: string },
): number => {
  if (left.kind !== right.kind) {
    if (left.kind === "deal") return 1
    return right.kind === "deal" || left.kind < right.kind ? -1 : 1
  }
  return left.id < right.id ? -1 : left.id > right.id ? 1 : 0
}

/** The kind under which the checks of assumptions are reported. */
const assumptionKind = "assumption"

interface Draft extends WriteDraft {
  readonly checks: Array<WriteCheck>
}

const byKind = (records: ReadonlyArray<RecordWrite>): ReadonlyMap<RecordTable, ReadonlyArray<RecordWrite>> => {
  const ordered = records.toSorted((left, right) =>
    byLockOrder({ kind: left.table.kind, id: left.id }, { kind: right.table.kind, id: right.id }),
  )
  return Map.groupBy(ordered, ({ table }) => table)
}

/**
 * Which deals have their counter raised: those named, and the other deals of the clients named. Where only clients are named, no
 * "or" is written, and their number is kept from the planner: of a table that nobody has analysed yet it believes that a tenant has
 * but a few rows, and would rather walk over all of them than look up as many clients as an import has. Records to be kept out are
 * looked up in a table of hashes; with "all" of a parameter they would be compared one by one.
 */
const touchCondition = (draft: Draft, { touches, touchedClients, records }: CommandWrites): (() => string) => {
  const found: Array<() => string> = []
  if (touches.length > 0) {
    draft.marks.push("touch")
    const named = parameter(draft, touches.toSorted())
    found.push(() => `t.id = any($${named}::text[])`)
  }
  if (touchedClients.length > 0) {
    draft.marks.push("touch clients")
    const clients = parameter(draft, touchedClients.toSorted())
    const changed = parameter(
      draft,
      records.map(({ id }) => id),
    )
    found.push(
      () =>
        `t.client_id = any(array(select unnest($${clients}::text[]))) and t.id not in (select unnest($${changed}::text[]))`,
    )
  }
  return () => `t.tenant_id = $1 and ((${found.map((write) => write()).join(") or (")}))`
}

/** Conditions that records taken from memory are as they were. */
const remembered = (naming: Naming, draft: Draft, { assumptions }: CommandWrites): ReadonlyArray<() => string> =>
  assumptions.flatMap(({ table, id, head }) => {
    if (head === null) return []
    draft.marks.push(`assume ${table.kind}`)
    const [name, expected] = [parameter(draft, id), parameter(draft, head)]
    return [
      () => {
        const from = `from ${quotedTableName(naming, table.kind)} as a where a.tenant_id = $1 and a.id = $${name}::text`
        return `coalesce((select a.head ${from}), '') = $${expected}::text`
      },
    ]
  })

/** Whether records of a kind can leave the base. */
export const hasStanding = ({ columns }: RecordTable): boolean => columns.some(({ name }) => name === "standing")

/**
 * Conditions that records taken for there are in the base: one for each kind, however many they are. They are locked so that none leaves it
 * before what refers to it is committed, and nobody else waits for that lock.
 */
const presences = (naming: Naming, draft: Draft, { assumptions }: CommandWrites): ReadonlyArray<() => string> => {
  const taken = Map.groupBy(
    assumptions.filter(({ head }) => head === null),
    ({ table }) => table,
  )
  return [...taken].map(([table, records]) => {
    const [only, ...others] = records.map(({ id }) => id)
    draft.marks.push(`${others.length === 0 ? "there" : "all there"} ${table.kind}`)
    const name = parameter(draft, others.length === 0 ? only : [only, ...others])
    return () => {
      const inBase = hasStanding(table) ? " and a.standing = 'active'" : ""
      const from = `from ${quotedTableName(naming, table.kind)} as a where a.tenant_id = $1${inBase} and a.id =`
      return others.length === 0
        ? `exists (select ${from} $${name}::text for key share)`
        : `not exists (select from unnest($${name}::text[]) as r(id) where not exists (select ${from} r.id for key share))`
    }
  })
}

/** The condition that no client of new records has gone into another; they are locked likewise. */
const clientsKept = (naming: Naming, draft: Draft, { ofClients }: CommandWrites): ReadonlyArray<() => string> => {
  if (ofClients.length === 0) return []
  draft.marks.push("of clients")
  const ids = parameter(draft, ofClients)
  draft.ctes.push(
    () =>
      `of_client as materialized (select a.standing from ${quotedTableName(naming, "client")} as a where a.tenant_id = $1 and a.id = any(array(select unnest($${ids}::text[]))) order by a.id for key share)`,
  )
  return [() => "not exists (select from of_client where standing = 'merged')"]
}

/** An update of records of one table, whose rows are in the statement. */
interface Update extends Pick<ChangedRows, "sets" | "condition"> {
  readonly table: RecordTable
}

/** Makes the statements of commands for one choice of names. */
export const postgresWriter = (naming: Naming): ((writes: CommandWrites) => WriteStatement) => {
  const dealName = quotedTableName(naming, "deal")
  const textOf = rememberedTexts()
  const insertPlain = (
    draft: Draft,
    table: PlainTable,
    rows: ReadonlyArray<ReadonlyArray<unknown>>,
    filter: string,
    onConflict = "",
  ): void => {
    if (rows.length === 0) return
    rowsTable(draft, `new_${table.name}`, table.columns, rows)
    draft.ctes.push(() => {
      const columns = columnList(table.columns)
      return `add_${table.name} as (insert into ${quotedTableName(naming, table.name)} (${columns}) select ${columns} from new_${table.name}${filter}${onConflict})`
    })
  }

  const insertRecords = (
    draft: Draft,
    table: RecordTable,
    records: ReadonlyArray<RecordWrite>,
    filter: string,
  ): void => {
    const counter: ReadonlyArray<DraftColumn> = table.countsFacts ? [{ name: "facts_version", type: "integer" }] : []
    const columns = [...table.columns, ...counter]
    const rows = records.map(({ row, touched }) => (table.countsFacts ? [...row(), touched ? 1 : 0] : row()))
    rowsTable(draft, `new_${table.kind}`, columns, rows)
    draft.ctes.push(
      () =>
        `add_${table.kind} as (insert into ${quotedTableName(naming, table.kind)} (${columnList(columns)}) select ${columnList(columns)} from new_${table.kind}${filter})`,
    )
  }

  /** Adds the rows of an update. */
  const addChanged = (draft: Draft, table: RecordTable, records: ReadonlyArray<RecordWrite>): Update => {
    const { columns, condition, mark, rows, sets } = changedRows(table, records)
    draft.marks.push(mark)
    rowsTable(draft, `changed_${table.kind}`, columns, rows)
    for (const { id, expectedVersion } of records) draft.checks.push({ kind: table.kind, id, expectedVersion })
    return { table, sets, condition: `t.tenant_id = $1 and t.id = v.id and ${condition}` }
  }

  const update = ({ table, sets }: Update, condition: string): string =>
    `update ${quotedTableName(naming, table.kind)} as t set ${sets()} from changed_${table.kind} as v where ${condition}`

  return (writes) => {
    const draft: Draft = {
      personType: naming.people?.type ?? "text",
      ctes: [],
      marks: [],
      values: [writes.tenant],
      checks: [],
    }
    const updates = byKind(writes.records.filter(({ expectedVersion }) => expectedVersion > 0))
    const inserts = byKind(writes.records.filter(({ expectedVersion }) => expectedVersion === 0))
    const assumptions = [
      ...remembered(naming, draft, writes),
      ...presences(naming, draft, writes),
      ...clientsKept(naming, draft, writes),
    ]
    if (writes.within !== undefined) {
      draft.marks.push("within")
      const transaction = parameter(draft, writes.within)
      // The tenant is named with its type, since a write that only adds rows does so nowhere else.
      assumptions.push(() => `$1::text is not null and pg_current_xact_id_if_assigned()::text = $${transaction}::text`)
    }
    const assumed = () => assumptions.map((write) => write())
    const updateCount = [...updates.values()].reduce((count, records) => count + records.length, 0)
    const holding: Array<() => string> = []
    let filter = ""
    if (updateCount === 1 && writes.guards.length === 0) {
      // The one update is check and write at once; everything else hangs on its row.
      for (const [table, records] of updates) {
        const one = addChanged(draft, table, records)
        draft.ctes.push(() => `checked as (${update(one, [one.condition, ...assumed()].join(" and "))} returning t.id)`)
        holding.push(() => `select '${table.kind}' as kind, id from checked`)
      }
      filter = " where exists (select from checked)"
    } else {
      const counts: Array<string> = []
      const added: Array<Update> = []
      for (const [table, records] of updates) {
        const one = addChanged(draft, table, records)
        added.push(one)
        const { condition } = one
        draft.ctes.push(
          () =>
            `lock_${table.kind} as (select t.id from ${quotedTableName(naming, table.kind)} as t, changed_${table.kind} as v where ${condition} for no key update of t)`,
        )
        holding.push(() => `select '${table.kind}' as kind, id from lock_${table.kind}`)
        counts.push(`(select count(*) from lock_${table.kind})`)
      }
      if (writes.guards.length > 0) {
        const columns: ReadonlyArray<DraftColumn> = [idColumn, { name: "facts_version", type: "integer" }]
        rowsTable(
          draft,
          "guards",
          columns,
          writes.guards.map(({ id, factsVersion }) => [id, factsVersion]),
        )
        draft.ctes.push(
          () =>
            `lock_guards as (select t.id from ${dealName} as t, guards as v where t.tenant_id = $1 and t.id = v.id and t.facts_version = v.facts_version for no key update of t)`,
        )
        for (const { id, factsVersion } of writes.guards) {
          draft.checks.push({ kind: "deal", id, expectedVersion: factsVersion })
        }
        holding.push(() => "select 'deal' as kind, id from lock_guards")
        counts.push("(select count(*) from lock_guards)")
      }
      const needed = counts.length > 0 ? parameter(draft, updateCount + writes.guards.length) : null
      if (assumptions.length > 0) {
        draft.checks.push({ kind: assumptionKind, id: "", expectedVersion: 0 })
        holding.push(() => `select '${assumptionKind}' as kind, '' as id where ${assumed().join(" and ")}`)
      }
      if (assumptions.length > 0 || needed !== null) {
        draft.ctes.push(() => {
          const locked = needed === null ? [] : [`${counts.join(" + ")} = $${needed}::bigint`]
          return `checked as (select 1 where ${[...assumed(), ...locked].join(" and ")})`
        })
        filter = " where exists (select from checked)"
      }
      for (const one of added) {
        const condition = ["t.tenant_id = $1", "t.id = v.id", "exists (select from checked)"].join(" and ")
        draft.ctes.push(() => `change_${one.table.kind} as (${update(one, condition)})`)
      }
    }
    for (const [table, records] of inserts) insertRecords(draft, table, records, filter)
    if (writes.touches.length > 0 || writes.touchedClients.length > 0) {
      const condition = touchCondition(draft, writes)
      const checked = filter === "" ? "" : " and exists (select from checked)"
      draft.ctes.push(
        () =>
          `touch as (update ${dealName} as t set facts_version = t.facts_version + 1 where ${condition()}${checked})`,
      )
    }
    insertPlain(draft, journalTable, writes.journal, filter)
    const keep =
      " on conflict (tenant_id, stream) do update set version = excluded.version, recorded_at = excluded.recorded_at"
    insertPlain(draft, outboxTable, writes.outbox, filter, keep)
    insertPlain(draft, textsTable, writes.texts, filter)
    insertPlain(draft, fieldValueTable, writes.addedFieldValues, filter, " on conflict do nothing")
    if (writes.removedFieldValues.length > 0) {
      const checked = filter === "" ? "" : " and exists (select from checked)"
      rowsTable(draft, "old_field_value", fieldValueTable.columns, writes.removedFieldValues)
      draft.ctes.push(
        () =>
          `drop_field_value as (delete from ${quotedTableName(naming, fieldValueTable.name)} as t using old_field_value as v where t.tenant_id = $1 and t.kind = v.kind and t.field = v.field and t.value = v.value and t.record_id = v.record_id${checked})`,
      )
    }
    if (writes.erasures.length > 0) {
      const checked = filter === "" ? "" : " and exists (select from checked)"
      const ids = parameter(draft, writes.erasures)
      draft.marks.push("erase")
      draft.ctes.push(
        () =>
          `erase as (delete from ${quotedTableName(naming, textsTable.name)} as t where t.tenant_id = $1 and t.record_id = any($${ids}::text[])${checked})`,
      )
      draft.ctes.push(() => `forget as (${forgetInputs(naming, "$1")}${checked})`)
    }
    insertPlain(draft, commandTable, writes.command === null ? [] : [writes.command], filter)
    // The tenant is a parameter of every statement, also of one that only adds rows.
    const text = textOf(draft, () => {
      const held = holding.map((write) => write()).join(" union all ")
      const prelude = draft.ctes.length === 0 ? "" : `with ${draft.ctes.map((write) => write()).join(",\n")}\n`
      return `${prelude}${held === "" ? "select 'none' as kind, $1::text as id" : held}`
    })
    return { text, values: draft.values, checks: draft.checks }
  }
}
