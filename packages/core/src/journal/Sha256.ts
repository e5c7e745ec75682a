import { hash } from "node:crypto"
import type { Sha256 } from "./Chain.ts"

/** SHA-256 by the platform's own implementation, at one stroke: no hash object for each short text. */
export const sha256: Sha256 = (text) => hash("sha256", text, "hex")
