import { Args } from "@oclif/core"
import { CourseCommand } from "../cli/base-command.js"
import { bashCompletion } from "../cli/completion/bash.js"
import { fishCompletion } from "../cli/completion/fish.js"
import { completionModel } from "../cli/completion/model.js"
import { wordsOfCourse } from "../cli/completion/words.js"
import { zshCompletion } from "../cli/completion/zsh.js"
import { labsDir } from "../lab/paths.js"

const SCRIPTS = { bash: bashCompletion, zsh: zshCompletion, fish: fishCompletion } as const
const SHELLS = ["bash", "zsh", "fish"] as const

export default class Completion extends CourseCommand {
  static override summary = "Print what makes a shell complete course's commands."
  static override description = `The script completes commands, flags, their values, and the words of the course: blocks, exercises, steps, checks, tags and labs. Let your shell read it whenever it starts:

bash: add to ~/.bashrc: eval "$(course completion bash)"
zsh: add to ~/.zshrc, after compinit: eval "$(course completion zsh)"
fish: add to ~/.config/fish/config.fish: course completion fish | source

Starting course costs each new shell a moment. To spare it, write the script to a file once, let the shell read that one, and write it anew after course was updated.`
  static override examples = [
    "<%= config.bin %> completion bash",
    "<%= config.bin %> completion fish > ~/.config/fish/completions/course.fish",
  ]
  static override enableJsonFlag = false
  static override args = {
    shell: Args.option({ options: SHELLS })({ description: "For which shell.", required: true }),
  }

  async run(): Promise<void> {
    const { args } = await this.parse(Completion)
    const places = completionModel(this.config, await wordsOfCourse())
    process.stdout.write(SCRIPTS[args.shell](this.config.bin, places, labsDir()))
  }
}
