import type { Context } from "../../src/engine/context.js"
import type { Probe } from "../../src/engine/probe.js"
import { sh, type ShellText } from "../../src/engine/shell.js"
import { facts, type Facts } from "./command.js"
import { nodePath } from "./node-path.js"

const NODE_DRIVERS = ["pg", "postgres", "@prisma/client", "@vercel/postgres", "slonik", "pg-promise"]
const PYTHON_DRIVERS = ["sqlalchemy", "psycopg2", "psycopg2-binary", "psycopg", "psycopg-binary", "asyncpg", "pg8000"]

const READ_NODE = `
const fs = require("fs")
const wanted = JSON.parse(process.argv[1])
const { dependencies = {} } = JSON.parse(fs.readFileSync(0, "utf8") || "{}")
for (const name of wanted) {
  if (dependencies[name]) console.log("pin=" + name + " " + dependencies[name])
  try { console.log("installed=" + name + " " + JSON.parse(fs.readFileSync("node_modules/" + name + "/package.json", "utf8")).version) } catch {}
}`

const READ_PYTHON = `
import json, re, sys
from importlib import metadata
wanted = json.loads(sys.argv[1])
for line in sys.stdin:
    match = re.match(r"\\s*([A-Za-z0-9._-]+)(?:\\[[^\\]]*\\])?\\s*([=<>~!]=?=?[^;#\\s]*)?", line)
    name = match and match[1].lower().replace("_", "-")
    if name in wanted:
        print("pin=" + name, (match[2] or "any").removeprefix("=="))
for name in wanted:
    try:
        print("installed=" + name, metadata.version(name))
    except metadata.PackageNotFoundError:
        pass`

/** Drivers and ORMs for PostgreSQL: `pin=NAME VERSION` as committed, `installed=NAME VERSION` as installed on this host. */
export function databaseDriver(context: Context, host: "dev" | "prod"): Probe<Facts> {
  const { track, settings } = context
  const repo = host === "prod" ? settings.prodRepo : settings.devRepo
  return facts(host, track === "python" ? python(repo) : node(repo))
}

function node(repo: string): ShellText {
  return sh`
cd ${repo} 2>/dev/null || exit 0
${nodePath}
git show HEAD:package.json 2>/dev/null | node -e ${READ_NODE} ${JSON.stringify(NODE_DRIVERS)}`
}

function python(repo: string): ShellText {
  return sh`
cd ${repo} 2>/dev/null && [ -x .venv/bin/python ] || exit 0
git show HEAD:requirements.txt 2>/dev/null | .venv/bin/python -I -c ${READ_PYTHON} ${JSON.stringify(PYTHON_DRIVERS)}`
}
