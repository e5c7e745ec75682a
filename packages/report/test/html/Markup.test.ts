import fc from "fast-check"
import { describe, expect, it } from "vitest"
import { escapeMarkup, htmlPage, markup } from "../../src/index.ts"

describe("markup", () => {
  it("escapes text, lets markup in, joins lists", () => {
    const item = (text: string) => markup`<li>${text}</li>`
    expect(markup`<ul>${[item("a & b"), item("<i>")]}</ul>${null}${3}`.markup).toBe(
      "<ul><li>a &amp; b</li><li>&lt;i&gt;</li></ul>3",
    )
  })

  it("leaves nothing that could open a tag, close an attribute or break XML", () => {
    fc.assert(
      fc.property(fc.string({ unit: "binary" }), (text) => {
        expect(escapeMarkup(text)).not.toMatch(/[<>"'\u0000-\u0008\u000B\u000C\u000E-\u001F]/)
        expect(escapeMarkup(text).isWellFormed()).toBe(true)
      }),
    )
  })
})

describe("page", () => {
  it("forbids scripts and requests, names its language, and anchors its sections", () => {
    const page = htmlPage({
      language: "ru",
      title: "Отчёт <1>",
      subtitle: "на сегодня",
      contentsLabel: "Содержание",
      sections: [{ id: "one", title: "Раз & два", content: [markup`<p>текст</p>`] }],
    })
    expect(page).toContain("default-src 'none'")
    expect(page).toContain("<title>Отчёт &lt;1&gt;</title>")
    expect(page).toContain('<h2 id="one"><a class="anchor" href="#one">Раз &amp; два</a></h2>')
    expect(page).toContain("prefers-color-scheme:dark")
    expect(page).toContain("@media print")
  })
})
