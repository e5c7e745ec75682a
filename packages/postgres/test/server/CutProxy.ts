import type { AddressInfo, Socket } from "node:net"
import { connect, createServer } from "node:net"

/** A proxy in front of a server that can break connections at a chosen moment. */
export interface CutProxy {
  /** Connection string through the proxy. */
  readonly url: string
  /**
   * Breaks the next connection on which a text is sent: `answer` lets the server do it and keeps its answer back, `request` does
   * not let it through.
   */
  readonly cutAt: (text: string, which: "request" | "answer") => void
  /** How many connections were cut. */
  readonly cuts: () => number
  /** Refuses new connections from now on, and breaks those there are. */
  readonly refuse: () => void
  /** Closes it. */
  readonly close: () => Promise<void>
}

/** Starts a proxy in front of the server of a connection string. */
export const startCutProxy = async (url: string): Promise<CutProxy> => {
  const target = new URL(url)
  const sockets = new Set<Socket>()
  let cutting: { readonly text: string; readonly which: "request" | "answer" } | null = null
  let cuts = 0
  let refusing = false
  const server = createServer((client) => {
    const upstream = connect(Number(target.port), target.hostname)
    let answerAwaited = false
    const cut = (): void => {
      cuts += 1
      client.destroy()
      upstream.destroy()
    }
    for (const socket of [client, upstream]) {
      sockets.add(socket)
      socket.on("error", () => {})
      socket.on("close", () => {
        sockets.delete(socket)
        client.destroy()
        upstream.destroy()
      })
    }
    if (refusing) client.destroy()
    client.on("data", (chunk) => {
      if (cutting !== null && chunk.includes(cutting.text)) {
        const { which } = cutting
        cutting = null
        if (which === "request") {
          cut()
          return
        }
        answerAwaited = true
      }
      upstream.write(chunk)
    })
    upstream.on("data", (chunk) => {
      if (answerAwaited) cut()
      else client.write(chunk)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve))
  const through = new URL(url)
  through.port = String((server.address() as AddressInfo).port)
  return {
    url: through.href,
    cutAt: (text, which) => {
      cutting = { text, which }
    },
    cuts: () => cuts,
    refuse: () => {
      refusing = true
      for (const socket of sockets) socket.destroy()
    },
    close: () =>
      new Promise((resolve) => {
        server.close(() => resolve())
        for (const socket of sockets) socket.destroy()
      }),
  }
}
