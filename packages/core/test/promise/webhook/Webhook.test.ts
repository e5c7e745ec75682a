import { createServer } from "node:http"
import type { IncomingHttpHeaders } from "node:http"
import { createServer as createSocketServer } from "node:net"
import type { AddressInfo } from "node:net"
import * as fc from "fast-check"
import { describe, expect, it } from "vitest"
import { presets } from "../../../src/department/DepartmentPresets.ts"
import type { JournalEvent } from "../../../src/journal/Event.ts"
import { memory, salesDept } from "../../../src/promise/index.ts"
import { isPublicAddress } from "../../../src/promise/webhook/Address.ts"
import { isSigned, signatureHeader, signatureOf } from "../../../src/promise/webhook/Signature.ts"
import type { WebhookCall, WebhookReply } from "../../../src/promise/webhook/Transport.ts"
import { webhook } from "../../../src/promise/webhook/Webhook.ts"
import type { WebhookOptions } from "../../../src/promise/webhook/WebhookOptions.ts"
import { isSalesDeptError } from "../../../src/shared/Failure.ts"

const eventsOfSale = async (): Promise<ReadonlyArray<JournalEvent>> => {
  const department = presets.servicesWithActs({ timeZone: "Europe/Moscow", currency: "RUB" })
  const dept = await salesDept({ store: memory(), department })
  return (await dept.tenant("shop").as("user:1").deals.open({ id: "deal_1", title: "Секрет" })).events
}

const refusalOf = async (call: () => unknown): Promise<unknown> => {
  try {
    await call()
  } catch (error) {
    if (isSalesDeptError(error)) return { tag: error._tag, ...(error.data as object), retryable: error.retryable }
    throw error
  }
  return null
}

const start = 1_764_317_000_000

/** A webhook over replies in order; what it was called with and how long it waited is kept. */
const scripted = (replies: ReadonlyArray<number | WebhookReply | Error>, options: Partial<WebhookOptions> = {}) => {
  const calls: Array<WebhookCall> = []
  const waits: Array<number> = []
  let time = start
  const deliver = webhook({
    url: "https://crm.example/hook",
    secrets: ["secret"],
    now: () => time,
    random: () => 0,
    sleep: (ms) => {
      waits.push(ms)
      time += ms
      return Promise.resolve()
    },
    resolve: () => Promise.resolve([{ address: "93.184.216.34", family: 4 }]),
    call: (call) => {
      const reply = replies[calls.length]
      calls.push(call)
      if (reply instanceof Error) return Promise.reject(reply)
      return Promise.resolve(typeof reply === "object" ? reply : { status: reply ?? 500, retryAfter: null })
    },
    ...options,
  })
  return { deliver, calls, waits }
}

describe("addresses", () => {
  it.each([
    "93.184.216.34",
    "8.8.8.8",
    "1.1.1.1",
    "172.15.255.255",
    "172.32.0.1",
    "2606:4700::1111",
    "2a00:1450:4010:c0e::71",
  ])("%s is public", (address) => expect(isPublicAddress(address)).toBe(true))

  it.each([
    "127.0.0.1",
    "127.255.255.254",
    "10.1.2.3",
    "172.16.0.1",
    "172.31.255.255",
    "192.168.1.1",
    "169.254.169.254",
    "100.64.0.1",
    "0.0.0.0",
    "224.0.0.1",
    "255.255.255.255",
    "198.18.0.1",
    "203.0.113.7",
    "::1",
    "::",
    "fe80::1",
    "fe80::1%eth0",
    "fc00::1",
    "fd12:3456::1",
    "::ffff:127.0.0.1",
    "::ffff:8.8.8.8",
    "64:ff9b::7f00:1",
    "2002:7f00:1::",
    "2001:db8::1",
    "2001::1",
    "ff02::1",
    "localhost",
    "",
    "127.1",
    "0x7f000001",
  ])("%j is not", (address) => expect(isPublicAddress(address)).toBe(false))
})

