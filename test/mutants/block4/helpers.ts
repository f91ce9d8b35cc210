import { as, replaceIn, type Mutant } from "../mutant.js"

export const DEV = "/home/user/pixelwise"
export const PROD = "/opt/pixelwise"
export const MODEL = "models/digit_classifier_v1.onnx"

const ids = (names: string): string[] => names.split(" ").map((name) => `b4.${name}`)

/** Checks that look at files, .env and Git: what mutants of these are held against. */
export const LOOKS = ids(
  "catchup pin-example pin-env model-dev card-dev model-is-release tmp-clean model-untracked script-pushed model-prod model-same prod-env-production path-config predict-place code-pushed no-build-output tag prod-behind",
)
/** Checks that try model and classifier: what mutants of these are held against. */
export const TRIES = ids(
  "model-loads classes-constant path-from-env load-once startup-assert batch single-delegates result-shape threshold bad-shape accuracy",
)
/** Checks that ask the student's fork of the model's repository. */
export const FORKED = ids("v2-fork v2-model v2-card v2-tag")

type More = Partial<Mutant>

/** Most checks of this block look at both hosts, so nothing else may be tried at the same time. */
export function mutant(definition: Mutant): Mutant {
  return { shared: true, ...definition }
}

/** A change below the repository of a host, made by its student and taken back by another. */
export function changed(
  host: "dev" | "prod",
  name: string,
  check: string,
  message: RegExp,
  [broken, mended]: readonly [string, string],
  more: More = {},
): Mutant {
  const [user, folder] = host === "dev" ? ["user", DEV] : ["produser", PROD]
  return mutant({
    name,
    check,
    message,
    host,
    break: as(user, `cd ${folder}\n${broken}`),
    repair: as(user, `cd ${folder}\n${mended}`),
    named: LOOKS,
    ...more,
  })
}

/** Another .env for a while. */
export function inEnv(
  host: "dev" | "prod",
  name: string,
  check: string,
  message: RegExp,
  edit: string,
  more: More = {},
): Mutant {
  return changed(host, name, check, message, [`cp -p .env ~/env.off\n${edit}`, "mv ~/env.off .env"], more)
}

/** A fault in the code on dev, not committed: what is run counts. */
export function inCode(
  name: string,
  check: string,
  message: RegExp,
  edits: Record<string, readonly (readonly [string, string])[]>,
  more: More = {},
): Mutant {
  const script = Object.entries(edits).map(([file, pairs]) => replaceIn(file, ...pairs))
  return changed("dev", name, check, message, [script.join("\n"), "git checkout -q -- ."], { named: TRIES, ...more })
}

/** A fault in what is committed on dev and pushed. */
export function pushed(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  return changed(
    "dev",
    name,
    check,
    message,
    [
      `${change}\ngit add -A\ngit commit -q -m 'test: break something'\ngit push -q origin main`,
      "git reset -q --hard HEAD~1\ngit push -q --force origin main",
    ],
    more,
  )
}

/** A fault in the student's fork of the model's repository; the script runs in a clone of it and ends with a push of main and v2.0. */
export function inFork(name: string, check: string, message: RegExp, change: string, more: More = {}): Mutant {
  return mutant({
    name,
    check,
    message,
    host: "hub",
    break: `cp -a /srv/git/pixelwise-model.git /srv/git/fork.off
work=$(mktemp -d)
export GIT_AUTHOR_NAME=Student GIT_AUTHOR_EMAIL=student@example.org GIT_COMMITTER_NAME=Student GIT_COMMITTER_EMAIL=student@example.org
git clone -q /srv/git/pixelwise-model.git "$work/fork"
cd "$work/fork"
${change}
git push -q --force origin HEAD:refs/heads/main '+refs/tags/v2.0:refs/tags/v2.0'
rm -rf "$work"`,
    repair: "rm -rf /srv/git/pixelwise-model.git && mv /srv/git/fork.off /srv/git/pixelwise-model.git",
    named: FORKED,
    ...more,
  })
}
