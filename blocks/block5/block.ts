import { defineBlock } from "../../src/engine/block.js"

export default defineBlock({
  id: "block5",
  number: 5,
  title: "Backend: API and service",
  from: "v0.3",
  tag: "v0.4",
  exercises: [
    {
      id: "5.0",
      title: "Catch up to v0.3",
      optional: true,
      steps: [{ id: "5.0.1", title: "Bring dev to v0.3", outcomes: ["b5.catchup"] }],
    },
    {
      id: "5.1",
      title: "HTTP by hand",
      steps: [
        { id: "5.1.1", title: "Send a GET and a JSON POST to an echo service", outcomes: ["b5.echo"] },
        { id: "5.1.2", title: "Read a response and the rules of JSON", outcomes: ["b5.json-rules"] },
        { id: "5.1.3", title: "Choose method and status code per endpoint", outcomes: ["b5.verbs"] },
      ],
    },
    {
      id: "5.2",
      title: "Build the service",
      steps: [
        { id: "5.2.1", title: "Install and pin the runtime packages", outcomes: ["b5.pins"] },
        {
          id: "5.2.2",
          title: "Write the three routes with their models",
          outcomes: [
            "b5.health",
            "b5.results-stub",
            "b5.classify-ok",
            "b5.classify-is-model",
            "b5.no-extra-fields",
            "b5.reject-missing",
            "b5.reject-type",
            "b5.reject-shape",
            "b5.reject-range",
            "b5.reject-malformed",
            "b5.unknown-route",
          ],
        },
        { id: "5.2.3", title: "Run it on port 8000 with reload", outcomes: ["b5.dev-run"] },
        { id: "5.2.4", title: "Look at the generated documentation", outcomes: ["b5.openapi"] },
        { id: "5.2.6", title: "Send a blank image", outcomes: ["b5.zero-image"] },
        { id: "5.2.7", title: "Design a fourth endpoint", outcomes: ["b5.fourth"] },
      ],
    },
    {
      id: "5.3",
      title: "API key and rate limit",
      steps: [
        {
          id: "5.3.1",
          title: "Protect /classify with the API key",
          outcomes: [
            "b5.key-missing",
            "b5.key-wrong",
            "b5.key-right",
            "b5.key-from-env",
            "b5.key-empty",
            "b5.open-routes",
            "b5.key-not-in-url",
          ],
        },
        {
          id: "5.3.2",
          title: "Limit /classify to 30 requests a minute",
          outcomes: ["b5.rate-429", "b5.rate-recovers", "b5.rate-scope"],
        },
        { id: "5.3.3", title: "Try the key from the documentation page", outcomes: ["b5.docs-key"] },
        { id: "5.3.4", title: "Add a global authorise button", outcomes: ["b5.docs-authorize"] },
      ],
    },
    {
      id: "5.4",
      title: "Supervised service on prod",
      steps: [
        {
          id: "5.4.1",
          title: "Author the unit file on dev",
          outcomes: ["b5.unit-tracked", "b5.unit-no-secret", "b5.unit-no-reload"],
        },
        { id: "5.4.2", title: "Let the setup script install it", outcomes: ["b5.script-stanza", "b5.dev-skips"] },
        { id: "5.4.3", title: "Commit and push all five parts", outcomes: ["b5.pushed"] },
        { id: "5.4.4", title: "Pull on prod and install the pins", outcomes: ["b5.prod-head", "b5.prod-deps"] },
        { id: "5.4.5", title: "Set prod's key", outcomes: ["b5.prod-key"] },
        {
          id: "5.4.6",
          title: "Run the setup script on prod",
          outcomes: [
            "b5.unit-installed",
            "b5.enabled",
            "b5.active",
            "b5.runs-as",
            "b5.listening",
            "b5.docs-debug-only",
            "b5.key-not-logged",
            "b5.unit-fields",
          ],
        },
        {
          id: "5.4.7",
          title: "Stop, start, kill and read the journal",
          outcomes: ["b5.stop-start", "b5.restart-after-kill", "b5.reboot", "b5.journal"],
        },
        {
          id: "5.4.8",
          title: "Ask prod's health from dev and the laptop",
          outcomes: ["b5.cross-machine", "b5.laptop-reach"],
        },
        { id: "5.4.9", title: "Tag v0.4 and push the tag", outcomes: ["b5.tag"] },
      ],
    },
  ],
})
