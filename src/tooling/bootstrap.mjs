/**
 * Starts `npm run demo`, `npm test`, `npm run matrix`, `npm run robot`, `npm run ways`, `npm run mutants`, `npm run catchup:matrix`,
 * `npm run bench` and `npm run models:verify` on a machine where nothing is prepared: installs Node dependencies where they are missing,
 * builds, and as root on Debian or Ubuntu installs the lab's packages, saying so. Uses nothing but Node, because it runs before anything is installed.
 */
import { spawn, spawnSync } from "node:child_process"
import fs from "node:fs"
import os from "node:os"
import path from "node:path"
import { fileURLToPath, pathToFileURL } from "node:url"
import { mutantsInTurn, oneOf, turnOf } from "./rotation.mjs"

const root = fileURLToPath(new URL("../..", import.meta.url))
const reference = path.join(root, "reference-app")
const model = path.join(reference, "model")
const USAGE_EXIT = 2

const PURPOSES = { demo, test, matrix, robot, ways, mutants, catchup, bench, models }

/** @param {string[]} args what follows the purpose on the command line */
async function demo(args) {
  await install(root, "course")
  await compile()
  await prepareLab()
  return node([path.join(root, "dist", "src", "demo", "demo.js"), ...args])
}

async function test(args) {
  await install(root, "course")
  await install(reference, "reference-app")
  await compile()
  const lab = await prepareLab()
  if (!lab.ready && process.env.COURSE_REQUIRE_LAB === "1") {
    say("COURSE_REQUIRE_LAB=1 asks for lab tests, and this machine cannot run them:")
    lab.reasons.forEach((reason) => say(`  ${reason}`))
  } else if (!lab.ready) say(`Lab tests are skipped: ${lab.reasons.join(" ")}`)
  await prepareTestPrograms()
  await prepareBrowser()
  const projects = ["unit", "integration", "cli", "matrix", "robot", "lab", "lab-alone", "browser"].map(
    (name) => `--project=${name}`,
  )
  // A choice of tests is a choice among those of course itself.
  if (args.length > 0) return vitest(root, "course", [...projects, ...args])
  const turn = turnOf(commit())
  const service = await testReference()
  const ours = await vitest(root, "course", projects, inTurn(turn))
  const mutants = await someMutants(turn)
  return service || ours || mutants
}

/** Of what takes too long to be tried whole each time, this commit's share. */
function inTurn(turn) {
  const ways = filesOf(path.join("test", "lab"), /^valid-ways-.*\.lab\.test\.ts$/)
  const chosen = oneOf(turn, ways)
  say(`Of the valid ways, those of ${chosen} are tried; all of them: npm run ways.`)
  const others = ways.filter((file) => file !== chosen)
  return {
    COURSE_NOT_IN_TURN: others.join(path.delimiter),
    COURSE_TURN: String(turn),
    COURSE_CATCHUP_SEED: String(turn),
  }
}

/** A part of the mutants that is another one after the next commit. */
async function someMutants(turn) {
  const { file, part } = mutantsInTurn(turn, filesOf(path.join("test", "mutants"), /\.mutants\.test\.ts$/))
  say(`Trying part ${part} of the mutants in ${file}; all of them: npm run mutants.`)
  return vitest(root, "mutants", ["--project=mutants", file], { COURSE_MUTANTS: part })
}

/** @param {string} folder relative to the root, as are the files */
function filesOf(folder, pattern) {
  const names = fs.readdirSync(path.join(root, folder)).filter((name) => pattern.test(name))
  return names.map((name) => path.join(folder, name))
}

/** @returns {string} the id of the commit that is checked out; the day where the folder is no repository */
function commit() {
  const { stdout, status } = spawnSync("git", ["rev-parse", "HEAD"], { cwd: root, encoding: "utf8" })
  return status === 0 ? stdout.trim() : new Date().toISOString().slice(0, "YYYY-MM-DD".length)
}

/** @param {string[]} args states and tracks, such as `v0.3 python`; all without any */
async function matrix(args) {
  await install(root, "course")
  await compile()
  await prepareLab()
  return vitest(root, "matrix", ["--project=matrix"], { COURSE_REQUIRE_LAB: "1", COURSE_MATRIX: args.join(" ") })
}

/** @param {string[]} args tracks and blocks, such as `python block4`; all without any */
async function robot(args) {
  await install(root, "course")
  await compile()
  await prepareLab()
  return vitest(root, "robot", ["--project=robot"], { COURSE_REQUIRE_LAB: "1", COURSE_ROBOT: args.join(" ") })
}

