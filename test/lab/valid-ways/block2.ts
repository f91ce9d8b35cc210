import type { HostName } from "../../../src/lab/lab.js"

/** Another way of doing a step that is as good as the reference's. */
export interface Way {
  name: string
  /** Where, as whom, and what. */
  apply: readonly (readonly [HostName, string, string])[]
  undo: readonly (readonly [HostName, string, string])[]
  /** Settings of course.yaml that such a person has. */
  settings?: Record<string, unknown>
  /** Bonuses that this way rightly goes without. */
  without?: readonly string[]
}

/** A way within ~/.ssh of dev's account. */
function inSsh(name: string, script: string, more: Partial<Way> = {}): Way {
  return {
    name,
    apply: [["dev", "user", `cp -a ~/.ssh ~/.ssh.off\ncd ~/.ssh\n${script}`]],
    undo: [["dev", "user", "rm -rf ~/.ssh && mv ~/.ssh.off ~/.ssh"]],
    ...more,
  }
}

/** A way within the repository on dev and the person's settings of Git. */
function inRepository(name: string, script: string, more: Partial<Way> = {}): Way {
  return {
    name,
    apply: [
      [
        "dev",
        "user",
        `cp -a ~/pixelwise/.git ~/git.off\ncp -a ~/.gitconfig ~/gitconfig.off\ncd ~/pixelwise\n${script}`,
      ],
    ],
    undo: [
      [
        "dev",
        "user",
        "rm -rf ~/pixelwise/.git ~/.config/git && mv ~/git.off ~/pixelwise/.git && mv ~/gitconfig.off ~/.gitconfig\ncd ~/pixelwise && git reset -q --hard",
      ],
    ],
    ...more,
  }
}

/** The same, with another history on dev, the Git host and prod. */
function anotherHistory(name: string, script: string, more: Partial<Way> = {}): Way {
  const { apply, undo } = inRepository(name, `${script}\ngit push -q --force origin main refs/tags/v0.1`)
  return {
    ...more,
    name,
    apply: [...apply, ["prod", "produser", FOLLOW]],
    undo: [
      ...undo,
      ["dev", "user", "cd ~/pixelwise && git push -q --force origin main refs/tags/v0.1"],
      ["prod", "produser", FOLLOW],
    ],
  }
}

const FOLLOW = "cd /opt/pixelwise && git fetch -q --force --tags origin && git reset -q --hard origin/main"

const ENTRY = "  HostName hub\\n  User git\\n  IdentitiesOnly yes\\n  IdentityAgent none\\n"

