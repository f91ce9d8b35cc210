import { inRepository, REPO } from "../block2/on-dev.js"
import { as, type Mutant } from "../mutant.js"

const COMMIT = "git commit -q -am 'docs: change the example'"
const KEY = "key=$(sed -n 's/^SECRET_API_KEY=//p' .env)"

/** Changes the committed example. */
const inExample = (name: string, check: string, message: RegExp, change: string): Mutant =>
  inRepository(name, check, message, `${change}\n${COMMIT}`)

/** Changes dev's .env, and puts it back with its mode. */
function inEnv(name: string, check: string, message: RegExp, change: string): Mutant {
  return {
    ...{ name, check, message, host: "dev" },
    break: as("user", `cd ${REPO}\ncp -p .env ~/env.off\n${change}`),
    repair: as("user", `mv ~/env.off ${REPO}/.env`),
  }
}

/** Faults of step 3.4. */
export const settingsMutants: Mutant[] = [
  inRepository(
    "no-example",
    "b3.example-keys",
    /holds \.env\.example/,
    "git rm -q .env.example\ngit commit -q -m 'docs: drop the example'",
  ),
  inExample("example-without-debug", "b3.example-keys", /does not name DEBUG/, "sed -i /^DEBUG/d .env.example"),
  inExample(
    "example-in-lower-case",
    "b3.example-keys",
    /not every reader accepts/,
    "sed -i 's/^DEBUG/debug/' .env.example",
  ),
  inExample(
    "example-with-blanks",
    "b3.example-keys",
    /not every reader accepts/,
    "sed -i 's/^DEBUG=/DEBUG = /' .env.example",
  ),
  inExample(
    "comment-behind-the-value",
    "b3.example-comments",
    /behind the value of DEBUG/,
    "sed -i 's/^DEBUG=true/DEBUG=true # or false/' .env.example",
  ),
  inExample("example-without-comments", "b3.example-comments", /No comment says what/, "sed -i '/^#/d' .env.example"),
  inExample(
    "real-key-in-the-example",
    "b3.example-placeholder",
    /very key that \.env uses/,
    `${KEY}\nsed -i "s/^SECRET_API_KEY=.*/SECRET_API_KEY=$key/" .env.example`,
  ),
  inEnv("no-env", "b3.env-real", /dev has no \.env/, "rm .env"),
  inEnv(
    "key-left-as-it-was",
    "b3.env-real",
    /still a placeholder/,
    "sed -i 's/^SECRET_API_KEY=.*/SECRET_API_KEY=replace-me/' .env",
  ),
  inEnv("key-without-value", "b3.env-real", /is empty/, "sed -i 's/^SECRET_API_KEY=.*/SECRET_API_KEY=/' .env"),
  inEnv("key-not-set", "b3.env-real", /does not set SECRET_API_KEY/, "sed -i /^SECRET_API_KEY=/d .env"),
  inEnv("env-for-everybody", "b3.env-mode", /Other accounts of dev/, "chmod 644 .env"),
  inRepository(
    "env-tracked",
    "b3.env-untracked",
    /Git tracks \.env/,
    "git add -f .env\ngit commit -q -m 'chore: add settings'",
  ),
  inRepository(
    "env-once-tracked",
    "b3.env-untracked",
    /former commit holds \.env/,
    "git add -f .env\ngit commit -q -m 'chore: add settings'\ngit rm -q --cached .env\ngit commit -q -m 'chore: take them out'",
  ),
  inRepository("settings-not-ignored", "b3.env-untracked", /does not ignore \.env/, "sed -i '/^\\.env$/d' .gitignore"),
  inRepository(
    "key-in-a-note",
    "b3.secret-not-in-history",
    /stands in a committed file/,
    `${KEY}\necho "the key is $key" >notes.md\ngit add notes.md\ngit commit -q -m 'docs: note it'`,
  ),
  inRepository(
    "key-in-a-former-note",
    "b3.secret-not-in-history",
    /former commit holds the key/,
    `${KEY}\necho "the key is $key" >notes.md\ngit add notes.md\ngit commit -q -m 'docs: note it'\ngit rm -q notes.md\ngit commit -q -m 'docs: drop it'`,
  ),
  inRepository(
    "key-in-a-message",
    "b3.secret-not-in-history",
    /former commit holds the key/,
    `${KEY}\ngit commit -q --allow-empty -m "chore: rotate to $key"`,
  ),
  inRepository(
    "key-in-a-lost-object",
    "b3.secret-not-in-history",
    /object database/,
    `${KEY}\necho "the key is $key" | git hash-object -w --stdin >/dev/null`,
  ),
]
