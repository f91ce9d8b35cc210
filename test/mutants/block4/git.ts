import { as, type Mutant } from "../mutant.js"
import { changed, DEV, LOOKS, MODEL, mutant, PROD, pushed } from "./helpers.js"

/** Takes back commits that were not pushed, and forgets their objects. */
const forget = (commits: number): string =>
  `git reset -q --hard HEAD~${commits}\ngit reflog expire --expire=now --all\ngit gc -q --prune=now`

/** Faults in what Git holds, on dev, on the remote and on prod. */
export const gitMutants: Mutant[] = [
  mutant({
    name: "v02-not-on-prod",
    check: "b4.catchup",
    message: /history on prod does not contain the tag v0\.2/,
    host: "prod",
    break: as("produser", `cd ${PROD}\ngit tag -d v0.2 >/dev/null`),
    repair: as("produser", `cd ${PROD}\ngit fetch -q origin tag v0.2`),
    named: LOOKS,
  }),
  pushed(
    "branch-in-the-example",
    "b4.pin-example",
    /pins the model to main, which moves/,
    "sed -i 's/^MODEL_VERSION=.*/MODEL_VERSION=main/' .env.example",
  ),
  pushed(
    "example-without-repository",
    "b4.pin-example",
    /does not name MODEL_REPO/,
    "sed -i '/^MODEL_REPO=/d' .env.example",
  ),
  pushed(
    "example-without-path",
    "b4.path-config",
    /example does not name MODEL_PATH/,
    "sed -i '/^MODEL_PATH=/d' .env.example",
  ),
  changed("dev", "model-committed-once", "b4.model-untracked", /A commit still holds the model/, [
    `git add -f ${MODEL}\ngit commit -q -m 'feat: add the model'\ngit rm -q --cached ${MODEL}\ngit commit -q -m 'fix: remove the model'`,
    `cp ${MODEL} ~/off\n${forget(2)}\nmv ~/off ${MODEL}`,
  ]),
  changed("dev", "model-under-another-name", "b4.model-untracked", /under another name: src\/weights\.bin/, [
    `cp ${MODEL} src/weights.bin\ngit add src/weights.bin\ngit commit -q -m 'feat: add weights'`,
    forget(1),
  ]),
  pushed(
    "one-ending-ignored",
    "b4.model-untracked",
    /would take models\/digit_classifier_v1\.pkl into a commit/,
    "sed -i 's#^/models/\\*#/models/*.onnx#' .gitignore\nprintf '%s\\n' /models/MODELCARD.md /models/samples.json '/models/d*1.pkl' >.git/info/exclude",
    {},
  ),
  pushed(
    "script-without-stanza",
    "b4.script-pushed",
    /does not ask for MODEL_REPO and MODEL_VERSION/,
    "sed -i '/^step \"Model\"/,/^fi$/d' setup-server.sh",
  ),
  pushed(
    "predict-inside-the-package",
    "b4.predict-place",
    /lies in a folder: src\/predict\.ts/,
    "git mv predict.ts src/predict.ts",
  ),
  pushed("predict-forgotten", "b4.predict-place", /has no predict\.ts/, "git rm -q predict.ts", {
    also: ["b4.code-pushed"],
  }),
  pushed(
    "classifier-not-pushed",
    "b4.code-pushed",
    /main lacks the classifier/,
    "git mv src/classifier.ts src/recogniser.ts",
  ),
  pushed(
    "build-output-pushed",
    "b4.no-build-output",
    /main tracks dist/,
    "mkdir -p dist && echo 1 >dist/built.js && git add -f dist/built.js",
  ),
  changed("dev", "v03-not-pushed", "b4.tag", /remote has no tag v0\.3/, [
    "git push -q origin :refs/tags/v0.3",
    "git push -q origin refs/tags/v0.3",
  ]),
  changed("dev", "v03-lightweight", "b4.tag", /lightweight/, [
    "git push -q --force origin 'v0.3^{commit}:refs/tags/v0.3'",
    "git push -q --force origin refs/tags/v0.3",
  ]),
  changed("dev", "v03-too-early", "b4.tag", /too early: it lacks the classifier/, [
    "git rev-parse refs/tags/v0.3 >~/off\ngit tag -f -a -m early v0.3 'v0.2^{commit}' >/dev/null\ngit push -q --force origin refs/tags/v0.3",
    "git update-ref refs/tags/v0.3 $(cat ~/off)\nrm ~/off\ngit push -q --force origin refs/tags/v0.3",
  ]),
  mutant({
    name: "prod-before-the-model",
    check: "b4.prod-behind",
    message: /before the commit that fetches the model/,
    host: "prod",
    break: as("produser", `cd ${PROD}\ngit checkout -q 'v0.2^{commit}'`),
    repair: as("produser", `cd ${PROD}\ngit checkout -q main`),
    named: ["b4.prod-behind"],
  }),
].map((each) =>
  each.name === "one-ending-ignored" ? { ...each, repair: `${each.repair}\n: >${DEV}/.git/info/exclude` } : each,
)