export const WAYS: readonly Way[] = [
  inSsh(
    "a key of another name, in an included file of settings",
    `mkdir keys config.d
mv id_ed25519_github keys/pixelwise && mv id_ed25519_github.pub keys/pixelwise.pub
printf 'Include config.d/*.conf\\n' >config
printf 'Host hub\\n${ENTRY}  IdentityFile ~/.ssh/keys/pixelwise\\n' >config.d/hub.conf
chmod 600 config config.d/hub.conf`,
  ),
  inSsh(
    "another name for prod, with its own key",
    "mv id_ed25519 production && mv id_ed25519.pub production.pub\nprintf 'Host production\\n  HostName 192.168.56.11\\n  User produser\\n  IdentityFile ~/.ssh/production\\n  IdentitiesOnly yes\\n' >>config",
  ),
  inSsh("hashed names in known_hosts", "ssh-keygen -q -H -f known_hosts >/dev/null 2>&1; rm -f known_hosts.old"),
  {
    ...inSsh(
      "a key with a passphrase, held by an agent",
      `sed -i /IdentityAgent/d config
mkdir -p agent
ssh-agent -a ~/.ssh/agent/socket >agent/env
. agent/env >/dev/null
ssh-add -q id_ed25519_github
ssh-keygen -q -p -P '' -N 'a passphrase' -f id_ed25519_github >/dev/null`,
      { without: ["b2.ssh-agent-bypass"] },
    ),
    undo: [
      ["dev", "user", ". ~/.ssh/agent/env >/dev/null; kill $SSH_AGENT_PID; rm -rf ~/.ssh && mv ~/.ssh.off ~/.ssh"],
    ],
  },
  {
    name: "one key for everything, and no settings for ssh",
    apply: [
      [
        "dev",
        "user",
        `cp -a ~/.ssh ~/.ssh.off
cd ~/.ssh
ssh -o BatchMode=yes produser@192.168.56.11 'cp -p .ssh/authorized_keys .ssh/keys.off && cat >>.ssh/authorized_keys' <id_ed25519_github.pub
rm config
mv id_ed25519_github id_ed25519 && mv id_ed25519_github.pub id_ed25519.pub`,
      ],
    ],
    undo: [
      ["dev", "user", "rm -rf ~/.ssh && mv ~/.ssh.off ~/.ssh"],
      ["prod", "produser", "mv ~/.ssh/keys.off ~/.ssh/authorized_keys"],
    ],
    without: ["b2.ssh-agent-bypass"],
  },
  inRepository("identity in ~/.config/git", "mkdir -p ~/.config/git && mv ~/.gitconfig ~/.config/git/config"),
  inRepository("no setting for the first branch", "git config --global --unset init.defaultBranch"),
  inRepository(
    "a URL that Git rewrites to SSH",
    "git remote set-url origin http://hub/pixelwise.git && git config --global url.git@hub:.insteadOf http://hub/",
  ),
  inRepository("another branch checked out", "git checkout -q -b feature-page"),
  {
    ...inRepository(
      "a second work tree, packed references, repacked objects",
      "git worktree add -q ~/side -b side && git pack-refs --all && git gc -q",
    ),
    undo: [
      [
        "dev",
        "user",
        "rm -rf ~/side ~/pixelwise/.git && mv ~/git.off ~/pixelwise/.git && mv ~/gitconfig.off ~/.gitconfig && cd ~/pixelwise && git reset -q --hard",
      ],
    ],
  },
  {
    name: "the address with the account, derived for prod",
    apply: [
      ["dev", "user", "cd ~/pixelwise && git remote set-url origin git@hub:student/pixelwise.git"],
      ["prod", "produser", "cd /opt/pixelwise && git remote set-url origin http://hub/student/pixelwise.git"],
    ],
    undo: [
      ["dev", "user", "cd ~/pixelwise && git remote set-url origin git@hub:pixelwise.git"],
      ["prod", "produser", "cd /opt/pixelwise && git remote set-url origin http://hub/pixelwise.git"],
    ],
    settings: { remote: "", remotePull: "", gitAccount: "" },
  },
  {
    ...inSsh(
      "an alias for the Git host",
      "sed -i 's/^Host hub$/Host git-for-pixelwise/' config && cd ~/pixelwise && git remote set-url origin git@git-for-pixelwise:student/pixelwise.git",
    ),
    undo: [
      [
        "dev",
        "user",
        "rm -rf ~/.ssh && mv ~/.ssh.off ~/.ssh && cd ~/pixelwise && git remote set-url origin git@hub:pixelwise.git",
      ],
    ],
    settings: { remote: "", remotePull: "http://hub/pixelwise.git" },
  },
  {
    name: "a repository of a group, by a full URL",
    apply: [
      ["hub", "root", "mkdir -p /group/sub && ln -sfn /srv/git/pixelwise.git /group/sub/pixelwise.git"],
      ["dev", "user", "cd ~/pixelwise && git remote set-url origin ssh://git@hub/group/sub/pixelwise.git"],
    ],
    undo: [
      ["dev", "user", "cd ~/pixelwise && git remote set-url origin git@hub:pixelwise.git"],
      ["hub", "root", "rm -r /group"],
    ],
    settings: { remote: "" },
  },
  {
    name: "prod on the commit itself instead of a branch",
    apply: [["prod", "produser", "cd /opt/pixelwise && git checkout -q --detach origin/main"]],
    undo: [["prod", "produser", "cd /opt/pixelwise && git checkout -q main"]],
  },
  anotherHistory(
    "signed commits and a signed tag with another message",
    `git config gpg.format ssh && git config user.signingkey ~/.ssh/id_ed25519
git commit -q -S --allow-empty -m 'docs: sign what comes'
git tag -s -f -m 'First state, signed' v0.1 'v0.1^{commit}' >/dev/null`,
  ),
  anotherHistory(
    "a rebased branch, one merge by another strategy, a long readme, other patterns",
    `later=$(git rev-parse 'HEAD^{tree}')
git checkout -q --orphan other && git rm -rq --cached . && git clean -qfd
printf '%s\\n' '.env*' '!.env.example' '*.py[cod]' '__pycache__' 'venv' '.venv' 'node_modules' '/data/**' '/models/**' '!/models/.gitkeep' '.vscode' '*.sw?' 'dist' '*.tsbuildinfo' 'coverage' '*.log' >.gitignore
{ echo PixelWise; echo =========; echo; echo Draws and reads.; seq 1 40; } >README.md
git add README.md .gitignore && git commit -q -m 'Add readme and ignore rules'
git checkout -q -b topic && echo 41 >>README.md && git commit -q -a -m 'Count further'
git checkout -q other && echo '# more' >>.gitignore && git commit -q -a -m 'Explain the rules'
git rebase -q other topic && git checkout -q other && git merge -q --ff-only topic && git branch -q -d topic
git checkout -q -b feature-readme && sed -i 's/^Draws and reads.$/Reads what you draw./' README.md && git commit -q -a -m 'Say it shorter'
git checkout -q other && sed -i 's/^Draws and reads.$/Draws, reads and keeps digits./' README.md && git commit -q -a -m 'Say it longer'
git merge -q --no-edit -s ort -X ours feature-readme && git branch -q -d feature-readme
git tag -f -a -m 'Readme and rules' v0.1 >/dev/null
{ git ls-tree "$later" | grep -vE '\\s(README.md|[.]gitignore)$'; git ls-tree HEAD; } | sort -u -k4 >.git/entries
rest=$(git mktree <.git/entries)
git update-ref refs/heads/other "$(git commit-tree -p HEAD -m 'Bring the service' "$rest")"
git branch -q -M other main && git reset -q --hard
git branch -q -u origin/main main`,
    // The lab's typed answer and its pull request are about the reference's merge.
    { without: ["b2.graph", "b2.pull-request"] },
  ),
]
