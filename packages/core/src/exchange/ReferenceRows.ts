import { homeCountryOf } from "../client/BasePolicy.ts"
import { isWrongInn } from "../client/TaxId.ts"
import type { CsvRecord } from "./CsvTable.ts"
import { customCells } from "./CustomCells.ts"
import type { Directory, ReferencePlace } from "./Directory.ts"
import { directoryOf } from "./Directory.ts"
import type { ClientRow, ProductRow, RepRow, RowPlace, TeamRow } from "./ImportRow.ts"
import type { ReadingContext, SeenRecord, SourceFile } from "./SourceFile.ts"
import { amountColumn, detailColumn, distinctRecords, hasField, keyFrom, mapped, textColumn } from "./SourceFile.ts"
import { suspectedTypos, usualSectors } from "./Typo.ts"

interface Named extends RowPlace {
  readonly name: string
}

interface NamedRecords {
  readonly records: ReadonlyArray<CsvRecord>
  readonly named: (i: number) => Named | null
}

/** Records with a name and a key; where no column is the key, the name is. */
const namedRecords = (source: SourceFile, seen: Map<string, SeenRecord>): NamedRecords => {
  const keyField = hasField(source, "key") ? "key" : "name"
  const missing = keyField === "key" ? "keyMissing" : "nameMissing"
  const records = distinctRecords(source, keyFrom(source, [keyField]), seen, missing)
  const keys = textColumn(source, records, keyField)
  const names = textColumn(source, records, "name")
  return {
    records,
    named: (i) => {
      const line = records[i]?.line ?? 0
      const name = names[i] ?? null
      if (name === null) source.log.reject(line, "nameMissing")
      if (source.log.isRejected(line)) return null
      return { file: source.table.file, line, sourceKey: keys[i] ?? name ?? "", name: name ?? "" }
    },
  }
}

/** One row per record that is not rejected; accepts its line. */
const rowsOf = <Row extends RowPlace>(
  source: SourceFile,
  { records, named }: NamedRecords,
  row: (named: Named, i: number) => Row,
): ReadonlyArray<Row> =>
  records.flatMap((record, i) => {
    const place = named(i)
    if (place === null) return []
    source.log.accept(record.line)
    return [row(place, i)]
  })

/** Place of a row that is only mentioned; its name is its key. */
const mentionPlace = (name: string, { file, line }: ReferencePlace) =>
  ({ file, line, sourceKey: name, origin: "mention", name }) as const

/** Reads the products of the files. */
export const productDirectory = (
  sources: ReadonlyArray<SourceFile>,
  context: ReadingContext,
): Directory<ProductRow> => {
  const seen = new Map<string, SeenRecord>()
  const rows = sources.flatMap((source) => {
    const table = namedRecords(source, seen)
    const series = textColumn(source, table.records, "series")
    const prices = amountColumn(source, table.records, "listPrice", context)
    return rowsOf(source, table, (named, i): ProductRow => {
      const price = prices[i] ?? null
      if (price === null) source.log.note(named.line, "listPriceMissing", "listPrice")
      return {
        ...named,
        origin: "table",
        series: series[i] ?? null,
        listPriceMinor: price?.amountMinor ?? null,
        currency: price?.currency ?? context.currency,
      }
    })
  })
  return directoryOf(rows, (name, place) => ({
    ...mentionPlace(name, place),
    series: null,
    listPriceMinor: null,
    currency: context.currency,
  }))
}

/** Reads the teams of the files. */
export const teamDirectory = (sources: ReadonlyArray<SourceFile>): Directory<TeamRow> => {
  const seen = new Map<string, SeenRecord>()
  const rows = sources.flatMap((source) => {
    const table = namedRecords(source, seen)
    const managers = textColumn(source, table.records, "manager")
    const regions = textColumn(source, table.records, "region")
    return rowsOf(source, table, (named, i): TeamRow => ({
      ...named,
      origin: "table",
      managerName: managers[i] ?? null,
      region: regions[i] ?? null,
    }))
  })
  return directoryOf(rows, (name, place) => ({ ...mentionPlace(name, place), managerName: null, region: null }))
}

/** Salespeople and the teams they show. */
export interface RepsAndTeams {
  /** The salespeople. */
  readonly reps: Directory<RepRow>
  /** Every team met so far, listed or not, with what all its people agree on. */
  readonly teams: () => ReadonlyArray<TeamRow>
}

