import { readFileSync } from "node:fs"
import type { DepartmentConfig } from "@salesdept/core/department"
import { canonicalJson } from "@salesdept/core/journal"
import { isSalesDeptError, readDepartment } from "@salesdept/core/promise"
import type { Problem } from "@salesdept/core/shared"
import { DepartmentUnreadable } from "../FileErrors.ts"
import { onFile } from "../OnFile.ts"

const notJson = (cause: unknown): Problem => {
  const why = cause instanceof Error ? cause.message : String(cause)
  return { path: "", code: "department.notJson", message: { en: `not JSON (${why})`, ru: `это не JSON (${why})` } }
}

/**
 * Reads a department from a JSON file.
 *
 * @throws `FileUnreadable`, or `DepartmentUnreadable` with everything that is wrong with it
 */
export const departmentOfFile = async (path: string): Promise<DepartmentConfig> => {
  const text = onFile(path, () => readFileSync(path, "utf8"))
  let json: unknown
  try {
    // Editors put a byte order mark before it.
    json = JSON.parse(text.replace(/^\uFEFF/, ""))
  } catch (cause) {
    throw new DepartmentUnreadable(path, [notJson(cause)], cause)
  }
  try {
    return await readDepartment(json)
  } catch (cause) {
    if (!isSalesDeptError(cause) || cause._tag !== "InputInvalid") throw cause
    throw new DepartmentUnreadable(path, cause.data.problems, cause)
  }
}

/** Whether two departments are the same but for the sources that imports added. */
export const isSameDepartment = (one: DepartmentConfig, other: DepartmentConfig): boolean => {
  const [left, right] = [one, other].map((department) => canonicalJson({ ...department, sources: [] }))
  return left === right
}
