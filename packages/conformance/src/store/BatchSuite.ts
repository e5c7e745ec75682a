import { makeMemoryStore } from "@salesdept/core/memory"
import type { PlannedCommand, Session } from "@salesdept/core/promise"
import { isSalesDeptError } from "@salesdept/core/shared"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { anyCommand } from "../arbitrary/Commands.ts"
import type { AnyCommand } from "../arbitrary/AnyCommand.ts"
import { rejectionOf } from "./Rejection.ts"
import { ability, inScene, makeScene, suiteTenant } from "./Scene.ts"
import type { Scene } from "./Scene.ts"
import { storedBy } from "./Stored.ts"
import type { HarnessFactory } from "./StoreHarness.ts"

const rub = (amountMinor: number) => ({ amountMinor, currency: "RUB" })

/** What a batch may write in another way than its commands one by one: counts, salts, and texts that are replaced at once. */
const incidental = new Set(["factsVersion", "hash", "commandId", "digest"])
const essential = (value: unknown): unknown =>
  JSON.parse(JSON.stringify(value, (key, member: unknown) => (incidental.has(key) ? undefined : member))) as unknown

const everything = async ({ store }: Scene): Promise<unknown> =>
  essential(
    (await storedBy(store, suiteTenant)).map(({ streams, ...kind }) => ({
      ...kind,
      streams: streams.map(([id, events]) => [id, events.map(({ texts: _texts, ...event }) => event)]),
    })),
  )

const inMemory = (scene: Scene): Promise<Scene> =>
  makeScene(scene.harness, { store: makeMemoryStore(), close: () => Promise.resolve() })

/** What is asked of the session first cannot be planned; options belong to the batch. */
const readsFirst: ReadonlyArray<string> = ["control.assign", "deals.advance", "deals.evaluate", "rewards.balance"]
const plannable = anyCommand.filter(
  ({ name, options }) => !readsFirst.includes(name) && Object.keys(options).length === 0,
)

const accepted = async (scene: Scene, commands: ReadonlyArray<AnyCommand>) => {
  const done: Array<{ readonly command: AnyCommand; readonly answer: unknown }> = []
  for (const command of commands) {
    try {
      const {
        events: _events,
        replayed: _replayed,
        ...answer
      } = (await command.call(scene.session())) as {
        readonly events: unknown
        readonly replayed: unknown
      }
      done.push({ command, answer })
    } catch (error) {
      if (!isSalesDeptError(error)) throw error
    }
  }
  return done
}

