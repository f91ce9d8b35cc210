import type { CatchUpTag } from "../../../src/catchup/targets.js"

/** A state in which a student's machines may be when a catch-up begins. Scripts run as root on a lab at v0.5. */
export interface StartingState {
  name: string
  /** Run on dev as `user`, with `~/pixelwise` as folder where it exists. */
  dev?: string
  /** Run on prod as `produser`. */
  prod?: string
  root?: { dev?: string; prod?: string; hub?: string }
  /** dev has no key that the Git host knows: the first run ends by telling which one to register. */
  needsKey?: boolean
  /** The tag that it stands at already: there is nothing to do for that one. */
  standsAt?: CatchUpTag
  /** Mandatory checks that rightly go on failing, because the student's own history is at fault and is not rewritten. */
  stays?: readonly string[]
}

const DEV = "cd ~/pixelwise"
const PROD = "cd /opt/pixelwise"
const NO_SERVICE = `systemctl disable --now pixelwise 2>/dev/null; rm -f /etc/systemd/system/pixelwise.service; systemctl daemon-reload`
const NO_DATABASE = `cd /; runuser -u postgres -- psql -qc 'DROP DATABASE IF EXISTS pixelwise WITH (FORCE)' -c 'DROP ROLE IF EXISTS pixelwise'`

/** The commands of a student who keeps things of their own beside the course. */
const OWN_WORK = `git config user.name >/dev/null
mkdir -p src notes data
printf 'mine\\n' > notes/plan.txt
ln -s plan.txt notes/link
printf '#!/bin/sh\\n' > run.sh; chmod 755 run.sh
printf 'sample\\n' > data/own.csv
printf 'draft\\n' > .draft.swp`

export const STARTING_STATES: readonly StartingState[] = [
  {
    name: "nothing there",
    dev: "rm -rf ~/pixelwise ~/.gitconfig ~/.ssh/config ~/.ssh/id_ed25519_github ~/.ssh/id_ed25519_github.pub",
    root: {
      dev: NO_DATABASE,
      prod: `${NO_SERVICE}; rm -rf /opt/pixelwise; ${NO_DATABASE}`,
      hub: "rm -rf /srv/git/pixelwise.git; git init -q --bare /srv/git/pixelwise.git; chown -R git:git /srv/git/pixelwise.git; : > /srv/git/.ssh/authorized_keys",
    },
    needsKey: true,
  },
  {
    name: "an earlier tag",
    standsAt: "v0.1",
    dev: `${DEV}; git tag -d v0.2 v0.3 v0.4 v0.5 >/dev/null; git reset -q --hard v0.1; git push -q --force origin main :v0.2 :v0.3 :v0.4 :v0.5; rm -rf node_modules .venv dist .env models/*`,
    prod: `${PROD}; git tag -d v0.2 v0.3 v0.4 v0.5 >/dev/null; git reset -q --hard v0.1; git fetch -q origin; rm -rf node_modules .venv dist .env models/*`,
    root: { dev: NO_DATABASE, prod: `${NO_SERVICE}; ${NO_DATABASE}` },
  },
  {
    name: "a later tag, with rows in the database",
    standsAt: "v0.5",
    root: {
      prod: `cd /; runuser -u postgres -- psql -qd pixelwise -c "INSERT INTO predictions (prediction, confidence, model_version) SELECT (g % 9 + 1)::text, 0.5 + g / 100.0, 'v1' FROM generate_series(1, 40) g"`,
    },
  },
  {
    name: "local commits, pushed and not",
    dev: `${DEV}; echo 'pushed' >> README.md; git commit -qam 'docs: a pushed thought'; git push -q origin main; echo 'mine' >> README.md; git commit -qam 'docs: a thought of my own'; git branch idea; git tag -a own -m own`,
  },
  {
    name: "a merge in progress",
    dev: `${DEV}; git checkout -q -b other; echo 'theirs' > README.md; git commit -qam 'docs: theirs'; git checkout -q main; echo 'ours' > README.md; git commit -qam 'docs: ours'; git merge other >/dev/null 2>&1 || true; test -e .git/MERGE_HEAD`,
  },
  {
    name: "a dirty tree: staged, changed, deleted, new, ignored, links and modes",
    dev: `${DEV}; ${OWN_WORK}
echo 'staged' >> README.md; git add README.md; echo 'and changed' >> README.md
rm predict.*; chmod 644 setup-server.sh; git add notes/plan.txt; echo 'SECRET_NOTE=keep me' >> .env`,
    prod: `${PROD}; echo 'quick fix' >> README.md; echo 'x' > untracked.txt`,
  },
  {
    name: "a detached HEAD with a commit on it",
    dev: `${DEV}; git checkout -q --detach v0.3; echo 'lost?' >> README.md; git commit -qam 'docs: on no branch'`,
    prod: `${PROD}; git checkout -q --detach v0.4`,
  },
  {
    name: "the wrong origin on both hosts",
    dev: `${DEV}; git remote set-url origin http://hub/course/pixelwise.git; git config --unset branch.main.remote`,
    prod: `${PROD}; git remote set-url origin http://hub/course/pixelwise.git`,
  },
  {
    name: "files that belong to root",
    root: {
      dev: "cd /home/user/pixelwise; chown -R root:root .git src README.md; chmod 600 README.md; chmod -R go-rwx .git",
      prod: "chown -R root:root /opt/pixelwise; chown produser /opt/pixelwise/.env",
    },
  },
  {
    name: "a folder that is no repository, and a clone in a clone",
    dev: `${DEV}; rm -rf .git; echo 'x' > notes.txt`,
    prod: `${PROD}; rm -rf .git node_modules .venv dist; git clone -q http://hub/pixelwise.git pixelwise`,
    root: { prod: NO_SERVICE },
  },
  {
    name: "a rebase in progress, a stash, and settings written another way",
    dev: `${DEV}; echo 'kept aside' >> README.md; git stash push -q -m mine
git checkout -q -b topic v0.4; echo 'topic' > README.md; git commit -qam 'docs: topic'; git rebase main >/dev/null 2>&1 || true; test -d .git/rebase-merge
key=$(sed -n 's/^SECRET_API_KEY=//p' .env); printf '# mine\\r\\nexport SECRET_API_KEY = "%s"  # quoted\\nDEBUG=true\\nDB_PASSWORD=\\nLAST=without a line end' "$key" > .env; chmod 644 .env`,
    prod: `${PROD}; sed -i 's/^SECRET_API_KEY=.*/SECRET_API_KEY=replace-me/; s/^DEBUG=.*/DEBUG=true/' .env`,
  },
  {
    name: "a history of one's own, with a committed .env and lightweight tags",
    dev: `${DEV}; git checkout -q --orphan fresh; git rm -rqf --cached . ; echo '# Mine' > README.md; git add -f README.md .env; git commit -qm 'add my own start'; git branch -qM fresh main; git tag -d v0.1 v0.2 >/dev/null; git tag v0.1; git tag v0.2; git push -q --force origin main v0.1 v0.2`,
    stays: ["b2.hygiene", "b3.env-untracked", "b3.secret-not-in-history", "b6.password-hidden"],
  },
]
