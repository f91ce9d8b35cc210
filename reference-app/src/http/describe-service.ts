import { pino } from "pino"
import { buildApp, type AppParts } from "../app.js"
import { readBuildInfo } from "../build-info.js"

/** The OpenAPI document of the service with everything that can be switched on, made without running any of it. */
export async function describeService(): Promise<object> {
  const app = await buildApp({
    config: {
      debug: false,
      persistence: "strict",
      frontend: false,
      browserKey: true,
      trustProxy: "none",
      classifyPerMinute: 30,
      generalPerMinute: 100,
      metricsAllow: "none",
    },
    build: readBuildInfo(),
    keys: { find: () => undefined },
    // Routes only keep hold of these; nobody asks them anything here.
    recogniser: absent("recogniser") as AppParts["recogniser"],
    store: absent("store") as AppParts["store"],
    metrics: absent("metrics") as AppParts["metrics"],
    logger: pino({ enabled: false }),
  })
  await app.ready()
  return app.swagger()
}

/** Stands for a part that must not be used; says so if it is. */
function absent(part: string): object {
  return new Proxy(
    {},
    {
      get(_target, name) {
        throw new Error(`the ${part} was asked for ${String(name)} while only the routes were described`)
      },
    },
  )
}
