// The dependency rule of the architecture, held by a machine. Edit the lists below, not the rules made from them;
// packages/e2e/test/dependencyRules.test.ts proves that each rule can fail.

/** Areas of core and the other areas each may import: the whole list. */
const areaEdges = {
  client: [],
  deal: [],
  settlement: [],
  team: [],
  control: ["client", "deal", "settlement", "team"],
  loyalty: ["client", "deal", "settlement", "team"],
  plan: ["client", "deal", "settlement", "team"],
  review: ["client", "deal", "settlement", "team", "control", "loyalty", "plan"],
  script: ["client", "deal", "settlement", "team", "control", "loyalty", "plan", "review"],
}

/** Folders of core that are not areas, and what of core each may import at run time. */
const frameEdges = {
  shared: [],
  stats: ["shared"],
  journal: ["shared"],
  ports: ["shared", "journal"],
  memory: ["shared", "stats", "journal", "ports", "department", ...Object.keys(areaEdges)],
  department: ["shared", "stats", "journal", "ports", ...Object.keys(areaEdges)],
  records: ["shared", "stats", "journal", "department", ...Object.keys(areaEdges)],
  exchange: ["shared", "stats", "journal", "ports", "department", ...Object.keys(areaEdges)],
  effect: [
    "shared",
    "stats",
    "journal",
    "ports",
    "memory",
    "department",
    "records",
    "exchange",
    ...Object.keys(areaEdges),
  ],
}

/**
 * Folders of core that have parts, and what other parts each may import beside the folder's own files; these import none of them, but for
 * the entries, which hand names on.
 */
const partEdges = {
  ports: {
    input: [],
    command: ["input"],
    reading: ["input"],
    outbox: ["input"],
    tick: ["input", "reading"],
  },
  plan: {
    decomposition: [],
    drivers: ["decomposition"],
    facts: ["decomposition"],
    capacity: ["decomposition"],
    record: ["drivers", "facts"],
    attainment: ["decomposition", "facts", "capacity", "record"],
    variance: ["decomposition", "drivers", "facts", "capacity", "record"],
    targets: ["decomposition", "facts", "capacity", "record", "attainment"],
    forecast: ["decomposition", "facts", "record", "variance"],
    replan: ["decomposition", "facts", "capacity", "record", "attainment", "targets", "forecast"],
  },
}

/** Published packages, and the ones each may import. Private packages and examples may import any. */
const packageEdges = {
  core: [],
  sql: ["core"],
  sqlite: ["core", "sql"],
  postgres: ["core", "sql"],
  conformance: ["core"],
  report: ["core"],
  cli: ["core", "sql", "sqlite", "postgres", "conformance", "report"],
}

/** Files of core that may use Node's own modules; the rest of it also runs in a browser. */
const nodeInCore = ["^packages/core/src/promise/", "^packages/core/src/journal/Sha256[.]ts$"]

const areas = Object.keys(areaEdges)
const core = "^packages/core/src/"
const inArea = `${core}(?:${areas.join("|")})/`
/** Folders whose modules are pure unless their names say otherwise. */
const pureFolders = `${core}(?:${[...areas, "shared", "stats", "journal", "exchange"].join("|")})/`
/** Files of an area that are not pure: schemas, ports, use cases, and the subpath that exports them. */
const withEffect = "(?:Schema|Store|Service|/service)[.]ts$"
const useCases = "(?:Store|Service|/service)[.]ts$"
/** Files of an area that decide on what a command reads: without Effect, but aware of the journal and the configuration. */
const commands = "(?:Command|Commands|Rules)[.]ts$"
/** Files that hand names of a folder on. */
const entries = "(?:index|adapter|service)[.]ts$"
const effectModule = "(?:^|/)node_modules/effect/"
const driverUsers =
  "^packages/(?:sqlite|postgres)/(?:src|test)/|^packages/(?:cli|bench|e2e)/|^packages/[^/]+/test/|^examples/"

