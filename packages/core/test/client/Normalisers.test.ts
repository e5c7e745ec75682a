import { describe, expect, it } from "vitest"
import { comparableName, consonantSkeleton, jaroWinkler } from "../../src/client/CompanyName.ts"
import { emailAddressOf } from "../../src/client/EmailAddress.ts"
import { phoneNumberOf } from "../../src/client/PhoneNumber.ts"
import type { TaxIdScheme } from "../../src/client/TaxId.ts"
import { isInn, isWrongInn, taxIdOf, taxIdSchemes } from "../../src/client/TaxId.ts"

describe("phoneNumberOf", () => {
  it.each([
    ["8 (495) 123-45-67", "+74951234567"],
    ["+7 495 1234567", "+74951234567"],
    ["007 495 123 45 67", "+74951234567"],
    ["tel: 495-123-45-67", "+74951234567"],
    ["+49 30 901820", "+4930901820"],
    ["0049 30 901820", "+4930901820"],
    ["８（９１６）１２３４５６７", "+79161234567"],
  ])("given %s in Russia, then it is %s", (text, e164) => {
    expect(phoneNumberOf(text, "RU")).toEqual({ e164, extension: null })
  })

  it("given an extension, in Russian or English, then it is a part of the number", () => {
    expect(phoneNumberOf("+7 495 123-45-67 доб. 12", "RU")).toEqual({ e164: "+74951234567", extension: "12" })
    expect(phoneNumberOf("+7 495 123-45-67 добавочный 12", "RU")).toEqual({ e164: "+74951234567", extension: "12" })
    expect(phoneNumberOf("+7 495 123-45-67 ext 12", null)).toEqual({ e164: "+74951234567", extension: "12" })
  })

  it("given no country, then only international numbers are read", () => {
    expect(phoneNumberOf("8 (495) 123-45-67", null)).toBeNull()
    expect(phoneNumberOf("+7 495 123-45-67", null)?.e164).toBe("+74951234567")
  })

  it.each(["", "нет", "123", "call me"])("given %j, then there is no number", (text) => {
    expect(phoneNumberOf(text, "RU")).toBeNull()
  })
})

describe("emailAddressOf", () => {
  it.each([
    ["Anna.Ivanova+crm@GoogleMail.com", "annaivanova@gmail.com"],
    ["anna.ivanova@ya.ru", "anna-ivanova@yandex.ru"],
    ["sales+spam@romashka.example", "sales@romashka.example"],
    [" mailto:Anna@Romashka.example ", "anna@romashka.example"],
    ["анна@ромашка.рф", "анна@ромашка.рф"],
    ["anna.ivanova@romashka.example", "anna.ivanova@romashka.example"],
    ["+anna@romashka.example", "+anna@romashka.example"],
    ["ａｎｎａ＠romashka.example", "anna@romashka.example"],
  ])("given %s, then the mailbox is %s", (text, mailbox) => {
    expect(emailAddressOf(text)?.mailbox).toBe(mailbox)
  })

  it("takes a domain of 253 characters and none longer", () => {
    expect(emailAddressOf(`a@${"b".repeat(249)}.com`)).not.toBeNull()
    expect(emailAddressOf(`a@${"b".repeat(250)}.com`)).toBeNull()
  })

  it("tells a provider's domain from a company's", () => {
    expect(emailAddressOf("a@mail.ru")?.isPublicDomain).toBe(true)
    expect(emailAddressOf("a@romashka.example")).toMatchObject({ domain: "romashka.example", isPublicDomain: false })
  })

  it.each(["", "anna", "anna@", "@b.example", "a b@c.example", "a@b", "a@b@c.example"])(
    "given %j, then there is no address",
    (text) => {
      expect(emailAddressOf(text)).toBeNull()
    },
  )
})

describe("comparableName", () => {
  it.each([
    ["ООО «Ромашка»", "romashka"],
    ["Romashka LLC", "romashka"],
    ['Общество с ограниченной ответственностью "РОМАШКА"', "romashka"],
    ["ПАО Сбербанк", "sberbank"],
    ["Публичное акционерное общество «Сбербанк»", "sberbank"],
    ["ИП Ёлкин Пётр", "elkinpetr"],
    ["Müller & Söhne GmbH", "mullerandsohne"],
    ["Acme S.A.", "acme"],
    ["Acme, Inc.", "acme"],
    ["Рога и Копыта", "rogaikopyta"],
    ["Limited", "limited"],
    ["ＡＣＭＥ　Ｌｔｄ", "acme"],
    ["L’Oréal", "loreal"],
  ])("given %s, then it is compared as %s", (name, text) => {
    expect(comparableName(name).text).toBe(text)
  })

  it("gives the same sound to names that differ in vowels and doubled letters", () => {
    expect(consonantSkeleton("romashka")).toBe(consonantSkeleton("ramashkka"))
  })
})

