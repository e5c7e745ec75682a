import type { DealOutcome } from "../deal/DealFact.ts"
import type { CalendarDate } from "../shared/CalendarDate.ts"
import type { Money } from "../shared/Money.ts"
import type { CsvRecord } from "./CsvTable.ts"
import { customCells } from "./CustomCells.ts"
import { choiceLookup } from "./ChoiceText.ts"
import type { Directory } from "./Directory.ts"
import { knownChoices } from "./ImportOutcome.ts"
import type { LostReason } from "./ImportOptions.ts"
import type { ClientRow, DealRow, ProductRow, RepRow } from "./ImportRow.ts"
import type { ReadingContext, SeenRecord, SourceFile } from "./SourceFile.ts"
import { amountColumn, dateColumn, distinctRecords, hasField, keyFrom, textColumn } from "./SourceFile.ts"
import type { StageMeaning, StagePlaces } from "./StageMapping.ts"
import { stageMeaningIn, stageNamed } from "./StageMapping.ts"

/** What deals refer to and are judged by. */
export interface DealContext extends ReadingContext {
  /** Clients. */
  readonly clients: Directory<ClientRow>
  /** Salespeople. */
  readonly reps: Directory<RepRow>
  /** Products. */
  readonly products: Directory<ProductRow>
  /** Meanings of stages that a person has said. */
  readonly stages: { readonly [stageName: string]: DealOutcome }
  /** The department's pipeline that the deals go into; null where they go into one of the source. */
  readonly places: StagePlaces | null
  /** The department's reasons for losing. */
  readonly lostReasons: ReadonlyArray<LostReason>
  /** The day the data stand for; null where nobody said. */
  readonly asOf: CalendarDate | null
}

/** One deal's cells, each already read as what its column holds. */
interface DealCells {
  readonly line: number
  readonly stage: string | null
  readonly status: string | null
  readonly openedOn: string | null
  readonly closedOn: string | null
  readonly wonOn: string | null
  readonly lostOn: string | null
  readonly lostReason: string | null
  readonly amount: Money | null
  readonly quantity: string | null
}

type MeaningOf = (name: string) => StageMeaning

/** Meanings, each looked up once. */
const rememberedMeanings = ({ stages, places }: DealContext): MeaningOf => {
  const meanings = new Map<string, StageMeaning>()
  return (name) => {
    const meaning = meanings.get(name) ?? stageMeaningIn(name, stages, places)
    meanings.set(name, meaning)
    return meaning
  }
}

/** Where a deal stands; null where it is rejected. A status asserts more than a stage; a dated win more than nothing. */
const standing = (
  cells: DealCells,
  meaningOf: MeaningOf,
  places: StagePlaces | null,
  { log }: SourceFile,
): { readonly stageName: string; readonly outcome: DealOutcome } | null => {
  const { line, stage, status } = cells
  const stageName = stage ?? status
  if (stageName === null) {
    if (cells.wonOn !== null) return { stageName: "Won", outcome: "won" }
    log.reject(line, "stageMissing")
    return null
  }
  const isPlaced = places !== null && stageNamed(places, stageName) !== undefined
  if (places !== null && stage !== null && !isPlaced) {
    log.reject(line, "stageNotInPipeline", "stage", stage, knownChoices(places.pipeline.stages))
    return null
  }
  const byStage = meaningOf(stageName)
  if (!byStage.known) log.note(line, "unknownStage", stage === null ? "status" : "stage", stageName)
  if (stage === null || status === null) return { stageName, outcome: byStage.meaning }
  const byStatus = meaningOf(status)
  if (!byStatus.known) {
    log.note(line, "unknownStage", "status", status)
    return { stageName, outcome: byStage.meaning }
  }
  // The department's own pipeline says of its stages whether they are won; "open" in a status says no more than "not over".
  if (isPlaced && byStatus.meaning === "open") return { stageName, outcome: byStage.meaning }
  if (byStage.meaning !== "open" && byStage.meaning !== byStatus.meaning) {
    log.reject(line, "statusDisagrees", null, `${status} ≠ ${stage}`)
    return null
  }
  return { stageName, outcome: byStatus.meaning }
}