describe("signatures", () => {
  it("hold for the secret, the body and the time, whichever of the secrets the receiver knows", () => {
    fc.assert(
      fc.property(fc.string(), fc.string({ minLength: 1 }), fc.string({ minLength: 1 }), (body, old, fresh) => {
        const signature = signatureOf([fresh, old], 1000, body)
        const now = 1_000_000
        expect(isSigned({ secret: old, body, signature, now })).toBe(true)
        expect(isSigned({ secret: fresh, body, signature, now })).toBe(true)
        expect(isSigned({ secret: `${old}${fresh}x`, body, signature, now })).toBe(false)
        expect(isSigned({ secret: old, body: `${body}x`, signature, now })).toBe(false)
        expect(isSigned({ secret: old, body, signature: signature.replace("t=1000", "t=1001"), now })).toBe(false)
      }),
    )
  })

  it("end with the tolerance, and nonsense holds for nothing", () => {
    const signature = signatureOf(["s"], 1000, "{}")
    const check = { secret: "s", body: "{}", signature }
    expect(isSigned({ ...check, now: 1_300_000 })).toBe(true)
    expect(isSigned({ ...check, now: 1_301_000 })).toBe(false)
    expect(isSigned({ ...check, now: 699_000 })).toBe(false)
    for (const nonsense of ["", "t=1000", "v1=00", "t=x,v1=00", "t=1000,v1="]) {
      expect(isSigned({ ...check, signature: nonsense, now: 1_000_000 })).toBe(false)
    }
  })

  it("of an empty secret, which anybody makes, hold for nobody and are not made", async () => {
    const check = { secret: "", body: "{}", signature: signatureOf([""], 1000, "{}") }
    expect(isSigned({ ...check, now: 1_000_000 })).toBe(false)
    for (const secrets of [[], [""], ["s", ""]]) {
      const refusal = await refusalOf(() => webhook({ url: "https://crm.example/", secrets }))
      expect(refusal).toMatchObject({ tag: "WebhookRefused", reason: "secret" })
    }
  })
})

