import type { PlainTable } from "../journal/JournalTables.ts"
import { commandTable, fieldValueTable, journalTable, outboxTable, textsTable } from "../journal/JournalTables.ts"
import type { Naming } from "../schema/Naming.ts"
import { quotedTableName } from "../schema/Naming.ts"
import type { RecordTable } from "../schema/RecordTable.ts"
import { changedRows } from "./ChangedRows.ts"
import { forgetInputs } from "./JournalStatements.ts"
import { hasStanding } from "./PostgresWrite.ts"
import type { CommandWrites } from "./PostgresWrite.ts"
import type { RecordWrite } from "./RecordWrite.ts"
import type { DraftColumn, WriteDraft } from "./WriteDraft.ts"
import { arraysTable, columnList, idColumn, quoted, rememberedTexts } from "./WriteDraft.ts"

/** A statement that writes several commands, each of them whole or not at all; it returns `n` of every one that was written. */
export interface BatchStatement {
  /** Text of the statement: the same for as many commands as it is given, where they write to the same tables. */
  readonly text: string
  /** Its parameters. */
  readonly values: ReadonlyArray<unknown>
}

/** Which command a row belongs to: its place in the batch, from 0. */
const place: DraftColumn = { name: "n", type: "integer" }

/** How long the statement waits for what others have not yet committed, for its own transaction only. */
const patience = "patience as materialized (select set_config('lock_timeout', '100ms', true) as ms)"

type PlacedRow = ReadonlyArray<unknown>

interface PlacedRecord {
  readonly n: number
  readonly record: RecordWrite
}

/** A batch of statements' parts: tables of rows, locks, and conditions under which a command is written. */
interface BatchDraft extends WriteDraft {
  /** Common tables of locked rows, each with `n`. */
  readonly locks: Array<string>
  /** Common tables of commands that are not to be written, each with `n`. */
  readonly refusals: Array<string>
  /** How many locks each command needs. */
  readonly needed: Array<number>
}

const need = (draft: BatchDraft, n: number): void => {
  draft.needed[n] = (draft.needed[n] ?? 0) + 1
}

const byTable = (
  records: ReadonlyArray<PlacedRecord>,
): ReadonlyArray<readonly [RecordTable, ReadonlyArray<PlacedRecord>]> =>
  [...Map.groupBy(records, ({ record }) => record.table)].toSorted(([left], [right]) =>
    left.kind < right.kind ? -1 : 1,
  )

/**
 * What a write consists of: commands of one shape make statements of one text, so that few are prepared.
 *
 * @returns tables and parts, in a fixed order
 */
export const writeShape = (writes: CommandWrites): string => {
  const kinds = (isNew: boolean): string =>
    [
      ...new Set(
        writes.records.flatMap(({ expectedVersion, table }) => ((expectedVersion === 0) === isNew ? [table.kind] : [])),
      ),
    ]
      .toSorted()
      .join("+")
  const parts = [
    writes.guards,
    writes.touches,
    writes.texts,
    writes.addedFieldValues,
    writes.removedFieldValues,
    writes.erasures,
    writes.command ?? [],
    writes.ofClients,
  ].map(({ length }) => (length > 0 ? "1" : "0"))
  const assumed = [...new Set(writes.assumptions.map(({ table }) => table.kind))].toSorted().join("+")
  return [kinds(true), kinds(false), assumed, parts.join("")].join(" ")
}

/**
 * Makes the statement of several commands of one tenant, for one choice of names. A command is written if each record that it
 * changes, guards or touches is as it was read and locked by nobody else, if what it assumed is so, and if neither the records that it
 * makes nor its key are there; else nothing of it is. The statement waits for no locked record, so that no command waits for another's;
 * for a key or an id that another transaction is about to commit it waits a moment, and is then taken back whole.
 *
 * No record may be in two of the commands, nor a key, and none may touch all deals of clients: one statement changes a row once.
 */