describe("jaroWinkler", () => {
  // Winkler (1990), table 1, and the figures that go with it in the literature.
  it.each([
    ["martha", "marhta", 0.961],
    ["dwayne", "duane", 0.84],
    ["dixon", "dicksonx", 0.813],
  ])("of %s and %s is %d", (left, right, wanted) => {
    expect(jaroWinkler(left, right)).toBeCloseTo(wanted, 3)
    expect(jaroWinkler(right, left)).toBeCloseTo(wanted, 3)
  })

  it("is drawn up by four equal first letters at most", () => {
    // Six of eight match in their places: 5/6, and four tenths of what is missing.
    expect(jaroWinkler("abcdefgh", "abcdefxy")).toBeCloseTo(5 / 6 + 0.4 / 6, 12)
    expect(jaroWinkler("abc", "abcxyz")).toBeCloseTo(5 / 6 + 0.3 / 6, 12)
  })

  it("is 1 for equal and 0 for texts without a letter in common", () => {
    expect(jaroWinkler("a", "a")).toBe(1)
    expect(jaroWinkler("abc", "xyz")).toBe(0)
    expect(jaroWinkler("", "")).toBe(0)
  })
})

describe("tax ids", () => {
  // Numbers that companies publish about themselves, and persons' numbers made by the rule.
  it.each(["7707083893", "7736050003", "7728168971", "500100732259"])("takes the INN %s", (inn) => {
    expect(isInn(inn)).toBe(true)
  })

  it("refuses an INN with any one digit changed", () => {
    for (const inn of ["7707083893", "500100732259"]) {
      for (let at = 0; at < inn.length; at++) {
        const digit = (Number(inn[at]) + 1) % 10
        expect(isInn(`${inn.slice(0, at)}${digit}${inn.slice(at + 1)}`), `${inn} at ${at}`).toBe(false)
      }
    }
    expect(isInn("0000000000")).toBe(false)
    expect(isInn("770708389")).toBe(false)
    expect(isInn("000000000000")).toBe(false)
    // The last digit is right and the one before it is not.
    expect(isInn("500100732266")).toBe(false)
  })

  it.each([
    ["ИНН 7707083893/773601001", { schemeId: "inn", value: "7707083893" }],
    ["77 07 083893", { schemeId: "inn", value: "7707083893" }],
    ["７７０７０８３８９３ / ７７３６０１００１", { schemeId: "inn", value: "7707083893" }],
    ["de 123 456 789", { schemeId: "vat", value: "DE123456789" }],
    ["DE 123 456 789", { schemeId: "vat", value: "DE123456789" }],
    ["GR123456789", { schemeId: "vat", value: "EL123456789" }],
    ["CHE-123.456.789 MWST", { schemeId: "vat", value: "CHE123456789" }],
    ["FR XX 123456789", { schemeId: "vat", value: "FRXX123456789" }],
  ])("recognises %s", (text, taxId) => {
    expect(taxIdOf(text)).toEqual(taxId)
  })

  it.each(["7707083894", "DE12345678", "ZZ123456789", ""])("does not recognise %j", (text) => {
    expect(taxIdOf(text)).toBeNull()
  })

  it("takes the schemes of a host", () => {
    const ein: TaxIdScheme = { id: "ein", recognise: (text) => (/^\d{2}-\d{7}$/.test(text) ? text : null) }
    expect(taxIdOf("12-3456789", [...taxIdSchemes, ein])).toEqual({ schemeId: "ein", value: "12-3456789" })
  })
})

describe("isWrongInn", () => {
  it.each([
    ["7707083894", "RU", true],
    ["77 07 083894", "RU", true],
    ["500100732258", "RU", true],
    ["0000000000", "RU", true],
    ["7707083893", "RU", false],
    ["500100732259", "RU", false],
    ["770708389", "RU", false],
    ["KZ 123456789012", "RU", false],
    ["7707083894", "KZ", false],
    ["7707083894", null, false],
    ["инн: 7707083894", null, true],
    ["ИНН 770708389", null, true],
    ["7707083894/770701001", null, true],
    ["ИНН 7707083893 / 770701001", null, false],
    ["12/345/67890", "DE", false],
  ])("given %s in %s, then it is %s", (text, country, isWrong) => {
    expect(isWrongInn(text, country)).toBe(isWrong)
  })
})
