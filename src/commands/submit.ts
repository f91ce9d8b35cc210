import { Args, Flags } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { inventoryFlags } from "../cli/inventory-flags.js"
import { submit, type Submitted } from "../cli/submission/submit.js"

export default class Submit extends CourseCommand {
  static override summary = "Hand in what your machines show, signed with your own SSH key."
  static override description = `Looks at the hosts as \`course check\` does, or takes a recording of \`course check --record\`, and writes one file to hand in: the observations, the report, a hash of the rules, and on request a recorded shell and a note. It is plain text; look at it with \`less\`.

It is signed by \`ssh-keygen -Y sign\`: with the key that --key names, else the one that course.yaml uses for the hosts, else the usual one of ~/.ssh, else the first of your SSH agent. A passphrase is asked for by ssh-keygen itself. Your instructor has to have the public part of the key.

No secret goes into it: observations hold none, and a note or a recorded shell with a password of course.yaml, a private key or what looks like a value of .env in it is refused.

Exit codes: 0 the file is written, whatever the checks say; 2 the command line, course.yaml or the key is wrong.`
  static override examples = [
    "<%= config.bin %> submit block5",
    "<%= config.bin %> submit block4 block5 --output team7.submission --note 'prod was rebuilt on Monday'",
    "<%= config.bin %> submit --recording run.json --key ~/.ssh/id_ed25519",
    "<%= config.bin %> submit block6 --transcript deploy.cast",
  ]
  static override strict = false
  static override args = {
    what: Args.string({ description: "Blocks, exercises, steps or checks; without, everything.", required: false }),
  }
  static override flags = {
    output: Flags.string({
      char: "o",
      description: "The file to write; else one in this folder that is named by the time.",
      helpValue: "FILE",
    }),
    key: Flags.string({
      description: "The SSH key to sign with; the .pub file of one that only your agent has.",
      helpValue: "FILE",
    }),
    student: Flags.string({
      description: "Your id in the course's roster, where two people share a key.",
      helpValue: "ID",
    }),
    note: Flags.string({ description: "A sentence for your instructor.", helpValue: "TEXT" }),
    transcript: Flags.string({
      description: "Add a shell that `course shell HOST --record FILE` recorded.",
      helpValue: "FILE",
    }),
    recording: Flags.string({
      description: "Hand in what `course check --record FILE` kept, without looking again.",
      helpValue: "FILE",
      exclusive: ["passive", "ask-sudo"],
    }),
    passive: Flags.boolean({ description: "Only look: leave out what acts on a host." }),
    "ask-sudo": Flags.boolean({ description: "Ask for the password of sudo where one is needed.", helpGroup: "HOSTS" }),
    ...inventoryFlags,
  }

  async run(): Promise<Submitted> {
    const { flags, argv } = await this.parse(Submit)
    const submitted = await submit(
      { ...flags, words: argv.map(String), askSudo: flags["ask-sudo"] },
      { signal: this.signal, say: (line) => this.note(line) },
    )
    if (!this.jsonEnabled()) this.log(submitted.file)
    return submitted
  }
}
