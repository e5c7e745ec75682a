import { deepStrictEqual, strictEqual } from "node:assert/strict"
import { once } from "node:events"
import { mkdtempSync, rmSync } from "node:fs"
import type { AddressInfo } from "node:net"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { controlApp } from "./app.ts"
import { handClock, openDepartment, playWeek } from "./department.ts"
import { morningList } from "./morningList.ts"

const folder = mkdtempSync(join(tmpdir(), "morning-control-"))
const clock = handClock("2026-11-16T06:00:00.000Z")
const dept = await openDepartment(join(folder, "sales.db"), clock)
const server = controlApp(dept).listen(0)
await once(server, "listening")
try {
  await playWeek(dept, clock)
  const shop = dept.tenant("shop-17").as("user:head")
  const english = await morningList(shop, "en")
  deepStrictEqual(
    english.filter((line) => !line.startsWith("   ")),
    [
      "Control list, 19\u00A0November\u00A02026: 5 of 6 records need somebody",
      "1. Unassigned · Hotel Aurora · nobody",
      "2. Step overdue · Process audit · Ann",
      "3. Waiting on us · Café Luna · Bob",
      // Parked until December, and back: the client wrote.
      "4. No next step · Stock audit · Bob",
      "5. No next step · Training · Ann",
      "Everything was read.",
    ],
  )
  deepStrictEqual(english.slice(7, 11), [
    "   The next step was due on 18\u00A0November\u00A02026, 1\u00A0day ago",
    "   Above the next: “Step overdue” comes before “Waiting on us” in the department's priority",
    "   If left: What was promised is not kept.",
    "   To clear: Do the step, or move it to another day.",
  ])
  const russian = await morningList(shop, "ru")
  deepStrictEqual(russian.slice(16, 21), [
    "4. Нет следующего шага · Stock audit · Bob",
    "   Следующий шаг не запланирован",
    "   Выше следующей: Больше сумма: 120\u00A0000\u00A0₽ против 40\u00A0000\u00A0₽",
    "   Если оставить: Об этом забудут.",
    "   Снять: Запланировать следующий шаг.",
  ])

  // A snooze is seen on the head's own list only, and can be taken back.
  const { events } = await shop.control.snooze({ id: "deal_2", state: "noNextStep", untilOn: "2026-11-23" })
  strictEqual(events.length, 1)
  strictEqual((await morningList(shop, "en")).at(-2), "Taken off this list by hand: 1")
  strictEqual((await dept.tenant("shop-17").as("user:ann").control.list()).total, 5)
  await shop.control.unsnooze({ id: "deal_2" })

  const { port } = server.address() as AddressInfo
  const ask = async (path: string) => {
    const response = await fetch(`http://127.0.0.1:${port}${path}`)
    return { status: response.status, json: JSON.parse(await response.text()) }
  }
  // The endpoint gives the very list that the terminal shows.
  deepStrictEqual((await ask("/control")).json, await shop.control.list())
  strictEqual((await ask("/control/health")).status, 503)
} finally {
  server.close()
  await dept.close()
  rmSync(folder, { recursive: true, force: true })
}
console.log("morning-control: as expected")
