import type { DealOutcome } from "../deal/DealFact.ts"
import type { Pipeline, Stage } from "../deal/Pipeline.ts"
import { outcomeOf } from "../deal/Pipeline.ts"
import type { Message } from "../shared/Message.ts"
import { foldedText } from "./CellText.ts"

/** What a stage's name says about a deal. */
export interface StageMeaning {
  /** Open, won or lost; open where the name is not known. */
  readonly meaning: DealOutcome
  /** Whether the name is in the dictionary or was stated by a person. */
  readonly known: boolean
  /** Why. */
  readonly why: Message
}

/** One stage that deals of the files stand in. */
export interface PlannedStage extends StageMeaning {
  /** The stage's name as written. */
  readonly name: string
  /** How many imported deals stand in it. */
  readonly deals: number
  /** Place among the open stages from 1; null for won and lost stages, and where nothing shows the order. */
  readonly position: number | null
}

const folded = (names: string): ReadonlySet<string> => new Set(names.split("|").map(foldedText))

const won = folded(
  "won|closed won|deal won|closedwon|success|successful|успешно реализовано|успешно реализована|успешно реализованные|сделка успешна|успех|успешно|успешно завершена|выиграна|выиграно|выигрыш|сделка заключена",
)
const lost = folded(
  "lost|closed lost|deal lost|closedlost|failed|rejected|cancelled|canceled|abandoned|закрыто и не реализовано|закрыта и не реализована|сделка провалена|провал|провалена|проиграна|проиграно|проигрыш|отказ|отменена|отменено|анализ причины провала",
)

/** Open stages in their usual order; names of one place stand in one line. */
const openLadder: ReadonlyArray<ReadonlySet<string>> = [
  "new|new lead|lead|lead in|open|prospecting|неразобранное|новая|новая заявка|новый лид|новый|новое|входящая заявка|подготовка|обращение",
  "contact|contacted|contact made|first contact|первичный контакт|взят в работу|взято в работу|контакт|установлен контакт|в работе|работа",
  "engaging|engaged|qualification|qualified|qualified to buy|appointment scheduled|квалификация|встреча|встреча назначена|назначена встреча",
  "needs|needs analysis|needs defined|discovery|value proposition|demo|demo scheduled|presentation|presentation scheduled|потребности|выявление потребностей|потребность выявлена|презентация|демонстрация",
  "decision maker bought in|id decision makers|perception analysis|принимают решение|принятие решения|переговоры с лпр",
  "proposal|proposal made|proposal price quote|quote|quote sent|quotation|предложение|коммерческое предложение|кп отправлено|отправлено кп|подготовка документов",
  "negotiation|negotiations|negotiations started|negotiation review|переговоры|согласование|согласование условий",
  "contract|contract sent|contracting|договор|согласование договора|договор отправлен|подписание договора",
  "invoice|prepayment|prepayment invoice|счет|счет на предоплату|счет выставлен|выставлен счет|ожидание оплаты|предоплата",
  "delivery|in progress|fulfilment|fulfillment|executing|исполнение|выполнение|отгрузка|финальный счет",
].map(folded)

const ladderPlace = (name: string): number => openLadder.findIndex((names) => names.has(foldedText(name)))

const dictionary: Message = { en: "a usual name of such a stage", ru: "обычное название такого этапа" }
const words: ReadonlyArray<readonly [DealOutcome, RegExp]> = [
  ["lost", /closed?[ _-]*lost|не реализован|провал|отказ/iu],
  ["won", /closed?[ _-]*won|успешно реализован|успешно закрыт/iu],
]

/**
 * Tells what a stage's or status's name means, from Russian and English dictionaries. Probability suffixes and numbers
 * in front are ignored (`Closed Won (100%)`, `5. Переговоры`). A name that is not known means open, and says so.
 *
 * @param name - as written
 * @param stated - meanings that a person has said, by name as written
 *
 * @example
 * ```ts
 * import { stageMeaning } from "@salesdept/core/exchange"
 *
 * stageMeaning("5. Переговоры").meaning // "open"
 * stageMeaning("Closed Won (100%)").meaning // "won"
 * stageMeaning("Zamboni").known // false
 * ```
 */
export const stageMeaning = (
  name: string,
  stated: { readonly [stageName: string]: DealOutcome } = {},
): StageMeaning => {
  if (Object.hasOwn(stated, name)) {
    return {
      meaning: stated[name] ?? "open",
      known: true,
      why: { en: "stated in the mapping", ru: "указано в сопоставлении" },
    }
  }
  const bare = withoutBrackets(withoutNumber(name))
  const key = foldedText(bare)
  if (won.has(key)) return { meaning: "won", known: true, why: dictionary }
  if (lost.has(key)) return { meaning: "lost", known: true, why: dictionary }
  if (ladderPlace(bare) >= 0) return { meaning: "open", known: true, why: dictionary }
  const word = words.find(([, pattern]) => pattern.test(bare))
  if (word !== undefined) return { meaning: word[0], known: true, why: dictionary }
  return {
    meaning: "open",
    known: false,
    why: { en: "the name is not known here; taken as open", ru: "название не распознано; этап считается открытым" },
  }
}

/** The department's pipeline that deals go into, and what a person has said of its stages. */
export interface StagePlaces {
  /** The pipeline. */
  readonly pipeline: Pipeline
  /** Ids of its stages by the stage's name as written. */
  readonly stageIds: { readonly [stageName: string]: string }
}

