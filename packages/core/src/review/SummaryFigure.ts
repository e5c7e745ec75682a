import type { Message } from "../shared/Message.ts"
import type { Unseen } from "./Unseen.ts"

/** How many, and which: the records behind every figure are one look away. */
export interface CountFigure {
  /** How many. */
  readonly count: number
  /** Ids of all of them, in order of id. */
  readonly ids: ReadonlyArray<string>
  /** What it could not see; null where it saw everything. */
  readonly unseen: Unseen | null
  /** By which rules it was counted, as a short name of them; null where there are none. Counts by other rules are not compared. */
  readonly rules: string | null
}

/** How many, which, and how much in the department's currency. */
export interface MoneyFigure extends CountFigure {
  /** Their amounts together, in whole minor units; null where it is withheld. */
  readonly amountMinor: number | null
  /** Why the amount is withheld: records without one, or in another currency; null where it is stated. */
  readonly withheld: Message | null
}

/** What a rep, a team or the department did in a period. JSON-safe. */
export interface SummaryFigures {
  /** Deals that were opened. */
  readonly dealsOpened: MoneyFigure
  /**
   * Deals that were won, each for its owner; plans count them by shares of credit. For everybody together both come to the same. One that
   * was taken back since is none, as in plans.
   */
  readonly dealsWon: MoneyFigure
  /** Deals that were lost, and not opened again by the end: for who lost them, at what they came to then. */
  readonly dealsLost: MoneyFigure
  /** Deals that were open when the period began: for whose they were then, at the amounts that they had then. */
  readonly pipelineStart: MoneyFigure
  /** Deals that came to a stage in the period, each once, also by being opened: whether they still stand in it or have gone on since. */
  readonly dealsMoved: MoneyFigure
  /**
   * Deals that were open when it ended: those at the start and those opened, also again, less those won and lost. For whose they were then, at
   * the amounts that they had then.
   */
  readonly pipelineEnd: MoneyFigure
  /** Leads that came in and were theirs when the period ended. */
  readonly leadsReceived: CountFigure
  /** Leads that somebody began to work on. */
  readonly leadsTaken: CountFigure
  /** Conversations that clients began. */
  readonly dialogsInbound: CountFigure
  /** Conversations that we began. */
  readonly dialogsOutbound: CountFigure
  /** Next steps that were done. */
  readonly stepsDone: CountFigure
  /** Next steps whose day was over by the end and that were open at it: also those done or cancelled later. */
  readonly stepsOverdue: CountFigure
  /** Payments that came in for their deals, before refunds. */
  readonly paymentsReceived: MoneyFigure
  /** Invoices of their deals with instalments past their day at the end, and what was open of those then: money of later days is not read, nor other days that were agreed on later. */
  readonly debtsOverdue: MoneyFigure
  /** Invoices whose promise of payment was kept. */
  readonly promisesKept: CountFigure
  /** Invoices whose promise of payment was broken. */
  readonly promisesBroken: CountFigure
  /** Closing documents of their deals that were signed. */
  readonly documentsSigned: CountFigure
  /** Closing documents of their deals that were drawn up by the end and neither signed nor revoked by then. */
  readonly documentsUnsigned: CountFigure
  /** Days that were counted by the watch of control. */
  readonly controlDays: CountFigure
  /** Of those the days that ended with nothing that needed somebody. */
  readonly controlZeroDays: CountFigure
  /** Commitments due in the period that were kept. */
  readonly commitmentsKept: CountFigure
  /** Commitments due in the period that were not: missed or dropped, and those still open when their day is over. */
  readonly commitmentsNotKept: CountFigure
  /** Mistakes found in the period, each once: what a month's finding repeats of its days', or the department's of its reps', is not in it. */
  readonly mistakes: CountFigure
  /** Missed opportunities found in the period, each once likewise. */
  readonly missedOpportunities: CountFigure
  /** Wins found in the period, each once likewise. */
  readonly wins: CountFigure
}

/** Names of figures for people. */
export const figureNames: { readonly [Figure in keyof SummaryFigures]: Message } = {
  dealsOpened: { en: "deals opened", ru: "открыто сделок" },
  dealsWon: { en: "deals won, counted for their owner", ru: "выиграно сделок (по ответственному)" },
  dealsLost: { en: "deals lost", ru: "проиграно сделок" },
  pipelineStart: { en: "open deals at the start", ru: "открытых сделок в начале" },
  dealsMoved: { en: "deals moved on", ru: "сделок перешло по воронке" },
  pipelineEnd: { en: "open deals at the end", ru: "открытых сделок в конце" },
  leadsReceived: { en: "leads received", ru: "получено лидов" },
  leadsTaken: { en: "leads taken up", ru: "взято лидов в работу" },
  dialogsInbound: { en: "dialogs begun by clients", ru: "диалогов по инициативе клиентов" },
  dialogsOutbound: { en: "dialogs begun by us", ru: "диалогов по нашей инициативе" },
  stepsDone: { en: "next steps done", ru: "выполнено следующих шагов" },
  stepsOverdue: { en: "next steps overdue", ru: "просрочено следующих шагов" },
  paymentsReceived: { en: "payments received, before refunds", ru: "получено оплат (до возвратов)" },
  debtsOverdue: { en: "invoices with overdue debt", ru: "счетов с просроченным долгом" },
  promisesKept: { en: "promises of payment kept", ru: "выполнено обещаний оплаты" },
  promisesBroken: { en: "promises of payment broken", ru: "нарушено обещаний оплаты" },
  documentsSigned: { en: "closing documents signed", ru: "подписано закрывающих документов" },
  documentsUnsigned: { en: "closing documents not signed yet", ru: "закрывающих документов ещё не подписано" },
  controlDays: { en: "days counted by control", ru: "дней посчитано контролем" },
  controlZeroDays: { en: "days that ended at zero", ru: "дней закончено «в ноль»" },
  commitmentsKept: { en: "commitments kept", ru: "выполнено обязательств" },
  commitmentsNotKept: { en: "commitments not kept", ru: "не выполнено обязательств" },
  mistakes: { en: "mistakes", ru: "ошибки" },
  missedOpportunities: { en: "missed opportunities", ru: "упущенные возможности" },
  wins: { en: "wins", ru: "победы" },
}
