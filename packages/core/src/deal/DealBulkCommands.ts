import * as Result from "effect/Result"
import type { Change } from "../journal/Decision.ts"
import { decision, recordEvents } from "../journal/Decision.ts"
import type { Read, Work } from "../journal/Work.ts"
import { textsOf } from "../journal/Work.ts"
import type { CommandContext } from "../ports/command/CommandContext.ts"
import type { Message } from "../shared/Message.ts"
import { dealAggregate } from "./Deal.ts"
import type { DecidedMove, JudgedMove, MoveRejection } from "./DealMoveCommands.ts"
import type { GateFactReader } from "./GateFactRules.ts"
import { bearsOnClient, decideMove, judgeMoves } from "./DealMoveCommands.ts"
import type { MoveDeals } from "./DealSchema.ts"
import type { MoveUnmet } from "./Gate.ts"

/** Why one move of several was refused: the error that the move alone would have failed with. */
export interface MoveFault {
  /** Tag of the error. */
  readonly _tag: MoveRejection["_tag"]
  /** Its text. */
  readonly messages: Message
  /** Its data. */
  readonly data: MoveRejection["data"]
}

/** One line of a bulk move. */
export interface BulkMoveLine {
  /** The deal. */
  readonly dealId: string
  /** Stage that it should enter. */
  readonly to: string
  /** Whether it was moved. */
  readonly moved: boolean
  /** Why not; null where it was, or where only others stood in the way of all. */
  readonly fault: MoveFault | null
}

/** What a bulk move did. */
export interface BulkMoveAnswer {
  /** Deals moved. */
  readonly movedCount: number
  /** One line for each move asked for, in that order. */
  readonly lines: ReadonlyArray<BulkMoveLine>
}

/** One line of `deals.evaluateMany`. */
export interface EvaluationLine {
  /** The deal. */
  readonly dealId: string
  /** Stage that it should enter. */
  readonly to: string
  /** Whether the move would be made. */
  readonly allowed: boolean
  /** Everything that it lacks; empty where another fault refuses it. */
  readonly unmet: ReadonlyArray<MoveUnmet>
  /** Why it would be refused; null where it would be made. */
  readonly fault: MoveFault | null
}

/** What `deals.evaluateMany` answers. */
export interface EvaluationAnswer {
  /** One line for each move asked about, in that order. */
  readonly lines: ReadonlyArray<EvaluationLine>
}

type Decided = Result.Result<{ readonly judged: JudgedMove; readonly decided: DecidedMove }, MoveRejection>

const faultOf = ({ _tag, messages, data }: MoveRejection): MoveFault => ({ _tag, messages, data })

/** The same judgement and decision as a single move, for each. All are judged by the facts as they were before any of them. */
function* decideMoves(
  moves: MoveDeals["moves"],
  context: CommandContext,
  readFacts: GateFactReader,
): Generator<Read, ReadonlyArray<Decided>, unknown> {
  const judged = yield* judgeMoves(moves, context, readFacts)
  const lines: Array<Decided> = []
  for (const [index, input] of moves.entries()) {
    const one = judged[index]
    if (one === undefined) continue
    if (Result.isFailure(one)) {
      lines.push(Result.fail(one.failure))
      continue
    }
    const decided = yield* decideMove(one.success, input, context)
    lines.push(
      Result.isFailure(decided)
        ? Result.fail(decided.failure)
        : Result.succeed({ judged: one.success, decided: decided.success }),
    )
  }
  return lines
}

/** Judges moves and changes nothing. */
export const evaluateDealMoves = (readFacts: GateFactReader) =>
  function* ({ moves }: MoveDeals, context: CommandContext): Work<EvaluationAnswer, never> {
    const decided = yield* decideMoves(moves, context, readFacts)
    const lines = moves.map(({ dealId, to }, index): EvaluationLine => {
      const one = decided[index]
      if (one === undefined || Result.isSuccess(one)) return { dealId, to, allowed: true, unmet: [], fault: null }
      const { failure } = one
      const unmet = failure._tag === "MoveRefused" ? failure.data.unmet : []
      return { dealId, to, allowed: false, unmet, fault: faultOf(failure) }
    })
    return Result.succeed(decision([], { lines }))
  }

/** Moves several deals by the same graph and gates as one; those that may not be moved are reported line by line. */
export const moveDeals = (readFacts: GateFactReader) =>
  function* ({ moves, allOrNothing = false }: MoveDeals, context: CommandContext): Work<BulkMoveAnswer, never> {
    const decided = yield* decideMoves(moves, context, readFacts)
    const held = allOrNothing && decided.some(Result.isFailure)
    const lines = moves.map(({ dealId, to }, index): BulkMoveLine => {
      const one = decided[index]
      const fault = one !== undefined && Result.isFailure(one) ? faultOf(one.failure) : null
      return { dealId, to, moved: !held && fault === null, fault }
    })
    const made = held ? [] : decided.flatMap((one, index) => (Result.isSuccess(one) ? [{ ...one.success, index }] : []))
    const texts = yield* textsOf(
      made.filter(({ index }) => moves[index]?.reason !== undefined).map(({ judged }) => judged.deal),
    )
    const changes: Array<Change> = []
    const guards: Array<{ readonly dealId: string; readonly factsVersion: number }> = []
    const clients = new Set<string>()
    for (const { judged, decided: move, index } of made) {
      const { deal } = judged
      const reason = moves[index]?.reason
      changes.push(
        recordEvents(dealAggregate, deal, [move.event], {
          occurredAt: move.movedAt,
          texts: reason === undefined ? undefined : { ...texts.get(deal.id), moveReason: reason },
        }),
      )
      guards.push({ dealId: deal.id, factsVersion: deal.factsVersion })
      if (bearsOnClient(deal, move.event.payload.outcome) && deal.clientId !== null) clients.add(deal.clientId)
    }
    return Result.succeed(
      decision(
        changes,
        { movedCount: changes.length, lines },
        { guards, touchedClients: [...clients], shown: moves.map(({ dealId }) => dealId) },
      ),
    )
  }
