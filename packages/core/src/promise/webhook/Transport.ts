import { lookup } from "node:dns/promises"
import { request as httpRequest } from "node:http"
import type { IncomingMessage } from "node:http"
import { request as httpsRequest } from "node:https"

/** An address of a host. */
export interface HostAddress {
  /** IPv4 or IPv6. */
  readonly address: string
  /** 4 or 6. */
  readonly family: number
}

/** One call, to addresses that have been looked at. */
export interface WebhookCall {
  /** The URL. */
  readonly url: URL
  /** Where its host was found: the connection is made to one of these and to no other. */
  readonly addresses: ReadonlyArray<HostAddress>
  /** Headers beside those of the protocol. */
  readonly headers: { readonly [name: string]: string }
  /** The body, JSON. */
  readonly body: string
  /** Ends the call. */
  readonly signal: AbortSignal
}

/** What a call was answered with. */
export interface WebhookReply {
  /** The status. */
  readonly status: number
  /** The header `retry-after`, as it came; null without one. */
  readonly retryAfter: string | null
}

/** Finds the addresses of a host by the system's resolver. */
export const resolveHost = async (host: string): Promise<ReadonlyArray<HostAddress>> =>
  await lookup(host, { all: true })

/** Bytes of an answer's body that are read and thrown away; whoever sends more is hung up on. */
const mostThrownAway = 65_536

/**
 * Makes a call by Node's own client. The connection goes to an address that was looked at: the name is not resolved a second time, by
 * which it could be led elsewhere. Redirects are not followed; the answer's body is thrown away, and what is longer than 64 KiB is not read to its end.
 */
export const callByNode = ({ addresses, body, headers, signal, url }: WebhookCall): Promise<WebhookReply> =>
  new Promise((resolve, reject) => {
    const make = url.protocol === "http:" ? httpRequest : httpsRequest
    const call = make(
      url,
      {
        method: "POST",
        headers: { ...headers, "content-type": "application/json", "content-length": Buffer.byteLength(body) },
        signal,
        agent: false,
        lookup: (_host, options, found) => {
          if (options.all === true) found(null, [...addresses])
          else found(null, addresses[0]?.address ?? "", addresses[0]?.family ?? 4)
        },
      },
      (answer: IncomingMessage) => {
        answer.on("error", reject)
        let read = 0
        answer.on("data", (piece: Buffer) => {
          read += piece.length
          if (read > mostThrownAway) answer.destroy()
        })
        resolve({ status: answer.statusCode ?? 0, retryAfter: answer.headers["retry-after"] ?? null })
      },
    )
    // Node leaves a call unanswered whose receiver goes over to another protocol.
    call.on("upgrade", (answer, socket) => {
      socket.destroy()
      resolve({ status: answer.statusCode ?? 0, retryAfter: null })
    })
    call.on("error", reject)
    call.end(body)
  })