describe("a webhook", () => {
  it("sends events signed, under a key that is the same for the same events, without names and free text", async () => {
    const events = await eventsOfSale()
    const { calls, deliver } = scripted([204, 200])
    expect(await deliver(events)).toEqual({ status: 204, attempts: 1 })
    await deliver(events)
    const [first, second] = calls
    expect(JSON.parse(first?.body ?? "")).toEqual({ events: JSON.parse(JSON.stringify(events)) })
    expect(first?.body).not.toContain("Секрет")
    expect(first?.headers["idempotency-key"]).toBe(second?.headers["idempotency-key"])
    const signature = first?.headers[signatureHeader] ?? ""
    expect(isSigned({ secret: "secret", body: first?.body ?? "", signature, now: start })).toBe(true)
  })

  it("tries again after faults that may pass, with growing waits, each try signed anew", async () => {
    const { calls, deliver, waits } = scripted([500, new Error("reset"), 429, 200])
    expect(await deliver(await eventsOfSale())).toEqual({ status: 200, attempts: 4 })
    expect(waits).toEqual([1000, 2000, 4000])
    expect(new Set(calls.map(({ headers }) => headers[signatureHeader])).size).toBe(4)
  })

  it("waits a random part less, never less than half, and as long as the receiver asks within the limit", async () => {
    await fc.assert(
      fc.asyncProperty(fc.double({ min: 0, max: 0.999_999, noNaN: true }), async (random) => {
        const { deliver, waits } = scripted([503, 503, 503, 503, 503], {
          random: () => random,
          maxBackoffMs: 4000,
          withinMs: 60_000,
        })
        await refusalOf(() => deliver([]))
        for (const [index, longest] of [1000, 2000, 4000, 4000].entries()) {
          expect(waits[index]).toBeLessThanOrEqual(longest)
          expect(waits[index]).toBeGreaterThan(longest / 2 - 1e-6)
        }
      }),
    )
    const withinMs = 600_000
    const asked = scripted([{ status: 429, retryAfter: "7" }, { status: 503, retryAfter: "9999" }, 200], { withinMs })
    await asked.deliver([])
    expect(asked.waits).toEqual([7000, 60_000])
    const dated = scripted([{ status: 503, retryAfter: new Date(start + 30_000).toUTCString() }, 200], { withinMs })
    await dated.deliver([])
    expect(dated.waits).toEqual([30_000])
  })

  it("gives up within half of the lease of its events, where a wait would pass that or a try does", async () => {
    const down = scripted([503, 503, 503, 503, 200])
    expect(await refusalOf(() => down.deliver([]))).toMatchObject({ status: 503, attempts: 4, retryable: true })
    expect(down.waits).toEqual([1000, 2000, 4000])
    const asked = scripted([{ status: 429, retryAfter: "12" }, 200])
    expect(await refusalOf(() => asked.deliver([]))).toMatchObject({ status: 429, attempts: 1, retryable: true })
    const silent = scripted([], {
      call: () => new Promise<never>(() => {}),
      withinMs: 20,
      backoffMs: 0,
      sleep: async () => {},
    })
    expect(await refusalOf(() => silent.deliver([]))).toMatchObject({ status: null, retryable: true })
  })

  it("gives up after its tries, and at once where the same call would be refused again", async () => {
    const spent = scripted([500, 500, 200], { attempts: 2 })
    expect(await refusalOf(() => spent.deliver([]))).toEqual({
      tag: "WebhookFailed",
      status: 500,
      attempts: 2,
      retryable: true,
    })
    const gone = scripted([410, 200])
    expect(await refusalOf(() => gone.deliver([]))).toEqual({
      tag: "WebhookFailed",
      status: 410,
      attempts: 1,
      retryable: false,
    })
    expect(gone.calls).toHaveLength(1)
    const moved = scripted([302, 200])
    expect(await refusalOf(() => moved.deliver([]))).toEqual({
      tag: "WebhookRefused",
      reason: "redirect",
      retryable: false,
    })
  })

  it("calls public addresses only: what the name leads to is looked at before every try", async () => {
    let answer = "93.184.216.34"
    const led = scripted([500, 200], {
      resolve: () => {
        const found = [{ address: answer, family: 4 }]
        answer = "169.254.169.254"
        return Promise.resolve(found)
      },
    })
    expect(await refusalOf(() => led.deliver([]))).toEqual({
      tag: "WebhookRefused",
      reason: "privateAddress",
      retryable: false,
    })
    expect(led.calls).toHaveLength(1)
    const mixed = scripted([200], {
      resolve: () =>
        Promise.resolve([
          { address: "8.8.8.8", family: 4 },
          { address: "::1", family: 6 },
        ]),
    })
    expect(await refusalOf(() => mixed.deliver([]))).toMatchObject({ reason: "privateAddress" })
    for (const url of [
      "https://127.0.0.1/",
      "https://[::1]/",
      "https://0x7f.1/",
      "https://2130706433/",
      "https://[::ffff:10.0.0.1]/",
    ]) {
      expect(await refusalOf(() => scripted([200], { url }).deliver([]))).toMatchObject({ reason: "privateAddress" })
    }
    expect(await scripted([200], { url: "https://10.0.0.5/", allowPrivate: true }).deliver([])).toMatchObject({
      status: 200,
    })
  })

  it("refuses URLs that it does not call", async () => {
    for (const [url, reason] of [
      ["nonsense", "url"],
      ["http://crm.example/", "scheme"],
      ["file:///etc/passwd", "scheme"],
      ["https://user:pass@crm.example/", "credentials"],
    ] as const) {
      expect(await refusalOf(() => webhook({ url, secrets: ["s"] }))).toMatchObject({ tag: "WebhookRefused", reason })
    }
  })

  it("tells everything of its options that is not as stated, before it calls anybody", async () => {
    const wrong = {
      url: "https://crm.example/",
      secrets: "secret",
      attempts: 0,
      timeoutMs: Infinity,
      backoffMs: -1,
      maxBackoffMs: 2 ** 31,
      allowPrivate: "false",
      timeout: 5,
    }
    const refusal = await refusalOf(() => webhook(wrong as unknown as WebhookOptions))
    expect(refusal).toMatchObject({
      tag: "InputInvalid",
      call: "webhook",
      problems: [
        { path: "secrets" },
        { path: "attempts" },
        { path: "timeoutMs" },
        { path: "backoffMs" },
        { path: "maxBackoffMs" },
        { path: "allowPrivate" },
        { path: "timeout", code: "field.unknown" },
      ],
    })
    expect(await refusalOf(() => webhook({} as WebhookOptions))).toMatchObject({
      problems: [
        { path: "url", code: "field.missing" },
        { path: "secrets", code: "field.missing" },
      ],
    })
  })

  it("sends the headers that it means to, whatever stands in its URL, secrets and events", async () => {
    const hostile = "x\r\nx-injected: 1\r\n\r\n{}\u2028"
    const { calls, deliver } = scripted([204], {
      url: `https://crm.example/${hostile}?q=${hostile}`,
      secrets: [hostile, "old"],
    })
    const [event] = await eventsOfSale()
    await deliver(event === undefined ? [] : [{ ...event, actor: hostile, payload: { hostile } }])
    const [call] = calls
    const headers = Object.entries(call?.headers ?? {})
    expect(headers.map(([name]) => name).toSorted()).toEqual(["idempotency-key", "salesdept-signature", "user-agent"])
    for (const [, value] of headers) expect(value).toMatch(/^[\x21-\x7e]+$/)
    expect(call?.url.href).toMatch(/^[\x21-\x7e]+$/)
  })

  it("ends by a signal, and between tries", async () => {
    const stop = new AbortController()
    const { calls, deliver } = scripted([500, 200], {
      sleep: () => {
        stop.abort(new RangeError("gone"))
        return Promise.resolve()
      },
    })
    await expect(deliver([], { signal: stop.signal })).rejects.toThrow("gone")
    expect(calls).toHaveLength(1)
  })

  const never = () => new Promise<never>(() => {})
  it.each([
    ["resolver", { resolve: never }],
    ["client", { call: never }],
  ])(
    "waits for a %s that does not answer no longer than a try may take, nor past a signal",
    async (_name, silent) => {
      const stop = new AbortController()
      const { deliver } = scripted([], { ...silent, attempts: 2, timeoutMs: 10 })
      await expect(deliver([])).rejects.toMatchObject({ _tag: "WebhookFailed", data: { status: null, attempts: 2 } })
      const stopped = scripted([], silent).deliver([], { signal: stop.signal })
      stop.abort(new RangeError("gone"))
      await expect(stopped).rejects.toThrow("gone")
    },
    5000,
  )
})