/** @param {string[]} args blocks, such as `block3`, to which it keeps; all without any */
async function ways(args) {
  await install(root, "course")
  await compile()
  await prepareLab()
  const files = filesOf(path.join("test", "lab"), /^valid-ways-.*\.lab\.test\.ts$/)
  const chosen = files.filter((file) => args.length === 0 || args.some((word) => file.includes(`-${word}.`)))
  if (chosen.length === 0)
    throw new Failed(`There are no valid ways of ${args.join(" ")}; the files are ${files.join(", ")}.`)
  return vitest(root, "ways", ["--project=lab", ...chosen], { COURSE_REQUIRE_LAB: "1" })
}

/** @param {string[]} args words that a mutant's name contains, ids of checks, or 1/4 for the first of four parts */
async function mutants(args) {
  await install(root, "course")
  await compile()
  await prepareLab()
  const chosen = args.length > 0 ? { COURSE_MUTANTS: args.join(" ") } : {}
  return vitest(root, "mutants", ["--project=mutants"], {
    COURSE_REQUIRE_LAB: "1",
    COURSE_RECORD_KILLS: "1",
    ...chosen,
  })
}

/** @param {string[]} args words that a starting state contains, tags, a track, `left`, `1/3`; none means the whole table, which takes hours */
async function catchup(args) {
  await install(root, "course")
  await compile()
  await prepareLab()
  // Kept from an earlier run, it says what is `left`.
  const table = process.env.COURSE_CATCHUP_TABLE ?? path.join(os.tmpdir(), `catch-up-${process.pid}.jsonl`)
  const ended = await vitest(root, "catch-up", ["--project=lab", "test/lab/catch-up.lab.test.ts"], {
    COURSE_REQUIRE_LAB: "1",
    COURSE_CATCHUP: args.length > 0 ? args.join(" ") : "all",
    COURSE_CATCHUP_TABLE: table,
  })
  say(`What each pair came to: ${table}.md`)
  return ended
}

/** @param {string[]} args `service` measures the reference service and `start` the start-up, which need no lab; anything else needs one */
async function bench(args) {
  await install(root, "course")
  await compile()
  if (args.includes("service")) await buildReference()
  else if (!args.includes("start")) await prepareLab()
  return node([path.join(root, "dist", "src", "bench", "bench.js"), ...args])
}

/** @param {string[]} args the folder with the MNIST files; without it, and without MNIST_DIR, accuracy is not measured */
async function models(args) {
  await install(model, "reference-app/model")
  const tsx = path.join(model, "node_modules", "tsx", "dist", "cli.mjs")
  // npm starts scripts in the project's folder; a relative path means the folder of the person who typed it.
  const cwd = process.env.INIT_CWD ?? process.cwd()
  return run(process.execPath, [tsx, path.join(model, "verify.ts"), ...args], { cwd })
}

async function buildReference() {
  await install(reference, "reference-app")
  await step("npm run build in reference-app", () => npm(["run", "--silent", "build"], reference))
}

async function testReference() {
  say("Testing the reference service by itself.")
  await buildReference()
  const service = await vitest(reference, "reference-app", [])
  say("Testing the models by themselves.")
  await install(model, "reference-app/model")
  const models = await vitest(model, "model", [])
  return service === 0 ? models : service
}

/** Installs what the lock file names, unless exactly that is there. */
async function install(folder, name) {
  if (isInstalled(folder)) return
  await step(`Installing the Node dependencies of ${name} (npm ci)`, () =>
    npm(["ci", "--no-audit", "--no-fund"], folder),
  )
}

/** Compares the lock file with what npm noted about node_modules: times would mislead after a checkout. */
function isInstalled(folder) {
  const noted = readLock(path.join(folder, "node_modules", ".package-lock.json"))
  const wanted = readLock(path.join(folder, "package-lock.json"))
  if (!noted || !wanted) return false
  return Object.entries(wanted).every(
    ([place, { version, optional, devOptional, link }]) =>
      place === "" || optional || devOptional || link || noted[place]?.version === version,
  )
}

function readLock(file) {
  try {
    return JSON.parse(fs.readFileSync(file, "utf8")).packages
  } catch (error) {
    if (error.code === "ENOENT" || error instanceof SyntaxError) return undefined
    throw error
  }
}

async function compile() {
  const { build } = await import("./build.mjs")
  try {
    await build()
  } catch (error) {
    throw new Failed(error.message, { cause: error })
  }
}

/** Installs the lab's packages where that is possible. What is then still missing is told as reasons. */
async function prepareLab() {
  const file = path.join(root, "dist", "src", "lab", "requirements.js")
  const { labRequirements, installLabPackages } = await import(pathToFileURL(file).href)
  const before = await labRequirements()
  if (before.obstacles.length === 0 && before.packages.length > 0) {
    try {
      await installLabPackages(say)
    } catch (error) {
      return { ready: false, reasons: [error.message] }
    }
  }
  const { ready, obstacles, packages } = await labRequirements()
  const missing = packages.length > 0 ? [`Missing packages: ${packages.join(", ")}.`] : []
  return { ready, reasons: [...obstacles, ...missing] }
}

