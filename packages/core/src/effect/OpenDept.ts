import * as Context from "effect/Context"
import * as Effect from "effect/Effect"
import { AccessPolicy } from "../ports/AccessPolicy.ts"
import { DefaultDepartment, TrialCheck } from "../ports/DefaultDepartment.ts"
import { EventKinds } from "../ports/EventKinds.ts"
import { HostDirectory } from "../ports/HostDirectory.ts"
import { checkedIds, IdSource } from "../ports/IdSource.ts"
import { CallObserver } from "../ports/Observed.ts"
import { Store } from "../ports/Store.ts"
import type { StoreShape } from "../ports/Store.ts"
import { KeptByHost } from "../ports/command/References.ts"
import { InputInvalid } from "../shared/InputErrors.ts"
import type { Problem } from "../shared/Problem.ts"
import { problemsUnder } from "../shared/Problem.ts"
import type { DeptLayerOptions } from "./DeptOptions.ts"
import { readably } from "./Unreadable.ts"

const kindsByName = Effect.promise(async () => {
  const { recordKinds } = await import("../records/RecordKinds.ts")
  return new Map(recordKinds.map((of) => [of.kind, of]))
})

const trialProblems = (config: unknown) =>
  Effect.promise(async () => (await import("../department/DepartmentReading.ts")).departmentProblems(config))

/** Problems of what a host gave; that it cannot be read is one. */
const problemsOf = (problems: (given: unknown) => ReadonlyArray<Problem>, given: unknown): ReadonlyArray<Problem> =>
  readably(
    given,
    () => problems(given),
    (unreadable) => unreadable,
  )

const servicesOf = (
  store: StoreShape,
  { access, department, directory, hostKeeps, ids, observe }: DeptLayerOptions,
): Context.Context<Store> => {
  let services = Context.add(Context.make(Store, store), EventKinds, kindsByName)
  // It was found sound as it is now, whatever the host does to it later.
  if (department !== undefined) services = Context.add(services, DefaultDepartment, structuredClone(department))
  services = Context.add(services, TrialCheck, trialProblems)
  if (access !== undefined) services = Context.add(services, AccessPolicy, access)
  if (directory !== undefined) services = Context.add(services, HostDirectory, directory)
  if (hostKeeps !== undefined) services = Context.add(services, KeptByHost, new Set(hostKeeps))
  if (observe !== undefined) services = Context.add(services, CallObserver, observe)
  if (ids !== undefined) services = Context.add(services, IdSource, checkedIds(ids))
  return services
}

/** A store that is open, with all that calls need. */
export interface OpenDept {
  /** The store and what else a call looks for in its context. */
  readonly services: Context.Context<Store>
  /** Closes the store. */
  readonly close: () => Promise<void>
}

/**
 * Opens a store with what of the host's own the library is to work with.
 *
 * @param call - what is named in a refusal
 * @throws InputInvalid where the configuration is not sound, with every problem; what the store throws that cannot be opened
 */
export const openDept = async (call: string, options: DeptLayerOptions): Promise<OpenDept> => {
  if (options.department !== undefined) {
    const { departmentProblems } = await import("../department/DepartmentReading.ts")
    const problems = problemsUnder("department", problemsOf(departmentProblems, options.department))
    if (problems.length > 0) throw new InputInvalid(problems, call)
  }
  const { store, close } = await options.store.open()
  return { services: servicesOf(store, options), close }
}
