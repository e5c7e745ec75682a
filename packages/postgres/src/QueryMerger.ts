import type { Catalog, PostgresReads, Query, SqlRow } from "@salesdept/sql"

/** Runs several bodies over one connection, as if each had it alone. */
export type RunTogether = <A>(
  query: Query,
  bodies: ReadonlyArray<(query: Query) => Promise<A>>,
) => Promise<ReadonlyArray<PromiseSettledResult<A>>>

interface Asked {
  readonly text: string
  readonly values: ReadonlyArray<unknown>
  readonly answer: (rows: ReadonlyArray<SqlRow>) => void
  readonly fail: (cause: unknown) => void
}

/** Asks one question for all that ask alike, and gives each what is its own. */
type Merge = (query: Query, asked: ReadonlyArray<Asked>) => Promise<void>

const listIn = (value: unknown): ReadonlyArray<unknown> => (Array.isArray(value) ? value : [value])

/** Questions by a set of values: their union is asked, and each is given the rows with its own values, in the order they came. */
const byColumn =
  (column: string, text: string | null = null): Merge =>
  async (query, asked) => {
    const wanted = asked.map(({ values }) => new Set(listIn(values[1]).map(String)))
    const union = [...new Set(asked.flatMap(({ values }) => listIn(values[1])))]
    const rows = await query(text ?? asked[0]?.text ?? "", [asked[0]?.values[0], union])
    for (const [index, { answer }] of asked.entries()) {
      answer(rows.filter((row) => wanted[index]?.has(String(row[column])) === true))
    }
  }

/** Rows of texts do not tell their version: questions that want different ones of one record are asked apart. */
const byVersions: Merge = async (query, asked) => {
  const versions = new Map<string, unknown>()
  const together: Array<Asked> = []
  const apart: Array<Asked> = []
  for (const one of asked) {
    const ids = listIn(one.values[1]).map(String)
    const wanted = listIn(one.values[2])
    const clashes = ids.some((id, index) => versions.has(id) && versions.get(id) !== wanted[index])
    if (!clashes) for (const [index, id] of ids.entries()) versions.set(id, wanted[index])
    ;(clashes ? apart : together).push(one)
  }
  const rows = await query(asked[0]?.text ?? "", [asked[0]?.values[0], [...versions.keys()], [...versions.values()]])
  for (const { answer, values } of together) {
    const wanted = new Set(listIn(values[1]).map(String))
    answer(rows.filter((row) => wanted.has(String(row["record_id"]))))
  }
  for (const { answer, text, values } of apart) answer(await query(text, values))
}

/** Any other question: what is asked more than once is asked once. */
const byItself: Merge = async (query, asked) => {
  for (const same of Map.groupBy(asked, ({ values }) => JSON.stringify(values)).values()) {
    const rows = await query(same[0]?.text ?? "", same[0]?.values ?? [])
    for (const { answer } of same) answer(rows)
  }
}

/** How questions that ask alike are merged, by what they are grouped under: the statement, or the one of all of them. */
interface Merges {
  readonly byText: ReadonlyMap<string, Merge>
  /** Statements about a list, by the statements about one of it. */
  readonly listOf: ReadonlyMap<string, string>
}

/** Gives the merges of every statement written by now: who asks has had its statement written. */
const mergesOf = (catalog: Catalog, reads: PostgresReads): (() => Merges) => {
  const byText = new Map<string, Merge>([
    [reads.texts, byVersions],
    [catalog.journal.command, byColumn("key", reads.commands)],
  ])
  const listOf = new Map<string, string>()
  const known = new Set<string>()
  return () => {
    if (known.size === catalog.written.size) return { byText, listOf }
    for (const [kind, { statements, table }] of catalog.written) {
      if (known.has(kind)) continue
      known.add(kind)
      listOf.set(statements.one, statements.byIds)
      byText.set(statements.byIds, byColumn("id", statements.byIds))
      for (const { columns, field } of table.indexes) {
        const text = statements.where[field]
        const [column] = columns
        if (text !== undefined && column !== undefined) byText.set(text, byColumn(column))
      }
    }
    return { byText, listOf }
  }
}

/**
 * Makes the merger of questions: bodies run side by side until each of them waits for an answer or has ended; then everything that is
 * asked is asked at once, with one statement for all questions of a kind. So many commands that read alike cost the round trips of one.
 *
 * All bodies ask for the same tenant, and no body asks two questions at a time.
 */
export const makeQueryMerger = (catalog: Catalog, reads: PostgresReads): RunTogether => {
  const merges = mergesOf(catalog, reads)

  const answerAll = async (query: Query, wave: ReadonlyArray<Asked>): Promise<void> => {
    const { byText, listOf } = merges()
    for (const [text, asked] of Map.groupBy(wave, (one) => listOf.get(one.text) ?? one.text)) {
      const merge = asked.length === 1 ? byItself : (byText.get(text) ?? byItself)
      try {
        await merge(query, asked)
      } catch (cause) {
        for (const { fail } of asked) fail(cause)
      }
    }
  }

  return async (query, bodies) => {
    let running = bodies.length
    let waiting: Array<Asked> = []
    const askIfAllWait = (): void => {
      if (running === 0 || waiting.length < running) return
      const wave = waiting
      waiting = []
      void answerAll(query, wave)
    }
    const ask: Query = (text, values) =>
      new Promise((answer, fail) => {
        waiting.push({ text, values, answer, fail })
        askIfAllWait()
      })
    return await Promise.allSettled(
      bodies.map(async (body) => {
        try {
          return await body(ask)
        } finally {
          running -= 1
          askIfAllWait()
        }
      }),
    )
  }
}
