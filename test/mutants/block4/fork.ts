import { labRun } from "../../../src/lab/lab.js"
import type { Mutant } from "../mutant.js"
import { replaceIn } from "../mutant.js"
import { changed, inFork } from "./helpers.js"

const AGAIN = "git tag -f -a -m 'Ten digits' v2.0 >/dev/null"

export const forkMutants: Mutant[] = [
  inFork(
    "fork-without-history",
    "b4.v2-fork",
    /did not grow out of the course's release/,
    "git checkout -q \"$(git commit-tree -m 'feat: begin anew' 'v2.0^{tree}')\"",
  ),
  inFork(
    "v2-with-nine-classes",
    "b4.v2-model",
    /does not state the ten classes/,
    `cp digit_classifier_v1.onnx digit_classifier_v2.onnx
git reset -q --soft v1.0 && git add -A && git commit -q -m 'feat: add the missing 0' && ${AGAIN}`,
  ),
  inFork(
    "v2-that-does-not-run",
    "b4.v2-model",
    /does not load and run/,
    `truncate -s 20000 digit_classifier_v2.onnx
git reset -q --soft v1.0 && git add -A && git commit -q -m 'feat: add the missing 0' && ${AGAIN}`,
  ),
  inFork(
    "v2-card-of-v1",
    "b4.v2-card",
    /still describes the first model|does not say that it is about v2/,
    `git show v1.0:MODELCARD.md | sed 's/is greater/ is greater/' >MODELCARD.md
git reset -q --soft v1.0 && echo >>MODELCARD.md && git add -A && git commit -q -m 'feat: add the missing 0' && ${AGAIN}`,
  ),
  inFork("v2-lightweight", "b4.v2-tag", /is lightweight/, "git tag -f v2.0 'v2.0^{commit}' >/dev/null"),
  inFork(
    "v2-of-the-course",
    "b4.v2-tag",
    /course's own release, copied with the fork/,
    "git fetch -q /srv/git/course/pixelwise-model.git 'refs/tags/v2.0:refs/tags/course'\ngit checkout -q 'course^{commit}'\ngit update-ref refs/tags/v2.0 refs/tags/course",
  ),
  inFork(
    "v2-in-two-commits",
    "b4.v2-tag",
    /does not hold the training script and the card/,
    `git reset -q --soft v1.0 && git reset -q && git add MODELCARD.md training && git commit -q -m 'docs: describe v2'
git add -A && git commit -q -m 'feat: add the file' && ${AGAIN}`,
  ),
  changed(
    "dev",
    "ten-classes-for-any-model",
    "b4.v2-integrated",
    /With the first model configured the ten classes start all the same/,
    [
      `cp -p .env ~/env.off
sed -i -e 's/^MODEL_VERSION=.*/MODEL_VERSION=v2.0/' -e 's/digit_classifier_v1/digit_classifier_v2/' .env
git clone -q --branch v2.0 http://hub/pixelwise-model.git ~/second 2>/dev/null
cp ~/second/digit_classifier_v2.onnx models/ && rm -rf ~/second
${replaceIn("src/classifier.ts", ['["1", "2"', '["0", "1", "2"'], ["model.classes.length !== CLASSES.length || ", ""], ["name !== CLASSES[index]", 'name === "x"'])}`,
      "mv ~/env.off .env && rm models/digit_classifier_v2.onnx && git checkout -q -- .",
    ],
    { named: ["b4.v2-integrated"] },
  ),
]

/** A fork as a student makes it: grown out of the course's v1.0, with a v2.0 of its own and none of the course's later releases. */
export async function plantFork(lab: string): Promise<void> {
  const { exitCode, stderr } = await labRun({
    name: lab,
    host: "hub",
    script: `set -e
export GIT_AUTHOR_NAME=Student GIT_AUTHOR_EMAIL=student@example.org GIT_COMMITTER_NAME=Student GIT_COMMITTER_EMAIL=student@example.org
work=$(mktemp -d)
git clone -q /srv/git/course/pixelwise-model.git "$work/fork"
cd "$work/fork"
git checkout -q -B main v1.0
git checkout -q v2.0 -- .
git commit -q -m 'feat: add the missing 0'
git tag -f -a -m 'Ten digits' v2.0 >/dev/null
git push -q --force /srv/git/pixelwise-model.git main refs/tags/v2.0 :refs/tags/v3.0
rm -rf "$work"`,
  })
  if (exitCode !== 0) throw new Error(`the fork could not be planted: ${stderr}`)
}
