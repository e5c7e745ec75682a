import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { AccessPolicyShape } from "../ports/AccessPolicy.ts"
import type { Duty } from "../ports/tick/Duty.ts"
import type { HostDirectoryShape } from "../ports/HostDirectory.ts"
import type { IdSourceShape } from "../ports/IdSource.ts"
import type { CallObservation } from "../ports/Observed.ts"
import { checkedOptions } from "../ports/OptionShapes.ts"
import type { OptionShape, OptionShapes } from "../ports/OptionShapes.ts"
import { hostKeptKinds } from "../ports/command/References.ts"
import type { HostKeptKind } from "../ports/command/References.ts"
import type { StoreShape } from "../ports/Store.ts"
import { refusalOf } from "./Unreadable.ts"

/** A store that is open, with what closes it. */
export interface OpenStore {
  /** The store. */
  readonly store: StoreShape
  /** Releases what it holds. */
  readonly close: () => Promise<void>
}

/** How a store is opened; adapters give one, such as `sqlite({ filename })`. */
export interface StoreProvider {
  /** Opens it; called once. */
  readonly open: () => Promise<OpenStore>
}

/** A store, and what of the host's own the library is to work with. */
export interface DeptLayerOptions {
  /** Where records live. */
  readonly store: StoreProvider
  /** Configuration of tenants that have published none. Giving it here publishes nothing. */
  readonly department?: DepartmentConfig
  /** Ids and salts; secure randomness where absent. `seededIds(seed)` repeats them in tests. What is no id of its kind fails the call. */
  readonly ids?: IdSourceShape
  /** Who may do and see what; everybody everything where absent. See `accessPolicy` and `rolePolicy`. */
  readonly access?: AccessPolicyShape
  /**
   * The host's people, companies and products: names of them are asked of it, and a command that names a person whom it does not know is
   * refused (`InputInvalid`, `person.unknown`). `sqliteDirectory` and `postgresDirectory` read the host's tables.
   */
  readonly directory?: HostDirectoryShape
  /**
   * Told of every call when it has ended: its name, its outcome, its time, and nothing of anybody. For metrics of the host's own. It must
   * not throw: what it throws changes nothing of the call, and is an uncaught exception of the process. Hosts on Effect have the same as
   * spans and metrics.
   */
  readonly observe?: (observation: CallObservation) => void
  /**
   * Kinds of record that the host keeps itself and the library knows by their ids alone: commands take ids of these as they come, such as
   * any `clientId` of a deal. Whatever else a command refers to has to be in the base (`RecordNotFound`). Default: none.
   */
  readonly hostKeeps?: ReadonlyArray<HostKeptKind>
}

/** What a sales department is made of. */
export interface SalesDeptOptions extends DeptLayerOptions {
  /** Milliseconds since 1970; the platform's clock where absent. */
  readonly now?: () => number
  /** Duties of the host's own, done by `tick` beside the library's. */
  readonly duties?: ReadonlyArray<Duty>
}

const kinds: ReadonlySet<unknown> = new Set(hostKeptKinds)

const isFunction = (value: unknown): boolean => typeof value === "function"

/** Whether a value has these functions. */
const has =
  (...names: ReadonlyArray<string>) =>
  (value: unknown): boolean =>
    typeof value === "object" &&
    value !== null &&
    names.every((name) => isFunction((value as { readonly [name: string]: unknown })[name]))

const anything: OptionShape = { holds: () => true, message: { en: "", ru: "" } }
const called: OptionShape = { holds: isFunction, message: { en: "must be a function", ru: "ожидается функция" } }

const layerShapes: { readonly [Option in keyof DeptLayerOptions]-?: OptionShape } = {
  store: {
    holds: has("open"),
    message: { en: "must be a store such as memory()", ru: "ожидается хранилище, например memory()" },
    isNeeded: true,
  },
  // Held to its own shape by who knows it.
  department: anything,
  ids: {
    holds: has("next", "salt"),
    message: { en: "must have the functions next and salt", ru: "должны быть функции next и salt" },
  },
  access: {
    holds: has("of"),
    message: {
      en: "must be what accessPolicy or rolePolicy gives",
      ru: "ожидается результат accessPolicy или rolePolicy",
    },
  },
  directory: {
    holds: has("names", "check"),
    message: { en: "must have the functions names and check", ru: "должны быть функции names и check" },
  },
  observe: called,
  hostKeeps: {
    holds: (value) => Array.isArray(value) && value.every((kind) => kinds.has(kind)),
    message: {
      en: `must be a list of ${hostKeptKinds.join(", ")}`,
      ru: `ожидается список из ${hostKeptKinds.join(", ")}`,
    },
  },
}

/** Whether a clock gives milliseconds; a `Date` or a text would be found out by the first command that looks at a day. */
const isClock = (value: unknown): boolean => {
  if (!isFunction(value)) return false
  const now = (value as () => unknown)()
  return typeof now === "number" && Number.isFinite(now)
}

const shapes: { readonly [Option in keyof SalesDeptOptions]-?: OptionShape } = {
  ...layerShapes,
  now: {
    holds: isClock,
    message: {
      en: "must be a function that gives milliseconds since 1970, as Date.now does",
      ru: "ожидается функция, которая возвращает миллисекунды с 1970 года, как Date.now",
    },
  },
  duties: {
    holds: (value) => Array.isArray(value) && value.every(has("perform")),
    message: { en: "must be a list of what duty gives", ru: "ожидается список результатов duty" },
  },
}

const checked = (call: string, of: OptionShapes, options: DeptLayerOptions): void => {
  try {
    checkedOptions(call, of, options)
  } catch (thrown) {
    throw refusalOf(thrown, [options])
  }
}

/**
 * Holds what a department is opened with to its shape, before anything is opened.
 *
 * @throws InputInvalid with everything that is wrong but for the configuration
 */
export const checkDeptOptions = (options: SalesDeptOptions): void => checked("salesDept", shapes, options)

/** The same of what its layer is made of. */
export const checkLayerOptions = (options: DeptLayerOptions): void => checked("layerSalesDept", layerShapes, options)
