import type { AnswerMutant } from "../mutant.js"

const NOTHING = { owner: "nothing", group: "nothing", others: "nothing" }

/** Wrong for every workspace: its own mode string is never that of a plain file, and no two of its triples are the same. */
export const answerMutants: AnswerMutant[] = [
  { name: "name-of-prod", check: "b1.facts", message: /name of prod/, fields: { hostname: "prod", codename: "noble" } },
  {
    name: "name-of-the-laptop",
    check: "b1.facts",
    message: /dev does not have that name/,
    fields: { hostname: "thinkpad", codename: "noble" },
  },
  {
    name: "code-name-of-another-release",
    check: "b1.facts",
    message: /another code name/,
    fields: { hostname: "dev", codename: "Warty Warthog" },
  },
  {
    name: "half-of-the-facts",
    check: "b1.facts",
    message: /part of the answer is empty/,
    fields: { hostname: "dev", codename: " " },
  },
  {
    name: "type-of-a-plain-file",
    check: "b1.mode-string",
    message: /stands for something else/,
    fields: { type: "file", ...NOTHING },
  },
  {
    name: "no-rights-at-all",
    check: "b1.mode-string",
    message: /is none of the rights/,
    fields: { type: "folder", ...NOTHING, group: "a bit of all" },
  },
  {
    name: "file-that-all-can-read",
    check: "b1.least-privilege",
    message: /Everybody on dev can read/,
    fields: { file: "/etc/passwd" },
  },
  { name: "folder-instead-of-a-file", check: "b1.least-privilege", message: /is a folder/, fields: { file: "/root/" } },
  {
    name: "file-that-is-not-there",
    check: "b1.least-privilege",
    message: /no file of that name/,
    fields: { file: "/root/secrets.txt" },
  },
  {
    name: "name-without-a-path",
    check: "b1.least-privilege",
    message: /no path from the root/,
    fields: { file: "shadow" },
  },
  { name: "minutes-in-words", check: "b1.typing", message: /no number of minutes/, fields: { minutes: "a lot" } },
  { name: "more-than-a-day", check: "b1.typing", message: /no more than 1440/, fields: { minutes: "2000" } },
  {
    name: "damage-in-a-word",
    check: "b1.restore-drill",
    message: /does not say what was broken/,
    fields: { broken: "prod", seen: "it did not start" },
  },
  {
    name: "damage-unseen",
    check: "b1.restore-drill",
    message: /how the damage showed/,
    fields: { broken: "rm -rf / as root", seen: "yes" },
  },
]
