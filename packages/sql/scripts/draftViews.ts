// Prints what the views promise. `node packages/sql/scripts/draftViews.ts promise > packages/sql/test/views/promise.json` is for a new
// view, or the views of a new version, only: a view that is released keeps names, order and types of its columns for good.
// `node packages/sql/scripts/draftViews.ts guide > docs/guides/views.md` after each change of a view.
import { postgresColumns } from "../src/views/ViewManifest.ts"
import type { View, ViewType } from "../src/views/View.ts"
import { viewName } from "../src/views/ViewDdl.ts"
import { views } from "../src/views/Views.ts"

/** Names, order and types, as a host's queries rely on them. */
const promise = (): string => {
  const lines = views.map((view) => {
    const types = postgresColumns({ prefix: "" }, view)
    const columns = view.columns.map(({ name, nullable, type }, at) => [name, type, nullable, types[at]])
    return `  ${JSON.stringify(viewName(view))}: [\n${columns.map((column) => `    ${JSON.stringify(column)}`).join(",\n")}\n  ]`
  })
  return `{\n${lines.join(",\n")}\n}`
}

const types: { readonly [Type in ViewType]: string } = {
  text: "text",
  integer: "whole number",
  boolean: "truth",
  instant: "instant",
  date: "date",
  decimal: "decimal",
  json: "JSON",
  person: "person",
}

const section = (view: View): string => {
  const rows = view.columns.map(
    ({ about, name, nullable, type }) =>
      `| \`${name}\` | ${types[type]}${nullable ? ", may be null" : ""} | ${about} |`,
  )
  return [
    `## ${viewName(view)}`,
    "",
    view.about,
    "",
    "| column | holds | what it is |",
    "| --- | --- | --- |",
    ...rows,
    "",
  ].join("\n")
}

const guide = (): string => `---
title: Views for your own SQL
---

# Views for your own SQL

What a host may read with SQL of its own, and rely on: how, with queries, is under
[Reading with your own SQL](database.md#reading-with-your-own-sql). This page is made from the views themselves.

| holds | Postgres | SQLite |
| --- | --- | --- |
| text | \`text\` | \`text\` |
| whole number | \`bigint\` | \`integer\` |
| truth | \`boolean\` | 1 or 0 |
| instant | \`timestamptz(3)\` | text in UTC, \`2026-11-23T09:30:00.000Z\`: text order is time order |
| date | \`date\` | text, \`2026-11-23\` |
| decimal | \`numeric\` | text, exact, such as \`2.5\`; calculates as a number |
| JSON | \`jsonb\` | text, read by \`->>\` and SQLite's JSON functions |
| person | the type that you chose for people's ids | the same |

${views.map(section).join("\n")}`

console.log(process.argv[2] === "guide" ? guide().trimEnd() : promise())
