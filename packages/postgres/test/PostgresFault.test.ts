import { StoreFault } from "@salesdept/core/ports"
import { describe, expect, it } from "vitest"
import { duplicateIn, isConnectionLost, isSerialisation, postgresFault } from "../src/PostgresFault.ts"

const failure = (code: string, message = "failed", more: object = {}): Error =>
  Object.assign(new Error(message), { code }, more)

describe("what the driver throws", () => {
  it.each([
    ["40001", "busy", true],
    ["40P01", "busy", true],
    ["55P03", "busy", true],
    ["57014", "timedOut", true],
    ["53300", "busy", true],
    ["57P01", "connectionLost", true],
    ["57P03", "connectionLost", true],
    ["25P03", "connectionLost", true],
    ["25P04", "connectionLost", true],
    ["08006", "connectionLost", true],
    ["ECONNREFUSED", "connectionLost", true],
    ["28P01", "loginRefused", false],
    ["28000", "loginRefused", false],
    ["3D000", "notFound", false],
    ["ENOTFOUND", "notFound", false],
    ["25P02", "transactionFailed", false],
    ["25006", "readOnly", false],
    ["53100", "full", false],
    ["XX001", "damaged", false],
    ["2BP01", "dependedOn", false],
    ["42P01", "schemaMissing", false],
    ["42501", "notPermitted", false],
  ])("%s is told as %s", (code, reason, retryable) => {
    expect(postgresFault("page", failure(code))).toMatchObject({ data: { operation: "page", reason }, retryable })
  })

  it.each([
    ["Connection terminated unexpectedly", "connectionLost"],
    ["Client has encountered a connection error and is not queryable", "connectionLost"],
    ["Query read timeout", "connectionLost"],
    ["timeout exceeded when trying to connect", "busy"],
    ["something else", "unknown"],
  ])("without a code, %s is told as %s", (message, reason) => {
    expect(postgresFault("page", new Error(message)).data.reason).toBe(reason)
  })

  it("is told by the first address where a name has several", () => {
    expect(isConnectionLost(new AggregateError([failure("ECONNREFUSED"), failure("EPERM")]))).toBe(true)
  })

  it("stays the fault it is where it is one already", () => {
    const fault = new StoreFault("open", "full", null)
    expect(postgresFault("page", fault)).toBe(fault)
  })

  it("is told apart where a command can be repeated", () => {
    expect([isSerialisation(failure("40P01")), isSerialisation(failure("57014"))]).toEqual([true, false])
    expect(duplicateIn(failure("23505", "failed", { table: "command" }))).toBe("command")
    expect(duplicateIn(failure("23503", "failed", { table: "command" }))).toBeNull()
  })
})
