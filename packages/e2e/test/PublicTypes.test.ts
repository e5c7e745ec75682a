import { readFileSync } from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import ts from "typescript"
import { beforeAll, describe, expect, it } from "vitest"

const root = fileURLToPath(new URL("../../../", import.meta.url))

interface Manifest {
  readonly exports: { readonly [subpath: string]: string | null }
}

/** What hosts import: every entry of a published package. */
const entriesOf = (name: string): ReadonlyArray<string> => {
  const folder = join(root, "packages", name)
  const { exports } = JSON.parse(readFileSync(join(folder, "package.json"), "utf8")) as Manifest
  return Object.values(exports).flatMap((path) => (path?.endsWith(".ts") === true ? [join(folder, path)] : []))
}

/** Where types of a package are declared. */
const isOf = (packageName: string) => (file: string) => file.includes(`/node_modules/${packageName}/`)

interface Looked {
  readonly program: ts.Program
  readonly entries: ReadonlyArray<string>
}

/** Reads entries and what they import; a file may be given as text. */
const lookAt = (entries: ReadonlyArray<string>, virtual: { readonly [path: string]: string } = {}): Looked => {
  const options: ts.CompilerOptions = {
    allowImportingTsExtensions: true,
    module: ts.ModuleKind.NodeNext,
    moduleResolution: ts.ModuleResolutionKind.NodeNext,
    noEmit: true,
    skipLibCheck: true,
    strict: true,
    target: ts.ScriptTarget.ESNext,
    types: ["node"],
    typeRoots: [join(root, "node_modules/@types")],
  }
  const disk = ts.createCompilerHost(options)
  const host: ts.CompilerHost = {
    ...disk,
    fileExists: (path) => path in virtual || disk.fileExists(path),
    readFile: (path) => virtual[path] ?? disk.readFile(path),
    getSourceFile: (path, ...rest) => {
      const text = virtual[path]
      return text === undefined
        ? disk.getSourceFile(path, ...rest)
        : ts.createSourceFile(path, text, ts.ScriptTarget.ESNext)
    },
  }
  return { program: ts.createProgram([...entries], options, host), entries }
}

/**
 * Every place in the public types of entries where a type of a foreign package stands: exported name and the way to it. What an
 * exported function takes and gives is followed as deep as it goes; into declarations of other packages it is not.
 */