const closingDay = (cells: DealCells, outcome: DealOutcome): string | null => {
  if (outcome === "won") return cells.wonOn ?? cells.closedOn
  return outcome === "lost" ? (cells.lostOn ?? cells.closedOn) : null
}

const closingFields = ["closedOn", "wonOn", "lostOn"]

/** The two dates of a deal, with what is odd about them. */
const dealDates = (cells: DealCells, outcome: DealOutcome, source: SourceFile, asOf: CalendarDate | null) => {
  const { log } = source
  const { line, openedOn } = cells
  const closedOn = closingDay(cells, outcome)
  if (openedOn === null && hasField(source, "openedOn")) log.note(line, "openedOnMissing", "openedOn")
  if (outcome === "open" && cells.closedOn !== null) log.note(line, "closeDateOnOpen", "closedOn", cells.closedOn)
  const saysWhenClosed = closingFields.some((field) => hasField(source, field))
  if (outcome !== "open" && closedOn === null && saysWhenClosed) log.note(line, "closedOnMissing", "closedOn")
  if (asOf !== null) {
    for (const [field, date] of [["openedOn", openedOn] as const, ["closedOn", closedOn] as const]) {
      if (date !== null && date > asOf) log.note(line, "afterAsOf", field, `${date} > ${asOf}`)
    }
  }
  if (openedOn === null || closedOn === null || closedOn >= openedOn) return { openedOn, closedOn }
  log.note(line, "closedBeforeOpened", "openedOn", `${openedOn} > ${closedOn}`)
  return { openedOn: null, closedOn }
}

/** The amount of a deal, with what is odd about it. */
const dealAmount = ({ line, amount }: DealCells, outcome: DealOutcome, source: SourceFile): number | null => {
  const { log } = source
  if (amount === null) {
    if (hasField(source, "amount")) log.note(line, "amountMissing", "amount")
    return null
  }
  if (amount.amountMinor === 0 && outcome !== "won") {
    log.note(line, "zeroMeansNoPrice", "amount")
    return null
  }
  if (amount.amountMinor === 0) log.note(line, "wonForZero", "amount")
  return amount.amountMinor
}

const listAmount = (
  { line, quantity }: DealCells,
  product: ProductRow | undefined,
  currency: string,
  source: SourceFile,
): number | null => {
  if (product === undefined || product.listPriceMinor === null || product.currency !== currency) return null
  if (!hasField(source, "quantity")) return product.listPriceMinor
  const units = quantity !== null && /^\d+([.,]0+)?$/.test(quantity) ? Number.parseInt(quantity, 10) : 0
  const amountMinor = units * product.listPriceMinor
  if (units > 0 && Number.isSafeInteger(amountMinor)) return amountMinor
  source.log.note(line, "quantityUnreadable", "quantity", quantity)
  return null
}

/** Reads why deals were lost: a word that is no reason of the department is told with those there are. */
const reasonReader = ({ log }: SourceFile, reasons: ReadonlyArray<LostReason>) => {
  const lookup = choiceLookup(reasons)
  const known = knownChoices(reasons)
  return ({ line, lostReason }: DealCells, outcome: DealOutcome): string | null => {
    if (lostReason === null) return null
    if (outcome !== "lost") {
      log.note(line, "lostReasonNotLost", "lostReason", lostReason)
      return null
    }
    const reason = lookup(lostReason)
    if (reason.kind === "near") log.note(line, "nearMatch", "lostReason", `${lostReason} → ${reason.id}`)
    if (reason.kind === "exact" || reason.kind === "near") return reason.id
    const code = reason.kind === "ambiguous" ? "lostReasonAmbiguous" : "lostReasonUnknown"
    log.note(line, code, "lostReason", lostReason, known)
    return null
  }
}

