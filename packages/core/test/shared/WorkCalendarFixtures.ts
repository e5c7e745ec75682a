import { readTestData } from "../testData.ts"
import { fiveDayCalendar } from "../../src/shared/WorkCalendars.ts"
import type { WorkCalendar, WorkException } from "../../src/shared/WorkCalendar.ts"

const kinds = { "1": "off", "2": "short", "3": "work" } as const

/** Reads a year of the xmlcalendar.ru format: `t` 1 day off, 2 short day, 3 worked day of rest; `f` moved from. */
export const readXmlCalendar = (path: string): WorkCalendar => {
  const xml = readTestData(path)
  const year = Number(/<calendar year="(\d{4})"/.exec(xml)?.[1])
  const exceptions = [
    ...xml.matchAll(/<day d="(\d\d)\.(\d\d)" t="([123])"(?: h="\d+")?(?: f="(\d\d)\.(\d\d)")?\/>/g),
  ].map(([, month, day, type, fromMonth, fromDay]): WorkException => ({
    on: `${year}-${month}-${day}`,
    kind: kinds[type as "1" | "2" | "3"],
    ...(fromMonth === undefined ? {} : { movedFrom: `${year}-${fromMonth}-${fromDay}` }),
  }))
  return {
    ...fiveDayCalendar,
    id: path,
    source: "xmlcalendar.ru",
    validFrom: `${year}-01-01`,
    validTo: `${year + 1}-01-01`,
    exceptions,
  }
}
