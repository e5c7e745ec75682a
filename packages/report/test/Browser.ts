import { existsSync } from "node:fs"

// Where systems keep a Chromium. The browser is the system's: none is fetched by the tests.
const usualPlaces = [
  "/usr/bin/chromium",
  "/usr/bin/chromium-browser",
  "/usr/bin/google-chrome",
  "/Applications/Google Chrome.app/Contents/MacOS/Google Chrome",
  "C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe",
]

/** Path of a Chromium: of `CHROMIUM`, else where systems keep it; undefined where there is none. */
export const browserPath = (): string | undefined =>
  [process.env["CHROMIUM"], ...usualPlaces].find((path) => path !== undefined && existsSync(path))