/** The stage of the pipeline that a name means: as a person said, else by id or by name in either language; undefined for none. */
export const stageNamed = ({ pipeline, stageIds }: StagePlaces, name: string): Stage | undefined => {
  if (Object.hasOwn(stageIds, name)) return pipeline.stages.find(({ id }) => id === stageIds[name])
  const written = new Set([name, withoutNumber(name)].map(foldedText))
  return pipeline.stages.find((stage) =>
    [stage.id, stage.name.en, stage.name.ru].some((text) => written.has(foldedText(text))),
  )
}

/** What a name means: by the pipeline that deals go into, else by the dictionaries. */
export const stageMeaningIn = (
  name: string,
  stated: { readonly [stageName: string]: DealOutcome },
  places: StagePlaces | null,
): StageMeaning => {
  const stage = places === null ? undefined : stageNamed(places, name)
  if (stage === undefined) return stageMeaning(name, stated)
  return {
    meaning: outcomeOf(stage),
    known: true,
    why: { en: "a stage of the department's pipeline", ru: "этап воронки отдела" },
  }
}

const withoutBrackets = (name: string): string =>
  name.endsWith(")") && name.includes("(") ? name.slice(0, name.indexOf("(")).trimEnd() : name

const numbered = /^\s*(\d{1,2})(?:[.)\]:]|\s*[-–—])\s*(?=\p{L})/u

const withoutNumber = (name: string): string => name.replace(numbered, "")

/** What is counted of each stage while deals are read. */
export interface StageCount {
  /** The stage's name as written. */
  readonly name: string
  /** How many deals stand in it. */
  readonly deals: number
  /** How many of them have an opening date; a stage that comes earlier may not have one yet. */
  readonly withOpenedOn: number
}

interface StageOrder {
  readonly rank: (stage: StageCount) => number
  readonly why: Message
}

const numberOrder: StageOrder = {
  rank: ({ name }) => Number(numbered.exec(name)?.[1] ?? Number.NaN),
  why: { en: "ordered by the numbers in the names", ru: "порядок — по номерам в названиях" },
}
const ladderOrder: StageOrder = {
  rank: ({ name }) => {
    const place = ladderPlace(withoutNumber(name))
    return place < 0 ? Number.NaN : place
  },
  why: { en: "ordered as such stages usually follow each other", ru: "порядок — обычный для таких этапов" },
}
const fillOrder: StageOrder = {
  // Only the clear case: no deal of a stage has the date, or every one has.
  rank: ({ deals, withOpenedOn }) => (withOpenedOn === 0 ? 0 : withOpenedOn === deals ? 1 : Number.NaN),
  why: {
    en: "ordered by the opening date, which the earlier stage does not have yet",
    ru: "порядок — по дате открытия: на более раннем этапе её ещё нет",
  },
}

const pipelineOrder = (places: StagePlaces): StageOrder => ({
  rank: ({ name }) => {
    const stage = stageNamed(places, name)
    return stage === undefined ? Number.NaN : places.pipeline.stages.indexOf(stage)
  },
  why: { en: "ordered as in the pipeline", ru: "порядок — как в воронке" },
})

const isTotal = (stages: ReadonlyArray<StageCount>, order: StageOrder): boolean => {
  const ranks = stages.map(order.rank)
  return !ranks.some(Number.isNaN) && new Set(ranks).size === ranks.length
}

/**
 * Gives every stage its meaning and the open ones their order, by the first evidence that orders all of them: numbers in
 * their names, the usual order of such stages, an opening date that the earlier one lacks. Where none does, positions are
 * null: ask, do not guess. Open stages come first, in order, then won, then lost.
 *
 * @param counts - the stages of the imported deals, in order of first appearance
 * @param stated - meanings that a person has said, by name as written
 * @param places - the department's pipeline that the deals go into, whose order comes first; null where they go into one of the source
 *
 * @example
 * ```ts
 * import { planStages } from "@salesdept/core/exchange"
 *
 * const counts = ["Won", "Negotiation", "Contact"].map((name) => ({ name, deals: 10, withOpenedOn: 10 }))
 * planStages(counts).map(({ name, meaning, position }) => [name, meaning, position]) // [["Contact", "open", 1], ["Negotiation", "open", 2], ["Won", "won", null]]
 * ```
 */
export const planStages = (
  counts: ReadonlyArray<StageCount>,
  stated: { readonly [stageName: string]: DealOutcome } = {},
  places: StagePlaces | null = null,
): ReadonlyArray<PlannedStage> => {
  const meant = counts.map((count) => ({ count, meaning: stageMeaningIn(count.name, stated, places) }))
  const open = meant.filter(({ meaning }) => meaning.meaning === "open")
  const openCounts = open.map(({ count }) => count)
  const orders = [...(places === null ? [] : [pipelineOrder(places)]), numberOrder, ladderOrder, fillOrder]
  const order = orders.find((candidate) => isTotal(openCounts, candidate))
  const sorted =
    order === undefined ? open : open.toSorted((left, right) => order.rank(left.count) - order.rank(right.count))
  const planned = (
    { count, meaning }: (typeof meant)[number],
    position: number | null,
    why: Message,
  ): PlannedStage => ({
    name: count.name,
    deals: count.deals,
    ...meaning,
    position,
    why,
  })
  const ordering = order?.why ?? { en: "nothing shows the order", ru: "порядок ничем не подтверждён" }
  const closed = (outcome: DealOutcome) =>
    meant.filter(({ meaning }) => meaning.meaning === outcome).map((stage) => planned(stage, null, stage.meaning.why))
  return [
    ...sorted.map((stage, i) =>
      planned(stage, order === undefined ? null : i + 1, {
        en: `${stage.meaning.why.en}; ${ordering.en}`,
        ru: `${stage.meaning.why.ru}; ${ordering.ru}`,
      }),
    ),
    ...closed("won"),
    ...closed("lost"),
  ]
}