/** Reads the salespeople of the files. A table without a team column makes a team of those with one manager. */
export const repDirectory = (sources: ReadonlyArray<SourceFile>, teams: Directory<TeamRow>): RepsAndTeams => {
  const seen = new Map<string, SeenRecord>()
  const shown = new Map<string, { readonly managers: Set<string>; readonly regions: Set<string> }>()
  const rows = sources.flatMap((source) => {
    const table = namedRecords(source, seen)
    const managers = textColumn(source, table.records, "manager")
    const regions = textColumn(source, table.records, "region")
    const teamNames = hasField(source, "team") ? textColumn(source, table.records, "team") : managers
    return rowsOf(source, table, (named, i): RepRow => {
      const managerName = managers[i] ?? null
      const region = regions[i] ?? null
      const place = { file: source.table.file, log: source.log, line: named.line, field: "team" }
      const teamKey = teams.refer(teamNames[i] ?? null, place)
      if (teamKey !== null) {
        const team = shown.get(teamKey) ?? { managers: new Set<string>(), regions: new Set<string>() }
        shown.set(teamKey, team)
        if (managerName !== null) team.managers.add(managerName)
        if (region !== null) team.regions.add(region)
      }
      return { ...named, origin: "table", managerName, teamKey }
    })
  })
  const only = (values: ReadonlySet<string> | undefined): string | null =>
    values?.size === 1 ? ([...values][0] ?? null) : null
  return {
    reps: directoryOf(rows, (name, place) => ({ ...mentionPlace(name, place), managerName: null, teamKey: null })),
    teams: () =>
      teams.rows().map((team) => {
        const people = shown.get(team.sourceKey)
        return {
          ...team,
          managerName: team.managerName ?? only(people?.managers),
          region: team.region ?? only(people?.regions),
        }
      }),
  }
}

const noteTypos = (
  source: SourceFile,
  records: ReadonlyArray<CsvRecord>,
  sectors: ReadonlyArray<string | null>,
): void => {
  const counts = new Map<string, number>()
  for (const sector of sectors) if (sector !== null) counts.set(sector, (counts.get(sector) ?? 0) + 1)
  const meant = new Map(suspectedTypos(counts, usualSectors).map((typo) => [typo.written, typo.meant]))
  for (const [i, sector] of sectors.entries()) {
    const word = sector === null ? undefined : meant.get(sector)
    if (word !== undefined) source.log.note(records[i]?.line ?? 0, "suspectedTypo", "sector", `${sector} ~ ${word}`)
  }
}

/** Notes tax numbers that cannot be INNs, where the column says that they are, or the import counts in the money of Russia. */
const noteWrongInns = (
  source: SourceFile,
  records: ReadonlyArray<CsvRecord>,
  taxIds: ReadonlyArray<string | null>,
  { currency }: ReadingContext,
): void => {
  const header = mapped(source, "taxId")?.column ?? ""
  const country = /(?<!\p{L})(?:ИНН|INN)(?!\p{L})/iu.test(header) ? "RU" : homeCountryOf({ currency })
  for (const [i, taxId] of taxIds.entries()) {
    if (taxId !== null && isWrongInn(taxId, country)) {
      source.log.note(records[i]?.line ?? 0, "innWrong", "taxId", taxId)
    }
  }
}

/** Reads the clients of the files. */
export const clientDirectory = (
  sources: ReadonlyArray<SourceFile>,
  reps: Directory<RepRow>,
  context: ReadingContext,
): Directory<ClientRow> => {
  const seen = new Map<string, SeenRecord>()
  const rows = sources.flatMap((source) => {
    const table = namedRecords(source, seen)
    const sectors = textColumn(source, table.records, "sector")
    const locations = textColumn(source, table.records, "location")
    const owners = textColumn(source, table.records, "owner")
    const phones = detailColumn(source, table.records, "phone")
    const emails = detailColumn(source, table.records, "email")
    const taxIds = textColumn(source, table.records, "taxId")
    const custom = customCells(source, table.records, context)
    noteTypos(source, table.records, sectors)
    noteWrongInns(source, table.records, taxIds, context)
    return rowsOf(source, table, (named, i): ClientRow => {
      const place = { file: source.table.file, log: source.log, line: named.line, field: "owner" }
      return {
        ...named,
        origin: "table",
        sector: sectors[i] ?? null,
        location: locations[i] ?? null,
        ownerKey: reps.refer(owners[i] ?? null, place),
        phones: phones[i] ?? [],
        emails: emails[i] ?? [],
        taxId: taxIds[i] ?? null,
        ...custom[i],
      }
    })
  })
  return directoryOf(rows, (name, place) => ({
    ...mentionPlace(name, place),
    sector: null,
    location: null,
    ownerKey: null,
    phones: [],
    emails: [],
    taxId: null,
  }))
}
