import type { Mutant } from "../mutant.js"
import { changed, inEnv, MODEL, TRIES } from "./helpers.js"

const WITHOUT = (name: string): string => `sed -i '/^${name}=/d' .env`

/** Faults in models/, in .env and in what is left lying about. */
export const fileMutants: Mutant[] = [
  inEnv("dev", "version-not-in-env", "b4.pin-env", /does not set MODEL_VERSION/, WITHOUT("MODEL_VERSION"), {
    also: ["b4.model-is-release"],
  }),
  inEnv(
    "dev",
    "version-that-nobody-released",
    "b4.pin-env",
    /no release of the model's repository/,
    "sed -i 's/^MODEL_VERSION=.*/MODEL_VERSION=v1.9/' .env",
  ),
  inEnv(
    "dev",
    "branch-in-env",
    "b4.pin-env",
    /is a branch, which moves/,
    "sed -i 's/^MODEL_VERSION=.*/MODEL_VERSION=main/' .env",
  ),
  inEnv(
    "dev",
    "repository-that-is-none",
    "b4.pin-env",
    /does not exist for dev/,
    "sed -i 's#^MODEL_REPO=.*#MODEL_REPO=http://hub/pixelwise-modell.git#' .env",
  ),
  inEnv("dev", "path-not-in-env", "b4.path-config", /\.env does not set MODEL_PATH/, WITHOUT("MODEL_PATH")),
  changed("dev", "model-elsewhere", "b4.model-dev", /lies elsewhere/, [
    `mkdir ~/models && mv ${MODEL} ~/models/`,
    `mv ~/models/* models/ && rmdir ~/models`,
  ]),
  changed("dev", "model-gone", "b4.model-dev", /dev has no model file/, [`mv ${MODEL} ~/off`, `mv ~/off ${MODEL}`]),
  changed("dev", "model-empty", "b4.model-dev", /all but empty/, [
    `mv ${MODEL} ~/off && : >${MODEL}`,
    `mv ~/off ${MODEL}`,
  ]),
  changed("dev", "card-forgotten", "b4.card-dev", /came without its card/, [
    "mv models/MODELCARD.md ~/off",
    "mv ~/off models/MODELCARD.md",
  ]),
  changed("dev", "card-misnamed", "b4.card-dev", /is called model_card\.md/, [
    "mv models/MODELCARD.md models/model_card.md",
    "mv models/model_card.md models/MODELCARD.md",
  ]),
  changed("dev", "card-shortened", "b4.card-dev", /no section on known failures and intended use/, [
    "cp models/MODELCARD.md ~/off && sed -i '/^## Known failures/,$d' models/MODELCARD.md",
    "mv ~/off models/MODELCARD.md",
  ]),
  changed(
    "dev",
    "model-by-hand",
    "b4.model-is-release",
    /not the one of the pinned release/,
    [`cp ${MODEL} ~/off && printf x >>${MODEL}`, `mv ~/off ${MODEL}`],
    { also: ["b4.model-same"] },
  ),
  changed("dev", "clone-left-in-tmp", "b4.tmp-clean", /still in \/tmp/, [
    "git clone -q --depth 1 http://hub/pixelwise-model.git /tmp/somewhere",
    "rm -rf /tmp/somewhere",
  ]),
  changed(
    "dev",
    "model-cut-off",
    "b4.model-loads",
    /does not load in the project's environment/,
    [`cp ${MODEL} ~/off && truncate -s 20000 ${MODEL}`, `mv ~/off ${MODEL}`],
    { named: TRIES, also: ["b4.model-is-release"] },
  ),
  changed(
    "dev",
    "runtime-not-installed",
    "b4.model-loads",
    /nothing installed that could load the model/,
    ["mv node_modules/onnxruntime-node ~/off", "mv ~/off node_modules/onnxruntime-node"],
    { named: TRIES },
  ),
  changed(
    "dev",
    "second-model-under-the-first-name",
    "b4.model-loads",
    /has 10 classes instead of 9/,
    [
      `cp ${MODEL} ~/off && git clone -q --branch v2.0 http://hub/pixelwise-model.git ~/second 2>/dev/null && cp ~/second/digit_classifier_v2.onnx ${MODEL}`,
      `mv ~/off ${MODEL} && rm -rf ~/second`,
    ],
    { named: TRIES, also: ["b4.model-is-release"] },
  ),
  changed("prod", "model-gone-on-prod", "b4.model-prod", /prod has no model file/, [
    `mv ${MODEL} ~/off`,
    `mv ~/off ${MODEL}`,
  ]),
  inEnv(
    "prod",
    "prod-never-asked-for-a-model",
    "b4.model-prod",
    /\.env does not set MODEL_REPO and MODEL_VERSION/,
    `sed -i '/^MODEL_/d' .env && mkdir ~/off && mv models/*.onnx models/*.pkl ~/off/`,
    {},
  ),
  changed("prod", "another-model-on-prod", "b4.model-same", /on dev and prod differ/, [
    `cp ${MODEL} ~/off && printf x >>${MODEL}`,
    `mv ~/off ${MODEL}`,
  ]),
  inEnv(
    "prod",
    "debug-on-prod",
    "b4.prod-env-production",
    /DEBUG is on in prod/,
    "sed -i 's/^DEBUG=.*/DEBUG=true/' .env",
    { also: ["b4.catchup"] },
  ),
  inEnv(
    "prod",
    "example-over-prods-env",
    "b4.prod-env-production",
    /is the placeholder of the example/,
    "cat .env.example >.env",
    { also: ["b4.catchup"] },
  ),
].map((each) =>
  each.name === "prod-never-asked-for-a-model"
    ? { ...each, repair: `${each.repair}\nmv ~produser/off/* /opt/pixelwise/models/ && rmdir ~produser/off` }
    : each,
)
