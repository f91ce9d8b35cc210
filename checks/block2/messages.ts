import { defineCheck } from "../../src/engine/check.js"
import { all, expect, pass } from "../../src/engine/verdict.js"
import { gitHistory, withCommits } from "../library/git-history.js"

const LONGEST = 72

/** How many subjects that do not read like a command are named. */
const NAMED = 3

export default defineCheck({
  id: "b2.messages",
  title: "Commit messages say in one short line what the commit does",
  host: "dev",
  needs: ["b2.repo-place"],
  probes: (context) => ({ history: gitHistory(context) }),
  judge: ({ history }) =>
    withCommits(history, () => {
      // What Git words itself, for a merge or a revert, is as long as the names in it.
      const own = history.commits.filter(({ parents, subject }) => parents.length < 2 && !/^Revert "/.test(subject))
      const empty = history.commits.filter(({ subject }) => /^(wip\b.*|[.\-_x ]*)$/i.test(withoutType(subject)))
      const long = own.filter(({ subject }) => [...subject].length > LONGEST)
      const telling = own.filter(({ subject }) => !isCommand(withoutType(subject)))
      return all(
        expect(empty.length === 0, {
          message: "Some commits do not say what they do.",
          expected: "a subject that names the change",
          actual: empty.map(({ id, subject }) => `${id.slice(0, 7)} "${subject}"`).join(", "),
          hint: "A colleague should know from the subject what changes: `git commit --amend` while it is not pushed.",
        }),
        expect(long.length === 0, {
          message: `The subject of ${long.length === 1 ? "a commit" : `${long.length} commits`} is longer than ${LONGEST} characters.`,
          expected: `at most ${LONGEST} characters`,
          actual: `${long[0]?.id.slice(0, 7)}: ${[...(long[0]?.subject ?? "")].length} characters`,
          excerpt: long.map(({ subject }) => subject).join("\n"),
          hint: "One logical change per commit; what needs more words goes below an empty line.",
        }),
        telling.length === 0
          ? pass()
          : pass(
              `Git words its own messages as commands; these read otherwise: ${telling
                .slice(0, NAMED)
                .map(({ subject }) => `"${subject}"`)
                .join(", ")}`,
            ),
      )
    }),
  hint: 'Write the subject as a command to the code: "add the readme", not "added the readme". Keep it short (72 characters at most).',
})

/** The subject without the type of conventional commits: `feat(api): add a route` and `add a route` say the same. */
function withoutType(subject: string): string {
  return subject.replace(/^[a-z]+(\([^)]*\))?!?: */i, "")
}

/** A guess, hence only told and never judged: the first word is no past tense, no third person, no noun. */
function isCommand(subject: string): boolean {
  const first = /^[A-Za-z]+/.exec(subject)?.[0].toLowerCase() ?? ""
  return (
    !/(ed|ing)$|^(adds|fixes|changes|updates|removes|makes|initial|first|new|readme|gitignore)$/.test(first) ||
    /^(need|feed|embed|seed|speed|bring)$/.test(first)
  )
}
