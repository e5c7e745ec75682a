import type { ReferenceArea, ReferenceCall, ReferenceField, ReferenceGroup } from "./SessionCalls.ts"

/** A page of the site. */
export interface ReferencePage {
  /** Its title. */
  readonly title: string
  /** Its text as Markdown. */
  readonly markdown: string
}

/** Names of areas as headings. */
const titles: { readonly [area: string]: string } = {
  client: "The client base",
  control: "Control",
  deal: "Deals",
  department: "The department",
  exchange: "Imports and runs",
  loyalty: "Loyalty",
  plan: "Plans",
  review: "Reviews",
  script: "Scripts",
  settlement: "Settlement",
  team: "The team",
}

const titleOf = (area: string): string => `Calls: ${titles[area] ?? area}`

/** In texts of code a link names what an editor jumps to; here its name must do. */
const plain = (text: string): string => text.replace(/\{@link\s+([^}|\s]+)[^}]*\}/gu, "`$1`").replace(/\s*\n\s*/gu, " ")

const inTable = (text: string): string => plain(text).replaceAll("|", "\\|")
const code = (text: string): string => `\`${text.replaceAll("`", "'").replaceAll("|", "\\|")}\``

const firstSentence = (text: string): string =>
  /^.*?[.:;](?=\s|$)/u.exec(plain(text))?.[0].replace(/[:;]$/u, ".") ?? plain(text)

/** What a field is made of is told by the fields below it. */
const typeOf = ({ path, type }: ReferenceField, fields: ReadonlyArray<ReferenceField>): string => {
  if (fields.some((other) => other.path.startsWith(`${path}[].`))) return "list"
  return type.startsWith("{") && fields.some((other) => other.path.startsWith(`${path}.`)) ? "object" : code(type)
}

const fieldTable = (fields: ReadonlyArray<ReferenceField>): ReadonlyArray<string> => [
  "",
  "| field | type | what it is |",
  "| --- | --- | --- |",
  ...fields.map(
    (field) =>
      `| ${code(`${field.path}${field.isOptional ? "?" : ""}`)} | ${typeOf(field, fields)} | ${inTable(field.text)} |`,
  ),
]

/** Tags that any call may reject with. */
const commonTags = (areas: ReadonlyArray<ReferenceArea>): ReadonlySet<string> => {
  const calls = areas.flatMap(({ groups }) => groups).flatMap(({ calls: own }) => own)
  const [first, ...others] = calls
  return new Set(first?.tags.filter((tag) => others.every(({ tags }) => tags.includes(tag))))
}

/** Every command gives these, and the first page tells of them. */
const ofEveryOutcome: ReadonlySet<string> = new Set(["events", "replayed"])

const callLines = (call: ReferenceCall, common: ReadonlySet<string>): ReadonlyArray<string> => {
  const tags = call.tags.filter((tag) => !common.has(tag))
  const gives = call.gives.filter(({ path }) => !call.isCommand || !ofEveryOutcome.has(path))
  return [
    "",
    `### ${call.call}`,
    "",
    plain(call.text),
    ...(call.takes.length === 0 ? [] : ["", "**Takes**", ...fieldTable(call.takes)]),
    "",
    `**Gives** ${code(call.answer)}`,
    ...(gives.length === 0 ? [] : fieldTable(gives)),
    ...(tags.length === 0 ? [] : ["", `**Rejects with** ${tags.map(code).join(", ")}`]),
  ]
}

/** Fields of a kind of record by which its pages are filtered, counted and ordered. */
const indexedOf = ({ reads }: ReferenceGroup): ReadonlyArray<ReferenceField> =>
  (reads.find(({ call }) => call.includes(".page("))?.takes ?? []).flatMap((field) => {
    const [, name] = /^where\.(\w+)$/u.exec(field.path) ?? []
    return name === undefined ? [] : [{ ...field, path: name, isOptional: false, type: "" }]
  })

const indexLines = (group: ReferenceGroup): ReadonlyArray<string> => {
  const indexed = indexedOf(group)
  if (indexed.length === 0) return []
  return [
    "",
    `Its records are read by ${group.reads.map(({ call }) => code(call.slice(call.indexOf(".") + 1, call.indexOf("(")))).join(", ")}, as told on the first page. Fields to filter, count and order by:`,
    "",
    "| field | what it is |",
    "| --- | --- |",
    ...indexed.map(({ path, text }) => `| ${code(path)} | ${inTable(text)} |`),
  ]
}

const areaPage = ({ groups, name, text }: ReferenceArea, common: ReadonlySet<string>): ReferencePage => ({
  title: titleOf(name),
  markdown: [
    plain(text),
    ...groups.flatMap((group) => [
      "",
      `## ${group.name}`,
      "",
      plain(group.text),
      ...indexLines(group),
      ...group.calls.flatMap((call) => callLines(call, common)),
    ]),
  ].join("\n"),
})

const listLines = ({ groups, name, text }: ReferenceArea): ReadonlyArray<string> => [
  "",
  `## ${titles[name] ?? name}`,
  "",
  `${plain(text)} With all fields: [[${titleOf(name)}]].`,
  "",
  "| call | what it does |",
  "| --- | --- |",
  ...groups.flatMap(({ calls }) =>
    calls.map(({ call, text: told }) => `| ${code(call)} | ${inTable(firstSentence(told))} |`),
  ),
]

const readLines = (areas: ReadonlyArray<ReferenceArea>): ReadonlyArray<string> => {
  const reads = areas.flatMap(({ groups }) => groups).find(({ name }) => name === "deals")?.reads ?? []
  return reads.flatMap(({ call, text }) => [`| ${code(call)} | ${inTable(text)} |`])
}

/** The first page, which lists every call, and a page for each area. The first names the others in double brackets, to be linked. */
export const callPages = (
  areas: ReadonlyArray<ReferenceArea>,
): { readonly first: ReferencePage; readonly others: ReadonlyArray<ReferencePage> } => {
  const common = commonTags(areas)
  const markdown = [
    'Everything that a session does, `const shop = dept.tenant("shop-17").as("user:42")`: by area, each call with what it takes, gives and',
    "rejects with. The pages of the areas tell the fields.",
    "",
    "A command takes `options` last, which may have an idempotency key, when it happened, a dry run, a transaction of your own (see",
    'the guide "How a command runs"). Beside what is told of each it gives `events`, the journal rows that it wrote, and `replayed`, whether this is',
    "an earlier result under the same key.",
    "",
    'What a call takes and gives has a type under its name: `CallInput<"deals", "open">` and `CallAnswer<"deals", "open">` of',
    '`@salesdept/core/promise`, beside `Rejection<"deals", "open">`.',
    "",
    `Any call may reject with ${[...common].toSorted().map(code).join(", ")}; these are not repeated at each.`,
    "",
    "## Reads that every group of records has",
    "",
    "Shown for deals; clients, invoices, plans and all other records have the same. `options` is `{ tx }`, a transaction of your own; questions of",
    "the areas take none and read what is committed.",
    "",
    "| call | what it does |",
    "| --- | --- |",
    ...readLines(areas),
    ...areas.flatMap(listLines),
  ].join("\n")
  return { first: { title: "Calls of a session", markdown }, others: areas.map((area) => areaPage(area, common)) }
}
