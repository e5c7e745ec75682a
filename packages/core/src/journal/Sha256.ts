import { createHash } from "node:crypto"
import type { Sha256 } from "./Chain.ts"

/** SHA-256 by the platform's own implementation. */
export const sha256: Sha256 = (text) => createHash("sha256").update(text).digest("hex")