const forbidden = [
  {
    name: "no-cycles",
    comment: "Modules that need each other are one module; type-only imports count.",
    from: {},
    to: { circular: true },
  },
  {
    name: "resolvable",
    comment: "Every import leads to a file or a declared dependency.",
    from: {},
    to: { couldNotResolve: true },
  },
  {
    name: "no-effect-barrel",
    comment: 'import * as Schema from "effect/Schema": the barrel is three to five times larger in a host\'s bundle.',
    from: {},
    to: { path: `${effectModule}dist/index[.]js$` },
  },
  {
    name: "internal-stays-in-its-folder",
    comment: "Only the files beside an internal/ folder import from it.",
    from: { path: "^((?:(?!/internal/).)+)/[^/]+$" },
    to: { path: "^(?:packages|examples)/.*/internal/", pathNot: "^$1/internal/" },
  },
  {
    name: "internal-keeps-to-itself",
    comment: "A file of an internal/ folder imports from no other internal/ folder.",
    from: { path: "^(.+)/internal/" },
    to: { path: "^(?:packages|examples)/.*/internal/", pathNot: "^$1/internal/" },
  },
  {
    name: "known-folders",
    comment: "A new folder of core is first placed in the lists above.",
    from: { path: `${core}[^/]+/`, pathNot: `${core}(?:promise|${[...areas, ...Object.keys(frameEdges)].join("|")})/` },
    to: {},
  },
  {
    name: "pure-without-effect",
    comment: "Pure modules decide without Effect; effect/Result is allowed where a decision needs it.",
    from: { path: pureFolders, pathNot: withEffect },
    to: { path: effectModule, pathNot: `${effectModule}dist/Result[.]js$`, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "pure-without-schemas-and-services",
    comment: "Pure modules take the types of schemas and ports type-only, else Effect comes in behind them.",
    from: { path: pureFolders, pathNot: withEffect },
    to: { path: `${core}.*${withEffect}`, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "pure-without-journal",
    comment: "Deciding is separate from recording: outside commands, stores and services, journal gives types only.",
    from: { path: inArea, pathNot: [useCases, commands] },
    to: { path: `${core}journal/`, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "pure-without-ports",
    comment: "Pure modules know no port, not even its type; schemas build on its fields.",
    from: { path: inArea, pathNot: [withEffect, commands] },
    to: { path: `${core}ports/` },
  },
  {
    name: "commands-without-ports",
    comment: "Commands say what they read; ports are spoken to by services. Their types may be named.",
    from: { path: `${inArea}.*${commands}` },
    to: { path: `${core}ports/`, dependencyTypesNot: ["type-only"] },
  },
  {
    name: "areas-below-the-root",
    comment: "Areas do not know what is assembled from them.",
    from: { path: inArea },
    to: { path: `${core}(?:effect|exchange|memory|promise|[^/]+$)` },
  },
  {
    name: "configuration-for-commands",
    comment: "Commands and services read a tenant's configuration; pure modules get its parts as arguments.",
    from: { path: inArea, pathNot: [useCases, commands] },
    to: { path: `${core}department/` },
  },
  {
    name: "only-configuration-of-department",
    comment:
      "Of department, areas see the configuration, what it says of a condition and who has left, not the presets or what is assembled there.",
    from: { path: `${inArea}.*(?:${commands}|${useCases})` },
    to: {
      path: `${core}department/`,
      pathNot: `${core}department/(?:Department(?:Schema|Rules|Import)?|LeaverRules|ConditionProblems)[.]ts$`,
    },
  },
  // script may import all of them, so it needs no rule.
  ...areas
    .filter((area) => area !== "script")
    .map((area) => ({
      name: `edges-of-${area}`,
      comment: `${area} may import of the other areas: ${areaEdges[area].join(", ") || "none"}.`,
      from: { path: `${core}${area}/` },
      to: { path: inArea, pathNot: `${core}(?:${[area, ...areaEdges[area]].join("|")})/` },
    })),
  ...Object.entries(frameEdges).map(([folder, allowed]) => ({
    name: `edges-of-${folder}`,
    comment: `${folder} may import of core: ${allowed.join(", ") || "none"}; types may also come from areas to ports.`,
    from: { path: `${core}${folder}/` },
    to: {
      path: core,
      pathNot: `${core}(?:${[folder, ...allowed].join("|")})/`,
      ...(folder === "ports" ? { dependencyTypesNot: ["type-only"] } : {}),
    },
  })),
  ...Object.entries(partEdges).flatMap(([folder, parts]) => [
    {
      name: `${folder}-below-its-parts`,
      comment: `The folder's own files know nothing of its parts; entries hand their names on.`,
      from: { path: `${core}${folder}/[^/]+$`, pathNot: `${core}${folder}/${entries}` },
      to: { path: `${core}${folder}/(?:${Object.keys(parts).join("|")})/` },
    },
    ...Object.entries(parts).map(([part, allowed]) => ({
      name: `edges-of-${folder}-${part}`,
      comment: `${part} may import of the other parts of ${folder}: ${allowed.join(", ") || "none"}.`,
      from: { path: `${core}${folder}/${part}/` },
      to: {
        path: `${core}${folder}/`,
        pathNot: [`${core}${folder}/(?!${entries})[^/]+$`, `${core}${folder}/(?:${[part, ...allowed].join("|")})/`],
      },
    })),
  ]),
  {
    name: "promise-on-top",
    comment: "The Promise facade maps the services; only the package's own index may re-export it.",
    from: { path: core, pathNot: `${core}(?:promise/|[^/]+$)` },
    to: { path: `${core}promise/` },
  },
  {
    name: "node-in-core",
    comment: "Core runs in a browser too, except where listed.",
    from: { path: core, pathNot: nodeInCore },
    to: { dependencyTypes: ["core"] },
  },
  ...Object.entries(packageEdges).map(([name, allowed]) => ({
    name: `package-edges-of-${name}`,
    comment: `${name} may import of the other packages: ${allowed.join(", ") || "none"}.`,
    from: { path: `^packages/${name}/src/` },
    to: { path: "^(?:packages/[^/]+/src|examples)/", pathNot: `^packages/(?:${[name, ...allowed].join("|")})/src/` },
  })),
  {
    name: "packages-by-name",
    comment: 'Another package is imported as "@salesdept/…", never by a path into its folder.',
    from: { path: "^(packages|examples)/([^/]+)/" },
    to: { path: "^(?:packages|examples)/", pathNot: "^$1/$2/", dependencyTypes: ["local"] },
  },
  {
    name: "no-tests-in-source",
    comment: "Source does not import tests; conformance is the place for shared suites.",
    from: { path: "^(?:packages|examples)/[^/]+/src/" },
    to: { path: "^(?:packages|examples)/[^/]+/test/" },
  },
  {
    name: "kysely-in-sql-only",
    comment:
      "Only packages/sql knows the query builder; tests of the adapters, benches and code of documents play hosts that use it.",
    from: { path: "^(?:packages|examples)/", pathNot: "^packages/(?:sql/|bench/|e2e/|(?:sqlite|postgres)/test/)" },
    to: { path: "(?:^|/)node_modules/kysely/" },
  },
  {
    name: "drivers-in-adapters-only",
    comment: "Only the adapters know a driver; the command line, benches, tests and examples open databases.",
    from: { path: "^(?:packages|examples)/", pathNot: driverUsers },
    to: { path: "(?:^|/)node_modules/(?:@types/)?(?:better-sqlite3|pg)/" },
  },
  {
    name: "sqlite-without-pg",
    comment: "One adapter, one driver.",
    from: { path: "^packages/sqlite/src/" },
    to: { path: "(?:^|/)node_modules/(?:@types/)?pg/" },
  },
  {
    name: "postgres-without-sqlite",
    comment: "One adapter, one driver.",
    from: { path: "^packages/postgres/src/" },
    to: { path: "(?:^|/)node_modules/(?:@types/)?better-sqlite3/" },
  },
]

/** @type {import("dependency-cruiser").IConfiguration} */
module.exports = {
  forbidden: forbidden.map((rule) => Object.assign(rule, { severity: "error" })),
  options: {
    tsPreCompilationDeps: true,
    doNotFollow: { path: "node_modules" },
    exclude: { path: "^(?:packages|examples)/[^/]+/(?:dist|coverage)/" },
    enhancedResolveOptions: { exportsFields: ["exports"], conditionNames: ["import", "node", "default"] },
  },
}
