import type { Caller } from "../ports/Caller.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import type { RunBatch } from "./Batched.ts"
import { plannedBy, prepared } from "./Batched.ts"
import { boundGroup, inOrder, lateGroups, wrongWith } from "./LateUseCases.ts"
import type { Promised, Run } from "./Promised.ts"
import type { UseCases } from "./UseCases.ts"

/** What a session has of one area: each use case as a Promise. */
export type SessionGroup<Area extends keyof UseCases> = {
  readonly [Name in keyof UseCases[Area]]: Promised<UseCases[Area][Name]>
}

/** What one actor may do in one tenant, as Promises. Calls reject with `SalesDeptError`. */
export type Session = { readonly [Area in keyof UseCases]: SessionGroup<Area> } & {
  /**
   * Runs several commands as one: in order, in one transaction, each seeing what those before it decided; all are written or none
   * is (`BatchRefused`). What the function that plans them throws comes through as it is.
   *
   * @example
   * ```ts
   * const { answers } = await shop.batch((commands) => [
   *   commands.clients.register({ id: "client_7", name: "Ромашка" }),
   *   commands.deals.open({ clientId: "client_7", title: "Audit" }),
   * ])
   * answers[1].deal.clientId // "client_7"
   * ```
   */
  readonly batch: RunBatch
}

/** What a session is given beside its actor. */
export interface SessionOptions extends Pick<Caller, "roles"> {
  /**
   * Ends every call of the session: one that has not begun rejects before it does anything; one that is running rejects at once, with
   * the signal's reason, and what it was doing may still be done: call a command again under its idempotency key to learn of it.
   *
   * @example
   * ```ts
   * const shop = dept.tenant("shop-17").as("user:42", { signal: request.signal })
   * ```
   */
  readonly signal?: AbortSignal | undefined
}

/**
 * Binds every group of use cases to a caller, each when it is first asked for: a host may open a session for every request, and calls
 * a few of hundreds of cases.
 *
 * @param wrong - what is wrong with the session, with which every call of it is refused
 */
export const session = (caller: Caller, run: Run, wrong: ReadonlyArray<Problem>): Session => {
  const bound = {}
  for (const group of lateGroups) {
    let cases: object | null = null
    Object.defineProperty(bound, group.name, {
      enumerable: true,
      configurable: true,
      get: () => (cases ??= boundGroup(group, caller, run, wrong)),
      // Hosts put doubles of their own in a group's place in their tests.
      set: (given: object) => {
        cases = given
      },
    })
  }
  const runBatch = (async (plan, options) => {
    if (wrong.length > 0) throw new InputInvalid(wrong, "batch")
    const planned = plannedBy(plan)
    const load = () => Promise.all([import("../ports/command/Batch.ts"), prepared(planned), wrongWith(caller)])
    return inOrder(null, load, ([{ batch }, commands, ofCaller]) =>
      ofCaller.length > 0
        ? Promise.reject(new InputInvalid(ofCaller, "batch"))
        : run(batch(caller, commands, options), [...planned.map(({ input }) => input), options]),
    )
    // Names and answers pass through untouched, which the mapped types say and a loop cannot show the compiler.
  }) as RunBatch
  return Object.assign(bound, { batch: runBatch }) as Session
}
