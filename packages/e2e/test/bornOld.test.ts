import { readdirSync, readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { expect, it } from "vitest"

const packages = fileURLToPath(new URL("../../", import.meta.url))

/** What runs under every command. */
const sources = ["core", "sql", "sqlite", "postgres"].flatMap((name) =>
  readdirSync(join(packages, name, "src"), { recursive: true, encoding: "utf8" })
    .filter((path) => path.endsWith(".ts"))
    .map((path) => join(name, "src", path)),
)

/** Functions that are written where they are given to an object, with the line. */
const bornOldIn = (name: string, text: string): ReadonlyArray<string> => {
  const file = ts.createSourceFile(name, text, ts.ScriptTarget.Latest, true)
  const found: Array<string> = []
  const look = (node: ts.Node): void => {
    if (
      ts.isBinaryExpression(node) &&
      node.operatorToken.kind === ts.SyntaxKind.EqualsToken &&
      (ts.isPropertyAccessExpression(node.left) || ts.isElementAccessExpression(node.left)) &&
      (ts.isArrowFunction(node.right) || ts.isFunctionExpression(node.right))
    ) {
      found.push(`${name}:${file.getLineAndCharacterOfPosition(node.getStart()).line + 1}`)
    }
    ts.forEachChild(node, look)
  }
  look(file)
  return found
}

it("functions are named before they are given to an object, or the engine keeps all that they see until a full collection", () => {
  expect(bornOldIn("it.ts", "inner.next = () => 1\nconst next = () => 1\ninner.next = next")).toEqual(["it.ts:1"])
  expect(sources.length).toBeGreaterThan(500)
  expect(sources.flatMap((path) => bornOldIn(path, readFileSync(join(packages, path), "utf8")))).toEqual([])
})
