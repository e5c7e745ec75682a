import { existsSync, readFileSync } from "node:fs"
import Database from "better-sqlite3"
import { expect, it, onTestFinished } from "vitest"
import { eraseSqliteTenant } from "../src/index.ts"
import { migrated, newFile, opened, shopOver } from "./database.ts"

const planted = [
  "Кирпичёва-Заозёрная Аделаида",
  "+7 495 765-43-21",
  "adelaida.kirpicheva@example.com",
  "Порфирий Заозёрный-Младший",
  "Аделаида просила звонить на дачу",
  "Беседка для Кирпичёвой",
] as const

/** Whether a text stands anywhere in the bytes of the file, its log or its index. */
const isIn = (filename: string, text: string): boolean =>
  [filename, `${filename}-wal`, `${filename}-shm`]
    .filter(existsSync)
    .some((path) => readFileSync(path).includes(Buffer.from(text, "utf8")))

/** Which of the planted texts do. */
const found = (filename: string): ReadonlyArray<string> => planted.filter((text) => isIn(filename, text))

it("leaves no byte of an erased person's texts in the file or its log, in any version", async () => {
  const filename = newFile()
  const database = migrated(filename)
  const shop = await shopOver(database)
  const [name, phone, mail, contact, summary, title] = planted
  await shop.clients.register({ id: "client_1", name, phones: [phone] })
  await shop.clients.amend({ clientId: "client_1", emails: [mail] })
  await shop.clients.amend({ clientId: "client_1", emails: null, name: "Другое имя" })
  await shop.contacts.add({ clientId: "client_1", name: contact })
  await shop.deals.open({ id: "deal_1", clientId: "client_1", title })
  await shop.deals.amend({ dealId: "deal_1", title: "Другой заголовок" })
  await shop.dialogs.record(
    { dealId: "deal_1", kind: "call", direction: "inbound", outcomeId: "agreed", summary },
    { idempotencyKey: "the dialog" },
  )
  // The control of this test: before erasure every one of them is there.
  expect(found(filename)).toEqual(planted)
  const digests = () => database.handle.prepare("select digest from salesdept_command").pluck().all().map(String)
  const [hash = ""] = digests().map((digest) => digest.slice(0, 64))
  expect(isIn(filename, hash)).toBe(true)
  await shop.personalData.erase({ clientId: "client_1" })
  expect(found(filename)).toEqual([])
  // Nor a digest that guesses of what was said could be tried against.
  expect(digests()).toEqual([" dialog.record user:42"])
  expect(isIn(filename, hash)).toBe(false)
  expect((await shop.clients.verify()).faults).toEqual([])
  expect((await shop.dialogs.verify()).faults).toEqual([])
})

it("overwrites what is erased over a handle of the host's, which does not do so by itself", async () => {
  const filename = newFile()
  const shop = await shopOver(migrated(filename))
  const [name] = planted
  await shop.clients.register({ id: "client_1", name })
  const db = new Database(filename)
  onTestFinished(() => void db.close())
  eraseSqliteTenant(db, "shop-17")
  expect(found(filename)).toEqual([])
})

it("overwrites what is erased also after a tenant was erased over the same connection", async () => {
  const filename = newFile()
  const database = migrated(filename)
  const shop = await shopOver(database)
  eraseSqliteTenant(database, "another")
  const [name] = planted
  await shop.clients.register({ id: "client_1", name })
  database.handle.pragma("wal_checkpoint(truncate)")
  expect(found(filename)).toEqual([name])
  await shop.personalData.erase({ clientId: "client_1" })
  expect(found(filename)).toEqual([])
})

it("clears the log of a person who was erased while somebody read, once the reader has gone", async () => {
  const filename = newFile()
  const database = migrated(filename)
  const shop = await shopOver(database)
  const [name] = planted
  await shop.clients.register({ id: "client_1", name })
  const reader = opened(filename).handle
  reader.exec("begin")
  expect(reader.prepare("select count(*) from salesdept_client").pluck().get()).toBe(1)
  await shop.personalData.erase({ clientId: "client_1" })
  expect(found(filename)).toEqual([name])
  expect(() => eraseSqliteTenant(database, "another")).toThrow(expect.objectContaining({ _tag: "StoreFault" }))
  reader.exec("rollback")
  await shop.clients.register({ id: "client_2", name: "Another" })
  expect(found(filename)).toEqual([])
})
