import * as Result from "effect/Result"
import type { Work } from "../journal/Work.ts"
import { batchWork } from "../ports/command/BatchWork.ts"

/** The work of an import that sees the clients imported by another; its answer is its own. */
export function* importedAfterClients<Answer, Rejection, ClientAnswer, ClientRejection>(
  clients: Work<ClientAnswer, ClientRejection>,
  work: Work<Answer, Rejection>,
): Work<Answer, Rejection | ClientRejection> {
  const both = yield* batchWork<unknown, Rejection | ClientRejection, Rejection | ClientRejection>(
    [() => clients, () => work],
    (_index, rejection) => rejection,
  )
  return Result.map(both, (decided) => ({ ...decided, answer: decided.answer.answers[1] as Answer }))
}
