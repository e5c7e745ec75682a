import { describe, expect, it } from "vitest"
import { changedColumns } from "../../src/command/ChangedColumns.ts"
import { changedRows } from "../../src/statement/ChangedRows.ts"
import type { RecordWrite } from "../../src/statement/RecordWrite.ts"
import { recordTables } from "../../src/Tables.ts"

const team = recordTables.find(({ kind }) => kind === "team")
if (team === undefined) throw new TypeError("teams have a table")
const positionOf = (name: string): number => team.columns.findIndex((column) => column.name === name)
const namesAt = (positions: ReadonlyArray<number>) => positions.map((position) => team.columns[position]?.name)
const head = "b".repeat(64)

const before = {
  id: "team_1",
  version: 1,
  textsVersion: 0,
  changedAt: "2026-11-01T09:00:00.000Z",
  name: "North",
  parentId: null,
  headId: null,
}
const read = {
  state: before,
  row: Object.fromEntries(
    team.toValues("shop", before, "a".repeat(64)).map((value, index) => [team.columns[index]?.name ?? "", value]),
  ),
}
const after = { ...before, version: 2, changedAt: "2026-11-02T09:00:00.000Z" }

describe("changed columns", () => {
  it("given a row that was read, are those that differ from it", () => {
    const { positions, values } = changedColumns(team, "shop", after, head, read)
    expect(namesAt(positions)).toEqual(["version", "changed_at", "head"])
    expect(values).toEqual([2, "2026-11-02T09:00:00.000Z", head])
  })

  it("given a record that was not read, are all but the tenant and the id", () => {
    const { positions, values } = changedColumns(team, "shop", after, head, undefined)
    expect(namesAt(positions)).toEqual(team.columns.slice(2).map(({ name }) => name))
    expect(values).toEqual(team.toValues("shop", after, head).slice(2))
  })
})

describe("an update of several records", () => {
  const write = (id: string, positions: ReadonlyArray<number>): RecordWrite => ({
    table: team,
    id,
    row: () => team.columns.map(({ name }) => `${id} ${name}`),
    changes: { positions, values: positions.map((position) => `${id} ${team.columns[position]?.name}`) },
    expectedVersion: 1,
    factsVersion: null,
    touched: false,
  })
  const [version, digest] = [positionOf("version"), positionOf("head")]

  it("when all change in the same columns, names these alone", () => {
    const { columns, rows, sets } = changedRows(team, [
      write("team_1", [version, digest]),
      write("team_2", [version, digest]),
    ])
    expect(columns.map(({ name }) => name)).toEqual(["id", "version", "head", "expected_version"])
    expect(rows).toEqual([
      ["team_1", "team_1 version", "team_1 head", 1],
      ["team_2", "team_2 version", "team_2 head", 1],
    ])
    expect(sets()).toBe('"version" = v."version", "head" = v."head"')
  })

  it("when they change in different ones, has every value of each", () => {
    const { columns, rows, sets } = changedRows(team, [write("team_1", [version, digest]), write("team_2", [digest])])
    const own = team.columns.slice(2).map(({ name }) => name)
    expect(columns.map(({ name }) => name)).toEqual(["id", ...own, "expected_version"])
    expect(rows[1]).toEqual(["team_2", ...own.map((name) => `team_2 ${name}`), 1])
    for (const name of own) expect(sets()).toContain(`"${name}" = v."${name}"`)
  })
})
