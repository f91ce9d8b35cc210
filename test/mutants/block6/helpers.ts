import { as, replaceIn, word, type Mutant } from "../mutant.js"

export const DEV = "/home/user/pixelwise"
export const PROD = "/opt/pixelwise"

/** Checks that only look: what most mutants of the databases and repositories are held against. */
export const LOOKS = [
  ..."catchup pg-dev pg-prod pg-local stanza example-password role-dev db-dev role-prod db-prod login login-wrong".split(
    " ",
  ),
  ..."least-privilege pins columns url-config url-effective table-dev table-prod restarted results-prod tag".split(" "),
  ..."mig-tool mig-no-secret mig-single mig-value mig-applied mig-nulls".split(" "),
].map((name) => `b6.${name}`)

/** Checks that talk to the service on dev (and on prod, where both are compared): what mutants of its code are held against. */
export const TALKS = [
  ..."row-per-classify row-matches no-row-on-reject contract-kept results-shape results-order results-limit".split(" "),
  ..."injection-safe results-dev".split(" "),
].map((name) => `b6.${name}`)

type More = Partial<Mutant>

/** A change made with SQL, as the administrator of a host's database. */
export function inDatabase(
  host: "dev" | "prod",
  name: string,
  check: string,
  message: RegExp,
  [broken, mended]: readonly [string, string],
  more: More = {},
): Mutant {
  return mutant({ name, check, message, host, break: psql(broken), repair: psql(mended), named: LOOKS, ...more })
}

export function psql(statement: string, database = "pixelwise"): string {
  return `cd / && runuser -u postgres -- psql -X -q -v ON_ERROR_STOP=1 -d ${database} -c ${word(statement)}`
}

/** A fault in the code of the service on dev, which the checks start from its sources. */
export function inCode(
  name: string,
  check: string,
  message: RegExp,
  edits: Record<string, readonly (readonly [string, string])[]>,
  more: More = {},
): Mutant {
  const script = Object.entries(edits).map(([file, pairs]) => replaceIn(file, ...pairs))
  return mutant({
    name,
    check,
    message,
    host: "dev",
    break: as("user", [`cd ${DEV}`, ...script].join("\n")),
    repair: as("user", `cd ${DEV}\ngit checkout -q -- .`),
    named: TALKS,
    ...more,
  })
}

/** A fault in what is committed on dev and pushed. */
export function pushed(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  return mutant({
    name,
    check,
    message,
    host: "dev",
    break: as(
      "user",
      `cd ${DEV}\n${change}\ngit add -A\ngit commit -q -m 'test: break something'\ngit push -q origin main`,
    ),
    repair: as("user", `cd ${DEV}\ngit reset -q --hard HEAD~1\ngit push -q --force origin main`),
    named: LOOKS,
    ...more,
  })
}

/** Most checks of this block look at both hosts, so nothing else may be tried at the same time. */
export function mutant(definition: Mutant): Mutant {
  return { shared: true, ...definition }
}
