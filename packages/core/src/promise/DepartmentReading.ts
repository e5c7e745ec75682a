import type { DepartmentConfig } from "../department/DepartmentSchema.ts"
import type { Problem } from "../shared/Problem.ts"

const reading = () => import("../department/DepartmentReading.ts")

/**
 * Every problem of a configuration: of its shape, its limits, its pipelines; empty where it is sound.
 *
 * @param json - a configuration as JSON gives it, or anything else: what is not one is a problem
 * @returns each with its path, in English and Russian
 * @example
 * ```ts
 * import { departmentProblems, presets } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * await departmentProblems(department) // []
 * const problems = await departmentProblems({ ...department, currency: "roubles" })
 * problems.map(({ path }) => path) // ["currency"]
 * ```
 */
export const departmentProblems = async (json: unknown): Promise<ReadonlyArray<Problem>> =>
  (await reading()).departmentProblems(json)

/**
 * Reads a configuration from JSON, such as a file that people keep, and holds it to everything that can be held without the tenant's
 * records. `salesDept` does it with the configuration it is given. Rejects with `InputInvalid`, which has every problem at once,
 * with its path, in English and Russian.
 *
 * @param json - a configuration as JSON gives it
 * @example
 * ```ts
 * import { presets, readDepartment } from "@salesdept/core/promise"
 *
 * const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
 * const file = JSON.stringify(department)
 * const read = await readDepartment(JSON.parse(file))
 * read.currency // "RUB"
 * ```
 */
export const readDepartment = async (json: unknown): Promise<DepartmentConfig> => (await reading()).readDepartment(json)

/**
 * The JSON Schema (draft 2020-12) of a configuration, for editors that help to write one and for forms. It states the shape; what it
 * cannot state (a stage that no transition reaches, an unknown time zone) is for {@link readDepartment}. The file
 * `@salesdept/core/department.schema.json` holds it.
 *
 * @returns a new plain object with `$schema` and `$defs`
 * @example
 * ```ts
 * import { departmentJsonSchema } from "@salesdept/core/promise"
 *
 * const schema = await departmentJsonSchema()
 * schema["$schema"] // "https://json-schema.org/draft/2020-12/schema"
 * ```
 */
export const departmentJsonSchema = async (): Promise<{ readonly [keyword: string]: unknown }> =>
  (await reading()).departmentJsonSchema()
