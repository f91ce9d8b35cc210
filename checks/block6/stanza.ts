import { defineCheck } from "../../src/engine/check.js"
import { sh } from "../../src/engine/shell.js"
import { all, expect } from "../../src/engine/verdict.js"
import { facts } from "../library/command.js"
import { devRepository, onRemote } from "../library/repository.js"

const PARTS: readonly (readonly [what: string, sign: RegExp])[] = [
  ["the installation of postgresql", /\bpostgresql\b/],
  ["the role", /create\s+(role|user)\b|createuser\b/i],
  ["the database", /create\s+database\b|createdb\b/i],
]

export default defineCheck({
  id: "b6.stanza",
  title: "The committed setup script installs PostgreSQL, role and database",
  host: "dev",
  probes: (context) => ({
    repository: devRepository(context),
    // What the script calls may hold the stanza as well: other scripts and SQL files of the repository.
    parts: facts(
      "dev",
      sh`
cd ${context.settings.devRepo} 2>/dev/null || exit 0
script=$(git show HEAD:setup-server.sh 2>/dev/null) || exit 0
git ls-tree -r --name-only HEAD 2>/dev/null | grep -E '\.(sh|sql)$' | grep -vxF setup-server.sh | while IFS= read -r file; do
  case $script in *"\${file##*/}"*) git show "HEAD:$file" | tr '\t' ' ' | grep -vE '^ *(#|--)' | head -n 200 | sed 's/^/line=/' ;; esac
done
exit 0`,
    ),
  }),
  judge: ({ repository, parts }) =>
    onRemote(repository, () => {
      const script = repository.remoteScript
      const text = [...(script ?? []), ...parts.all("line")].join("\n")
      const missing = PARTS.filter(([, sign]) => !sign.test(text)).map(([what]) => what)
      return all(
        expect(script !== undefined, {
          message: "The remote's main has no setup-server.sh.",
          expected: "setup-server.sh",
          actual: "(none)",
        }),
        expect(missing.length === 0, {
          message: `The committed setup script lacks ${missing.join(", ")}.`,
          expected: PARTS.map(([what]) => what).join(", "),
          actual: `without ${missing.join(", ")}`,
        }),
        expect(!/createdb[^\n]*\s-0/.test(text), {
          message: "createdb is called with -0, a zero.",
          expected: "createdb -O pixelwise pixelwise",
          actual: "createdb -0 ...",
          hint: "The flag for the owner is a capital letter O.",
        }),
        expect(/create\s+database[^\n;]*\bowner\b|createdb[^\n]*(\s-O|--owner)|owner\s+to\b/i.test(text), {
          message: "The committed setup script gives the database no owner.",
          expected: "OWNER pixelwise, or createdb -O pixelwise",
          actual: "no owner",
          hint: "Without an owner the database belongs to postgres, and the role may create no table in it.",
        }),
      )
    }),
  hint: "Append the stanza to setup-server.sh on dev, commit it and push.",
})