/** A receiver on this machine. */
const receiving = async (
  status: number,
  use: (
    port: number,
    received: ReadonlyArray<{ readonly headers: IncomingHttpHeaders; readonly body: string }>,
  ) => Promise<void>,
): Promise<void> => {
  const received: Array<{ readonly headers: IncomingHttpHeaders; readonly body: string }> = []
  const server = createServer((request, response) => {
    let body = ""
    request.setEncoding("utf8")
    request.on("data", (chunk: string) => (body += chunk))
    request.on("end", () => {
      received.push({ headers: request.headers, body })
      response.writeHead(status, { location: "http://127.0.0.1:1/" }).end("thanks")
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  try {
    await use((server.address() as AddressInfo).port, received)
  } finally {
    await new Promise((resolve) => server.close(resolve))
  }
}

describe("Node's own client", () => {
  const local = { secrets: ["secret"], allowHttp: true, attempts: 1 }

  it("connects to the address that was looked at, whatever the name leads to", async () => {
    await receiving(200, async (port, received) => {
      const deliver = webhook({
        ...local,
        url: `http://crm.invalid:${port}/hook`,
        allowPrivate: true,
        resolve: () => Promise.resolve([{ address: "127.0.0.1", family: 4 }]),
      })
      expect(await deliver(await eventsOfSale())).toEqual({ status: 200, attempts: 1 })
      const [call] = received
      expect(call?.headers.host).toBe(`crm.invalid:${port}`)
      const signature = String(call?.headers[signatureHeader])
      expect(isSigned({ secret: "secret", body: call?.body ?? "", signature, now: Date.now() })).toBe(true)
    })
  })

  it("follows no redirect, and reaches nothing private unless told to", async () => {
    await receiving(307, async (port, received) => {
      const url = `http://localhost:${port}/`
      expect(await refusalOf(() => webhook({ ...local, url })([]))).toMatchObject({ reason: "privateAddress" })
      expect(received).toEqual([])
      const allowed = webhook({ ...local, url: `http://127.0.0.1:${port}/`, allowPrivate: true })
      expect(await refusalOf(() => allowed([]))).toMatchObject({ reason: "redirect" })
      expect(received).toHaveLength(1)
    })
  })

  it("hangs up on a receiver whose answer has no end", async () => {
    let isOpen = true
    const server = createServer((_request, response) => {
      const piece = Buffer.alloc(65_536)
      const send = (): void => {
        while (response.write(piece)) {
          // As much as is taken.
        }
      }
      response.on("drain", send).on("close", () => (isOpen = false))
      response.writeHead(200)
      send()
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const deliver = webhook({ ...local, url: `http://127.0.0.1:${port}/`, allowPrivate: true, timeoutMs: 60_000 })
    expect(await deliver([])).toEqual({ status: 200, attempts: 1 })
    await expect.poll(() => isOpen).toBe(false)
    await new Promise((resolve) => server.close(resolve))
  })

  it("goes over to no other protocol, and waits for none", async () => {
    const server = createSocketServer((socket) => {
      socket.on("error", () => {})
      socket.once("data", () => {
        socket.write("HTTP/1.1 101 Switching Protocols\r\nupgrade: own\r\nconnection: upgrade\r\n\r\n")
      })
    })
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const deliver = webhook({ ...local, url: `http://127.0.0.1:${port}/`, allowPrivate: true, attempts: 3 })
    expect(await refusalOf(() => deliver([]))).toEqual({
      tag: "WebhookFailed",
      status: 101,
      attempts: 1,
      retryable: false,
    })
    // Its side of the connection was closed.
    await new Promise((resolve) => server.close(resolve))
  }, 5000)

  it("ends a try that takes too long", async () => {
    const server = createServer(() => {})
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
    const { port } = server.address() as AddressInfo
    const deliver = webhook({ ...local, url: `http://127.0.0.1:${port}/`, allowPrivate: true, timeoutMs: 50 })
    expect(await refusalOf(() => deliver([]))).toMatchObject({ tag: "WebhookFailed", status: null })
    server.closeAllConnections()
    await new Promise((resolve) => server.close(resolve))
  })
})