const reached = ({ entries, program }: Looked, isForeign: (file: string) => boolean): ReadonlyArray<string> => {
  const checker = program.getTypeChecker()
  const found = new Set<string>()
  const seen = new Set<ts.Type>()
  const filesOf = (symbol: ts.Symbol | undefined): ReadonlyArray<string> =>
    symbol?.declarations?.map((declaration) => declaration.getSourceFile().fileName) ?? []
  const visit = (type: ts.Type, way: string): void => {
    if (seen.has(type)) return
    seen.add(type)
    const files = filesOf(type.symbol)
    // A plain object that was computed by a foreign type is plain; what is declared there is not.
    const isDeclared =
      ((type.symbol as ts.Symbol | undefined)?.flags ?? 0) & (ts.SymbolFlags.Class | ts.SymbolFlags.Interface)
    if (isDeclared && files.some(isForeign)) found.add(way)
    if (type.isUnionOrIntersection()) for (const part of type.types) visit(part, way)
    if ((type.flags & ts.TypeFlags.Object) === 0) return
    for (const argument of checker.getTypeArguments(type as ts.TypeReference)) visit(argument, way)
    // Types of other packages are their own affair.
    if (files.length > 0 && files.every((file) => file.includes("/node_modules/"))) return
    for (const property of type.getProperties()) visit(checker.getTypeOfSymbol(property), `${way}.${property.name}`)
    for (const signature of [...type.getCallSignatures(), ...type.getConstructSignatures()]) {
      for (const parameter of signature.getParameters()) {
        visit(checker.getTypeOfSymbol(parameter), `${way}(${parameter.name})`)
      }
      visit(signature.getReturnType(), `${way}()`)
    }
  }
  for (const entry of entries) {
    const file = program.getSourceFile(entry)
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${entry} is no module`)
    for (const exported of checker.getExportsOfModule(module)) {
      const symbol = exported.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(exported) : exported
      if (symbol.flags & ts.SymbolFlags.Type) visit(checker.getDeclaredTypeOfSymbol(symbol), exported.name)
      if (symbol.flags & ts.SymbolFlags.Value) visit(checker.getTypeOfSymbol(symbol), exported.name)
    }
  }
  return [...found]
}

describe("types that hosts see", () => {
  const entries = ["core", "sql", "sqlite", "postgres", "conformance"].flatMap(entriesOf)
  let looked: Looked = { program: ts.createProgram([], {}), entries: [] }
  beforeAll(() => {
    looked = lookAt(entries)
  }, 300_000)

  it("name nothing of Kysely, in any package", () => {
    expect(entries.length).toBeGreaterThan(10)
    expect(reached(looked, isOf("kysely"))).toEqual([])
  }, 300_000)

  it("name nothing of Effect on the Promise facade, but for the services it maps and what is made of a host's policy and duties", () => {
    const facade = entries.filter((path) => path.includes("/core/src/promise/"))
    const ways = reached({ program: looked.program, entries: facade }, isOf("effect"))
    expect(new Set(ways.map((way) => way.split(/[.(]/)[0]))).toEqual(new Set(["AccessPolicyShape", "Duty", "UseCases"]))
  }, 300_000)

  it.each(["sqlite", "postgres"])("of %s can be named by hosts that have no package but it and the core", (name) => {
    const { program } = looked
    const checker = program.getTypeChecker()
    const file = program.getSourceFile(join(root, "packages", name, "src/index.ts"))
    const module = file === undefined ? undefined : checker.getSymbolAtLocation(file)
    if (module === undefined) throw new Error(`${name} has no entry`)
    const exported = checker.getExportsOfModule(module)
    const names = new Set(exported.map((symbol) => symbol.name))
    /** A type with what it is a promise of, a list of, or no null of. */
    const inside = (type: ts.Type): ReadonlyArray<ts.Type> => [
      type,
      ...(type.isUnion() ? type.types : checker.getTypeArguments(type as ts.TypeReference)).flatMap(inside),
      ...type.getCallSignatures().flatMap((signature) => ofSignature(signature)),
    ]
    const ofSignature = (signature: ts.Signature): ReadonlyArray<ts.Type> => [
      ...signature.getParameters().flatMap((parameter) => inside(checker.getTypeOfSymbol(parameter))),
      ...inside(signature.getReturnType()),
    ]
    const isInner = (symbol: ts.Symbol): boolean =>
      symbol.declarations?.some((declaration) =>
        declaration.getSourceFile().fileName.includes("/packages/sql/src/"),
      ) === true
    const named = exported.flatMap((symbol) => {
      const own = symbol.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(symbol) : symbol
      if ((own.flags & ts.SymbolFlags.Value) === 0) return []
      return checker
        .getTypeOfSymbol(own)
        .getCallSignatures()
        .flatMap(ofSignature)
        .flatMap(({ aliasSymbol, symbol: declared }) => aliasSymbol ?? (declared as ts.Symbol | undefined) ?? [])
        .filter((type) => isInner(type) && !type.name.startsWith("__"))
        .map((type) => type.name)
    })
    expect(named).toContain("NamingChoice")
    expect(named.filter((type) => !names.has(type))).toEqual([])
  })

  it("are looked at: a type of Kysely in a signature is found, however deep", () => {
    const path = join(root, "packages/sql/src/planted.ts")
    const text = `
      import type { Kysely } from "kysely"
      interface Tools { readonly run: (options: { readonly db: Kysely<object> | null }) => Promise<void> }
      export const make = (tools: ReadonlyArray<Tools>): number => tools.length
      export const innocent = (name: string): string => name
    `
    expect(reached(lookAt([path], { [path]: text }), isOf("kysely"))).toEqual(["make(tools).run(options).db"])
  }, 300_000)
})
