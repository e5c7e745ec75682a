import type { Language } from "@salesdept/core/shared"

/**
 * Syllables and trades in Cyrillic and Latin letters. The words they make are invented, so that no real company is
 * meant.
 */
const pairs = (lines: ReadonlyArray<string>): ReadonlyArray<ReadonlyArray<string>> =>
  lines.flatMap((line) => line.split(" ").map((pair) => pair.split("/")))

const heads = pairs([
  "Брам/Bram Велт/Velt Гранд/Grand Дорв/Dorv Елм/Elm Жарн/Zharn Зент/Zent Иверл/Iverl Корд/Kord",
  "Ламб/Lamb Мерк/Merk Норв/Norv Орт/Ort Пласт/Plast Ронт/Ront Сальв/Salv Тарм/Tarm Улк/Ulk",
  "Фарв/Farv Хельм/Helm Цент/Cent Шорт/Short Эвр/Evr Юнк/Yunk Ярм/Yarm",
])
const tails = pairs([
  "олит/olit ория/oria анда/anda екс/eks имакс/imax осфера/osfera уния/unia адан/adan елла/ella ивита/ivita",
  "онта/onta арис/aris евир/evir ингра/ingra ойл/oyl умед/umed ален/alen ерус/erus иполь/ipol огард/ogard",
])
const trades = pairs([
  "Снаб/Supply Строй/Build Логистик/Logistics Мед/Medical Агро/Agro Тех/Tech Проект/Design",
  "Маркет/Retail Сервис/Service Пром/Industry Транс/Freight Пак/Packing Свет/Lighting",
])

const forms = { ru: ["ООО", "ООО", "ООО", "ООО", "АО"], en: ["Ltd", "LLC", "Inc", "Ltd", "LLC"] } as const
const combinations = heads.length * tails.length * trades.length
/** Walks through all combinations once before any repeats: it is prime and divides none of the three counts. */
const stride = 2719

/** An invented company. */
export interface CompanyName {
  /** Its name, without another of the same name in the simulation. */
  readonly name: string
  /** Its domain under `.example`, which RFC 2606 keeps for examples. */
  readonly domain: string
}

/**
 * The name of the company with an ordinal number.
 *
 * @param ordinal - 0 or more; each gives another name
 * @param rotation - a whole number from 0, the same for a whole simulation, so that seeds do not share their first
 * names
 * @param language - Russian or English
 */
export const companyName = (ordinal: number, rotation: number, language: Language): CompanyName => {
  const code = ((ordinal + rotation) * stride) % combinations
  const letters = language === "ru" ? 0 : 1
  const head = heads[code % heads.length] ?? []
  const tail = tails[Math.floor(code / heads.length) % tails.length] ?? []
  const trade = trades[Math.floor(code / heads.length / tails.length)] ?? []
  const round = Math.floor(ordinal / combinations)
  const suffix = round === 0 ? "" : ` ${round + 1}`
  const form = forms[language][ordinal % 5] ?? forms[language][0]
  const word = `${head[letters] ?? ""}${tail[letters] ?? ""}`
  const name =
    language === "ru" ? `${form} «${word} ${trade[0] ?? ""}${suffix}»` : `${word} ${trade[1] ?? ""}${suffix} ${form}`
  const domain = `${head[1] ?? ""}${tail[1] ?? ""}-${trade[1] ?? ""}${suffix.trim()}.example`.toLowerCase()
  return { name, domain }
}

/**
 * An invented phone number that is nobody's.
 *
 * Russian: area code 000, which no numbering plan of Russia gives out (codes begin with 3, 4, 8 or 9, Kazakhstan's with
 * 6 or 7). English: 555-0100 to 555-0199, which the North American Numbering Plan keeps for fiction, under any area
 * code; an extension where they run out.
 *
 * @param ordinal - 0 to 9,999,999; each gives another number
 * @param language - decides the country
 */
export const phoneNumber = (ordinal: number, language: Language): string => {
  if (language === "ru") {
    // The factor shares no divisor with 10^7, so no number repeats.
    const digits = String((ordinal * 7_368_787) % 10_000_000).padStart(7, "0")
    return `+7 000 ${digits.slice(0, 3)}-${digits.slice(3, 5)}-${digits.slice(5)}`
  }
  const area = 200 + (ordinal % 800)
  const line = Math.floor(ordinal / 800) % 100
  const round = Math.floor(ordinal / 80_000)
  return `+1 ${area}-555-01${String(line).padStart(2, "0")}${round === 0 ? "" : ` ext. ${round}`}`
}