const columnsOf = (source: SourceFile, records: ReadonlyArray<CsvRecord>, context: DealContext) => {
  const text = (field: string) => textColumn(source, records, field)
  const date = (field: string) => dateColumn(source, records, field, context)
  return {
    key: text("key"),
    title: text("title"),
    client: text("client"),
    owner: text("owner"),
    seller: text("seller"),
    product: text("product"),
    quantity: text("quantity"),
    stage: text("stage"),
    status: text("status"),
    openedOn: date("openedOn"),
    closedOn: date("closedOn"),
    wonOn: date("wonOn"),
    lostOn: date("lostOn"),
    lostReason: text("lostReason"),
    amount: amountColumn(source, records, "amount", context),
  }
}

/** Reads the deals of one file. */
const dealsOf = (
  source: SourceFile,
  seen: Map<string, SeenRecord>,
  context: DealContext,
  listed: ReadonlyMap<string, ProductRow>,
): ReadonlyArray<DealRow> => {
  const { log, table } = source
  const meaningOf = rememberedMeanings(context)
  const records = distinctRecords(source, keyFrom(source, ["key"]), seen, "keyMissing")
  const columns = columnsOf(source, records, context)
  const custom = customCells(source, records, context)
  const hasReasons = hasField(source, "lostReason")
  const reasonOf = reasonReader(source, context.lostReasons)
  const refer = (
    directory: Directory<unknown>,
    text: string | null,
    line: number,
    field: "client" | "owner" | "product",
  ) => {
    if (text === null && hasField(source, field)) log.note(line, `${field}Missing`, field)
    return directory.refer(text, { file: table.file, log, line, field })
  }
  /** Whose result a deal is. A blank cell says nothing of it: most deals are their owner's. */
  const sellerOf = (text: string | null, line: number, outcome: DealOutcome): Pick<DealRow, "sellerKey"> => {
    if (text === null) return {}
    if (outcome === "open") {
      log.note(line, "sellerNotClosed", "seller", text)
      return {}
    }
    const sellerKey = context.reps.refer(text, { file: table.file, log, line, field: "seller" })
    return sellerKey === null ? {} : { sellerKey }
  }
  return records.flatMap(({ line }, i): ReadonlyArray<DealRow> => {
    const cells: DealCells = {
      line,
      stage: columns.stage[i] ?? null,
      status: columns.status[i] ?? null,
      openedOn: columns.openedOn[i] ?? null,
      closedOn: columns.closedOn[i] ?? null,
      wonOn: columns.wonOn[i] ?? null,
      lostOn: columns.lostOn[i] ?? null,
      lostReason: columns.lostReason[i] ?? null,
      amount: columns.amount[i] ?? null,
      quantity: columns.quantity[i] ?? null,
    }
    const stands = standing(cells, meaningOf, context.places, source)
    if (stands === null || log.isRejected(line)) return []
    log.accept(line)
    const productKey = refer(context.products, columns.product[i] ?? null, line, "product")
    const currency = cells.amount?.currency ?? context.currency
    return [
      {
        file: table.file,
        line,
        sourceKey: columns.key[i] ?? "",
        title: columns.title[i] ?? null,
        clientKey: refer(context.clients, columns.client[i] ?? null, line, "client"),
        ownerKey: refer(context.reps, columns.owner[i] ?? null, line, "owner"),
        ...sellerOf(columns.seller[i] ?? null, line, stands.outcome),
        productKey,
        ...stands,
        ...dealDates(cells, stands.outcome, source, context.asOf),
        ...(hasReasons ? { lostReasonId: reasonOf(cells, stands.outcome) } : {}),
        amountMinor: dealAmount(cells, stands.outcome, source),
        listAmountMinor: productKey === null ? null : listAmount(cells, listed.get(productKey), currency, source),
        currency,
        ...custom[i],
      },
    ]
  })
}

/** Reads the deals of the files, in their order. */
export const dealRows = (sources: ReadonlyArray<SourceFile>, context: DealContext): ReadonlyArray<DealRow> => {
  const seen = new Map<string, SeenRecord>()
  const listed = new Map(context.products.rows().map((product) => [product.sourceKey, product]))
  return sources.flatMap((source) => dealsOf(source, seen, context, listed))
}
