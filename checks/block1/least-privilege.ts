import { defineCheck } from "../../src/engine/check.js"
import { all, expect, fail } from "../../src/engine/verdict.js"
import { answerTo } from "../library/answers.js"
import { lenient } from "../library/command.js"
import { filesBehind, unreadableFiles } from "../library/unreadable-files.js"

export default defineCheck({
  id: "b1.least-privilege",
  title: "A file is named that the account on dev cannot read and root can",
  host: "laptop",
  probes: (context) => ({
    answer: answerTo("b1.least-privilege"),
    files: unreadableFiles(context),
    behind: lenient(filesBehind(context)),
  }),
  question: {
    text: ({ settings }) =>
      `Which file of dev could a service read that somebody took over while it ran as root, and ${settings.devUser} cannot? Think of what you need sudo for.`,
    fields: [{ name: "file", label: "Path of the file" }],
    solution: () => ({ file: "/etc/shadow" }),
  },
  judge: ({ answer, files, behind }) => {
    if (answer === null)
      return fail({
        message: "This question is not answered yet.",
        expected: "an answer",
        actual: "(none)",
        hint: "Run `course answer b1.least-privilege`.",
      })
    const file = pathOf(answer.file)
    const evidence = { expected: "the path of a file that is closed to you", actual: answer.file ?? "" }
    const shut = files.all("shut").find((folder) => file.startsWith(`${folder}/`))
    // What lies in a closed folder only root can tell; without sudo, the folder has to do.
    const inside = shut !== undefined && (behind === undefined || behind.all("behind").includes(file))
    return all(
      expect(file.startsWith("/"), {
        message: "That is no path from the root of the file system.",
        ...evidence,
        hint: "Begin with a slash: `/etc/...`.",
      }),
      expect(!files.all("open").includes(file), {
        message: "Everybody on dev can read that file.",
        ...evidence,
        hint: `Try it: \`cat ${file}\` works without sudo.`,
      }),
      expect(!files.all("shut").includes(file), {
        message: "That is a folder, and a file was asked for.",
        ...evidence,
        hint: "`sudo ls` shows what lies in it.",
      }),
      expect(files.all("closed").includes(file) || inside, {
        message: "dev has no file of that name that is closed to you.",
        ...evidence,
        hint: `Try \`cat ${file}\`, then \`sudo cat ${file}\`: the first has to be refused, the second not.`,
      }),
    )
  },
  hint: "Passwords, private keys and logs lie in such files: `ls -l /etc | grep -v 'r--$'` shows some (`cat` is refused).",
})

/** As people write paths: with quotes, with the short name of root's home. */
function pathOf(answer: string | undefined): string {
  return (answer ?? "")
    .trim()
    .replace(/^(["'`])(.*)\1$/, "$2")
    .replace(/^~root(?=\/|$)/, "/root")
    .replaceAll(/\/{2,}/g, "/")
    .replace(/(.)\/$/, "$1")
}