/** Commands as one: each sees those before it, and all are written or none is. */
export const batchSuite = (name: string, factory: HarnessFactory): void => {
  describe(`${name}: batches`, () => {
    it(
      "erases in one what a command before it said, and keeps what one after it says, as one by one",
      inScene(factory, async ({ session, store }) => {
        const [before, meanwhile, after] = ["Кирпичёва Аделаида", "просит её забыть", "Без имени"]
        const said = { contactId: "contact_1", comment: meanwhile } as const
        const added = { id: "contact_2", clientId: "client_1", name: meanwhile } as const
        const person = { clientId: "client_1" } as const
        const renamed = { contactId: "contact_1", name: after } as const
        const told: Array<unknown> = []
        for (const way of ["batch", "one by one"]) {
          const shop = session(way)
          await shop.clients.register({ id: "client_1", name: before })
          await shop.contacts.add({ id: "contact_1", clientId: "client_1", name: before, phones: ["+7 495 123-45-67"] })
          if (way === "batch") {
            await shop.batch(({ contacts, personalData }) => [
              contacts.amend(said),
              contacts.add(added),
              personalData.erase(person),
              contacts.amend(renamed),
            ])
          } else {
            await shop.contacts.amend(said)
            await shop.contacts.add(added)
            await shop.personalData.erase(person)
            await shop.contacts.amend(renamed)
          }
          const kept = JSON.stringify(await storedBy(store, way))
          for (const text of [before, meanwhile, "123-45-67"]) expect(kept, `${way}: ${text}`).not.toContain(text)
          const contacts = await shop.contacts.getMany(["contact_1", "contact_2"])
          told.push(contacts.map(({ texts, textsVersion, version }) => ({ texts, textsVersion, version })))
          expect((await shop.contacts.verify()).faults).toEqual([])
        }
        expect(told).toEqual([told[0], told[0]])
        expect(told[0]).toEqual([
          { texts: { name: after }, textsVersion: 3, version: 4 },
          { texts: {}, textsVersion: 1, version: 2 },
        ])
      }),
    )

    it(
      "lets each command see those before it, and answers each",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const { answers, events, replayed } = await shop.batch((commands) => [
          commands.clients.register({ id: "client_1", name: "Ромашка" }),
          commands.deals.open({ id: "deal_1", clientId: "client_1", title: "Audit", amount: rub(500) }),
          commands.deals.amend({ dealId: "deal_1", title: "Audit, renamed" }),
          commands.deals.move({ dealId: "deal_1", to: "contact" }),
        ])
        expect(answers[0].client.id).toBe("client_1")
        expect(answers[3].deal).toMatchObject({ stageId: "contact", version: 3 })
        expect(events.map(({ stream, version }) => `${stream} ${version}`)).toEqual([
          "client_1 1",
          "deal_1 1",
          "deal_1 2",
          "deal_1 3",
        ])
        expect(new Set(events.map(({ commandId }) => commandId)).size).toBe(1)
        expect(replayed).toBe(false)
        expect(await shop.deals.get("deal_1")).toMatchObject({ stageId: "contact", texts: { title: "Audit, renamed" } })
        expect((await shop.deals.verify()).faults).toEqual([])
      }),
    )

    it(
      "writes nothing where one is refused, and says which and why",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        await shop.deals.open({ id: "deal_1", title: "Audit" })
        const before = await everything(scene)
        const failed = await rejectionOf(
          "BatchRefused",
          shop.batch((commands) => [
            commands.clients.register({ id: "client_1", name: "Ромашка" }),
            commands.deals.amend({ dealId: "deal_1", amount: rub(1) }),
            commands.deals.open({ id: "deal_1", title: "Again" }),
          ]),
        )
        expect(failed.data).toMatchObject({ index: 2, command: "deal.open", error: { _tag: "RecordExists" } })
        expect(failed.messages.ru).toContain("Команда 3")
        expect(await everything(scene)).toEqual(before)
      }),
    )

    it(
      "does under one key what it does once, and nothing on a dry run",
      inScene(factory, async (scene) => {
        const shop = scene.session()
        const call = (amountMinor: number, dryRun = false) =>
          shop.batch(
            (commands) => [
              commands.deals.open({ id: "deal_1", title: "Audit" }),
              commands.deals.amend({ dealId: "deal_1", amount: rub(amountMinor) }),
            ],
            { idempotencyKey: "both", dryRun },
          )
        const trial = await call(1, true)
        expect(trial).toMatchObject({ events: [], answers: [{}, { deal: { amount: rub(1) } }] })
        expect(await shop.deals.get("deal_1")).toBeNull()
        const first = await call(1)
        expect(await call(1)).toEqual({ ...first, replayed: true })
        await rejectionOf("IdempotencyMismatch", call(2))
      }),
    )

    it(
      "reports the problems of all its inputs at once",
      inScene(factory, async ({ session }) => {
        const shop = session()
        const nothing: object = {}
        const { data } = await rejectionOf(
          "InputInvalid",
          shop.batch((commands) => [
            commands.deals.open({ title: "" }),
            commands.clients.register({ name: "Alfa" }),
            commands.deals.move(nothing as { readonly dealId: string; readonly to: string }),
          ]),
        )
        const { problems } = data as { readonly problems: ReadonlyArray<{ readonly path: string }> }
        expect(problems.map(({ path }) => path)).toEqual(["[0].title", "[2].dealId", "[2].to"])
        await rejectionOf(
          "InputInvalid",
          shop.batch(() => []),
        )
      }),
    )

    it(
      "is part of a host's transaction like any command",
      inScene(factory, async (scene, context) => {
        const { begin } = ability(scene.harness.joined, "transactions of a host", context)
        const shop = scene.session()
        for (const end of ["rollback", "commit"] as const) {
          const host = await begin()
          await shop.batch(
            (commands) => [
              commands.clients.register({ id: "client_1", name: "Ромашка" }),
              commands.deals.open({ id: "deal_1", clientId: "client_1", title: "Audit" }),
            ],
            { tx: host.executor },
          )
          await host[end]()
          expect(await shop.deals.count()).toBe(end === "commit" ? 1 : 0)
        }
      }),
    )

    it("comes to what its commands come to one by one, whatever they are", async (context) => {
      await fc.assert(
        fc.asyncProperty(fc.array(plannable, { minLength: 2, maxLength: 14, size: "max" }), (commands) =>
          inScene(factory, async (scene) => {
            const tried = await accepted(await inMemory(scene), commands)
            fc.pre(tried.length > 0)
            const oneByOne = await inMemory(scene)
            const expected = await accepted(
              oneByOne,
              tried.map(({ command }) => command),
            )
            expect(expected).toHaveLength(tried.length)
            const { answers } = await scene.session().batch(
              // A command that is planned is called as one that is run: by the same names, with the same input.
              (planned) =>
                tried.map(
                  ({ command }) => command.call(planned as unknown as Session) as unknown as PlannedCommand<unknown>,
                ),
            )
            expect(essential(answers)).toEqual(essential(expected.map(({ answer }) => answer)))
            expect(await everything(scene)).toEqual(await everything(oneByOne))
            expect((await scene.session().deals.verify()).faults).toEqual([])
          })(context),
        ),
        { numRuns: 30 },
      )
    })
  })
}
