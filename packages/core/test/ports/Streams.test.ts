import { clientCommands } from "@salesdept/core/client/service"
import { layerMemory } from "@salesdept/core/memory"
import { eachStream, Store } from "@salesdept/core/ports"
import * as Effect from "effect/Effect"
import { describe, expect, it } from "vitest"

const caller = { tenant: "shop-17", actor: "user:42" } as const

describe("journals of many records", () => {
  it("given more than are read at once, come in the order they are asked for, by few questions", async () => {
    const program = Effect.gen(function* () {
      const ids: Array<string> = []
      for (let index = 0; index < 501; index++) {
        const { client } = yield* clientCommands.register(caller, { name: `Client ${index}` })
        ids.unshift(client.id)
      }
      const store = yield* Store
      let questions = 0
      const counted: Pick<typeof store, "streams"> = {
        streams: (tenant, streams) => {
          questions += 1
          return store.streams(tenant, streams)
        },
      }
      const read: Array<readonly [string, number]> = []
      yield* eachStream(counted, caller.tenant, ["client_absent", ...ids], (id, rows) => read.push([id, rows.length]))
      expect(read).toEqual([["client_absent", 0], ...ids.map((id) => [id, 1])])
      expect(questions).toBe(2)
    })
    await Effect.runPromise(Effect.provide(program, layerMemory))
  })
})