/** Installs what tests run beside the lab, where that is possible. Without it, its tests are skipped, or fail where the lab was demanded. */
async function prepareTestPrograms() {
  const file = path.join(root, "dist", "src", "lab", "test-programs.js")
  const { installTestPrograms, testRequirements } = await import(pathToFileURL(file).href)
  try {
    await installTestPrograms(say)
  } catch (error) {
    say(error.message)
  }
  const { packages } = await testRequirements()
  if (packages.length > 0) say(`Tests that use them are skipped, for these are missing: ${packages.join(", ")}.`)
}

/** Installs a browser where that is possible. Without one, its tests say themselves that they are skipped, or fail. */
async function prepareBrowser() {
  const file = path.join(root, "dist", "src", "lab", "browser.js")
  const { installBrowser, browserRequirements } = await import(pathToFileURL(file).href)
  try {
    await installBrowser(say)
  } catch (error) {
    say(error.message)
  }
  const { ready, obstacles } = await browserRequirements()
  if (!ready) say(`There is no browser for the tests of the page. ${obstacles.join(" ")}`)
}

/** Runs tests; with COURSE_TEST_RESULTS, the numbers also go into that folder as NAME.json. */
function vitest(folder, name, args, env = {}) {
  const results = process.env.COURSE_TEST_RESULTS
  const counting = fileURLToPath(new URL("results-reporter.mjs", import.meta.url))
  const reporters = results === undefined ? [] : ["--reporter=default", `--reporter=${counting}`]
  const file = results === undefined ? {} : { COURSE_TEST_RESULTS_FILE: path.join(results, `${name}.json`) }
  const program = path.join(folder, "node_modules", "vitest", "vitest.mjs")
  return run(process.execPath, [program, "run", ...reporters, ...args], { cwd: folder, env: { ...env, ...file } })
}

function node(args) {
  return run(process.execPath, args, { cwd: process.cwd() })
}

/** npm as the one that started this, else the one on the path. */
async function npm(args, cwd) {
  const own = process.env.npm_execpath
  const [command, first] = own?.endsWith(".js")
    ? [process.execPath, [own]]
    : [os.platform() === "win32" ? "npm.cmd" : "npm", []]
  const code = await run(command, [...first, ...args], { cwd, quiet: true })
  if (code !== 0) throw new Failed(`npm ${args.join(" ")} failed in ${cwd}.`)
}

/** @returns {Promise<number>} the exit code; output goes to this process's own, or is shown only after a failure */
function run(command, args, { cwd, quiet = false, env = {} }) {
  return new Promise((resolve, reject) => {
    const stdio = quiet ? ["ignore", "pipe", "pipe"] : "inherit"
    const child = spawn(command, args, { cwd, stdio, env: { ...process.env, ...env } })
    const output = []
    child.stdout?.on("data", (chunk) => output.push(chunk))
    child.stderr?.on("data", (chunk) => output.push(chunk))
    child.on("error", (error) => reject(new Failed(`${command} cannot be started: ${error.message}`, { cause: error })))
    child.on("close", (code, signal) => {
      const exit = code ?? 128 + os.constants.signals[signal]
      if (quiet && exit !== 0) process.stderr.write(Buffer.concat(output))
      resolve(exit)
    })
  })
}

async function step(title, work) {
  const startedAt = performance.now()
  say(`${title} ...`)
  await work()
  say(`  done in ${((performance.now() - startedAt) / 1000).toFixed(1)} s`)
}

function say(text) {
  process.stderr.write(`${text}\n`)
}

/** Something that the person has to hear without a stack. */
class Failed extends Error {}

// The child gets Ctrl-C as well and cleans up; this process waits for it.
process.on("SIGINT", () => {})

const [major, minor] = process.versions.node.split(".").map(Number)
const [purpose = "", ...args] = process.argv.slice(2)
if (major < 20 || (major === 20 && minor < 19)) {
  say(`course needs Node.js 20.19 or newer; this is ${process.version}.`)
  process.exitCode = USAGE_EXIT
} else if (!Object.hasOwn(PURPOSES, purpose)) {
  say(`Usage: node src/tooling/bootstrap.mjs ${Object.keys(PURPOSES).join("|")} [...]`)
  process.exitCode = USAGE_EXIT
} else {
  try {
    process.exitCode = await PURPOSES[purpose](args)
  } catch (error) {
    if (!(error instanceof Failed)) throw error
    say(error.message)
    process.exitCode = 1
  }
}