export const postgresBatchWriter = (naming: Naming): ((batch: ReadonlyArray<CommandWrites>) => BatchStatement) => {
  const nameOf = (table: string): string => quotedTableName(naming, table)
  const textOf = rememberedTexts()

  const lockRows = (draft: BatchDraft, name: string, kind: string, rows: string, condition: string): void => {
    draft.ctes.push(
      () =>
        `${name} as (select v.n from ${nameOf(kind)} as t, ${rows} as v where t.tenant_id = $1 and t.id = v.id${condition} for no key update of t skip locked)`,
    )
    draft.locks.push(name)
  }

  const insert = (table: string, columns: ReadonlyArray<DraftColumn>, onConflict = ""): string => {
    const listed = columns.map(({ name }) => `v.${quoted(name)}`).join(", ")
    return `add_${table} as (insert into ${nameOf(table)} (${columnList(columns)}) select ${listed} from new_${table} as v, checked as c where c.n = v.n${onConflict})`
  }

  const insertPlain = (
    draft: BatchDraft,
    table: PlainTable,
    rows: ReadonlyArray<PlacedRow>,
    later: Array<() => string>,
    onConflict = "",
  ): void => {
    if (rows.length === 0) return
    arraysTable(draft, `new_${table.name}`, [place, ...table.columns], rows)
    later.push(() => insert(table.name, table.columns, onConflict))
  }

  const updateRecords = (
    draft: BatchDraft,
    table: RecordTable,
    records: ReadonlyArray<PlacedRecord>,
    later: Array<() => string>,
  ): void => {
    const { kind } = table
    const changed = changedRows(
      table,
      records.map(({ record }) => record),
    )
    const rows = changed.rows.map((row, index) => [records[index]?.n, ...row])
    draft.marks.push(changed.mark)
    arraysTable(draft, `changed_${kind}`, [place, ...changed.columns], rows)
    for (const { n } of records) need(draft, n)
    lockRows(draft, `lock_${kind}`, kind, `changed_${kind}`, ` and ${changed.condition}`)
    later.push(
      () =>
        `change_${kind} as (update ${nameOf(kind)} as t set ${changed.sets()} from changed_${kind} as v, checked as c where t.tenant_id = $1 and t.id = v.id and c.n = v.n)`,
    )
  }

  const insertRecords = (
    draft: BatchDraft,
    table: RecordTable,
    records: ReadonlyArray<PlacedRecord>,
    later: Array<() => string>,
  ): void => {
    const { kind } = table
    const counter: ReadonlyArray<DraftColumn> = table.countsFacts ? [{ name: "facts_version", type: "integer" }] : []
    const columns = [...table.columns, ...counter]
    const rows = records.map(({ n, record: { row, touched } }) => [
      n,
      ...row(),
      ...(table.countsFacts ? [touched ? 1 : 0] : []),
    ])
    arraysTable(draft, `new_${kind}`, [place, ...columns], rows)
    draft.ctes.push(
      () =>
        `there_${kind} as materialized (select v.n from new_${kind} as v, ${nameOf(kind)} as t where t.tenant_id = $1 and t.id = v.id)`,
    )
    draft.refusals.push(`there_${kind}`)
    later.push(() => insert(kind, columns))
  }

  const assume = (draft: BatchDraft, batch: ReadonlyArray<CommandWrites>): void => {
    const assumptions = batch.flatMap((writes, n) => writes.assumptions.map((assumption) => ({ n, ...assumption })))
    for (const [table, rows] of Map.groupBy(assumptions, (assumption) => assumption.table)) {
      const { kind } = table
      const columns: ReadonlyArray<DraftColumn> = [place, idColumn, { name: "head", type: "text" }]
      const placed = rows.map(({ n, id, head }) => [n, id, head])
      arraysTable(draft, `assumed_${kind}`, columns, placed)
      const inBase = hasStanding(table) ? " and t.standing = 'active'" : ""
      draft.ctes.push(
        () =>
          `there_${kind} as materialized (select v.n, v.id from assumed_${kind} as v, ${nameOf(kind)} as t where t.tenant_id = $1 and t.id = v.id and v.head is null${inBase} for key share of t skip locked)`,
        () =>
          `stale_${kind} as materialized (select v.n from assumed_${kind} as v left join ${nameOf(kind)} as t on t.tenant_id = $1 and t.id = v.id where case when v.head is null then not exists (select from there_${kind} as h where h.n = v.n and h.id = v.id) else coalesce(t.head, '') <> v.head end)`,
      )
      draft.refusals.push(`stale_${kind}`)
    }
    const clients = batch.flatMap(({ ofClients }, n) => ofClients.map((id) => [n, id]))
    if (clients.length === 0) return
    arraysTable(draft, "of_client", [place, idColumn], clients)
    const name = nameOf("client")
    draft.ctes.push(
      () =>
        `kept_client as materialized (select v.n, v.id, t.standing from of_client as v, ${name} as t where t.tenant_id = $1 and t.id = v.id for key share of t skip locked)`,
      () =>
        `gone_client as materialized (select v.n from of_client as v, ${name} as t where t.tenant_id = $1 and t.id = v.id and not exists (select from kept_client as k where k.n = v.n and k.id = v.id and k.standing <> 'merged'))`,
    )
    draft.refusals.push("gone_client")
  }

  const touchDeals = (draft: BatchDraft, batch: ReadonlyArray<CommandWrites>, later: Array<() => string>): void => {
    const guards = batch.flatMap((writes, n) => writes.guards.map(({ id, factsVersion }) => [n, id, factsVersion]))
    if (guards.length > 0) {
      arraysTable(draft, "guards", [place, idColumn, { name: "facts_version", type: "integer" }], guards)
      for (const [n] of guards) need(draft, Number(n))
      lockRows(draft, "lock_guards", "deal", "guards", " and t.facts_version = v.facts_version")
    }
    const touches = batch.flatMap((writes, n) => writes.touches.map((id) => [n, id]))
    if (touches.length > 0) {
      arraysTable(draft, "touched", [place, idColumn], touches)
      for (const [n] of touches) need(draft, Number(n))
      lockRows(draft, "lock_touched", "deal", "touched", "")
      later.push(
        () =>
          `touch as (update ${nameOf("deal")} as t set facts_version = t.facts_version + 1 from touched as v, checked as c where t.tenant_id = $1 and t.id = v.id and c.n = v.n)`,
      )
    }
  }

  const takeAway = (draft: BatchDraft, batch: ReadonlyArray<CommandWrites>, later: Array<() => string>): void => {
    const removed = batch.flatMap((writes, n) => writes.removedFieldValues.map((row) => [n, ...row]))
    if (removed.length > 0) {
      arraysTable(draft, "old_field_value", [place, ...fieldValueTable.columns], removed)
      later.push(
        () =>
          `drop_field_value as (delete from ${nameOf(fieldValueTable.name)} as t using old_field_value as v, checked as c where t.tenant_id = $1 and t.kind = v.kind and t.field = v.field and t.value = v.value and t.record_id = v.record_id and c.n = v.n)`,
      )
    }
    const erased = batch.flatMap((writes, n) => writes.erasures.map((id) => [n, id]))
    if (erased.length > 0) {
      arraysTable(draft, "erased", [place, idColumn], erased)
      later.push(
        () =>
          `erase as (delete from ${nameOf(textsTable.name)} as t using erased as v, checked as c where t.tenant_id = $1 and t.record_id = v.id and c.n = v.n)`,
        () =>
          `forget as (${forgetInputs(naming, "$1")} and exists (select from erased as v, checked as c where c.n = v.n))`,
      )
    }
  }

  /** The commands for which everything holds but that their keys may be there. */
  const ready = (draft: BatchDraft): string => {
    const conditions = [
      ...draft.refusals.map((name) => `not exists (select from ${name} as r where r.n = e.n)`),
      "exists (select from patience)",
    ]
    if (draft.locks.length === 0) return `ready as (select e.n from expected as e where ${conditions.join(" and ")})`
    const locked = draft.locks.map((name) => `select n from ${name}`).join(" union all ")
    const held = `held as (select n, count(*) as held from (${locked}) as l group by n)`
    const filter = ["coalesce(h.held, 0) = e.needed", ...conditions].join(" and ")
    return `${held},\nready as (select e.n from expected as e left join held as h on h.n = e.n where ${filter})`
  }

  /** A key is claimed before anything else is written: the index says whether it is there, whatever was committed meanwhile. */
  const checked = (isKeyed: boolean): string => {
    if (!isKeyed) return "checked as (select n from ready)"
    const { columns, name } = commandTable
    const listed = columns.map((column) => `v.${quoted(column.name)}`).join(", ")
    const claim = `add_${name} as (insert into ${nameOf(name)} (${columnList(columns)}) select ${listed} from new_${name} as v, ready as c where c.n = v.n on conflict do nothing returning key)`
    return `${claim},\nchecked as (select v.n from new_${name} as v, add_${name} as a where a.key = v.key)`
  }

  return (batch) => {
    const draft: BatchDraft = {
      personType: naming.people?.type ?? "text",
      ctes: [],
      marks: [],
      values: [batch[0]?.tenant ?? ""],
      locks: [],
      refusals: [],
      needed: batch.map(() => 0),
    }
    const later: Array<() => string> = []
    const rowsOf = (rows: (writes: CommandWrites) => ReadonlyArray<ReadonlyArray<unknown>>): ReadonlyArray<PlacedRow> =>
      batch.flatMap((writes, n) => rows(writes).map((row) => [n, ...row]))
    const records = batch.flatMap((writes, n) => writes.records.map((record): PlacedRecord => ({ n, record })))
    const isNew = ({ record }: PlacedRecord): boolean => record.expectedVersion === 0
    for (const [table, changed] of byTable(records.filter((record) => !isNew(record)))) {
      updateRecords(draft, table, changed, later)
    }
    touchDeals(draft, batch, later)
    assume(draft, batch)
    for (const [table, made] of byTable(records.filter(isNew))) insertRecords(draft, table, made, later)
    const keep =
      " on conflict (tenant_id, stream) do update set version = excluded.version, recorded_at = excluded.recorded_at"
    insertPlain(
      draft,
      journalTable,
      rowsOf(({ journal }) => journal),
      later,
    )
    insertPlain(
      draft,
      outboxTable,
      rowsOf(({ outbox }) => outbox),
      later,
      keep,
    )
    insertPlain(
      draft,
      textsTable,
      rowsOf(({ texts }) => texts),
      later,
    )
    const added = rowsOf(({ addedFieldValues }) => addedFieldValues)
    insertPlain(draft, fieldValueTable, added, later, " on conflict do nothing")
    takeAway(draft, batch, later)
    const commands = rowsOf(({ command }) => (command === null ? [] : [command]))
    if (commands.length > 0) arraysTable(draft, `new_${commandTable.name}`, [place, ...commandTable.columns], commands)
    const expected = draft.needed.map((needed, n) => [n, needed])
    arraysTable(draft, "expected", [place, { name: "needed", type: "integer" }], expected)
    const text = textOf(draft, () => {
      const parts = [() => patience, ...draft.ctes, () => ready(draft), () => checked(commands.length > 0), ...later]
      return `with ${parts.map((write) => write()).join(",\n")}\nselect n from checked`
    })
    return { text, values: draft.values }
  }
}
