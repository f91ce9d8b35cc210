import { defineBlock } from "../../src/engine/block.js"

export default defineBlock({
  id: "block4",
  number: 4,
  title: "Model integration",
  from: "v0.2",
  tag: "v0.3",
  exercises: [
    {
      id: "4.0",
      title: "Catch up to v0.2",
      optional: true,
      steps: [{ id: "4.0.1", title: "Bring dev and prod to v0.2", outcomes: ["b4.catchup"] }],
    },
    {
      id: "4.1",
      title: "Pull the model",
      steps: [
        {
          id: "4.1.1",
          title: "Pin repository and release of the model in the example and in .env",
          outcomes: ["b4.pin-example", "b4.pin-env"],
        },
        {
          id: "4.1.2",
          title: "Let the setup script fetch the pinned release",
          outcomes: [],
        },
        {
          id: "4.1.3",
          title: "Run it on dev",
          outcomes: ["b4.model-dev", "b4.card-dev", "b4.model-is-release", "b4.tmp-clean"],
        },
        { id: "4.1.4", title: "See that Git does not see the model", outcomes: ["b4.model-untracked"] },
        { id: "4.1.5", title: "Load it in a shell and look at its type", outcomes: [] },
        {
          id: "4.1.6",
          title: "Commit script and example, and push",
          outcomes: ["b4.script-pushed", "b4.script-without-env", "b4.script-model-idempotent"],
        },
        {
          id: "4.1.7",
          title: "Do the same on prod: pull, complete .env, run the script",
          outcomes: ["b4.model-prod", "b4.model-same", "b4.prod-env-production"],
        },
      ],
    },
    {
      id: "4.2",
      title: "Hold the model against its card",
      steps: [
        { id: "4.2.1", title: "Fetch an image of MNIST with its label", outcomes: ["b4.sample"] },
        { id: "4.2.2", title: "Ask the model for its parts, classes and width", outcomes: ["b4.introspection"] },
        { id: "4.2.3", title: "Binarise the image, predict it, compare", outcomes: ["b4.sample-prediction"] },
        { id: "4.2.4", title: "Answer four questions to the card", outcomes: ["b4.card-answers"] },
      ],
    },
    {
      id: "4.3",
      title: "Classifier module and smoke test",
      steps: [
        {
          id: "4.3.1",
          title: "Write the module: constant, load, assertion, two functions",
          outcomes: [
            "b4.model-loads",
            "b4.classes-constant",
            "b4.path-from-env",
            "b4.load-once",
            "b4.startup-assert",
            "b4.batch",
            "b4.single-delegates",
            "b4.result-shape",
            "b4.threshold",
            "b4.bad-shape",
            "b4.accuracy",
          ],
        },
        { id: "4.3.2", title: "Name MODEL_PATH in both env files", outcomes: ["b4.path-config"] },
        {
          id: "4.3.3",
          title: "Write a predict script for five samples",
          outcomes: ["b4.predict-place", "b4.predict-run"],
        },
        { id: "4.3.4", title: "Commit and push", outcomes: ["b4.code-pushed", "b4.no-build-output"] },
        { id: "4.3.5", title: "Tag v0.3 and push the tag", outcomes: ["b4.tag"] },
        { id: "4.3.6", title: "Leave prod behind on purpose", outcomes: ["b4.prod-behind"] },
        { id: "4.3.7", title: "Pin pandas by its name", outcomes: ["b4.pandas"] },
      ],
    },
    {
      id: "4.4",
      title: "Add the missing 0",
      optional: true,
      steps: [
        { id: "4.4.1", title: "Fork and clone the model's repository", outcomes: ["b4.v2-fork"] },
        { id: "4.4.2", title: "Add the class 0 and train again", outcomes: ["b4.v2-model"] },
        { id: "4.4.3", title: "Rewrite the card", outcomes: ["b4.v2-card"] },
        { id: "4.4.4", title: "Commit the three together, tag v2.0 and push", outcomes: ["b4.v2-tag"] },
        { id: "4.4.5", title: "Move dev on to your release", outcomes: ["b4.v2-integrated"] },
      ],
    },
  ],
})
